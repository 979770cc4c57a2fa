// A file as words on lines, and the one layout of both that are written: a tree by print, a file
// by format.
//
// The layout owns blanks and indentation, and nothing else: words, comments, and where lines break
// are as given. What it does twice it does once.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/lang/lexer.hpp"

namespace headwater::detail {

inline constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

struct Word {
  TokenKind kind = TokenKind::name;
  std::string text;  // as written: a text with its quotes
  bool begins_statement = false;
  std::size_t column = nowhere;  // in cells, where the author put it; a tree has no author
  std::size_t width = 0;         // in cells
  std::size_t gap = 0;           // blanks before it, once spaced and aligned
};

enum class LineKind {
  blank,
  comment,
  statement,     // begins with the first word of a statement
  clause,        // goes on with one
  brace,         // begins with a brace of a `for`
  continuation,  // goes on after a comma or within a bracket
};

struct Line {
  LineKind kind = LineKind::blank;
  std::size_t level = 0;  // braces around it
  std::vector<Word> words;
  std::string comment;     // from its # on; empty when there is none
  std::size_t column = 0;  // in cells, where the author began it
};

// Blanks between words: Word::gap of every word. A line's first word has none.
void space(std::vector<Line>& lines);

// Wider gaps where a reader looks for columns. The lines must be spaced.
void align(std::vector<Line>& lines);

// The text, ending in a line break unless it is empty.
std::string lay_out(std::vector<Line> lines);

}  // namespace headwater::detail
