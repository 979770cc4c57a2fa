#include "engine/study/detail/reach.hpp"

#include <map>
#include <utility>

namespace headwater::detail {

Cells read_by(const Precedence& precedence, std::vector<CellId> open) {
  Cells seen(open.begin(), open.end());
  while (!open.empty()) {
    const CellId cell = open.back();
    open.pop_back();
    for (const CellId read : precedence.reads(cell)) {
      if (seen.insert(read).second) open.push_back(read);
    }
  }
  return seen;
}

std::vector<CellId> cells_of(const Precedence& precedence, std::span<const Output> outputs) {
  std::vector<CellId> cells;
  for (const Output& output : outputs) {
    const auto read = precedence.reads(output.series, output.span);
    cells.insert(cells.end(), read.begin(), read.end());
  }
  return cells;
}

Cells moved_by(const Precedence& precedence, const Cells& reached, std::vector<CellId> from) {
  std::map<CellId, std::vector<CellId>> readers;
  for (const CellId cell : reached) {
    for (const CellId read : precedence.reads(cell)) readers[read].push_back(cell);
  }
  Cells moved(from.begin(), from.end());
  while (!from.empty()) {
    const CellId cell = from.back();
    from.pop_back();
    for (const CellId reader : readers[cell]) {
      if (moved.insert(reader).second) from.push_back(reader);
    }
  }
  return moved;
}

}  // namespace headwater::detail
