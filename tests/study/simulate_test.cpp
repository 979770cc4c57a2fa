// What draws say: right by hand, right in the limit, the same bytes however they are run.
#include "engine/study/simulate.hpp"

#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/test/unit_test.hpp>

#include "engine/study/detail/bytes.hpp"
#include "engine/study/detail/confidence.hpp"
#include "engine/study/fan.hpp"
#include "tests/study/simulated.hpp"

namespace {

using namespace headwater;
using boost::test_tools::tolerance;
using drawn::company;

SimulateResult answer(const SimulateRequest& request, const RunOptions& options = {}) {
  auto simulated = simulate(request, options);
  BOOST_TEST_REQUIRE(bool(simulated));
  return std::move(*simulated.value);
}

void append(std::vector<std::byte>& bytes, const Estimate& one) {
  for (const double value : {one.value, one.low, one.high}) detail::append(bytes, value);
}

std::vector<std::byte> bytes_of(const SimulateResult& result) {
  std::vector<std::byte> bytes;
  for (const DrawnFigure& one : result.distributions) {
    for (const Estimate& each :
         {one.mean, one.deviation, one.skewness, one.mean_of_least, one.mean_of_greatest}) {
      append(bytes, each);
    }
    for (const Estimate& each : one.quantiles) append(bytes, each);
    for (const double each : {one.standard_error, one.least, one.greatest, one.resolution,
                              one.histogram.first, one.histogram.step}) {
      detail::append(bytes, each);
    }
    for (const std::uint64_t bar : one.histogram.bars) detail::append(bytes, bar);
    for (const std::uint64_t count :
         {one.present, one.missing, one.histogram.below, one.histogram.above,
          one.first_failure ? one.first_failure->row + 1 : 0}) {
      detail::append(bytes, count);
    }
  }
  for (const EventAnswer& one : result.answers) {
    detail::append(bytes, one.happened);
    append(bytes, one.probability);
  }
  for (Eigen::Index i = 0; i < result.correlations.size(); ++i) {
    detail::append(bytes, result.correlations.data()[i]);
  }
  detail::append(bytes, result.rows);
  return bytes;
}

// Within four standard errors, as the interval says them.
void near(const Estimate& estimate, double truth, const char* what) {
  BOOST_TEST_REQUIRE(estimate.high > estimate.low, what);
  const double error = (estimate.high - estimate.low) / 2 / 1.96;
  BOOST_TEST(std::fabs(estimate.value - truth) <= 4 * error,
             what << ": " << estimate.value << " against " << truth << ", off by "
                  << (estimate.value - truth) / error << " standard errors");
}

const boost::math::normal standard;

}  // namespace

BOOST_AUTO_TEST_SUITE(simulated)

// Of c = 4, 1, 5, 2, 3: the mean is 3, squares about it sum to 10, so the deviation is sqrt(10 / 4)
// and the mean's error that by sqrt(5), the skew 0. The k-th smallest stands for (k - 1/2) / 5: 1
// for 10 %, 3 for 50 %; 25 % is three quarters from 1 to 2. A twentieth of the draws is a quarter
// of one draw.
BOOST_AUTO_TEST_CASE(five_draws_are_right_by_hand) {
  const auto design = drawn::listed({{0, 1, 4}, {0, 1, 1}, {0, 1, 5}, {0, 1, 2}, {0, 1, 3}});
  const auto result = answer(company().request(design, 1, {"own"}));
  const DrawnFigure& own = result.distributions[0];

  BOOST_TEST(own.present == 5u);
  BOOST_TEST(own.mean.value == 3);
  BOOST_TEST(own.deviation.value == std::sqrt(2.5), tolerance(1e-15));
  BOOST_TEST(own.standard_error == std::sqrt(0.5), tolerance(1e-15));
  BOOST_TEST(own.mean.high - own.mean.value == 2.7764451051977987 * std::sqrt(0.5),
             tolerance(1e-9));  // t of 4 degrees
  BOOST_TEST(std::fabs(own.skewness.value) < 1e-15);
  const std::vector<double> expected = {1, 1, 1, 1.75, 3, 4.25, 5, 5, 5};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    BOOST_TEST(own.quantiles[i].value == expected[i], tolerance(1e-15));
  }
  BOOST_TEST(own.mean_of_least.value == 1);
  BOOST_TEST(own.mean_of_greatest.value == 5);
  BOOST_TEST(own.least == 1);
  BOOST_TEST(own.greatest == 5);
  // Five draws bound no quantile with 95 %: all lie above the median with 1 / 32.
  BOOST_TEST(is_missing(own.quantiles[4].low));
  BOOST_TEST(is_missing(own.quantiles[4].high));
}

