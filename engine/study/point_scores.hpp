// How far point forecasts were off, in the figure's own unit, in per cent, and beside a naive rule.
//
// An error is forecast - actual, as a reader of plans says it: above 0 the forecast was too high.
// The field's is the other way round (Hyndman and Athanasopoulos: actual - forecast), so that a
// mean error found elsewhere has the other sign; no other score knows the difference. A pair with a
// side that is missing is left out and counted. Sums are rounded once, so that the order of points
// changes no bit.
//
// A percentage needs an actual that is well away from 0. Left out of MAPE are points whose |actual|
// is below 1 % of the mean |actual|, of which a hundred to one would be made; and all of them when
// the others are of both signs, as profits and losses are: per cent of a figure that passes through
// 0 says where 0 lies, not how good the forecast is. sMAPE is the competitions', from 0 to 200;
// where both sides are 0 it is 0.
//
// MASE takes each error by the scale known at its origin, the mean step of the history from season
// to season: below 1 is better than the seasonal naive rule was within that history.
//
// Source: Hyndman and Koehler, "Another look at measures of forecast accuracy", International
// Journal of Forecasting 22(4), 2006, pp. 679-688; Makridakis and Hibon, "The M3-Competition", the
// same 16(4), 2000, pp. 451-476, for sMAPE.
#pragma once

#include <cstddef>
#include <span>

#include "engine/core/missing.hpp"

namespace headwater {

struct ForecastPoint {
  double forecast = missing();
  double actual = missing();
  double scale = missing();  // for MASE: see seasonal_naive_scale

  bool operator==(const ForecastPoint&) const = default;
};

// A score some points may have no part in, though both their sides are there.
struct PartialScore {
  double value = missing();  // missing when no point is left
  std::size_t counted = 0;
  std::size_t left_out = 0;

  bool operator==(const PartialScore&) const = default;
};

enum class PercentageGap { none, near_zero, both_signs };

struct PointScores {
  std::size_t count = 0;     // pairs of which both sides are there
  std::size_t left_out = 0;  // the others
  double mean_error = missing();
  double mean_absolute_error = missing();
  double root_mean_square_error = missing();
  PartialScore percentage;                  // MAPE, in per cent
  PercentageGap gap = PercentageGap::none;  // why points are left out of it
  double symmetric_percentage = missing();  // sMAPE, 0 to 200
  PartialScore scaled;                      // MASE

  bool operator==(const PointScores&) const = default;
};

PointScores point_scores(std::span<const ForecastPoint> points);

// Mean |x_t - x_(t - season)| over the pairs of which both are there; missing when there is none.
// Throws std::invalid_argument when `season` is 0.
double seasonal_naive_scale(std::span<const double> history, std::size_t season);

}  // namespace headwater
