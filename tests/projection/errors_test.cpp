// Deviations against variances worked by hand.
#include "engine/projection/detail/errors.hpp"

#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/projection/project.hpp"
#include "tests/projection/near.hpp"

namespace {

using namespace headwater;
using enum ProjectionRule;

using Values = std::vector<double>;

// Deviations squared.
Values variances(ProjectionRule rule, const Values& history, ProjectionSetting setting,
                 std::size_t steps) {
  Values squares;
  for (const double one : project(rule, history, setting, steps).deviations) {
    squares.push_back(one * one);
  }
  return squares;
}

std::size_t freedom(ProjectionRule rule, const Values& history, ProjectionSetting setting) {
  return project(rule, history, setting, 1).freedom;
}

BOOST_AUTO_TEST_SUITE(errors)

// Said 0, 3, 5, so there are no shares: errors 3, 2, -1, whose mean square is 14 / 3. Two steps
// ahead errors were 5 and 1, more than √2 of that; three ahead only one is known, too few.
BOOST_AUTO_TEST_CASE(the_last_value_walks) {
  near(variances(last_value, {0, 3, 5, 4}, {}, 4), {14.0 / 3, 13, 14, 56.0 / 3});
  BOOST_TEST(freedom(last_value, {0, 3, 5, 4}, {}) == 3U);
}

// Errors 6 and 3: 45 / 2 for a year ahead, twice and three times that for two and three.
BOOST_AUTO_TEST_CASE(seasonal_naive_walks_by_the_year) {
  const double year = 22.5;
  near(variances(seasonal_naive, {0, 2, 3, 4, 6, 5}, {.season = 4}, 9),
       {year, year, year, year, 2 * year, 2 * year, 2 * year, 2 * year, 3 * year});
  BOOST_TEST(freedom(seasonal_naive, {0, 2, 3, 4, 6, 5}, {.season = 4}) == 2U);
}

// Slope 2, said -1, 3, 5: errors 2, 0, -2 and a degree of freedom less, 8 / 2; h (1 + h / 3) times.
BOOST_AUTO_TEST_CASE(drift_bears_the_error_of_its_slope) {
  near(variances(drift, {-3, 1, 3, 3}, {}, 3), {4 * 4.0 / 3, 8 * 5.0 / 3, 24});
  BOOST_TEST(freedom(drift, {-3, 1, 3, 3}, {}) == 2U);
}

// Said 0, 1, 3: errors 2, 3, -3; two ahead 4 and -1.
BOOST_AUTO_TEST_CASE(a_mean_is_off_by_what_it_was_off) {
  near(variances(mean_of_last, {0, 2, 4, 0}, {.count = 2}, 3), {22.0 / 3, 8.5, 8.5});
}

// Errors 1 and 2 of 1 and 2: squares add up to 5 as amounts, 2 as shares. Likelihoods are as 5^-1
// to 2^-1 / (1 · 2), or 4 to 5. The point is 4: one step ahead 4/9 · 5/2 + 5/9 · 2/2 · 4². Two
// steps ahead the one error was 3 of 1: 4/9 · 9 + 5/9 · 9 · 4².
BOOST_AUTO_TEST_CASE(amounts_and_shares_are_weighed_by_likelihood) {
  near(variances(last_value, {1, 2, 4}, {}, 2), {10, 84}, 1e-12);
  near(variances(last_value, {-1, -2, -4}, {}, 2), {10, 84}, 1e-12);
}

// Half-years. Said 2 and 6: errors 1 and -3, shares 1/2 and -1/2; likelihoods as 1 / 10 to
// 2 / 12, or 3 to 5. Points 4.5, 4.5, 6.75. A step of growth on the year bears on a value ahead
// once, two on the next; on the one after it three of its year and one of the year before:
// 1, 1 + 1, 1 + 1 + 2².
BOOST_AUTO_TEST_CASE(growth_on_the_year_walks) {
  const auto mixed = [](double times, double point) {
    return times * (3.0 / 8 * 5 + 5.0 / 8 / 4 * point * point);
  };
  near(variances(seasonal_growth, {1, 1, 2, 3, 3}, {.season = 2}, 3),
       {mixed(1, 4.5), mixed(2, 4.5), mixed(6, 6.75)}, 1e-12);
}

// What was said of four zeros, and what follows of α = 1/2: with two parameters 4 / (4 - 2), and
// 1, 1 + 1/4, 1 + 1/4 + 1/4 of it. Errors two steps ahead, of three, were 1, 1, 1.
BOOST_AUTO_TEST_CASE(parameters_cost_degrees_of_freedom) {
  projection::Told told;
  told.parameters = 2;
  told.said = [](std::size_t, std::size_t) { return 0.0; };
  told.response = [](std::size_t) { return 0.5; };
  const auto found = projection::deviations_of(told, Values{1, -1, 1, 1}, 3);
  near(found.by_step, {std::sqrt(2.0), std::sqrt(2.5), std::sqrt(3.0)});
  BOOST_TEST(found.freedom == 2U);
  told.parameters = 4;
  const auto none = projection::deviations_of(told, Values{1, -1, 1, 1}, 2);
  near(none.by_step, {missing(), missing()});
  BOOST_TEST(none.freedom == 0U);
}

BOOST_AUTO_TEST_CASE(missing_values_tell_nothing_of_errors) {
  const Values whole = {0, 3, 5, 4};
  const Values gap = {missing(), 0, 3, 5, 4};
  near(variances(last_value, gap, {}, 3), variances(last_value, whole, {}, 3));
  // no growth from 0: of three origins two speak
  BOOST_TEST(freedom(seasonal_growth, {0, 1, 2, 3, 4}, {}) == 2U);
}

// Said 4, 4.5 and 0 of 3, 0 and 4; but there is no growth from 0 to 4.
BOOST_AUTO_TEST_CASE(a_missing_point_has_no_deviation) {
  const Values from_zero = {1, 2, 3, 0, 4};
  BOOST_TEST(freedom(seasonal_growth, from_zero, {}) == 3U);
  near(project(seasonal_growth, from_zero, {}, 1).deviations, {missing()});
}

BOOST_AUTO_TEST_CASE(what_never_erred_is_certain) {
  near(project(last_value, Values{5, 5, 5}, {}, 2).deviations, {0, 0});
  near(project(seasonal_naive, Values{5, 6, 5, 6}, {.season = 2}, 2).deviations, {0, 0});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
