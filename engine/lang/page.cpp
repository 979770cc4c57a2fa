// Where each line begins: two blanks a level, a list below its first item, what stands in a
// bracket below what it begins with; and the comments.
#include "engine/lang/detail/page.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "engine/core/width.hpp"
#include "engine/lang/detail/columns.hpp"
#include "engine/lang/detail/line_depths.hpp"

namespace headwater::detail {
namespace {

constexpr std::size_t step = 2;  // of indentation

// Whether a list begins behind this word, in a statement or clause that begins with `first`.
bool opens_list(std::string_view first, std::string_view word) {
  if (first == "for") return word == "for" || word == "in";
  if (first == "show") return word == "show" || word == "in";
  if (first == "unit") return word == "alias";
  for (const std::string_view whole :
       {"alias", "actuals", "guidance", "calendar", "by"}) {  // a list from their first word on
    if (first == whole) return word == whole;
  }
  return word == "=";
}

// Begins of lines, found in file order since each follows from the words above it.
class Indenter {
 public:
  std::size_t begin(const Line& line) {
    const std::size_t begin = place(line);
    std::size_t cell = begin;
    line_begin_ = begin;
    for (const Word& word : line.words) {
      cell += word.gap;
      read(word, cell);
      cell += word.width;
    }
    for (Bracket& open : brackets_) {  // one that ends its line holds lines one step in
      if (open.content == nowhere) open.content = begin + step, open.hanging = true;
    }
    return begin;
  }

 private:
  struct Bracket {
    std::size_t content = nowhere;  // the cell of its first word
    std::size_t line_begin = 0;
    bool hanging = false;
  };

  std::size_t place(const Line& line) {
    const Word& first = line.words.front();
    if (line.kind == LineKind::continuation) return continuation(first);
    brackets_.clear();
    pending_ = false;
    if (line.kind == LineKind::clause) {
      const bool below = layout_;  // a line of a statement's layout
      const std::size_t depth = below ? depths_.next(static_cast<std::uint32_t>(line.column)) : 0;
      const std::size_t begin = statement_begin_ + step + step * depth;
      start(first.text, below || rows_ ? begin : begin + step);
      return begin;
    }
    return indentation(line);
  }

  std::size_t continuation(const Word& first) const {
    if (brackets_.empty()) return list_;
    const Bracket& open = brackets_.back();
    const bool closes = first.text == ")" || first.text == "]";
    return closes && open.hanging ? open.line_begin : open.content;
  }

  void start(std::string_view first, std::size_t list) {
    first_ = first;
    list_ = list;
  }

  void read(const Word& word, std::size_t cell) {
    if (word.begins_statement) {
      statement_begin_ = cell;
      layout_ = word.text == "statement";
      rows_ = word.text == "for";
      depths_ = {};
      start(word.text, cell + 2 * step);
    }
    if (pending_) list_ = cell;
    pending_ = false;
    if (!brackets_.empty() && brackets_.back().content == nowhere) brackets_.back().content = cell;
    const bool sign = word.kind == TokenKind::sign;
    if (sign && (word.text == "(" || word.text == "[")) {
      brackets_.push_back({nowhere, line_begin_, false});
    } else if (sign && (word.text == ")" || word.text == "]")) {
      if (!brackets_.empty()) brackets_.pop_back();
    } else if (brackets_.empty() && word.kind != TokenKind::text) {
      pending_ = !layout_ && opens_list(first_, word.text);
    }
  }

  std::vector<Bracket> brackets_;
  std::string_view first_;  // word of the statement or clause
  std::size_t list_ = 0;    // where its list goes on
  bool pending_ = false;    // the next word begins the list
  std::size_t line_begin_ = 0;
  std::size_t statement_begin_ = 0;
  bool layout_ = false;  // the statement is a layout, whose clauses are lists
  bool rows_ = false;    // it is a `for`, whose clause is the rows it goes over
  LineDepths depths_;
};

// Of each line, the statement above it that may still go on; nowhere behind a brace.
std::vector<std::size_t> statements_above(const std::vector<Line>& lines) {
  std::vector<std::size_t> above(lines.size(), nowhere);
  for (std::size_t at = 1; at < lines.size(); ++at) {
    const LineKind kind = lines[at - 1].kind;
    above[at] = kind == LineKind::statement ? at - 1 : above[at - 1];
    if (kind == LineKind::brace) above[at] = nowhere;
  }
  return above;
}

// A comment alone on its line stands with the line below it, unless its author put it deeper: then
// it ends the statement above, or stands among that statement's clauses.
void place_comments(const std::vector<Line>& lines, std::vector<std::size_t>& begins) {
  const Line end;  // as if a statement began behind the last line
  const Line* below = &end;
  std::size_t below_begin = 0;
  const std::vector<std::size_t> above = statements_above(lines);
  for (std::size_t at = lines.size(); at-- > 0;) {
    const Line& line = lines[at];
    if (!line.words.empty()) below = &line, below_begin = begins[at];
    if (line.kind != LineKind::comment) continue;
    const bool goes_on = below->kind == LineKind::clause || below->kind == LineKind::continuation;
    if (goes_on || line.column <= below->column || above[at] == nowhere) {
      begins[at] = below_begin;
    } else {
      const bool level = line.column <= lines[above[at]].column;
      begins[at] = begins[above[at]] + (level ? 0 : step);
    }
  }
}

// Comments behind lines that follow each other stand below each other, except behind long lines.
void align_comments(const std::vector<Line>& lines, std::vector<std::size_t>& gaps,
                    const std::vector<std::size_t>& ends) {
  constexpr std::size_t long_line = 100;
  const auto trailing = [&](std::size_t at) {
    return at < lines.size() && !lines[at].words.empty() && !lines[at].comment.empty();
  };
  for (std::size_t first = 0; first < lines.size(); ++first) {
    std::size_t last = first;
    std::size_t column = 0;
    for (; trailing(last); ++last) {
      if (ends[last] <= long_line) column = std::max(column, ends[last] + 2);
    }
    for (std::size_t at = first; at < last; ++at) {
      gaps[at] = std::max<std::size_t>(2, column - std::min(column, ends[at]));
    }
    first = last;
  }
}

}  // namespace

std::string lay_out(std::vector<Line> lines) {
  for (Line& line : lines) {
    for (Word& word : line.words) word.width = display_width(word.text);
  }
  space(lines);
  align(lines);
  std::vector<std::size_t> begins(lines.size(), 0), ends(lines.size(), 0), gaps(lines.size(), 0);
  Indenter indenter;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const Line& line = lines[at];
    if (line.words.empty()) continue;
    begins[at] = indenter.begin(line);
    ends[at] = begins[at] + cells_before(line, line.words.size());
  }
  place_comments(lines, begins);
  align_comments(lines, gaps, ends);
  std::string text;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const Line& line = lines[at];
    if (line.kind != LineKind::blank) text.append(begins[at], ' ');
    for (const Word& word : line.words) text.append(word.gap, ' ') += word.text;
    text.append(gaps[at], ' ') += line.comment;
    text += '\n';
  }
  return text;
}

}  // namespace headwater::detail
