#include "engine/core/diagnostic.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"

using namespace headwater;

namespace {

// Where `words` first stand in `file`.
Place place_of(const Sources& sources, FileId file, std::string_view words) {
  const std::size_t begin = sources.text(file).find(words);
  require(begin != std::string_view::npos, "the test's words stand in its file");
  return {file, static_cast<std::uint32_t>(begin),
          static_cast<std::uint32_t>(begin + words.size())};
}

// One file, one line, one marked word.
std::string rendered(std::string text, std::string_view words, Diagnostic diagnostic) {
  Sources sources;
  const FileId file = sources.add("plan.model", std::move(text));
  diagnostic.place = place_of(sources, file, words);
  return render(diagnostic, sources);
}

Diagnostic at(std::string code, FileId file, std::uint32_t begin, std::uint32_t end) {
  return {.code = std::move(code), .place = {file, begin, end}};
}

std::string codes(const std::vector<Diagnostic>& diagnostics) {
  std::string codes;
  for (const Diagnostic& diagnostic : diagnostics) codes += diagnostic.code + ' ';
  return codes;
}

std::string nearest_or_none(std::string_view name, const std::vector<std::string>& known) {
  return nearest(name, known).value_or("(none)");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(diagnostic)

BOOST_AUTO_TEST_CASE(both_sides_of_a_clash_stand_under_their_words) {
  Sources sources;
  const FileId file =
      sources.add("plan.model", std::string(21, '\n') + "  cost = payroll + headcount\n");
  const Diagnostic clash = {
      .code = "unit-clash",
      .place = place_of(sources, file, "headcount"),
      .message = "cannot add people to EUR / month",
      .caption = "people (line 6)",
      .labels = {{place_of(sources, file, "payroll"), "EUR / month (line 14)"}},
      .hint = "price the people first, for example 'headcount * seat_cost'"};

  BOOST_TEST(render(clash, sources) ==
             "plan.model:22:20: error: cannot add people to EUR / month\n"
             "   |\n"
             "22 |   cost = payroll + headcount\n"
             "   |          -------   ^^^^^^^^^ people (line 6)\n"
             "   |          EUR / month (line 14)\n"
             "   = hint: price the people first, for example 'headcount * seat_cost'\n");
}

BOOST_AUTO_TEST_CASE(a_message_may_be_bare_and_a_warning_says_so) {
  BOOST_TEST(
      rendered("x = 1\n", "x", {.severity = Severity::warning, .message = "x is not used"}) ==
      "plan.model:1:1: warning: x is not used\n"
      "  |\n"
      "1 | x = 1\n"
      "  | ^\n");
}

// 売上 takes four cells, so carets stand under 費用 after four cells and three more for " + ".
BOOST_AUTO_TEST_CASE(carets_stand_under_wide_characters) {
  BOOST_TEST(rendered("売上 + 費用", "費用", {.message = "m", .caption = "人"}) ==
             "plan.model:1:8: error: m\n"
             "  |\n"
             "1 | 売上 + 費用\n"
             "  |        ^^^^ 人\n");
}

BOOST_AUTO_TEST_CASE(a_tab_is_drawn_as_one_blank) {
  BOOST_TEST(rendered("\tx\t= y", "y", {.message = "m"}) ==
             "plan.model:1:6: error: m\n"
             "  |\n"
             "1 |  x = y\n"
             "  |      ^\n");
}

// The escape character is drawn in six cells, \u{1b}, and the caret moves right with it.
BOOST_AUTO_TEST_CASE(a_quoted_line_cannot_drive_the_terminal_and_stays_aligned) {
  BOOST_TEST(rendered("\"\x1B[2J\" + y", "y", {.message = "m\x1B"}) ==
             "plan.model:1:9: error: m\\u{1b}\n"
             "  |\n"
             "1 | \"\\u{1b}[2J\" + y\n"
             "  |               ^\n");
}

BOOST_AUTO_TEST_CASE(a_place_of_several_lines_is_marked_to_the_end_of_its_first) {
  BOOST_TEST(rendered("sum(a,\r\n    b)\n", "(a,\r\n    b)", {.message = "m"}) ==
             "plan.model:1:4: error: m\n"
             "  |\n"
             "1 | sum(a,\n"
             "  |    ^^^\n");
}

BOOST_AUTO_TEST_CASE(an_empty_place_gets_one_caret_even_at_the_end_of_the_line) {
  Sources sources;
  const FileId file = sources.add("plan.model", "x =\n");

  BOOST_TEST(render({.place = {file, 3, 3}, .message = "a value is missing"}, sources) ==
             "plan.model:1:4: error: a value is missing\n"
             "  |\n"
             "1 | x =\n"
             "  |    ^\n");
}

BOOST_AUTO_TEST_CASE(an_empty_file_can_be_pointed_at) {
  Sources sources;
  const FileId file = sources.add("empty.model", "");

  BOOST_TEST(render({.place = {file, 0, 0}, .message = "the file is empty"}, sources) ==
             "empty.model:1:1: error: the file is empty\n"
             "  |\n"
             "1 |\n"
             "  | ^\n");
}

BOOST_AUTO_TEST_CASE(a_label_on_another_line_is_quoted_by_itself_and_the_hint_comes_last) {
  Sources sources;
  const FileId base = sources.add("base.model", "flow cost : EUR\n");
  const FileId plan = sources.add("plan.model", std::string(9, '\n') + "flow cost : EUR\n");
  const Diagnostic twice = {.place = place_of(sources, plan, "cost"),
                            .message = "there are two series 'cost'",
                            .labels = {{place_of(sources, base, "cost"), "the first is here"}},
                            .hint = "rename one of them"};

  BOOST_TEST(render(twice, sources) ==
             "plan.model:10:6: error: there are two series 'cost'\n"
             "   |\n"
             "10 | flow cost : EUR\n"
             "   |      ^^^^\n"
             "base.model:1:6: the first is here\n"
             "   |\n"
             " 1 | flow cost : EUR\n"
             "   |      ----\n"
             "   = hint: rename one of them\n");
}

// b's text would begin three cells into a's, so it takes a row of its own.
BOOST_AUTO_TEST_CASE(texts_that_would_touch_take_rows_of_their_own) {
  Sources sources;
  const FileId file = sources.add("plan.model", "a + b + c");
  const Diagnostic three = {.place = place_of(sources, file, "c"),
                            .message = "m",
                            .caption = "main",
                            .labels = {{place_of(sources, file, "b"), "people"},
                                       {place_of(sources, file, "a"), "money"}}};

  BOOST_TEST(render(three, sources) ==
             "plan.model:1:9: error: m\n"
             "  |\n"
             "1 | a + b + c\n"
             "  | -   -   ^ main\n"
             "  | money\n"
             "  |     people\n");
}

BOOST_AUTO_TEST_CASE(a_caption_goes_below_when_something_is_marked_further_right) {
  Sources sources;
  const FileId file = sources.add("plan.model", "headcount + payroll");
  const Diagnostic clash = {.place = place_of(sources, file, "headcount"),
                            .message = "m",
                            .caption = "people",
                            .labels = {{place_of(sources, file, "payroll"), "EUR"}}};

  BOOST_TEST(render(clash, sources) ==
             "plan.model:1:1: error: m\n"
             "  |\n"
             "1 | headcount + payroll\n"
             "  | ^^^^^^^^^   -------\n"
             "  | people      EUR\n");
}

BOOST_AUTO_TEST_CASE(carets_are_drawn_over_dashes) {
  Sources sources;
  const FileId file = sources.add("plan.model", "a + b");
  const Diagnostic inside = {.place = place_of(sources, file, "+"),
                             .message = "m",
                             .labels = {{place_of(sources, file, "a + b"), "the sum"}}};

  BOOST_TEST(render(inside, sources) ==
             "plan.model:1:3: error: m\n"
             "  |\n"
             "1 | a + b\n"
             "  | --^--\n"
             "  | the sum\n");
}

// 400 bytes are quoted, from 100 before the place on: 33 kanji of three bytes each, since the
// hundredth byte falls inside one. The ellipsis takes a cell: 1 + 33 * 2 blanks before the caret.
BOOST_AUTO_TEST_CASE(a_very_long_line_is_quoted_around_its_place) {
  std::string kanji;
  for (int count = 0; count < 1000; ++count) kanji += "売";
  Sources sources;
  const FileId file = sources.add("long.model", kanji + "x" + kanji + "y");
  const Diagnostic here = {.place = place_of(sources, file, "x"),
                           .message = "m",
                           .labels = {{place_of(sources, file, "y"), "far away"}}};

  const std::string text = render(here, sources);

  BOOST_TEST(text.find("\n1 | …" + kanji.substr(0, 99) + "x" + kanji.substr(0, 300) + "…\n") !=
                 std::string::npos,
             text);
  BOOST_TEST(text.find("\n  | " + std::string(67, ' ') + "^\n") != std::string::npos, text);
  BOOST_TEST(text.find("long.model:1:4002: far away\n") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(any_place_in_any_bytes_can_be_rendered) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  bytes += "売上\r\n\xE5\xA3";
  const auto size = static_cast<std::uint32_t>(bytes.size());
  Sources sources;
  const FileId file = sources.add("any.model", bytes);
  for (std::uint32_t begin = 0; begin <= size + 2; ++begin) {
    for (const std::uint32_t end : {0u, begin, begin + 1, begin + 7, size, size + 9}) {
      const std::string text = render({.place = {file, begin, end}, .message = "m"}, sources);
      BOOST_TEST_CONTEXT("place " << begin << " to " << end) {
        BOOST_TEST(text.find('^') != std::string::npos);
        BOOST_TEST(text.find('\x1B') == std::string::npos);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(only_an_error_is_an_error) {
  const std::vector<Diagnostic> mild = {{.severity = Severity::warning},
                                        {.severity = Severity::note}};
  const std::vector<Diagnostic> grave = {{.severity = Severity::warning},
                                         {.severity = Severity::error}};

  BOOST_TEST(!has_errors({}));
  BOOST_TEST(!has_errors(mild));
  BOOST_TEST(has_errors(grave));
}

BOOST_AUTO_TEST_CASE(messages_come_in_the_order_of_files_and_places) {
  const FileId first{0};
  const FileId second{1};

  BOOST_TEST(codes(in_file_order({at("d", second, 0, 1), at("c", first, 9, 10),
                                  at("a", first, 2, 8), at("b", first, 2, 3)})) == "a b c d ");
}

BOOST_AUTO_TEST_CASE(of_one_mistake_told_twice_the_first_telling_stays) {
  const FileId file{0};
  std::vector<Diagnostic> told = {at("a", file, 2, 3), at("a", file, 2, 4), at("b", file, 2, 3),
                                  at("a", file, 2, 3)};
  told.front().message = "first";
  told.back().message = "again";

  const auto kept = in_file_order(told);

  BOOST_TEST(codes(kept) == "a a b ");
  BOOST_TEST(kept.front().message == "first");
}

BOOST_AUTO_TEST_CASE(a_slip_of_the_pen_is_found) {
  const std::vector<std::string> known = {"headcount", "payroll", "price"};

  BOOST_TEST(nearest_or_none("headcont", known) == "headcount");    // left out
  BOOST_TEST(nearest_or_none("headccount", known) == "headcount");  // put in
  BOOST_TEST(nearest_or_none("pryce", known) == "price");           // changed
  BOOST_TEST(nearest_or_none("pirce", known) == "price");           // swapped: one edit, not two
}

// A name of n letters may differ by n / 3, at least 1 and at most 3.
BOOST_AUTO_TEST_CASE(how_far_a_slip_may_go_depends_on_the_length) {
  BOOST_TEST(nearest_or_none("pruci", {"price"}) == "(none)");    // 5 letters, 2 edits
  BOOST_TEST(nearest_or_none("pryci?", {"price?"}) == "price?");  // 6 letters, 2 edits
  BOOST_TEST(nearest_or_none("abcdefghijklxyz", {"abcdefghijkl"}) == "abcdefghijkl");  // 3 edits
  BOOST_TEST(nearest_or_none("abcdefghijklwxyz", {"abcdefghijkl"}) == "(none)");       // 4 edits
  BOOST_TEST(nearest_or_none("x", {"y"}) == "(none)");  // nothing in common
  BOOST_TEST(nearest_or_none("", {"y"}) == "(none)");
  BOOST_TEST(nearest_or_none("price", {}) == "(none)");
}

BOOST_AUTO_TEST_CASE(the_smaller_slip_wins_and_of_equals_the_first_known) {
  BOOST_TEST(nearest_or_none("salesa", {"salesxy", "salesa_", "salesb"}) == "salesa_");
  BOOST_TEST(nearest_or_none("cost", {"cast", "cosy"}) == "cast");
  BOOST_TEST(nearest_or_none("cost", {"cosy", "cast"}) == "cosy");
}

BOOST_AUTO_TEST_CASE(a_forgotten_or_wrong_path_is_found_by_the_last_segment_when_it_is_alone) {
  const std::vector<std::string> known = {"si.conversion", "wan.price", "lines.mobile.price"};

  BOOST_TEST(nearest_or_none("systems.conversion", known) == "si.conversion");
  BOOST_TEST(nearest_or_none("conversion", known) == "si.conversion");
  BOOST_TEST(nearest_or_none("bandwidth.price", known) == "(none)");  // two end so
}

BOOST_AUTO_TEST_SUITE_END()
