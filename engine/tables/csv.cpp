#include "engine/tables/csv.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/tables/detail/csv_rows.hpp"
#include "engine/tables/detail/utf8.hpp"

namespace headwater {
namespace {

using detail::counted;
using detail::CsvMessages;
using detail::CsvRow;
using detail::CsvRows;

// A row that is not as long as the header.
struct OddRow {
  Place place;
  std::size_t cell_count;
};

struct Lengths {
  std::vector<OddRow> odd;
  std::size_t count = 0;  // of the rows held to the header, odd or not
};

// One message for the file: its encoding is one mistake, and cells read in spite of it would only
// draw more.
bool check_utf8(FileId file, std::string_view text, CsvMessages& messages) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const auto [bytes, whole] = detail::utf8_start(text.substr(at));
    if (!whole) {
      messages.add(
          {.severity = Severity::error,
           .code = "csv-not-utf8",
           .place = {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + bytes)},
           .message = "this is not UTF-8 text",
           .caption = "",
           .labels = {},
           .hint = "save the file as UTF-8; one from a Japanese Excel, for example: "
                   "iconv -f CP932 -t UTF-8 old.csv > new.csv"});
      return false;
    }
    at += bytes;
  }
  return true;
}

Diagnostic no_header(FileId file) {
  return {.severity = Severity::error,
          .code = "csv-no-header",
          .place = {file, 0, 0},
          .message = "the file has no header",
          .caption = "",
          .labels = {},
          .hint = "name the columns in the first line, for example: period,value"};
}

Diagnostic too_many_columns(const CsvRow& header, std::size_t columns_max) {
  return {.severity = Severity::error,
          .code = "csv-too-many-columns",
          .place = header.place,
          .message = fmt::format("the header has {}, more than the {} that are read",
                                 counted(header.cell_count, "column"), columns_max),
          .caption = "",
          .labels = {},
          .hint = "keep the columns that are used, split the file, " +
                  raise_limit("columns", columns_max)};
}

Diagnostic too_many_rows(const CsvRow& row, std::size_t rows_max) {
  return {.severity = Severity::error,
          .code = "csv-too-many-rows",
          .place = row.place,
          .message = fmt::format("the file has more than {}", counted(rows_max, "row")),
          .caption = "the first row too many",
          .labels = {},
          .hint = "keep the rows that are used, split the file, " + raise_limit("rows", rows_max)};
}

Diagnostic column_without_name(const CsvCell& cell, std::size_t index) {
  return {.severity = Severity::error,
          .code = "csv-empty-column",
          .place = cell.place,
          .message = fmt::format("column {} has no name", index + 1),
          .caption = "",
          .labels = {},
          .hint = "name the column, or remove it from every row"};
}

Diagnostic column_named_twice(const CsvCell& first, const CsvCell& again) {
  return {.severity = Severity::error,
          .code = "csv-duplicate-column",
          .place = again.place,
          .message = fmt::format("two columns are named '{}'", again.text),
          .caption = "the second",
          .labels = {{first.place, "the first"}},
          .hint = fmt::format("rename one of them, for example '{}_2'", again.text)};
}

void check_names(const std::vector<CsvCell>& header, CsvMessages& messages) {
  std::unordered_map<std::string_view, const CsvCell*> known;
  for (std::size_t index = 0; index < header.size(); ++index) {
    const CsvCell& cell = header[index];
    if (cell.text.empty()) {
      messages.add(column_without_name(cell, index));
    } else if (const auto [first, is_new] = known.emplace(cell.text, &cell); !is_new) {
      messages.add(column_named_twice(*first->second, cell));
    }
  }
}

Diagnostic row_at_odds(const CsvRow& header, const OddRow& row) {
  const bool too_short = row.cell_count < header.cell_count;
  return {.severity = Severity::error,
          .code = "csv-row-length",
          .place = row.place,
          .message = fmt::format("this row has {}, the header has {}",
                                 counted(row.cell_count, "cell"), header.cell_count),
          .caption = "",
          .labels = {{header.place, counted(header.cell_count, "column")}},
          .hint = too_short ? fmt::format("add {}; an empty one still needs its comma",
                                          counted(header.cell_count - row.cell_count, "cell"))
                            : "put quotes around a cell with a comma in it, for example \"1,234\""};
}

