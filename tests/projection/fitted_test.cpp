// Fitted rules: against closed forms, and their searches against every point of a finer grid.
#include "engine/projection/detail/fitted.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/projection/detail/smoothing.hpp"
#include "tests/projection/near.hpp"

namespace {

using namespace headwater;
using namespace headwater::projection;
using enum ProjectionRule;

using Values = std::vector<double>;

constexpr ProjectionRule fits[] = {damped_trend, theta, combined};

// Quarters with a trend, a season and what looks like chance.
Values quarters(std::size_t count) {
  Values all;
  for (std::size_t t = 0; t < count; ++t) {
    const double season[] = {0.85, 1.05, 1.2, 0.9};
    const double chance = static_cast<double>((t * t * 7 + t * 3) % 11) - 5;
    all.push_back((100 + 2.5 * static_cast<double>(t) + chance) * season[t % 4]);
  }
  return all;
}

// Squared errors one step ahead, written anew.
double squares(const Values& x, double alpha, double beta, double phi, double level, double slope) {
  double sum = 0;
  for (const double value : x) {
    const double forecast = level + phi * slope;
    const double e = value - forecast;
    sum += e * e;
    level = forecast + alpha * e;
    slope = phi * slope + beta * e;
  }
  return sum;
}

BOOST_AUTO_TEST_SUITE(fitted)

// Through 1, 2, 6 goes the line 2.5 t - 2: their mean is 3 at t = 2, slope (6 - 1) / 2.
BOOST_AUTO_TEST_CASE(a_line_by_least_squares) {
  const Line line = line_through(Values{1, 2, 6});
  near({line.start, line.slope}, {-2, 2.5});
}

// α = 1/2, β = 1/4, φ = 1/2 from level 8 and slope 4. Value 14: 8 + 2 said, e = 4: level 12, slope
// 2 + 1. Then 12 + 1.5 said; value 9.5, e = -4: level 11.5, slope 1.5 - 1.
BOOST_AUTO_TEST_CASE(smoothing_by_hand) {
  const Smoothing by = {0.5, 0.25, 0.5};
  const auto states = states_of(Values{14, 9.5}, by, {8, 4});
  near({states[1].level, states[1].slope, states[2].level, states[2].slope}, {12, 3, 11.5, 0.5});
  near({carried_on(states[2], by, 1), carried_on(states[2], by, 3)}, {11.75, 11.5 + 0.875 * 0.5});
}

BOOST_AUTO_TEST_CASE(the_search_for_a_level_finds_the_least) {
  const Values x = quarters(30);
  const Smoothing found = fit_level(x, {x.front(), 0});
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i <= 9800; ++i) {
    least = std::min(least, squares(x, 0.01 + i * 1e-4, 0, 1, x.front(), 0));
  }
  BOOST_TEST(squares(x, found.alpha, 0, 1, x.front(), 0) <= least * (1 + 1e-6));
  BOOST_TEST(found.beta == 0);
  BOOST_TEST(found.phi == 1);
}

BOOST_AUTO_TEST_CASE(the_search_for_a_damped_trend_finds_the_least) {
  for (const std::size_t count : {8U, 23U, 60U}) {
    const Values x = quarters(count);
    const Line line = line_through(x);
    const Smoothing found = fit_damped(x, {line.start, line.slope});
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i <= 49; ++i) {
      for (int j = 0; j <= 50; ++j) {
        for (int k = 0; k <= 44; ++k) {
          const double alpha = 0.01 + i * 0.02;
          least = std::min(
              least, squares(x, alpha, alpha * j / 50, 0.1 + k * 0.02, line.start, line.slope));
        }
      }
    }
    const double reached = squares(x, found.alpha, found.beta, found.phi, line.start, line.slope);
    BOOST_TEST(reached <= least * (1 + 1e-4));
    BOOST_TEST(found.beta <= found.alpha);
  }
}

// Hyndman and Billah (2003): theta is simple smoothing of the values themselves, with half the
// line's slope b as drift: l + b/2 (h - 1 + (1 - (1 - α)^T) / α).
BOOST_AUTO_TEST_CASE(theta_is_smoothing_with_drift) {
  const Values x = {5, 7, 6, 9, 11, 10, 14, 13};
  const Projection made = project(theta, x, {}, 5);
  const double alpha = made.fit.alpha;
  double level = x.front();
  for (const double value : x) level += alpha * (value - level);
  const double gone = 1 - std::pow(1 - alpha, 8);
  Values expected;
  for (int h = 1; h <= 5; ++h) expected.push_back(level + made.fit.slope * (h - 1 + gone / alpha));
  near(made.points, expected, 1e-12);
  near({made.fit.slope}, {line_through(x).slope / 2});
}

