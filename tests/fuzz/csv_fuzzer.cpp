// Any bytes as CSV: read without a crash, and what was read comes back once it is written again.
#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "engine/tables/csv.hpp"
#include "tests/fuzz/harness.hpp"

namespace {

using namespace headwater;

using Cells = std::vector<std::string>;

const Limits limits = {.rows = 1'000, .columns = 100};

std::vector<Cells> lines_of(const Csv& csv) {
  const auto texts_of = [](const std::vector<CsvCell>& row) {
    Cells texts;
    for (const CsvCell& cell : row) texts.push_back(cell.text);
    return texts;
  };
  std::vector<Cells> lines = {texts_of(csv.header)};
  for (const auto& row : csv.rows) lines.push_back(texts_of(row));
  return lines;
}

// As csv.hpp puts it: a ' stands before what a workbook would run, after blanks.
std::string defused(const std::string& text) {
  static constexpr std::array<std::string_view, 11> starts = {
      "=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  const std::string_view rest =
      std::string_view(text).substr(std::min(text.find_first_not_of(' '), text.size()));
  const bool runs = std::ranges::any_of(
      starts, [rest](std::string_view start) { return rest.starts_with(start); });
  return runs ? "'" + text : text;
}

std::string written(const std::vector<Cells>& lines) {
  std::string text;
  for (const Cells& cells : lines) {
    // A line of one empty cell has to show that it is there.
    if (cells.size() == 1 && cells[0].empty()) text += "\"\"";
    for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : ",") + csv_text(cells[i]);
    text += '\n';
  }
  return text;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Sources sources(limits);
  const FileId file = sources.add("fuzz.csv", fuzz::text_of(data, size));
  const auto read = read_csv(file, sources);
  fuzz::promise_messages(read, sources);
  if (!read) return 0;

  const std::vector<Cells> lines = lines_of(*read.value);
  std::vector<Cells> expected = lines;
  for (Cells& cells : expected) std::ranges::transform(cells, cells.begin(), defused);
  const std::set<std::string> names(expected[0].begin(), expected[0].end());
  if (names.size() < expected[0].size()) return 0;  // "=a" beside "'=a"

  const auto again = read_csv(sources.add("again.csv", written(lines)), sources);
  fuzz::promise(again.value.has_value(), "what was written can be read");
  fuzz::promise(lines_of(*again.value) == expected, "what was read comes back");
  return 0;
}
