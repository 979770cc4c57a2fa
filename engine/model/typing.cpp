#include "engine/model/detail/typing.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace headwater::detail {

using tree::Expr;
using tree::ExprKind;
using tree::Operator;

Typing::Typing(Loader& loader)
    : loader_(loader), build_(loader.model.formulas, loader.model.calendar.periods_per_year()) {}

NodeId Typing::leaf(NodeOp op, const Unit& unit, const Place& place) {
  Node node;
  node.op = op;
  node.unit = unit;
  node.place = place;
  return loader_.model.formulas.add(std::move(node));
}

// Every node knows the words it was read from, for whoever has to explain it.
Typing::Result Typing::typed(const Expr& expr) {
  const Result result = untraced(expr);
  if (result && build_[result->id].place.end == 0) {
    loader_.model.formulas.place(result->id, expr.place);
  }
  return result;
}

Typing::Result Typing::untraced(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::number: return number_literal(expr);
    case ExprKind::name: return name(expr);
    case ExprKind::negate: return negated(expr);
    case ExprKind::binary: return binary(expr);
    case ExprKind::call: return call(expr);
    case ExprKind::conditional: return conditional(expr);
    case ExprKind::text:
      loader_.error("text-in-formula", expr.place, "a text cannot stand in a formula",
                    "write a number with its unit, or a name without quotes");
      return std::nullopt;
  }
  return std::nullopt;
}

Typing::Result Typing::number_literal(const Expr& expr) {
  double value = 0;
  const char* end = expr.text.data() + expr.text.size();
  const auto read = std::from_chars(expr.text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) {
    loader_.error("not-a-number", expr.text_place,
                  fmt::format("{} is too large or too small for a number", expr.text),
                  "write it in a unit of its own size");
    return std::nullopt;
  }
  if (expr.unit.text.empty()) return Typed{build_.constant(value), true};
  const auto unit = resolve_unit(loader_, expr.unit);
  if (!unit) return std::nullopt;
  return Typed{build_.constant(value, *unit)};
}

Typing::Result Typing::calendar_value(const Expr& expr) {
  const auto& units = loader_.model.units;
  if (expr.text == "quarter") return Typed{leaf(NodeOp::quarter, {}, expr.place)};
  if (expr.text == "month_of_year") return Typed{leaf(NodeOp::month, {}, expr.place)};
  if (expr.text == "fiscal_year") return Typed{leaf(NodeOp::fiscal_year, {}, expr.place)};
  if (expr.text == "period") return Typed{leaf(NodeOp::period, {}, expr.place)};
  if (expr.text == "months") return Typed{leaf(NodeOp::months, *units.find("month"), expr.place)};
  if (expr.text == "days") return Typed{leaf(NodeOp::days, *units.find("day"), expr.place)};
  return std::nullopt;
}

Typing::Result Typing::name(const Expr& expr) {
  if (const auto id = loader_.model.find(expr.text)) {
    if (loader_.poisoned.contains(*id)) return std::nullopt;
    Node node;
    node.op = NodeOp::cell;
    node.series = *id;
    node.lag = expr.lag;
    node.unit = loader_.model.at(*id).unit;
    node.place = expr.place;
    return Typed{loader_.model.formulas.add(std::move(node))};
  }
  Result value = calendar_value(expr);
  if (!value && expr.text == "base" && context_.own != nullptr) {
    Node node;
    node.op = NodeOp::base;
    node.series = *loader_.model.find(context_.own->name);
    node.unit = context_.own->unit;
    node.place = expr.place;
    value = Typed{loader_.model.formulas.add(std::move(node))};
  }
  if (!value) {
    // A unit by itself is one of it: 210 USD / customer / month.
    if (const auto unit = loader_.model.units.find(expr.text)) {
      value = Typed{build_.constant(1, *unit)};
    }
  }
  if (!value && (is_poisoned(loader_, expr.text) || loader_.poisoned_tables.contains(expr.text) ||
                 loader_.poisoned_units.contains(expr.text))) {
    return std::nullopt;
  }
  if (!value && refuse_table(expr)) return std::nullopt;
  if (!value) {
    auto known = loader_.model.series_names();
    for (const char* word : {"quarter", "fiscal_year", "period", "months", "days"})
      known.emplace_back(word);
    const auto near = nearest(expr.text, known);
    if (!near) loader_.poisoned_names.insert(expr.text);
    loader_.error("unknown-name", expr.text_place, fmt::format("nothing is named '{}'", expr.text),
                  near ? fmt::format("did you mean {}?", *near)
                       : fmt::format("declare it, for example: driver {} : {} = 0", expr.text,
                                     context_.own ? context_.own->unit.text() : "JPY"));
    return std::nullopt;
  }
  if (expr.lag != 0) value->id = build_.shifted(value->id, expr.lag);
  return value;
}

