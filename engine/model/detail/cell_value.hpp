// What a cell is worth by the rule that won it, with what a scenario does to it; over any algebra.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/model/evaluate.hpp"
#include "engine/model/operation.hpp"
#include "engine/model/precedence.hpp"

namespace headwater::detail {

// Beyond those of engine/model/evaluate.hpp the Algebra has
//   Value operand(const Operation&);      its value or axis
//   Value position(const Switch&);        the point on its axis
//   Value printed(const Observation&);
//   Value lost(CellId);                   missing, first here
//   void reads_known_only(bool);          while a formula for history is read
// `precedence` holds the fixes; `operations` are in order, and may go on with those of a study.
template <typename Algebra>
class CellValue {
 public:
  using Value = typename Algebra::Value;

  CellValue(const Precedence& precedence, std::span<const Operation> operations, Algebra& algebra)
      : precedence_(precedence),
        operations_(operations),
        algebra_(algebra),
        evaluator_(precedence.model(), precedence.view(), precedence.roll_ups(), algebra) {}

  Evaluator<Algebra>& evaluator() { return evaluator_; }

  Value of(CellId id) {
    const Winner winner = precedence_.at(id.series, id.period);
    switch (winner.rule) {
      case Rule::missing: return algebra_.lost(id);
      case Rule::observation: return algebra_.printed(*winner.observation);
      case Rule::not_booked: return algebra_.constant(0);
      case Rule::driver: return driver(operations_, id);
      case Rule::fixed: return fixed(*winner.fix, id);
      case Rule::before: return evaluator_.node(*winner.formula, id.period);
      case Rule::outlook: return adjusted(id, evaluator_.node(*winner.formula, id.period));
      case Rule::history: break;
    }
    algebra_.reads_known_only(true);
    const Value value = evaluator_.node(*winner.formula, id.period);
    algebra_.reads_known_only(false);
    return value;
  }

  // A driver's own default.
  Value standard(CellId id) {
    const DefaultPiece* piece = precedence_.default_at(id.series, id.period);
    return piece == nullptr ? algebra_.lost(id) : evaluator_.node(piece->value, id.period);
  }

 private:
  using Given = std::span<const Operation>;

  static bool touches(const Operation& operation, CellId id) {
    return operation.series == id.series && operation.span.contains(id.period);
  }

  // What does not build on the value that the period had before.
  static bool starts_afresh(const Operation& operation) {
    if (operation.when) return false;
    return operation.kind == OperationKind::set || operation.kind == OperationKind::grow ||
           operation.kind == OperationKind::ramp;
  }

  // After `given`, in order. The last operation that starts afresh hides those before it.
  Value driver(Given given, CellId id) {
    std::size_t first = given.size();
    while (first > 0 && !(touches(given[first - 1], id) && starts_afresh(given[first - 1]))) {
      --first;
    }
    Value value = first == 0 ? standard(id) : afresh(given.first(first), id);
    for (const Operation& operation : given.subspan(first)) {
      if (touches(operation, id)) value = changed(operation, id.period, value);
    }
    return value;
  }

  // By the last of `given`, from an earlier period.
  Value afresh(Given given, CellId id) {
    const Operation& last = given.back();
    const Value operand = algebra_.operand(last);
    if (last.kind == OperationKind::set) return operand;
    const Given before = given.first(given.size() - 1);
    const bool begins = id.period == last.span.first;
    if (last.kind == OperationKind::grow) {
      const Value previous = driver(begins ? before : given, {id.series, id.period - 1});
      const Value more = algebra_.binary(NodeOp::add, algebra_.constant(1), operand);
      return algebra_.binary(NodeOp::multiply, previous, more);
    }
    if (id.period == last.span.last) return operand;
    const Value start = driver(before, {id.series, last.span.first - 1});
    const double share = double(id.period - last.span.first + 1) / double(last.span.count());
    const Value way = algebra_.binary(NodeOp::subtract, operand, start);
    const Value done = algebra_.binary(NodeOp::multiply, way, algebra_.constant(share));
    return algebra_.binary(NodeOp::add, start, done);
  }

