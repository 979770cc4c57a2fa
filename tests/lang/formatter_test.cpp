#include "engine/lang/formatter.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <rapidcheck.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/lang/lexer.hpp"
#include "engine/lang/printer.hpp"
#include "tests/lang/drawn_tree.hpp"

using namespace headwater;

namespace {

Checked<std::string> attempt(const std::string& text) {
  Sources sources;
  return format(sources.add("plan.model", text), sources);
}

std::string formatted(const std::string& text) {
  const auto checked = attempt(text);
  BOOST_TEST_REQUIRE(checked.value.has_value(), text);
  return *checked.value;
}

// Every comment, from its # to the last character that is no blank.
std::vector<std::string> comments(const std::string& text) {
  Sources sources;
  const FileId file = sources.add("plan.model", text);
  std::vector<std::string> all;
  std::size_t at = 0;
  for (const Token& token : lex(file, sources).tokens) {
    std::string_view between(text);
    between = between.substr(at, token.place.begin - at);
    for (std::size_t hash = between.find('#'); hash != std::string_view::npos;) {
      const std::size_t end = std::min(between.find('\n', hash), between.size());
      const std::string_view comment = between.substr(hash, end - hash);
      all.emplace_back(comment.substr(0, comment.find_last_not_of(" \t\r") + 1));
      hash = between.find('#', end);
    }
    at = token.place.end;
  }
  return all;
}

// From the whole range in every case: by itself rapidcheck begins with small ones.
int below(int bound) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, bound)); }

std::string some_blanks() {
  std::string blanks;
  for (int count = 1 + below(6); count > 0; --count) blanks += below(8) == 0 ? '\t' : ' ';
  return blanks;
}

// What a hurried person may do to a text without changing what it says: blanks, tabs, empty lines,
// comments, line ends of another system, lines broken behind commas.
std::string untidied(const std::string& tidy) {
  std::string text = below(4) == 0 ? "\xEF\xBB\xBF" : "";
  bool quoted = false;
  bool begun = false;  // the line has a word
  for (std::size_t i = 0; i < tidy.size(); ++i) {
    const char c = tidy[i];
    if (quoted || (c != ' ' && c != '\n')) {
      if (c == '\\' && quoted) text += tidy[i++];
      quoted = quoted != (c == '"' && tidy[i] == '"');
      text += tidy[i];
      begun = true;
    } else if (c == ' ') {
      text += begun && below(3) == 0 ? some_blanks() : std::string(" ");
      const bool breaks = begun && tidy[i - 1] == ',' && below(4) == 0;
      if (breaks) text += (below(3) == 0 ? " # mid\n" : "\n") + some_blanks();
    } else {
      if (below(4) == 0) text += some_blanks();
      if (below(5) == 0) text += "# behind, " + std::to_string(i);
      text += below(6) == 0 ? "\r\n" : "\n";
      if (below(5) == 0) text += some_blanks() + "# between\n";
      for (int empty = below(9) - 5; empty > 0; --empty) text += "\n";
      begun = false;
    }
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_untidy_file_loses_nothing_and_is_tidied_once_for_all) {
  BOOST_TEST(rc::check([] {
    const std::string untidy = untidied(print(test::drawn_document()));
    RC_LOG() << untidy << "\n----\n";
    const auto once = attempt(untidy);  // it says the same, or this would throw
    RC_ASSERT(once.value.has_value());
    RC_LOG() << *once.value;
    RC_ASSERT(comments(*once.value) == comments(untidy));
    RC_ASSERT(attempt(*once.value).value.value() == *once.value);
  }));
}

BOOST_AUTO_TEST_CASE(files_of_this_repository_are_tidied_once_for_all) {
  namespace fs = std::filesystem;
  int sound = 0;
  for (const char* folder : {"scenarios", "tests"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(HEADWATER_SOURCE_DIR) / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".model" && extension != ".scenario") continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      const std::string text(std::istreambuf_iterator<char>(stream), {});
      const auto once = attempt(text);
      if (!once) continue;
      ++sound;
      BOOST_TEST(comments(*once.value) == comments(text), boost::test_tools::per_element());
      BOOST_TEST(formatted(*once.value) == *once.value, entry.path());
    }
  }
  BOOST_TEST(sound > 100);
}

BOOST_AUTO_TEST_CASE(a_file_with_a_mistake_has_no_layout) {
  const auto checked = attempt("flow a : JPY\n  = (1 +\nflow b : JPY\n");
  BOOST_TEST(!checked.value.has_value());
  BOOST_TEST(has_errors(checked.diagnostics));
}

BOOST_AUTO_TEST_CASE(an_empty_file_stays_empty) {
  BOOST_TEST(formatted("") == "");
  BOOST_TEST(formatted("\n \n\t\n") == "");
  BOOST_TEST(formatted("\n\n# only this  \n\n") == "# only this\n");
}

BOOST_AUTO_TEST_CASE(noise_goes) {
  BOOST_TEST(formatted("\xEF\xBB\xBF\n\nhorizon   2022Q1 ..2025Q4  \t\r\n\r\n\n\nsection\t\"A\"\r\n"
                       "check x:a==-b+max( c,d )^ 2 within 1 %") ==
             "horizon 2022Q1..2025Q4\n"
             "\n"
             "section \"A\"\n"
             "check x                                             : a == -b + max(c, d)^2 within "
             "1%\n");
}