bool Typing::refuse_table(const Expr& expr) {
  const auto& tables = loader_.model.tables;
  const auto table = std::find_if(tables.begin(), tables.end(), [&expr](const LookupTable& one) {
    return one.name == expr.text;
  });
  if (table == tables.end()) return false;
  loader_.error("unknown-name", expr.text_place,
                fmt::format("{} is a table: a key picks its row", expr.text), call_of(*table));
  return true;
}

Typing::Result Typing::negated(const Expr& expr) {
  auto operand = typed(expr.args[0]);
  if (!operand) return std::nullopt;
  const Node& node = build_[operand->id];
  if (node.op == NodeOp::constant) {
    return Typed{build_.constant(-node.value, Unit(node.unit)), operand->bare};
  }
  return Typed{build_.unary(NodeOp::negate, operand->id, Unit(node.unit)), operand->bare};
}

Typing::Result Typing::binary(const Expr& expr) {
  switch (expr.op) {
    case Operator::add: return same_unit(expr, NodeOp::add);
    case Operator::subtract: return same_unit(expr, NodeOp::subtract);
    case Operator::otherwise: return same_unit(expr, NodeOp::otherwise);
    case Operator::multiply: return product(expr, NodeOp::multiply);
    case Operator::divide: return product(expr, NodeOp::divide);
    case Operator::per: return product(expr, NodeOp::per);
    case Operator::power: return power(expr);
    case Operator::le:
    case Operator::lt:
    case Operator::ge:
    case Operator::gt:
    case Operator::eq:
    case Operator::ne: return comparison(expr);
  }
  return std::nullopt;
}

Typing::Result Typing::product(const Expr& expr, NodeOp op) {
  const auto left = typed(expr.args[0]);
  const auto right = typed(expr.args[1]);
  if (!left || !right) return std::nullopt;
  const int exponent = op == NodeOp::multiply ? 1 : -1;
  if (!multiplies(expr, build_[left->id].unit, build_[right->id].unit, exponent)) {
    return std::nullopt;
  }
  return Typed{build_.binary(op, left->id, right->id), left->bare && right->bare};
}

Typing::Result Typing::power(const Expr& expr) {
  const auto base = typed(expr.args[0]);
  const auto exponent = typed(expr.args[1]);
  if (!base || !exponent) return std::nullopt;
  const Node& node = build_[exponent->id];
  const bool whole = node.op == NodeOp::constant && exponent->bare &&
                     node.value == double(int(node.value)) && node.value >= -16 && node.value <= 16;
  if (!whole) {
    loader_.error("bad-power", expr.args[1].place, "an exponent is a whole number from -16 to 16",
                  "for example (1 + growth) ^ 2");
    return std::nullopt;
  }
  const int times = int(node.value);
  if (!multiplies(expr, Unit(), build_[base->id].unit, times)) return std::nullopt;
  Node result;
  result.op = NodeOp::power;
  result.args = {base->id};
  result.lag = times;
  result.unit = build_[base->id].unit.power(times);
  return Typed{loader_.model.formulas.add(std::move(result)), base->bare};
}

Typing::Result Typing::same_unit(const Expr& expr, NodeOp op) {
  auto left = typed(expr.args[0]);
  auto right = typed(expr.args[1]);
  if (!left || !right) return std::nullopt;
  const std::string_view verb = op == NodeOp::add        ? "add"
                                : op == NodeOp::subtract ? "subtract"
                                                         : "put";
  if (!agree(expr.args[0], *left, expr.args[1], *right, verb)) return std::nullopt;
  return Typed{build_.binary(op, left->id, right->id), left->bare && right->bare};
}

Typing::Result Typing::comparison(const Expr& expr) {
  auto left = typed(expr.args[0]);
  auto right = typed(expr.args[1]);
  if (!left || !right) return std::nullopt;
  if (!agree(expr.args[0], *left, expr.args[1], *right, "compare")) return std::nullopt;
  NodeId a = left->id;
  NodeId b = right->id;
  if (expr.op == Operator::gt || expr.op == Operator::ge) std::swap(a, b);
  const bool strict = expr.op == Operator::lt || expr.op == Operator::gt;
  const bool equality = expr.op == Operator::eq || expr.op == Operator::ne;
  const NodeOp op = equality ? NodeOp::equal : strict ? NodeOp::less : NodeOp::less_equal;
  NodeId result = build_.binary(op, a, b);
  if (expr.op == Operator::ne) {
    result = build_.binary(NodeOp::subtract, build_.constant(1), result);
  }
  return Typed{result};
}

Typing::Result Typing::conditional(const Expr& expr) {
  const auto condition = typed(expr.args[0]);
  auto yes = typed(expr.args[1]);
  auto no = typed(expr.args[2]);
  if (!condition || !yes || !no) return std::nullopt;
  if (!agree(expr.args[1], *yes, expr.args[2], *no, "choose between")) return std::nullopt;
  Node node;
  node.op = NodeOp::choose;
  node.args = {condition->id, yes->id, no->id};
  node.unit = build_[yes->id].unit;
  node.place = expr.place;
  return Typed{loader_.model.formulas.add(std::move(node)), yes->bare && no->bare};
}

}  // namespace headwater::detail
