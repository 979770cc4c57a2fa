// Intervals hold what they promise where the rule is right: on walks, years and noise that are
// drawn.
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/math/distributions/students_t.hpp>
#include <boost/test/unit_test.hpp>

#include "engine/projection/project.hpp"
#include "engine/sampling/normal.hpp"
#include "engine/sampling/philox.hpp"

namespace {

using namespace headwater;
using enum ProjectionRule;

constexpr std::size_t known = 60;
constexpr std::size_t ahead = 4;
constexpr std::size_t drawn = 2'000;

std::vector<double> normals(std::uint32_t copy) {
  std::vector<double> values(known + ahead);
  fill_random({stream_key(1, "coverage"), 0, copy}, 0, values.data(), values.size());
  normal_scores(values.data(), values.data(), values.size());
  return values;
}

// Sums of shocks: each value the one `lag` periods before, more `slope` and a shock.
std::vector<double> walk(std::vector<double> shocks, std::size_t lag, double slope) {
  for (std::size_t t = lag; t < shocks.size(); ++t) shocks[t] += shocks[t - lag] + slope;
  return shocks;
}

struct Case {
  ProjectionRule rule;
  std::size_t lag;  // 0: shocks by themselves
  double slope;
  double level;
};

// Per cent of the values 1 to `ahead` steps ahead that lie within the 95 % interval.
std::array<double, ahead> coverage(const Case& one) {
  std::array<double, ahead> within{};
  for (std::uint32_t copy = 0; copy < drawn; ++copy) {
    std::vector<double> values = normals(copy);
    if (one.lag > 0) values = walk(std::move(values), one.lag, one.slope);
    for (double& value : values) value += one.level;
    const Projection made = project(one.rule, std::span<const double>(values).first(known),
                                    {.season = 4, .count = 0}, ahead);
    const boost::math::students_t t(static_cast<double>(made.freedom));
    for (std::size_t h = 0; h < ahead; ++h) {
      const double error = std::fabs(values[known + h] - made.points[h]);
      if (error <= quantile(t, 0.975) * made.deviations[h]) within[h] += 100.0 / drawn;
    }
  }
  return within;
}

// Of 2,000 at 95 % the standard deviation is 0.49 %. A fit knows its history better than it ought
// to, and where levels change little, errors as shares can only add to the interval.
BOOST_AUTO_TEST_CASE(intervals_hold_what_they_promise) {
  const std::vector<Case> cases = {
      {last_value, 1, 0, 0}, {last_value, 1, 0, 100}, {seasonal_naive, 4, 0, 0},
      {drift, 1, 0.5, 0},    {drift, 1, 0.5, 100},    {mean_of_last, 0, 0, 0},
      {theta, 1, 0.5, 0},    {damped_trend, 1, 0, 0}, {combined, 1, 0, 100}};
  for (const Case& one : cases) {
    const auto within = coverage(one);
    for (std::size_t h = 0; h < ahead; ++h) {
      BOOST_TEST_MESSAGE(row_of(one.rule).name << " +" << one.level << ", step " << h + 1 << ": "
                                               << within[h]);
      BOOST_TEST_INFO(row_of(one.rule).name << " +" << one.level << ", step " << h + 1);
      BOOST_TEST(within[h] >= 93);
      BOOST_TEST(within[h] <= 97);
    }
  }
}

}  // namespace