// Titles share the column most of them have in the file; whatever is too long for it, and reasons
// behind long ranges, keeps two blanks.
BOOST_AUTO_TEST_CASE(titles_and_reasons_stand_at_the_columns_of_the_file) {
  BOOST_TEST(formatted("flow a : JPY          \"A\"\n"
                       "driver bb : % = 5%    \"B\"\n"
                       "    range -1% to 2%      basis history \"b\"\n"
                       "driver c : % = 4% \"C\" ja \"c\"\n"
                       "  range base * 0.5 to base * 1.5 basis judgement\n"
                       "stock a.rather.long : 10k line \"D\"  actual only\n") ==
             "flow   a : JPY        \"A\"\n"
             "driver bb : % = 5%    \"B\"\n"
             "  range -1% to 2%   basis history \"b\"\n"
             "driver c : % = 4%     \"C\" ja \"c\"\n"
             "  range base * 0.5 to base * 1.5  basis judgement\n"
             "stock  a.rather.long : 10k line  \"D\"  actual only\n");
}

BOOST_AUTO_TEST_CASE(rows_below_each_other_share_their_columns_until_an_empty_line) {
  BOOST_TEST(formatted("unit oku = 100 JPY mn ja \"\u5104\u5186\" alias \"JPY_100m\"\n"
                       "unit line ja \"\u56DE\u7DDA\"\n"
                       "# still one table\n"
                       "unit mn share = 1000000 share ja \"\u767E\u4E07\u682A\" alias \"m\"\n"
                       "\n"
                       "unit Mbps ja \"M\"\n"
                       "group \"Price\" ja \"\u5358\u4FA1\" = a, b\n"
                       "group \"Below the line\" = c\n") ==
             "unit oku = 100 JPY mn          ja \"\u5104\u5186\"    alias \"JPY_100m\"\n"
             "unit line                      ja \"\u56DE\u7DDA\"\n"
             "# still one table\n"
             "unit mn share = 1000000 share  ja \"\u767E\u4E07\u682A\"  alias \"m\"\n"
             "\n"
             "unit Mbps  ja \"M\"\n"
             "group \"Price\" ja \"\u5358\u4FA1\" = a, b\n"
             "group \"Below the line\"  = c\n");
}

BOOST_AUTO_TEST_CASE(what_an_author_aligned_stays_aligned_and_what_is_ragged_stays_ragged) {
  const std::string aligned =
      "set growth      = 2%\n"
      "set conversion  = 40% in FY2024\n";
  BOOST_TEST(formatted(aligned) ==
             "set growth     = 2%\n"
             "set conversion = 40% in FY2024\n");
  BOOST_TEST(formatted("set growth  = 2%\nset conversion = 40%\n") ==
             "set growth = 2%\nset conversion = 40%\n");
  BOOST_TEST(formatted("driver price  : JPY = 20\ndriver volume : line = 5\n  range 1 to 9\n") ==
             "driver price  : JPY = 20\ndriver volume : line = 5\n  range 1 to 9\n");
}

BOOST_AUTO_TEST_CASE(a_line_that_goes_on_does_so_below_the_first_item_or_the_bracket) {
  BOOST_TEST(formatted("group \"A\" = one,\n two,   # the second\n# the third\n three,\n           "
                       "     # deep\n four\n"
                       "flow a : JPY\n"
                       " = max(b,\n c + (\n d\n - e\n )\n )\n"
                       "driver x : % by quarter of year = Q1 1%,\n Q2 2%\n"
                       "for m, en in (a, \"A\"),\n (bb, \"B\") {\n"
                       "flow {m} : JPY\n\n}\n"
                       "statement pl\n one,\n two\n    three\n four\n") ==
             "group \"A\" = one,\n"
             "            two,  # the second\n"
             "            # the third\n"
             "            three,\n"
             "            # deep\n"
             "            four\n"
             "flow   a : JPY\n"
             "  = max(b,\n"
             "        c + (\n"
             "          d\n"
             "          - e\n"
             "        )\n"
             "        )\n"
             "driver x : % by quarter of year = Q1 1%,\n"
             "                                  Q2 2%\n"
             "for m, en in (a,  \"A\"),\n"
             "             (bb, \"B\") {\n"
             "  flow   {m} : JPY\n"
             "}\n"
             "statement pl\n"
             "  one,\n"
             "  two\n"
             "    three\n"
             "  four\n");
}

BOOST_AUTO_TEST_CASE(comments_stand_with_what_they_are_about) {
  BOOST_TEST(formatted("   # on the file\n"
                       "\n"
                       "section \"A\"      # alone\n"
                       "flow a : JPY # short\n"
                       "     # of the formula\n"
                       "    = b + c #longer\n"
                       "    # an old formula: = b\n"
                       "# on the loop\n"
                       "for m in x, y {  # twice\n"
                       "# on the body\n"
                       "flow {m} : JPY\n"
                       "   # on its clauses\n"
                       "}\n"
                       "  # at the end") ==
             "# on the file\n"
             "\n"
             "section \"A\"     # alone\n"
             "flow   a : JPY  # short\n"
             "  # of the formula\n"
             "  = b + c  #longer\n"
             "  # an old formula: = b\n"
             "# on the loop\n"
             "for m in x, y {  # twice\n"
             "  # on the body\n"
             "  flow   {m} : JPY\n"
             "    # on its clauses\n"
             "}\n"
             "# at the end\n");
}

BOOST_AUTO_TEST_CASE(a_loop_on_one_line_stays_on_it) {
  const std::string text =
      "for c in private, other { flow cloud.{c} : JPY mn \"Cloud: {c}\"  actual only }\n";
  BOOST_TEST(formatted(text) == text);
}

BOOST_AUTO_TEST_CASE(texts_and_numbers_are_left_as_they_are_written) {
  const std::string text = "section \"a  \\\"b\\\" \\c # no comment\"\nset x = 1.50e+3 JPY mn\n";
  BOOST_TEST(formatted(text) == text);
}
