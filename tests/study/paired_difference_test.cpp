// Tests of paired losses, by hand; p values are 2 * scipy.stats.t.sf, SciPy 1.17.1.
#include "engine/study/paired_difference.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/study/cosine_difference.hpp"
#include "engine/study/detail/cosine.hpp"

using namespace headwater;

namespace {

const auto near = boost::test_tools::tolerance(1e-12);

// Losses that differ by these numbers.
struct Pair {
  explicit Pair(const std::vector<double>& differences)
      : left(differences), right(differences.size(), 10) {
    for (double& one : left) one += 10;
  }
  PairedLosses at(std::size_t horizon) const { return {left, right, horizon}; }

  std::vector<double> left;
  std::vector<double> right;
};

const Pair slow({3, 3, -1, -1, 3, 3, -1, -1});   // mean 1, about it 2, 2, -2, -2, 2, 2, -2, -2
const Pair quick({3, -1, 3, -1, 3, -1, 3, -1});  // mean 1, about it 2, -2, 2, -2, ...
constexpr double t_of_7 = 2.3646242515927849;    // scipy.stats.t.ppf(0.975, 7)

}  // namespace

BOOST_AUTO_TEST_SUITE(paired_differences)

// Variance 4, so that the error of the mean is sqrt(4 / 8), and the correction sqrt(7 * 8) / 8: the
// statistic is sqrt(8 / 4) sqrt(56) / 8 = sqrt(7) / 2.
BOOST_AUTO_TEST_CASE(one_step_ahead_it_is_the_paired_t_test) {
  for (const Pair& pair : {slow, quick}) {
    const PairedDifference of = paired_difference(pair.at(1));
    BOOST_TEST(of.count == 8u);
    BOOST_TEST((of.method == DifferenceMethod::diebold_mariano));
    BOOST_TEST((of.weights == LongRunWeights::plain));
    BOOST_TEST(of.mean.value == 1.0);
    BOOST_TEST(of.p_value == 0.22745281805976297, near);
    BOOST_TEST(of.mean.low == 1 - t_of_7 * 2 / std::sqrt(7), near);
    BOOST_TEST(of.mean.high == 1 + t_of_7 * 2 / std::sqrt(7), near);
    const CosineDifference judged = cosine_difference(pair.at(1));
    BOOST_TEST(judged.p_value == of.p_value, near);
    BOOST_TEST(judged.mean.low == of.mean.low, near);
    BOOST_TEST(judged.freedom == 7u);
  }
}

// Autocovariance at 1: 4 - 4 + 4 - 4 + 4 - 4 + 4 = 4, by 8. Variance 4 + 2 * 4 / 8 = 5; correction
// sqrt(6 * 7) / 8; the statistic is sqrt(8 / 5) sqrt(42) / 8 = sqrt(1.05).
BOOST_AUTO_TEST_CASE(two_steps_ahead_it_counts_what_neighbours_share) {
  const PairedDifference of = paired_difference(slow.at(2));
  BOOST_TEST((of.weights == LongRunWeights::plain));
  BOOST_TEST(of.p_value == 0.33960787487167293, near);
  BOOST_TEST(of.mean.high == 1 + t_of_7 / std::sqrt(1.05), near);
}

// At 1: -4 seven times, by 8: 4 - 7 is below 0. With Bartlett's half of it 4 - 3.5 = 0.5, and the
// statistic is sqrt(8 / 0.5) sqrt(42) / 8 = sqrt(10.5).
BOOST_AUTO_TEST_CASE(a_variance_below_zero_is_taken_again_with_bartletts_weights) {
  const PairedDifference of = paired_difference(quick.at(2));
  BOOST_TEST((of.weights == LongRunWeights::bartlett));
  BOOST_TEST(of.p_value == 0.014245753043853024, near);
  BOOST_TEST(of.mean.high == 1 + t_of_7 / std::sqrt(10.5), near);
}

// slow with an origin lost before its last: neighbours now share 4 - 4 + 4 - 4 + 4 - 4 = 0, so that
// the variance is 4 and the statistic sqrt(8 / 4) sqrt(42) / 8 = sqrt(1.3125).
BOOST_AUTO_TEST_CASE(an_origin_left_out_closes_no_gap) {
  const PairedDifference of =
      paired_difference(Pair({3, 3, -1, -1, 3, 3, -1, missing(), -1}).at(2));
  BOOST_TEST(of.count == 8u);
  BOOST_TEST(of.left_out == 1u);
  BOOST_TEST(is_missing(of.differences[7]));
  BOOST_TEST(of.differences[8] == -1.0);
  BOOST_TEST(of.mean.value == 1.0);
  BOOST_TEST(of.p_value == 0.2895944320824553, near);
}

BOOST_AUTO_TEST_CASE(a_horizon_as_long_as_all_origins_has_no_test) {
  for (const std::size_t horizon : {8u, 9u, 100u}) {
    const PairedDifference of = paired_difference(slow.at(horizon));
    BOOST_TEST((of.method == DifferenceMethod::none));
    BOOST_TEST(of.mean.value == 1.0);
    BOOST_TEST(is_missing(of.mean.low));
    BOOST_TEST(is_missing(of.p_value));
  }
  BOOST_TEST((paired_difference(slow.at(7)).method == DifferenceMethod::diebold_mariano));
}

