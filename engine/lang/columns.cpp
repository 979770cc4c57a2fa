#include "engine/lang/detail/columns.hpp"

#include <algorithm>
#include <map>

namespace headwater::detail {
namespace {

constexpr std::size_t blanks_of_padding = 3;  // at least: two only hold words apart

// Whether the author had the words of this column below each other, with more than a blank before
// one of them.
bool aligned_as_written(const std::vector<Line>& lines, const Run& run, std::size_t column) {
  std::size_t at = nowhere;
  bool padded = false;
  for (const Row& row : run.rows) {
    if (row.columns[column] == nowhere) continue;
    const std::vector<Word>& words = lines[row.line].words;
    const Word& word = words[row.columns[column]];
    const Word& before = words[row.columns[column] - 1];
    if (word.column == nowhere || (at != nowhere && word.column != at)) return false;
    at = word.column;
    padded = padded || word.column > before.column + before.width + 1;
  }
  return padded;
}

void align_column(std::vector<Line>& lines, const Run& run, std::size_t column) {
  std::size_t begin = 0;
  for (const Row& row : run.rows) {
    const std::size_t word = row.columns[column];
    if (word == nowhere) continue;
    const Line& line = lines[row.line];
    begin = std::max(begin, cells_before(line, word, row.first) + line.words[word].gap);
  }
  for (const Row& row : run.rows) {
    const std::size_t word = row.columns[column];
    if (word == nowhere) continue;
    Line& line = lines[row.line];
    line.words[word].gap = begin - cells_before(line, word, row.first);
  }
}

// Of the words padded to some cell, the cell most of them stand at, if they are enough to show
// intent. Laying out brings more words there and none elsewhere, so a second look finds the same.
std::size_t stop_of_file(const std::vector<Line>& lines, const std::vector<Stopped>& stopped,
                         std::size_t otherwise) {
  std::map<std::size_t, std::size_t> counts;
  for (const auto& [at, word] : stopped) {
    const Line& line = lines[at];
    const std::size_t column = line.words[word].column;
    const std::size_t end = indentation(line) + cells_before(line, word);
    if (column != nowhere && column >= end + blanks_of_padding) ++counts[column];
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  const bool intent =
      most != counts.end() && most->second >= 2 && most->second * 4 >= stopped.size();
  return intent ? most->first : otherwise;
}

}  // namespace

std::size_t cells_before(const Line& line, std::size_t word, std::size_t first) {
  std::size_t cells = 0;
  for (std::size_t i = first; i < word; ++i) {
    cells += (i == first ? 0 : line.words[i].gap) + line.words[i].width;
  }
  return cells;
}

std::size_t indentation(const Line& line) {
  return 2 * line.level + (line.kind == LineKind::clause ? 2 : 0);
}

void align(std::vector<Line>& lines, const Run& run) {
  if (run.rows.size() < 2) return;
  for (std::size_t column = 0; column < run.rows.front().columns.size(); ++column) {
    if (run.as_written && !aligned_as_written(lines, run, column)) continue;
    align_column(lines, run, column);
  }
}

void align(std::vector<Line>& lines, const Stops& stops) {
  static constexpr std::array<std::size_t, stop_kinds> ours = {20, 20, 52, 52};
  for (std::size_t kind = 0; kind < stop_kinds; ++kind) {
    const std::size_t stop = stop_of_file(lines, stops[kind], ours[kind]);
    for (const auto& [at, word] : stops[kind]) {
      Line& line = lines[at];
      const std::size_t end = indentation(line) + cells_before(line, word);
      if (stop > end) line.words[word].gap = stop - end;
    }
  }
}

}  // namespace headwater::detail
