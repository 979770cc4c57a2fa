// What SciPy can say of them is held to it by oracle.py; here is the rest.
#include "engine/sampling/distribution.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/sampling/normal.hpp"
#include "engine/sampling/philox.hpp"

namespace {

using namespace headwater;
using Limits = std::optional<std::pair<double, double>>;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double score_bound = 4.892;  // a normal score's size exceeds it once in a million
constexpr double ks_bound = 2.694;     // sqrt(ln(2e6) / 2), likewise

Distribution made(Family family, std::vector<Parameter> parameters, Limits within = {}) {
  const auto answer = make_distribution({family, std::move(parameters), within});
  if (const auto* none = std::get_if<Impossible>(&answer)) BOOST_FAIL(none->what);
  return std::get<Distribution>(answer);
}

Impossible refused(Family family, std::vector<Parameter> parameters, Limits within = {}) {
  const auto answer = make_distribution({family, std::move(parameters), within});
  if (std::holds_alternative<Distribution>(answer)) return {"nothing", "", {}};
  return std::get<Impossible>(answer);
}

using enum Says;

struct Named {
  const char* name;
  Distribution distribution;
};
std::vector<Named> one_of_each() {
  return {
      {"normal", made(Family::normal, {{mean, 3}, {sd, 2}})},
      {"normal cut", made(Family::normal, {{mean, 3}, {sd, 2}}, {{2.5, 9}})},
      {"lognormal", made(Family::lognormal, {{mean, 100}, {sd, 30}})},
      {"lognormal cut", made(Family::lognormal, {{mean, 100}, {sd, 30}}, {{0, 120}})},
      {"lognormal shifted", made(Family::lognormal, {{p10, -5}, {p50, 2}, {p90, 14}})},
      {"triangular", made(Family::triangular, {{low, 0}, {mode, 1}, {high, 3}})},
      {"triangular cut", made(Family::triangular, {{low, 0}, {mode, 1}, {high, 3}}, {{0.5, 2}})},
      {"pert", made(Family::pert, {{low, 80}, {mode, 100}, {high, 140}})},
      {"pert cut", made(Family::pert, {{low, 80}, {mode, 100}, {high, 140}}, {{90, infinite}})},
      {"uniform", made(Family::uniform, {{low, -1}, {high, 4}})},
      {"beta", made(Family::beta, {{shape, 0.5}, {shape, 2}, {low, 0}, {high, 1}})},
      {"student_t", made(Family::student_t, {{freedom, 9}, {mean, 1}, {scale, 2}})},
      {"student_t cut", made(Family::student_t, {{freedom, 1}, {mean, 1}, {scale, 2}}, {{0, 4}})},
      {"discrete", made(Family::discrete, {{value, 3},
                                           {probability, 0.2},
                                           {value, -1},
                                           {probability, 0.5},
                                           {value, 7},
                                           {probability, 0.3}})},
      {"empirical", made(Family::empirical, {{value, 3}, {value, 8}, {value, 3}, {value, 5}})}};
}

std::vector<double> draws_of(const Distribution& distribution, std::size_t count) {
  std::vector<double> draws(count);
  fill_random({stream_key(1, "draws"), 0, 0}, 0, draws.data(), count);
  distribution.quantiles(draws, draws);
  return draws;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(distribution)

// The mean of n draws is off by sd / sqrt(n); their variance by sd² sqrt((k - 1) / n), whose fourth
// moment k is taken from the draws themselves.
BOOST_AUTO_TEST_CASE(draws_have_the_moments_that_are_stated) {
  const std::size_t count = 1 << 17;
  for (const auto& [name, distribution] : one_of_each()) {
    BOOST_TEST_CONTEXT(name) {
      const std::vector<double> draws = draws_of(distribution, count);
      double sum = 0, square = 0, fourth = 0;
      for (const double draw : draws) {
        const double z = (draw - distribution.mean()) / distribution.sd();
        sum += z / double(count);
        square += z * z / double(count);
        fourth += z * z * z * z / double(count);
      }
      const double root = std::sqrt(double(count));
      BOOST_TEST(std::fabs(sum) < score_bound / root);
      BOOST_TEST(std::fabs(square - 1) < score_bound * std::sqrt(fourth - 1) / root);
      BOOST_TEST(*std::ranges::min_element(draws) >= distribution.lowest());
      BOOST_TEST(*std::ranges::max_element(draws) <= distribution.highest());
    }
  }
}

// Kolmogorov-Smirnov: no share of draws below a quantile is farther from its probability.
BOOST_AUTO_TEST_CASE(draws_lie_below_a_quantile_as_often_as_it_says) {
  const std::size_t count = 1 << 16;
  for (const auto& [name, distribution] : one_of_each()) {
    if (!distribution.continuous()) continue;
    BOOST_TEST_CONTEXT(name) {
      std::vector<double> draws = draws_of(distribution, count);
      std::ranges::sort(draws);
      for (double u = 0.001; u < 1; u += 0.001) {
        const auto end = std::ranges::upper_bound(draws, distribution.value_of(normal_score(u)));
        const double below = double(end - draws.begin()) / double(count);
        BOOST_TEST(std::fabs(below - u) < ks_bound / std::sqrt(double(count)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_quantile_falls_by_rounding_at_most_and_its_slope_is_its_own) {
  for (const auto& [name, distribution] : one_of_each()) {
    BOOST_TEST_CONTEXT(name) {
      double last = -infinite;
      int falls = 0, off = 0;
      for (double z = -8.2; z < 8.2; z += 0.001) {
        const double x = distribution.value_of(z);
        // Where a curve is flat, near an end, its value is rounded.
        falls += x < last - 1e-14 * (std::fabs(x) + distribution.sd());
        last = x;
        if (!distribution.continuous() || std::fabs(z) > 4) continue;
        // A central difference over 2h: h² of a third derivative, about 1e-7 of the slope. A
        // triangle's slope turns at its mode.
        const double h = 1e-4;
        const double rise = (distribution.value_of(z + h) - distribution.value_of(z - h)) / (2 * h);
        const double slope = distribution.slope(z);
        const bool turns = std::fabs(x - 1) < 0.01 && std::string(name).starts_with("triangular");
        if (!turns) off += std::fabs(slope - rise) > 1e-6 * (slope + distribution.sd() * 1e-3);
      }
      BOOST_TEST(falls == 0);
      BOOST_TEST(off == 0);
      BOOST_TEST(std::isnan(distribution.slope(0)) == !distribution.continuous());
    }
  }
}

BOOST_AUTO_TEST_CASE(strips_are_their_elements) {
  std::vector<double> u(700);
  fill_random({3, 1, 4}, 0, u.data(), u.size());
  u[5] = 0x1p-53;
  u[6] = 1 - 0x1p-53;
  std::vector<double> scores(u.size());
  normal_scores(u.data(), scores.data(), u.size());
  for (const auto& [name, distribution] : one_of_each()) {
    BOOST_TEST_CONTEXT(name) {
      std::vector<double> by_u = u;
      distribution.quantiles(by_u, by_u);
      std::vector<double> by_score = scores;
      distribution.values_of(by_score, by_score);
      int other = 0;
      for (std::size_t i = 0; i < u.size(); ++i) {
        other += by_u[i] != distribution.quantile(u[i]);
        other += by_score[i] != distribution.value_of(scores[i]);
        other += scores[i] != normal_score(u[i]);
      }
      BOOST_TEST(other == 0);
    }
  }
}

// By hand: -1 up to 0.5, 3 up to 0.7, 7 beyond, in the order of values, not of writing.
BOOST_AUTO_TEST_CASE(values_are_drawn_in_ascending_order) {
  const Distribution discrete = made(Family::discrete, {{value, 3},
                                                        {probability, 0.2},
                                                        {value, -1},
                                                        {probability, 0.5},
                                                        {value, 7},
                                                        {probability, 0.3}});
  BOOST_TEST(discrete.quantile(0.499) == -1);
  BOOST_TEST(discrete.quantile(0.501) == 3);
  BOOST_TEST(discrete.quantile(0.701) == 7);
  BOOST_TEST(discrete.mean() == 2.2, boost::test_tools::tolerance(1e-15));  // 0.6 - 0.5 + 2.1
  const Distribution seen =
      made(Family::empirical, {{value, 8}, {value, 3}, {value, 5}, {value, 3}});
  const std::array expected = {3., 3., 5., 8.};
  for (std::size_t i = 0; i < 4; ++i)
    BOOST_TEST(seen.quantile(0.125 + 0.25 * double(i)) == expected[i]);
}

// 3 + 4 -> 5: N(1, 3²) + N(2, 4²) is N(3, 5²); a product of lognormals is the exponential of a sum.
BOOST_AUTO_TEST_CASE(sums_products_and_tails_are_those_of_the_closed_form) {
  const std::size_t count = 1 << 18;
  const double root = std::sqrt(double(count));
  std::vector<double> left(count), right(count);
  fill_random({stream_key(2, "left"), 0, 0}, 0, left.data(), count);
  fill_random({stream_key(2, "right"), 0, 0}, 0, right.data(), count);
  normal_scores(left.data(), left.data(), count);
  normal_scores(right.data(), right.data(), count);
  double mean = 0, square = 0, above = 0, product = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double sum = 1 + 3 * left[i] + 2 + 4 * right[i];
    mean += sum / double(count);
    square += (sum - 3) * (sum - 3) / double(count);
    above += (sum > 3 + 5 * 1.5) / double(count);
    product += std::exp(0.3 * left[i]) * std::exp(0.4 * right[i]) / double(count);
  }
  BOOST_TEST(std::fabs(mean - 3) < 4 * 5 / root);
  BOOST_TEST(std::fabs(square - 25) < 4 * 25 * std::sqrt(2) / root);
  const double tail = normal_below(-1.5);
  BOOST_TEST(std::fabs(above - tail) < 4 * std::sqrt(tail * (1 - tail)) / root);
  // exp(N(0, 0.5²)): mean e^(1/8), variance e^(1/4) (e^(1/4) - 1).
  const double spread = std::sqrt(std::exp(0.25) * std::expm1(0.25));
  BOOST_TEST(std::fabs(product - std::exp(0.125)) < 4 * spread / root);
}

BOOST_AUTO_TEST_CASE(moments_are_missing_where_there_are_none) {
  BOOST_TEST(std::isnan(made(Family::student_t, {{freedom, 1}, {mean, 5}, {scale, 1}}).mean()));
  const Distribution two = made(Family::student_t, {{freedom, 2}, {mean, 5}, {scale, 1}});
  BOOST_TEST(two.mean() == 5);
  BOOST_TEST(std::isnan(two.sd()));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_said_in_words) {
  const auto says = [](const Impossible& impossible, const char* what, const char* hint,
                       std::optional<std::size_t> parameter) {
    BOOST_TEST(impossible.what == what);
    BOOST_TEST(impossible.hint == hint);
    BOOST_TEST((impossible.parameter == parameter));
  };
  says(refused(Family::normal, {{mean, 0}, {sd, -1}}),
       "a standard deviation is more than 0, this one is -1", "give sd a number above 0", 1);
  says(refused(Family::uniform, {{low, 3}, {high, 2}}),
       "low is less than high, but 3 is not less than 2", "write low 2, high 3", 1);
  says(refused(Family::pert, {{low, 0}, {mode, 5}, {high, 2}}),
       "the mode lies between low and high, but 5 is not between 0 and 2",
       "give a mode from 0 to 2", 1);
  says(refused(Family::normal, {{p10, 4}, {p90, 4}}),
       "p10 is less than p90, but 4 is not less than 4", "give p90 more than 4", 1);
  says(refused(Family::discrete, {{value, 1}, {probability, 0.5}, {value, 2}, {probability, 0.4}}),
       "probabilities sum to 1, these to 0.9", "change one of them by 0.1", {});
  says(refused(Family::discrete, {{value, 1}, {probability, 1.5}, {value, 2}, {probability, -.5}}),
       "a probability is not less than 0, this one is -0.5",
       "give each value a probability from 0 to 1", 3);
  says(refused(Family::student_t, {{freedom, 0}, {mean, 0}, {scale, 1}}),
       "a number of degrees of freedom is more than 0, this one is 0",
       "give freedom a number above 0", 0);
  says(refused(Family::normal, {{mean, 0}, {sd, 1}}, {{40, 50}}),
       "nothing of it lies within 40 and 50", "widen the limits, or leave them out", {});
  says(refused(Family::normal, {{mean, 0}, {sd, 1}}, {{2, 1}}),
       "the lower limit is less than the upper, but 2 is not less than 1", "write 1, 2", {});
  says(refused(Family::beta, {{mean, 0.5}, {sd, 0.6}, {low, 0}, {high, 1}}),
       "between 0 and 1 with mean 0.5 a standard deviation is less than 0.5, this one is 0.6",
       "give an sd below 0.5", 1);
  // Between the shares of p50 of modes 0 and 1: (1 - sqrt(.5) - (1 - sqrt(.9))) / (sqrt(.9) -
  // sqrt(.1)) = 0.381966, and 1 less that.
  says(refused(Family::triangular, {{p10, 1}, {p50, 2}, {p90, 4}}),
       "there is none with these percentiles: with p10 1 and p90 4, p50 lies between 2.1459 and "
       "2.8541",
       "give a p50 from 2.1459 to 2.8541, or take a lognormal", {});
  says(refused(Family::lognormal, {{p10, 1}, {p50, 3}, {p90, 4}}),
       "a lognormal reaches farther up than down: p90 is farther from p50 than p10, but 1 is not "
       "more than 2",
       "give p90 more than 5, or take a pert", {});
  says(refused(Family::normal, {{mean, 0}, {mode, 1}}),
       "a normal distribution takes a mean and an sd, or two of p10, p50 and p90",
       "give a mean and an sd, or two of p10, p50 and p90", {});
  says(refused(Family::normal, {{mean, infinite}, {sd, 1}}), "mean is not a finite number",
       "give mean a number", 0);
  says(refused(Family::normal, {{mean, 0}, {mean, 1}, {sd, 1}}), "mean is given twice",
       "leave one mean out", 1);
}

BOOST_AUTO_TEST_SUITE_END()
