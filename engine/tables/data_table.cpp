#include "engine/tables/data_table.hpp"

#include <cmath>
#include <cstddef>

#include "engine/tables/csv.hpp"
#include "engine/tables/json.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {
namespace {

std::string csv_cell(const DataCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return csv_text(*text);
  if (const auto* number = std::get_if<double>(&cell)) return round_trip(*number);
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return std::to_string(*integer);
  return "";
}

void write_json(JsonWriter& json, const DataCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) json.text(*text);
  else if (const auto* number = std::get_if<double>(&cell)) json.number(*number);
  else if (const auto* integer = std::get_if<std::int64_t>(&cell)) json.integer(*integer);
  else json.null();
}

std::string csv_from(const DataTable& table, std::size_t first) {
  std::string out;
  for (std::size_t row = first; row < table.lines().size(); ++row) {
    const auto& line = table.lines()[row];
    for (std::size_t i = 0; i < line.size(); ++i) out += (i == 0 ? "" : ",") + csv_cell(line[i]);
    out += '\n';
  }
  return out;
}

}  // namespace

DataTable& DataTable::number(double value) { return std::isnan(value) ? blank() : add(value); }

DataTable& DataTable::add(DataCell cell) {
  if (!begun_) lines_.emplace_back();
  begun_ = true;
  lines_.back().push_back(std::move(cell));
  return *this;
}

std::string csv_of(const DataTable& table) { return csv_from(table, 0); }

std::string csv_rows_of(const DataTable& table) { return csv_from(table, 1); }

std::string json_lines_of(const DataTable& table) {
  std::string out;
  for (std::size_t row = 1; row < table.lines().size(); ++row) {
    JsonWriter json(JsonLayout::line);
    json.begin_object();
    for (std::size_t i = 0; i < table.lines()[row].size(); ++i) {
      json.key(std::get<std::string>(table.lines().front()[i]));
      write_json(json, table.lines()[row][i]);
    }
    json.end_object();
    out += json.str();
  }
  return out;
}

}  // namespace headwater
