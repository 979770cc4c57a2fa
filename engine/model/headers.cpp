// The lines a model begins with: its name, calendar, horizon and units.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

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

bool read_calendar(Loader& loader, const tree::CalendarHeader& header) {
  const auto base = base_of(header.base.text);
  if (!base) {
    const std::vector<std::string> known = {"monthly", "quarterly", "annual"};
    loader.error(
        "unknown-calendar", header.base.place,
        fmt::format("a calendar is monthly, quarterly or annual, not '{}'", header.base.text),
        fmt::format("calendar {}", nearest(header.base.text, known).value_or("quarterly")));
    return false;
  }
  int first_month = 1;
  if (!header.first_month.text.empty()) {
    const auto found = std::find(month_names.begin(), month_names.end(), header.first_month.text);
    if (found == month_names.end()) {
      loader.error("unknown-calendar", header.first_month.place,
                   fmt::format("'{}' is no month", header.first_month.text),
                   "write it out in small letters: fiscal year starts april");
      return false;
    }
    first_month = int(found - month_names.begin()) + 1;
  }
  const std::string labels =
      header.labels.text.empty() ? default_labels(*base) : header.labels.text;
  loader.model.calendar = Calendar(*base, first_month, labels);
  return true;
}

void refuse_taken(Loader& loader, const Place& place, const std::string& spelling) {
  auto& taken =
      loader.error("bad-unit", place, fmt::format("there is a unit '{}' already", spelling));
  const auto earlier = loader.unit_places.find(spelling);
  if (earlier == loader.unit_places.end()) {
    taken.hint = "it is built in: leave this out";
  } else {
    taken.labels.push_back({earlier->second, "declared here"});
    taken.hint = "leave one of them out, or give it another name";
  }
}

bool is_unit_name(Loader& loader, const tree::Name& name) {
  if (name.text != "1" && name.text.find_first_of("/*^") == std::string::npos) return true;
  loader.error("bad-unit", name.place, fmt::format("'{}' is no name for one unit", name.text),
               fmt::format("give the whole another spelling: alias \"NAME\" = {}", name.text));
  return false;
}

// A multiple of another unit; false, with a message, when it cannot be one.
bool declare_multiple(Loader& loader, const tree::UnitDeclaration& declaration) {
  const auto definition = resolve_unit(loader, declaration.definition);
  if (!definition) return false;
  if (loader.model.units.declare(declaration.name.text, declaration.number, *definition)) {
    return true;
  }
  if (Units().declare("any", declaration.number, Unit())) {
    loader.error("unit-too-large", declaration.definition.place,
                 fmt::format("the powers in this unit go beyond {}", Unit::exponent_max),
                 "write smaller powers");
    return false;
  }
  loader.error("bad-unit", declaration.number_place,
               "a unit is another one times a positive number of at most 15 digits",
               fmt::format("declare a step between them, for example: unit {} k = 1000 {}",
                           declaration.definition.text, declaration.definition.text));
  return false;
}

void declare_unit(Loader& loader, const tree::UnitDeclaration& declaration) {
  Units& units = loader.model.units;
  const std::string& name = declaration.name.text;
  if (!is_unit_name(loader, declaration.name)) return;
  if (units.find(name)) return refuse_taken(loader, declaration.name.place, name);
  const bool declared =
      declaration.number.empty() ? units.declare(name) : declare_multiple(loader, declaration);
  if (!declared) {
    loader.poisoned_units.insert(name);
    return;
  }
  loader.unit_places.emplace(name, declaration.name.place);
  loader.model.unit_titles.emplace(
      name, Title{declaration.title.english.text, declaration.title.japanese.text});
  for (const tree::Text& alias : declaration.aliases) {
    if (!units.alias(alias.text, *units.find(name))) {
      refuse_taken(loader, alias.place, alias.text);
    }
    loader.unit_places.emplace(alias.text, alias.place);
  }
}

