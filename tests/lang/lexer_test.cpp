#include "engine/lang/lexer.hpp"

#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace headwater;

namespace {

using Strings = std::vector<std::string>;

struct Reading {
  Sources sources;
  Lexed lexed;
  explicit Reading(std::string text) {
    const FileId file = sources.add("words.model", std::move(text));
    lexed = lex(file, sources);
  }
  Strings codes() const {
    Strings all;
    for (const Diagnostic& one : lexed.diagnostics) all.push_back(one.code);
    return all;
  }
};

// Words one after the other, each with the first letter of its kind; "|" where a line ends.
std::string shown(const std::string& text) {
  std::string line;
  for (const Token& token : Reading(text).lexed.tokens) {
    if (token.kind == TokenKind::end) return line;
    if (!line.empty()) line += ' ';
    switch (token.kind) {
      case TokenKind::name: line += "n:" + token.text; break;
      case TokenKind::number: line += "d:" + token.text; break;
      case TokenKind::text: line += "t:" + token.text; break;
      case TokenKind::sign: line += token.text; break;
      case TokenKind::line_break: line += "|"; break;
      case TokenKind::end: break;
    }
  }
  return line + " without end";
}

}  // namespace

BOOST_AUTO_TEST_CASE(names_are_dotted_paths) {
  BOOST_TEST(shown("revenue.network.wan x_1 _a") == "n:revenue.network.wan n:x_1 n:_a |");
}

BOOST_AUTO_TEST_CASE(a_star_in_a_path_is_part_of_it_and_by_itself_multiplies) {
  BOOST_TEST(shown("lines.*.net_adds") == "n:lines.*.net_adds |");
  BOOST_TEST(shown("*.share") == "n:*.share |");
  BOOST_TEST(shown("interconnect.*") == "n:interconnect.* |");
  BOOST_TEST(shown("a * b") == "n:a * n:b |");
  BOOST_TEST(shown("a*b") == "n:a * n:b |");
}

BOOST_AUTO_TEST_CASE(a_hole_without_blanks_belongs_to_its_name) {
  BOOST_TEST(shown("revenue.{m}.net") == "n:revenue.{m}.net |");
  BOOST_TEST(shown("{s}.share") == "n:{s}.share |");
  BOOST_TEST(shown("{d}") == "n:{d} |");
  BOOST_TEST(shown("in a { flow") == "n:in n:a { n:flow |");
  BOOST_TEST(shown("{ flow }") == "{ n:flow } |");
}

BOOST_AUTO_TEST_CASE(numbers_have_points_and_exponents) {
  BOOST_TEST(shown("12 12.5 0.001") == "d:12 d:12.5 d:0.001 |");
  BOOST_TEST(shown("1e6 1.5e-3 2E+4") == "d:1e6 d:1.5e-3 d:2E+4 |");
  BOOST_TEST(shown("1-2") == "d:1 - d:2 |");
  BOOST_TEST(shown("12.5%") == "d:12.5 % |");
}

// Periods and units begin with digits, and are words all the same.
BOOST_AUTO_TEST_CASE(words_may_begin_with_a_digit) {
  BOOST_TEST(shown("2023Q3 2023H2 3Q23 10k") == "n:2023Q3 n:2023H2 n:3Q23 n:10k |");
  BOOST_TEST(shown("2023Q3..2024Q2") == "n:2023Q3 .. n:2024Q2 |");
  BOOST_TEST(shown("FY2024..") == "n:FY2024 .. |");
  BOOST_TEST(shown("..2023Q2") == ".. n:2023Q2 |");
}

BOOST_AUTO_TEST_CASE(signs_of_two_characters_are_one_sign) {
  BOOST_TEST(shown("a == b <= c >= d != e") == "n:a == n:b <= n:c >= n:d != n:e |");
  BOOST_TEST(shown("a < b > c = d") == "n:a < n:b > n:c = n:d |");
}

BOOST_AUTO_TEST_CASE(a_line_ends_unless_it_is_empty) {
  BOOST_TEST(shown("a\nb") == "n:a | n:b |");
  BOOST_TEST(shown("\n\na\n\n\nb\n\n") == "n:a | n:b |");
  BOOST_TEST(shown("a\r\nb\r\n") == "n:a | n:b |");
}

BOOST_AUTO_TEST_CASE(a_line_goes_on_after_a_comma) {
  BOOST_TEST(shown("a,\n  b\nc") == "n:a , n:b | n:c |");
  BOOST_TEST(shown("a,   # why\n\n  # because\n  b\nc") == "n:a , n:b | n:c |");
  BOOST_TEST(shown("\",\"\nb") == "t:, | n:b |");  // a comma in a text is no comma
}

