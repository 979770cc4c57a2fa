// Observations and guidance from CSV files.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/model/detail/columns.hpp"
#include "engine/model/detail/loader.hpp"

namespace headwater::detail {

std::optional<Csv> read_data(Loader& loader, const tree::Text& file) {
  const std::filesystem::path from(loader.sources.path(file.place.file));
  const auto resolved = loader.confinement.resolve(from.parent_path(), file.text);
  if (!resolved.refusal.empty()) {
    loader.error("file-refused", file.place,
                 fmt::format("\"{}\" may not be read: {}", file.text, resolved.refusal),
                 resolved.hint);
    return std::nullopt;
  }
  FileId id{};
  try {
    id = loader.sources.add(resolved.path.string(),
                            read_file(resolved.path.string(), loader.sources.limits().data_bytes));
  } catch (const IoError& failure) {
    loader.error("file-unreadable", file.place, failure.what(),
                 "a file is named from the folder of the one that names it");
    return std::nullopt;
  }
  loader.model.files.push_back(id);
  auto csv = read_csv(id, loader.sources);
  loader.diagnostics.insert(loader.diagnostics.end(), csv.diagnostics.begin(),
                            csv.diagnostics.end());
  return std::move(csv.value);
}

std::optional<double> read_number(Loader& loader, const CsvCell& cell) {
  const char* end = cell.text.data() + cell.text.size();
  double value = 0;
  const auto read = std::from_chars(cell.text.data(), end, value);
  if (read.ec == std::errc() && read.ptr == end && std::isfinite(value)) return value;
  std::string without;
  for (const char c : cell.text) {
    if (c != ',' && c != ' ') without += c;
  }
  loader.error(
      "not-a-number", cell.place,
      cell.text.empty() ? "a value is missing here" : fmt::format("'{}' is no number", cell.text),
      cell.text.empty()      ? "write a number, or leave the row out"
      : without == cell.text ? "write digits with a point: 1234.5"
                             : fmt::format("write it without separators: {}", without));
  return std::nullopt;
}

std::optional<Unit> read_unit(Loader& loader, const CsvCell& cell, const Unit* meant) {
  if (auto unit = loader.model.units.parse(cell.text)) return unit;
  if (!loader.poisoned_units.insert(cell.text).second) return std::nullopt;
  const auto near = nearest(cell.text, loader.model.units.names());
  loader.error(
      "unknown-unit", cell.place, fmt::format("there is no unit '{}'", cell.text),
      near    ? fmt::format("did you mean '{}'?", *near)
      : meant ? fmt::format("name it in the model: alias \"{}\" = {}", cell.text, meant->text())
              : fmt::format("declare it in the model: unit {}", cell.text));
  return std::nullopt;
}

std::optional<PeriodSpan> read_period(Loader& loader, const CsvCell& cell) {
  if (auto span = loader.model.calendar.parse(cell.text)) return span;
  loader.error("not-a-period", cell.place,
               fmt::format("'{}' is no period of this calendar", cell.text),
               fmt::format("write {}", examples_of(loader.model.calendar.base())));
  return std::nullopt;
}

double half_of_last_digit(std::string_view digits) {
  const std::size_t point = digits.find('.');
  const std::size_t exponent = std::min(digits.find_first_of("eE"), digits.size());
  if (point == std::string_view::npos) return 0.5;
  return 0.5 * std::pow(10.0, -double(exponent - point - 1));
}

namespace {

Place whole_header(const Csv& csv) {
  return {csv.header.front().place.file, csv.header.front().place.begin,
          csv.header.back().place.end};
}

}  // namespace

std::optional<std::size_t> need_column(Loader& loader, const Csv& csv, std::string_view name) {
  if (const auto column = csv.column(name)) return column;
  std::vector<std::string> known;
  std::string listed;
  for (const CsvCell& cell : csv.header) {
    known.push_back(cell.text);
    listed += (listed.empty() ? "" : ", ") + cell.text;
  }
  const auto near = nearest(name, known);
  loader.error("missing-column", whole_header(csv),
               fmt::format("this file has no column '{}'", name),
               near ? fmt::format("rename '{}' to '{}'", *near, name)
                    : fmt::format("add it; it has {}", listed));
  return std::nullopt;
}

std::optional<RowFilter> row_filter(Loader& loader, const Csv& csv,
                                    const std::optional<tree::Where>& where) {
  if (!where) return RowFilter{};
  const auto column = csv.column(where->column.text);
  if (!column) {
    std::vector<std::string> known;
    for (const CsvCell& cell : csv.header) known.push_back(cell.text);
    const auto near = nearest(where->column.text, known);
    auto& error = loader.error("missing-column", where->column.place,
                               fmt::format("the file has no column '{}'", where->column.text),
                               near ? fmt::format("did you mean '{}'?", *near)
                                    : "name one of its columns, or leave the condition out");
    error.labels.push_back({whole_header(csv), "its columns"});
    return std::nullopt;
  }
  return RowFilter{column, where->equal, where->value.text};
}

namespace {

struct ObservationColumns {
  std::size_t series, period, value, unit;
  std::optional<std::size_t> source, basis, published;
};

std::optional<ObservationColumns> observation_columns(Loader& loader, const Csv& csv) {
  const auto series = need_column(loader, csv, "series");
  const auto period = need_column(loader, csv, "period");
  const auto value = need_column(loader, csv, "value");
  const auto unit = need_column(loader, csv, "unit");
  if (!series || !period || !value || !unit) return std::nullopt;
  return ObservationColumns{*series,
                            *period,
                            *value,
                            *unit,
                            csv.column("source"),
                            csv.column("basis"),
                            csv.column("published")};
}

std::optional<Unit> unit_of(Loader& loader, const CsvCell& cell, const Series& series) {
  auto unit = read_unit(loader, cell, &series.unit);
  if (!unit || unit->same_dimension(series.unit)) return unit;
  auto& clash = loader.error(
      "unit-mismatch", cell.place,
      fmt::format("{} is in {}, but this row is in {}", series.name, series.unit.text(),
                  unit->text()),
      fmt::format("give the figure in {}, or the series another unit", series.unit.text()));
  clash.labels.push_back({series.place, series.unit.text()});
  return std::nullopt;
}

class ObservationReader {
 public:
  ObservationReader(Loader& loader, std::vector<Observation>& into)
      : loader_(loader), into_(into) {}

