// What becomes of a whole expression: a formula in a unit, two sides, or a number; and its limits.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "engine/model/detail/typing.hpp"

namespace headwater::detail {

namespace {

constexpr std::size_t formula_parts_max = 10'000;

}  // namespace

using tree::Expr;

std::optional<NodeId> Typing::in_unit(const Expr& expr, const Unit& unit, std::string_view of,
                                      const Place& unit_place, Context context) {
  context_ = context;
  const auto value = typed(expr);
  if (!value || !is_short(expr, value->id)) return std::nullopt;
  const Node& node = build_[value->id];
  if (value->bare && context.own_line && node.op == NodeOp::constant) {
    return build_.constant(node.value, unit);
  }
  const Unit have = node.unit;
  if (!have.same_dimension(unit)) {
    wrong_unit(expr, *value, unit, of, unit_place);
    return std::nullopt;
  }
  if (!converts(expr, have, unit)) return std::nullopt;
  const NodeId converted = build_.converted(value->id, unit);
  if (build_[converted].op != NodeOp::constant || std::isfinite(build_[converted].value)) {
    return converted;
  }
  loader_.error("not-a-number", expr.place,
                fmt::format("this is too large for a number in {}", unit.text()),
                "write it in a unit of its own size");
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
  if (!is_short(comparison.args[0], left->id) || !is_short(comparison.args[1], right->id)) {
    return std::nullopt;
  }
  return Sides{left->id, right->id};
}

bool Typing::reads_series(const Expr& expr) const {
  if (expr.kind == tree::ExprKind::name && loader_.model.find(expr.text)) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [this](const Expr& arg) { return reads_series(arg); });
}

std::optional<double> Typing::number(const Expr& expr, const Unit& unit, std::string_view of,
                                     const Place& unit_place) {
  std::optional<double> value;
  if (!reads_series(expr)) {
    const auto id = in_unit(expr, unit, of, unit_place, {nullptr, true});
    if (!id) return std::nullopt;
    value = constant_value(*id);
  }
  if (value && std::isfinite(*value)) return value;
  loader_.error("not-a-number", expr.place,
                value ? std::string("this has no value")
                      : fmt::format("{} takes a number here, not a formula", of),
                fmt::format("for example {}", unit.text_of("1.05")));
  return std::nullopt;
}

// Of numbers and arithmetic alone: 0.7 JPY mn / person.
std::optional<double> Typing::constant_value(NodeId id) const {
  const Node& node = build_[id];
  if (node.op == NodeOp::constant) return node.value;
  if (node.args.empty()) return std::nullopt;
  const auto first = constant_value(node.args[0]);
  if (!first) return std::nullopt;
  switch (node.op) {
    case NodeOp::convert: return *first * node.value;
    case NodeOp::negate: return -*first;
    case NodeOp::add:
    case NodeOp::subtract:
    case NodeOp::multiply:
    case NodeOp::divide: {
      const auto second = constant_value(node.args[1]);
      return second ? std::optional(arithmetic(node.op, *first, *second)) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

// Only the expansion of a call is walked, not its arguments again.
bool Typing::is_short(const Expr& expr, NodeId id) {
  const Formulas& formulas = loader_.model.formulas;
  while (sizes_.size() < formulas.size()) {
    const Node& node = formulas[NodeId(sizes_.size())];
    const std::size_t walked = node.op == NodeOp::call ? 1 : node.args.size();
    std::size_t size = 1;
    for (std::size_t i = 0; i < walked; ++i) size += sizes_[std::size_t(node.args[i])];
    sizes_.push_back(std::min(size, formula_parts_max + 1));
  }
  if (sizes_[std::size_t(id)] <= formula_parts_max) return true;
  loader_.error("too-long", expr.place,
                fmt::format("with its functions written out, this formula has more than {} parts",
                            formula_parts_max),
                "give a part of it a series of its own");
  return false;
}

bool Typing::multiplies(const Expr& expr, const Unit& left, const Unit& right, int exponent) {
  if (left.times(right, exponent)) return true;
  loader_.error("unit-too-large", expr.place,
                fmt::format("the powers in the unit of this go beyond {}", Unit::exponent_max),
                "write smaller powers");
  return false;
}

bool Typing::converts(const Expr& expr, const Unit& from, const Unit& to) {
  const double factor = from.factor_to(to);
  if (factor > 0 && std::isfinite(factor)) return true;
  loader_.error("unit-too-large", expr.place,
                fmt::format("no number can hold what turns {} into {}", from.text(), to.text()),
                "use units of nearer size");
  return false;
}

}  // namespace headwater::detail