  // A choice leaves the value of the rows in which nothing is done to the bit.
  Value changed(const Operation& operation, Period period, const Value& value) {
    if (!operation.when) return done(operation, period, value);
    const Value on = algebra_.binary(NodeOp::equal, algebra_.position(*operation.when),
                                     algebra_.constant(operation.when->at));
    return algebra_.choose(on, done(operation, period, value), value);
  }

  Value done(const Operation& operation, Period period, const Value& value) {
    if (operation.kind == OperationKind::set) return algebra_.operand(operation);
    const bool adds = operation.kind == OperationKind::add;
    const Value operand =
        operation.persistence ? level_of_path(operation, period) : algebra_.operand(operation);
    return algebra_.binary(adds ? NodeOp::add : NodeOp::multiply, value, operand);
  }

  // From innovation to innovation, so that a period shares what the one before has computed.
  Value level_of_path(const Operation& operation, Period period) {
    const bool adds = operation.kind == OperationKind::add;
    Value level = algebra_.operand(operation);
    std::uint32_t axis = *operation.axis;
    for (Period p = operation.span.first; p < period; p = p + 1) {
      const Value innovation = algebra_.position({++axis, 0});
      if (*operation.persistence != 1) {
        level = algebra_.binary(NodeOp::multiply, level, algebra_.constant(*operation.persistence));
      }
      level = algebra_.binary(adds ? NodeOp::add : NodeOp::multiply, level, innovation);
    }
    return level;
  }

  // A forecast with its add factors.
  Value adjusted(CellId id, Value value) {
    for (const Operation& operation : operations_) {
      if (!touches(operation, id)) continue;
      value = operation.kind == OperationKind::carry
                  ? algebra_.binary(NodeOp::add, value, carried(operation, id))
                  : changed(operation, id.period, value);
    }
    return value;
  }

  Value carried(const Operation& operation, CellId id) {
    const Period splice = precedence_.splice(id.series);
    const NodeId formula = *precedence_.model().at(id.series).outlook_formula();
    const Value known = algebra_.cell(id.series, splice);
    Value rest = algebra_.binary(NodeOp::subtract, known, evaluator_.node(formula, splice));
    const Value operand = algebra_.operand(operation);
    for (Period p = splice; p < id.period; p = p + 1) {
      rest = algebra_.binary(NodeOp::multiply, rest, operand);
    }
    return rest;
  }

  Value fixed(std::size_t fix, CellId id) {
    const Operation& operation = precedence_.operations()[fix];
    algebra_.used(fix);
    const Value value = algebra_.operand(operation);
    if (operation.profile == Profile::none) return value;
    if (id.period == operation.span.last) return left_over(operation, id, value);
    return share(operation, id, value);
  }

  Value share(const Operation& operation, CellId id, const Value& total) {
    if (operation.profile == Profile::even) {
      return algebra_.binary(NodeOp::divide, total,
                             algebra_.constant(double(operation.span.count())));
    }
    const std::int32_t year = precedence_.model().calendar.periods_per_year();
    const PeriodSpan then{operation.span.first - year, operation.span.last - year};
    const Value mine = algebra_.cell(id.series, id.period - year);
    const Value all = evaluator_.rolled(id.series, then);
    return algebra_.binary(NodeOp::multiply, total, algebra_.binary(NodeOp::divide, mine, all));
  }

  // The last period takes what the others leave, so that they come to the total.
  Value left_over(const Operation& operation, CellId id, Value total) {
    const Value whole = total;
    for (Period p = operation.span.first; p < operation.span.last; p = p + 1) {
      total = algebra_.binary(NodeOp::subtract, total, share(operation, {id.series, p}, whole));
    }
    return total;
  }

  const Precedence& precedence_;
  std::span<const Operation> operations_;
  Algebra& algebra_;
  Evaluator<Algebra> evaluator_;
};

}  // namespace headwater::detail
