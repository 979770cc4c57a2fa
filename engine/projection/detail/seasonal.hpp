// The season taken out of a history, and put back.
//
// Indices are those of the classical multiplicative decomposition: values over the centred moving
// average of one season, averaged by place in the season, scaled to a mean of 1. They need three
// full seasons, so that each is the mean of two ratios at least, and values above 0.
//
// Two ways to tell season from noise:
//   classical  all or nothing, by the test of the M competitions: autocorrelation at one season
//              beyond 1.645 standard errors (90 %, of a moving average of a shorter order)
//   shrunk     indices drawn towards 1 the more, the more they owe to noise: James and Stein's
//              estimator as of Miller and Williams, International Journal of Forecasting 19, 2003,
//              pp. 669-684
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/projection/project.hpp"

namespace headwater {
namespace projection {

struct Adjusted {
  std::vector<double> values;   // the history without its season
  std::vector<double> indices;  // by place in the season, from the first value's on
  SeasonalAdjustment by = SeasonalAdjustment::none;

  double index(std::size_t period) const { return indices[period % indices.size()]; }
};

// Without a season, or where the history has too little for one: as it is, with indices of 1.
Adjusted adjusted(std::span<const double> history, std::size_t season, SeasonalAdjustment by);

bool tested_seasonal(std::span<const double> history, std::size_t season);
std::vector<double> classical_indices(std::span<const double> history, std::size_t season);
std::vector<double> shrunk_indices(std::span<const double> history, std::size_t season);

}  // namespace projection
}  // namespace headwater
