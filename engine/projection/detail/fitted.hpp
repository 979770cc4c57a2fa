// Rules whose parameters are searched for, fitted to a history without its season.
#pragma once

#include <span>

#include "engine/projection/detail/errors.hpp"
#include "engine/projection/project.hpp"

namespace headwater {
namespace projection {

struct Fitted {
  Told told;
  ProjectionFit fit;
};

// Theta: the mean of the straight line through the values (line 0) and of simple smoothing of line
// 2, which lies twice as far from it as they do; smoothing begins with the first value.
// Assimakopoulos and Nikolopoulos, International Journal of Forecasting 16, 2000, pp. 521-530.
Fitted fit_theta(std::span<const double> values);

// smoothing.hpp
Fitted fit_damped_trend(std::span<const double> values);

// The mean of two rules, of equal weights: unlike rules err unlike, and weights that are fitted do
// no better (Makridakis and Winkler, Management Science 29, 1983, pp. 987-996). It has as many
// parameters as the one with more of them.
Fitted mean_of(const Fitted& one, const Fitted& other);

}  // namespace projection
}  // namespace headwater
