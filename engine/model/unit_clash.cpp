// Where two units meet: bringing them together, or saying clearly why they do not go.
#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/detail/typing.hpp"

namespace headwater::detail {

using tree::Expr;
using tree::ExprKind;

bool Typing::agree(const Expr& left_expr, Typed& left, const Expr& right_expr, Typed& right,
                   std::string_view verb) {
  const Unit left_unit = build_[left.id].unit;
  const Unit right_unit = build_[right.id].unit;
  if (left_unit.same_dimension(right_unit)) {
    if (context_.own_line && right.bare && !left.bare) {
      right = {build_.constant(build_[right.id].value, left_unit)};
    } else {
      right.id = build_.converted(right.id, left_unit);
    }
    return true;
  }
  // On a driver's own line a bare number is in the driver's unit.
  if (context_.own_line && right.bare && build_[right.id].op == NodeOp::constant) {
    right = {build_.constant(build_[right.id].value, left_unit)};
    return true;
  }
  if (left.bare) {
    bare_number(left_expr, right_expr, right_unit);
  } else if (right.bare) {
    bare_number(right_expr, left_expr, left_unit);
  } else {
    clash(left_expr, left, right_expr, right, verb);
  }
  return false;
}

void Typing::bare_number(const Expr& number, const Expr& beside, const Unit& unit) {
  auto& error = loader_.error("bare-number", number.place,
                              fmt::format("a bare number cannot stand beside {}", unit.text()));
  error.labels.push_back({beside.place, described(beside, unit, number.place)});
  error.hint = fmt::format("say its unit: {} {}", source_of(number), unit.text());
}

void Typing::clash(const Expr& left_expr, const Typed& left, const Expr& right_expr,
                   const Typed& right, std::string_view verb) {
  const Unit left_unit = build_[left.id].unit;
  const Unit right_unit = build_[right.id].unit;
  std::string message;
  if (verb == "add") {
    message = fmt::format("cannot add {} to {}", right_unit.text(), left_unit.text());
  } else if (verb == "subtract") {
    message = fmt::format("cannot subtract {} from {}", right_unit.text(), left_unit.text());
  } else if (verb == "put") {
    message = fmt::format("cannot put {} where {} is missing", right_unit.text(), left_unit.text());
  } else {
    message = fmt::format("cannot {} {} and {}", verb, left_unit.text(), right_unit.text());
  }
  auto& error = loader_.error("unit-mismatch", right_expr.place, std::move(message));
  error.caption = described(right_expr, right_unit, right_expr.place);
  error.labels.push_back({left_expr.place, described(left_expr, left_unit, right_expr.place)});
  error.hint = price_hint(left_unit, right_expr, right_unit);
}

std::string Typing::described(const Expr& expr, const Unit& unit, const Place& from) const {
  if (expr.kind != ExprKind::name) return unit.text();
  const auto id = loader_.model.find(expr.text);
  if (!id) return unit.text();
  return fmt::format("{} ({})", unit.text(), where(loader_, loader_.model.at(*id).place, from));
}

std::string Typing::source_of(const Expr& expr) const {
  return std::string(loader_.sources.text(expr.place));
}

// What would turn `expr` (in `have`) into `wanted`: months, a price, or a declared scale.
std::string Typing::price_hint(const Unit& wanted, const Expr& expr, const Unit& have) const {
  const bool compound = expr.kind == ExprKind::binary || expr.kind == ExprKind::negate ||
                        expr.kind == ExprKind::conditional;
  const std::string text = source_of(expr);
  const bool bracketed = text.size() > 1 && text.front() == '(' && text.back() == ')';
  const bool product = expr.kind == ExprKind::binary &&
                       (expr.op == tree::Operator::multiply || expr.op == tree::Operator::divide);
  const std::string operand = compound && !bracketed && !product ? "(" + text + ")" : text;
  const Unit month = *loader_.model.units.find("month");
  if ((have * month).same_dimension(wanted)) {
    return fmt::format(
        "a price per month becomes an amount through the months of the period: "
        "{} * months",
        operand);
  }
  for (const Series& series : loader_.model.series) {
    if (series.kind != SeriesKind::price) continue;
    const bool stock = expr.kind == ExprKind::name && loader_.model.find(expr.text) &&
                       loader_.model.at(*loader_.model.find(expr.text)).kind == SeriesKind::stock;
    const std::string quantity = stock ? fmt::format("mid({})", operand) : operand;
    if ((have * series.unit * month).same_dimension(wanted)) {
      return fmt::format("price it first: {} * {} * months", quantity, series.name);
    }
    if ((have * series.unit).same_dimension(wanted)) {
      return fmt::format("price it first: {} * {}", quantity, series.name);
    }
  }
  return undeclared_scale_hint(wanted, have);
}

// JPY mn and JPY are strangers until one is declared a multiple of the other.
std::string Typing::undeclared_scale_hint(const Unit& left, const Unit& right) const {
  static constexpr std::pair<std::string_view, std::string_view> scales[] = {
      {"k", "1000"}, {"mn", "1000000"}, {"bn", "1000000000"}};
  const auto scaled = [&](const std::string& big, const std::string& small) -> std::string {
    if (big.size() < small.size() + 2 || big.compare(0, small.size(), small) != 0) return "";
    for (const auto& [suffix, factor] : scales) {
      if (big.substr(small.size() + 1) != suffix) continue;
      return fmt::format("say how they convert where the unit is declared: unit {} = {} {}", big,
                         factor, small);
    }
    return "";
  };
  const std::string one_way = scaled(left.text(), right.text());
  return one_way.empty() ? scaled(right.text(), left.text()) : one_way;
}

}  // namespace headwater::detail
