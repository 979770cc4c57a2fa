// Headers, units and the names of all series: what the formulas will refer to.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/model/detail/loader.hpp"

namespace headwater::detail {
namespace {

using tree::Item;

constexpr std::array<std::string_view, 12> month_names = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

std::optional<BasePeriod> base_of(std::string_view word) {
  if (word == "monthly") return BasePeriod::month;
  if (word == "quarterly") return BasePeriod::quarter;
  if (word == "annual") return BasePeriod::year;
  return std::nullopt;
}

std::string default_labels(BasePeriod base) {
  switch (base) {
    case BasePeriod::month: return "{mon} {yy}";
    case BasePeriod::quarter: return "{q}Q{yy}";
    case BasePeriod::year: return "FY{yy}";
  }
  return "";
}

void read_calendar(Loader& loader, const tree::CalendarHeader& header) {
  const auto base = base_of(header.base.text);
  if (!base) {
    loader.error(
        "unknown-calendar", header.base.place,
        fmt::format("a calendar is monthly, quarterly or annual, not '{}'", header.base.text));
    return;
  }
  int first_month = 1;
  if (!header.first_month.text.empty()) {
    const auto found = std::find(month_names.begin(), month_names.end(), header.first_month.text);
    if (found == month_names.end()) {
      loader.error("unknown-calendar", header.first_month.place,
                   fmt::format("'{}' is no month", header.first_month.text),
                   "write it out in small letters: fiscal year starts april");
      return;
    }
    first_month = int(found - month_names.begin()) + 1;
  }
  const std::string labels =
      header.labels.text.empty() ? default_labels(*base) : header.labels.text;
  loader.model.calendar = Calendar(*base, first_month, labels);
}

void declare_unit(Loader& loader, const tree::UnitDeclaration& declaration) {
  Units& units = loader.model.units;
  bool fresh = true;
  if (declaration.number.empty()) {
    fresh = units.declare(declaration.name.text);
  } else {
    const auto definition = resolve_unit(loader, declaration.definition);
    if (!definition) return;
    fresh = units.declare(declaration.name.text, declaration.number, *definition);
  }
  if (!fresh) {
    const bool taken = units.find(declaration.name.text).has_value();
    loader.error(
        "bad-unit", declaration.name.place,
        taken ? fmt::format("there is a unit '{}' already", declaration.name.text)
              : fmt::format("{} is no number a unit can be a multiple by", declaration.number),
        taken ? "" : "a positive number of at most 15 digits");
    return;
  }
  for (const tree::Text& alias : declaration.aliases) {
    if (units.alias(alias.text, *units.find(declaration.name.text))) continue;
    loader.error("bad-unit", alias.place, fmt::format("there is a unit '{}' already", alias.text));
  }
}

void declare_aliases(Loader& loader, const tree::UnitAliases& aliases) {
  for (const auto& [spelling, unit] : aliases.aliases) {
    const auto known = resolve_unit(loader, unit);
    if (!known || loader.model.units.alias(spelling.text, *known)) continue;
    loader.error("bad-unit", spelling.place,
                 fmt::format("there is a unit '{}' already", spelling.text));
  }
}

void read_horizon(Loader& loader, const tree::Horizon& horizon) {
  constexpr std::int32_t periods_max = 10'000;
  const auto span = resolve_periods(loader, horizon.periods);
  if (!span) return;
  if (horizon.periods.first.text.empty() || horizon.periods.last.text.empty() ||
      span->count() > periods_max) {
    loader.error("bad-horizon", horizon.periods.place,
                 fmt::format("a horizon has two ends, at most {} periods apart", periods_max),
                 "horizon 2022Q1..2025Q4");
    return;
  }
  loader.model.horizon = *span;
}

SeriesKind kind_of(tree::Kind kind) {
  switch (kind) {
    case tree::Kind::flow: return SeriesKind::flow;
    case tree::Kind::stock: return SeriesKind::stock;
    case tree::Kind::price: return SeriesKind::price;
    case tree::Kind::ratio: return SeriesKind::ratio;
    case tree::Kind::driver: return SeriesKind::driver;
  }
  return SeriesKind::flow;
}

// "% per month" in a quarterly model is a slip: the note names what one base period does.
void check_note(Loader& loader, const Series& series, const tree::UnitText& unit) {
  if (unit.per.empty() || unit.per == "year") return;
  const auto base = loader.model.calendar.base();
  const char* own = base == BasePeriod::month     ? "month"
                    : base == BasePeriod::quarter ? "quarter"
                                                  : "year";
  if (unit.per == own) return;
  loader.warning("note-and-calendar", unit.place,
                 fmt::format("{} is 'per {}' in a calendar of {}s", series.name, unit.per, own),
                 fmt::format("say 'per {}' (what one period does) or 'per year'", own));
}

std::optional<RollUp> roll_up_of(std::string_view word) {
  if (word == "mean") return RollUp::mean;
  if (word == "last") return RollUp::last;
  if (word == "compound") return RollUp::compound;
  return std::nullopt;
}

void read_roll_up(Loader& loader, const tree::Declaration& declaration, Series& series) {
  if (!declaration.rolls_up_as) return;
  const tree::Name& word = *declaration.rolls_up_as;
  const bool given_by_kind = series.kind == SeriesKind::flow || series.kind == SeriesKind::stock;
  if (given_by_kind) {
    loader.error(
        "roll-up-given", word.place,
        fmt::format("{} rolls up by its kind: a flow adds, a stock is its last level", series.name),
        "leave 'rolls up as' to prices, ratios and drivers");
    return;
  }
  const auto roll_up = roll_up_of(word.text);
  if (!roll_up) {
    loader.error("unknown-roll-up", word.place, fmt::format("'{}' is no roll-up", word.text),
                 "rolls up as mean, last or compound");
    return;
  }
  if (*roll_up == RollUp::compound && !series.unit.is_dimensionless()) {
    loader.error(
        "unknown-roll-up", word.place,
        fmt::format("only a rate can compound; {} is in {}", series.name, series.unit.text()),
        "rolls up as mean or last");
    return;
  }
  series.roll_up = *roll_up;
}

void read_booked(Loader& loader, const tree::Declaration& declaration, Series& series) {
  if (!declaration.booked_in) return;
  const tree::Name& quarter = *declaration.booked_in;
  const bool fits = quarter.text.size() == 2 && quarter.text[0] == 'Q' && quarter.text[1] >= '1' &&
                    quarter.text[1] <= '4' && series.kind == SeriesKind::flow &&
                    loader.model.calendar.base() == BasePeriod::quarter;
  if (fits) {
    series.booked_in = quarter.text[1] - '0';
    return;
  }
  loader.error("bad-booking", quarter.place,
               fmt::format("'booked in {}' does not fit {}", quarter.text, series.name),
               "a flow of a quarterly model is booked in Q1, Q2, Q3 or Q4");
}

void declare_one(Loader& loader, const tree::Declaration& declaration) {
  Model& model = loader.model;
  if (const auto earlier = model.find(declaration.name.text)) {
    auto& twice = loader.error("declared-twice", declaration.name.place,
                               fmt::format("{} is declared twice", declaration.name.text));
    twice.labels.push_back({model.at(*earlier).place, "first here"});
    return;
  }
  if (model.units.find(declaration.name.text)) {
    loader.error("name-is-unit", declaration.name.place,
                 fmt::format("{} is the name of a unit", declaration.name.text),
                 "give the series a longer name");
    return;
  }
  Series series;
  series.name = declaration.name.text;
  series.kind = kind_of(declaration.kind);
  series.title = {declaration.title.english.text, declaration.title.japanese.text};
  series.place = declaration.name.place;
  series.actual_only = declaration.actual_only;
  // An unknown unit is said once; what uses the series then stays silent.
  const auto unit = resolve_unit(loader, declaration.unit);
  if (unit) series.unit = *unit;
  if (!unit) loader.poisoned.insert(SeriesId(model.series.size()));
  series.per = declaration.unit.per;
  check_note(loader, series, declaration.unit);
  read_roll_up(loader, declaration, series);
  read_booked(loader, declaration, series);
  model.series_by_name.emplace(series.name, SeriesId(model.series.size()));
  model.series.push_back(std::move(series));
}

}  // namespace

void read_headers(Loader& loader, const std::vector<Item>& items) {
  bool model = false;
  bool calendar = false;
  bool horizon = false;
  for (const Item& item : items) {  // first, since the others' periods are read by it
    if (const auto* chosen = std::get_if<tree::CalendarHeader>(&item.what)) {
      read_calendar(loader, *chosen);
      calendar = true;
    }
  }
  for (const Item& item : items) {
    if (const auto* header = std::get_if<tree::ModelHeader>(&item.what)) {
      loader.model.name = header->name.text;
      loader.model.title = {header->title.english.text, header->title.japanese.text};
      model = true;
    } else if (const auto* periods = std::get_if<tree::Horizon>(&item.what)) {
      read_horizon(loader, *periods);
      horizon = true;
    } else if (const auto* unit = std::get_if<tree::UnitDeclaration>(&item.what)) {
      declare_unit(loader, *unit);
    } else if (const auto* aliases = std::get_if<tree::UnitAliases>(&item.what)) {
      declare_aliases(loader, *aliases);
    }
  }
  if (model && calendar && horizon) return;
  loader.error("missing-header", {loader.model.files.front(), 0, 0},
               fmt::format("this model has no '{}' line", !model      ? "model"
                                                          : !calendar ? "calendar"
                                                                      : "horizon"),
               !model      ? "begin the file with: model NAME \"Title\""
               : !calendar ? "add: calendar quarterly, fiscal year starts april"
                           : "add, below the calendar: horizon 2022Q1..2025Q4");
}

void declare_series(Loader& loader, const std::vector<Item>& items) {
  for (const Item& item : items) {
    if (const auto* declaration = std::get_if<tree::Declaration>(&item.what)) {
      declare_one(loader, *declaration);
    }
  }
}

}  // namespace headwater::detail
