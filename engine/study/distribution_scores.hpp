// How good forecasts were that come as a distribution: scores that only the true distribution
// makes least on average, and how often what came lay within an interval.
//
// CRPS is the integral over x of (F(x) - 1{actual <= x})^2, in the unit of the figure; of a
// forecast that is a single number it is the absolute error. That of draws is the plain one, of the
// steps the draws themselves make of F: E|X - y| - E|X - X'| / 2 over all pairs of n draws, in
// order
//
//   sum over i < n of (x_(i+1) - x_i) (i / n - 1{y <= x_i})^2, and how far y lies outside them,
//
// whose terms are not negative, so that none of it is lost where the two means nearly cancel. The
// fair one, with n (n - 1) pairs, is less by E|X - X'| / (2 (n - 1)): without bias where draws are
// independent, but it may fall below 0, and takes off too much where they stand evenly, as Sobol'
// points and Latin hypercubes do. Of 1,000 draws of a normal that is 0.06 % of its deviation. So
// compare the plain ones of equally many draws.
//
// Source: Gneiting and Raftery, "Strictly proper scoring rules, prediction, and estimation", JASA
// 102(477), 2007, pp. 359-378, eq. 20, 21 and 40; Ferro, "Fair scores for ensemble forecasts",
// Quarterly Journal of the Royal Meteorological Society 140(683), 2014, pp. 1917-1923.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/study/estimate.hpp"

namespace headwater {

struct DrawsScore {
  double crps = missing();  // missing without a draw or without an actual
  std::size_t draws = 0;
  std::size_t left_out = 0;  // missing draws

  bool operator==(const DrawsScore&) const = default;
};
DrawsScore crps_of_draws(std::vector<double> draws, double actual);  // in any order

// A deviation of 0 is a single number; throws std::invalid_argument when it is below.
struct NormalForecast {
  double mean = missing();
  double deviation = missing();
};
double crps_of_normal(const NormalForecast& forecast, double actual);

// The loss of a quantile: (actual - value) level above it, (value - actual) (1 - level) below. CRPS
// is twice its integral over all levels. Throws std::invalid_argument when `level` is outside (0,
// 1).
struct QuantileForecast {
  double level = 0.5;
  double value = missing();
};
double pinball_loss(const QuantileForecast& forecast, double actual);

struct IntervalPoint {
  double low = missing();
  double high = missing();
  double actual = missing();
};

// `share` has the exact interval of Clopper and Pearson for the chance of holding, as if points
// were independent: forecasts of overlapping stretches are not, and it then promises too much.
struct IntervalCoverage {
  std::size_t count = 0;
  std::size_t held = 0;  // low <= actual <= high
  std::size_t left_out = 0;
  Estimate share;  // held / count; missing without a point

  bool operator==(const IntervalCoverage&) const = default;
};
IntervalCoverage interval_coverage(std::span<const IntervalPoint> points);

}  // namespace headwater