// What is said of a period before and after its first step differs by the response to the error.
BOOST_AUTO_TEST_CASE(an_error_moves_what_is_said_later) {
  const Values x = quarters(20);
  for (const Fitted& rule : {fit_theta(x), fit_damped_trend(x)}) {
    const Told& told = rule.told;
    for (std::size_t origin = 0; origin < x.size(); ++origin) {
      const double error = x[origin] - told.said(origin, 1);
      for (std::size_t later = 1; later <= 5; ++later) {
        const double moved = told.said(origin + 1, later) - told.said(origin, later + 1);
        BOOST_TEST(std::fabs(moved - told.response(later) * error) <= 1e-11);
      }
    }
  }
  const Told both = mean_of(fit_theta(x), fit_damped_trend(x)).told;
  near({both.response(3)},
       {(fit_theta(x).told.response(3) + fit_damped_trend(x).told.response(3)) / 2});
}

// Away from the values, one step moves what is said by what the slope of the state says.
BOOST_AUTO_TEST_CASE(a_damped_trend_fades) {
  const Values x = {10, 12, 15, 17, 18, 22, 24, 25, 29, 30};
  const Projection made = project(damped_trend, x, {}, 4);
  const double phi = made.fit.phi;
  double step = made.fit.slope;
  for (std::size_t h = 1; h < 4; ++h) {
    step *= h == 1 ? phi * phi : phi;
    near({made.points[h] - made.points[h - 1]}, {step}, 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(what_does_not_change_goes_on) {
  for (const ProjectionRule rule : fits) {
    const Projection made = project(rule, Values(16, 5.0), {.season = 4}, 3);
    near(made.points, {5, 5, 5});
    near(made.deviations, {0, 0, 0});
  }
}

BOOST_AUTO_TEST_CASE(combined_is_the_mean_without_a_season) {
  const Values x = quarters(19);
  const Projection one = project(theta, x, {}, 6);
  const Projection other = project(damped_trend, x, {}, 6);
  const Projection both = project(combined, x, {}, 6);
  for (std::size_t h = 0; h < 6; ++h) {
    BOOST_TEST(both.points[h] == (one.points[h] + other.points[h]) / 2);
  }
  BOOST_TEST(both.freedom == 19U - 5);
}

// A season that repeats exactly is taken out and put back: 4 years of 100 with the season s are
// carried on as 100 s. Its indices cost three degrees of freedom.
BOOST_AUTO_TEST_CASE(the_season_is_put_back) {
  Values x;
  for (int year = 0; year < 4; ++year) x.insert(x.end(), {80, 110, 130, 80});
  x.resize(14);
  for (const ProjectionRule rule : fits) {
    const Projection made = project(rule, x, {.season = 4}, 5);
    BOOST_TEST((made.fit.seasonal != SeasonalAdjustment::none));
    near(made.points, {130, 80, 80, 110, 130}, 1e-9);
    BOOST_TEST(made.freedom == 14U - (rule == theta ? 3 : 5) - 3);
  }
}

BOOST_AUTO_TEST_CASE(a_missing_value_leaves_a_fit_nothing) {
  Values x = quarters(20);
  x[7] = missing();
  for (const ProjectionRule rule : fits) {
    const Projection made = project(rule, x, {.season = 4}, 2);
    near(made.points, {missing(), missing()});
    near(made.deviations, {missing(), missing()});
  }
}

BOOST_AUTO_TEST_CASE(what_overflows_is_missing) {
  Values x(10, 1e200);
  x.back() = -1e200;
  for (const ProjectionRule rule : fits) {
    const Projection made = project(rule, x, {}, 2);
    for (const double deviation : made.deviations) BOOST_TEST(!std::isinf(deviation));
    for (const double point : made.points) BOOST_TEST(!std::isinf(point));
  }
}

bool same_bits(const Values& one, const Values& other) {
  return one.size() == other.size() &&
         std::memcmp(one.data(), other.data(), one.size() * sizeof(double)) == 0;
}

// What comes after the history cannot matter, nor what was asked before, nor how far is asked.
BOOST_AUTO_TEST_CASE(the_history_alone_decides_to_the_bit) {
  Values x = quarters(40);
  for (const ProjectionRow& row : projection_rules()) {
    const ProjectionSetting setting = {.season = 4, .count = 6};
    const std::span<const double> known = std::span<const double>(x).first(27);
    const Projection before = project(row.rule, known, setting, 8);
    for (std::size_t t = 27; t < x.size(); ++t) x[t] = -x[t];
    const Projection after = project(row.rule, known, setting, 8);
    BOOST_TEST(same_bits(before.points, after.points));
    BOOST_TEST(same_bits(before.deviations, after.deviations));
    Projection nearer = project(row.rule, known, setting, 3);
    nearer.points.insert(nearer.points.end(), before.points.begin() + 3, before.points.end());
    BOOST_TEST(same_bits(before.points, nearer.points));
  }
}

// A power of two is taken out of every operation.
BOOST_AUTO_TEST_CASE(points_do_not_depend_on_the_unit) {
  const Values x = quarters(30);
  Values larger = x;
  for (double& value : larger) value *= 1024;
  for (const ProjectionRule rule : fits) {
    Projection one = project(rule, x, {.season = 4}, 8);
    const Projection other = project(rule, larger, {.season = 4}, 8);
    for (double& point : one.points) point *= 1024;
    BOOST_TEST(same_bits(one.points, other.points));
    for (double& deviation : one.deviations) deviation *= 1024;
    near(one.deviations, other.deviations, 1e-12);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
