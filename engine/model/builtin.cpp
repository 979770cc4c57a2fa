#include "engine/model/builtin.hpp"

#include <array>

#include "engine/core/error.hpp"

namespace headwater {

NodeId FormulaBuilder::constant(double value, const Unit& unit) {
  Node node;
  node.op = NodeOp::constant;
  node.value = value;
  node.unit = unit;
  return formulas_.add(std::move(node));
}

NodeId FormulaBuilder::binary(NodeOp op, NodeId left, NodeId right) {
  Node node;
  node.op = op;
  node.args = {left, right};
  const Unit& unit = formulas_[left].unit;
  switch (op) {
    case NodeOp::multiply: node.unit = unit * formulas_[right].unit; break;
    case NodeOp::divide:
    case NodeOp::per: node.unit = unit / formulas_[right].unit; break;
    case NodeOp::less:
    case NodeOp::less_equal:
    case NodeOp::equal: break;
    default: node.unit = unit;
  }
  return formulas_.add(std::move(node));
}

NodeId FormulaBuilder::leaf(NodeOp op) {
  Node node;
  node.op = op;
  return formulas_.add(std::move(node));
}

NodeId FormulaBuilder::choose(NodeId condition, NodeId yes, NodeId no) {
  Node node;
  node.op = NodeOp::choose;
  node.args = {condition, yes, no};
  node.unit = formulas_[yes].unit;
  return formulas_.add(std::move(node));
}

NodeId FormulaBuilder::delayed(NodeOp op, NodeId flow, NodeId periods, std::int32_t reach) {
  Node node;
  node.op = op;
  node.args = {flow, periods};
  node.lag = reach;
  node.unit = formulas_[flow].unit;
  return formulas_.add(std::move(node));
}

NodeId FormulaBuilder::unary(NodeOp op, NodeId operand, const Unit& unit) {
  Node node;
  node.op = op;
  node.args = {operand};
  node.unit = unit;
  return formulas_.add(std::move(node));
}

NodeId FormulaBuilder::shifted(NodeId node, std::int32_t periods) {
  if (periods == 0) return node;
  Node back = formulas_[node];
  if (back.op == NodeOp::constant) return node;
  if (back.op != NodeOp::cell && back.op != NodeOp::shift) {
    const Unit unit = back.unit;
    const Place place = back.place;
    back = {};
    back.op = NodeOp::shift;
    back.unit = unit;
    back.place = place;
    back.args = {node};
  }
  back.lag += periods;
  return formulas_.add(std::move(back));
}

NodeId FormulaBuilder::converted(NodeId node, const Unit& unit) {
  const double factor = formulas_[node].unit.factor_to(unit);
  if (factor == 1.0) return node;
  if (formulas_[node].op == NodeOp::constant) {
    const Place place = formulas_[node].place;
    const NodeId converted = constant(formulas_[node].value * factor, unit);
    formulas_.place(converted, place);
    return converted;
  }
  Node convert;
  convert.op = NodeOp::convert;
  convert.args = {node};
  convert.value = factor;
  convert.unit = unit;
  convert.place = formulas_[node].place;
  return formulas_.add(std::move(convert));
}

NodeId FormulaBuilder::one_off(const Node& cell) {
  require(cell.op == NodeOp::cell, "a one-off belongs to a series");
  Node node = cell;
  node.op = NodeOp::one_off;
  return formulas_.add(std::move(node));
}

namespace {

using Arguments = std::span<const NodeId>;

// Halving is exact, so the mean of opening and closing rounds once, in the sum.
NodeId mid(FormulaBuilder& build, Arguments x) {
  const NodeId both = build.binary(NodeOp::add, build.shifted(x[0], 1), x[0]);
  return build.binary(NodeOp::multiply, build.constant(0.5), both);
}

NodeId growth(FormulaBuilder& build, Arguments x) {
  const NodeId ratio = build.binary(NodeOp::divide, x[0], build.shifted(x[0], 1));
  return build.binary(NodeOp::subtract, ratio, build.constant(1));
}

// A `per`, so that a year's is the year's total against the year before's.
NodeId yoy(FormulaBuilder& build, Arguments x) {
  const NodeId before = build.shifted(x[0], build.periods_per_year());
  const NodeId ratio = build.binary(NodeOp::per, x[0], before);
  return build.binary(NodeOp::subtract, ratio, build.constant(1));
}

// The tree every total of four is summed by.
NodeId trailing4(FormulaBuilder& build, Arguments x) {
  const NodeId early = build.binary(NodeOp::add, build.shifted(x[0], 3), build.shifted(x[0], 2));
  const NodeId late = build.binary(NodeOp::add, build.shifted(x[0], 1), x[0]);
  return build.binary(NodeOp::add, early, late);
}

NodeId underlying(FormulaBuilder& build, Arguments x) {
  const Node cell = build[x[0]];
  return build.binary(NodeOp::subtract, x[0], build.one_off(cell));
}

NodeId chain(FormulaBuilder& build, NodeOp op, Arguments x) {
  NodeId result = x[0];
  for (const NodeId next : x.subspan(1)) result = build.binary(op, result, next);
  return result;
}
NodeId minimum(FormulaBuilder& build, Arguments x) { return chain(build, NodeOp::minimum, x); }
NodeId maximum(FormulaBuilder& build, Arguments x) { return chain(build, NodeOp::maximum, x); }
NodeId sum(FormulaBuilder& build, Arguments x) { return chain(build, NodeOp::add, x); }
NodeId mean(FormulaBuilder& build, Arguments x) {
  const NodeId total = chain(build, NodeOp::add, x);
  return build.binary(NodeOp::divide, total, build.constant(double(x.size())));
}
NodeId clamp(FormulaBuilder& build, Arguments x) {
  const NodeId low = build.binary(NodeOp::maximum, x[0], x[1]);
  return build.binary(NodeOp::minimum, low, x[2]);
}
NodeId absolute(FormulaBuilder& build, Arguments x) {
  return build.unary(NodeOp::absolute, x[0], build[x[0]].unit);
}
NodeId present(FormulaBuilder& build, Arguments x) {
  return build.unary(NodeOp::present, x[0], Unit());
}

NodeId root(FormulaBuilder& build, Arguments x) {
  return build.unary(NodeOp::square_root, x[0], Unit());
}
NodeId exponential_of(FormulaBuilder& build, Arguments x) {
  return build.unary(NodeOp::exponential, x[0], Unit());
}
NodeId logarithm_of(FormulaBuilder& build, Arguments x) {
  return build.unary(NodeOp::logarithm, x[0], Unit());
}
NodeId raised(FormulaBuilder& build, Arguments x) {
  return build.binary(NodeOp::raise, x[0], x[1]);
}

NodeId cagr(FormulaBuilder& build, Arguments x) {
  const auto years = std::int32_t(build[x[1]].value);
  const NodeId before = build.shifted(x[0], years * build.periods_per_year());
  NodeId ratio = build.binary(NodeOp::divide, x[0], before);
  if (years > 1) ratio = build.binary(NodeOp::raise, ratio, build.constant(1.0 / years));
  return build.binary(NodeOp::subtract, ratio, build.constant(1));
}

// Its ends are chosen, not computed, so that they are met to the bit.
NodeId ramp(FormulaBuilder& build, Arguments x) {
  const double first = build[x[2]].value;
  const double last = build[x[3]].value;
  const NodeId now = build.leaf(NodeOp::period);
  const NodeId gone = build.binary(NodeOp::subtract, now, build.constant(first));
  const NodeId share = build.binary(NodeOp::divide, gone, build.constant(last - first));
  const NodeId whole = build.binary(NodeOp::subtract, x[1], x[0]);
  const NodeId between =
      build.binary(NodeOp::add, x[0], build.binary(NodeOp::multiply, share, whole));
  const NodeId late = build.binary(NodeOp::less_equal, build.constant(last), now);
  const NodeId early = build.binary(NodeOp::less_equal, now, build.constant(first));
  return build.choose(early, x[0], build.choose(late, x[1], between));
}

NodeId delay(FormulaBuilder& build, Arguments x) {
  return build.delayed(NodeOp::delayed, x[0], x[1], std::int32_t(build[x[2]].value));
}

constexpr Argument value = Argument::value;
constexpr Argument plain = Argument::plain;
constexpr int many = 64;
constexpr auto rows = std::to_array<Builtin>({
    {"abs", "abs(x)", "without its sign", 1, 1, {value}, CallRollUp::none, absolute},
    {"cagr",
     "cagr(x, years)",
     "yearly growth, compounded over years",
     2,
     2,
     {value, Argument::count},
     CallRollUp::none,
     cagr},
    {"clamp",
     "clamp(x, low, high)",
     "x, but no less than low and no more than high",
     3,
     3,
     {value},
     CallRollUp::none,
     clamp},
    {"delay",
     "delay(x, k)",
     "a flow that comes k periods later",
     2,
     2,
     {value, Argument::delay},
     CallRollUp::as_written,
     delay},
    {"exp", "exp(x)", "e to the power x", 1, 1, {plain}, CallRollUp::none, exponential_of},
    {"growth",
     "growth(x)",
     "change against the previous period",
     1,
     1,
     {value},
     CallRollUp::none,
     growth},
    {"log", "log(x)", "the natural logarithm of x", 1, 1, {plain}, CallRollUp::none, logarithm_of},
    {"max", "max(x, y, ...)", "the largest", 2, many, {value}, CallRollUp::none, maximum},
    {"mean",
     "mean(x, y, ...)",
     "the mean of its arguments",
     1,
     many,
     {value},
     CallRollUp::none,
     mean},
    {"mid", "mid(x)", "mean of opening and closing", 1, 1, {value}, CallRollUp::mean, mid},
    {"min", "min(x, y, ...)", "the smallest", 2, many, {value}, CallRollUp::none, minimum},
    {"pow", "pow(x, y)", "x to the power y", 2, 2, {plain, plain}, CallRollUp::none, raised},
    {"present",
     "present(x)",
     "1 where x has a value, else 0",
     1,
     1,
     {value},
     CallRollUp::none,
     present},
    {"ramp",
     "ramp(x, y, 2023Q3, 2024Q2)",
     "x until the first period, y from the last, evenly between",
     4,
     4,
     {value, value, Argument::period, Argument::period},
     CallRollUp::none,
     ramp},
    {"sqrt", "sqrt(x)", "the square root of x", 1, 1, {plain}, CallRollUp::none, root},
    {"sum",
     "sum(x, y, ...)",
     "the sum of its arguments",
     1,
     many,
     {value},
     CallRollUp::as_written,
     sum},
    {"trailing4",
     "trailing4(x)",
     "the sum of the last four periods",
     1,
     1,
     {value},
     CallRollUp::last,
     trailing4},
    {"underlying",
     "underlying(x)",
     "without its one-offs",
     1,
     1,
     {Argument::series},
     CallRollUp::as_written,
     underlying},
    {"yoy", "yoy(x)", "change against a year ago", 1, 1, {value}, CallRollUp::as_written, yoy},
});

}  // namespace

std::span<const Builtin> builtins() { return rows; }

}  // namespace headwater
