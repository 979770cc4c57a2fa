// Tables looked up by fiscal year, period or text, and vintage.
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine/model/detail/columns.hpp"
#include "engine/model/detail/loader.hpp"

namespace headwater::detail {
namespace {

KeyKind kind_of(const std::string& column) {
  if (column == "fiscal_year") return KeyKind::fiscal_year;
  return column == "period" ? KeyKind::period : KeyKind::text;
}

class TableReader {
 public:
  TableReader(Loader& loader, const tree::TableDeclaration& declared, LookupTable& table)
      : loader_(loader), declared_(declared), table_(table) {
    for (std::size_t i = 0; i < table.texts.size(); ++i) numbers_.emplace(table.texts[i], i);
  }

  void read(const Csv& csv) {
    std::vector<std::size_t> keys;
    for (const tree::Name& key : declared_.keys) {
      const auto column = need_column(loader_, csv, key.text);
      if (!column) return;
      keys.push_back(*column);
    }
    const auto value = need_column(loader_, csv, "value");
    const auto filter = row_filter(loader_, csv, declared_.where);
    std::optional<std::size_t> vintage;
    if (declared_.vintage) vintage = need_column(loader_, csv, declared_.vintage->text);
    if (!value || !filter || (declared_.vintage && !vintage)) return;
    const auto source = csv.column("source");
    for (const auto& row : csv.rows) {
      if (!filter->takes(row)) continue;
      auto entry = row_of(row, keys, *value);
      if (!entry || (vintage && !read_vintage(row[*vintage], *entry))) continue;
      if (source) entry->source = row[*source].text;
      table_.rows[entry->keys].push_back(std::move(*entry));
    }
  }

 private:
  std::optional<LookupRow> row_of(const std::vector<CsvCell>& row,
                                  const std::vector<std::size_t>& keys, std::size_t value) {
    LookupRow entry;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto key = key_of(row[keys[i]], table_.keys[i]);
      if (!key) return std::nullopt;
      entry.keys.push_back(*key);
    }
    const auto number = read_number(loader_, row[value]);
    if (!number) return std::nullopt;
    entry.value = *number;
    return entry;
  }

  std::optional<std::int32_t> key_of(const CsvCell& cell, KeyKind kind) {
    switch (kind) {
      case KeyKind::fiscal_year: return year_of(cell);
      case KeyKind::period: return period_of(cell);
      case KeyKind::text: break;
    }
    const auto [found, fresh] = numbers_.try_emplace(cell.text, table_.texts.size());
    if (fresh) table_.texts.push_back(cell.text);
    return std::int32_t(found->second);
  }

  std::optional<std::int32_t> year_of(const CsvCell& cell) {
    const Calendar& calendar = loader_.model.calendar;
    const auto span = calendar.parse(cell.text);
    if (span && calendar.is_year(*span)) return calendar.fiscal_year(span->first);
    loader_.error("not-a-period", cell.place, fmt::format("'{}' is no fiscal year", cell.text),
                  "write FY2023");
    return std::nullopt;
  }

  std::optional<std::int32_t> period_of(const CsvCell& cell) {
    const auto span = read_period(loader_, cell);
    if (!span) return std::nullopt;
    if (span->first == span->last) return span->first.index;
    loader_.error("not-a-period", cell.place,
                  fmt::format("'{}' is more than one period of this calendar", cell.text),
                  "name the key's column fiscal_year, or give each period a row");
    return std::nullopt;
  }

  bool read_vintage(const CsvCell& cell, LookupRow& entry) {
    if (cell.text.empty()) return true;
    entry.presented = parse_day(cell.text);
    if (entry.presented) return true;
    loader_.error("not-a-date", cell.place, fmt::format("'{}' is no date", cell.text),
                  "write 2023-03 or 2023-03-15");
    return false;
  }

  Loader& loader_;
  const tree::TableDeclaration& declared_;
  LookupTable& table_;
  std::map<std::string, std::size_t, std::less<>> numbers_;  // of texts
};

// The table, with or without its rows; nothing when its declaration cannot be used.
std::optional<LookupTable> read_table(Loader& loader, const tree::TableDeclaration& declared) {
  LookupTable table;
  table.name = declared.name.text;
  table.place = declared.name.place;
  if (declared.keys.empty()) {
    loader.error("missing-key", declared.name.place,
                 fmt::format("table {} says not what it is looked up by", table.name),
                 "add a line below it: by fiscal_year");
    return std::nullopt;
  }
  for (const tree::Name& key : declared.keys) {
    table.keys.push_back(kind_of(key.text));
    table.key_names.push_back(key.text);
  }
  const auto unit = resolve_unit(loader, declared.unit);
  const auto csv = read_data(loader, declared.file);
  if (!unit || !csv) return std::nullopt;
  table.unit = *unit;
  TableReader(loader, declared, table).read(*csv);
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
