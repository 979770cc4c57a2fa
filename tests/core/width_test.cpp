#include "engine/core/width.hpp"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace headwater;

BOOST_AUTO_TEST_SUITE(width)

BOOST_AUTO_TEST_CASE(ascii_and_accented_letters_take_one_cell_each) {
  BOOST_TEST(display_width("") == 0u);
  BOOST_TEST(display_width("revenue.total") == 13u);
  BOOST_TEST(display_width("café") == 4u);
}

BOOST_AUTO_TEST_CASE(kana_kanji_hangul_and_fullwidth_forms_take_two) {
  BOOST_TEST(display_width("売上") == 4u);
  BOOST_TEST(display_width("インターネット") == 14u);  // seven characters
  BOOST_TEST(display_width("매출") == 4u);
  BOOST_TEST(display_width("ＩＩＪ") == 6u);
  BOOST_TEST(display_width("（株）") == 6u);
  BOOST_TEST(display_width("🚀") == 2u);
  BOOST_TEST(display_width("\U00020BB7野家") == 6u);  // the first lies beyond the basic plane
}

BOOST_AUTO_TEST_CASE(halfwidth_kana_take_one) { BOOST_TEST(display_width("ｱｲｳ") == 3u); }

// △ and – are of ambiguous width: two cells in old Japanese fonts, one in today's terminals.
BOOST_AUTO_TEST_CASE(ambiguous_characters_take_one) {
  BOOST_TEST(display_width("△1,234") == 6u);
  BOOST_TEST(display_width("1Q23–3Q24") == 9u);
}

BOOST_AUTO_TEST_CASE(combining_marks_and_invisible_characters_take_none) {
  BOOST_TEST(display_width("e\u0301") == 1u);             // e and an acute accent
  BOOST_TEST(display_width("か\u3099") == 2u);            // ka and its voicing mark: ga
  BOOST_TEST(display_width("a\u200Bb") == 2u);            // a zero-width space between
  BOOST_TEST(display_width("\u1112\u1161\u11AB") == 2u);  // one Hangul syllable in three letters
  BOOST_TEST(display_width("\x1B\x01") == 0u);
}

BOOST_AUTO_TEST_CASE(the_edges_of_a_range_belong_to_it) {
  BOOST_TEST(display_width("\u10FF") == 1u);  // the last before Hangul Jamo
  BOOST_TEST(display_width("\u1100") == 2u);  // the first of them
  BOOST_TEST(display_width("\uFF60") == 2u);  // the last fullwidth bracket
  BOOST_TEST(display_width("\uFF61") == 1u);  // the first halfwidth form
}

BOOST_AUTO_TEST_CASE(an_invalid_byte_takes_one_cell_and_hides_nothing_after_it) {
  BOOST_TEST(display_width("\xFF") == 1u);
  BOOST_TEST(display_width("\xE5\xA3") == 2u);  // a kanji cut short: two stray bytes
  BOOST_TEST(display_width("\xE5"
                           "ab") == 3u);
  BOOST_TEST(display_width("\xC0\xAF") == 2u);          // overlong
  BOOST_TEST(display_width("\xE0\x80\x81") == 3u);      // overlong, of a control character
  BOOST_TEST(display_width("\xED\xA0\x80") == 3u);      // half a surrogate pair
  BOOST_TEST(display_width("\xF4\x90\x80\x80") == 4u);  // beyond the last code point
}

BOOST_AUTO_TEST_CASE(plain_text_is_not_escaped) {
  const std::string text = "売上 = price * \"café\" # 10%";

  BOOST_TEST(escaped_for_terminal(text) == text);
}

BOOST_AUTO_TEST_CASE(what_could_drive_a_terminal_is_spelt_out) {
  BOOST_TEST(escaped_for_terminal("\x1B[2J") == "\\u{1b}[2J");
  BOOST_TEST(escaped_for_terminal("a\nb\tc\r") == "a\\u{a}b\\u{9}c\\u{d}");
  BOOST_TEST(escaped_for_terminal("\x7F") == "\\u{7f}");
  BOOST_TEST(escaped_for_terminal("\u009B") == "\\u{9b}");        // a one-character escape sequence
  BOOST_TEST(escaped_for_terminal("a\u202Eb") == "a\\u{202e}b");  // right-to-left override
  BOOST_TEST(escaped_for_terminal("\u2066\u2069\u200F") == "\\u{2066}\\u{2069}\\u{200f}");
  BOOST_TEST(escaped_for_terminal("\u2028") == "\\u{2028}");  // line separator
  BOOST_TEST(escaped_for_terminal(std::string_view("\0", 1)) == "\\u{0}");
}

BOOST_AUTO_TEST_CASE(an_invalid_byte_becomes_the_replacement_character_of_the_same_width) {
  BOOST_TEST(escaped_for_terminal("a\xFFz") == "a\uFFFDz");
  BOOST_TEST(display_width(escaped_for_terminal("a\x9B\xFFz")) == display_width("a\x9B\xFFz"));
}

BOOST_AUTO_TEST_SUITE_END()
