// Bars of tornados, drawn by hand: half of 5 cells for a change of 10, so 2 a cell.
#include "engine/app/tornado_bar.hpp"

#include <rapidcheck.h>
#include <string>

#include <boost/test/unit_test.hpp>

#include "engine/core/missing.hpp"
#include "engine/core/width.hpp"
#include "tests/model/property.hpp"

namespace {

using namespace headwater;

std::string bar(double low, double high) { return bar_text({low, high, 10, 5}); }

}  // namespace

BOOST_AUTO_TEST_SUITE(tornado_bar)

BOOST_AUTO_TEST_CASE(each_end_goes_from_base_to_its_side) {
  BOOST_TEST(bar(-10, 4) == "█████│░░   ");
  BOOST_TEST(bar(4, -10) == "░░░░░│██   ");
  BOOST_TEST(bar(0, 10) == "     │░░░░░");
  BOOST_TEST(bar(-2, 0) == "    █│     ");
}

// From the nearer end to the farther, in the farther one's blocks.
BOOST_AUTO_TEST_CASE(with_both_ends_on_one_side_the_bar_does_not_touch_base) {
  BOOST_TEST(bar(4, 10) == "     │  ░░░");
  BOOST_TEST(bar(10, 4) == "     │  ███");
  BOOST_TEST(bar(-4, -10) == "░░░  │     ");
  BOOST_TEST(bar(-10, -4) == "███  │     ");
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_moves_nothing_has_no_bar) {
  BOOST_TEST(bar(missing(), 4) == "           ");
  BOOST_TEST(bar_text({0, 0, 0, 5}) == "     │     ");
}

BOOST_AUTO_TEST_CASE(a_bar_is_as_wide_as_asked_for_whatever_its_ends) {
  test::hold_for_all("width of a bar", 300, [] {
    const auto half = *rc::gen::inRange<std::size_t>(1, 30);
    const double low = *rc::gen::inRange(-1000, 1001);
    const double high = *rc::gen::inRange(-1000, 1001);
    RC_ASSERT(display_width(bar_text({low, high, 1000, half})) == 2 * half + 1);
  });
}

BOOST_AUTO_TEST_SUITE_END()
