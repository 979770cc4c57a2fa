// What every reader of a CSV file needs: columns by name, rows by condition, numbers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lang/tree.hpp"
#include "engine/model/detail/loader.hpp"
#include "engine/tables/csv.hpp"

namespace headwater::detail {

struct RowFilter {
  std::optional<std::size_t> column;  // absent: every row
  bool equal = true;
  std::string value;
  bool takes(const std::vector<CsvCell>& row) const {
    return !column || (row[*column].text == value) == equal;
  }
};

std::optional<RowFilter> row_filter(Loader& loader, const Csv& csv,
                                    const std::optional<tree::Where>& where);
std::optional<std::size_t> need_column(Loader& loader, const Csv& csv, std::string_view name);
std::optional<double> read_number(Loader& loader, const CsvCell& cell);
// The unit that a cell names; nothing, with a message, when there is none. `meant` is what the
// column is about, for the hint.
std::optional<Unit> read_unit(Loader& loader, const CsvCell& cell, const Unit* meant);
std::optional<PeriodSpan> read_period(Loader& loader, const CsvCell& cell);
double half_of_last_digit(std::string_view digits);  // 0.05 of "12.3"

}  // namespace headwater::detail
