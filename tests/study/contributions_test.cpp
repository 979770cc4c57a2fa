// Shares by hand, against every order written out, and to the last bit.
#include "engine/study/contributions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <rapidcheck.h>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/model/property.hpp"

namespace {

using namespace headwater;
using boost::test_tools::tolerance;

// What each item adds, averaged over every order, one by one.
std::vector<double> over_all_orders(const std::vector<double>& values, std::size_t items) {
  std::vector<std::size_t> order(items);
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::vector<double> shares(items, 0.0);
  double orders = 0;
  do {
    std::size_t set = 0;
    for (const std::size_t item : order) {
      shares[item] += values[set | std::size_t(1) << item] - values[set];
      set |= std::size_t(1) << item;
    }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  for (double& share : shares) share /= orders;
  return shares;
}

double plain_sum(const std::vector<double>& shares, double from) {
  for (const double share : shares) from += share;
  return from;
}

// Figures like 31000.25 and changes of all sizes, those that cancel among them.
double drawn(int least, int most) {
  const int whole = *rc::gen::inRange(least, most);
  const int parts = *rc::gen::inRange(1, 1000);
  return double(whole) / double(parts);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(contributions)

// 5 and 7 more, whatever the other is: 10, 15, 17, 22.
BOOST_AUTO_TEST_CASE(in_a_sum_each_item_has_what_it_adds) {
  const auto shares = shapley_shares(std::vector<double>{10, 15, 17, 22}, 2);
  BOOST_TEST(shares == (std::vector<double>{5, 7}), boost::test_tools::per_element());
}

// x from 2 to 5, y from 10 to 14: x has dx * (y0 + y1) / 2 = 3 * 12, y has 4 * 3.5.
BOOST_AUTO_TEST_CASE(in_a_product_of_two_each_has_its_change_at_the_mean_of_the_other) {
  const auto shares = shapley_shares(std::vector<double>{20, 50, 28, 70}, 2);
  BOOST_TEST(shares == (std::vector<double>{36, 14}), boost::test_tools::per_element());
}

// x 2 to 5, y 1 to 4, z 3 to 7. For x: dx * ((y0 z0 + y1 z1) / 3 + (y0 z1 + y1 z0) / 6)
// = 3 * ((3 + 28) / 3 + (7 + 12) / 6) = 40.5; y: 3 * ((6 + 35) / 3 + (14 + 15) / 6) = 55.5;
// z: 4 * ((2 + 20) / 3 + (8 + 5) / 6) = 38. Together 134 = 140 - 6.
BOOST_AUTO_TEST_CASE(in_a_product_of_three_by_hand) {
  const auto shares = shapley_shares(std::vector<double>{6, 15, 24, 60, 14, 35, 56, 140}, 3);
  BOOST_TEST(shares[0] == 40.5, tolerance(1e-15));
  BOOST_TEST(shares[1] == 55.5, tolerance(1e-15));
  BOOST_TEST(shares[2] == 38.0, tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(what_adds_nothing_to_any_set_has_nothing_and_alikes_have_the_same) {
  const auto shares = shapley_shares(std::vector<double>{1, 1, 3, 3, 3, 3, 9.25, 9.25}, 3);
  BOOST_TEST(shares[0] == 0.0);
  BOOST_TEST(shares[1] == shares[2]);
  BOOST_TEST(shares[1] == 4.125);
}

BOOST_AUTO_TEST_CASE(shares_are_means_over_all_orders_and_sum_to_the_change) {
  test::hold_for_all("shapley shares", 200, [] {
    const auto items = std::size_t(*rc::gen::inRange(1, 7));
    std::vector<double> values;
    for (std::size_t i = 0; i < std::size_t(1) << items; ++i) values.push_back(drawn(-9999, 9999));
    const auto shares = shapley_shares(values, items);
    const auto expected = over_all_orders(values, items);
    double largest = 0;
    for (const double share : expected) largest = std::max(largest, std::fabs(share));
    for (std::size_t i = 0; i < items; ++i) {
      RC_ASSERT(std::fabs(shares[i] - expected[i]) <= 1e-10 * largest);
    }
    if (largest > 1e-6) RC_ASSERT(closure_error(shares, values.front(), values.back()) <= 1e-10);
  });
}

BOOST_AUTO_TEST_CASE(sixteen_items_close_far_within_what_is_asked) {
  constexpr std::size_t items = 16;
  std::vector<double> values(std::size_t(1) << items);
  for (std::size_t set = 0; set < values.size(); ++set) {
    double product = 31000;
    for (std::size_t i = 0; i < items; ++i) {
      if ((set >> i) % 2 != 0) product *= 1 + 0.013 * double(i + 1) * (i % 3 == 0 ? -1 : 1);
    }
    values[set] = product;
  }
  const auto shares = shapley_shares(values, items);
  BOOST_TEST(closure_error(shares, values.front(), values.back()) < 1e-14);
}

BOOST_AUTO_TEST_CASE(a_step_has_what_it_adds_to_those_before) {
  const auto shares = stepwise_shares(std::vector<double>{20, 50, 70});
  BOOST_TEST(shares == (std::vector<double>{30, 20}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_gap_is_told_as_a_part_of_the_largest_share) {
  BOOST_TEST(closure_error(std::vector<double>{30, 10}, 5, 46) == 1.0 / 30);
  BOOST_TEST(closure_error(std::vector<double>{30, 11}, 5, 46) == 0.0);
  BOOST_TEST(closure_error({}, 5, 5) == 0.0);
  BOOST_TEST(std::isinf(closure_error(std::vector<double>{0.0}, 5, 6)));
}

// Three tenths more in thirds: what is off by an ulp or two goes to the largest, the first.
BOOST_AUTO_TEST_CASE(the_last_bits_go_to_the_largest_share) {
  std::vector<double> shares = {0.1, 0.3, 0.2};
  const double to = 1.3;
  BOOST_TEST(plain_sum(shares, 0.7) != to);
  BOOST_TEST(land(shares, 0.7, to) == 0.0);
  BOOST_TEST(plain_sum(shares, 0.7) == to);
  BOOST_TEST(shares[0] == 0.1);
  BOOST_TEST(shares[2] == 0.2);
  BOOST_TEST(std::fabs(shares[1] - 0.3) < 1e-15);
}

// In steps as small beside the figure as these, half units in its last place tie.
BOOST_AUTO_TEST_CASE(shares_land_to_the_bit_and_move_by_no_more_than_rounding) {
  test::hold_for_all("landing", 2000, [] {
    const double from = drawn(10'000, 40'000);
    const double size = *rc::gen::element(1e-4, 0.01, 1.0, 100.0, 3000.0);
    std::vector<double> shares;
    double to = from;
    for (int i = *rc::gen::inRange(1, 9); i > 0; --i) {
      shares.push_back(size * drawn(-1000, 1000) / 1000);
      to += shares.back();
    }
    std::sort(shares.begin(), shares.end(),
              [](double left, double right) { return std::fabs(left) > std::fabs(right); });
    const auto before = shares;
    RC_PRE(to > from / 2);
    RC_PRE(shares.front() != 0);
    const double left = land(shares, from, to);
    RC_ASSERT(left == to - plain_sum(shares, from));
    RC_ASSERT(left == 0);
    const double ulp = std::nextafter(2 * from, 1e300) - 2 * from;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      RC_ASSERT(std::fabs(shares[i] - before[i]) <= 16 * ulp);
      if (before[i] == 0) RC_ASSERT(shares[i] == 0);
    }
  });
}

// Near -29999.7 doubles lie 3.6e-12 apart, near 0.3 5.6e-17: one step cannot land. It comes as near
// as it can, and says how near.
BOOST_AUTO_TEST_CASE(what_no_double_reaches_is_said) {
  std::vector<double> shares = {0.3 - 30000};
  const double left = land(shares, 30000, 0.3);
  BOOST_TEST(left != 0.0);
  BOOST_TEST(std::fabs(left) < 1.9e-12);
  for (const double other : {std::nextafter(shares[0], 0.0), std::nextafter(shares[0], -1e9)}) {
    BOOST_TEST(std::fabs(0.3 - (30000 + other)) >= std::fabs(left));
  }
}

BOOST_AUTO_TEST_CASE(as_many_values_as_sets_are_needed) {
  BOOST_CHECK_THROW(shapley_shares(std::vector<double>{1, 2, 3}, 2), std::invalid_argument);
  BOOST_TEST(shapley_shares(std::vector<double>{1}, 0).empty());
}

BOOST_AUTO_TEST_SUITE_END()
