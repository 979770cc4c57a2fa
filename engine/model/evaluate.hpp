// One meaning, several readings: walks formulas and roll-ups over any algebra of values.
//
// The program (engine/model/lower.cpp), the intervals of printed figures (engine/model/checks.cpp)
// and the question what is missing (engine/model/precedence.cpp) are all this walk, each with
// its own kind of value, so that they cannot drift apart.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/model/model.hpp"
#include "engine/model/roll_up.hpp"
#include "engine/model/static_view.hpp"

namespace headwater {

// An Algebra has a type Value and
//   Value constant(double);
//   Value absent(const Node&, Period);            a table row that is not there
//   Value cell(SeriesId, Period);
//   Value base(SeriesId, Period);                 a driver's own default
//   Value unary(NodeOp, Value);                   those of is_unary() in engine/model/formula.hpp
//   Value binary(NodeOp, Value, Value);           as arithmetic() in engine/model/arithmetic.hpp
//   Value choose(Value, Value, Value);
//   Value projected(NodeId, std::span<const Value> history, std::int32_t step);  1: the next
//   bool is_zero(const Value&);                   known to be 0 whatever the point
//   std::optional<Value> observed(SeriesId, PeriodSpan);  a coarser figure, where its cells are not
template <typename Algebra>
class Evaluator {
 public:
  using Value = typename Algebra::Value;

  Evaluator(const Model& model, const StaticView& view, const RollUps& roll_ups, Algebra& algebra)
      : model_(model), view_(view), roll_ups_(roll_ups), algebra_(algebra) {}

  Value node(NodeId id, Period period);
  Value rolled(SeriesId series, PeriodSpan span);
  // A check's side over a span taken as one figure: as its parts roll up.
  Value rolled(NodeId id, PeriodSpan span);

 private:
  Value binary(const Node& node, Period period) {
    const Value left = this->node(node.args[0], period);
    return algebra_.binary(node.op, left, this->node(node.args[1], period));
  }
  Value chosen(const Node& node, Period period);
  Value otherwise(const Node& node, Period period);
  Value power(const Node& node, Period period);
  Value projected(NodeId id, Period period);
  Value delayed(const Node& node, Period period);
  Value on_its_way(const Node& node, Period period);
  Value periods_of(const Node& node, Period sent);
  Value arriving(const Value& flow, const Value& periods, std::int32_t later);
  Value with(const Value& total, const Value& part) {
    return algebra_.is_zero(part) ? total : algebra_.binary(NodeOp::add, total, part);
  }
  bool is_idle(NodeId flow, Period period) const {
    const Node& node = model_.formulas[flow];
    return node.op == NodeOp::schedule && view_.scheduled(node.index, period) == 0;
  }
  Value rolled_sum(SeriesId series, PeriodSpan span);
  Value node_sum(NodeId id, PeriodSpan span);
  Value rolled_quotient(NodeId id, PeriodSpan span);
  Value compounded(SeriesId series, PeriodSpan span);
  Value over_count(Value total, PeriodSpan span) {
    return algebra_.binary(NodeOp::divide, total, algebra_.constant(double(span.count())));
  }

