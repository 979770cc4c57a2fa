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
    } else if (!converts(right_expr, right_unit, left_unit)) {
      return false;
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
  error.hint = with_unit(number, unit);
}

// The expression with a unit behind it: a number takes it as it stands, all else is multiplied.
std::string Typing::with_unit(const Expr& expr, const Unit& unit) const {
  if (expr.kind == ExprKind::number) {
    return fmt::format("say its unit: {} {}", source_of(expr), unit.text());
  }
  return fmt::format("say its unit: {} * 1 {}", operand_of(expr), unit.text());
}

void Typing::wrong_unit(const Expr& expr, const Typed& value, const Unit& unit, std::string_view of,
                        const Place& unit_place) {
  const Unit have = build_[value.id].unit;
  std::string message;
  if (value.bare) {
    message = fmt::format("a bare number cannot be {}", of);
  } else if (unit.is_plain()) {
    message = fmt::format("{} is a plain number, but this is in {}", of, have.text());
  } else {
    message = fmt::format("{} is in {}, but this is {}{}", of, unit.text(),
                          have.is_plain() ? "" : "in ", have.text());
  }
  auto& error =
      loader_.error(value.bare ? "bare-number" : "unit-mismatch", expr.place, std::move(message));
  if (!value.bare) error.caption = have.text();
  if (unit_place != expr.place) error.labels.push_back({unit_place, unit.text()});
  error.hint = value.bare ? with_unit(expr, unit) : way_out({expr, have, unit});
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
  // What is already in the unit of the whole stays; else the right side has to follow the left.
  const bool right_fits = context_.own && context_.own->unit.same_dimension(right_unit);
  error.hint = right_fits ? way_out({left_expr, left_unit, right_unit, &right_expr})
                          : way_out({right_expr, right_unit, left_unit, &left_expr});
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

// As one operand of a product.
std::string Typing::operand_of(const Expr& expr) const {
  const std::string text = source_of(expr);
  const bool compound = expr.kind == ExprKind::binary || expr.kind == ExprKind::negate ||
                        expr.kind == ExprKind::conditional;
  const bool bracketed = text.size() > 1 && text.front() == '(' && text.back() == ')';
  const bool product = expr.kind == ExprKind::binary &&
                       (expr.op == tree::Operator::multiply || expr.op == tree::Operator::divide);
  return compound && !bracketed && !product ? "(" + text + ")" : text;
}

std::string Typing::way_out(const Misfit& misfit) const {
  if (misfit.expr.kind == ExprKind::number) {
    return fmt::format("say it in that unit: {}", misfit.wanted.text_of(misfit.expr.text));
  }
  for (const auto& hint : {&Typing::share_hint, &Typing::months_hint, &Typing::price_hint,
                           &Typing::undeclared_scale_hint, &Typing::new_price_hint}) {
    if (std::string text = (this->*hint)(misfit); !text.empty()) return text;
  }
  return "";
}

std::string Typing::something_in(const Unit& unit, const Misfit& misfit) const {
  if (misfit.beside != nullptr) return operand_of(*misfit.beside);
  for (const Series& series : loader_.model.series) {
    const bool own = context_.own && context_.own->name == series.name;
    const bool driver = series.kind == SeriesKind::driver;
    if (own || driver || series.name == misfit.expr.text) continue;
    if (series.unit.same_dimension(unit)) return series.name;
  }
  return unit.text_of("1");
}

// A percentage for an amount, or an amount for a percentage.
std::string Typing::share_hint(const Misfit& misfit) const {
  const auto& [expr, have, wanted, beside] = misfit;
  if (have.is_plain()) {
    return fmt::format("give it a unit: {} * {}", operand_of(expr), wanted.text_of("1"));
  }
  if (have.is_dimensionless()) {
    return fmt::format("write what it is a share of: {} * {}", something_in(wanted, misfit),
                       operand_of(expr));
  }
  if (!wanted.is_dimensionless()) return "";
  const Misfit alone{expr, have, wanted};
  return fmt::format("write what it is divided by: {} per {}", operand_of(expr),
                     something_in(have, alone));
}

// A monthly price for an amount, or an amount for one.
std::string Typing::months_hint(const Misfit& misfit) const {
  const Unit month = *loader_.model.units.find("month");
  const auto gives = [&](int exponent) {
    const auto unit = misfit.have.times(month, exponent);
    return unit && unit->same_dimension(misfit.wanted);
  };
  if (gives(1)) {
    return fmt::format(
        "a price per month becomes an amount through the months of the period: "
        "{} * months",
        operand_of(misfit.expr));
  }
  if (!gives(-1)) return "";
  return fmt::format(
      "an amount becomes a monthly one through the months of the period: {} / months",
      operand_of(misfit.expr));
}

// A price that the model has.
std::string Typing::price_hint(const Misfit& misfit) const {
  const auto& [expr, have, wanted, beside] = misfit;
  const Unit month = *loader_.model.units.find("month");
  const auto id = loader_.model.find(expr.text);
  const bool stock = expr.kind == ExprKind::name && id && expr.lag == 0 &&
                     loader_.model.at(*id).kind == SeriesKind::stock;
  const std::string quantity = stock ? fmt::format("mid({})", expr.text) : operand_of(expr);
  for (const Series& series : loader_.model.series) {
    const bool own = context_.own && context_.own->name == series.name;
    const bool price = series.kind == SeriesKind::price || series.kind == SeriesKind::driver;
    if (own || !price || series.unit.is_dimensionless()) continue;
    const auto priced = have.times(series.unit, 1);
    const auto monthly = priced ? priced->times(month, 1) : std::nullopt;
    if (priced && priced->same_dimension(wanted)) {
      return fmt::format("price it first: {} * {}", quantity, series.name);
    }
    if (monthly && monthly->same_dimension(wanted)) {
      return fmt::format("price it first: {} * {} * months", quantity, series.name);
    }
  }
  return "";
}

// A price that the model has not got.
std::string Typing::new_price_hint(const Misfit& misfit) const {
  const auto price = misfit.wanted.times(misfit.have, -1);
  if (!price) return "";
  return fmt::format("price it first: driver unit_price : {} = 1, then {} * unit_price",
                     price->text(), operand_of(misfit.expr));
}

// JPY mn and JPY are strangers until one is declared a multiple of the other.
std::string Typing::undeclared_scale_hint(const Misfit& misfit) const {
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
  const std::string one_way = scaled(misfit.wanted.text(), misfit.have.text());
  return one_way.empty() ? scaled(misfit.have.text(), misfit.wanted.text()) : one_way;
}

}  // namespace headwater::detail