void declare_aliases(Loader& loader, const tree::UnitAliases& aliases) {
  for (const auto& [spelling, unit] : aliases.aliases) {
    const auto known = resolve_unit(loader, unit);
    if (!known) {
      loader.poisoned_units.insert(spelling.text);
    } else if (!loader.model.units.alias(spelling.text, *known)) {
      refuse_taken(loader, spelling.place, spelling.text);
    }
    loader.unit_places.emplace(spelling.text, spelling.place);
  }
}

void read_horizon(Loader& loader, const tree::Horizon& horizon) {
  constexpr std::int32_t periods_max = 10'000;
  const auto span = resolve_periods(loader, horizon.periods);
  if (!span) return;
  const bool open = horizon.periods.first.text.empty() || horizon.periods.last.text.empty();
  if (open || span->count() > periods_max) {
    loader.error("bad-horizon", horizon.periods.place,
                 open ? "a horizon has two ends"
                      : fmt::format("a horizon is at most {} periods long", periods_max),
                 "horizon 2022Q1..2025Q4");
    return;
  }
  loader.model.horizon = *span;
}

// Lines of which a model has one, each with its first place.
class OnceOnly {
 public:
  explicit OnceOnly(Loader& loader) : loader_(loader) {}

  bool has(std::string_view word) const { return first_.contains(word); }

  // Whether this is the first of its word; reports when not.
  bool take(std::string_view word, const Place& place) {
    const auto [found, fresh] = first_.try_emplace(word, place);
    if (fresh) return true;
    auto& twice =
        loader_.error("header-twice", place,
                      fmt::format("this model has a '{}' line already", word), "keep one of them");
    twice.labels.push_back({found->second, "the first"});
    return false;
  }

 private:
  Loader& loader_;
  std::map<std::string_view, Place> first_;
};

void refuse_missing(Loader& loader, const OnceOnly& headers) {
  static constexpr std::pair<std::string_view, std::string_view> needed[] = {
      {"model", "begin the file with: model NAME \"Title\""},
      {"calendar", "add: calendar quarterly, fiscal year starts april"},
      {"horizon", "add, below the calendar: horizon 2022Q1..2025Q4"}};
  for (const auto& [word, hint] : needed) {
    if (headers.has(word)) continue;
    loader.error("missing-header", {loader.model.files.front(), 0, 0},
                 fmt::format("this model has no '{}' line", word), std::string(hint));
    return;
  }
}

// The calendar comes first, since all periods are read by it.
bool read_calendars(Loader& loader, const std::vector<Item>& items, OnceOnly& headers) {
  bool usable = false;
  for (const Item& item : items) {
    const auto* calendar = std::get_if<tree::CalendarHeader>(&item.what);
    if (calendar == nullptr || !headers.take("calendar", item.place)) continue;
    usable = read_calendar(loader, *calendar);
  }
  return usable;
}

}  // namespace

bool read_headers(Loader& loader, const std::vector<Item>& items) {
  OnceOnly headers(loader);
  const bool calendar = read_calendars(loader, items, headers);
  for (const Item& item : items) {
    if (const auto* header = std::get_if<tree::ModelHeader>(&item.what)) {
      if (!headers.take("model", item.place)) continue;
      loader.model.name = header->name.text;
      loader.model.title = {header->title.english.text, header->title.japanese.text};
    } else if (const auto* periods = std::get_if<tree::Horizon>(&item.what)) {
      if (headers.take("horizon", item.place) && calendar) read_horizon(loader, *periods);
    } else if (const auto* unit = std::get_if<tree::UnitDeclaration>(&item.what)) {
      declare_unit(loader, *unit);
    } else if (const auto* aliases = std::get_if<tree::UnitAliases>(&item.what)) {
      declare_aliases(loader, *aliases);
    }
  }
  refuse_missing(loader, headers);
  return calendar;
}

}  // namespace headwater::detail
