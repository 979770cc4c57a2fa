// Series and driver declarations with their clauses.
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"
#include "engine/lang/detail/words.hpp"

namespace headwater::detail {
namespace {

using tree::Declaration;
using tree::Kind;
using tree::Role;

constexpr std::size_t entries_max = 1'000;
constexpr auto clause_words = std::to_array<std::string_view>(
    {"history", "outlook", "before", "parts", "range", "basis", "rolls", "actual", "uncertain"});

std::optional<Kind> kind_of(std::string_view word) {
  if (word == "flow") return Kind::flow;
  if (word == "stock") return Kind::stock;
  if (word == "price") return Kind::price;
  if (word == "ratio") return Kind::ratio;
  if (word == "driver") return Kind::driver;
  return std::nullopt;
}

tree::Entry parse_entry(Cursor& cursor) {
  tree::Entry entry;
  if (cursor.sees(TokenKind::name) && is_position(cursor.peek().text)) {
    const Token& position = cursor.take();
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
  const Token& word = cursor.expect(TokenKind::name, "quarter, month or fiscal after 'by'", "");
  if (word.text == "fiscal") {
    cursor.expect("year", "after 'by fiscal'");
    value.by = "fiscal year";
    return;
  }
  if (word.text != "quarter" && word.text != "month") {
    cursor.fail("expected-word", word.place,
                fmt::format("a default goes by quarter of year, by month of year or by fiscal "
                            "year, not by '{}'",
                            word.text),
                "by quarter of year = Q1 4%, else 0%");
  }
  cursor.expect("of", "after 'by " + word.text + "'");
  cursor.expect("year", "after 'by " + word.text + " of'");
  value.by = word.text + " of year";
}

void parse_default(Cursor& cursor, Declaration& declaration) {
  tree::Default value;
  if (cursor.accept("by")) parse_default_by(cursor, value);
  if (cursor.accept("=")) {
    do {
      value.entries.push_back(parse_entry(cursor));
      if (value.entries.size() <= entries_max) continue;
      cursor.fail("too-long", cursor.previous().place,
                  fmt::format("a driver's line has at most {} values", entries_max),
                  "give it a formula that looks them up in a table");
    } while (cursor.accept(","));
  }
  if (!value.by.empty() || !value.entries.empty()) declaration.value = std::move(value);
}

void parse_parts(Cursor& cursor, Declaration& declaration) {
  tree::Parts parts;
  cursor.expect("by", "after 'parts'");
  parts.by = parse_name(cursor, "the name of the cut", "parts by segment = network, si");
  for (const auto& earlier : declaration.parts) {
    if (earlier.by.text != parts.by.text) continue;
    cursor.fail_twice(
        parts.by.place, earlier.by.place,
        fmt::format("{} has parts by {} already", declaration.name.text, parts.by.text));
  }
  cursor.expect("=", "before the parts");
  do {
    parts.members.push_back(parse_name(cursor, "a part", ""));
    if (parts.members.size() <= std::size_t{parts_max}) continue;
    cursor.fail("too-long", cursor.previous().place,
                fmt::format("a cut has at most {} parts", parts_max), "add some of them up first");
  } while (cursor.accept(","));
  declaration.parts.push_back(std::move(parts));
}

void parse_range(Cursor& cursor, Declaration& declaration) {
  const Place word = cursor.previous().place;
  if (declaration.range) {
    cursor.fail_twice(word, declaration.range->place,
                      fmt::format("{} has a range already", declaration.name.text));
  }
  tree::Range range;
  range.low = parse_amount(cursor);
  cursor.expect("to", "between the ends of a range");
  range.high = parse_amount(cursor);
  range.place = cursor.since(word);
  declaration.range = std::move(range);
}

void parse_basis(Cursor& cursor, Declaration& declaration) {
  const Place clause = cursor.previous().place;
  if (declaration.basis) {
    cursor.fail_twice(clause, declaration.basis->word.place,
                      fmt::format("{} has a basis already", declaration.name.text));
  }
  tree::Basis basis;
  basis.word = parse_name(cursor, "a basis", "printed, derived, history or judgement");
  const std::string& word = basis.word.text;
  if (word != "printed" && word != "derived" && word != "history" && word != "judgement") {
    cursor.fail("unknown-basis", basis.word.place, fmt::format("'{}' is no basis", word),
                "say printed, derived, history or judgement");
  }
  const Token& next = cursor.peek();
  if (next.kind == TokenKind::name && !holds(clause_words, next.text)) {
    cursor.fail("expected-word", next.place,
                fmt::format("expected a reason between double quotes, found {}", found(next)),
                fmt::format("basis {} \"mean of five quarters\"", word));
  }
  if (cursor.sees(TokenKind::text)) basis.reason = parse_text(cursor, "a reason");
  declaration.basis = std::move(basis);
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::plain: return "a formula";
    case Role::history: return "a formula for its history";
    case Role::outlook: return "an outlook";
    case Role::before: return "a 'before'";
  }
  return "";
}

void add_formula(Cursor& cursor, Declaration& declaration, Role role, const Place& place) {
  const bool has_value = declaration.value && !declaration.value->entries.empty();
  if (has_value && role == Role::plain) {
    cursor.fail_twice(place, declaration.value->entries.front().value.place,
                      fmt::format("{} has a value already", declaration.name.text));
  }
  for (const auto& formula : declaration.formulas) {
    if (formula.role != role) continue;
    cursor.fail_twice(place, formula.place,
                      fmt::format("{} has {} already", declaration.name.text, name_of(role)));
  }
  declaration.formulas.push_back({role, parse_expression(cursor), place});
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

[[noreturn]] void refuse_clause(Cursor& cursor, const Token& token) {
  static const std::vector<std::string> known(clause_words.begin(), clause_words.end());
  if (token.kind == TokenKind::sign && (token.text == ")" || token.text == "]")) {
    cursor.fail("left-over", token.place, "this bracket was never opened", "leave it out");
  }
  const auto near = nearest(token.text, known);
  cursor.fail("unknown-clause", token.place, fmt::format("{} begins no clause", found(token)),
              near ? fmt::format("did you mean '{}'?", *near)
                   : "clauses begin with =, history, outlook, before, parts, range, basis, "
                     "uncertain, rolls up as or actual only");
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
  if (cursor.accept("uncertain")) {
    if (declaration.uncertain) {
      cursor.fail_twice(token.place, declaration.uncertain->place,
                        fmt::format("{} is uncertain already", declaration.name.text));
    }
    declaration.uncertain = parse_uncertain_clause(cursor);
    return;
  }
  if (cursor.accept("parts")) return parse_parts(cursor, declaration);
  if (cursor.accept("actual")) {
    cursor.expect("only", "after 'actual'");
    declaration.actual_only = true;
    return;
  }
  if (cursor.accept("rolls")) {
    cursor.expect("up", "after 'rolls'");
    cursor.expect("as", "after 'rolls up'");
    if (declaration.rolls_up_as) {
      cursor.fail_twice(cursor.since(token.place), declaration.rolls_up_as->place,
                        fmt::format("{} says already how it rolls up", declaration.name.text));
    }
    declaration.rolls_up_as = parse_name(cursor, "a roll-up", "rolls up as mean");
    return;
  }
  refuse_clause(cursor, token);
}

}  // namespace

// redefine NAME [its default] "title", with the clauses that change
tree::Item parse_redefinition(Cursor& cursor) {
  const Token& word = cursor.take();
  Declaration declaration;
  declaration.redefines = true;
  declaration.name = parse_name(cursor, "a series", "redefine bandwidth.price");
  if (cursor.sees(":")) {
    cursor.fail("left-over", cursor.peek().place, "a redefinition keeps its kind and its unit",
                fmt::format("leave the unit out: redefine {}", declaration.name.text));
  }
  parse_default(cursor, declaration);
  declaration.title = parse_title(cursor);
  while (next_clause(cursor, word.column)) parse_clause(cursor, declaration);
  declaration.place = cursor.since(word.place);
  return {std::move(declaration)};
}

tree::Item parse_declaration(Cursor& cursor) {
  const Token& word = cursor.take();
  Declaration declaration;
  declaration.kind = *kind_of(word.text);
  declaration.name = parse_name(cursor, "a name", "revenue.network.wan");
  if (is_reserved(declaration.name.text)) {
    cursor.fail("reserved-name", declaration.name.place,
                fmt::format("'{}' is a word of the language", declaration.name.text),
                fmt::format("give it a longer name, for example {0}.{1}", declaration.name.text,
                            word.text == "driver" ? "plan" : "total"));
  }
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
