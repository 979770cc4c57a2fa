// The names of all series: what the formulas will refer to.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/model/detail/loader.hpp"

namespace headwater::detail {
namespace {

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
  const char* own = name_of(loader.model.calendar.base());
  if (unit.per == own) return;
  const Place note{unit.place.file, unit.place.begin, unit.per_place.end};
  loader.warning("note-and-calendar", note,
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

// revenue.si.om_2: small letters, digits and _, every part beginning with a letter.
bool is_path(std::string_view name) {
  bool begins = true;
  for (const char c : name) {
    const bool letter = c >= 'a' && c <= 'z';
    const bool inner = (c >= '0' && c <= '9') || c == '_';
    if (!letter && (begins || (!inner && c != '.'))) return false;
    begins = c == '.';
  }
  return !begins;
}

std::string in_small_letters(std::string name) {
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
  return name;
}

// Says what is wrong with a series' name, if anything is.
void check_name(Loader& loader, const tree::Name& name) {
  static constexpr auto values = std::to_array<std::string_view>(
      {"quarter", "month_of_year", "fiscal_year", "period", "months", "days", "base"});
  const std::string small = in_small_letters(name.text);
  if (!is_path(name.text)) {
    loader.error("bad-name", name.place, fmt::format("'{}' is no name for a series", name.text),
                 is_path(small) ? fmt::format("write it in small letters: {}", small)
                                : "parts of small letters, digits and _, joined by dots, each "
                                  "beginning with a letter: cost.office_2");
  } else if (std::find(values.begin(), values.end(), name.text) != values.end()) {
    loader.error("reserved-name", name.place,
                 fmt::format("'{}' has a meaning of its own in formulas", name.text),
                 fmt::format("give it a longer name, for example plan.{}", name.text));
  } else if (loader.model.units.find(name.text)) {
    loader.error("name-is-unit", name.place, fmt::format("{} is the name of a unit", name.text),
                 fmt::format("give it a longer name, for example {}.total", name.text));
  }
}

void declare_one(Loader& loader, const tree::Declaration& declaration) {
  Model& model = loader.model;
  if (const auto earlier = model.find(declaration.name.text)) {
    auto& twice = loader.error("declared-twice", declaration.name.place,
                               fmt::format("{} is declared twice", declaration.name.text),
                               "rename one of them, or leave it out");
    twice.labels.push_back({model.at(*earlier).place, "first here"});
    return;
  }
  const std::size_t errors = loader.errors;
  const SeriesId id{std::uint32_t(model.series.size())};
  check_name(loader, declaration.name);
  Series series;
  series.name = declaration.name.text;
  series.kind = kind_of(declaration.kind);
  series.title = {declaration.title.english.text, declaration.title.japanese.text};
  series.place = declaration.name.place;
  series.actual_only = declaration.actual_only;
  series.superseded = declaration.superseded;
  series.solve = declaration.solve;
  const auto unit = resolve_unit(loader, declaration.unit);
  if (unit) series.unit = *unit;
  // A mistake in its name or unit is said once; what uses the series then stays silent.
  if (!unit || loader.errors > errors) loader.poisoned.insert(id);
  series.per = declaration.unit.per;
  check_note(loader, series, declaration.unit);
  read_roll_up(loader, declaration, series);
  read_booked(loader, declaration, series);
  model.series_by_name.emplace(series.name, id);
  model.series.push_back(std::move(series));
}

}  // namespace

bool declare_series(Loader& loader, const std::vector<tree::Item>& items) {
  Place horizon{loader.model.files.front(), 0, 0};
  for (const tree::Item& item : items) {
    if (const auto* declaration = std::get_if<tree::Declaration>(&item.what)) {
      declare_one(loader, *declaration);
    } else if (const auto* solve = std::get_if<tree::Solve>(&item.what)) {
      const auto& [english, japanese] = solve->title;
      loader.model.solves.push_back({{english.text, japanese.text}, solve->place});
    } else if (const auto* periods = std::get_if<tree::Horizon>(&item.what)) {
      horizon = periods->periods.place;
    }
  }
  return fits(loader, loader.model.horizon, horizon);
}

bool fits(Loader& loader, PeriodSpan span, const Place& place) {
  const std::size_t series = loader.model.series.size();
  const std::size_t figures_max = loader.sources.limits().figures;
  if (series * std::size_t(span.count()) <= figures_max) return true;
  loader.error("too-many-cells", place,
               fmt::format("{} series over {} periods come to more than {} figures", series,
                           span.count(), figures_max),
               "shorten the horizon, split the model, " + raise_limit("figures", figures_max));
  return false;
}

}  // namespace headwater::detail
