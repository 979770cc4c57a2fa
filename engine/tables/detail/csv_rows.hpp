// The rows of a CSV file, one after another, and the mistakes in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/tables/csv.hpp"

namespace headwater::detail {

// The first hundred mistakes of a file, and how many more there are.
class CsvMessages {
 public:
  void add(Diagnostic diagnostic);
  std::vector<Diagnostic> in_file_order() &&;

 private:
  std::vector<Diagnostic> told_;
  std::size_t untold_ = 0;
  Place first_untold_;
};

std::string counted(std::size_t count, std::string_view noun);  // "1 cell", "2,000 cells"

struct CsvRow {
  std::vector<CsvCell> cells;  // at most as many as were asked for
  std::size_t cell_count = 0;  // as many as the file has
  Place place;                 // from the first cell to the last
  bool flawed = false;         // a mistake in it is told, so no more is to be said of it
};

// `text` is that of `file`, and UTF-8. A cell of more than `cell_bytes` ends the reading.
class CsvRows {
 public:
  CsvRows(FileId file, std::string_view text, std::size_t cell_bytes, CsvMessages& messages);

  bool more();  // goes past blank lines
  CsvRow next(std::size_t cells_kept);

 private:
  CsvCell read_cell();
  CsvCell read_plain_cell(std::size_t begin);
  CsvCell read_quoted_cell();
  std::optional<std::string> quoted_text();
  void check_after_quote(const CsvCell& cell);
  CsvCell refuse_long_cell(std::size_t begin);

  bool at_end() const { return at_ == text_.size(); }
  bool at_cell_end() const;
  void skip_blanks();
  void take_line_break();
  Place rest_of_line(std::size_t begin) const;
  Place place(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  void report(Diagnostic diagnostic);

  FileId file_;
  std::string_view text_;
  std::size_t cell_bytes_;
  CsvMessages& messages_;
  std::size_t at_ = 0;
  bool row_flawed_ = false;        // so that a row draws one message
  bool lone_return_told_ = false;  // likewise once for the file
};

}  // namespace headwater::detail
