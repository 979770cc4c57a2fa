// How far off a closed rule may be: standard deviations of its errors, by step.
//
// With s the standard deviation of the rule's errors one step ahead within the history, and k the
// years a step lies ahead, they are (Hyndman and Athanasopoulos, Forecasting: principles and
// practice, 3rd ed. 2021, table 5.2)
//   last_value       s √h
//   seasonal_naive   s √k
//   drift            s √(h (1 + h / (T - 1))), s with one degree of freedom less
//   mean_of_last     s √(1 + 1 / n), s of the n values about their mean; of one value, last_value's
//   seasonal_growth  no textbook has it: growth on the year is held to walk at random, so that step
//                    h bears the steps of growth of all years up to it; relative to the point
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/projection/project.hpp"

namespace headwater {
namespace projection {

std::vector<double> closed_deviations(ProjectionRule rule, std::span<const double> history,
                                      const ProjectionSetting& setting,
                                      std::span<const double> points);

// Root of a sum of squares over its degrees of freedom; missing where these are none.
double root_mean(double squares, std::size_t terms, std::size_t parameters);

}  // namespace projection
}  // namespace headwater
