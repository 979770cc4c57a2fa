// What a command shows people, before it is laid out: titles, tables and lines of words, in order.
//
// One page becomes text as wide as the terminal, or Markdown that shows every column. Strings are
// as the model says them; laying out escapes them.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "engine/tables/text_table.hpp"

namespace headwater {

enum class Apart { no, yes };  // whether a blank line stands before it on a terminal

struct PageTitle {
  std::string left;
  std::string right;  // at the other end of the line, or below where it is narrow; may be empty
};

struct PageTable {
  std::string caption;  // may be empty
  TextTable table;
  Apart apart = Apart::yes;
};

// Pieces that belong together: a line breaks between them, and within one only if it must.
struct PageLine {
  std::string lead;  // before the first; may be empty
  std::vector<std::string> pieces;
  std::string between;
  // Where not empty, a piece says which columns the tables above left out: a phrase of say().
  std::string left_out;
  std::string between_columns;
};

struct PageLines {
  std::string heading;  // may be empty
  std::vector<PageLine> lines;
  Apart apart = Apart::yes;
};

using PageBlock = std::variant<PageTitle, PageTable, PageLines>;

struct Page {
  std::vector<PageBlock> blocks;
};

// For a terminal of `width` cells; 0: as wide as needed. Columns that do not fit are left out in
// the order of their ranks, and said.
std::string page_text(const Page& page, std::size_t width);

// GitHub's Markdown, every column shown. Signs that Markdown would take for its own are escaped.
std::string page_markdown(const Page& page);

}  // namespace headwater
