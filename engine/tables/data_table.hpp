// A long table for programs, whatever it is written to: CSV, JSON lines, a sheet of a workbook.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headwater {

using DataCell = std::variant<std::monostate, std::string, double, std::int64_t>;  // first: blank

// Written cell by cell, line by line; the first line holds the columns' names.
class DataTable {
 public:
  DataTable& text(std::string_view value) { return add(std::string(value)); }
  DataTable& number(double value);  // what is missing (NaN) is blank
  DataTable& integer(std::int64_t value) { return add(value); }
  DataTable& blank() { return add(std::monostate{}); }
  void end_line() { begun_ = false; }

  const std::vector<std::vector<DataCell>>& lines() const { return lines_; }

 private:
  DataTable& add(DataCell cell);

  std::vector<std::vector<DataCell>> lines_;
  bool begun_ = false;  // whether the last line may get further cells
};

// Lines end in LF; text as csv_text() has it, numbers as round-trip doubles, what is blank empty.
std::string csv_of(const DataTable& table);
// The same but for the first line: what goes on below another table of these columns.
std::string csv_rows_of(const DataTable& table);
// An object a line below the first, its members named by the columns; what is blank is null.
std::string json_lines_of(const DataTable& table);

}  // namespace headwater
