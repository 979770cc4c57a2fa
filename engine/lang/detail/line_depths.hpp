// How deep each line of a statement stands below the others, from its indentation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/lang/tree.hpp"

namespace headwater::detail {

// Fed the columns of the lines in order; answers how many of the lines before stand above each.
class LineDepths {
 public:
  std::size_t next(std::uint32_t column) {
    while (!above_.empty() && above_.back() >= column) above_.pop_back();
    above_.push_back(column);
    return above_.size() - 1;
  }

 private:
  std::vector<std::uint32_t> above_;
};

inline std::vector<std::size_t> line_depths(const std::vector<tree::StatementLine>& lines) {
  LineDepths depths;
  std::vector<std::size_t> all;
  for (const tree::StatementLine& line : lines) all.push_back(depths.next(line.column));
  return all;
}

}  // namespace headwater::detail