Diagnostic header_at_odds(const CsvRow& header, const OddRow& row) {
  const bool too_short = header.cell_count < row.cell_count;
  return {.severity = Severity::error,
          .code = "csv-row-length",
          .place = header.place,
          .message = fmt::format("the header has {}, every row has {}",
                                 counted(header.cell_count, "column"), row.cell_count),
          .caption = "",
          .labels = {{row.place, counted(row.cell_count, "cell")}},
          .hint = too_short
                      ? fmt::format("add {} to the header",
                                    counted(row.cell_count - header.cell_count, "name"))
                      : fmt::format("take {} out of the header, or fill the rows up with commas",
                                    counted(header.cell_count - row.cell_count, "name"))};
}

// Where all rows agree with each other and not with the header, the header is the one mistake.
void check_lengths(const CsvRow& header, const Lengths& lengths, CsvMessages& messages) {
  const std::vector<OddRow>& odd = lengths.odd;
  const bool all_alike = std::ranges::all_of(
      odd, [&](const OddRow& row) { return row.cell_count == odd.front().cell_count; });
  if (odd.size() >= 2 && odd.size() == lengths.count && all_alike) {
    messages.add(header_at_odds(header, odd.front()));
    return;
  }
  for (const OddRow& row : odd) messages.add(row_at_odds(header, row));
}

// The rows below the header. A row with a mistake in a cell has no length to be held to.
std::vector<std::vector<CsvCell>> read_rows(CsvRows& rows, const CsvRow& header,
                                            std::size_t rows_max, CsvMessages& messages) {
  std::vector<std::vector<CsvCell>> kept;
  Lengths lengths;
  while (rows.more()) {
    CsvRow row = rows.next(header.cell_count);
    if (kept.size() == rows_max) {
      messages.add(too_many_rows(row, rows_max));
      break;
    }
    if (!row.flawed) {
      ++lengths.count;
      if (row.cell_count != header.cell_count) lengths.odd.push_back({row.place, row.cell_count});
    }
    kept.push_back(std::move(row.cells));
  }
  if (!header.flawed) check_lengths(header, lengths, messages);
  return kept;
}

std::optional<Csv> read(CsvRows rows, FileId file, const Limits& limits, CsvMessages& messages) {
  if (!rows.more()) {
    messages.add(no_header(file));
    return std::nullopt;
  }
  CsvRow header = rows.next(limits.columns);
  if (header.cell_count > limits.columns) {
    messages.add(too_many_columns(header, limits.columns));
    return std::nullopt;
  }
  if (!header.flawed) check_names(header.cells, messages);
  auto kept = read_rows(rows, header, limits.rows, messages);
  return Csv{std::move(header.cells), std::move(kept)};
}

// What a workbook takes for the start of a formula, after OWASP, "CSV Injection": = + - @, tab and
// line breaks, and the full-width forms that Japanese input methods write.
bool begins_like_a_formula(std::string_view text) {
  constexpr std::array<std::string_view, 11> starts = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                       "\n", "＝", "＋", "－", "＠"};
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return std::ranges::any_of(starts,
                             [&](std::string_view start) { return text.starts_with(start); });
}

bool must_be_quoted(std::string_view text) {
  const auto is_blank = [](char character) { return character == ' ' || character == '\t'; };
  if (text.empty()) return false;
  // As the first cell of a file, a byte order mark would be taken for the file's own.
  return is_blank(text.front()) || is_blank(text.back()) || text.starts_with("\uFEFF") ||
         text.find_first_of(",\"\r\n") != std::string_view::npos;
}

}  // namespace

std::optional<std::size_t> Csv::column(std::string_view name) const {
  const auto found = std::ranges::find(header, name, &CsvCell::text);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

Checked<Csv> read_csv(FileId file, const Sources& sources) {
  const std::string_view text = sources.text(file);
  CsvMessages messages;
  Checked<Csv> result;
  if (check_utf8(file, text, messages)) {
    result.value = read(CsvRows(file, text, sources.limits().cell_bytes, messages), file,
                        sources.limits(), messages);
  }
  result.diagnostics = std::move(messages).in_file_order();
  if (has_errors(result.diagnostics)) result.value.reset();
  return result;
}

std::string formula_safe(std::string_view text) {
  return (begins_like_a_formula(text) ? "'" : "") + std::string(text);
}

std::string csv_text(std::string_view text) {
  std::string safe = formula_safe(text);
  if (!must_be_quoted(safe)) return safe;

  std::string quoted = "\"";
  for (const char character : safe) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + '"';
}

}  // namespace headwater
