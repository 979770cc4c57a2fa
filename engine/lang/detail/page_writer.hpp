// Writes a tree's parts as words on the lines of a page.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/lang/detail/page.hpp"
#include "engine/lang/tree.hpp"

namespace headwater::detail {

// How tightly an expression binds, from the loosest to the tightest.
enum class Binding { comparison, otherwise, sum, product, negation, power, primary };

class PageWriter {
 public:
  void statement(std::string_view first_word);
  void clause(std::string_view first_word);
  void line(LineKind kind);  // begins one; a blank one only behind a statement

  void word(std::string_view word);
  void words(std::string_view phrase);  // separated by blanks
  void sign(std::string_view sign);
  void quoted(const std::string& text);  // with its quotes and escapes

  void name(const tree::Name& name) { word(name.text); }
  void text(const tree::Text& text) { quoted(text.text); }
  void title(const tree::Title& title);
  void unit(const tree::UnitText& unit);
  void unit_name(std::string_view unit);
  void periods(const tree::PeriodText& periods);
  void in(const std::optional<tree::PeriodText>& periods);
  void where(const std::optional<tree::Where>& where);

  void expression(const tree::Expr& expr) { expression(expr, Binding::comparison); }
  void amount(const tree::Expr& expr);  // a comparison in brackets
  void bracketed(const tree::Expr& expr);

  template <typename Values, typename Write>
  void list(const Values& values, Write write) {
    bool first = true;
    for (const auto& value : values) {
      if (!std::exchange(first, false)) sign(",");
      write(value);
    }
  }
  void names(const std::vector<tree::Name>& all) {
    list(all, [this](const tree::Name& one) { name(one); });
  }
  void texts(const std::vector<tree::Text>& all) {
    list(all, [this](const tree::Text& one) { text(one); });
  }

  // Braces, each at the end of what stands before it and on a line of its own.
  void open_brace();
  void close_brace();

  // Of the clause just begun: how deep it stands below the others of its statement.
  void indent(std::size_t depth) { lines_.back().column = 2 * depth; }

  std::vector<Line> take_lines() { return std::move(lines_); }

 private:
  void expression(const tree::Expr& expr, Binding loosest);
  void unbracketed(const tree::Expr& expr);
  void branch(const tree::Expr& expr);
  void binary(const tree::Expr& expr);
  void power(const tree::Expr& expr);
  void call(const tree::Expr& expr);
  void push(TokenKind kind, std::string_view text);

  std::vector<Line> lines_;
  std::size_t level_ = 0;
};

}  // namespace headwater::detail