// 1, 2, 3: error 1 / sqrt(3), t of two degrees 4.3026527297494637.
BOOST_AUTO_TEST_CASE(fewer_than_eight_have_students_interval_and_no_p) {
  const PairedDifference of = paired_difference(Pair({1, 2, 3}).at(1));
  BOOST_TEST((of.method == DifferenceMethod::independent));
  BOOST_TEST(of.mean.value == 2.0);
  BOOST_TEST(of.mean.low == 2 - 4.3026527297494637 / std::sqrt(3), near);
  BOOST_TEST(of.mean.high == 2 + 4.3026527297494637 / std::sqrt(3), near);
  BOOST_TEST(is_missing(of.p_value));
}

// -40 and -46: half their distance is 3, times tan(0.475 pi), t of one degree.
BOOST_AUTO_TEST_CASE(two_origins_have_an_interval_and_it_is_wide) {
  const PairedDifference of = paired_difference(Pair({-40, -46}).at(1));
  BOOST_TEST(of.mean.value == -43.0);
  BOOST_TEST(of.mean.high == -43 + 3 * std::tan(0.475 * std::numbers::pi), near);
}

BOOST_AUTO_TEST_CASE(one_origin_has_its_difference_and_none_has_nothing) {
  const PairedDifference one = paired_difference(Pair({-40}).at(1));
  BOOST_TEST((one.method == DifferenceMethod::none));
  BOOST_TEST(one.mean.value == -40.0);
  BOOST_TEST(is_missing(one.mean.low));
  const PairedDifference none = paired_difference(Pair({missing()}).at(1));
  BOOST_TEST(none.left_out == 1u);
  BOOST_TEST(is_missing(none.mean.value));
}

BOOST_AUTO_TEST_CASE(losses_without_a_difference_are_equal) {
  for (const std::size_t count : {1u, 2u, 20u}) {
    const Pair pair(std::vector<double>(count, 0.0));
    const PairedDifference of = paired_difference(pair.at(3));
    BOOST_TEST((of.method == DifferenceMethod::equal));
    BOOST_TEST(of.mean.value == 0.0);
    BOOST_TEST(is_missing(of.mean.low));
    BOOST_TEST(of.p_value == 1.0);
    BOOST_TEST(cosine_difference(pair.at(3)).p_value == 1.0);
  }
}

// Eight of one sign: 2 / 2^8. At h = 3 two of them are independent: 2 / 2^2.
BOOST_AUTO_TEST_CASE(differences_without_spread_have_the_p_of_their_sign) {
  const Pair eight(std::vector<double>(8, -2.0));
  const PairedDifference of = paired_difference(eight.at(1));
  BOOST_TEST((of.method == DifferenceMethod::constant));
  BOOST_TEST(of.mean.value == -2.0);
  BOOST_TEST(is_missing(of.mean.low));
  BOOST_TEST(of.p_value == 2.0 / 256);
  BOOST_TEST(paired_difference(eight.at(3)).p_value == 0.5);
  BOOST_TEST(cosine_difference(eight.at(1)).p_value == 2.0 / 256);
  BOOST_TEST(is_missing(paired_difference(Pair({-2, -2}).at(1)).p_value));
}

BOOST_AUTO_TEST_CASE(sides_of_unlike_length_and_a_horizon_of_zero_are_refused) {
  const std::array two = {1.0, 2.0};
  const std::array three = {1.0, 2.0, 3.0};
  BOOST_CHECK_THROW(paired_difference({two, three, 1}), std::invalid_argument);
  BOOST_CHECK_THROW(paired_difference({two, two, 0}), std::invalid_argument);
  BOOST_CHECK_THROW(cosine_difference({two, two, 0}), std::invalid_argument);
}

// Waves of slow at h = 2: of two of them the second is even about the middle, slow is odd, so it
// has no part. The first: sqrt(2 / 8) * 2 * 2 * (cos(pi/16) + cos(3pi/16) - cos(5pi/16)
// - cos(7pi/16)) = 2.123. Variance 2.123^2 / 2, error of the mean sqrt of that by 8; two degrees.
BOOST_AUTO_TEST_CASE(slow_waves_of_differences_by_hand) {
  const auto wave = [](int k) { return std::cos(k * std::numbers::pi / 16); };
  const double along = 2 * (wave(1) + wave(3) - wave(5) - wave(7));
  const CosineDifference of = cosine_difference(slow.at(2));
  BOOST_TEST(of.freedom == 2u);
  BOOST_TEST(of.mean.value == 1.0);
  BOOST_TEST(of.mean.high == 1 + 4.3026527297494637 * std::sqrt(along * along / 2 / 8), near);
  BOOST_TEST(of.p_value == 0.20025364415514696, near);
}

BOOST_AUTO_TEST_CASE(origins_fewer_than_twice_the_horizon_have_no_waves) {
  BOOST_TEST(cosine_difference(slow.at(4)).freedom == 1u);
  const CosineDifference of = cosine_difference(slow.at(5));
  BOOST_TEST(of.freedom == 0u);
  BOOST_TEST(of.mean.value == 1.0);
  BOOST_TEST(is_missing(of.mean.low));
  BOOST_TEST(is_missing(of.p_value));
}

BOOST_AUTO_TEST_CASE(cosines_are_those_of_the_library) {
  for (const std::uint64_t whole : {1u, 2u, 3u, 4u, 7u, 8u, 12u, 97u, 1024u}) {
    for (std::uint64_t part = 0; part < 2 * whole; ++part) {
      const double angle = 2 * std::numbers::pi * double(part % whole) / double(whole);
      BOOST_TEST(std::fabs(detail::cosine_of_turn(part, whole) - std::cos(angle)) < 1e-15,
                 part << " of " << whole);
    }
  }
  BOOST_TEST(detail::cosine_of_turn(1, 4) == 0.0);
  BOOST_TEST(detail::cosine_of_turn(1, 2) == -1.0);
}

BOOST_AUTO_TEST_SUITE_END()
