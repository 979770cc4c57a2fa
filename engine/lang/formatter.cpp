#include "engine/lang/formatter.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/width.hpp"
#include "engine/lang/detail/page.hpp"
#include "engine/lang/lexer.hpp"
#include "engine/lang/parser.hpp"
#include "engine/lang/same.hpp"

namespace headwater {
namespace {

using detail::Line;
using detail::LineKind;
using detail::Word;

// The first byte of every statement, and how many braces stand around it.
using Statements = std::map<std::size_t, std::size_t>;

void collect(const std::vector<tree::Item>& items, std::size_t level, Statements& statements) {
  for (const tree::Item& item : items) {
    statements.emplace(item.place.begin, level);
    const auto* loop = std::get_if<tree::For>(&item.what);
    if (loop != nullptr) collect(loop->body, level + 1, statements);
    const auto* solve = std::get_if<tree::Solve>(&item.what);
    if (solve != nullptr) collect(solve->body, level + 1, statements);
  }
}

std::string_view without_end_blanks(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r");
  return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

class LineReader {
 public:
  LineReader(FileId file, const Sources& sources, const Statements& statements)
      : text_(sources.text(file)), tokens_(lex(file, sources).tokens), statements_(statements) {}

  std::vector<Line> read() {
    std::size_t begin = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    while (begin < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', begin), text_.size());
      line(begin, end);
      begin = end + 1;
    }
    while (!lines_.empty() && lines_.back().kind == LineKind::blank) lines_.pop_back();
    return std::move(lines_);
  }

 private:
  void line(std::size_t begin, std::size_t end) {
    Line line;
    const bool goes_on = !at_line_begin_;
    cells_ = 0;
    measured_ = begin;
    for (; tokens_[at_].place.begin < end && tokens_[at_].kind != TokenKind::end; ++at_) {
      if (tokens_[at_].kind != TokenKind::line_break) word(line);
    }
    skip_line_breaks(end);
    const std::size_t hash = text_.substr(0, end).find('#', measured_);
    if (hash != std::string_view::npos) {
      if (line.words.empty()) line.column = cells_to(hash);
      line.comment = without_end_blanks(text_.substr(hash, end - hash));
    }
    line.kind = kind_of(line, goes_on);
    push(std::move(line));
  }

  // A line break stands at the byte that ends its line; the last one ends the file.
  void skip_line_breaks(std::size_t end) {
    while (tokens_[at_].kind == TokenKind::line_break && tokens_[at_].place.begin <= end) {
      at_line_begin_ = true;
      ++at_;
    }
  }

  void word(Line& line) {
    const Token& token = tokens_[at_];
    const auto [begin, end] =
        std::pair<std::size_t, std::size_t>(token.place.begin, token.place.end);
    Word word{token.kind, std::string(text_.substr(begin, end - begin))};
    word.column = cells_to(begin);
    word.width = cells_to(end) - word.column;
    const auto statement = statements_.find(begin);
    word.begins_statement = statement != statements_.end();
    if (word.begins_statement) level_ = statement->second;
    if (line.words.empty()) {
      line.column = word.column;
      line.level = token.text == "}" && level_ > 0 ? level_ - 1 : level_;
    }
    at_line_begin_ = false;
    line.words.push_back(std::move(word));
  }

  // Cells from the line's begin to a byte at or behind the last one asked for.
  std::size_t cells_to(std::size_t byte) {
    constexpr std::size_t tab_stop = 8;
    while (measured_ < byte) {
      const std::size_t tab = std::min(text_.find('\t', measured_), byte);
      cells_ += display_width(text_.substr(measured_, tab - measured_));
      measured_ = tab;
      if (tab == byte) break;
      cells_ += tab_stop - cells_ % tab_stop;
      ++measured_;
    }
    return cells_;
  }

  static LineKind kind_of(const Line& line, bool goes_on) {
    if (line.words.empty()) return line.comment.empty() ? LineKind::blank : LineKind::comment;
    const Word& first = line.words.front();
    const bool brace = first.kind == TokenKind::sign && (first.text == "{" || first.text == "}");
    if (goes_on) return LineKind::continuation;
    if (first.begins_statement) return LineKind::statement;
    return brace ? LineKind::brace : LineKind::clause;
  }

  // One blank line says as much as several, and none is needed inside a brace's ends.
  void push(Line line) {
    const auto ends = [](const std::vector<Word>& words, std::string_view brace) {
      return !words.empty() && words.back().kind == TokenKind::sign && words.back().text == brace;
    };
    const bool blank = line.kind == LineKind::blank;
    if (blank && (lines_.empty() || lines_.back().kind == LineKind::blank)) return;
    if (blank && ends(lines_.back().words, "{")) return;
    const bool closes = line.kind == LineKind::brace && line.words.front().text == "}";
    if (closes && lines_.back().kind == LineKind::blank) lines_.pop_back();
    lines_.push_back(std::move(line));
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  const Statements& statements_;
  std::vector<Line> lines_;
  std::size_t at_ = 0;
  bool at_line_begin_ = true;
  std::size_t level_ = 0;     // of the statement being read
  std::size_t measured_ = 0;  // the byte up to which cells are counted
  std::size_t cells_ = 0;
};

}  // namespace

Checked<std::string> format(FileId file, const Sources& sources) {
  Parsed parsed = parse(file, sources);
  Checked<std::string> checked{std::nullopt, std::move(parsed.diagnostics)};
  if (has_errors(checked.diagnostics)) return checked;
  Statements statements;
  collect(parsed.document.items, 0, statements);
  checked.value = detail::lay_out(LineReader(file, sources, statements).read());
  Sources again;
  const Parsed laid_out = parse(again.add(std::string(sources.path(file)), *checked.value), again);
  require(!has_errors(laid_out.diagnostics) && same(parsed.document, laid_out.document),
          "a file says the same in its usual layout");
  return checked;
}

}  // namespace headwater
