// Sums rounded once, by hand and against sums of whole numbers, which are exact.
#include "engine/study/exact_sum.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <rapidcheck.h>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/model/property.hpp"

namespace {

using namespace headwater;
using Terms = std::vector<double>;
__extension__ typedef __int128 Whole;

}  // namespace

BOOST_AUTO_TEST_SUITE(sum_rounded_once)

BOOST_AUTO_TEST_CASE(of_nothing_is_nothing_and_of_one_itself) {
  BOOST_TEST(exact_sum({}) == 0.0);
  BOOST_TEST(exact_sum(Terms{0.1}) == 0.1);
  BOOST_TEST(exact_sum(Terms{0.0, 0.0}) == 0.0);
}

// Ten tenths of a double are 1 + 5.55e-17, nearest to 1; one after the other they give 1 - 1.1e-16.
BOOST_AUTO_TEST_CASE(what_rounding_would_lose_is_kept) {
  const Terms tenths(10, 0.1);
  double one_by_one = 0;
  for (const double tenth : tenths) one_by_one += tenth;
  BOOST_TEST(one_by_one != 1.0);
  BOOST_TEST(exact_sum(tenths) == 1.0);
  BOOST_TEST(exact_sum(Terms{1e100, 1.0, -1e100}) == 1.0);
  BOOST_TEST(exact_sum(Terms{1e308, 3.0, -1e308, 1e-300}) == 3.0);
}

// 1 + 2^-53 is halfway between 1 and its neighbour and goes to the even one, 1; whatever lies above
// that, however small, decides otherwise.
BOOST_AUTO_TEST_CASE(halfway_goes_to_the_even_one_unless_something_lies_below) {
  const double half = std::ldexp(1.0, -53);
  const double next = std::nextafter(1.0, 2.0);
  BOOST_TEST(exact_sum(Terms{1.0, half}) == 1.0);
  BOOST_TEST(exact_sum(Terms{1.0, half, 1e-200}) == next);
  BOOST_TEST(exact_sum(Terms{1.0, half, -1e-200}) == 1.0);
  BOOST_TEST(exact_sum(Terms{next, half}) == std::nextafter(next, 2.0));
  BOOST_TEST(exact_sum(Terms{next, half, -1e-200}) == next);
}

// Terms k * 2^e with e of 0 to 40 and |k| < 2^50: in whole numbers of 128 bits the sum is exact,
// and its conversion to double rounds once.
BOOST_AUTO_TEST_CASE(it_is_the_whole_number_s_own_rounding_in_any_order) {
  test::hold_for_all("exact sums", 2000, [] {
    Terms terms;
    Whole whole = 0;
    for (int i = *rc::gen::inRange(1, 20); i > 0; --i) {
      const auto count = *rc::gen::inRange<std::int64_t>(-(1ll << 50), 1ll << 50);
      const int places = *rc::gen::inRange(0, 41);
      terms.push_back(std::ldexp(double(count), places));
      whole += Whole(count) * (std::int64_t(1) << places);
    }
    RC_ASSERT(exact_sum(terms) == double(whole));
    std::sort(terms.begin(), terms.end());
    RC_ASSERT(exact_sum(terms) == double(whole));
  });
}

BOOST_AUTO_TEST_SUITE_END()
