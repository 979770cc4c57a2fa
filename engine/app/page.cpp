#include "engine/app/page.hpp"

#include <algorithm>
#include <string_view>

#include "engine/app/phrases.hpp"
#include "engine/app/wrap.hpp"
#include "engine/core/width.hpp"

namespace headwater {
namespace {

std::string trimmed_end(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

class TextPage {
 public:
  explicit TextPage(std::size_t width) : width_(width) {}

  std::string text(const Page& page) {
    for (const PageBlock& block : page.blocks) {
      std::visit([this](const auto& one) { add(one); }, block);
    }
    return std::move(text_);
  }

 private:
  void add(const PageTitle& title) {
    if (!text_.empty()) text_ += "\n";
    const std::string left = escaped_for_terminal(title.left);
    const std::string right = escaped_for_terminal(title.right);
    const std::size_t used = display_width(left) + display_width(right);
    const bool beside = right.empty() || width_ == 0 || used + 2 <= width_;
    if (right.empty() || !beside) text_ += wrapped({left}, "", width_);
    if (!beside) text_ += wrapped({right}, "", width_);
    if (right.empty() || !beside) return;
    const std::size_t width = width_ == 0 ? used + 4 : width_;
    text_ += left + std::string(width - used, ' ') + right + "\n";
  }

  void add(const PageTable& table) {
    if (table.apart == Apart::yes) text_ += "\n";
    if (!table.caption.empty()) {
      text_ += wrapped({escaped_for_terminal(table.caption)}, "", width_);
    }
    const LaidOut laid_out = lay_out(table.table, width_);
    for (const std::string& heading : laid_out.folded) {
      const std::string column = trimmed_end(heading);
      const bool told = std::find(folded_.begin(), folded_.end(), column) != folded_.end();
      if (!told) folded_.push_back(column);
    }
    text_ += laid_out.text;
  }

  void add(const PageLines& lines) {
    if (lines.apart == Apart::yes) text_ += "\n";
    if (!lines.heading.empty()) {
      text_ += wrapped({escaped_for_terminal(lines.heading)}, "", width_);
    }
    for (const PageLine& line : lines.lines) add_line(line);
  }

  void add_line(const PageLine& line) {
    std::vector<std::string> pieces;
    for (const std::string& piece : line.pieces) pieces.push_back(escaped_for_terminal(piece));
    if (!line.left_out.empty() && !folded_.empty()) {
      std::string columns;
      for (const std::string& one : folded_) {
        columns += (columns.empty() ? "" : line.between_columns) + one;
      }
      pieces.push_back(say(line.left_out, columns));
      folded_.clear();
    }
    if (pieces.empty()) return;
    text_ += wrapped(pieces, line.between, width_, escaped_for_terminal(line.lead));
  }

  std::size_t width_;
  std::string text_;
  std::vector<std::string> folded_;  // columns left out and not yet told
};

// What Markdown, as GitHub reads it, could take for markup in the middle of a line.
std::string markdown(std::string_view text) {
  constexpr std::string_view special = "\\|*_`<>[]~$&";
  std::string escaped;
  for (const char character : escaped_for_terminal(text)) {
    if (special.find(character) != std::string_view::npos) escaped += '\\';
    escaped += character;
  }
  return escaped;
}

// Blanks at the begin are an indentation, and Markdown would drop them: an em space for every two.
std::string markdown_cell(std::string_view text) {
  const std::size_t blanks = std::min(text.find_first_not_of(' '), text.size());
  std::string cell;
  for (std::size_t i = 0; i + 1 < blanks; i += 2) cell += "&emsp;";
  return cell + markdown(trimmed_end(std::string(text.substr(blanks))));
}

class MarkdownPage {
 public:
  std::string text(const Page& page) {
    for (const PageBlock& block : page.blocks) {
      std::visit([this](const auto& one) { add(one); }, block);
    }
    return std::move(text_);
  }

 private:
  void paragraph(const std::string& text) { text_ += (text_.empty() ? "" : "\n") + text + "\n"; }

  void add(const PageTitle& title) {
    paragraph("## " + markdown(title.left));
    if (!title.right.empty()) paragraph(markdown(title.right));
  }

  void add(const PageTable& table) {
    if (!table.caption.empty()) paragraph("**" + markdown(table.caption) + "**");
    std::string rows = "|";
    for (const TextColumn& column : table.table.columns) {
      const std::string group = column.group.empty() ? "" : column.group + " ";
      rows += " " + markdown_cell(group + column.heading) + " |";
    }
    rows += "\n|";
    for (const TextColumn& column : table.table.columns) {
      rows += column.align == Align::right ? " ---: |" : " :--- |";
    }
    for (const TextRow& row : table.table.rows) {
      rows += "\n|";
      for (std::size_t i = 0; i < table.table.columns.size(); ++i) {
        rows += " " + (i < row.cells.size() ? markdown_cell(row.cells[i]) : "") + " |";
      }
    }
    paragraph(rows);
  }

  // A line alone is a paragraph, so that it does not run on from a list above it.
  void add(const PageLines& lines) {
    if (!lines.heading.empty()) paragraph("**" + markdown(lines.heading) + "**");
    std::vector<std::string> items;
    for (const PageLine& line : lines.lines) {
      if (!line.pieces.empty()) items.push_back(item(line));
    }
    if (items.size() == 1 && lines.heading.empty()) return paragraph(items.front());
    std::string list;
    for (const std::string& one : items) list += (list.empty() ? "- " : "\n- ") + one;
    if (!list.empty()) paragraph(list);
  }

  static std::string item(const PageLine& line) {
    const std::size_t begin = std::min(line.lead.find_first_not_of(' '), line.lead.size());
    std::string text = markdown(line.lead.substr(begin));
    for (std::size_t i = 0; i < line.pieces.size(); ++i) {
      text += (i == 0 ? "" : markdown(line.between)) + markdown(line.pieces[i]);
    }
    return text;
  }

  std::string text_;
};

}  // namespace

std::string page_text(const Page& page, std::size_t width) { return TextPage(width).text(page); }

std::string page_markdown(const Page& page) { return MarkdownPage().text(page); }

}  // namespace headwater
