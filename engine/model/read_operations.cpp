#include "engine/model/read_operations.hpp"

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/detail/typing.hpp"

namespace headwater {
namespace {

using detail::Loader;
using detail::Typing;
using tree::Expr;
using tree::ExprKind;
using tree::Operator;

// Typing adds nodes, and a scenario never changes its model: so it works on a copy.
class Reader {
 public:
  Reader(const Model& model, Sources& sources)
      : scratch_(model), loader_{scratch_, sources, {}, {}, {}, {}, {}}, typing_(loader_) {}

  std::optional<Operation> operation(const tree::Operation& from) {
    Operation operation;
    operation.kind = kind_of(from.kind);
    operation.place = from.place;
    if (!target(from.target, from.periods, operation)) return std::nullopt;
    const auto value = operand(from.value, operation);
    if (!value) return std::nullopt;
    operation.value = *value;
    return operation;
  }

  std::optional<Levels> levels(const tree::Across& from) {
    Levels levels;
    levels.operation.place = from.place;
    if (!target(from.target, from.periods, levels.operation)) return std::nullopt;
    const auto kind = common_kind(from.values);
    if (!kind) return std::nullopt;
    levels.operation.kind = *kind;
    for (const Expr& value : from.values) {
      const auto number = level(value, levels.operation);
      if (!number) return std::nullopt;
      levels.values.push_back(*number);
    }
    if (from.points > 0) spread(levels.values, from.points);
    const Series& driver = scratch_.at(levels.operation.driver);
    levels.axis.name = driver.name;
    const bool factor = levels.operation.kind == OperationKind::multiply;
    levels.axis.unit = factor ? Unit() : driver.unit;
    return levels;
  }

  std::optional<Shown> shown(const std::vector<tree::Name>& series,
                             const std::vector<tree::PeriodText>& periods) {
    Shown shown;
    for (const tree::Name& name : series) {
      if (const auto id = detail::resolve_series(loader_, name)) shown.series.push_back(*id);
    }
    for (const tree::PeriodText& text : periods) {
      const auto span = detail::resolve_periods(loader_, text);
      if (!span) continue;
      if (scratch_.horizon.contains(*span)) {
        shown.spans.push_back(*span);
        continue;
      }
      loader_.error(
          "outside-horizon", text.place,
          fmt::format("the model covers {} only", scratch_.calendar.name(scratch_.horizon)));
    }
    if (has_errors(loader_.diagnostics)) return std::nullopt;
    return shown;
  }

  std::vector<Diagnostic> diagnostics() { return std::move(loader_.diagnostics); }

 private:
  static OperationKind kind_of(tree::OperationKind kind) {
    switch (kind) {
      case tree::OperationKind::set: return OperationKind::set;
      case tree::OperationKind::add: return OperationKind::add;
      case tree::OperationKind::multiply: return OperationKind::multiply;
    }
    return OperationKind::set;
  }

  bool target(const tree::Name& name, const std::optional<tree::PeriodText>& periods,
              Operation& operation) {
    const auto driver = driver_named(name);
    constexpr std::int32_t far = 1'000'000;
    const auto span =
        periods ? detail::resolve_periods(loader_, *periods) : PeriodSpan{{-far}, {far}};
    if (!driver || !span) return false;
    if (periods && (scratch_.horizon.last < span->first)) {
      loader_.error(
          "outside-horizon", periods->place,
          fmt::format("the model ends with {}",
                      scratch_.calendar.name({scratch_.horizon.last, scratch_.horizon.last})));
      return false;
    }
    operation.driver = *driver;
    operation.span = *span;
    return true;
  }

  std::optional<SeriesId> driver_named(const tree::Name& name) {
    const auto id = scratch_.find(name.text);
    if (id && scratch_.at(*id).kind == SeriesKind::driver) return id;
    std::vector<std::string> drivers;
    for (const Series& series : scratch_.series) {
      if (series.kind == SeriesKind::driver) drivers.push_back(series.name);
    }
    const auto near = nearest(name.text, drivers);
    auto& error = loader_.error("not-a-driver", name.place,
                                id ? fmt::format("{} is computed, not assumed", name.text)
                                   : fmt::format("no driver is named '{}'", name.text),
                                near ? fmt::format("did you mean {}?", *near) : "");
    if (id) {
      error.labels.push_back({scratch_.at(*id).place, "its formula"});
      error.hint = "change a driver that it depends on";
    }
    return std::nullopt;
  }

