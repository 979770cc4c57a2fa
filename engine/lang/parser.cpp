#include "engine/lang/parser.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"
#include "engine/lang/lexer.hpp"

namespace headwater {
namespace {

using detail::Cursor;
using detail::StatementAbandoned;

constexpr std::array<std::string_view, 5> kinds = {"flow", "stock", "price", "ratio", "driver"};
constexpr std::array<std::string_view, 15> headers = {
    "model", "calendar", "horizon", "unit",    "alias", "actuals", "guidance", "pipeline",
    "table", "section",  "one_off", "outlook", "check", "group",   "statement"};
constexpr std::array<std::string_view, 8> scenario_words = {
    "scenario", "extends", "why", "sweep", "as", "set", "add", "multiply"};

template <typename Words>
bool holds(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class Parser {
 public:
  Parser(FileId file, const Sources& sources)
      : file_(file), lexed_(lex(file, sources)), cursor_(lexed_.tokens) {}

  Parsed parse() {
    Parsed parsed;
    parsed.document.begin = {file_, 0, 0};
    parsed.document.items = statements(false);
    parsed.diagnostics = std::move(lexed_.diagnostics);
    auto more = cursor_.take_diagnostics();
    const bool unreadable = has_errors(parsed.diagnostics);
    for (auto& diagnostic : more) {
      // What follows from a word that could not be read stays silent.
      if (unreadable && same_line_as_lexical(parsed.diagnostics, diagnostic)) continue;
      follow_ups_.push_back(std::move(diagnostic));
    }
    for (auto& diagnostic : follow_ups_) parsed.diagnostics.push_back(std::move(diagnostic));
    parsed.diagnostics = in_file_order(std::move(parsed.diagnostics));
    return parsed;
  }

 private:
  // Near enough to be the same line: the lexical mistake lies within the statement's words.
  static bool same_line_as_lexical(const std::vector<Diagnostic>& lexical,
                                   const Diagnostic& diagnostic) {
    return std::any_of(lexical.begin(), lexical.end(), [&](const Diagnostic& first) {
      const auto low = std::min(first.place.begin, diagnostic.place.begin);
      const auto high = std::max(first.place.begin, diagnostic.place.begin);
      return high - low < 200;
    });
  }

  std::vector<tree::Item> statements(bool in_for) {
    std::vector<tree::Item> items;
    while (!cursor_.at_end()) {
      if (cursor_.sees(TokenKind::line_break)) {
        cursor_.take();
        continue;
      }
      if (in_for && cursor_.sees("}")) break;
      const std::uint32_t column = cursor_.peek().column;
      try {
        items.push_back(statement(in_for));
        end_of_statement(in_for);
      } catch (const StatementAbandoned&) {
        skip_to_next(column, in_for);
      }
    }
    return items;
  }

  tree::Item statement(bool in_for) {
    const Token& first = cursor_.peek();
    const std::string word = first.kind == TokenKind::name ? first.text : std::string();
    if (holds(kinds, word)) return detail::parse_declaration(cursor_);
    if (word == "model" && cursor_.peek(1).kind == TokenKind::text) return model_file();
    if (holds(headers, word)) return detail::parse_header_statement(cursor_, word);
    if (word == "for" && !in_for) return for_statement();
    if (holds(scenario_words, word)) return detail::parse_scenario_statement(cursor_, word);
    unknown_statement(first, in_for);
  }

  tree::Item model_file() {
    cursor_.take();
    return {tree::ModelFile{detail::parse_text(cursor_, "a file between quotes")}};
  }

  [[noreturn]] void unknown_statement(const Token& first, bool in_for) {
    if (first.text == "for" && in_for) {
      cursor_.fail("nested-for", first.place, "a 'for' cannot stand inside another",
                   "write the rows of both as one list of rows");
    }
    std::vector<std::string> known(kinds.begin(), kinds.end());
    known.insert(known.end(), headers.begin(), headers.end());
    known.insert(known.end(), scenario_words.begin(), scenario_words.end());
    known.emplace_back("for");
    const auto near = nearest(first.text, known);
    cursor_.fail("unknown-statement", first.place,
                 fmt::format("{} begins no statement", detail::found(first)),
                 near ? fmt::format("did you mean '{}'?", *near)
                      : "statements begin with a word such as flow, driver, check, set or sweep");
  }

  // for m, en in (a, "A"), (b, "B") { ... }
  tree::Item for_statement() {
    tree::For loop;
    const Place begin = cursor_.take().place;
    do loop.variables.push_back(detail::parse_name(cursor_, "a variable", "for m in a, b { ... }"));
    while (cursor_.accept(","));
    cursor_.expect("in", "after the variables");
    if (cursor_.sees(TokenKind::line_break)) cursor_.take();
    do loop.rows.push_back(row(loop.variables.size()));
    while (cursor_.accept(","));
    if (cursor_.sees(TokenKind::line_break)) cursor_.take();
    cursor_.expect("{", "before what is repeated");
    loop.place = cursor_.since(begin);
    loop.body = statements(true);
    cursor_.expect("}", "to close the 'for'");
    return {std::move(loop)};
  }

  std::vector<tree::Expr> row(std::size_t columns) {
    std::vector<tree::Expr> cells;
    const Place begin = cursor_.peek().place;
    const bool bracketed = columns > 1;
    if (bracketed) cursor_.expect("(", "before a row");
    do cells.push_back(cell());
    while (bracketed && cursor_.accept(","));
    if (bracketed) cursor_.expect(")", "to close the row");
    if (cells.size() != columns) {
      cursor_.fail("row-length", cursor_.since(begin),
                   fmt::format("this row has {} values for {} variables", cells.size(), columns),
                   "give each variable one value");
    }
    return cells;
  }

  tree::Expr cell() {
    if (!cursor_.sees(TokenKind::text)) return detail::parse_amount(cursor_);
    const Token text = cursor_.take();
    tree::Expr expr;
    expr.kind = tree::ExprKind::text;
    expr.text = text.text;
    expr.place = expr.text_place = text.place;
    return expr;
  }

  void end_of_statement(bool in_for) {
    if (cursor_.sees(TokenKind::line_break) || cursor_.at_end()) return;
    if (in_for && cursor_.sees("}")) return;
    const Token& token = cursor_.peek();
    cursor_.fail("left-over", token.place,
                 fmt::format("{} does not belong here", detail::found(token)),
                 "a statement ends with its line; its clauses stand indented below it");
  }

  // On to the first line that is indented no deeper than the statement that was abandoned.
  void skip_to_next(std::uint32_t column, bool in_for) {
    int braces = 0;
    while (!cursor_.at_end()) {
      if (cursor_.sees("{")) ++braces;
      if (cursor_.sees("}")) {
        if (in_for && braces == 0) return;
        --braces;
      }
      const bool line_break = cursor_.sees(TokenKind::line_break);
      if (line_break && braces <= 0 && cursor_.peek().column <= column) return;
      cursor_.take();
    }
  }

  FileId file_;
  Lexed lexed_;
  Cursor cursor_;
  std::vector<Diagnostic> follow_ups_;
};

}  // namespace

Parsed parse(FileId file, const Sources& sources) { return Parser(file, sources).parse(); }

}  // namespace headwater
