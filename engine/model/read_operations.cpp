#include "engine/model/read_operations.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/model/detail/typing.hpp"

namespace headwater {

using detail::Loader;
using detail::Typing;
using tree::Expr;
using tree::ExprKind;
using tree::Operator;

class OperationReader::Reader {
 public:
  Reader(const Model& model, Sources& sources)
      : scratch_(model), loader_{scratch_, sources, {}}, typing_(loader_) {}

  std::optional<Operation> operation(const tree::Operation& from) {
    Operation operation;
    operation.kind = kind_of(from.kind);
    operation.place = from.place;
    if (!target(from.target, from.periods, operation)) return std::nullopt;
    const auto value = operand(from.value, operation);
    if (!value || !reaches(from.value, operation, *value)) return std::nullopt;
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
      if (!number || !reaches(value, levels.operation, *number)) return std::nullopt;
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
          fmt::format("the model covers {} only", scratch_.calendar.name(scratch_.horizon)),
          example_in_horizon());
    }
    return shown;
  }

  std::vector<Diagnostic> diagnostics() { return std::exchange(loader_.diagnostics, {}); }

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
                      scratch_.calendar.name({scratch_.horizon.last, scratch_.horizon.last})),
          example_in_horizon());
      return false;
    }
    operation.driver = *driver;
    operation.span = *span;
    return true;
  }

  // A driver that delays something reaches as far as its range: what came later would be lost.
  bool reaches(const Expr& expr, const Operation& operation, double value) {
    const auto longest = scratch_.longest_delay.find(operation.driver);
    const bool set = operation.kind == OperationKind::set;
    if (!set || longest == scratch_.longest_delay.end()) return true;
    if (value >= 0 && value <= longest->second) return true;
    const Series& driver = scratch_.at(operation.driver);
    auto& error = loader_.error(
        "delay-out-of-range", expr.place,
        fmt::format("{} delays by 0 to {} {}", driver.name, longest->second, driver.unit.text()),
        value < 0 ? "a delay moves later, never earlier"
                  : "stay within, or give the driver a wider range");
    error.labels.push_back({driver.place, "declared here"});
    return false;
  }

  std::string example_in_horizon() const {
    return fmt::format("for example in FY{}", scratch_.calendar.fiscal_year(scratch_.horizon.last));
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
                                near ? fmt::format("did you mean {}?", *near)
                                     : "a scenario changes drivers, which a model declares");
    if (id) {
      error.labels.push_back({scratch_.at(*id).place, "declared here"});
      error.hint = fmt::format("change a driver that it depends on{}", drivers_behind(*id));
    }
    return std::nullopt;
  }

  // The drivers a series comes from, the nearest first, as the end of a hint.
  std::string drivers_behind(SeriesId id) const {
    constexpr int named_max = 3;
    std::vector<SeriesId> open = {id};
    std::set<SeriesId> seen = {id};
    std::string names;
    int named = 0;
    for (std::size_t at = 0; at < open.size() && named < named_max; ++at) {
      if (scratch_.at(open[at]).kind == SeriesKind::driver) {
        names += (named++ == 0 ? ": " : ", ") + scratch_.at(open[at]).name;
        continue;
      }
      for (const SeriesId read : read_by(scratch_.at(open[at]))) {
        if (seen.insert(read).second) open.push_back(read);
      }
    }
    return names;
  }

  std::vector<SeriesId> read_by(const Series& series) const {
    std::vector<SeriesId> read;
    std::vector<NodeId> open;
    if (const auto formula = series.outlook_formula()) open.push_back(*formula);
    std::set<NodeId> seen;
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (!seen.insert(id).second) continue;
      const Node& node = scratch_.formulas[id];
      if (node.op == NodeOp::cell) read.push_back(node.series);
      open.insert(open.end(), node.args.rbegin(), node.args.rend());
    }
    return read;
  }

  // `sign` is that of a sweep's level, else empty.
  std::optional<double> operand(const Expr& expr, const Operation& operation,
                                std::string_view sign = "") {
    const Series driver = scratch_.at(operation.driver);
    const bool percent = driver.unit.is_dimensionless() && !driver.unit.is_plain();
    if (operation.kind == OperationKind::multiply) {
      return typing_.number(expr, Unit(), "a factor", expr.place);
    }
    if (operation.kind == OperationKind::add && percent && !says_points(expr)) {
      const Unit points = *scratch_.units.find("pp");
      const auto share = typing_.number(expr, points, driver.name, driver.place);
      if (share) ambiguous(expr, driver, *share, sign);
      return std::nullopt;
    }
    return typing_.number(expr, driver.unit, driver.name, driver.place);
  }

  // Adding 1 % to 5 % gives 6 % or 5.05 %.
  void ambiguous(const Expr& expr, const Series& driver, double points, std::string_view sign) {
    const bool minus = sign == "-";
    const double factor = 1 + (minus ? -points : points) / 100;
    loader_.error(
        "ambiguous-percent", expr.place,
        fmt::format("{} {} {} {}, a percentage, could mean two things", minus ? "taking" : "adding",
                    text_of(expr), minus ? "from" : "to", driver.name),
        sign.empty()
            ? fmt::format("points: add {0:g} pp to {1}; a share of it: multiply {1} by {2:g}",
                          points, driver.name, factor)
            : fmt::format("points: base {} {:g} pp; a share of it: base * {:g}", sign, points,
                          factor));
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
    const bool minus = operation.kind == OperationKind::add && whole.op == Operator::subtract;
    const auto number = operand(whole.args[1], operation, minus ? "-" : "+");
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

OperationReader::OperationReader(const Model& model, Sources& sources)
    : reader_(std::make_unique<Reader>(model, sources)) {}

OperationReader::~OperationReader() = default;

// What `read` gives, with what it says; nothing once there have been too many mistakes.
template <typename Value, typename Read>
Checked<Value> OperationReader::checked(Read read) {
  Checked<Value> result;
  if (exhausted_) return result;
  try {
    result.value = read();
  } catch (const detail::TooManyMistakes&) {
    exhausted_ = true;
  }
  result.diagnostics = reader_->diagnostics();
  if (has_errors(result.diagnostics)) result.value.reset();
  return result;
}

Checked<Operation> OperationReader::operation(const tree::Operation& from) {
  return checked<Operation>([&] { return reader_->operation(from); });
}

Checked<Levels> OperationReader::levels(const tree::Across& from) {
  return checked<Levels>([&] { return reader_->levels(from); });
}

Checked<Shown> OperationReader::shown(const std::vector<tree::Name>& series,
                                      const std::vector<tree::PeriodText>& periods) {
  return checked<Shown>([&] { return reader_->shown(series, periods); });
}

}  // namespace headwater
