#include "engine/lang/detail/cursor.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "engine/lang/detail/words.hpp"

namespace headwater::detail {

const Token& Cursor::peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

const Token& Cursor::take() {
  const Token& token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool Cursor::sees(std::string_view sign_or_word) const {
  const Token& token = peek();
  return (token.kind == TokenKind::name || token.kind == TokenKind::sign) &&
         token.text == sign_or_word;
}

bool Cursor::accept(std::string_view sign_or_word) {
  if (!sees(sign_or_word)) return false;
  take();
  return true;
}

const Token& Cursor::expect(std::string_view sign_or_word, std::string_view where,
                            std::string hint) {
  if (sees(sign_or_word)) return take();
  fail("expected-sign", peek().place,
       fmt::format("expected '{}' {}, found {}", sign_or_word, where, found(peek())),
       std::move(hint));
}

const Token& Cursor::expect(TokenKind kind, std::string_view what, std::string_view example) {
  if (sees(kind)) return take();
  fail("expected-word", peek().place, fmt::format("expected {}, found {}", what, found(peek())),
       example.empty() ? std::string() : fmt::format("for example {}", example));
}

void Cursor::fail(std::string code, const Place& place, std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.place = place;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  report(std::move(diagnostic));
  throw StatementAbandoned{};
}

void Cursor::fail_twice(const Place& place, const Place& first, std::string message) {
  Diagnostic diagnostic;
  diagnostic.code = "clause-twice";
  diagnostic.place = place;
  diagnostic.message = std::move(message);
  diagnostic.labels.push_back({first, "the first"});
  diagnostic.hint = "keep one of them";
  report(std::move(diagnostic));
  throw StatementAbandoned{};
}

Place Cursor::since(const Place& begin) const {
  return {begin.file, begin.begin, std::max(begin.end, previous().place.end)};
}

std::string found(const Token& token) {
  switch (token.kind) {
    case TokenKind::name:
    case TokenKind::number:
    case TokenKind::sign: return fmt::format("'{}'", token.text);
    case TokenKind::text: return fmt::format("the text \"{}\"", token.text);
    case TokenKind::line_break: return "the end of the line";
    case TokenKind::end: return "the end of the file";
  }
  return "";
}

bool is_reserved(std::string_view word) { return holds(reserved_words, word); }

bool ends_unit(std::string_view word) { return is_reserved(word) || holds(unit_end_words, word); }

tree::Name parse_name(Cursor& cursor, std::string_view what, std::string_view example) {
  const Token& token = cursor.expect(TokenKind::name, what, example);
  return {token.text, token.place};
}

tree::Text parse_text(Cursor& cursor, std::string_view what) {
  const Token& token = cursor.expect(TokenKind::text, what, "");
  return {token.text, token.place};
}

tree::Title parse_title(Cursor& cursor) {
  tree::Title title;
  if (cursor.sees(TokenKind::text)) title.english = parse_text(cursor, "a title");
  if (cursor.accept("ja")) title.japanese = parse_text(cursor, "a Japanese title after 'ja'");
  return title;
}

namespace {

// One named unit: `%`, or words such as `10k line`.
std::string unit_words(Cursor& cursor) {
  if (cursor.accept("%")) return "%";
  std::string words;
  const auto takes = [&] {
    const Token& token = cursor.peek();
    return token.kind == TokenKind::name && !ends_unit(token.text) &&
           token.text.find('.') == std::string::npos;
  };
  while (takes()) {
    if (!words.empty()) words += ' ';
    words += cursor.take().text;
  }
  if (words.empty()) {
    cursor.fail("expected-unit", cursor.peek().place,
                fmt::format("expected a unit, found {}", found(cursor.peek())),
                "for example JPY mn, %, person or JPY / line / month");
  }
  if (cursor.accept("^")) {
    words += '^';
    if (cursor.accept("-")) words += '-';
    words += cursor.expect(TokenKind::number, "a whole exponent", "m^2").text;
  }
  return words;
}

}  // namespace

tree::UnitText parse_unit(Cursor& cursor) {
  tree::UnitText unit;
  const Place begin = cursor.peek().place;
  if (cursor.sees(TokenKind::number) && cursor.peek().text == "1") {  // 1 / month
    unit.text = cursor.take().text;
  } else {
    unit.text = unit_words(cursor);
  }
  while (cursor.sees("/") || cursor.sees("*")) {
    unit.text += " " + cursor.take().text + " ";
    unit.text += unit_words(cursor);
  }
  unit.place = cursor.since(begin);
  if (cursor.accept("per")) {
    const Place note = cursor.previous().place;
    unit.per = parse_name(cursor, "a period after 'per'", "% per quarter").text;
    unit.per_place = cursor.since(note);
  }
  return unit;
}

namespace {

void refuse_bare_year(Cursor& cursor) {
  const Token& token = cursor.peek();
  if (token.kind != TokenKind::number || token.text.size() != 4) return;
  cursor.fail("expected-word", token.place,
              fmt::format("expected a period, found '{}'", token.text),
              fmt::format("for example FY{0}, {0}H1 or {0}Q1", token.text));
}

}  // namespace

tree::PeriodText parse_periods(Cursor& cursor) {
  tree::PeriodText periods;
  const Place begin = cursor.peek().place;
  if (!cursor.sees("..")) {
    refuse_bare_year(cursor);
    periods.first = parse_name(cursor, "a period", "2023Q3, 2023H2, FY2024 or 2023Q3..");
    periods.last = periods.first;
  }
  if (cursor.accept("..")) {
    periods.last = {};
    // An end of a tornado's bar may follow: in 2023Q3..  low 5
    const bool closed = cursor.sees(TokenKind::name) && !ends_unit(cursor.peek().text);
    if (closed) periods.last = parse_name(cursor, "a period", "");
    if (!closed && periods.first.text.empty()) {
      cursor.fail("expected-word", cursor.since(begin), "'..' alone names no period",
                  "for example ..2023Q2 or 2023Q3..");
    }
  }
  periods.place = cursor.since(begin);
  return periods;
}

std::optional<tree::Where> parse_where(Cursor& cursor) {
  if (!cursor.accept("where")) return std::nullopt;
  tree::Where where;
  where.column = parse_name(cursor, "a column after 'where'", "where preferred = yes");
  where.equal = !cursor.accept("!=");
  if (where.equal) cursor.expect("=", "after the column");
  const Token& value = cursor.take();
  if (value.kind != TokenKind::name && value.kind != TokenKind::text &&
      value.kind != TokenKind::number) {
    cursor.fail("expected-word", value.place,
                fmt::format("expected a value, found {}", found(value)),
                "for example where preferred = yes");
  }
  where.value = {value.text, value.place};
  return where;
}

bool next_clause(Cursor& cursor, std::uint32_t column) {
  if (cursor.at_end() || cursor.sees("}")) return false;
  if (!cursor.sees(TokenKind::line_break)) return true;
  if (cursor.peek().column <= column || cursor.peek(1).kind == TokenKind::end) return false;
  if (cursor.peek(1).text == "}" && cursor.peek(1).kind == TokenKind::sign) return false;
  cursor.take();
  return true;
}

}  // namespace headwater::detail
