#include "engine/tables/detail/csv_rows.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/tables/number_format.hpp"

namespace headwater::detail {
namespace {

// Enough to mend a file by; a broken file of a million rows must not fill the memory with messages.
constexpr std::size_t messages_max = 100;

constexpr std::string_view close_hint =
    "close it with \", and write \"\" for a quote inside the cell";

bool is_blank(char character) { return character == ' ' || character == '\t'; }

}  // namespace

void CsvMessages::add(Diagnostic diagnostic) {
  if (told_.size() < messages_max) return told_.push_back(std::move(diagnostic));
  if (untold_++ == 0) first_untold_ = diagnostic.place;
}

std::vector<Diagnostic> CsvMessages::in_file_order() && {
  std::vector<Diagnostic> all = headwater::in_file_order(std::move(told_));
  if (untold_ > 0) {
    all.push_back({.severity = Severity::note,
                   .code = "csv-more-mistakes",
                   .place = first_untold_,
                   .message = fmt::format("{} in this file", counted(untold_, "more mistake")),
                   .caption = "the first of them",
                   .labels = {},
                   .hint = ""});
  }
  return all;
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(static_cast<double>(count)), noun, count == 1 ? "" : "s");
}

CsvRows::CsvRows(FileId file, std::string_view text, std::size_t cell_bytes, CsvMessages& messages)
    : file_(file), text_(text), cell_bytes_(cell_bytes), messages_(messages) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // the byte order mark, which Excel writes
}

CsvRow CsvRows::next(std::size_t cells_kept) {
  constexpr std::size_t cells_usual = 32;
  CsvRow row;
  row.cells.reserve(std::min(cells_kept, cells_usual));
  row_flawed_ = false;
  std::size_t begin = at_;
  std::size_t end = at_;
  for (;; ++at_) {
    CsvCell cell = read_cell();
    if (row.cell_count == 0) begin = cell.place.begin;
    end = cell.place.end;
    ++row.cell_count;
    if (row.cells.size() < cells_kept) row.cells.push_back(std::move(cell));
    if (at_end() || text_[at_] != ',') break;
  }
  take_line_break();
  row.place = place(begin, end);
  row.flawed = row_flawed_;
  return row;
}

CsvCell CsvRows::read_cell() {
  const std::size_t begin = at_;
  skip_blanks();
  const bool quoted = !at_end() && text_[at_] == '"';
  return quoted ? read_quoted_cell() : read_plain_cell(begin);
}

// `begin` stands before the cell's outer blanks, which are all the place that a blank cell has.
CsvCell CsvRows::read_plain_cell(std::size_t begin) {
  const std::size_t first = at_;
  while (!at_cell_end()) ++at_;
  std::size_t last = at_;
  while (last > first && is_blank(text_[last - 1])) --last;
  if (last == first) return {"", place(begin, at_)};
  if (last - first > cell_bytes_) return refuse_long_cell(first);

  CsvCell cell{std::string(text_.substr(first, last - first)), place(first, last)};
  if (cell.text.find('"') != std::string::npos) {
    report({.severity = Severity::error,
            .code = "csv-stray-quote",
            .place = cell.place,
            .message = "a quote inside a cell that has no quotes around it",
            .caption = "",
            .labels = {},
            .hint = fmt::format("quote the cell and double the quotes in it: {}",
                                csv_text(cell.text))});
  }
  return cell;
}

CsvCell CsvRows::read_quoted_cell() {
  const std::size_t open = at_;
  if (auto text = quoted_text()) {
    if (text->size() > cell_bytes_) return refuse_long_cell(open);
    CsvCell cell{std::move(*text), place(open, at_)};
    check_after_quote(cell);
    return cell;
  }
  // Whether the quote was to close on this line or on a later one cannot be known, so what follows
  // is left unread rather than read wrongly.
  report({.severity = Severity::error,
          .code = "csv-open-quote",
          .place = rest_of_line(open),
          .message = "this quote is never closed",
          .caption = "",
          .labels = {},
          .hint = std::string(close_hint)});
  at_ = text_.size();
  return {"", rest_of_line(open)};
}

