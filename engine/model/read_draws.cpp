// What is uncertain: distributions with their numbers in the units of their drivers.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/model/detail/change_reader.hpp"
#include "engine/model/detail/families.hpp"

namespace headwater::detail {

using tree::Course;
using tree::DrawnOn;
using tree::Expr;
using tree::ExprKind;

namespace {

OperationKind kind_of(DrawnOn on) {
  switch (on) {
    case DrawnOn::nothing: return OperationKind::set;
    case DrawnOn::base_plus: return OperationKind::add;
    case DrawnOn::base_times: return OperationKind::multiply;
  }
  return OperationKind::set;
}

const FamilyRow* family_named(std::string_view name) {
  const auto row = std::find_if(families.begin(), families.end(),
                                [&](const FamilyRow& one) { return one.name == name; });
  return row == families.end() ? nullptr : &*row;
}

// FY2024, 2023Q3..2024Q2, FY2024..
std::string text_of(const tree::PeriodText& periods) {
  if (periods.first.text == periods.last.text) return periods.first.text;
  return periods.first.text + ".." + periods.last.text;
}

std::optional<Says> says_of(std::string_view word) {
  for (const SaysRow& known : says_words) {
    if (known.word == word) return known.says;
  }
  return std::nullopt;
}

bool is_spread(Says says) { return says == Says::sd || says == Says::scale; }

// A bare number takes the unit behind the bracket.
Expr with_unit(Expr expr, const tree::UnitText& unit) {
  if (expr.kind == ExprKind::number && expr.unit.text.empty()) expr.unit = unit;
  for (Expr& arg : expr.args) arg = with_unit(std::move(arg), unit);
  return expr;
}

bool says_points(const Expr& expr) {
  if (expr.kind == ExprKind::number) return expr.unit.text == "pp" || expr.unit.text == "bp";
  return !expr.args.empty() && std::all_of(expr.args.begin(), expr.args.end(), says_points);
}

}  // namespace

std::optional<DrawnDriver> ChangeReader::draw(const tree::Draw& from,
                                              std::optional<SeriesId> beside) {
  DrawnDriver drawn;
  drawn.place = from.place;
  drawn.distribution = from.distribution.place;
  const auto driver = beside ? beside : driver_named(from.driver);
  if (!periods(from.periods, drawn.span) || !driver) return std::nullopt;
  drawn.series = *driver;
  drawn.certain = from.certain;
  drawn.name = scratch_.at(*driver).name;
  if (from.periods) drawn.name += " in " + text_of(*from.periods);
  if (from.certain) return drawn;
  drawn.kind = kind_of(from.on);
  const bool good = parameters(from.distribution, drawn) && ends(from.distribution, drawn);
  return course(from, drawn) && good ? std::optional(std::move(drawn)) : std::nullopt;
}

bool ChangeReader::parameters(const tree::Distribution& from, DrawnDriver& drawn) {
  const FamilyRow* const row = family_named(from.family.text);
  if (row == nullptr) {
    unknown_family(from.family);
    return false;
  }
  drawn.text.family = row->family;
  if (from.history) return history(from, drawn);
  const bool listed = row->family == Family::discrete || row->family == Family::empirical;
  return listed ? listed_values(from, drawn) : numbers(from, *row, drawn);
}

void ChangeReader::unknown_family(const tree::Name& name) {
  std::vector<std::string> known;
  for (const FamilyRow& one : families) known.emplace_back(one.name);
  const auto near = nearest(name.text, known);
  loader_.error("unknown-distribution", name.place,
                fmt::format("no distribution is named '{}'", name.text),
                near ? fmt::format("did you mean {}?", *near)
                     : fmt::format("there are {}", fmt::join(known, ", ")));
}

bool ChangeReader::history(const tree::Distribution& from, DrawnDriver& drawn) {
  if (drawn.text.family != Family::empirical) {
    loader_.error("unknown-distribution", from.place,
                  fmt::format("{} is not read off a series", from.family.text),
                  fmt::format("empirical of {}", from.history->text));
    return false;
  }
  drawn.history = resolve_series(loader_, *from.history);
  return drawn.history && fits(*from.history, drawn);
}

// In the order of the family, or each with the word for what it says.
bool ChangeReader::numbers(const tree::Distribution& from, const FamilyRow& row,
                           DrawnDriver& drawn) {
  const auto wrong = [&](const Place& place, std::string message) {
    loader_.error("wrong-parameters", place, std::move(message),
                  fmt::format("for example {}", row.example));
    return false;
  };
  std::size_t count = 0;  // of those without a word
  for (const tree::Parameter& one : from.parameters) {
    if (one.probability) {
      return wrong(one.probability->place, fmt::format("{} takes no probabilities", row.name));
    }
    const auto says =
        one.word.text.empty()
            ? (count < row.in_order.size() ? std::optional(row.in_order[count++]) : std::nullopt)
            : says_of(one.word.text);
    if (!says) {
      return wrong(one.value.place, fmt::format("{} takes {} numbers, this is one more", row.name,
                                                row.in_order.size()));
    }
    if (!parameter(from, one, *says, drawn)) return false;
  }
  if (count < from.parameters.size() || count >= row.least) return true;
  return wrong(from.place, fmt::format("{} takes {} numbers, here {} {}", row.name, row.least,
                                       count == 1 ? "is" : "are", count));
}

// The unit of a series whose values a driver takes, is moved by, or multiplied with.
bool ChangeReader::fits(const tree::Name& history, DrawnDriver& drawn) {
  const Unit& unit = scratch_.at(*drawn.history).unit;
  const bool factor = drawn.kind == OperationKind::multiply;
  const Unit& wanted = factor ? Unit() : scratch_.at(drawn.series).unit;
  if (unit.same_dimension(wanted)) {
    drawn.history_factor = unit.factor_to(wanted);
    return true;
  }
  auto& error =
      loader_.error("history-in-other-unit", history.place,
                    fmt::format("{} is in {}, but {} is {}", history.text, unit.text(),
                                scratch_.at(drawn.series).name,
                                factor ? "multiplied by plain factors" : "in " + wanted.text()),
                    "name a series in that unit");
  error.labels.push_back({scratch_.at(*drawn.history).place, "declared here"});
  return false;
}

// Values, each with its probability where they are not all as likely.
bool ChangeReader::listed_values(const tree::Distribution& from, DrawnDriver& drawn) {
  const bool weighed = drawn.text.family == Family::discrete;
  for (const tree::Parameter& one : from.parameters) {
    if (!one.word.text.empty() || one.probability.has_value() != weighed) {
      loader_.error("wrong-parameters", one.value.place,
                    weighed ? "each value of a discrete distribution has its probability behind it"
                            : "empirical takes values seen, each as likely as another",
                    weighed ? "for example discrete(0 80%, 2 20%)"
                            : "for example empirical(1, 2, 4), or discrete(1 30%, 2 70%)");
      return false;
    }
    if (!parameter(from, one, Says::value, drawn)) return false;
    if (!weighed) continue;
    const auto share = drawn_number(*one.probability, Says::probability, drawn);
    if (!share) return false;
    drawn.text.parameters.push_back({Says::probability, *share});
    drawn.parameters.push_back(one.probability->place);
  }
  return true;
}

bool ChangeReader::parameter(const tree::Distribution& from, const tree::Parameter& one, Says says,
                             DrawnDriver& drawn) {
  const bool bare = says == Says::shape || says == Says::freedom;
  const Expr expr = bare ? one.value : with_unit(one.value, from.unit);
  const auto number = drawn_number(expr, says, drawn);
  if (!number) return false;
  drawn.text.parameters.push_back({says, *number});
  drawn.parameters.push_back(one.value.place);
  Operation as;
  as.series = drawn.series;
  as.kind = drawn.kind;
  const bool end = says == Says::value || says == Says::low || says == Says::high;
  return !end || reaches(one.value, as, *number);
}

std::optional<double> ChangeReader::drawn_number(const Expr& expr, Says says,
                                                 const DrawnDriver& drawn) {
  if (says == Says::shape || says == Says::freedom || says == Says::probability) {
    return typing_.number(expr, Unit(), "the number", expr.place);
  }
  Operation as;
  as.series = drawn.series;
  as.kind = drawn.kind;
  const Series driver = scratch_.at(drawn.series);
  const bool percent = driver.unit.is_dimensionless() && !driver.unit.is_plain();
  const bool spread = drawn.kind == OperationKind::set && is_spread(says);
  if (!spread || !percent || says_points(expr)) return operand(expr, as, "+");
  const auto share = typing_.number(expr, *scratch_.units.find("pp"), driver.name, driver.place);
  if (share) {
    loader_.error("ambiguous-percent", expr.place,
                  fmt::format("a spread of {} about {}, a percentage, could mean two things",
                              loader_.sources.text(expr.place), driver.name),
                  fmt::format("points: {0:g} pp; a share of it: base * normal(1, {1:g})", *share,
                              *share / 100));
  }
  return std::nullopt;
}

bool ChangeReader::ends(const tree::Distribution& from, DrawnDriver& drawn) {
  if (!from.within) return true;
  const auto low = drawn_number(from.within->low, Says::low, drawn);
  const auto high = low ? drawn_number(from.within->high, Says::high, drawn) : low;
  if (high) drawn.text.within = {*low, *high};
  return high.has_value();
}

bool ChangeReader::course(const tree::Draw& from, DrawnDriver& drawn) {
  drawn.course = from.course;
  if (from.course == Course::constant || from.course == Course::each_period) return true;
  const bool walk = from.course == Course::random_walk;
  if (from.on == DrawnOn::nothing || (!walk && from.on == DrawnOn::base_times)) {
    loader_.error("path-without-base", from.place,
                  walk ? "a random walk goes from base by what is drawn each period"
                       : "an autoregressive path is added to base",
                  walk ? "write base + normal(0, 1), or base * lognormal(1, 0.1)"
                       : "write base + normal(0, 1)");
    return false;
  }
  return walk || persistence(*from.persistence, drawn);
}

bool ChangeReader::persistence(const Expr& share, DrawnDriver& drawn) {
  const auto lasts = typing_.number(share, Unit(), "the share", share.place);
  if (!lasts) return false;
  drawn.persistence = *lasts;
  if (std::fabs(*lasts) < 1) return true;
  loader_.error("path-explodes", share.place,
                "of an autoregressive path a share between -1 and 1 lasts to the next period",
                "for example as ar(0.6); a share of 1 is a random walk: as random walk");
  return false;
}

}  // namespace headwater::detail
