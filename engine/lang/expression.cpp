// Expressions, from the loosest binding to the tightest:
//   if c then a else b  |  == != <= >= < >  |  otherwise  |  + -  |  * / per  |  -x  |  x ^ n
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"

namespace headwater::detail {
namespace {

using tree::Expr;
using tree::ExprKind;
using tree::Operator;

Expr parse_sum(Cursor& cursor);

struct Deeper {  // guards one level of nesting
  explicit Deeper(Cursor& cursor) : cursor_(cursor) {
    if (++cursor.depth <= nesting_max) return;
    --cursor.depth;
    cursor.fail("nested-too-deeply", cursor.peek().place,
                fmt::format("expressions nest at most {} deep", nesting_max),
                "give an inner part a series of its own");
  }
  ~Deeper() { --cursor_.depth; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;
  Cursor& cursor_;
};

// Every operand counts: an expression is walked part within part, so its size is its depth.
void count_part(Cursor& cursor) {
  if (++cursor.parts <= parts_max) return;
  cursor.fail("too-long", cursor.peek().place,
              fmt::format("an expression has at most {} parts", parts_max),
              "give a part of it a series of its own");
}

// A bracket that its line leaves open is the mistake itself; elsewhere it is what stands in its
// way.
void close_bracket(Cursor& cursor, const Token& open, std::string_view sign, std::string_view where,
                   std::string_view hint = "") {
  if (cursor.accept(sign)) return;
  if (cursor.sees(TokenKind::line_break) || cursor.at_end()) {
    cursor.fail("open-bracket", open.place, "this bracket is never closed",
                fmt::format("close it with {}", sign));
  }
  cursor.expect(sign, where, std::string(hint));
}

Expr binary(Operator op, const Place& op_place, Expr left, Expr right) {
  Expr result;
  result.kind = ExprKind::binary;
  result.op = op;
  result.text_place = op_place;
  result.place = {left.place.file, left.place.begin, right.place.end};
  result.args.push_back(std::move(left));
  result.args.push_back(std::move(right));
  return result;
}

Expr parse_number(Cursor& cursor) {
  const Token& number = cursor.take();
  Expr result;
  result.kind = ExprKind::number;
  result.text = number.text;
  result.text_place = number.place;
  const Token& next = cursor.peek();
  const bool percent = cursor.sees("%");
  const bool word = next.kind == TokenKind::name && !ends_unit(next.text) &&
                    next.text.find('.') == std::string::npos;
  if (percent) {
    result.unit.place = cursor.take().place;
    result.unit.text = "%";
  } else if (word) {
    const Place begin = next.place;
    while (cursor.sees(TokenKind::name) && !ends_unit(cursor.peek().text) &&
           cursor.peek().text.find('.') == std::string::npos) {
      if (!result.unit.text.empty()) result.unit.text += ' ';
      result.unit.text += cursor.take().text;
    }
    result.unit.place = cursor.since(begin);
  }
  result.place = cursor.since(number.place);
  return result;
}

// x[-1]: how many periods back. There are no leads.
int parse_lag(Cursor& cursor) {
  const Token& open = cursor.expect("[", "before a lag");
  const bool back = cursor.accept("-");
  if (!back) cursor.accept("+");
  const Token& periods = cursor.expect(TokenKind::number, "a number of periods", "x[-1]");
  close_bracket(cursor, open, "]", "after a lag", "for example x[-1]");
  const bool whole =
      periods.text.find_first_not_of("0123456789") == std::string::npos && periods.text.size() <= 4;
  if (!back || !whole || std::stoi(periods.text) == 0) {
    cursor.fail("not-a-lag", cursor.since(open.place),
                "a lag is a whole number of periods back; there are no leads",
                "write x[-1] for the previous period, x[-4] for a year ago");
  }
  return std::stoi(periods.text);
}

Expr parse_call(Cursor& cursor, const Token& name) {
  Expr result;
  result.kind = ExprKind::call;
  result.text = name.text;
  result.text_place = name.place;
  const Token& open = cursor.expect("(", "after a function");
  while (!cursor.sees(")")) {
    if (cursor.accept("by")) {
      cursor.expect("start", "after 'by'");
      cursor.expect("of", "after 'by start'");
      result.vintage = true;
    }
    const bool text = cursor.sees(TokenKind::text) && !result.vintage;
    result.args.push_back(text ? parse_text_value(cursor) : parse_expression(cursor));
    if (result.vintage || !cursor.accept(",")) break;
  }
  close_bracket(cursor, open, ")", fmt::format("to close {}(", name.text));
  result.place = cursor.since(name.place);
  return result;
}

Expr parse_name_or_call(Cursor& cursor) {
  const Token& name = cursor.take();
  if (cursor.sees("(")) return parse_call(cursor, name);
  Expr result;
  result.kind = ExprKind::name;
  result.text = name.text;
  result.text_place = name.place;
  if (cursor.sees("[")) result.lag = parse_lag(cursor);
  result.place = cursor.since(name.place);
  return result;
}

Expr parse_conditional(Cursor& cursor) {
  static constexpr const char* example =
      "for example: if quarter == 1 then 40 JPY mn else 0 JPY mn";
  const Place begin = cursor.expect("if", "").place;
  Expr result;
  result.kind = ExprKind::conditional;
  result.text_place = begin;
  result.args.push_back(parse_expression(cursor));
  cursor.expect("then", "after the condition", example);
  result.args.push_back(parse_expression(cursor));
  cursor.expect("else", "after the first value, since every period needs one", example);
  result.args.push_back(parse_expression(cursor));
  result.place = cursor.since(begin);
  return result;
}

Expr parse_primary(Cursor& cursor) {
  const Deeper deeper(cursor);
  count_part(cursor);
  if (cursor.sees("if")) return parse_conditional(cursor);
  if (cursor.sees(TokenKind::number)) return parse_number(cursor);
  if (cursor.sees("(")) {
    const Token& open = cursor.take();
    Expr inner = parse_expression(cursor);
    close_bracket(cursor, open, ")", "to close the bracket");
    inner.place = cursor.since(open.place);
    return inner;
  }
  const Token& token = cursor.peek();
  if (token.kind == TokenKind::name && (!is_reserved(token.text) || token.text == "history")) {
    return parse_name_or_call(cursor);
  }
  const bool ends = token.kind == TokenKind::line_break || token.kind == TokenKind::end;
  cursor.fail("expected-value", token.place,
              fmt::format("expected a value, a name or a bracket, found {}", found(token)),
              ends ? "a line goes on below only after a comma or within a bracket" : "");
}

Expr parse_power(Cursor& cursor) {
  Expr base = parse_primary(cursor);
  if (!cursor.sees("^")) return base;
  const Place op = cursor.take().place;
  const bool negative = cursor.accept("-");
  Expr exponent = parse_primary(cursor);
  if (negative) {
    Expr negated;
    negated.kind = ExprKind::negate;
    negated.place = exponent.place;
    negated.args.push_back(std::move(exponent));
    exponent = std::move(negated);
  }
  return binary(Operator::power, op, std::move(base), std::move(exponent));
}

Expr parse_negated(Cursor& cursor) {
  if (!cursor.sees("-")) return parse_power(cursor);
  const Deeper deeper(cursor);
  const Place begin = cursor.take().place;
  Expr result;
  result.kind = ExprKind::negate;
  result.text_place = begin;
  result.args.push_back(parse_negated(cursor));
  result.place = cursor.since(begin);
  return result;
}

std::optional<Operator> product_operator(const Cursor& cursor) {
  if (cursor.sees("*")) return Operator::multiply;
  if (cursor.sees("/")) return Operator::divide;
  if (cursor.sees("per")) return Operator::per;
  return std::nullopt;
}

Expr parse_product(Cursor& cursor) {
  Expr left = parse_negated(cursor);
  while (const auto op = product_operator(cursor)) {
    const Place place = cursor.take().place;
    left = binary(*op, place, std::move(left), parse_negated(cursor));
  }
  return left;
}

Expr parse_sum(Cursor& cursor) {
  Expr left = parse_product(cursor);
  while (cursor.sees("+") || cursor.sees("-")) {
    const Token& op = cursor.take();
    const Operator kind = op.text == "+" ? Operator::add : Operator::subtract;
    left = binary(kind, op.place, std::move(left), parse_product(cursor));
  }
  return left;
}

std::optional<Operator> comparison(const Cursor& cursor) {
  static constexpr std::array<std::pair<std::string_view, Operator>, 6> signs = {{
      {"<=", Operator::le},
      {">=", Operator::ge},
      {"==", Operator::eq},
      {"!=", Operator::ne},
      {"<", Operator::lt},
      {">", Operator::gt},
  }};
  for (const auto& [sign, op] : signs) {
    if (cursor.sees(sign)) return op;
  }
  return std::nullopt;
}

}  // namespace

Expr parse_text_value(Cursor& cursor) {
  const Token& text = cursor.take();
  Expr value;
  value.kind = ExprKind::text;
  value.text = text.text;
  value.place = value.text_place = text.place;
  return value;
}

Expr parse_amount(Cursor& cursor) {
  if (cursor.depth == 0) cursor.parts = 0;
  Expr left = parse_sum(cursor);
  while (cursor.sees("otherwise")) {
    const Place place = cursor.take().place;
    left = binary(Operator::otherwise, place, std::move(left), parse_sum(cursor));
  }
  return left;
}

Expr parse_expression(Cursor& cursor) {
  Expr left = parse_amount(cursor);
  if (cursor.sees("=")) {
    cursor.fail("single-equals", cursor.peek().place, "a comparison has two signs, not one '='",
                "write ==, <= or >=");
  }
  const auto op = comparison(cursor);
  if (!op) return left;
  const Place place = cursor.take().place;
  Expr result = binary(*op, place, std::move(left), parse_amount(cursor));
  if (comparison(cursor)) {
    cursor.fail("chained-comparison", cursor.peek().place,
                "one comparison at a time: this one has a second", "split it into two checks");
  }
  return result;
}

}  // namespace headwater::detail