// Rows belong to replicates in turn: 1 and 3 to the first, 5 and 7 to the second. Means 2 and 6
// differ by s = 2 sqrt(2), so the mean of all, 4, has the error 2. Squares about 4 are 20, by four
// 5, and with the variance of the mean 9: the deviation is 3.
BOOST_AUTO_TEST_CASE(two_replicates_are_right_by_hand) {
  const auto design = drawn::listed({{0, 1, 1}, {0, 1, 5}, {0, 1, 3}, {0, 1, 7}});
  const auto result = answer(company().request(design, 2, {"own"}));
  const DrawnFigure& own = result.distributions[0];

  BOOST_TEST(own.mean.value == 4);
  BOOST_TEST(own.standard_error == 2, tolerance(1e-15));
  BOOST_TEST(own.mean.high == 4 + 2 * 12.706204736174705, tolerance(1e-9));
  BOOST_TEST(own.deviation.value == 3, tolerance(1e-15));
}

// A chunk of 4,096 rows begins in the midst of ten replicates.
BOOST_AUTO_TEST_CASE(rows_belong_to_their_replicates_whatever_chunk_they_are_in) {
  constexpr std::uint32_t replicates = 10;
  const auto design = drawn::drawn({10000, replicates, 9});
  const auto result = answer(company().request(design, replicates, {"alone"}));
  Eigen::ArrayXXd points(10000, 4);
  design.fill(0, points);
  Eigen::ArrayXd means = Eigen::ArrayXd::Zero(replicates);
  for (Eigen::Index row = 0; row < points.rows(); ++row) {
    means(row % replicates) += points(row, 0) / 1000;
  }
  const double error = std::sqrt((means - means.mean()).square().sum() / 9 / 10);
  BOOST_TEST(result.distributions[0].standard_error == error, tolerance(1e-9));
}