  void read(const Csv& csv, const RowFilter& filter) {
    const auto columns = observation_columns(loader_, csv);
    if (!columns) return;
    for (const auto& row : csv.rows) {
      if (filter.takes(row)) read_row(row, *columns);
    }
  }

 private:
  using Key = std::tuple<SeriesId, PeriodSpan, Period, std::optional<Day>, std::string>;

  void read_row(const std::vector<CsvCell>& row, const ObservationColumns& columns) {
    const CsvCell& name = row[columns.series];
    const auto id = loader_.model.find(name.text);
    if (!id) {
      auto& unused = loader_.model.observations_unused[name.text];
      if (++unused.rows == 1) unused.first = name.place;
      return;
    }
    if (loader_.poisoned.contains(*id)) return;
    const Series& series = loader_.model.at(*id);
    const auto span = read_period(loader_, row[columns.period]);
    const auto value = read_number(loader_, row[columns.value]);
    const auto unit = unit_of(loader_, row[columns.unit], series);
    if (!span || !value || !unit || refuses_actuals(series, name)) return;
    Observation observation;
    observation.series = *id;
    observation.span = *span;
    const double factor = unit->factor_to(series.unit);
    observation.value = *value * factor;
    if (!std::isfinite(observation.value)) {
      loader_.error("not-a-number", row[columns.value].place,
                    fmt::format("this is too large for a number in {}", series.unit.text()),
                    "give it in a unit of its own size");
      return;
    }
    observation.half_width = half_of_last_digit(row[columns.value].text) * factor;
    if (columns.source) observation.source = row[*columns.source].text;
    if (columns.basis) observation.basis = row[*columns.basis].text;
    // Guidance speaks of what is to come: where nobody says since when, it was always known.
    observation.known_since = guidance() ? loader_.model.horizon.first - 1 : span->last;
    observation.pseudo = true;
    observation.place = row[columns.value].place;
    if (columns.published && !row[*columns.published].text.empty() &&
        !read_published(row[*columns.published], observation)) {
      return;
    }
    keep(std::move(observation), guidance() ? row[columns.basis.value_or(0)].text : "");
  }

  // The period with whose results a figure was published, or the day.
  bool read_published(const CsvCell& cell, Observation& observation) {
    observation.pseudo = false;
    observation.published = parse_day(cell.text);
    if (!observation.published) {
      const auto with = read_period(loader_, cell);
      if (with) observation.known_since = with->last;
      return with.has_value();
    }
    const auto with = loader_.model.known_with(*observation.published);
    if (with) {
      observation.known_since = *with;
      return true;
    }
    if (std::exchange(told_undated_, true)) return false;
    loader_.error(
        "no-results-dates", cell.place,
        "a day of publication needs the days on which results were published",
        "add a line to the model: results \"results.csv\", a file with the columns period "
        "and date");
    return false;
  }

