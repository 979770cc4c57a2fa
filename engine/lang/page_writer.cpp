// Words, names, units and expressions of a printed tree.
#include "engine/lang/detail/page_writer.hpp"

#include <algorithm>
#include <string>

namespace headwater::detail {

using tree::Expr;
using tree::ExprKind;
using tree::Operator;

namespace {

std::string_view written(Operator op) {
  switch (op) {
    case Operator::add: return "+";
    case Operator::subtract: return "-";
    case Operator::multiply: return "*";
    case Operator::divide: return "/";
    case Operator::per: return "per";
    case Operator::power: return "^";
    case Operator::otherwise: return "otherwise";
    case Operator::le: return "<=";
    case Operator::lt: return "<";
    case Operator::ge: return ">=";
    case Operator::gt: return ">";
    case Operator::eq: return "==";
    case Operator::ne: return "!=";
  }
  return "";
}

Binding binding(Operator op) {
  switch (op) {
    case Operator::add:
    case Operator::subtract: return Binding::sum;
    case Operator::multiply:
    case Operator::divide:
    case Operator::per: return Binding::product;
    case Operator::power: return Binding::power;
    case Operator::otherwise: return Binding::otherwise;
    case Operator::le:
    case Operator::lt:
    case Operator::ge:
    case Operator::gt:
    case Operator::eq:
    case Operator::ne: return Binding::comparison;
  }
  return Binding::primary;
}

Binding binding(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::binary: return binding(expr.op);
    case ExprKind::negate: return Binding::negation;
    case ExprKind::number:
    case ExprKind::name:
    case ExprKind::call:
    case ExprKind::conditional:
    case ExprKind::text: return Binding::primary;
  }
  return Binding::primary;
}

Binding tighter(Binding than) { return static_cast<Binding>(static_cast<int>(than) + 1); }

}  // namespace

void PageWriter::line(LineKind kind) {
  if (kind == LineKind::blank && (lines_.empty() || lines_.back().words.back().text == "{")) return;
  Line line;
  line.kind = kind;
  line.level = level_;
  lines_.push_back(std::move(line));
}

void PageWriter::statement(std::string_view first_word) {
  line(LineKind::statement);
  word(first_word);
  lines_.back().words.back().begins_statement = true;
}

void PageWriter::clause(std::string_view first_word) {
  line(LineKind::clause);
  word(first_word);
}

void PageWriter::open_brace() {
  sign("{");
  ++level_;
}

void PageWriter::close_brace() {
  --level_;
  line(LineKind::brace);
  sign("}");
}

void PageWriter::push(TokenKind kind, std::string_view text) {
  lines_.back().words.push_back({kind, std::string(text)});
}

void PageWriter::word(std::string_view word) {
  const bool number = word.find_first_not_of("0123456789.") == std::string_view::npos;
  push(number ? TokenKind::number : TokenKind::name, word);
}

void PageWriter::words(std::string_view phrase) {
  while (!phrase.empty()) {
    const std::size_t end = std::min(phrase.find(' '), phrase.size());
    if (end > 0) word(phrase.substr(0, end));
    phrase.remove_prefix(std::min(end + 1, phrase.size()));
  }
}

void PageWriter::sign(std::string_view sign) { push(TokenKind::sign, sign); }

void PageWriter::quoted(const std::string& text) {
  std::string escaped = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  push(TokenKind::text, escaped + '"');
}

void PageWriter::title(const tree::Title& title) {
  if (!title.english.text.empty()) text(title.english);
  if (title.japanese.text.empty()) return;
  word("ja");
  text(title.japanese);
}

// "JPY / line / month", "m^-2", "10k line": blanks stand between words, and none around ^.
void PageWriter::unit_name(std::string_view unit) {
  while (!unit.empty()) {
    const std::size_t end = std::min(unit.find_first_of(" ^-/*%"), unit.size());
    if (end > 0) word(unit.substr(0, end));
    if (end < unit.size() && unit[end] != ' ') sign(unit.substr(end, 1));
    unit.remove_prefix(std::min(end + 1, unit.size()));
  }
}

