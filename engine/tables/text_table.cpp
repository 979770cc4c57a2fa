#include "engine/tables/text_table.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "engine/core/width.hpp"

namespace headwater {
namespace {

// A cell ready to print: escaped, and measured once.
struct Fitted {
  std::string text;
  std::size_t width = 0;
};

struct FittedColumn {
  const TextColumn* column;
  Fitted group;
  Fitted heading;
  std::vector<Fitted> cells;  // one per row
  std::size_t width = 0;      // of the widest, heading included
  std::size_t gap = 0;        // before it
};

Fitted fitted(const std::string& text) {
  Fitted cell{escaped_for_terminal(text), 0};
  cell.width = display_width(cell.text);
  return cell;
}

std::vector<FittedColumn> fitted_columns(const TextTable& table) {
  std::vector<FittedColumn> columns;
  for (std::size_t index = 0; index < table.columns.size(); ++index) {
    const TextColumn& described = table.columns[index];
    FittedColumn column{&described,   fitted(described.group), fitted(described.heading), {}, 0,
                        described.gap};
    column.width = column.heading.width;
    for (const TextRow& row : table.rows) {
      column.cells.push_back(index < row.cells.size() ? fitted(row.cells[index]) : Fitted{});
      column.width = std::max(column.width, column.cells.back().width);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

bool has_headings(const std::vector<FittedColumn>& columns) {
  return std::ranges::any_of(columns, [](const auto& column) { return column.heading.width > 0; });
}

// The first column after those that stand under the same group as `first`.
std::size_t group_end(const std::vector<FittedColumn>& columns, std::size_t first) {
  std::size_t end = first + 1;
  while (end < columns.size() && columns[end].group.text == columns[first].group.text) ++end;
  return end;
}

// Cells from a column to another, with the gaps between them.
std::size_t width_of(const std::vector<FittedColumn>& columns, std::size_t first, std::size_t end) {
  std::size_t width = 0;
  for (std::size_t index = first; index < end; ++index) {
    width += columns[index].width + (index > first ? columns[index].gap : 0);
  }
  return width;
}

// A group's name has room above its columns.
void widen_for_groups(std::vector<FittedColumn>& columns) {
  for (std::size_t first = 0; first < columns.size(); first = group_end(columns, first)) {
    const std::size_t width = width_of(columns, first, group_end(columns, first));
    const std::size_t needed = columns[first].group.width;
    if (width < needed) columns[first].width += needed - width;
  }
}

// The groups' names, each in the middle above its columns; empty when there are none.
std::string group_line(const std::vector<FittedColumn>& columns) {
  std::string line;
  for (std::size_t first = 0; first < columns.size(); first = group_end(columns, first)) {
    const Fitted& group = columns[first].group;
    const std::size_t width = width_of(columns, first, group_end(columns, first));
    const std::size_t before = (width - group.width) / 2;
    if (first > 0) line.append(columns[first].gap, ' ');
    line += std::string(before, ' ') + group.text + std::string(width - group.width - before, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line.empty() ? line : line + '\n';
}

std::size_t table_width(const std::vector<FittedColumn>& columns) {
  return width_of(columns, 0, columns.size());
}

// The column to leave out next: of the highest rank, and of equals the rightmost.
std::optional<std::size_t> next_to_fold(const std::vector<FittedColumn>& columns) {
  std::optional<std::size_t> next;
  int rank = 1;
  for (std::size_t index = 0; index < columns.size(); ++index) {
    if (columns[index].column->fold_rank < rank) continue;
    rank = columns[index].column->fold_rank;
    next = index;
  }
  return next;
}

// What stands before a group stays when its first column goes.
void hand_gap_on(std::vector<FittedColumn>& columns, std::size_t leaving) {
  if (leaving + 1 == columns.size() || columns[leaving].group.width == 0) return;
  const bool within = columns[leaving + 1].group.text == columns[leaving].group.text;
  if (within) columns[leaving + 1].gap = std::max(columns[leaving + 1].gap, columns[leaving].gap);
}

// A group that loses columns keeps the width its name needs.
std::vector<std::string> fold(std::vector<FittedColumn>& columns, std::size_t width) {
  std::vector<std::string> folded;
  widen_for_groups(columns);
  while (width > 0 && table_width(columns) > width) {
    const auto next = next_to_fold(columns);
    if (!next) break;
    const FittedColumn& column = columns[*next];
    const std::string group = column.group.text + (column.group.width > 0 ? " " : "");
    folded.push_back(group + column.heading.text);
    hand_gap_on(columns, *next);
    columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(*next));
    widen_for_groups(columns);
  }
  return folded;
}

void append_cell(std::string& line, const Fitted& cell, const FittedColumn& column) {
  const std::size_t blanks = column.width - cell.width;
  if (column.column->align == Align::right) line.append(blanks, ' ');
  line += cell.text;
  if (column.column->align == Align::left) line.append(blanks, ' ');
}

// `cell_of` picks a column's cell of this line: its heading, or one of its rows.
template <typename CellOf>
std::string line_of(const std::vector<FittedColumn>& columns, const CellOf& cell_of) {
  std::string line;
  for (std::size_t index = 0; index < columns.size(); ++index) {
    if (index > 0) line.append(columns[index].gap, ' ');
    append_cell(line, cell_of(columns[index]), columns[index]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

}  // namespace

LaidOut lay_out(const TextTable& table, std::size_t width) {
  for (const TextRow& row : table.rows) {
    if (row.cells.size() > table.columns.size()) {
      throw std::invalid_argument("TextRow::cells must not outnumber TextTable::columns");
    }
  }
  std::vector<FittedColumn> columns = fitted_columns(table);
  LaidOut result;
  result.folded = fold(columns, width);
  result.text = group_line(columns);
  if (has_headings(columns)) {
    result.text += line_of(columns, [](const FittedColumn& column) { return column.heading; });
  }
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    result.text += line_of(columns, [&](const FittedColumn& column) { return column.cells[row]; });
  }
  return result;
}

}  // namespace headwater
