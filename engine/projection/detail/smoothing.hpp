// Exponential smoothing with a trend that fades: fitted, carried on, and its errors.
//
// Of a value x_t, with e_t = x_t - (l + φ b) of the level and slope before it:
//   l <- l + φ b + α e_t,  b <- φ b + β e_t;  h steps ahead: l + (φ + φ² + .. + φ^h) b
// α and β, at most α, and φ are those whose squared errors add up to the least: the best of a grid,
// then of ever finer ones around it. The first level and slope are those of the straight line
// through the whole history, and φ may be small, both as in Gardner and McKenzie, Management
// Science 31, 1985, pp. 1237-1246, who had it in the M3 competition. Without a slope, β = 0, it is
// simple smoothing.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace headwater {
namespace projection {

struct Line {
  double start = 0;  // at period 0, before the first value
  double slope = 0;  // per period
  double at(std::size_t period) const { return start + slope * static_cast<double>(period); }
};
// Least squares over periods 1, 2, ..
Line line_through(std::span<const double> values);

struct State {
  double level = 0;
  double slope = 0;
};

struct Smoothing {
  double alpha = 0;
  double beta = 0;
  double phi = 1;
};

// The state after each value: as many as there are values, and the one before them first.
std::vector<State> states_of(std::span<const double> values, const Smoothing& by, State before);

// h >= 1 steps on.
double carried_on(const State& state, const Smoothing& by, std::size_t step);

Smoothing fit_level(std::span<const double> values, State before);
Smoothing fit_damped(std::span<const double> values, State before);

}  // namespace projection
}  // namespace headwater
