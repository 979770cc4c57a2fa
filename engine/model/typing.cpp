#include "engine/model/detail/typing.hpp"

#include <charconv>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/static_view.hpp"

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
      loader_.error("text-in-formula", expr.place, "a text cannot stand in a formula");
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
                  fmt::format("{} is too large or too small for a number", expr.text));
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
  if (!value) {
    auto known = loader_.model.series_names();
    for (const char* word : {"quarter", "fiscal_year", "months", "days"}) known.emplace_back(word);
    const auto near = nearest(expr.text, known);
    loader_.error("unknown-name", expr.text_place, fmt::format("nothing is named '{}'", expr.text),
                  near ? fmt::format("did you mean {}?", *near)
                       : "declare it, or look for it with: headwater check FILE");
    return std::nullopt;
  }
  if (expr.lag != 0) value->id = build_.shifted(value->id, expr.lag);
  return value;
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

Typing::Result Typing::call(const Expr& expr) {
  const auto& tables = loader_.model.tables;
  for (std::uint32_t i = 0; i < tables.size(); ++i) {
    if (tables[i].name == expr.text) return lookup(expr, i);
  }
  const auto rows = builtins();
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (rows[i].name == expr.text) return built_in(expr, i);
  }
  unknown_function(expr);
  return std::nullopt;
}

void Typing::unknown_function(const Expr& expr) {
  std::vector<std::string> known;
  std::string listed;
  for (const Builtin& row : builtins()) {
    known.emplace_back(row.name);
    listed += (listed.empty() ? "" : ", ") + std::string(row.name);
  }
  for (const LookupTable& table : loader_.model.tables) known.push_back(table.name);
  const auto near = nearest(expr.text, known);
  loader_.error(
      "unknown-function", expr.text_place,
      fmt::format("there is no function or table '{}'", expr.text),
      near ? fmt::format("did you mean {}?", *near) : fmt::format("the functions are {}", listed));
}

Typing::Result Typing::lookup(const Expr& expr, std::uint32_t table) {
  const std::size_t keys = expr.args.size() - (expr.vintage ? 1 : 0);
  if (keys != 1) {
    loader_.error("wrong-arguments", expr.place,
                  fmt::format("{} is looked up by one key, the fiscal year", expr.text),
                  fmt::format("{}(fiscal_year)", expr.text));
    return std::nullopt;
  }
  Node node;
  node.op = NodeOp::lookup;
  node.index = table;
  node.unit = loader_.model.tables[table].unit;
  node.place = expr.place;
  for (const Expr& arg : expr.args) {
    const auto key = typed(arg);
    if (!key) return std::nullopt;
    if (!build_[key->id].unit.is_plain()) {
      loader_.error("bad-key", arg.place, "a key is a fiscal year, a plain number",
                    "for example fiscal_year - 1");
      return std::nullopt;
    }
    node.args.push_back(key->id);
  }
  return Typed{loader_.model.formulas.add(std::move(node))};
}

Typing::Result Typing::built_in(const Expr& expr, std::uint32_t index) {
  const Builtin& row = builtins()[index];
  const int count = int(expr.args.size());
  if (count < row.arguments_min || count > row.arguments_max || expr.vintage) {
    loader_.error("wrong-arguments", expr.place,
                  fmt::format("{} is written {}: {}", row.name, row.signature, row.meaning));
    return std::nullopt;
  }
  std::vector<Typed> args;
  for (const Expr& arg : expr.args) {
    auto value = typed(arg);
    if (!value) return std::nullopt;
    args.push_back(*value);
  }
  if (row.names_only && build_[args[0].id].op != NodeOp::cell) {
    loader_.error("wrong-arguments", expr.args[0].place,
                  fmt::format("{} takes the name of a series", row.signature));
    return std::nullopt;
  }
  bool bare = args[0].bare;
  for (std::size_t i = 1; i < args.size() && row.same_unit; ++i) {
    if (!agree(expr.args[0], args[0], expr.args[i], args[i], "compare")) return std::nullopt;
    bare = bare && args[i].bare;
  }
  std::vector<NodeId> ids;
  for (const Typed& arg : args) ids.push_back(arg.id);
  Node node;
  node.op = NodeOp::call;
  node.index = index;
  node.args = {row.expand(build_, ids)};
  node.args.insert(node.args.end(), ids.begin(), ids.end());
  node.unit = build_[node.args[0]].unit;
  node.place = expr.place;
  return Typed{loader_.model.formulas.add(std::move(node)), bare};
}

std::optional<NodeId> Typing::in_unit(const Expr& expr, const Unit& unit, std::string_view of,
                                      const Place& unit_place, Context context) {
  context_ = context;
  const auto value = typed(expr);
  if (!value) return std::nullopt;
  const Unit have = build_[value->id].unit;
  if (value->bare && context.own_line) {
    const Node& node = build_[value->id];
    if (node.op == NodeOp::constant) return build_.constant(node.value, unit);
  }
  if (have.same_dimension(unit)) return build_.converted(value->id, unit);
  auto& clash = loader_.error(
      value->bare ? "bare-number" : "unit-mismatch", expr.place,
      value->bare ? fmt::format("a bare number cannot be {}", of)
                  : fmt::format("{} is in {}, but this is in {}", of, unit.text(), have.text()));
  clash.caption = have.text();
  if (value->bare) clash.caption.clear();
  clash.labels.push_back({unit_place, unit.text()});
  clash.hint = value->bare ? fmt::format("say its unit: {} {}", source_of(expr), unit.text())
                           : price_hint(unit, expr, have);
  return std::nullopt;
}

std::optional<Typing::Sides> Typing::sides(const Expr& comparison) {
  context_ = {};
  auto left = typed(comparison.args[0]);
  auto right = typed(comparison.args[1]);
  if (!left || !right) return std::nullopt;
  if (!agree(comparison.args[0], *left, comparison.args[1], *right, "compare")) {
    return std::nullopt;
  }
  return Sides{left->id, right->id};
}

std::optional<double> Typing::number(const Expr& expr, const Unit& unit, std::string_view of,
                                     const Place& unit_place) {
  const auto id = in_unit(expr, unit, of, unit_place, {nullptr, true});
  if (!id) return std::nullopt;
  // 50 JPY / visit is a quotient of constants: still one number.
  if (const auto value = StaticView(loader_.model, Month{}).value(*id, Period{})) return value;
  loader_.error("not-a-number", expr.place, fmt::format("{} takes a number with its unit", of));
  return std::nullopt;
}

}  // namespace headwater::detail