// A cell so long is a file of another kind, or a quote that closes much later than was meant.
CsvCell CsvRows::refuse_long_cell(std::size_t begin) {
  const Place start = place(begin, begin + 1);
  report(
      {.severity = Severity::error,
       .code = "csv-long-cell",
       .place = start,
       .message = fmt::format("this cell has more than {}", counted(cell_bytes_, "byte")),
       .caption = "it begins here",
       .labels = {},
       .hint = "look for a quote that is not closed, " + raise_limit("cell-bytes", cell_bytes_)});
  at_ = text_.size();
  return {"", start};
}

// From the opening quote to past the closing one; nothing when there is none. Of a text longer than
// is read, only so much as shows it.
std::optional<std::string> CsvRows::quoted_text() {
  std::string text;
  std::size_t from = at_ + 1;
  while (true) {
    const std::size_t quote = text_.find('"', from);
    if (quote == std::string_view::npos) return std::nullopt;
    text += text_.substr(from, std::min(quote - from, cell_bytes_ + 1));
    at_ = quote + 1;
    if (text.size() > cell_bytes_) return text;
    if (at_end() || text_[at_] != '"') return text;
    text += '"';
    from = at_ + 1;
  }
}

// Text after a closing quote is skipped with its cell. Where the quoted part runs over lines, the
// closing quote is most likely the opening one of a later cell, and the mistake is the first quote.
void CsvRows::check_after_quote(const CsvCell& cell) {
  skip_blanks();
  const std::size_t begin = at_;
  while (!at_cell_end()) ++at_;
  if (at_ == begin) return;

  if (cell.text.find('\n') != std::string::npos) {
    report({.severity = Severity::error,
            .code = "csv-open-quote",
            .place = rest_of_line(cell.place.begin),
            .message = "this quote is not closed on its line, and text follows where it closes",
            .caption = "",
            .labels = {{place(cell.place.end - 1, at_), "it closes here"}},
            .hint = std::string(close_hint)});
    return;
  }
  report({.severity = Severity::error,
          .code = "csv-after-quote",
          .place = place(begin, at_),
          .message = "text after the closing quote of a cell",
          .caption = "",
          .labels = {{cell.place, "the cell in quotes"}},
          .hint = "put a comma between them, or write \"\" for a quote inside the cell"});
}

bool CsvRows::at_cell_end() const {
  return at_end() || text_[at_] == ',' || text_[at_] == '\n' || text_[at_] == '\r';
}

void CsvRows::skip_blanks() {
  while (!at_end() && is_blank(text_[at_])) ++at_;
}

bool CsvRows::more() {
  while (!at_end()) {
    const std::size_t begin = at_;
    skip_blanks();
    if (!at_end() && text_[at_] != '\n' && text_[at_] != '\r') {
      at_ = begin;
      return true;
    }
    take_line_break();
  }
  return false;
}

Place CsvRows::rest_of_line(std::size_t begin) const {
  return place(begin, std::min(text_.find_first_of("\r\n", begin), text_.size()));
}

void CsvRows::take_line_break() {
  if (at_end()) return;
  const bool carriage_return = text_[at_++] == '\r';
  if (!carriage_return) return;
  if (!at_end() && text_[at_] == '\n') {
    ++at_;
    return;
  }
  if (std::exchange(lone_return_told_, true)) return;
  messages_.add({.severity = Severity::error,
                 .code = "csv-line-break",
                 .place = place(at_ - 1, at_),
                 .message = "this line ends in a carriage return alone",
                 .caption = "",
                 .labels = {},
                 .hint = "end lines in LF or CRLF: tr '\\r' '\\n' < old.csv > new.csv"});
}

void CsvRows::report(Diagnostic diagnostic) {
  if (!std::exchange(row_flawed_, true)) messages_.add(std::move(diagnostic));
}

}  // namespace headwater::detail
