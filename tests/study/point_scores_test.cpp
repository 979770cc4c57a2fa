// Errors of point forecasts, by hand.
#include "engine/study/point_scores.hpp"

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace headwater;

namespace {

const auto near = boost::test_tools::tolerance(1e-14);

}  // namespace

BOOST_AUTO_TEST_SUITE(point_errors)

// Errors 12 - 10 = 2, 18 - 20 = -2, 46 - 40 = 6: mean 6 / 3 = 2, mean size 10 / 3, squares
// 4 + 4 + 36 = 44. Per cent of the actuals: 20, 10, 15. By |y| + |f| = 22, 38, 86: 400 / 22,
// 400 / 38, 1200 / 86. By scales 4, 2, 3: 0.5, 1, 2, of which the mean is 3.5 / 3.
BOOST_AUTO_TEST_CASE(three_points_score_as_by_hand) {
  const std::array points = {ForecastPoint{12, 10, 4}, ForecastPoint{18, 20, 2},
                             ForecastPoint{46, 40, 3}};
  const PointScores scores = point_scores(points);
  BOOST_TEST(scores.count == 3u);
  BOOST_TEST(scores.left_out == 0u);
  BOOST_TEST(scores.mean_error == 2.0);
  BOOST_TEST(scores.mean_absolute_error == 10.0 / 3, near);
  BOOST_TEST(scores.root_mean_square_error == std::sqrt(44.0 / 3), near);
  BOOST_TEST(scores.percentage.value == 15.0, near);
  BOOST_TEST((scores.gap == PercentageGap::none));
  BOOST_TEST(scores.symmetric_percentage == (400.0 / 22 + 400.0 / 38 + 1200.0 / 86) / 3, near);
  BOOST_TEST(scores.scaled.value == 3.5 / 3, near);
  BOOST_TEST(scores.scaled.counted == 3u);
}

BOOST_AUTO_TEST_CASE(a_forecast_that_is_too_high_has_an_error_above_zero) {
  BOOST_TEST(point_scores(std::array{ForecastPoint{11, 10}}).mean_error == 1.0);
}

// Of the errors 2, none, none, 4.
BOOST_AUTO_TEST_CASE(a_pair_that_lacks_a_side_is_left_out_and_counted) {
  const std::array points = {ForecastPoint{12, 10, 1}, ForecastPoint{missing(), 20, 1},
                             ForecastPoint{18, missing(), 1}, ForecastPoint{44, 40, 1}};
  const PointScores scores = point_scores(points);
  BOOST_TEST(scores.count == 2u);
  BOOST_TEST(scores.left_out == 2u);
  BOOST_TEST(scores.mean_error == 3.0);
  BOOST_TEST(scores.mean_absolute_error == 3.0);
  BOOST_TEST(scores.root_mean_square_error == std::sqrt(10.0), near);
  BOOST_TEST(scores.percentage.value == 15.0, near);
  BOOST_TEST(scores.scaled.value == 3.0);
}

BOOST_AUTO_TEST_CASE(without_a_point_every_score_is_missing) {
  const PointScores scores = point_scores({});
  BOOST_TEST(scores.count == 0u);
  for (const double score :
       {scores.mean_error, scores.mean_absolute_error, scores.root_mean_square_error,
        scores.percentage.value, scores.symmetric_percentage, scores.scaled.value}) {
    BOOST_TEST(is_missing(score));
  }
  BOOST_TEST((scores.gap == PercentageGap::none));
}

// Mean |actual| = (100 + 100 + 0.5 + 0) / 4 = 50.125, of which 1 % is just above the third. It and
// the fourth are left out; 10 % and 20 % stay.
BOOST_AUTO_TEST_CASE(a_percentage_leaves_out_what_is_next_to_zero) {
  const std::array points = {ForecastPoint{110, 100}, ForecastPoint{80, 100},
                             ForecastPoint{5, -0.5}, ForecastPoint{3, 0}};
  const PointScores scores = point_scores(points);
  BOOST_TEST(scores.percentage.value == 15.0, near);
  BOOST_TEST(scores.percentage.counted == 2u);
  BOOST_TEST(scores.percentage.left_out == 2u);
  BOOST_TEST((scores.gap == PercentageGap::near_zero));
}

