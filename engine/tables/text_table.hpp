// A table for the terminal: cells aligned by display width, columns folded when they do not fit.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace headwater {

enum class Align { left, right };

struct TextColumn {
  std::string heading;
  Align align = Align::right;  // of the heading too
  int fold_rank = 0;  // 0: always shown; else the highest is dropped first, of equals the rightmost
  std::size_t gap = 1;  // blanks before the column, unless it is the first one shown
  std::string group;    // stands once above neighbours of one group, in the middle; may be empty
};

struct TextRow {
  std::vector<std::string> cells;  // as many as columns; short rows are padded with blanks
  std::string marks;               // unused by layout; kept for the caller
};

struct TextTable {
  std::vector<TextColumn> columns;
  std::vector<TextRow> rows;
};

struct LaidOut {
  std::string text;                 // lines without trailing blanks, each ended by a line break
  std::vector<std::string> folded;  // columns left out, in the order dropped: group and heading
};

// Every cell is escaped for the terminal. `width` 0 means as wide as needed; columns of rank 0 are
// never dropped, even when the table then is wider than `width`. Without a heading in any column
// there is no heading line, without a group none above it. Throws std::invalid_argument when a row
// has more cells than columns.
LaidOut lay_out(const TextTable& table, std::size_t width);

}  // namespace headwater