void PageWriter::unit(const tree::UnitText& unit) {
  unit_name(unit.text);
  if (unit.per.empty()) return;
  word("per");
  word(unit.per);
}

void PageWriter::periods(const tree::PeriodText& periods) {
  const bool single = !periods.first.text.empty() && periods.first.text == periods.last.text;
  if (!periods.first.text.empty()) name(periods.first);
  if (single) return;
  sign("..");
  if (!periods.last.text.empty()) name(periods.last);
}

void PageWriter::in(const std::optional<tree::PeriodText>& all) {
  if (!all) return;
  word("in");
  periods(*all);
}

void PageWriter::where(const std::optional<tree::Where>& where) {
  if (!where) return;
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";
  const std::string& value = where->value.text;
  const bool plain = !value.empty() && value.find_first_not_of(letters) == std::string::npos;
  word("where");
  name(where->column);
  sign(where->equal ? "=" : "!=");
  plain ? word(value) : quoted(value);
}

void PageWriter::bracketed(const Expr& expr) {
  sign("(");
  unbracketed(expr);
  sign(")");
}

// Brackets where the expression binds more loosely than its place allows. A choice takes all that
// follows it, so among operators it stands in brackets: a reader need not know how far it goes.
void PageWriter::expression(const Expr& expr, Binding loosest) {
  const bool choice = expr.kind == ExprKind::conditional && loosest > Binding::comparison;
  choice || binding(expr) < loosest ? bracketed(expr) : unbracketed(expr);
}

void PageWriter::amount(const Expr& expr) {
  const bool choice = expr.kind == ExprKind::conditional;
  choice ? unbracketed(expr) : expression(expr, Binding::otherwise);
}

void PageWriter::unbracketed(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::number: push(TokenKind::number, expr.text); return unit(expr.unit);
    case ExprKind::text: return quoted(expr.text);
    case ExprKind::name:
      word(expr.text);
      if (expr.lag == 0) return;
      for (const char* before : {"[", "-"}) sign(before);
      word(std::to_string(expr.lag));
      return sign("]");
    case ExprKind::negate: sign("-"); return expression(expr.args[0], Binding::negation);
    case ExprKind::binary: return expr.op == Operator::power ? power(expr) : binary(expr);
    case ExprKind::call: return call(expr);
    case ExprKind::conditional:
      word("if");
      branch(expr.args[0]);
      word("then");
      branch(expr.args[1]);
      word("else");
      return expression(expr.args[2]);
  }
}

// A choice within a choice stands in brackets, save behind `else`.
void PageWriter::branch(const Expr& expr) {
  expr.kind == ExprKind::conditional ? bracketed(expr) : expression(expr);
}

// Equals go from left to right, so the right one needs brackets; comparisons do not chain.
void PageWriter::binary(const Expr& expr) {
  const Binding own = binding(expr.op);
  expression(expr.args[0], own == Binding::comparison ? tighter(own) : own);
  const std::string_view op = written(expr.op);
  const bool is_word = expr.op == Operator::per || expr.op == Operator::otherwise;
  is_word ? word(op) : sign(op);
  expression(expr.args[1], tighter(own));
}

// Both sides are values or brackets; the exponent may have a minus. A number with its unit stands
// in brackets: 3 JPY^2 would look as if JPY were squared.
void PageWriter::power(const Expr& expr) {
  const Expr& base = expr.args[0];
  const bool unit = base.kind == ExprKind::number && !base.unit.text.empty();
  unit ? bracketed(base) : expression(base, Binding::primary);
  sign("^");
  const Expr& exponent = expr.args[1];
  const bool negative = exponent.kind == ExprKind::negate;
  if (negative) sign("-");
  expression(negative ? exponent.args[0] : exponent, Binding::primary);
}

void PageWriter::call(const Expr& expr) {
  word(expr.text);
  sign("(");
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    if (i > 0) sign(",");
    if (expr.vintage && i + 1 == expr.args.size()) words("by start of");
    expression(expr.args[i]);
  }
  sign(")");
}

}  // namespace headwater::detail
