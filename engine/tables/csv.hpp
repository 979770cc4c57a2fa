// Comma-separated files, read strictly: every cell knows its place in the file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"

namespace headwater {

struct CsvCell {
  std::string text;  // quotes removed, doubled quotes undone; outer blanks of an unquoted cell cut
  Place place;
};

struct Csv {
  std::vector<CsvCell> header;
  std::vector<std::vector<CsvCell>> rows;  // each as long as the header

  // The column of that name, if the file has it.
  std::optional<std::size_t> column(std::string_view name) const;
};

// RFC 4180 in LF or CRLF, an optional UTF-8 byte order mark and blank lines ignored, blanks around
// a quoted cell allowed. A header is required. Errors, each at its line and column: no header, a
// repeated or empty column name, a row of another length, a quote never closed, text after a
// closing quote, a quote inside an unquoted cell, a line ended by a carriage return alone, bytes
// that are not UTF-8, more than the limits of `sources` allow (a cell of more ends the reading).
//
// Reads on after an error in a row, so that all are reported, but for what cannot be read reliably:
// nothing of a file that is not UTF-8, nothing after a quote never closed. A row draws one message,
// and so does a header at odds with rows that all agree. After a hundred, the rest are counted.
Checked<Csv> read_csv(FileId file, const Sources& sources);

// Text that a workbook cannot take for a formula: what begins, after blanks, with = + - @ or their
// full-width forms, a tab or a line break gets a leading '.
std::string formula_safe(std::string_view text);

// A cell as CSV: quoted when it must be, so that read_csv gives the same text back, but for
// the ' of formula_safe(), which it leaves in place.
std::string csv_text(std::string_view text);

}  // namespace headwater