  bool guidance() const { return &into_ == &loader_.model.guidance; }

  bool refuses_actuals(const Series& series, const CsvCell& name) {
    if (guidance() || series.kind != SeriesKind::driver) return false;
    loader_.error(
        "actual-of-driver", name.place,
        fmt::format("{} is a driver: an assumption has no actuals", series.name),
        fmt::format("give the history a series of its own, such as {}.implied", series.name));
    return true;
  }

  void keep(Observation observation, const std::string& basis) {
    const Key key{observation.series, observation.span, observation.known_since,
                  observation.published, basis};
    const auto [found, fresh] = seen_.try_emplace(key, observation.place);
    if (!fresh) {
      auto& twice = loader_.error(
          "observed-twice", observation.place,
          fmt::format("{} has two figures for {}", loader_.model.at(observation.series).name,
                      loader_.model.calendar.name(observation.span)),
          "keep one, or say when each was published in a column 'published'");
      twice.labels.push_back({found->second, "the other"});
      return;
    }
    into_.push_back(std::move(observation));
  }

  Loader& loader_;
  std::vector<Observation>& into_;
  std::map<Key, Place> seen_;
  bool told_undated_ = false;
};

// Results come out in the order of their periods.
void refuse_disorder(Loader& loader, const std::map<Period, Place>& places) {
  const auto& results = loader.model.results;
  for (auto next = results.begin(); next != results.end(); ++next) {
    if (next == results.begin() || std::prev(next)->second < next->second) continue;
    auto& error = loader.error("results-disorder", places.at(next->first),
                               "these results come out no later than those of an earlier period",
                               "correct one of the two dates");
    error.labels.push_back({places.at(std::prev(next)->first), "the earlier period"});
  }
}

// When the results of each period were published: columns period and date.
void read_results(Loader& loader, const tree::ResultsDates& results) {
  const auto csv = read_data(loader, results.file);
  if (!csv) return;
  const auto period = need_column(loader, *csv, "period");
  const auto date = need_column(loader, *csv, "date");
  if (!period || !date) return;
  std::map<Period, Place> seen;
  for (const auto& row : csv->rows) {
    const auto span = read_period(loader, row[*period]);
    const auto day = parse_day(row[*date].text);
    if (!day || row[*date].text.size() < std::string_view("2023-11-08").size()) {
      loader.error("not-a-date", row[*date].place, fmt::format("'{}' is no date", row[*date].text),
                   "write 2023-11-08");
      continue;
    }
    if (!span) continue;
    const auto [found, fresh] = seen.try_emplace(span->last, row[*period].place);
    if (!fresh) {
      auto& twice = loader.error("results-twice", row[*period].place,
                                 fmt::format("the results of {} have two dates",
                                             loader.model.calendar.name({span->last, span->last})),
                                 "keep the day on which they were first published");
      twice.labels.push_back({found->second, "the other"});
      continue;
    }
    loader.model.results.emplace(span->last, *day);
  }
  refuse_disorder(loader, seen);
}

// A period far from the horizon, usually a slip in its year, would make every series as long.
void check_reach(Loader& loader) {
  for (const Observation& observation : loader.model.observations) {
    PeriodSpan reach = loader.model.horizon;
    reach.first = std::min(reach.first, observation.span.first);
    reach.last = std::max({reach.last, observation.span.last, observation.known_since});
    if (!fits(loader, reach, observation.place)) return;
  }
}

}  // namespace

void read_observations(Loader& loader, const std::vector<tree::Item>& items) {
  for (const tree::Item& item : items) {
    if (const auto* results = std::get_if<tree::ResultsDates>(&item.what)) {
      read_results(loader, *results);
    }
  }
  ObservationReader actuals(loader, loader.model.observations);
  ObservationReader guidance(loader, loader.model.guidance);
  for (const tree::Item& item : items) {
    const auto* data = std::get_if<tree::DataFiles>(&item.what);
    if (data == nullptr) continue;
    for (const tree::Text& file : data->files) {
      const auto csv = read_data(loader, file);
      if (!csv) continue;
      const auto filter = row_filter(loader, *csv, data->where);
      if (filter) (data->guidance ? guidance : actuals).read(*csv, *filter);
    }
  }
  check_reach(loader);
}

}  // namespace headwater::detail
