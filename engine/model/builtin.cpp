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
    return constant(formulas_[node].value * factor, unit);
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

constexpr int many = 64;
constexpr auto rows = std::to_array<Builtin>({
    {"abs", "abs(x)", "without its sign", 1, 1, true, false, CallRollUp::none, absolute},
    {"clamp", "clamp(x, low, high)", "x, but no less than low and no more than high", 3, 3, true,
     false, CallRollUp::none, clamp},
    {"growth", "growth(x)", "change against the previous period", 1, 1, true, false,
     CallRollUp::none, growth},
    {"max", "max(x, y, ...)", "the largest", 2, many, true, false, CallRollUp::none, maximum},
    {"mean", "mean(x, y, ...)", "the mean of its arguments", 1, many, true, false, CallRollUp::none,
     mean},
    {"mid", "mid(x)", "mean of opening and closing", 1, 1, true, false, CallRollUp::mean, mid},
    {"min", "min(x, y, ...)", "the smallest", 2, many, true, false, CallRollUp::none, minimum},
    {"present", "present(x)", "1 where x has a value, else 0", 1, 1, true, false, CallRollUp::none,
     present},
    {"sum", "sum(x, y, ...)", "the sum of its arguments", 1, many, true, false,
     CallRollUp::as_written, sum},
    {"trailing4", "trailing4(x)", "the sum of the last four periods", 1, 1, true, false,
     CallRollUp::last, trailing4},
    {"underlying", "underlying(x)", "without its one-offs", 1, 1, true, true,
     CallRollUp::as_written, underlying},
    {"yoy", "yoy(x)", "change against a year ago", 1, 1, true, false, CallRollUp::as_written, yoy},
});

}  // namespace

std::span<const Builtin> builtins() { return rows; }

}  // namespace headwater
