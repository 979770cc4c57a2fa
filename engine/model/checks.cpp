#include "engine/model/checks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "engine/model/arithmetic.hpp"
#include "engine/model/detail/cell_value.hpp"
#include "engine/model/detail/projection.hpp"
#include "engine/model/detail/reading_order.hpp"

namespace headwater {
namespace {

// A value known to lie between two bounds; both missing when it is.
struct Interval {
  double low = missing();
  double high = missing();
  bool absent() const { return is_missing(low) || is_missing(high); }
  double middle() const { return low == high ? low : low + (high - low) / 2; }
};

Interval point(double value) { return {value, value}; }

// The hull of an operation at the four corners: exact for sums, products and quotients.
Interval corners(NodeOp op, Interval a, Interval b) {
  if (op == NodeOp::divide && b.low <= 0 && b.high >= 0) return {};
  const std::array<double, 4> values = {arithmetic(op, a.low, b.low), arithmetic(op, a.low, b.high),
                                        arithmetic(op, a.high, b.low),
                                        arithmetic(op, a.high, b.high)};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

// Of a function that only rises. Half a printed digit may lead out of its domain: to the edge then.
Interval rising(NodeOp op, Interval a) {
  if (a.absent()) return {};
  const double low = op == NodeOp::exponential ? a.low : std::max(a.low, 0.0);
  return {arithmetic(op, low), arithmetic(op, a.high)};
}

class Intervals {
 public:
  using Value = Interval;  // as an algebra of engine/model/evaluate.hpp

  Intervals(const Precedence& precedence, const Operations& operations)
      : precedence_(precedence), cell_value_(precedence, operations, *this) {}

  Value constant(double value) const { return point(value); }
  bool is_zero(const Value& value) const { return value.low == 0 && value.high == 0; }
  Value absent(const Node&, Period) const { return {}; }
  Value operand(const Operation& operation) const { return point(operation.value); }
  // Checks are of one run, in which nothing is switched.
  Value position(const Switch& one) const { return point(one.at - 1); }
  Value unary(NodeOp op, Value a) const {
    if (op == NodeOp::present) return point(a.absent() ? 0 : 1);
    if (op == NodeOp::negate) return {-a.high, -a.low};
    if (op != NodeOp::absolute) return rising(op, a);
    if (a.low >= 0 || a.absent()) return a;
    const double far = std::max(-a.low, a.high);
    return {a.high < 0 ? -a.high : 0, far};
  }
  Value binary(NodeOp op, Value a, Value b) const {
    if (op == NodeOp::otherwise) return a.absent() ? b : a;
    if (a.absent() || b.absent()) return {};
    return corners(op == NodeOp::per ? NodeOp::divide : op, a, b);
  }
  // How far printed digits carry through a fit is not known: it is taken of their middles.
  Value projected(NodeId id, std::span<const Value> history, std::int32_t step) const {
    std::vector<double> middles;
    for (const Interval& one : history) middles.push_back(one.middle());
    const Model& model = precedence_.model();
    return point(detail::projected(model, model.formulas[id], middles, step));
  }
  Value choose(Value condition, Value yes, Value no) const {
    if (condition.absent()) return {};
    if (condition.low == condition.high) return condition.low != 0 ? yes : no;
    if (yes.absent() || no.absent()) return {};
    return {std::min(yes.low, no.low), std::max(yes.high, no.high)};
  }
  std::optional<Value> observed(SeriesId series, PeriodSpan span) const {
    const Observation* figure = precedence_.stand_in(series, span);
    return figure == nullptr ? std::nullopt : std::optional(printed(*figure));
  }
  Value cell(SeriesId series, Period period) {
    const CellId id{series, period};
    if (known_only_ && precedence_.at(series, period).rule == Rule::outlook) return {};
    if (const auto known = cells_.find(id); known != cells_.end()) return known->second;
    const auto computed = [this](CellId one) { return cells_.contains(one); };
    detail::in_reading_order(precedence_, id, computed, [this](CellId one) {
      // What is solved for has no interval: it is no figure that somebody printed.
      const bool solved = precedence_.circle_of(one) != nullptr;
      cells_.emplace(one, solved ? Value{} : cell_value_.of(one));
    });
    return cells_.at(id);
  }
  Value base(SeriesId driver, Period period) { return cell_value_.standard({driver, period}); }
  Value lost(CellId) const { return {}; }
  void used(std::size_t) const {}
  void reads_known_only(bool only) { known_only_ = only; }

  static Interval printed(const Observation& figure) {
    return {figure.value - figure.half_width, figure.value + figure.half_width};
  }
  Interval formula(NodeId id, Period period) { return cell_value_.evaluator().node(id, period); }
  Interval rolled(SeriesId series, PeriodSpan span) {
    return cell_value_.evaluator().rolled(series, span);
  }

 private:
  const Precedence& precedence_;
  detail::CellValue<Intervals> cell_value_;
  std::map<CellId, Value> cells_;
  bool known_only_ = false;  // a formula for history reads no forecast: that is not known
};

class Collector {
 public:
  Collector(const Precedence& precedence, const Operations& operations)
      : precedence_(precedence), model_(precedence.model()), intervals_(precedence, operations) {}

  std::vector<CheckResult> collect() {
    for (const Observation& figure : model_.observations) {
      if (precedence_.printed(figure.series, figure.span) != &figure) continue;
      if (figure.span.first == figure.span.last) {
        meet_formula(figure);
      } else {
        meet_roll_up(figure);
      }
    }
    for (std::size_t i = 0; i < model_.series.size(); ++i) meet_cuts(SeriesId(i));
    return std::move(results_);
  }

 private:
  void meet_formula(const Observation& figure) {
    const auto formula = model_.at(figure.series).history_formula();
    if (!formula || precedence_.lacks(*formula, figure.span.first)) return;
    compare(figure.series, "", figure.span, Intervals::printed(figure),
            intervals_.formula(*formula, figure.span.first), &figure);
  }

  void meet_roll_up(const Observation& figure) {
    const Rolling rolling = precedence_.roll_ups().of(figure.series);
    if (rolling == Rolling::none || !model_.horizon.contains(figure.span)) return;
    if (precedence_.stand_in(figure.series, figure.span) != nullptr) return;
    if (precedence_.lacks(figure.series, figure.span)) return;
    // A level that was taken from this very figure proves nothing.
    const Winner last = precedence_.at(figure.series, figure.span.last);
    if (rolling == Rolling::last && last.observation == &figure) return;
    if (model_.at(figure.series).booked_in != 0 && booked_from(figure)) return;
    compare(figure.series, "", figure.span, Intervals::printed(figure),
            intervals_.rolled(figure.series, figure.span), &figure);
  }

  bool booked_from(const Observation& figure) const {
    for (Period p = figure.span.first; p <= figure.span.last; p = p + 1) {
      if (precedence_.at(figure.series, p).observation == &figure) return true;
    }
    return false;
  }

  // Every cut of a total against the total, where that is not the cut itself.
  void meet_cuts(SeriesId id) {
    const Series& series = model_.at(id);
    for (const Parts& parts : series.parts) {
      if (series.history_formula() == parts.sum) continue;
      for (Period p = model_.horizon.first; p <= precedence_.as_of(); p = p + 1) {
        if (precedence_.at(id, p).rule == Rule::missing || precedence_.lacks(parts.sum, p))
          continue;
        const Observation* figure = precedence_.printed(id, {p, p});
        const Interval total =
            figure != nullptr ? Intervals::printed(*figure) : intervals_.cell(id, p);
        compare(id, " by " + parts.by, {p, p}, total, intervals_.formula(parts.sum, p), figure);
      }
    }
  }

  void compare(SeriesId id, const std::string& cut, PeriodSpan span, Interval printed,
               Interval computed, const Observation* figure) {
    if (computed.absent()) return;
    const Series& series = model_.at(id);
    CheckResult result;
    result.name = series.name + cut;
    result.title = series.title.english;
    result.span = span;
    result.unit = series.unit;
    result.left = printed.middle();
    result.right = computed.middle();
    // The bounds themselves are rounded: a few units in the last place are no disagreement.
    const double slack = 1e-12 * std::max({std::fabs(printed.low), std::fabs(printed.high),
                                           std::fabs(computed.low), std::fabs(computed.high)});
    result.holds = printed.low <= computed.high + slack && computed.low <= printed.high + slack;
    result.source = figure == nullptr ? "" : figure->source;
    result.place = figure == nullptr ? series.place : figure->place;
    results_.push_back(std::move(result));
  }

  const Precedence& precedence_;
  const Model& model_;
  Intervals intervals_;
  std::vector<CheckResult> results_;
};

}  // namespace

std::vector<CheckResult> automatic_checks(const Precedence& precedence,
                                          const Operations& operations) {
  return Collector(precedence, operations).collect();
}

bool holds(const ModelCheck& check, double left, double right) {
  const double scale = std::max(std::fabs(left), std::fabs(right));
  const double within = check.within.value_or(1e-9 * scale);
  switch (check.comparison) {
    case Comparison::equal: return std::fabs(left - right) <= within;
    case Comparison::less_equal: return left <= right + check.within.value_or(0);
    case Comparison::greater_equal: return left + check.within.value_or(0) >= right;
  }
  return false;
}

}  // namespace headwater