// Cubes of 0, 0, 0, 4 about 1: -1, -1, -1 and 27, so 24 / 4 by (12 / 4)^1.5.
BOOST_AUTO_TEST_CASE(skewness_is_the_third_moment_by_the_spread) {
  const auto design = drawn::listed({{0, 1, 0}, {0, 1, 0}, {0, 1, 4}, {0, 1, 0}});
  const auto result = answer(company().request(design, 1, {"own"}));
  BOOST_TEST(result.distributions[0].skewness.value == 6 / std::pow(3, 1.5), tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(a_constant_has_no_width_and_what_never_or_always_happens_has_one) {
  std::vector<std::vector<double>> rows(1600, {2, 1, 7});
  const auto design = drawn::listed(rows);
  for (const std::uint32_t replicates : {1u, 16u}) {
    auto request = company().request(design, replicates, {"own"});
    request.events = {{"never", false, {{0, false, 8}}}, {"always", false, {{0, true, 7}}}};
    const auto result = answer(request);
    const DrawnFigure& own = result.distributions[0];
    BOOST_TEST(own.mean.low == 7);
    BOOST_TEST(own.mean.high == 7);
    BOOST_TEST(own.quantiles[0].low == 7);
    BOOST_TEST(own.quantiles[8].high == 7);
    BOOST_TEST(own.deviation.value == 0);
    BOOST_TEST(is_missing(own.skewness.value));
    BOOST_TEST(own.histogram.bars.empty());
    // Two-sided and exact: 1 - 0.025^(1/1600).
    const double bound = 1 - std::pow(0.025, 1.0 / 1600);
    BOOST_TEST(result.answers[0].probability.value == 0);
    BOOST_TEST(result.answers[0].probability.low == 0);
    BOOST_TEST(result.answers[0].probability.high == bound, tolerance(1e-9));
    BOOST_TEST(result.answers[1].probability.value == 1);
    BOOST_TEST(result.answers[1].probability.low == 1 - bound, tolerance(1e-9));
    BOOST_TEST(result.answers[1].probability.high == 1);
  }
}

// b is 0 in rows 1 and 3: two quotients are lost, the first in row 1, and the event is asked of the
// other three rows only, of which 6 / 2 and 8 / 2 make at least 3.
BOOST_AUTO_TEST_CASE(lost_draws_are_left_out_and_counted) {
  const auto design = drawn::listed({{6, 2, 1}, {1, 0, 1}, {4, 2, 1}, {1, 0, 1}, {8, 2, 1}});
  auto request = company().request(design, 1, {"quotient", "own"});
  request.events = {{"three", false, {{0, false, 3}, {1, true, 1}}},
                    {"either", true, {{0, false, 4}, {1, true, 0}}}};
  const auto result = answer(request);
  const DrawnFigure& quotient = result.distributions[0];
  BOOST_TEST(quotient.present == 3u);
  BOOST_TEST(quotient.missing == 2u);
  BOOST_TEST(quotient.mean.value == 3);
  BOOST_TEST_REQUIRE(quotient.first_failure.has_value());
  BOOST_TEST(quotient.first_failure->row == 1u);
  BOOST_TEST(bool(quotient.first_failure->cause.series == company().output("quotient").series));
  BOOST_TEST(result.answers[0].happened == 2u);
  BOOST_TEST(result.answers[0].present == 3u);
  BOOST_TEST(result.answers[0].missing == 2u);
  BOOST_TEST(result.answers[1].happened == 1u);
  BOOST_TEST(result.distributions[1].present == 5u);
}

BOOST_AUTO_TEST_CASE(what_is_lost_in_every_draw_has_no_statistics) {
  const auto design = drawn::listed(std::vector<std::vector<double>>(40, {1, 0, 1}));
  for (const std::uint32_t replicates : {1u, 16u}) {
    auto request = company().request(design, replicates, {"quotient"});
    request.events = {{"one", false, {{0, false, 1}}}};
    request.until = 1;
    const auto result = answer(request);
    BOOST_TEST(result.distributions[0].present == 0u);
    BOOST_TEST(result.distributions[0].missing == 40u);
    BOOST_TEST(is_missing(result.distributions[0].mean.value));
    BOOST_TEST(is_missing(result.distributions[0].quantiles[4].value));
    BOOST_TEST(is_missing(result.answers[0].probability.value));
    BOOST_TEST(result.rule_met.value() == false);
  }
}

// total is normal (15, 2.5), since 2^2 + 1.5^2 = 2.5^2; own lognormal (1, 0.25). Means of tails:
// of a normal m - s f(z) / p, of a lognormal exp(m + s^2 / 2) F(z - s) / p, with z = F^-1(p).
BOOST_AUTO_TEST_CASE(normal_and_lognormal_draws_have_their_closed_forms) {
  const double z = quantile(standard, 0.05);
  const double square = std::exp(0.0625);  // exp(s^2)
  const double mean = std::exp(1 + 0.03125);
  for (const std::uint32_t replicates : {1u, 16u}) {
    const auto design = drawn::drawn({65536, replicates, 7});
    auto request = company().request(design, replicates, {"total", "own"});
    request.events = {{"above 17", false, {{0, false, 17}}},
                      {"one of two", true, {{0, true, 12}, {1, false, 3}}}};
    const auto result = answer(request);
    const DrawnFigure& total = result.distributions[0];
    const DrawnFigure& own = result.distributions[1];
    near(total.mean, 15, "mean");
    near(total.deviation, 2.5, "deviation");
    near(total.skewness, 0, "skewness");
    near(own.mean, mean, "mean of own");
    near(own.deviation, mean * std::sqrt(square - 1), "deviation of own");
    near(own.skewness, (square + 2) * std::sqrt(square - 1), "skewness of own");
    for (std::size_t i = 0; i < shown_quantiles.size(); ++i) {
      const double deviate = quantile(standard, shown_quantiles[i]);
      near(total.quantiles[i], 15 + 2.5 * deviate, "quantile");
      near(own.quantiles[i], std::exp(1 + 0.25 * deviate), "quantile of own");
    }
    near(total.mean_of_least, 15 - 2.5 * pdf(standard, z) / 0.05, "worst");
    near(total.mean_of_greatest, 15 + 2.5 * pdf(standard, z) / 0.05, "best");
    near(own.mean_of_least, mean * cdf(standard, z - 0.25) / 0.05, "worst of own");
    near(own.mean_of_greatest, mean * cdf(standard, 0.25 + z) / 0.05, "best of own");
    const double above = cdf(complement(standard, 2 / 2.5));
    near(result.answers[0].probability, above, "above 17");
    const double neither =
        cdf(standard, (std::log(3) - 1) / 0.25) * cdf(complement(standard, -3 / 2.5));
    near(result.answers[1].probability, 1 - neither, "one of two");
  }
}

// total = a + b, so its correlation with quotient is what it is; with own 0; with itself 1.
BOOST_AUTO_TEST_CASE(outputs_that_share_drivers_are_correlated) {
  const auto design = drawn::drawn({16384, 1, 3});
  const auto result = answer(company().request(design, 1, {"total", "own"}));
  BOOST_TEST(result.correlations(0, 0) == 1, tolerance(1e-12));
  BOOST_TEST(std::fabs(result.correlations(0, 1)) < 4 / std::sqrt(16384));
  BOOST_TEST(result.correlations(1, 0) == result.correlations(0, 1));

  // By hand: 1, 2, 3 against 1, 3, 2 has 1 / 2.
  const auto few = drawn::listed({{1, 0, 1}, {2, 0, 3}, {3, 0, 2}});
  const auto by_hand = answer(company().request(few, 1, {"total", "own"}));
  BOOST_TEST(by_hand.correlations(0, 1) == 0.5, tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(draws_give_the_same_bytes_for_any_threads_and_lanes) {
  const auto design = drawn::drawn({20000, 16, 5});
  for (const std::size_t values_max : {std::size_t(1) << 25, std::size_t(30000)}) {
    for (const double until : {0.0, 0.01}) {
      auto request = company().request(design, 16, {"total", "quotient", "own"});
      request.values_max = values_max;
      request.until = until;
      request.events = {{"event", false, {{0, false, 17}}}};
      const auto expected = bytes_of(answer(request, {.block_lanes = 1, .threads = 1}));
      for (const std::size_t threads : {1u, 2u, 3u}) {
        for (const std::size_t lanes : {7u, 64u, 0u}) {
          const auto got = answer(request, {.block_lanes = lanes, .threads = threads});
          BOOST_TEST((bytes_of(got) == expected), threads << " threads, " << lanes << " lanes");
        }
      }
    }
  }
}

// 40,000 values have room, so of three outputs the first two chunks: 8,192 rows.
BOOST_AUTO_TEST_CASE(counted_draws_agree_with_kept_ones_to_a_bin) {
  for (const std::uint32_t replicates : {1u, 16u}) {
    const auto design = drawn::drawn({65536, replicates, 11});
    auto request = company().request(design, replicates, {"total", "quotient", "own"});
    const auto kept = answer(request);
    request.values_max = 40000;
    const auto counted = answer(request);
    BOOST_TEST(counted.correlations.rows() == 0);
    for (std::size_t i = 0; i < 3; ++i) {
      const DrawnFigure& one = counted.distributions[i];
      const DrawnFigure& other = kept.distributions[i];
      BOOST_TEST(other.resolution == 0);
      BOOST_TEST_REQUIRE(one.resolution > 0);
      BOOST_TEST(one.resolution < other.deviation.value / 1000);
      BOOST_TEST(one.mean.value == other.mean.value);
      BOOST_TEST(one.mean.low == other.mean.low);
      BOOST_TEST(one.deviation.high == other.deviation.high);
      BOOST_TEST(one.skewness.value == other.skewness.value);
      const auto close = [&](const Estimate& left, const Estimate& right) {
        BOOST_TEST(std::fabs(left.value - right.value) <= one.resolution);
        BOOST_TEST(std::fabs(left.low - right.low) <= 4 * one.resolution);
        BOOST_TEST(std::fabs(left.high - right.high) <= 4 * one.resolution);
      };
      for (std::size_t q = 0; q < shown_quantiles.size(); ++q) {
        close(one.quantiles[q], other.quantiles[q]);
      }
      close(one.mean_of_least, other.mean_of_least);
      close(one.mean_of_greatest, other.mean_of_greatest);
      std::uint64_t draws = one.histogram.below + one.histogram.above;
      for (const std::uint64_t bar : one.histogram.bars) draws += bar;
      BOOST_TEST(draws == one.present);
    }
  }
}

// After one chunk the mean of 4,096 draws is known to 1.96 / 64 = 0.0306 deviations, quantiles of
// 10 % to some 0.053: so 0.04 is met after two or four.
BOOST_AUTO_TEST_CASE(draws_end_once_they_say_enough) {
  const auto design = drawn::drawn({65536, 1, 13});
  auto request = company().request(design, 1, {"total", "own"});
  request.until = 0.04;
  const auto result = answer(request);
  BOOST_TEST(result.rule_met.value());
  BOOST_TEST((result.rows == 8192u || result.rows == 16384u));
  for (const DrawnFigure& one : result.distributions) {
    for (const Estimate& each : {one.mean, one.quantiles[2], one.quantiles[4], one.quantiles[6]}) {
      BOOST_TEST((each.high - each.low) / 2 <= 0.04 * one.deviation.value);
    }
  }
  // And they are what that many rows give without a rule.
  Eigen::ArrayXXd points(Eigen::Index(result.rows), 4);
  design.fill(0, points);
  const ListDesign first(company().axes(), points);
  BOOST_TEST((bytes_of(answer(company().request(first, 1, {"total", "own"}))) == bytes_of(result)));

  request.until = 0.001;
  const auto all = answer(request);
  BOOST_TEST(all.rule_met.value() == false);
  BOOST_TEST(all.rows == 65536u);
}

BOOST_AUTO_TEST_CASE(progress_is_told_after_each_chunk_and_a_stop_leaves_no_answer) {
  const auto design = drawn::drawn({10000, 1, 1});
  auto request = company().request(design, 1, {"own"});
  std::vector<std::uint64_t> told;
  std::atomic<bool> stop = false;
  request.told = [&](std::uint64_t done, std::uint64_t rows) {
    BOOST_TEST(rows == 10000u);
    told.push_back(done);
  };
  answer(request);
  BOOST_TEST(told == (std::vector<std::uint64_t>{4096, 8192, 10000}));

  request.told = [&](std::uint64_t, std::uint64_t) { stop = true; };
  const auto result = answer(request, {.threads = 1, .stop = &stop});
  BOOST_TEST(result.stopped);
  BOOST_TEST(result.distributions.empty());
}

// Bars of own, some 1.5 to 5: 29 of them at most, and 3.4 / 29 asks for steps of 0.2.
BOOST_AUTO_TEST_CASE(histograms_have_round_edges_and_hold_every_draw) {
  const auto design = drawn::drawn({50000, 1, 2});
  const auto result = answer(company().request(design, 1, {"own"}));
  const Histogram& histogram = result.distributions[0].histogram;
  BOOST_TEST(histogram.step == 0.2);
  BOOST_TEST(histogram.bars.size() >= 15u);
  BOOST_TEST(histogram.bars.size() <= 32u);
  std::uint64_t draws = histogram.below + histogram.above;
  for (const std::uint64_t bar : histogram.bars) draws += bar;
  BOOST_TEST(draws == 50000u);
  const double edges = histogram.first / histogram.step;
  BOOST_TEST(std::fabs(edges - std::round(edges)) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_fan_has_the_quantiles_of_each_period_in_order) {
  const auto design = drawn::drawn({4096, 1, 2});
  auto request = company().request(design, 1, {"own"});
  request.outputs = {company().output("own", 2024), company().output("own", 2023),
                     company().output("total")};
  const auto result = answer(request);
  const auto fans = fans_of(result);
  BOOST_TEST_REQUIRE(fans.size() == 1u);  // total has one period
  BOOST_TEST_REQUIRE(fans[0].periods.size() == 2u);
  BOOST_TEST((fans[0].periods[0].span == result.outputs[1].span));
  BOOST_TEST(fans[0].periods[0].quantiles[3] == result.distributions[1].quantiles[4].value);
  BOOST_TEST(fans[0].periods[1].quantiles[0] == result.distributions[0].quantiles[1].value);
}

BOOST_AUTO_TEST_CASE(a_request_that_makes_no_sense_is_refused) {
  const auto design = drawn::drawn({16, 1, 1});
  const auto refused = [&](const auto& change) {
    auto request = company().request(design, 1, {"own"});
    change(request);
    BOOST_CHECK_THROW(simulate(request), std::invalid_argument);
  };
  refused([](SimulateRequest& request) { request.replicates = 0; });
  refused([](SimulateRequest& request) { request.outputs.clear(); });
  refused([](SimulateRequest& request) { request.until = -1; });
  refused([](SimulateRequest& request) { request.events = {{"none", false, {}}}; });
  refused([](SimulateRequest& request) { request.events = {{"far", false, {{1, false, 0}}}}; });
}

BOOST_AUTO_TEST_CASE(bounds_are_those_of_boost_math) {
  using boost::math::binomial;
  for (const std::uint64_t degrees : {1u, 2u, 15u, 100u, 1000000u}) {
    const boost::math::students_t student(static_cast<double>(degrees));
    BOOST_TEST(detail::student_t(degrees) == quantile(student, 0.975), tolerance(1e-8));
  }
  for (const std::uint64_t n : {1u, 7u, 200u, 10000u, 3000000u}) {
    for (const double share : {0.0, 0.001, 0.3, 0.5, 0.99, 1.0}) {
      const auto k = std::uint64_t(share * double(n));
      const auto bounds = detail::exact_bounds(k, n);
      const double low = binomial::find_lower_bound_on_p(double(n), double(k), 0.025);
      const double high = binomial::find_upper_bound_on_p(double(n), double(k), 0.025);
      BOOST_TEST(bounds.low == low, tolerance(1e-8));
      BOOST_TEST(bounds.high == high, tolerance(1e-8));
      for (const double p : shown_quantiles) {
        const double expected = cdf(binomial(double(n), p), double(k));
        BOOST_TEST(std::fabs(detail::binomial_at_most(k, n, p) - expected) < 1e-8);
      }
    }
  }
}

// Of 100 values the median lies between the 40th and the 61st with 96.5 %, and closer ones would
// make less than 95 %: Conover, Practical Nonparametric Statistics. Ranks count from 0 here.
BOOST_AUTO_TEST_CASE(ranks_of_a_quantile_are_the_nearest_that_make_95_percent) {
  const auto ranks = detail::quantile_ranks(100, 0.5);
  BOOST_TEST(ranks.low.value() == 39u);
  BOOST_TEST(ranks.high.value() == 60u);
  const auto tail = detail::quantile_ranks(100, 0.01);
  BOOST_TEST(!tail.low.has_value());    // all 100 lie above the quantile with 37 %
  BOOST_TEST(tail.high.value() == 3u);  // P(B <= 3) = 0.98
}

BOOST_AUTO_TEST_SUITE_END()
