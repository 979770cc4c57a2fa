// Closed rules against values worked by hand.
#include "engine/projection/closed_form.hpp"

#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/projection/project.hpp"
#include "tests/projection/near.hpp"

namespace {

using namespace headwater;
using enum ProjectionRule;

using Values = std::vector<double>;

Projection carried(ProjectionRule rule, const Values& history, ProjectionSetting setting,
                   std::size_t steps) {
  return project(rule, history, setting, steps);
}

BOOST_AUTO_TEST_SUITE(closed_form)

BOOST_AUTO_TEST_CASE(last_value_stays) {
  near(carried(last_value, {1, 4, 6, 5}, {}, 3).points, {5, 5, 5});
}

BOOST_AUTO_TEST_CASE(seasonal_naive_repeats_the_last_year) {
  near(carried(seasonal_naive, {1, 2, 3, 4, 6, 5}, {.season = 4}, 9).points,
       {3, 4, 6, 5, 3, 4, 6, 5, 3});
}

// (7 - 1) / 3 a period
BOOST_AUTO_TEST_CASE(drift_goes_on_straight) {
  near(carried(drift, {1, 4, 6, 7}, {}, 2).points, {9, 11});
}

// Growth on the year 12 / 8 = 3 / 2, for every year further once more.
BOOST_AUTO_TEST_CASE(seasonal_growth_compounds) {
  near(carried(seasonal_growth, {8, 6, 4, 10, 12}, {.season = 4}, 9).points,
       {9, 6, 15, 18, 13.5, 9, 22.5, 27, 20.25});
}

BOOST_AUTO_TEST_CASE(seasonal_growth_of_annual_data_is_a_power) {
  near(carried(seasonal_growth, {5, 10, 15}, {}, 3).points, {22.5, 33.75, 50.625});
}

BOOST_AUTO_TEST_CASE(mean_of_last_takes_what_there_is) {
  const Values history = {9, 1, 2, 6};
  near(carried(mean_of_last, history, {.count = 3}, 2).points, {3, 3});
  near(carried(mean_of_last, history, {.count = 7}, 1).points, {4.5});
  near(carried(mean_of_last, history, {.count = 0}, 1).points, {4.5});
  near(carried(mean_of_last, history, {.count = 1}, 1).points, {6});
}

BOOST_AUTO_TEST_CASE(a_fallback_says_so) {
  const Projection made = carried(seasonal_growth, {1, 2, 3}, {.season = 4}, 2);
  BOOST_TEST(row_of(made.used).name == "last_value");
  near(made.points, {3, 3});
}

BOOST_AUTO_TEST_CASE(one_value_tells_no_error) {
  const Projection made = carried(combined, {7}, {.season = 4}, 2);
  BOOST_TEST(row_of(made.used).name == "last_value");
  near(made.points, {7, 7});
  near(made.deviations, {missing(), missing()});
  near(carried(drift, {7, 8}, {}, 1).deviations, {missing()});
  near(carried(seasonal_growth, {7, 8}, {}, 1).deviations, {missing()});
}

BOOST_AUTO_TEST_CASE(there_is_no_growth_from_zero) {
  near(carried(seasonal_growth, {0, 5}, {}, 2).points, {missing(), missing()});
  near(carried(seasonal_growth, {0, 0}, {}, 2).points, {missing(), missing()});
  near(carried(seasonal_growth, {4, 0}, {}, 2).points, {0, 0});
  near(carried(seasonal_growth, {-2, 4}, {}, 3).points, {-8, 16, -32});
}

BOOST_AUTO_TEST_CASE(a_missing_value_makes_missing_what_depends_on_it) {
  const Values history = {missing(), 2, 3, 4};
  near(carried(last_value, history, {}, 1).points, {4});
  near(carried(drift, history, {}, 1).points, {missing()});
  near(carried(mean_of_last, history, {.count = 3}, 1).points, {3});
}

BOOST_AUTO_TEST_CASE(what_overflows_is_missing) {
  const double large = std::numeric_limits<double>::max();
  near(carried(drift, {1, large}, {}, 2).points, {missing(), missing()});
}

BOOST_AUTO_TEST_CASE(a_history_and_a_season_are_needed) {
  BOOST_CHECK_THROW(carried(drift, {}, {}, 1), std::invalid_argument);
  BOOST_CHECK_THROW(carried(drift, {1}, {.season = 0}, 1), std::invalid_argument);
  BOOST_TEST(carried(drift, {1, 2}, {}, 0).points.empty());
}

// A formula as text: what a program that is being written gets.
struct Text {
  std::string text;
};
Text joined(const Text& left, const char* sign, const Text& right) {
  return {"(" + left.text + sign + right.text + ")"};
}
Text operator+(const Text& a, const Text& b) { return joined(a, " + ", b); }
Text operator-(const Text& a, const Text& b) { return joined(a, " - ", b); }
Text operator*(const Text& a, const Text& b) { return joined(a, " * ", b); }
Text operator/(const Text& a, const Text& b) { return joined(a, " / ", b); }

BOOST_AUTO_TEST_CASE(numbers_may_be_of_any_kind) {
  const std::vector<Text> history = {{"a"}, {"b"}, {"c"}, {"d"}, {"e"}};
  const auto written = [&](ProjectionRule rule, std::size_t step) {
    return closed_point(rule, std::span<const Text>(history), 2, 2, step,
                        [](double value) { return Text{std::to_string(int(value * 100)) + "%"}; })
        .text;
  };
  BOOST_TEST(written(last_value, 1) == "e");
  BOOST_TEST(written(seasonal_naive, 3) == "d");
  BOOST_TEST(written(drift, 3) == "(e + ((e - a) * 75%))");
  BOOST_TEST(written(seasonal_growth, 1) == "(d * (e / c))");
  BOOST_TEST(written(seasonal_growth, 4) == "((e * (e / c)) * (e / c))");
  BOOST_TEST(written(mean_of_last, 1) == "((d + e) / 200%)");
}

BOOST_AUTO_TEST_CASE(the_closed_form_is_what_project_gives) {
  const Values history = {3.1, 4.7, 2.9, 8.3, 3.3, 5.1};
  for (const ProjectionRow& row : projection_rules()) {
    if (row.form != ProjectionForm::closed) continue;
    const Projection made = carried(row.rule, history, {.season = 4, .count = 3}, 9);
    for (std::size_t step = 1; step <= 9; ++step) {
      BOOST_TEST(made.points[step - 1] ==
                 closed_point(row.rule, std::span<const double>(history), 4, 3, step));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
