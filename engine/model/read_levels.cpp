// The levels of a sweep's axis, and what it shows.
#include <cmath>

#include <fmt/format.h>

#include "engine/core/limits.hpp"
#include "engine/model/detail/change_reader.hpp"

namespace headwater::detail {

using tree::Expr;
using tree::ExprKind;
using tree::Operator;

namespace {

bool is_base(const Expr& expr) {
  return expr.kind == ExprKind::name && expr.text == "base" && expr.lag == 0;
}

// What a level does: base * k multiplies, base + v and base - v add, a value as it stands sets.
OperationKind kind_of(const Expr& level) {
  if (level.kind != ExprKind::binary || !is_base(level.args[0])) return OperationKind::set;
  switch (level.op) {
    case Operator::multiply: return OperationKind::multiply;
    case Operator::add:
    case Operator::subtract: return OperationKind::add;
    default: return OperationKind::set;
  }
}

// Both ends exactly, the others evenly between.
void spread(std::vector<double>& ends, int points) {
  const double low = ends[0];
  const double high = ends[1];
  ends.clear();
  for (int i = 0; i < points - 1; ++i) ends.push_back(low + (high - low) * i / (points - 1));
  ends.push_back(high);
}

}  // namespace

std::optional<Levels> ChangeReader::levels(const tree::Across& from) {
  Levels levels;
  levels.operation.place = from.place;
  levels.with = from.with;
  const auto driver = driver_named(from.target);
  if (!periods(from.periods, levels.operation.span) || !driver) return std::nullopt;
  levels.operation.series = *driver;
  const auto kind = common_kind(from.values);
  if (!kind) return std::nullopt;
  levels.operation.kind = *kind;
  for (const Expr& value : from.values) {
    const auto number = level(value, levels.operation);
    if (!number || !reaches(value, levels.operation, *number)) return std::nullopt;
    levels.values.push_back(*number);
  }
  levels.points = from.points;
  if (from.points > 0) spread(levels.values, from.points);
  if (from.step && !steps(from, levels)) return std::nullopt;
  const Series& series = scratch_.at(*driver);
  levels.axis.name = series.name;
  const bool factor = levels.operation.kind == OperationKind::multiply;
  levels.axis.unit = factor ? Unit() : series.unit;
  return levels;
}

// From the first end in whole steps to the second, which they must meet.
bool ChangeReader::steps(const tree::Across& from, Levels& levels) {
  const Expr& expr = *from.step;
  const bool factor = levels.operation.kind == OperationKind::multiply;
  const Series driver = scratch_.at(levels.operation.series);
  const auto step = typing_.number(expr, factor ? Unit() : driver.unit, driver.name, expr.place);
  if (!step) return false;
  const double low = levels.values[0];
  const double high = levels.values[1];
  const double count = (high - low) / *step;
  const double whole = std::round(count);
  constexpr double slack = 1e-9;  // of decimals that binary fractions miss
  constexpr double steps_max = 1e6;
  if (!(*step != 0 && whole >= 1 && whole < steps_max &&
        std::fabs(count - whole) <= slack * whole)) {
    loader_.error(
        "bad-steps", expr.place,
        fmt::format("steps of {} do not lead from {} to {}", loader_.sources.text(expr.place),
                    loader_.sources.text(from.values[0].place),
                    loader_.sources.text(from.values[1].place)),
        "choose a step that divides the way, or say how many: in 7 points");
    return false;
  }
  levels.points = int(whole) + 1;
  spread(levels.values, levels.points);
  return true;
}

std::optional<Shown> ChangeReader::shown(const std::vector<tree::Name>& series,
                                         const std::vector<tree::PeriodText>& periods) {
  Shown shown;
  for (const tree::Name& name : series) {
    if (const auto id = resolve_series(loader_, name)) shown.series.push_back(*id);
  }
  for (const tree::PeriodText& text : periods) {
    const auto span = resolve_periods(loader_, text);
    if (!span) continue;
    if (scratch_.horizon.contains(*span)) {
      shown.spans.push_back(*span);
      continue;
    }
    loader_.error("outside-horizon", text.place,
                  fmt::format("the model covers {} only", scratch_.calendar.name(scratch_.horizon)),
                  example_in_horizon());
  }
  return shown;
}

// The one kind of all levels; `base` alone goes with either relative kind.
std::optional<OperationKind> ChangeReader::common_kind(const std::vector<Expr>& levels) {
  std::optional<OperationKind> kind;
  bool any_base = false;
  for (const Expr& level : levels) {
    if (is_base(level)) {
      any_base = true;
      continue;
    }
    if (!kind) kind = kind_of(level);
    if (*kind == kind_of(level)) continue;
    mixed(level);
    return std::nullopt;
  }
  if (!any_base || !kind || *kind != OperationKind::set) {
    return kind.value_or(OperationKind::multiply);
  }
  for (const Expr& level : levels) {
    if (is_base(level)) mixed(level);
  }
  return std::nullopt;
}

void ChangeReader::mixed(const Expr& level) {
  loader_.error("mixed-levels", level.place,
                "an axis holds one kind of values: all relative to base alike, or none",
                "for example base * 0.9, base, base * 1.1");
}

std::optional<double> ChangeReader::level(const Expr& whole, const Operation& operation) {
  if (is_base(whole)) return operation.kind == OperationKind::multiply ? 1.0 : 0.0;
  if (operation.kind == OperationKind::set) return operand(whole, operation);
  const bool minus = operation.kind == OperationKind::add && whole.op == Operator::subtract;
  const auto number = operand(whole.args[1], operation, minus ? "-" : "+");
  return number && minus ? std::optional(-*number) : number;
}

}  // namespace headwater::detail
