// Columns shared by lines that follow each other, and columns a file has one of.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/lang/detail/page.hpp"

namespace headwater::detail {

// The words of a line between two blanks of a table: first, then where each column begins.
struct Row {
  std::size_t line = 0;
  std::size_t first = 0;
  std::vector<std::size_t> columns;  // nowhere: this row has nothing in that column
};

// Rows below each other whose columns begin at the same cells, as far left as they can.
struct Run {
  std::string key;          // rows of one key stand in one run
  bool as_written = false;  // only where the author aligned them: many leave such rows ragged
  std::vector<Row> rows;
};

void align(std::vector<Line>& lines, const Run& run);

// Columns that stand at one cell all over a file, where there is room: the file's own, which is
// where most of its padded words stand, or else ours.
enum class Stop { basis, check_title, title, check_colon };
inline constexpr std::size_t stop_kinds = 4;

struct Stopped {
  std::size_t line = 0;
  std::size_t word = 0;
};
using Stops = std::array<std::vector<Stopped>, stop_kinds>;

void align(std::vector<Line>& lines, const Stops& stops);

// Cells before the word on its line, indentation left out.
std::size_t cells_before(const Line& line, std::size_t word, std::size_t first = 0);

// Where a line that begins a statement or a clause begins.
std::size_t indentation(const Line& line);

}  // namespace headwater::detail
