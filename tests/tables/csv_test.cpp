#include "engine/tables/csv.hpp"

#include <array>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace headwater;

namespace {

using Strings = std::vector<std::string>;

// A file's text read, with the sources that its places point into.
struct Reading {
  Sources sources;
  Checked<Csv> csv;

  explicit Reading(std::string text, const Limits& limits = {}) : sources(limits) {
    const FileId file = sources.add("lines.csv", std::move(text));
    csv = read_csv(file, sources);
  }
  std::string shown() const {
    std::string all;
    for (const Diagnostic& diagnostic : csv.diagnostics) all += render(diagnostic, sources);
    return all;
  }
  Strings codes() const {
    Strings all;
    for (const Diagnostic& diagnostic : csv.diagnostics) all.push_back(diagnostic.code);
    return all;
  }
};

Strings texts(const std::vector<CsvCell>& cells) {
  Strings all;
  for (const CsvCell& cell : cells) all.push_back(cell.text);
  return all;
}

// Header and rows of a file that must be sound, one string list each.
std::vector<Strings> table(const Reading& reading) {
  BOOST_TEST_REQUIRE(reading.csv.value.has_value(), reading.shown());
  std::vector<Strings> all = {texts(reading.csv.value->header)};
  for (const auto& row : reading.csv.value->rows) all.push_back(texts(row));
  return all;
}

std::string on_one_line(const std::vector<Strings>& table) {
  std::string line;
  for (const Strings& row : table) {
    for (const std::string& cell : row) line += "[" + cell + "]";
    line += ";";
  }
  return line;
}

// Up to `size_max` of `pieces`, in any order.
std::string drawn(std::mt19937& random, std::span<const std::string_view> pieces,
                  std::size_t size_max) {
  std::string text;
  for (auto size = random() % (size_max + 1); size > 0; --size) {
    text += pieces[random() % pieces.size()];
  }
  return text;
}

std::string read(std::string text) { return on_one_line(table(Reading(std::move(text)))); }

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(a_header_and_rows_are_read) {
  BOOST_TEST(read("period,value\n1Q23,61429\n2Q23,66770\n") ==
             "[period][value];[1Q23][61429];[2Q23][66770];");
}

BOOST_AUTO_TEST_CASE(a_header_may_stand_alone_and_the_last_line_needs_no_break) {
  BOOST_TEST(read("period,value") == "[period][value];");
  BOOST_TEST(read("a\n1") == "[a];[1];");
  BOOST_TEST(read("a,b\n1,") == "[a][b];[1][];");
}

BOOST_AUTO_TEST_CASE(line_breaks_may_be_crlf_and_a_byte_order_mark_may_lead) {
  BOOST_TEST(read("\xEF\xBB\xBF"
                  "a,b\r\n1,2\r\n") == "[a][b];[1][2];");
}

BOOST_AUTO_TEST_CASE(blank_lines_are_ignored_and_lines_of_empty_cells_are_not) {
  BOOST_TEST(read("\n \t\r\na,b\n\n1,2\n,\n   \n\n") == "[a][b];[1][2];[][];");
}

BOOST_AUTO_TEST_CASE(outer_blanks_of_an_unquoted_cell_are_cut) {
  BOOST_TEST(read(" a ,\tb\t\n 1 2 , \n") == "[a][b];[1 2][];");
}

BOOST_AUTO_TEST_CASE(quotes_keep_commas_line_breaks_and_blanks) {
  BOOST_TEST(read("a,b\n\"1,234\",\" x \"\n\"two\nlines\",\"crlf\r\n\"\n") ==
             "[a][b];[1,234][ x ];[two\nlines][crlf\r\n];");
}

BOOST_AUTO_TEST_CASE(doubled_quotes_stand_for_one) {
  BOOST_TEST(read("a,b\n\"say \"\"no\"\"\",\"\"\n\"\"\"\",\"\"\"\"\"\"\n") ==
             "[a][b];[say \"no\"][];[\"][\"\"];");
}

BOOST_AUTO_TEST_CASE(blanks_may_stand_around_a_quoted_cell) {
  BOOST_TEST(read("a, \"b\" \n \"1,5\" ,2\n") == "[a][b];[1,5][2];");
}

BOOST_AUTO_TEST_CASE(a_quoted_empty_cell_is_a_row_of_one_column) {
  BOOST_TEST(read("a\n\"\"\n\n") == "[a];[];");
}

BOOST_AUTO_TEST_CASE(every_cell_knows_its_place) {
  const Reading reading("期,value\n 1Q23 , \"6,1\"\"\" \n,  \n");
  BOOST_TEST_REQUIRE(reading.csv.value.has_value(), reading.shown());
  const Csv& csv = *reading.csv.value;
  const auto placed = [&](const CsvCell& cell) { return reading.sources.text(cell.place); };

  BOOST_TEST(placed(csv.header[0]) == "期");
  BOOST_TEST(placed(csv.rows[0][0]) == "1Q23");
  BOOST_TEST(placed(csv.rows[0][1]) == "\"6,1\"\"\"");
  BOOST_TEST(placed(csv.rows[1][0]) == "");
  BOOST_TEST(placed(csv.rows[1][1]) == "  ");
  const LineColumn at =
      reading.sources.position(csv.rows[0][1].place.file, csv.rows[0][1].place.begin);
  BOOST_TEST(at.line == 2u);
  BOOST_TEST(at.column == 9u);
}

BOOST_AUTO_TEST_CASE(a_column_is_found_by_its_name) {
  const Reading reading("period,売上\n");
  BOOST_TEST_REQUIRE(reading.csv.value.has_value());

  BOOST_TEST((reading.csv.value->column("売上") == std::size_t{1}));
  BOOST_TEST(!reading.csv.value->column("Period").has_value());
}

BOOST_AUTO_TEST_CASE(a_file_without_a_header_is_refused) {
  for (const std::string text : {"", "\n \n", "\xEF\xBB\xBF", "   "}) {
    BOOST_TEST_CONTEXT("text '" << text << "'") {
      const Reading reading(text);
      BOOST_TEST(!reading.csv.value.has_value());
      BOOST_TEST(reading.codes() == Strings{"csv-no-header"}, boost::test_tools::per_element());
    }
  }
  BOOST_TEST(Reading("").shown() ==
             "lines.csv:1:1: error: the file has no header\n"
             "  |\n"
             "1 |\n"
             "  | ^\n"
             "  = hint: name the columns in the first line, for example: period,value\n");
}

BOOST_AUTO_TEST_CASE(a_repeated_column_is_shown_beside_its_first) {
  BOOST_TEST(Reading("period,売上,\"売上\"\n1Q23,1,2\n").shown() ==
             "lines.csv:1:13: error: two columns are named '売上'\n"
             "  |\n"
             "1 | period,売上,\"売上\"\n"
             "  |        ---- ^^^^^^ the second\n"
             "  |        the first\n"
             "  = hint: rename one of them, for example '売上_2'\n");
}

BOOST_AUTO_TEST_CASE(columns_without_a_name_are_shown_one_by_one) {
  const Reading reading("period,,value,\n1,2,3,4\n");

  BOOST_TEST(reading.codes() == (Strings{"csv-empty-column", "csv-empty-column"}),
             boost::test_tools::per_element());
  BOOST_TEST(render(reading.csv.diagnostics[0], reading.sources) ==
             "lines.csv:1:8: error: column 2 has no name\n"
             "  |\n"
             "1 | period,,value,\n"
             "  |        ^\n"
             "  = hint: name the column, or remove it from every row\n");
}

BOOST_AUTO_TEST_CASE(a_short_row_is_shown_with_the_header_it_falls_short_of) {
  BOOST_TEST(Reading("a,b,c\n1,2,3\n4,5\n").shown() ==
             "lines.csv:3:1: error: this row has 2 cells, the header has 3\n"
             "  |\n"
             "3 | 4,5\n"
             "  | ^^^\n"
             "lines.csv:1:1: 3 columns\n"
             "  |\n"
             "1 | a,b,c\n"
             "  | -----\n"
             "  = hint: add 1 cell; an empty one still needs its comma\n");
}

BOOST_AUTO_TEST_CASE(a_long_row_is_told_about_commas_in_cells) {
  BOOST_TEST(Reading("a,b\n1Q23,\"1\"\n2Q23,1,234\n").shown() ==
             "lines.csv:3:1: error: this row has 3 cells, the header has 2\n"
             "  |\n"
             "3 | 2Q23,1,234\n"
             "  | ^^^^^^^^^^\n"
             "lines.csv:1:1: 2 columns\n"
             "  |\n"
             "1 | a,b\n"
             "  | ---\n"
             "  = hint: put quotes around a cell with a comma in it, for example \"1,234\"\n");
}

BOOST_AUTO_TEST_CASE(reading_goes_on_after_an_error_in_a_row) {
  const Reading reading("a,b\n1\n1,2\n\"x\"y,2\n1,2,3\n5\",2\n");

  BOOST_TEST(reading.codes() == (Strings{"csv-row-length", "csv-after-quote", "csv-row-length",
                                         "csv-stray-quote"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_header_at_odds_with_rows_that_agree_is_the_one_mistake) {
  BOOST_TEST(Reading("a,b\n1,2,3\n4,5,6\n7,8,9\n").shown() ==
             "lines.csv:1:1: error: the header has 2 columns, every row has 3\n"
             "  |\n"
             "1 | a,b\n"
             "  | ^^^\n"
             "lines.csv:2:1: 3 cells\n"
             "  |\n"
             "2 | 1,2,3\n"
             "  | -----\n"
             "  = hint: add 1 name to the header\n");
  BOOST_TEST(Reading("a,b,c\n1\n2\n").csv.diagnostics[0].hint ==
             "take 2 names out of the header, or fill the rows up with commas");
}

BOOST_AUTO_TEST_CASE(a_quote_never_closed_makes_one_message_however_long_the_file) {
  std::string text = "name,value\nrent,1\n\"wages,2\r\n";
  for (int row = 0; row < 200; ++row) text += "a,b,c,d\n";

  BOOST_TEST(Reading(text).shown() ==
             "lines.csv:3:1: error: this quote is never closed\n"
             "  |\n"
             "3 | \"wages,2\n"
             "  | ^^^^^^^^\n"
             "  = hint: close it with \", and write \"\" for a quote inside the cell\n");
}

BOOST_AUTO_TEST_CASE(a_quote_never_closed_at_the_very_end_is_found) {
  for (const std::string text : {"a\n\"", "\"", "a\n\"\"\"", "a\n1,\""}) {
    BOOST_TEST_CONTEXT("text '" << text << "'") {
      BOOST_TEST(Reading(text).codes() == Strings{"csv-open-quote"},
                 boost::test_tools::per_element());
    }
  }
}

// The quote before wages meets the one before "4,5", and everything between seems one cell.
BOOST_AUTO_TEST_CASE(a_quote_closed_by_a_later_cells_opening_one_is_blamed_itself) {
  BOOST_TEST(Reading("name,value\n\"wages,2\nrent,3\nfees,\"4,5\"\nheat,6\n").shown() ==
             "lines.csv:2:1: error: this quote is not closed on its line, and text follows where "
             "it closes\n"
             "  |\n"
             "2 | \"wages,2\n"
             "  | ^^^^^^^^\n"
             "lines.csv:4:6: it closes here\n"
             "  |\n"
             "4 | fees,\"4,5\"\n"
             "  |      --\n"
             "  = hint: close it with \", and write \"\" for a quote inside the cell\n");
}

BOOST_AUTO_TEST_CASE(text_after_a_closing_quote_is_shown_with_its_cell) {
  BOOST_TEST(Reading("a,b\n\"5\" inch\" ,\"2\"\n1,2\n").shown() ==
             "lines.csv:2:5: error: text after the closing quote of a cell\n"
             "  |\n"
             "2 | \"5\" inch\" ,\"2\"\n"
             "  | --- ^^^^^^\n"
             "  | the cell in quotes\n"
             "  = hint: put a comma between them, or write \"\" for a quote inside the cell\n");
}

BOOST_AUTO_TEST_CASE(a_quote_inside_an_unquoted_cell_is_shown_with_the_cell_as_it_should_be) {
  BOOST_TEST(Reading("a,b\n 5\" pipe,2\n").shown() ==
             "lines.csv:2:2: error: a quote inside a cell that has no quotes around it\n"
             "  |\n"
             "2 |  5\" pipe,2\n"
             "  |  ^^^^^^^\n"
             "  = hint: quote the cell and double the quotes in it: \"5\"\" pipe\"\n");
}

BOOST_AUTO_TEST_CASE(one_row_draws_one_message) {
  BOOST_TEST(Reading("a,b\nx \"y, z\" w,1\n").codes() == Strings{"csv-stray-quote"},
             boost::test_tools::per_element());
  BOOST_TEST(Reading("a,\"b\"c\n1\n1,2,3\n").codes() == Strings{"csv-after-quote"},
             boost::test_tools::per_element());
}

// Old Mac files, and files copied through tools that know only LF.
BOOST_AUTO_TEST_CASE(a_carriage_return_alone_is_told_once) {
  const Reading reading("a,b\r1,2\r3,4\r");

  BOOST_TEST(!reading.csv.value.has_value());
  BOOST_TEST(reading.codes() == Strings{"csv-line-break"}, boost::test_tools::per_element());
  BOOST_TEST(reading.csv.diagnostics[0].place.begin == 3u);
  BOOST_TEST(reading.csv.diagnostics[0].hint ==
             "end lines in LF or CRLF: tr '\\r' '\\n' < old.csv > new.csv");
}

// 売上 as a Japanese Excel saves it, in CP932: its first byte starts no character of UTF-8.
BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_told_once_and_the_file_is_read_no_further) {
  const Reading reading("period,\x94\x84\x8F\xE3\n1Q23\n");

  BOOST_TEST(!reading.csv.value.has_value());
  BOOST_TEST(reading.codes() == Strings{"csv-not-utf8"}, boost::test_tools::per_element());
  BOOST_TEST(reading.csv.diagnostics[0].place.begin == 7u);
  BOOST_TEST(reading.csv.diagnostics[0].place.end == 8u);
}

// Unicode Standard 15.0, table 3-7: the edges of what is well formed.
BOOST_AUTO_TEST_CASE(utf8_is_held_to_its_edges) {
  for (const std::string sound :
       {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    BOOST_TEST(Reading(sound).csv.diagnostics.empty());
  }
  for (const std::string broken :
       {"\x80", "\xC1\xBF", "\xC2", "\xC2z", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE5\xA3",
        "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    BOOST_TEST(Reading(broken).codes() == Strings{"csv-not-utf8"},
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(rows_are_read_up_to_the_limit) {
  const Limits limits = {.rows = 2};

  BOOST_TEST(Reading("a\n1\n2\n\n", limits).csv.value.has_value());
  BOOST_TEST(
      Reading("a\n1\n2\n3\n4,4\n", limits).shown() ==
      "lines.csv:4:1: error: the file has more than 2 rows\n"
      "  |\n"
      "4 | 3\n"
      "  | ^ the first row too many\n"
      "  = hint: keep the rows that are used, split the file, or allow more: --limit rows=4\n");
}

BOOST_AUTO_TEST_CASE(columns_are_read_up_to_the_limit) {
  const Limits limits = {.columns = 2};

  BOOST_TEST(Reading("a,b\n1,2\n", limits).csv.value.has_value());
  BOOST_TEST(Reading("a,b,c\n1\n", limits).shown() ==
             "lines.csv:1:1: error: the header has 3 columns, more than the 2 that are read\n"
             "  |\n"
             "1 | a,b,c\n"
             "  | ^^^^^\n"
             "  = hint: keep the columns that are used, split the file, or allow more: --limit "
             "columns=4\n");
}

BOOST_AUTO_TEST_CASE(cells_are_read_up_to_the_limit) {
  const Limits limits = {.cell_bytes = 4};

  BOOST_TEST(Reading("a,b\n1234,\"12\"\"4\"\n", limits).csv.value.has_value());
  for (const std::string cell : {"12345", "\"12345\"", "\"12\"\"45\"", "\"12\n45\""}) {
    BOOST_TEST(Reading("a,b\n1," + cell + "\n2\n", limits).shown() ==
               "lines.csv:2:3: error: this cell has more than 4 bytes\n"
               "  |\n"
               "2 | 1," +
                   cell.substr(0, cell.find('\n')) +
                   "\n"
                   "  |   ^ it begins here\n"
                   "  = hint: look for a quote that is not closed, or allow more: --limit "
                   "cell-bytes=8\n");
  }
}

BOOST_AUTO_TEST_CASE(after_a_hundred_mistakes_the_rest_are_counted) {
  std::string text = "a,b\n1,2\n";
  for (int row = 0; row < 1300; ++row) text += "x\n";
  const Reading reading(text);

  BOOST_TEST_REQUIRE(reading.csv.diagnostics.size() == 101u);
  const Diagnostic& last = reading.csv.diagnostics.back();
  BOOST_TEST(last.code == "csv-more-mistakes");
  BOOST_TEST((last.severity == Severity::note));
  BOOST_TEST(last.message == "1,200 more mistakes in this file");
  BOOST_TEST(reading.sources.position(last.place.file, last.place.begin).line == 103u);
}

BOOST_AUTO_TEST_CASE(text_is_quoted_only_when_it_must_be) {
  BOOST_TEST(csv_text("") == "");
  BOOST_TEST(csv_text("two words") == "two words");
  BOOST_TEST(csv_text("1,234") == "\"1,234\"");
  BOOST_TEST(csv_text("5\" pipe") == "\"5\"\" pipe\"");
  BOOST_TEST(csv_text("a\nb") == "\"a\nb\"");
  BOOST_TEST(csv_text("a\rb") == "\"a\rb\"");
  BOOST_TEST(csv_text(" x") == "\" x\"");
  BOOST_TEST(csv_text("x\t") == "\"x\t\"");
  BOOST_TEST(csv_text(" ") == "\" \"");
  BOOST_TEST(csv_text("売上") == "売上");
}

BOOST_AUTO_TEST_CASE(text_that_a_workbook_would_run_is_defused) {
  BOOST_TEST(csv_text("=1+1") == "'=1+1");
  BOOST_TEST(csv_text("+1") == "'+1");
  BOOST_TEST(csv_text("-1") == "'-1");
  BOOST_TEST(csv_text("@sum") == "'@sum");
  BOOST_TEST(csv_text("\t=1") == "'\t=1");
  BOOST_TEST(csv_text("\r=1") == "\"'\r=1\"");
  BOOST_TEST(csv_text("\n=1") == "\"'\n=1\"");
  BOOST_TEST(csv_text("  =1") == "'  =1");
  BOOST_TEST(csv_text("＝1") == "'＝1");
  BOOST_TEST(csv_text("＋1") == "'＋1");
  BOOST_TEST(csv_text("－1") == "'－1");
  BOOST_TEST(csv_text("＠sum") == "'＠sum");
  BOOST_TEST(csv_text("=HYPERLINK(\"x\",1)") == "\"'=HYPERLINK(\"\"x\"\",1)\"");
  BOOST_TEST(csv_text("a=1") == "a=1");
}

BOOST_AUTO_TEST_CASE(what_csv_text_writes_read_csv_reads_back) {
  constexpr std::array<std::string_view, 9> pieces = {"a",  ",", "\"", "\n", "\r\n",
                                                      "\r", " ", "\t", "売"};
  constexpr std::array<std::string_view, 2> words = {"", "売上 "};
  std::mt19937 random(3);
  for (int draw = 0; draw < 3000; ++draw) {
    std::vector<Strings> rows = {{"h1", "h2"}};
    std::string text = "h1,h2\r\n";
    for (auto count = random() % 4; count > 0; --count) {
      // Letters in front, since a leading tab or line break is defused; or nothing at all.
      rows.push_back({"x" + drawn(random, pieces, 5), drawn(random, words, 1)});
      text += csv_text(rows.back()[0]) + "," + csv_text(rows.back()[1]) + "\r\n";
    }
    const Reading reading(text);
    BOOST_TEST_CONTEXT("draw " << draw << ":\n" << text) {
      BOOST_TEST_REQUIRE(on_one_line(table(reading)) == on_one_line(rows));
    }
  }
}

// Any bytes: a value or errors, never both and never a crash, and every place lies in the file.
BOOST_AUTO_TEST_CASE(any_bytes_make_a_table_or_errors) {
  constexpr std::array<std::string_view, 13> pieces = {
      "a", "b", ",", ",", "\"", "\"", "\n", "\n", "\r", "\r\n", " ", "\xE5\xA3\xB2", "\xE5"};
  std::mt19937 random(4);
  for (int draw = 0; draw < 5'000; ++draw) {
    const std::size_t kinds = pieces.size() - (draw % 8 == 0 ? 0 : 1);  // mostly sound UTF-8
    const std::string text = drawn(random, std::span(pieces).first(kinds), 40);
    const Reading reading(text, {.rows = 6, .columns = 6});

    BOOST_TEST_CONTEXT("draw " << draw << ":\n" << text) {
      BOOST_TEST_REQUIRE(reading.csv.value.has_value() == !has_errors(reading.csv.diagnostics));
      for (const Diagnostic& diagnostic : reading.csv.diagnostics) {
        BOOST_TEST_REQUIRE(diagnostic.place.begin <= diagnostic.place.end);
        BOOST_TEST_REQUIRE(diagnostic.place.end <= text.size());
        BOOST_TEST_REQUIRE(!render(diagnostic, reading.sources).empty());
      }
      if (!reading.csv.value) continue;
      for (const auto& row : reading.csv.value->rows) {
        BOOST_TEST_REQUIRE(row.size() == reading.csv.value->header.size());
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
