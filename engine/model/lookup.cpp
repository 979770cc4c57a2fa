// Tables looked up by fiscal year and vintage.
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/model/detail/columns.hpp"
#include "engine/model/detail/loader.hpp"

namespace headwater::detail {
namespace {

std::optional<std::int32_t> year_of(Loader& loader, const CsvCell& cell) {
  const auto span = loader.model.calendar.parse(cell.text);
  if (span && loader.model.calendar.is_year(*span)) {
    return loader.model.calendar.fiscal_year(span->first);
  }
  loader.error("not-a-period", cell.place, fmt::format("'{}' is no fiscal year", cell.text),
               "write FY2023");
  return std::nullopt;
}

void read_rows(Loader& loader, const Csv& csv, const tree::TableDeclaration& declared,
               LookupTable& table) {
  const auto key = need_column(loader, csv, declared.key.text);
  const auto value = need_column(loader, csv, "value");
  const auto filter = row_filter(loader, csv, declared.where);
  std::optional<std::size_t> vintage;
  if (declared.vintage) vintage = need_column(loader, csv, declared.vintage->text);
  if (!key || !value || !filter || (declared.vintage && !vintage)) return;
  const auto source = csv.column("source");
  for (const auto& row : csv.rows) {
    if (!filter->takes(row)) continue;
    const auto year = year_of(loader, row[*key]);
    const auto number = read_number(loader, row[*value]);
    if (!year || !number) continue;
    LookupRow entry{*year, std::nullopt, *number, source ? row[*source].text : ""};
    if (vintage && !row[*vintage].text.empty()) {
      entry.presented = parse_month(row[*vintage].text);
      if (!entry.presented) {
        loader.error("not-a-date", row[*vintage].place,
                     fmt::format("'{}' is no date", row[*vintage].text), "write 2023-03");
        continue;
      }
    }
    table.rows.push_back(std::move(entry));
  }
}

// The table, with or without its rows; nothing when its declaration cannot be used.
std::optional<LookupTable> read_table(Loader& loader, const tree::TableDeclaration& declared) {
  LookupTable table;
  table.name = declared.name.text;
  table.place = declared.name.place;
  if (declared.key.text.empty()) {
    loader.error("missing-key", declared.name.place,
                 fmt::format("table {} says not what it is looked up by", table.name),
                 "add a line below it: by fiscal_year");
    return std::nullopt;
  }
  if (declared.key.text != "fiscal_year") {
    loader.error("bad-key", declared.key.place,
                 "a table is looked up by a column named fiscal_year",
                 "rename the column and write: by fiscal_year");
    return std::nullopt;
  }
  const auto unit = resolve_unit(loader, declared.unit);
  const auto csv = read_data(loader, declared.file);
  if (!unit || !csv) return std::nullopt;
  table.unit = *unit;
  read_rows(loader, *csv, declared, table);
  return table;
}

bool is_declared(Loader& loader, const tree::Name& name) {
  std::optional<Place> first;
  for (const LookupTable& table : loader.model.tables) {
    if (table.name == name.text) first = table.place;
  }
  if (const auto series = loader.model.find(name.text)) first = loader.model.at(*series).place;
  if (!first) return false;
  auto& twice =
      loader.error("declared-twice", name.place, fmt::format("{} is declared twice", name.text),
                   "rename one of them, or leave it out");
  twice.labels.push_back({*first, "first here"});
  return true;
}

}  // namespace

void read_tables(Loader& loader, const std::vector<tree::Item>& items) {
  for (const tree::Item& item : items) {
    const auto* declared = std::get_if<tree::TableDeclaration>(&item.what);
    if (declared == nullptr || is_declared(loader, declared->name)) continue;
    if (auto table = read_table(loader, *declared)) {
      loader.model.tables.push_back(std::move(*table));
    } else {
      loader.poisoned_tables.insert(declared->name.text);
    }
  }
}

}  // namespace headwater::detail
