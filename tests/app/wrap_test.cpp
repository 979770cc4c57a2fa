// Lines broken between pieces, between words, and between wide characters where Japanese may.
#include "engine/app/wrap.hpp"

#include <boost/test/unit_test.hpp>

using headwater::wrapped;

BOOST_AUTO_TEST_SUITE(wrap)

BOOST_AUTO_TEST_CASE(a_line_breaks_between_pieces_and_keeps_the_sign_between_them) {
  BOOST_TEST(wrapped({"one", "two", "three"}, " · ", 0) == "one · two · three\n");
  // "one · two ·" is 11 cells, so it needs them all.
  BOOST_TEST(wrapped({"one", "two", "three"}, " · ", 11) == "one · two ·\nthree\n");
  BOOST_TEST(wrapped({"one", "two", "three"}, " · ", 10) == "one ·\ntwo ·\nthree\n");
}

BOOST_AUTO_TEST_CASE(what_follows_a_lead_is_indented_below_it) {
  BOOST_TEST(wrapped({"sales", "cost"}, "; ", 12, "  p.1: ") == "  p.1:\n    sales;\n    cost\n");
  BOOST_TEST(wrapped({"sales", "cost"}, "; ", 13, "  p.1: ") == "  p.1: sales;\n    cost\n");
}

BOOST_AUTO_TEST_CASE(a_piece_longer_than_a_line_breaks_between_words) {
  BOOST_TEST(wrapped({"a page of the results"}, "", 10) == "a page of\nthe\nresults\n");
  BOOST_TEST(wrapped({"of the results"}, "", 12, "  p: ") == "  p: of the\n    results\n");
  BOOST_TEST(wrapped({"indivisible"}, "", 4) == "indivisible\n");
}

BOOST_AUTO_TEST_CASE(japanese_breaks_between_wide_characters_but_not_before_a_full_stop) {
  // Two cells each: three to a line of six.
  BOOST_TEST(wrapped({"売上総利益率"}, "", 6) == "売上総\n利益率\n");
  BOOST_TEST(wrapped({"売上総、利益"}, "", 6) == "売上\n総、利\n益\n");
  BOOST_TEST(wrapped({"売上（総利）"}, "", 6) == "売上\n（総\n利）\n");
  BOOST_TEST(wrapped({"売上3Q23予"}, "", 9) == "売上\n3Q23予\n");
}

BOOST_AUTO_TEST_SUITE_END()
