// How far off a rule may be: standard deviations of its errors, by step.
//
// The larger of two answers, since each falls short where the other tells:
//   what the rule takes for granted  s √(1 + c_1² + .. + c_{h-1}²), s of its errors one step ahead
//                                    and c_j what one of them moves j steps later. That is the
//                                    formula of every textbook: √h for the last value, √k for k
//                                    seasons back (Hyndman and Athanasopoulos, Forecasting:
//                                    principles and practice, 3rd ed. 2021, section 5.5), damped
//                                    trends (Hyndman, Koehler, Ord and Snyder, 2008, chapter 6),
//                                    theta (Hyndman and Billah, International Journal of
//                                    Forecasting 19, 2003, pp. 287-290)
//   what it did in its history       the mean square of its errors h steps ahead from all earlier
//                                    places, while half as many as of one step are known
// and never less than a step before. Squares are divided by what degrees of freedom the rule's
// parameters leave, and that many Student's t has that belongs to the deviations.
//
// Errors may grow with the level or not: both, as amounts and as shares of what was said, are
// weighed by their likelihood (Akaike weights: there are as many parameters). Shares need values
// and what was said of them to have one sign throughout.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace headwater {
namespace projection {

// What a rule says from each place in a history.
struct Told {
  std::size_t first = 0;       // the first origin: values needed before anything is said
  std::size_t parameters = 0;  // estimated of the whole history, starting values too
  double slope_share = 0;      // by which the error of a slope adds to the variance, per step
  // What is said, `step` >= 1 ahead, after `origin` values: of value origin + step - 1 from 0.
  std::function<double(std::size_t origin, std::size_t step)> said;
  // By how much an error of the first step moves what is said `later` >= 1 steps after it.
  std::function<double(std::size_t later)> response;
};

struct Deviations {
  std::vector<double> by_step;  // missing where there is no degree of freedom
  std::size_t freedom = 0;
};

Deviations deviations_of(const Told& told, std::span<const double> values, std::size_t steps);

}  // namespace projection
}  // namespace headwater
