// Shares by hand, against every order written out, and to the last bit.
#include "engine/study/contributions.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <rapidcheck.h>
#include <set>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/study/exact_sum.hpp"
#include "tests/model/property.hpp"

namespace {

using namespace headwater;
using boost::test_tools::tolerance;

// What each item adds, averaged over every order, one by one.
std::vector<double> over_all_orders(const std::vector<double>& values, std::size_t items) {
  std::vector<std::size_t> order(items);
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::vector<double> contributions(items, 0.0);
  double orders = 0;
  do {
    std::size_t set = 0;
    for (const std::size_t item : order) {
      contributions[item] += values[set | std::size_t(1) << item] - values[set];
      set |= std::size_t(1) << item;
    }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  for (double& contribution : contributions) contribution /= orders;
  return contributions;
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
  const auto contributions = shapley_contributions(std::vector<double>{10, 15, 17, 22}, 2);
  BOOST_TEST(contributions == (std::vector<double>{5, 7}), boost::test_tools::per_element());
}

// x from 2 to 5, y from 10 to 14: x has dx * (y0 + y1) / 2 = 3 * 12, y has 4 * 3.5.
BOOST_AUTO_TEST_CASE(in_a_product_of_two_each_has_its_change_at_the_mean_of_the_other) {
  const auto contributions = shapley_contributions(std::vector<double>{20, 50, 28, 70}, 2);
  BOOST_TEST(contributions == (std::vector<double>{36, 14}), boost::test_tools::per_element());
}

// x 2 to 5, y 1 to 4, z 3 to 7. For x: dx * ((y0 z0 + y1 z1) / 3 + (y0 z1 + y1 z0) / 6)
// = 3 * ((3 + 28) / 3 + (7 + 12) / 6) = 40.5; y: 3 * ((6 + 35) / 3 + (14 + 15) / 6) = 55.5;
// z: 4 * ((2 + 20) / 3 + (8 + 5) / 6) = 38. Together 134 = 140 - 6.
BOOST_AUTO_TEST_CASE(in_a_product_of_three_by_hand) {
  const auto contributions =
      shapley_contributions(std::vector<double>{6, 15, 24, 60, 14, 35, 56, 140}, 3);
  BOOST_TEST(contributions[0] == 40.5, tolerance(1e-15));
  BOOST_TEST(contributions[1] == 55.5, tolerance(1e-15));
  BOOST_TEST(contributions[2] == 38.0, tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(what_adds_nothing_to_any_set_has_nothing_and_alikes_have_the_same) {
  const auto contributions =
      shapley_contributions(std::vector<double>{1, 1, 3, 3, 3, 3, 9.25, 9.25}, 3);
  BOOST_TEST(contributions[0] == 0.0);
  BOOST_TEST(contributions[1] == contributions[2]);
  BOOST_TEST(contributions[1] == 4.125);
}

BOOST_AUTO_TEST_CASE(shares_are_means_over_all_orders_and_sum_to_the_change) {
  test::hold_for_all("shapley contributions", 200, [] {
    const auto items = std::size_t(*rc::gen::inRange(1, 7));
    std::vector<double> values;
    for (std::size_t i = 0; i < std::size_t(1) << items; ++i) values.push_back(drawn(-9999, 9999));
    const auto contributions = shapley_contributions(values, items);
    const auto expected = over_all_orders(values, items);
    double largest = 0;
    for (const double contribution : expected) largest = std::max(largest, std::fabs(contribution));
    for (std::size_t i = 0; i < items; ++i) {
      RC_ASSERT(std::fabs(contributions[i] - expected[i]) <= 1e-10 * largest);
    }
    if (largest > 1e-6)
      RC_ASSERT(closure_error(contributions, values.front(), values.back()) <= 1e-10);
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
  const auto contributions = shapley_contributions(values, items);
  BOOST_TEST(closure_error(contributions, values.front(), values.back()) < 1e-14);
}

BOOST_AUTO_TEST_CASE(a_step_has_what_it_adds_to_those_before) {
  const auto contributions = stepwise_contributions(std::vector<double>{20, 50, 70});
  BOOST_TEST(contributions == (std::vector<double>{30, 20}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_gap_is_told_as_a_part_of_the_largest_share) {
  BOOST_TEST(closure_error(std::vector<double>{30, 10}, 5, 46) == 1.0 / 30);
  BOOST_TEST(closure_error(std::vector<double>{30, 11}, 5, 46) == 0.0);
  BOOST_TEST(closure_error({}, 5, 5) == 0.0);
  BOOST_TEST(std::isinf(closure_error(std::vector<double>{0.0}, 5, 6)));
}

// Exactly, the doubles 0.1 + 0.2 + 0.3 come to 0.6000000000000000056, which rounds to 0.6, and
// 1.3 - 0.7 to 0.6000000000000000888, the double after it. The largest, 0.3, takes what is missing.
BOOST_AUTO_TEST_CASE(the_last_bits_go_to_the_largest_contribution) {
  std::vector<double> contributions = {0.1, 0.3, 0.2};
  const double change = 1.3 - 0.7;
  BOOST_TEST(exact_sum(contributions) != change);
  BOOST_TEST(land(contributions, change) == 0.0);
  BOOST_TEST(exact_sum(contributions) == change);
  BOOST_TEST(contributions[0] == 0.1);
  BOOST_TEST(contributions[2] == 0.2);
  BOOST_TEST(contributions[1] != 0.3);
  BOOST_TEST(std::fabs(contributions[1] - 0.3) < 1e-15);
}

// Doubles near 2^53 are whole numbers two apart above and one apart below: the 0.25 that is
// missing is nothing to either of them, so the third has it.
BOOST_AUTO_TEST_CASE(what_the_largest_is_too_coarse_for_goes_to_the_next) {
  const double large = std::ldexp(1.0, 53);
  std::vector<double> contributions = {large, 0.5, -large + 1};
  BOOST_TEST(land(contributions, 1.75) == 0.0);
  BOOST_TEST(contributions[0] == large);
  BOOST_TEST(contributions[1] == 0.75);
  BOOST_TEST(contributions[2] == -large + 1);
}

// 1600 and -2597.4 are multiples of 2^-42, 800 - (-197.4) is none: no doubles near the two sum to
// it.
BOOST_AUTO_TEST_CASE(figures_smaller_than_all_contributions_may_be_out_of_reach) {
  std::vector<double> contributions = {1600, -2597.4, 0};
  const double change = -197.40000000000001 - 800;
  BOOST_TEST(std::remainder(change, std::ldexp(1.0, -42)) != 0);
  const double lacking = land(contributions, change);
  BOOST_TEST(lacking != 0.0);
  BOOST_TEST(std::fabs(lacking) <= std::ldexp(1.0, -43));
  BOOST_TEST(contributions[2] == 0.0);  // what adds nothing takes nothing
}

// 0.3 is no multiple of the distance of doubles near 1000: no two there sum to it. The nearest do,
// and what they lack is told.
BOOST_AUTO_TEST_CASE(what_no_doubles_reach_is_said) {
  std::vector<double> contributions = {1000.125, -999.75};
  const double lacking = land(contributions, 0.3);
  BOOST_TEST(lacking != 0.0);
  BOOST_TEST(lacking == 0.3 - exact_sum(contributions));
  BOOST_TEST(std::fabs(lacking) <= std::ldexp(1.0, -44));  // half of the distance, 2^-43
}

// Of figures and changes of all sizes, with what is nothing, what cancels and what is far smaller
// than the rest. By up to a few units in the last place of the largest, contributions are off.
BOOST_AUTO_TEST_CASE(contributions_land_to_the_bit_and_move_by_no_more_than_rounding) {
  int moved = 0;
  test::hold_for_all("landing", 4000, [&] {
    const double from = drawn(-40'000, 40'000);
    std::vector<double> contributions;
    double to = from;
    for (int i = *rc::gen::inRange(1, 9); i > 0; --i) {
      const double size = *rc::gen::element(1e-9, 0.01, 1.0, 100.0, 3000.0, 1e6);
      contributions.push_back(size * drawn(-1000, 1000) / 1000);
      to += contributions.back();
    }
    const auto before = contributions;
    double largest = 0;
    double least = 1e300;
    for (const double one : before) {
      largest = std::max(largest, std::fabs(one));
      if (one != 0) least = std::min(least, std::fabs(one));
    }
    RC_PRE(largest != 0);
    const double change = to - from;
    std::vector<double> terms = {-change};
    terms.insert(terms.end(), before.begin(), before.end());
    const double missing = std::fabs(exact_sum(terms));
    const double lacking = land(contributions, change);
    const double finest = std::max(std::fabs(change), std::min(std::fabs(from), std::fabs(to)));
    RC_PRE(missing <= 1e-10 * largest);  // or a bridge is refused
    if (least <= finest && least > 1e-14 * largest) RC_ASSERT(lacking == 0);
    RC_ASSERT((exact_sum(contributions) == change) == (lacking == 0));
    const double ulp = std::nextafter(largest, 1e300) - largest;
    for (std::size_t i = 0; i < contributions.size(); ++i) {
      RC_ASSERT(std::fabs(contributions[i] - before[i]) <= missing + ulp);
      RC_ASSERT((contributions[i] < 0) == (before[i] < 0));
      RC_ASSERT((contributions[i] == 0) == (before[i] == 0));
      if (contributions[i] != before[i]) ++moved;
    }
  });
  BOOST_TEST(moved > 1000);
}

BOOST_AUTO_TEST_CASE(as_many_values_as_sets_are_needed) {
  BOOST_CHECK_THROW(shapley_contributions(std::vector<double>{1, 2, 3}, 2), std::invalid_argument);
  BOOST_TEST(shapley_contributions(std::vector<double>{1}, 0).empty());
}

namespace {

// A figure that a set of items has, drawn: bit i of the set says whether item i is in it.
std::vector<double> drawn_game(std::size_t items, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<double> values(std::size_t(1) << items);
  for (double& value : values) value = double(random() % 20001) / 100 - 100;
  return values;
}

std::vector<double> along(const std::vector<double>& game,
                          const std::vector<std::vector<std::size_t>>& orders) {
  std::vector<double> values;
  for (const auto& order : orders) {
    std::size_t set = 0;
    values.push_back(game[set]);
    for (const std::size_t item : order) values.push_back(game[set |= std::size_t(1) << item]);
  }
  return values;
}

}  // namespace

BOOST_AUTO_TEST_CASE(orders_are_drawn_in_pairs_of_one_and_its_reverse) {
  const auto orders = drawn_orders(20, 50);
  BOOST_TEST_REQUIRE(orders.size() == 100u);
  std::set<std::vector<std::size_t>> different(orders.begin(), orders.end());
  BOOST_TEST(different.size() == 100u);
  for (std::size_t o = 0; o < orders.size(); ++o) {
    auto sorted = orders[o];
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < 20; ++i) BOOST_TEST(sorted[i] == i);
    if (o % 2 == 0) continue;
    BOOST_TEST(std::equal(orders[o].begin(), orders[o].end(), orders[o - 1].rbegin()));
  }
}

// Some 300 means, of which one beyond four errors would be one in 50: beyond five, one in 6,000.
BOOST_AUTO_TEST_CASE(drawn_orders_come_to_the_exact_contributions_within_their_errors) {
  std::size_t beyond_two = 0, all = 0;
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    const std::size_t items = 2 + seed % 9;
    const auto game = drawn_game(items, seed);
    const auto exact = shapley_contributions(game, items);
    const auto orders = drawn_orders(items, 128);
    const auto sampled = sampled_contributions(along(game, orders), orders);
    double sum = 0;
    for (std::size_t i = 0; i < items; ++i) {
      const double off = std::fabs(sampled.means[i] - exact[i]);
      BOOST_TEST(off <= 5 * sampled.errors[i] + 1e-12, "seed " << seed << ", item " << i);
      beyond_two += off > 2 * sampled.errors[i] + 1e-12;
      sum += sampled.means[i];
      ++all;
    }
    BOOST_TEST(std::fabs(sum - (game.back() - game.front())) <= 1e-11);
  }
  // Errors that are far too large would show as well: 4.6 % of a normal lie beyond two.
  BOOST_TEST(double(beyond_two) <= 0.12 * double(all));
  BOOST_TEST(double(beyond_two) >= 0.005 * double(all));
}

// What adds up adds the same in every order: the sample is exact, and its errors are 0.
BOOST_AUTO_TEST_CASE(of_what_adds_up_drawn_orders_leave_no_error) {
  const auto orders = drawn_orders(18, 8);
  std::vector<double> values;
  for (const auto& order : orders) {
    values.push_back(5);
    for (const std::size_t item : order) values.push_back(values.back() + double(item));
  }
  const auto sampled = sampled_contributions(values, orders);
  for (std::size_t i = 0; i < 18; ++i) {
    BOOST_TEST(sampled.means[i] == double(i));
    BOOST_TEST(sampled.errors[i] == 0.0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
