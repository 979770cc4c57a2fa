#include "engine/lang/parser.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"
#include "engine/lang/detail/words.hpp"
#include "engine/lang/lexer.hpp"

namespace headwater {
namespace {

using detail::Cursor;
using detail::StatementAbandoned;

using detail::header_words;
using detail::holds;
using detail::kind_words;
using detail::scenario_words;

class Parser {
 public:
  Parser(FileId file, const Sources& sources)
      : file_(file),
        sources_(sources),
        lexed_(lex(file, sources)),
        cursor_(std::move(lexed_.tokens)) {}

  Parsed parse() {
    Parsed parsed;
    parsed.document.begin = {file_, 0, 0};
    parsed.document.items = statements(Within::file);
    parsed.diagnostics = std::move(lexed_.diagnostics);
    std::set<std::size_t> unreadable;
    for (const Diagnostic& lexical : parsed.diagnostics) unreadable.insert(line_of(lexical));
    for (Diagnostic& diagnostic : cursor_.take_diagnostics()) {
      // What follows from a word that could not be read stays silent.
      if (unreadable.contains(line_of(diagnostic))) continue;
      parsed.diagnostics.push_back(std::move(diagnostic));
    }
    parsed.diagnostics = in_file_order(std::move(parsed.diagnostics));
    return parsed;
  }

 private:
  enum class Within { file, loop, solve };

  std::size_t line_of(const Diagnostic& diagnostic) const {
    return sources_.position(file_, diagnostic.place.begin).line;
  }

  std::vector<tree::Item> statements(Within within) {
    std::vector<tree::Item> items;
    while (!cursor_.at_end()) {
      if (cursor_.sees(TokenKind::line_break)) {
        cursor_.take();
        continue;
      }
      if (within != Within::file && cursor_.sees("}")) break;
      const std::uint32_t column = cursor_.peek().column;
      const Token& first = cursor_.peek();
      const Token& second = cursor_.peek(1);
      try {
        items.push_back(statement(within));
        items.back().place = headline(first, second);
        end_of_statement(within);
      } catch (const StatementAbandoned&) {
        if (cursor_.mistakes() < mistakes_max) {
          skip_to_next(column, within);
          continue;
        }
        cursor_.report(more_mistakes(first.place));
        cursor_.skip_to_end();
      }
    }
    return items;
  }

  static Place headline(const Token& first, const Token& second) {
    const bool alone = second.kind == TokenKind::line_break || second.kind == TokenKind::end;
    return {first.place.file, first.place.begin, alone ? first.place.end : second.place.end};
  }

  tree::Item statement(Within within) {
    const Token& first = cursor_.peek();
    const std::string word = first.kind == TokenKind::name ? first.text : std::string();
    if (holds(kind_words, word)) return detail::parse_declaration(cursor_);
    if (word == "model" && cursor_.peek(1).kind == TokenKind::text) return model_file();
    if (holds(header_words, word)) return detail::parse_header_statement(cursor_, word);
    if (within == Within::file && word == "for") return for_statement();
    if (within == Within::file && word == "solve") return solve_statement();
    if (holds(scenario_words, word)) return detail::parse_scenario_statement(cursor_, word);
    unknown_statement(first, within);
  }

  tree::Item model_file() {
    cursor_.take();
    return {tree::ModelFile{detail::parse_text(cursor_, "a file between quotes")}};
  }

  [[noreturn]] void unknown_statement(const Token& first, Within within) {
    if (within != Within::file && (first.text == "for" || first.text == "solve")) {
      nested(first, within);
    }
    std::vector<std::string> known(kind_words.begin(), kind_words.end());
    known.insert(known.end(), header_words.begin(), header_words.end());
    known.insert(known.end(), scenario_words.begin(), scenario_words.end());
    known.emplace_back("for");
    known.emplace_back("solve");
    const auto near = nearest(first.text, known);
    cursor_.fail("unknown-statement", first.place,
                 fmt::format("{} begins no statement", detail::found(first)),
                 near ? fmt::format("did you mean '{}'?", *near)
                      : "statements begin with a word such as flow, driver, check, set or sweep");
  }