// Of 1 and 199 the mean is 100, and 1 is 1 % of it; 100 % and 0 % make 50.
BOOST_AUTO_TEST_CASE(one_hundredth_of_the_mean_is_far_enough_from_zero) {
  const PointScores scores = point_scores(std::array{ForecastPoint{2, 1}, ForecastPoint{199, 199}});
  BOOST_TEST(scores.percentage.counted == 2u);
  BOOST_TEST(scores.percentage.value == 50.0, near);
}

BOOST_AUTO_TEST_CASE(profits_and_losses_have_no_percentage) {
  const std::array points = {ForecastPoint{110, 100}, ForecastPoint{-80, -100}};
  const PointScores scores = point_scores(points);
  BOOST_TEST(is_missing(scores.percentage.value));
  BOOST_TEST(scores.percentage.counted == 0u);
  BOOST_TEST(scores.percentage.left_out == 2u);
  BOOST_TEST((scores.gap == PercentageGap::both_signs));
  BOOST_TEST(scores.mean_absolute_error == 15.0);
}

BOOST_AUTO_TEST_CASE(losses_alone_have_one) {
  const std::array points = {ForecastPoint{-110, -100}, ForecastPoint{-80, -100}};
  BOOST_TEST(point_scores(points).percentage.value == 15.0, near);
}

BOOST_AUTO_TEST_CASE(actuals_of_zero_alone_have_no_percentage) {
  const PointScores scores = point_scores(std::array{ForecastPoint{1, 0}, ForecastPoint{0, 0}});
  BOOST_TEST(is_missing(scores.percentage.value));
  BOOST_TEST(scores.percentage.left_out == 2u);
  BOOST_TEST((scores.gap == PercentageGap::near_zero));
}

// 1 for 0 is 200 %, as far as it goes; 0 for 0 is a hit.
BOOST_AUTO_TEST_CASE(the_symmetric_percentage_of_zero_for_zero_is_zero) {
  const PointScores scores = point_scores(std::array{ForecastPoint{1, 0}, ForecastPoint{0, 0}});
  BOOST_TEST(scores.symmetric_percentage == 100.0);
}

BOOST_AUTO_TEST_CASE(a_point_without_a_scale_above_zero_is_left_out_of_mase_alone) {
  const std::array points = {ForecastPoint{12, 10, 4}, ForecastPoint{12, 10, 0},
                             ForecastPoint{12, 10, missing()}};
  const PointScores scores = point_scores(points);
  BOOST_TEST(scores.count == 3u);
  BOOST_TEST(scores.scaled.value == 0.5);
  BOOST_TEST(scores.scaled.counted == 1u);
  BOOST_TEST(scores.scaled.left_out == 2u);
}

// Steps of four quarters: |5 - 1|, |1 - 2|, |9 - 3| are 4, 1, 6, of which the mean is 11 / 3.
BOOST_AUTO_TEST_CASE(the_seasonal_scale_is_the_mean_step_from_season_to_season) {
  const std::array history = {1.0, 2.0, 3.0, 4.0, 5.0, 1.0, 9.0};
  BOOST_TEST(seasonal_naive_scale(history, 4) == 11.0 / 3, near);
}

// |3 - 1| stays; the steps to and from the missing one go.
BOOST_AUTO_TEST_CASE(a_step_that_lacks_an_end_is_left_out_of_the_scale) {
  const std::array history = {missing(), 1.0, 3.0, missing()};
  BOOST_TEST(seasonal_naive_scale(history, 1) == 2.0);
  BOOST_TEST(is_missing(seasonal_naive_scale(history, 4)));
  BOOST_TEST(is_missing(seasonal_naive_scale({}, 1)));
  BOOST_CHECK_THROW(seasonal_naive_scale(history, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
