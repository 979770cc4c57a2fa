// Series and driver declarations with their clauses.
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"

namespace headwater::detail {
namespace {

using tree::Declaration;
using tree::Kind;
using tree::Role;

std::optional<Kind> kind_of(std::string_view word) {
  if (word == "flow") return Kind::flow;
  if (word == "stock") return Kind::stock;
  if (word == "price") return Kind::price;
  if (word == "ratio") return Kind::ratio;
  if (word == "driver") return Kind::driver;
  return std::nullopt;
}

// Q1, M04 or else: the place of an entry in its year.
bool is_position(const Token& token) {
  if (token.kind != TokenKind::name) return false;
  const std::string& text = token.text;
  if (text == "else") return true;
  return (text.size() == 2 || text.size() == 3) && (text[0] == 'Q' || text[0] == 'M') &&
         text.find_first_not_of("0123456789", 1) == std::string::npos;
}

tree::Entry parse_entry(Cursor& cursor) {
  tree::Entry entry;
  if (is_position(cursor.peek())) {
    const Token position = cursor.take();
    entry.position = {position.text, position.place};
  }
  entry.value = parse_amount(cursor);
  if (cursor.accept("in")) {
    entry.periods = parse_periods(cursor);
  } else if (cursor.accept("from")) {
    entry.periods = parse_periods(cursor);
    entry.periods->last = {};
  }
  return entry;
}

// The words after `by`, once they are known to say how a driver's default goes through the year.
void parse_default_by(Cursor& cursor, tree::Default& value) {
  const Token word = cursor.expect(TokenKind::name, "quarter, month or fiscal after 'by'", "");
  if (word.text == "fiscal") {
    cursor.expect("year", "after 'by fiscal'");
    value.by = "fiscal year";
    return;
  }
  if (word.text != "quarter" && word.text != "month") {
    cursor.fail("expected-word", word.place,
                fmt::format("a default goes by quarter of year, by month of year or by fiscal "
                            "year, not by '{}'",
                            word.text));
  }
  cursor.expect("of", "after 'by " + word.text + "'");
  cursor.expect("year", "after 'by " + word.text + " of'");
  value.by = word.text + " of year";
}

void parse_default(Cursor& cursor, Declaration& declaration) {
  tree::Default value;
  if (cursor.accept("by")) parse_default_by(cursor, value);
  if (cursor.accept("=")) {
    do value.entries.push_back(parse_entry(cursor));
    while (cursor.accept(","));
  }
  if (!value.by.empty() || !value.entries.empty()) declaration.value = std::move(value);
}

void parse_parts(Cursor& cursor, Declaration& declaration) {
  tree::Parts parts;
  cursor.expect("by", "after 'parts'");
  parts.by = parse_name(cursor, "the name of the cut", "parts by segment = network, si");
  cursor.expect("=", "before the parts");
  do parts.members.push_back(parse_name(cursor, "a part", ""));
  while (cursor.accept(","));
  declaration.parts.push_back(std::move(parts));
}

void parse_range(Cursor& cursor, Declaration& declaration) {
  tree::Range range;
  range.low = parse_amount(cursor);
  cursor.expect("to", "between the ends of a range");
  range.high = parse_amount(cursor);
  declaration.range = std::move(range);
}

void parse_basis(Cursor& cursor, Declaration& declaration) {
  tree::Basis basis;
  basis.word = parse_name(cursor, "a basis", "printed, derived, history or judgement");
  const std::string& word = basis.word.text;
  if (word != "printed" && word != "derived" && word != "history" && word != "judgement") {
    cursor.fail("unknown-basis", basis.word.place, fmt::format("'{}' is no basis", word),
                "say printed, derived, history or judgement");
  }
  if (cursor.sees(TokenKind::text)) basis.reason = parse_text(cursor, "a reason");
  declaration.basis = std::move(basis);
}

void add_formula(Cursor& cursor, Declaration& declaration, Role role, const Place& place) {
  for (const auto& formula : declaration.formulas) {
    if (formula.role != role) continue;
    cursor.fail("two-formulas", place,
                fmt::format("{} has this formula already", declaration.name.text),
                "keep one; 'history =' and 'outlook =' may stand side by side");
  }
  declaration.formulas.push_back({role, parse_expression(cursor)});
}

bool parse_formula_clause(Cursor& cursor, Declaration& declaration) {
  static constexpr std::pair<std::string_view, Role> roles[] = {
      {"history", Role::history}, {"outlook", Role::outlook}, {"before", Role::before}};
  for (const auto& [word, role] : roles) {
    if (!cursor.sees(word)) continue;
    const Place place = cursor.take().place;
    cursor.expect("=", fmt::format("after '{}'", word));
    add_formula(cursor, declaration, role, place);
    return true;
  }
  return false;
}

void parse_clause(Cursor& cursor, Declaration& declaration) {
  const Token& token = cursor.peek();
  if (parse_formula_clause(cursor, declaration)) return;
  if (cursor.sees("=")) {
    const Place place = cursor.take().place;
    return add_formula(cursor, declaration, Role::plain, place);
  }
  if (cursor.accept("range")) return parse_range(cursor, declaration);
  if (cursor.accept("basis")) return parse_basis(cursor, declaration);
  if (cursor.accept("parts")) return parse_parts(cursor, declaration);
  if (cursor.accept("actual")) {
    cursor.expect("only", "after 'actual'");
    declaration.actual_only = true;
    return;
  }
  if (cursor.accept("rolls")) {
    cursor.expect("up", "after 'rolls'");
    cursor.expect("as", "after 'rolls up'");
    declaration.rolls_up_as = parse_name(cursor, "a roll-up", "rolls up as mean");
    return;
  }
  cursor.fail("unknown-clause", token.place, fmt::format("{} begins no clause", found(token)),
              "clauses begin with =, history, outlook, before, parts, range, basis, rolls up as "
              "or actual only");
}

}  // namespace

tree::Item parse_declaration(Cursor& cursor) {
  const Token word = cursor.take();
  Declaration declaration;
  declaration.kind = *kind_of(word.text);
  declaration.name = parse_name(cursor, "a name", "revenue.network.wan");
  if (!cursor.sees(":")) {
    cursor.fail("expected-unit", cursor.peek().place,
                fmt::format("expected ':' and the unit of {}, found {}", declaration.name.text,
                            found(cursor.peek())),
                fmt::format("{} {} : JPY mn", word.text, declaration.name.text));
  }
  cursor.take();
  declaration.unit = parse_unit(cursor);
  if (cursor.accept("booked")) {
    cursor.expect("in", "after 'booked'");
    declaration.booked_in = parse_name(cursor, "a quarter of the year", "booked in Q2");
  }
  const bool driver = declaration.kind == Kind::driver;
  if (driver) parse_default(cursor, declaration);
  declaration.title = parse_title(cursor);
  while (next_clause(cursor, word.column)) parse_clause(cursor, declaration);
  declaration.place = cursor.since(word.place);
  return {std::move(declaration)};
}

}  // namespace headwater::detail
