#include "engine/tables/text_table.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace headwater;

namespace {

using Strings = std::vector<std::string>;

TextColumn label_column(std::string heading) { return {std::move(heading), Align::left}; }

TextColumn folding(std::string heading, int fold_rank) {
  return {std::move(heading), Align::right, fold_rank};
}

// Every column is 5 wide with its blank, but for the first, which is 4: 24 in all.
TextTable five_columns() {
  return {.columns = {folding("name", 0), folding("1Q23", 1), folding("2Q23", 3),
                      folding("Diff", 2), folding("FY23", 3)},
          .rows = {{{"rent", "1", "2", "3", "4"}, ""}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_table)

BOOST_AUTO_TEST_CASE(headings_and_cells_stand_on_the_side_of_their_column) {
  const TextTable table = {
      .columns = {label_column("JPY mn"), {"1Q23"}, {"FY"}},
      .rows = {{{"Revenue", "61,429", "269,874"}, ""}, {{"  Network", "5", "-894"}, ""}}};

  BOOST_TEST(lay_out(table, 0).text ==
             "JPY mn      1Q23      FY\n"
             "Revenue   61,429 269,874\n"
             "  Network      5    -894\n");
}

// A kanji takes two cells of the terminal, △ (U+25B3, East Asian ambiguous) one.
BOOST_AUTO_TEST_CASE(japanese_labels_keep_the_columns_straight) {
  const TextTable table = {.columns = {label_column("単位：億円"), {"前年同期比"}, {"差"}},
                           .rows = {{{"売上収益", "+6.8%", "△16.1"}, ""},
                                    {{"営業利益", "△0.1%", "5.0"}, ""},
                                    {{"SG&A", "", "12.0"}, ""}}};

  BOOST_TEST(lay_out(table, 0).text ==
             "単位：億円 前年同期比    差\n"
             "売上収益        +6.8% △16.1\n"
             "営業利益        △0.1%   5.0\n"
             "SG&A                   12.0\n");
}

BOOST_AUTO_TEST_CASE(no_line_ends_in_blanks) {
  const TextTable table = {.columns = {label_column("a"), label_column("note")},
                           .rows = {{{"x", "long enough"}, ""}, {{"y", "z  "}, ""}, {{}, ""}}};

  BOOST_TEST(lay_out(table, 0).text ==
             "a note\n"
             "x long enough\n"
             "y z\n"
             "\n");
}

BOOST_AUTO_TEST_CASE(a_short_row_is_filled_up_with_blanks) {
  const TextTable table = {.columns = {label_column("a"), {"b"}, {"c"}},
                           .rows = {{{"x"}, ""}, {{"y", "1", "2"}, ""}}};

  BOOST_TEST(lay_out(table, 0).text ==
             "a b c\n"
             "x\n"
             "y 1 2\n");
}

BOOST_AUTO_TEST_CASE(a_row_with_too_many_cells_is_the_callers_mistake) {
  const TextTable table = {.columns = {{"a"}}, .rows = {{{"1", "2"}, ""}}};

  BOOST_CHECK_THROW(lay_out(table, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(gaps_stand_before_a_column_and_not_before_the_first) {
  TextTable table = {.columns = {{"a"}, {"b"}, {"c"}}, .rows = {}};
  table.columns[0].gap = 5;
  table.columns[1].gap = 3;
  table.columns[2].gap = 0;

  BOOST_TEST(lay_out(table, 0).text == "a   bc\n");
}

BOOST_AUTO_TEST_CASE(a_table_without_headings_has_no_heading_line) {
  const TextTable table = {.columns = {label_column(""), {""}}, .rows = {{{"price", "12"}, ""}}};

  BOOST_TEST(lay_out(table, 0).text == "price 12\n");
  BOOST_TEST(lay_out(TextTable{}, 80).text == "");
}

BOOST_AUTO_TEST_CASE(a_table_that_just_fits_keeps_all_columns) {
  const LaidOut all = lay_out(five_columns(), 24);

  BOOST_TEST(all.text ==
             "name 1Q23 2Q23 Diff FY23\n"
             "rent    1    2    3    4\n");
  BOOST_TEST(all.folded == Strings{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_highest_rank_is_dropped_first_and_of_equals_the_rightmost) {
  const struct {
    std::size_t width;
    std::string first_line;
    Strings folded;
  } expected[] = {
      {23, "name 1Q23 2Q23 Diff", {"FY23"}},
      {18, "name 1Q23 Diff", {"FY23", "2Q23"}},
      {13, "name 1Q23", {"FY23", "2Q23", "Diff"}},
      {8, "name", {"FY23", "2Q23", "Diff", "1Q23"}},
  };
  for (const auto& [width, first_line, folded] : expected) {
    BOOST_TEST_CONTEXT("width " << width) {
      const LaidOut out = lay_out(five_columns(), width);
      BOOST_TEST(out.text.substr(0, out.text.find('\n')) == first_line);
      BOOST_TEST(out.folded == folded, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(columns_of_rank_zero_stay_however_narrow_the_terminal) {
  const LaidOut out = lay_out(five_columns(), 1);

  BOOST_TEST(out.text == "name\nrent\n");
  BOOST_TEST(out.folded.size() == 4u);
}

BOOST_AUTO_TEST_CASE(width_zero_is_as_wide_as_needed) {
  BOOST_TEST(lay_out(five_columns(), 0).folded.empty());
}

// 売上 is 4 cells in 6 bytes: with the blank and "12" the table is 7 wide.
BOOST_AUTO_TEST_CASE(folding_counts_cells_of_the_terminal_and_not_bytes) {
  const TextTable table = {.columns = {label_column("売上"), folding("12", 1)}, .rows = {}};

  BOOST_TEST(lay_out(table, 7).text == "売上 12\n");
  BOOST_TEST(lay_out(table, 6).text == "売上\n");
}

BOOST_AUTO_TEST_CASE(what_could_drive_the_terminal_is_spelt_out_and_measured_as_spelt) {
  const TextTable table = {.columns = {label_column("na\x1bme"), folding("v\x1b", 1)},
                           .rows = {{{"a\nb", "1"}, ""}}};

  BOOST_TEST(lay_out(table, 0).text ==
             "na\\u{1b}me v\\u{1b}\n"
             "a\\u{a}b          1\n");
  BOOST_TEST(lay_out(table, 12).folded == Strings{"v\\u{1b}"}, boost::test_tools::per_element());
}

// Under "FY23e" stand 3 + 1 + 4 cells: its five begin one cell in. "a long group" is wider than its
// one column, which grows.
BOOST_AUTO_TEST_CASE(groups_stand_in_the_middle_above_their_columns) {
  TextTable table{.columns = {label_column("JPY"), {"A"}, {"B-A"}, {"A"}},
                  .rows = {{{"rent", "100", "+100", "7"}, ""}}};
  table.columns[1].group = table.columns[2].group = "FY23e";
  table.columns[2].fold_rank = 1;
  table.columns[3].group = "a long group";

  BOOST_TEST(lay_out(table, 0).text ==
             "      FY23e   a long group\n"
             "JPY    A  B-A            A\n"
             "rent 100 +100            7\n");
  // 5 cells are left for "FY23e" where its second column went.
  const LaidOut narrow = lay_out(table, 24);
  BOOST_TEST(narrow.text ==
             "     FY23e a long group\n"
             "JPY      A            A\n"
             "rent   100            7\n");
  BOOST_TEST(narrow.folded == Strings{"FY23e B-A"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