  std::optional<double> operand(const Expr& expr, const Operation& operation) {
    const Series driver = scratch_.at(operation.driver);
    const bool percent = driver.unit.is_dimensionless() && !driver.unit.is_plain();
    if (operation.kind == OperationKind::multiply) {
      return typing_.number(expr, Unit(), "a factor", expr.place);
    }
    if (operation.kind == OperationKind::add && percent && !says_points(expr)) {
      const auto share = typing_.number(expr, driver.unit, driver.name, driver.place);
      if (!share) return std::nullopt;
      loader_.error("ambiguous-percent", expr.place,
                    fmt::format("adding {} to {}, a percentage, could mean two things",
                                text_of(expr), driver.name),
                    fmt::format("points: add {:g} pp to {}; a share of it: multiply {} by {:g}",
                                *share, driver.name, driver.name, 1 + *share / 100));
      return std::nullopt;
    }
    return typing_.number(expr, driver.unit, driver.name, driver.place);
  }

  std::string text_of(const Expr& expr) const {
    return std::string(loader_.sources.text(expr.place));
  }

  // Whether a change of a percentage is said in points: 1 pp, -50 bp.
  static bool says_points(const Expr& expr) {
    if (expr.kind == ExprKind::number) return expr.unit.text == "pp" || expr.unit.text == "bp";
    return expr.kind == ExprKind::negate && says_points(expr.args[0]);
  }

  static bool is_base(const Expr& expr) {
    return expr.kind == ExprKind::name && expr.text == "base" && expr.lag == 0;
  }

  // What a level does: base * k multiplies, base + v and base - v add, a value as it stands sets.
  static OperationKind kind_of(const Expr& level) {
    if (level.kind != ExprKind::binary || !is_base(level.args[0])) return OperationKind::set;
    switch (level.op) {
      case Operator::multiply: return OperationKind::multiply;
      case Operator::add:
      case Operator::subtract: return OperationKind::add;
      default: return OperationKind::set;
    }
  }

  // The one kind of all levels; `base` alone goes with either relative kind.
  std::optional<OperationKind> common_kind(const std::vector<Expr>& levels) {
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

  void mixed(const Expr& level) {
    loader_.error("mixed-levels", level.place,
                  "an axis holds one kind of values: all relative to base alike, or none",
                  "for example base * 0.9, base, base * 1.1");
  }

  std::optional<double> level(const Expr& whole, const Operation& operation) {
    if (is_base(whole)) return operation.kind == OperationKind::multiply ? 1.0 : 0.0;
    if (operation.kind == OperationKind::set) return operand(whole, operation);
    const auto number = operand(whole.args[1], operation);
    const bool minus = operation.kind == OperationKind::add && whole.op == Operator::subtract;
    return number && minus ? std::optional(-*number) : number;
  }

  // Both ends exactly, the others evenly between.
  static void spread(std::vector<double>& ends, int points) {
    const double low = ends[0];
    const double high = ends[1];
    ends.clear();
    for (int i = 0; i < points - 1; ++i) ends.push_back(low + (high - low) * i / (points - 1));
    ends.push_back(high);
  }

  Model scratch_;
  Loader loader_;
  Typing typing_;
};

template <typename Value>
Checked<Value> checked(std::optional<Value> value, std::vector<Diagnostic> diagnostics) {
  Checked<Value> result{std::move(value), std::move(diagnostics)};
  if (has_errors(result.diagnostics)) result.value.reset();
  return result;
}

}  // namespace

Checked<Operation> read_operation(const Model& model, Sources& sources,
                                  const tree::Operation& operation) {
  Reader reader(model, sources);
  auto value = reader.operation(operation);
  return checked(std::move(value), reader.diagnostics());
}

Checked<Levels> read_levels(const Model& model, Sources& sources, const tree::Across& across) {
  Reader reader(model, sources);
  auto value = reader.levels(across);
  return checked(std::move(value), reader.diagnostics());
}

Checked<Shown> read_shown(const Model& model, Sources& sources,
                          const std::vector<tree::Name>& series,
                          const std::vector<tree::PeriodText>& periods) {
  Reader reader(model, sources);
  auto value = reader.shown(series, periods);
  return checked(std::move(value), reader.diagnostics());
}

}  // namespace headwater
