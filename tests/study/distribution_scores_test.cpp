// Scores of distributions, by hand; tests/study/scores_oracle.py holds them against integrals.
#include "engine/study/distribution_scores.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace headwater;

namespace {

const auto near = boost::test_tools::tolerance(1e-14);

}  // namespace

BOOST_AUTO_TEST_SUITE(distribution_scores)

// F of draws 1, 2, 4 is 1/3 from 1 and 2/3 from 2 on. With 3: 1/9 over [1, 2], 4/9 over [2, 3],
// (1/3)^2 over [3, 4], in all 6/9. By pairs: E|X - 3| = (2 + 1 + 1) / 3 = 4/3 and
// E|X - X'| / 2 = 2 (1 + 3 + 2) / 9 / 2 = 2/3.
BOOST_AUTO_TEST_CASE(crps_of_three_draws_is_that_of_their_steps) {
  const DrawsScore score = crps_of_draws({4, 1, 2}, 3);
  BOOST_TEST(score.crps == 2.0 / 3, near);
  BOOST_TEST(score.draws == 3u);
  BOOST_TEST(score.left_out == 0u);
}

// With 0: 1 below the draws, then 4/9 over [1, 2] and 2 * 1/9. With 6: 1/9, 2 * 4/9 and 2 above.
BOOST_AUTO_TEST_CASE(crps_counts_the_way_to_an_actual_outside_all_draws) {
  BOOST_TEST(crps_of_draws({1, 2, 4}, 0).crps == 1 + 6.0 / 9, near);
  BOOST_TEST(crps_of_draws({1, 2, 4}, 6).crps == 2 + 1.0, near);
}

BOOST_AUTO_TEST_CASE(crps_of_a_single_number_is_the_absolute_error) {
  BOOST_TEST(crps_of_draws({3}, 5).crps == 2.0);
  BOOST_TEST(crps_of_draws({3, 3, 3}, 5).crps == 2.0);
  BOOST_TEST(crps_of_normal({3, 0}, 5) == 2.0);
  BOOST_TEST(crps_of_draws({5}, 5).crps == 0.0);
}

BOOST_AUTO_TEST_CASE(missing_draws_are_left_out_and_counted) {
  const DrawsScore score = crps_of_draws({missing(), 4, 1, missing(), 2}, 3);
  BOOST_TEST(score.crps == 2.0 / 3, near);
  BOOST_TEST(score.draws == 3u);
  BOOST_TEST(score.left_out == 2u);
  BOOST_TEST(is_missing(crps_of_draws({missing()}, 3).crps));
  BOOST_TEST(is_missing(crps_of_draws({1, 2}, missing()).crps));
}

// E|X - y| - E|X - X'| / 2 would lose eight of sixteen digits here: 10^8 + 1 and 10^8 + 2 for
// 10^8 + 1 are off by 1 with half a chance, so (1/2)^2.
BOOST_AUTO_TEST_CASE(crps_keeps_its_digits_far_from_zero) {
  BOOST_TEST(crps_of_draws({1e8 + 1, 1e8 + 2}, 1e8 + 1).crps == 0.25);
}

// At its mean: 2 / sqrt(2 pi) - 1 / sqrt(pi) = (sqrt(2) - 1) / sqrt(pi), times the deviation.
BOOST_AUTO_TEST_CASE(crps_of_a_normal_at_its_mean_is_known) {
  const double at_mean = (std::numbers::sqrt2 - 1) * std::numbers::inv_sqrtpi;
  BOOST_TEST(crps_of_normal({10, 3}, 10) == 3 * at_mean, near);
}

// Far out it is |y - mean| - deviation / sqrt(pi): the other terms are below 10^-100.
BOOST_AUTO_TEST_CASE(crps_of_a_normal_far_out_is_the_error_less_the_deviation_by_root_pi) {
  for (const double actual : {-40.0, 60.0}) {
    BOOST_TEST(crps_of_normal({10, 2}, actual) == 50 - 2 * std::numbers::inv_sqrtpi, near);
  }
  const double tiny = std::numeric_limits<double>::denorm_min();
  BOOST_TEST(crps_of_normal({0, tiny}, 1e10) == 1e10);
}

BOOST_AUTO_TEST_CASE(crps_of_a_normal_needs_all_three) {
  BOOST_TEST(is_missing(crps_of_normal({missing(), 1}, 0)));
  BOOST_TEST(is_missing(crps_of_normal({0, missing()}, 0)));
  BOOST_TEST(is_missing(crps_of_normal({0, 1}, missing())));
  BOOST_CHECK_THROW(crps_of_normal({0, -1}, 0), std::invalid_argument);
}

// 3 above 7 by 0.9 of each unit below: 4 * 0.9; 3 below: 0.1 of each.
BOOST_AUTO_TEST_CASE(the_pinball_loss_weighs_the_two_sides_by_the_level) {
  BOOST_TEST(pinball_loss({.level = 0.9, .value = 3}, 7) == 3.6, near);
  BOOST_TEST(pinball_loss({.level = 0.9, .value = 7}, 3) == 0.4, near);
  BOOST_TEST(pinball_loss({.level = 0.5, .value = 7}, 3) == 2.0);
  BOOST_TEST(pinball_loss({.level = 0.1, .value = 7}, 7) == 0.0);
  BOOST_TEST(is_missing(pinball_loss({.level = 0.1, .value = missing()}, 7)));
  BOOST_TEST(is_missing(pinball_loss({.level = 0.1, .value = 1}, missing())));
  for (const double level : {0.0, 1.0, -0.1, missing()}) {
    BOOST_CHECK_THROW(pinball_loss({.level = level, .value = 3}, 7), std::invalid_argument);
  }
}

// Ends belong to the interval. Of 3 held in 4, Clopper and Pearson's ends p have
// P(B(4, p) >= 3) = 0.025 and P(B(4, p) <= 3) = 1 - p^4 = 0.025.
BOOST_AUTO_TEST_CASE(coverage_counts_what_lies_within_and_says_how_sure_it_is) {
  const std::array points = {IntervalPoint{1, 3, 1},         IntervalPoint{1, 3, 3},
                             IntervalPoint{1, 3, 2},         IntervalPoint{1, 3, 3.5},
                             IntervalPoint{1, 3, missing()}, IntervalPoint{missing(), 3, 2}};
  const IntervalCoverage coverage = interval_coverage(points);
  BOOST_TEST(coverage.count == 4u);
  BOOST_TEST(coverage.held == 3u);
  BOOST_TEST(coverage.left_out == 2u);
  BOOST_TEST(coverage.share.value == 0.75);
  const double low = coverage.share.low;
  const auto close = boost::test_tools::tolerance(1e-12);
  BOOST_TEST(4 * std::pow(low, 3) * (1 - low) + std::pow(low, 4) == 0.025, close);
  BOOST_TEST(coverage.share.high == std::pow(0.975, 0.25), close);
}

BOOST_AUTO_TEST_CASE(coverage_of_no_point_is_missing) {
  const IntervalCoverage coverage = interval_coverage({});
  BOOST_TEST(is_missing(coverage.share.value));
  BOOST_TEST(is_missing(coverage.share.low));
}

BOOST_AUTO_TEST_SUITE_END()
