// A reading position in the words of a file, and the one way the parser gives up on a statement.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/lang/lexer.hpp"
#include "engine/lang/tree.hpp"

namespace headwater::detail {

// Thrown to leave a statement after its mistake was reported; caught where statements are read.
struct StatementAbandoned {};

class Cursor {
 public:
  explicit Cursor(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  const Token& peek(std::size_t ahead = 0) const;
  const Token& previous() const { return tokens_[at_ == 0 ? 0 : at_ - 1]; }
  const Token& take();
  bool at_end() const { return peek().kind == TokenKind::end; }

  bool sees(std::string_view sign_or_word) const;
  bool sees(TokenKind kind) const { return peek().kind == kind; }
  bool accept(std::string_view sign_or_word);
  const Token& expect(std::string_view sign_or_word, std::string_view where, std::string hint = {});
  const Token& expect(TokenKind kind, std::string_view what, std::string_view example);

  // Reports and abandons the statement.
  [[noreturn]] void fail(std::string code, const Place& place, std::string message,
                         std::string hint = {});
  void report(Diagnostic diagnostic) { diagnostics_.push_back(std::move(diagnostic)); }
  std::vector<Diagnostic> take_diagnostics() { return std::move(diagnostics_); }

  // From the first byte of `begin` to the end of what was read last.
  Place since(const Place& begin) const;

  // Reports as well as fail does, with a label at the words the mistake repeats.
  [[noreturn]] void fail_twice(const Place& place, const Place& first, std::string message);

  std::size_t position() const { return at_; }  // words before this one
  std::size_t mistakes() const { return diagnostics_.size(); }
  void skip_to_end() { at_ = tokens_.size() - 1; }

  int depth = 0;  // of nested brackets and conditions: see nesting_max
  int parts = 0;  // of the expression being read: see parts_max

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::vector<Diagnostic> diagnostics_;
};

inline constexpr int nesting_max = 64;   // deeper expressions are refused before they cost memory
inline constexpr int parts_max = 5'000;  // of an expression: it is walked part within part

// A word the language uses itself, so that it ends a unit written after a number.
bool is_reserved(std::string_view word);
bool ends_unit(std::string_view word);  // those, and a few that may be names elsewhere

tree::Name parse_name(Cursor& cursor, std::string_view what, std::string_view example);
tree::Text parse_text(Cursor& cursor, std::string_view what);
tree::Title parse_title(Cursor& cursor);
tree::UnitText parse_unit(Cursor& cursor);
tree::PeriodText parse_periods(Cursor& cursor);
std::optional<tree::Where> parse_where(Cursor& cursor);

tree::Expr parse_expression(Cursor& cursor);  // all of it, comparisons included
tree::Expr parse_amount(Cursor& cursor);      // no comparison: a value, a range's end
tree::Expr parse_text_value(Cursor& cursor);  // the text at the cursor, as a value

// The statements, each from its first word on. Throw StatementAbandoned.
tree::Item parse_declaration(Cursor& cursor);
tree::Item parse_redefinition(Cursor& cursor);
tree::Item parse_header_statement(Cursor& cursor, std::string_view word);
tree::Item parse_scenario_statement(Cursor& cursor, std::string_view word);
tree::Item parse_operation(Cursor& cursor, std::string_view word);  // behind that word
tree::Item parse_sweep(Cursor& cursor, std::uint32_t column);       // these behind theirs
tree::Item parse_tornado(Cursor& cursor, std::uint32_t column);
tree::Item parse_target(Cursor& cursor, std::uint32_t column);
tree::Item parse_uncertainty(Cursor& cursor, std::uint32_t column);
tree::Item parse_sensitivity(Cursor& cursor, std::uint32_t column);
tree::Item parse_backtest(Cursor& cursor, std::uint32_t column);
tree::Draw parse_uncertain_clause(Cursor& cursor);  // of a driver, behind `uncertain`

// in P, from P: nothing when neither stands there.
std::optional<tree::PeriodText> parse_when(Cursor& cursor);
// show NAME, NAME in P, P: behind `show`.
void parse_show(Cursor& cursor, std::vector<tree::Name>& shown,
                std::vector<tree::PeriodText>& periods);
// A line of a block that begins with none of `known`.
[[noreturn]] void fail_unknown_clause(Cursor& cursor, const std::vector<std::string>& known,
                                      std::string_view advice);

// Further clauses of a statement that began at `column`: true while one follows.
bool next_clause(Cursor& cursor, std::uint32_t column);

// What a message calls the thing at the cursor: "'+'", "the end of the line".
std::string found(const Token& token);

}  // namespace headwater::detail