  const Model& model_;
  const StaticView& view_;
  const RollUps& roll_ups_;
  Algebra& algebra_;
};

template <typename Algebra>
auto Evaluator<Algebra>::node(NodeId id, Period period) -> Value {
  const Node& node = model_.formulas[id];
  switch (node.op) {
    case NodeOp::constant: return algebra_.constant(node.value);
    case NodeOp::cell: return algebra_.cell(node.series, period - node.lag);
    case NodeOp::shift: return this->node(node.args[0], period - node.lag);
    case NodeOp::quarter:
    case NodeOp::month:
    case NodeOp::fiscal_year:
    case NodeOp::period:
    case NodeOp::months:
    case NodeOp::days: return algebra_.constant(*view_.value(id, period));
    case NodeOp::lookup: {
      const LookupRow* row = view_.lookup(node, period);
      return row != nullptr ? algebra_.constant(row->value) : algebra_.absent(node, period);
    }
    case NodeOp::one_off: return algebra_.constant(view_.one_off(node.series, period - node.lag));
    case NodeOp::schedule: return algebra_.constant(view_.scheduled(node.index, period));
    case NodeOp::base: return algebra_.base(node.series, period);
    case NodeOp::convert:
      return algebra_.binary(NodeOp::multiply, this->node(node.args[0], period),
                             algebra_.constant(node.value));
    case NodeOp::negate:
    case NodeOp::absolute:
    case NodeOp::square_root:
    case NodeOp::exponential:
    case NodeOp::logarithm:
    case NodeOp::present: return algebra_.unary(node.op, this->node(node.args[0], period));
    case NodeOp::add:
    case NodeOp::subtract:
    case NodeOp::multiply:
    case NodeOp::divide:
    case NodeOp::per:
    case NodeOp::raise:
    case NodeOp::minimum:
    case NodeOp::maximum:
    case NodeOp::less:
    case NodeOp::less_equal:
    case NodeOp::equal: return binary(node, period);
    case NodeOp::otherwise: return otherwise(node, period);
    case NodeOp::power: return power(node, period);
    case NodeOp::choose: return chosen(node, period);
    case NodeOp::projection: return projected(id, period);
    case NodeOp::delayed: return delayed(node, period);
    case NodeOp::on_its_way: return on_its_way(node, period);
    case NodeOp::call: return this->node(node.args[0], period);
    case NodeOp::copy: break;
  }
  require(false, "every operation of a formula is known");
  return algebra_.constant(0);
}

template <typename Algebra>
auto Evaluator<Algebra>::chosen(const Node& node, Period period) -> Value {
  if (const auto condition = view_.value(node.args[0], period)) {
    return this->node(node.args[*condition != 0 ? 1 : 2], period);
  }
  const Value condition = this->node(node.args[0], period);
  const Value yes = this->node(node.args[1], period);
  return algebra_.choose(condition, yes, this->node(node.args[2], period));
}

template <typename Algebra>
auto Evaluator<Algebra>::otherwise(const Node& node, Period period) -> Value {
  const Value first = this->node(node.args[0], period);
  return algebra_.binary(NodeOp::otherwise, first, this->node(node.args[1], period));
}

template <typename Algebra>
auto Evaluator<Algebra>::power(const Node& node, Period period) -> Value {
  const Value base = this->node(node.args[0], period);
  const int times = node.lag < 0 ? -node.lag : node.lag;
  Value result = algebra_.constant(1);
  for (int i = 0; i < times; ++i) result = algebra_.binary(NodeOp::multiply, result, base);
  if (node.lag >= 0) return result;
  return algebra_.binary(NodeOp::divide, algebra_.constant(1), result);
}

template <typename Algebra>
auto Evaluator<Algebra>::projected(NodeId id, Period period) -> Value {
  const Node& node = model_.formulas[id];
  const auto known = view_.known(id);
  if (known && period <= known->last) return this->node(node.args[0], period);
  if (!known) return algebra_.absent(node, period);
  std::vector<Value> history;
  for (Period p = known->first; p <= known->last; p = p + 1) {
    history.push_back(this->node(node.args[0], p));
  }
  return algebra_.projected(id, std::span<const Value>(history), period - known->last);
}

// Totals begin at 0, so that a part left out because it is 0 would not have changed a bit.
template <typename Algebra>
auto Evaluator<Algebra>::delayed(const Node& node, Period period) -> Value {
  Value total = algebra_.constant(0);
  for (std::int32_t later = 0; later <= node.lag; ++later) {
    const Period sent = period - later;
    if (is_idle(node.args[0], sent)) continue;
    total = with(total, arriving(this->node(node.args[0], sent), periods_of(node, sent), later));
  }
  return total;
}

template <typename Algebra>
auto Evaluator<Algebra>::on_its_way(const Node& node, Period period) -> Value {
  Value total = algebra_.constant(0);
  for (std::int32_t ago = 0; ago < node.lag; ++ago) {
    const Period sent = period - ago;
    if (is_idle(node.args[0], sent)) continue;
    const Value flow = this->node(node.args[0], sent);
    const Value periods = periods_of(node, sent);
    for (std::int32_t later = ago + 1; later <= node.lag; ++later) {
      total = with(total, arriving(flow, periods, later));
    }
  }
  return total;
}

// How long what was sent in a period takes; missing where that is beyond what can be served.
template <typename Algebra>
auto Evaluator<Algebra>::periods_of(const Node& node, Period sent) -> Value {
  const Value periods = this->node(node.args[1], sent);
  const Value lost = algebra_.constant(missing());
  const Value most = algebra_.constant(double(node.lag));
  const Value not_early = algebra_.binary(NodeOp::less_equal, algebra_.constant(0), periods);
  const Value not_late = algebra_.binary(NodeOp::less_equal, periods, most);
  return algebra_.choose(not_early, algebra_.choose(not_late, periods, lost), lost);
}

// What of a flow arrives `later` periods after it was sent. The larger of its two parts is a
// product, the smaller what that leaves: the subtraction is exact, so the two make up the flow. Of
// two halves the earlier is the product, since half of the smallest numbers rounds.
//
// Where a whole number of periods is meant, a part begins to arrive as soon as it is more. There
// the rest is 0 and yet is what is taken, so that every part has its slope towards longer delays;
// unless the flow is missing, of which nothing is due so late.
template <typename Algebra>
auto Evaluator<Algebra>::arriving(const Value& flow, const Value& periods, std::int32_t later)
    -> Value {
  const Value one = algebra_.constant(1);
  const Value zero = algebra_.constant(0);
  const Value off = algebra_.binary(NodeOp::subtract, periods, algebra_.constant(later));
  const Value away = algebra_.unary(NodeOp::absolute, off);
  const Value share = algebra_.binary(NodeOp::subtract, one, away);
  const Value product = algebra_.binary(NodeOp::multiply, share, flow);
  const Value gone = algebra_.binary(NodeOp::multiply, away, flow);
  const Value rest = algebra_.binary(NodeOp::subtract, flow, gone);
  const Value some = algebra_.binary(NodeOp::less, zero, share);
  const Value begins = algebra_.binary(NodeOp::equal, off, algebra_.constant(-1));
  const Value first = algebra_.choose(algebra_.unary(NodeOp::present, flow), rest, zero);
  const Value early = algebra_.choose(some, rest, algebra_.choose(begins, first, zero));
  const Value late = algebra_.choose(some, rest, zero);
  const Value not_late = algebra_.binary(NodeOp::less_equal, off, algebra_.constant(0.5));
  const Value not_early = algebra_.binary(NodeOp::less, algebra_.constant(-0.5), off);
  return algebra_.choose(not_late, algebra_.choose(not_early, product, early), late);
}

template <typename Algebra>
auto Evaluator<Algebra>::rolled(SeriesId series, PeriodSpan span) -> Value {
  if (span.first == span.last) return algebra_.cell(series, span.first);
  switch (roll_ups_.of(series)) {
    case Rolling::sum: return rolled_sum(series, span);
    case Rolling::last: return algebra_.cell(series, span.last);
    case Rolling::mean: {
      if (auto printed = algebra_.observed(series, span)) return *printed;
      return over_count(rolled_sum(series, span), span);
    }
    case Rolling::compound: return compounded(series, span);
    case Rolling::quotient: return rolled_quotient(*roll_ups_.measure(series), span);
    case Rolling::none:
    case Rolling::constant: break;
  }
  require(false, "only a series with a roll-up is rolled up");
  return algebra_.constant(0);
}

template <typename Algebra>
auto Evaluator<Algebra>::rolled(NodeId id, PeriodSpan span) -> Value {
  if (span.first == span.last) return node(id, span.first);
  switch (roll_ups_.of(id)) {
    case Rolling::constant:
    case Rolling::last: return node(id, span.last);
    case Rolling::sum: return node_sum(id, span);
    case Rolling::mean: return over_count(node_sum(id, span), span);
    case Rolling::quotient: return rolled_quotient(id, span);
    case Rolling::compound: {
      const Node& cell = model_.formulas[id];
      require(cell.op == NodeOp::cell, "only a series compounds");
      return compounded(cell.series, span);
    }
    case Rolling::none: break;
  }
  require(false, "only what has a roll-up is rolled up");
  return algebra_.constant(0);
}

template <typename Algebra>
auto Evaluator<Algebra>::rolled_sum(SeriesId series, PeriodSpan span) -> Value {
  if (span.first == span.last) return algebra_.cell(series, span.first);
  if (auto printed = algebra_.observed(series, span)) {
    if (roll_ups_.of(series) != Rolling::mean) return *printed;
    return algebra_.binary(NodeOp::multiply, *printed, algebra_.constant(double(span.count())));
  }
  const auto [left, right] = *model_.calendar.parts(span);
  const Value first = rolled_sum(series, left);
  return algebra_.binary(NodeOp::add, first, rolled_sum(series, right));
}

template <typename Algebra>
auto Evaluator<Algebra>::node_sum(NodeId id, PeriodSpan span) -> Value {
  const Node& node = model_.formulas[id];
  // Of a flow by itself, its own total: the same figure wherever it stands, and years later too.
  if (node.op == NodeOp::cell && node.lag % model_.calendar.periods_per_year() == 0) {
    return rolled_sum(node.series, {span.first - node.lag, span.last - node.lag});
  }
  if (span.first == span.last) return this->node(id, span.first);
  const auto [left, right] = *model_.calendar.parts(span);
  const Value first = node_sum(id, left);
  return algebra_.binary(NodeOp::add, first, node_sum(id, right));
}

template <typename Algebra>
auto Evaluator<Algebra>::rolled_quotient(NodeId id, PeriodSpan span) -> Value {
  const Node& node = model_.formulas[id];
  switch (node.op) {
    case NodeOp::cell: return rolled(node.series, span);
    case NodeOp::convert:
      return algebra_.binary(NodeOp::multiply, rolled(node.args[0], span),
                             algebra_.constant(node.value));
    case NodeOp::negate: return algebra_.unary(node.op, rolled(node.args[0], span));
    case NodeOp::call: return rolled(node.args[0], span);
    case NodeOp::per:
    case NodeOp::add:
    case NodeOp::subtract:
    case NodeOp::multiply:
    case NodeOp::divide: {
      const Value left = rolled(node.args[0], span);
      return algebra_.binary(node.op, left, rolled(node.args[1], span));
    }
    default: break;
  }
  require(false, "a quotient is a per, or arithmetic around one");
  return algebra_.constant(0);
}

template <typename Algebra>
auto Evaluator<Algebra>::compounded(SeriesId series, PeriodSpan span) -> Value {
  const Unit plain;
  const Value to_plain = algebra_.constant(model_.at(series).unit.factor_to(plain));
  const Value back = algebra_.constant(plain.factor_to(model_.at(series).unit));
  const Value one = algebra_.constant(1);
  Value product = one;
  for (Period period = span.first; period <= span.last; period = period + 1) {
    const Value rate = algebra_.binary(NodeOp::multiply, algebra_.cell(series, period), to_plain);
    product = algebra_.binary(NodeOp::multiply, product, algebra_.binary(NodeOp::add, one, rate));
  }
  return algebra_.binary(NodeOp::multiply, algebra_.binary(NodeOp::subtract, product, one), back);
}

}  // namespace headwater