BOOST_AUTO_TEST_CASE(a_line_goes_on_inside_brackets) {
  BOOST_TEST(shown("(a\n+\nb)\nc") == "( n:a + n:b ) | n:c |");
  BOOST_TEST(shown("x[\n-1]\nc") == "n:x [ - d:1 ] | n:c |");
  BOOST_TEST(shown("((a)\nb)\nc") == "( ( n:a ) n:b ) | n:c |");
  BOOST_TEST(shown("{ a\nb }\nc") == "{ n:a | n:b } | n:c |");  // statements stand in these
  BOOST_TEST(shown("a)\nb") == "n:a ) | n:b |");                // one too many opens nothing
}

BOOST_AUTO_TEST_CASE(a_comment_reaches_to_the_end_of_its_line) {
  BOOST_TEST(shown("a # b\nc") == "n:a | n:c |");
  BOOST_TEST(shown("# a\n# b") == "");
  BOOST_TEST(shown("\"a # b\" c") == "t:a # b n:c |");
}

BOOST_AUTO_TEST_CASE(a_text_keeps_all_but_its_escapes) {
  BOOST_TEST(shown("\"IIJ 連結\"") == "t:IIJ 連結 |");
  BOOST_TEST(shown(R"("a \"b\" \\ c")") == R"(t:a "b" \ c |)");
  BOOST_TEST(shown(R"("a\n")") == R"(t:a\n |)");  // no other escapes
  BOOST_TEST(shown("\"\"") == "t: |");
}

BOOST_AUTO_TEST_CASE(a_text_never_closed_ends_with_its_line) {
  const Reading reading("driver \"open\nflow b");

  BOOST_TEST(reading.codes() == Strings{"open-text"}, boost::test_tools::per_element());
  BOOST_TEST(reading.sources.text(reading.lexed.diagnostics[0].place) == "\"open");
  BOOST_TEST(shown("driver \"open\nflow b") == "n:driver t:open | n:flow n:b |");
  BOOST_TEST(Reading("\"").codes() == Strings{"open-text"}, boost::test_tools::per_element());
  BOOST_TEST(Reading("\"a\\").codes() == Strings{"open-text"}, boost::test_tools::per_element());
}

// One message for a run of characters, whatever its length in bytes.
BOOST_AUTO_TEST_CASE(what_begins_nothing_draws_one_message) {
  const Reading reading("flow 売上 : JPY\nflow b $ : JPY");

  BOOST_TEST(reading.codes() == (Strings{"unreadable-character", "unreadable-character"}),
             boost::test_tools::per_element());
  BOOST_TEST(reading.sources.text(reading.lexed.diagnostics[0].place) == "売上");
  BOOST_TEST(reading.sources.text(reading.lexed.diagnostics[1].place) == "$");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_no_word) {
  BOOST_TEST(shown("\xEF\xBB\xBFmodel a") == "n:model n:a |");
  BOOST_TEST(Reading("\xEF\xBB\xBFmodel").lexed.tokens[0].column == 0u);
}

BOOST_AUTO_TEST_CASE(a_word_knows_its_column_and_a_line_break_that_of_the_next_word) {
  const Reading reading("flow a\n    outlook\n  x");
  const auto& tokens = reading.lexed.tokens;  // flow a | outlook | x | end

  BOOST_TEST_REQUIRE(tokens.size() == 8u);
  BOOST_TEST(tokens[0].column == 0u);
  BOOST_TEST(tokens[1].column == 5u);
  BOOST_TEST(tokens[2].column == 4u);
  BOOST_TEST(tokens[3].column == 4u);
  BOOST_TEST(tokens[4].column == 2u);
  BOOST_TEST(tokens[5].column == 2u);
  BOOST_TEST(reading.sources.text(tokens[3].place) == "outlook");
}

// Drawn from bytes that mean something: every place lies in the file, in order, and the words end.
BOOST_AUTO_TEST_CASE(any_bytes_become_words_in_order) {
  const std::string alphabet = "aZ_19.,\"\\#{}()[]*+-/^%<>=!~: \t\r\n\xE5\xFF";
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    for (std::size_t size = random() % 60; size > 0; --size) {
      text += alphabet[random() % alphabet.size()];
    }
    BOOST_TEST_CONTEXT("seed " << seed) {
      const Reading reading(text);
      std::uint32_t at = 0;
      for (const Token& token : reading.lexed.tokens) {
        BOOST_TEST(token.place.begin >= at);
        BOOST_TEST(token.place.end >= token.place.begin);
        BOOST_TEST(token.place.end <= text.size());
        at = token.place.end;
      }
      BOOST_TEST((reading.lexed.tokens.back().kind == TokenKind::end));
    }
  }
}
