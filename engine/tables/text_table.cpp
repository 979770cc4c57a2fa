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
  Fitted heading;
  std::vector<Fitted> cells;  // one per row
  std::size_t width = 0;      // of the widest, heading included
};

Fitted fitted(const std::string& text) {
  Fitted cell{escaped_for_terminal(text), 0};
  cell.width = display_width(cell.text);
  return cell;
}

std::vector<FittedColumn> fitted_columns(const TextTable& table) {
  std::vector<FittedColumn> columns;
  for (std::size_t index = 0; index < table.columns.size(); ++index) {
    FittedColumn column{&table.columns[index], fitted(table.columns[index].heading), {}, 0};
    column.width = column.heading.width;
    for (const TextRow& row : table.rows) {
      column.cells.push_back(index < row.cells.size() ? fitted(row.cells[index]) : Fitted{});
      column.width = std::max(column.width, column.cells.back().width);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

std::size_t table_width(const std::vector<FittedColumn>& columns) {
  std::size_t width = 0;
  for (std::size_t index = 0; index < columns.size(); ++index) {
    width += columns[index].width + (index > 0 ? columns[index].column->gap : 0);
  }
  return width;
}

bool has_headings(const std::vector<FittedColumn>& columns) {
  return std::ranges::any_of(columns, [](const auto& column) { return column.heading.width > 0; });
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

std::vector<std::string> fold(std::vector<FittedColumn>& columns, std::size_t width) {
  std::vector<std::string> folded;
  while (width > 0 && table_width(columns) > width) {
    const auto next = next_to_fold(columns);
    if (!next) break;
    folded.push_back(columns[*next].heading.text);
    columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(*next));
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
    if (index > 0) line.append(columns[index].column->gap, ' ');
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
  if (has_headings(columns)) {
    result.text = line_of(columns, [](const FittedColumn& column) { return column.heading; });
  }
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    result.text += line_of(columns, [&](const FittedColumn& column) { return column.cells[row]; });
  }
  return result;
}

}  // namespace headwater