  [[noreturn]] void nested(const Token& first, Within within) {
    const bool solves = within == Within::solve;
    const std::string word = first.text;
    if (!solves && word == "for") {
      cursor_.fail("nested-for", first.place, "a 'for' cannot stand inside another",
                   "write the rows of both as one list of rows");
    }
    cursor_.fail("nested-braces", first.place,
                 fmt::format("a '{}' cannot stand inside a '{}'", word, solves ? "solve" : "for"),
                 "write its series out, each by itself");
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
    const Place open = cursor_.expect("{", "before what is repeated").place;
    loop.place = cursor_.since(begin);
    const std::size_t first_word = cursor_.position();
    loop.body = statements(Within::loop);
    loop.words = cursor_.position() - first_word;
    close(open, "for");
    return {std::move(loop)};
  }

  void close(const Place& open, std::string_view word) {
    if (cursor_.at_end()) {
      cursor_.fail("open-bracket", open, "this brace is never closed",
                   fmt::format("close the '{}' with }}", word));
    }
    cursor_.expect("}", fmt::format("to close the '{}'", word));
  }

  // solve "Interest on mean borrowings" { redefine finance.net_interest ... }
  tree::Item solve_statement() {
    tree::Solve solve;
    const Place begin = cursor_.take().place;
    solve.title = detail::parse_title(cursor_);
    if (cursor_.sees(TokenKind::line_break)) cursor_.take();
    const Place open = cursor_.expect("{", "before what is solved together").place;
    solve.place = cursor_.since(begin);
    solve.body = statements(Within::solve);
    for (const tree::Item& item : solve.body) refuse_stray(item);
    close(open, "solve");
    return {std::move(solve)};
  }

  void refuse_stray(const tree::Item& item) {
    if (std::holds_alternative<tree::Declaration>(item.what)) return;
    Diagnostic stray;
    stray.code = "stray-in-solve";
    stray.place = item.place;
    stray.message = "a 'solve' block holds series and nothing else";
    stray.hint = "move this out of the braces";
    cursor_.report(std::move(stray));
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
                   fmt::format("this row has {} for {}", counted(cells.size(), "value"),
                               counted(columns, "variable")),
                   "give each variable one value");
    }
    return cells;
  }

  static std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
  }

  tree::Expr cell() {
    if (cursor_.sees(TokenKind::text)) return detail::parse_text_value(cursor_);
    return detail::parse_amount(cursor_);
  }

  void end_of_statement(Within within) {
    if (cursor_.sees(TokenKind::line_break) || cursor_.at_end()) return;
    if (within != Within::file && cursor_.sees("}")) return;
    const Token& token = cursor_.peek();
    if (token.text == ")" || token.text == "]") {
      cursor_.fail("left-over", token.place, "this bracket was never opened", "leave it out");
    }
    cursor_.fail("left-over", token.place,
                 fmt::format("{} does not belong here", detail::found(token)),
                 "a statement ends with its line; its clauses stand indented below it");
  }

  // On to the first line that is indented no deeper than the statement that was abandoned.
  void skip_to_next(std::uint32_t column, Within within) {
    int braces = 0;
    while (!cursor_.at_end()) {
      if (cursor_.sees("{")) ++braces;
      if (cursor_.sees("}")) {
        if (within != Within::file && braces == 0) return;
        --braces;
      }
      const bool line_break = cursor_.sees(TokenKind::line_break);
      if (line_break && braces <= 0 && cursor_.peek().column <= column) return;
      cursor_.take();
    }
  }

  FileId file_;
  const Sources& sources_;
  Lexed lexed_;
  Cursor cursor_;
};

}  // namespace

Parsed parse(FileId file, const Sources& sources) { return Parser(file, sources).parse(); }

}  // namespace headwater
