// What several items contribute to the change of a value on a way from 0 to 1: the integrals of its
// slopes by each of them.
//
// Gauss-Legendre with ten points, in panels that are halved until the halves agree with the whole,
// item by item, and their sum with the change of the value itself. So panels close in on a kink
// from both sides; at a jump of the value no panel, however narrow, comes to the change.
//
// Source of points and weights: Abramowitz and Stegun, Handbook of Mathematical Functions, 1964,
// table 25.4, n = 10; tests/study/path_integral_test.cpp holds them to x^0 ... x^19.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <Eigen/Core>

namespace headwater {

struct PathSamples {
  std::vector<double> values;  // by place
  Eigen::ArrayXXd slopes;  // (places × items): what an item adds to the value per unit of the way
};

// Called with many places at once, never with none.
using PathFunction = std::function<PathSamples(std::span<const double> places)>;

enum class PathStop {
  jump,      // the value jumps
  missing,   // it is missing
  no_slope,  // it is there, but has no slope
  unsteady,  // it bends so often, or so much of it is rounding, that panels do not come to an end
};

struct PathBreak {
  PathStop stop = PathStop::jump;
  double from = 0;  // between these places; of a missing value, both are its own
  double to = 0;
  double gap = 0;  // of a jump, its height
};

struct PathIntegral {
  std::vector<double> contributions;  // by item; empty when it broke
  std::size_t samples = 0;
  std::optional<PathBreak> broken;
};

PathIntegral integrate_path(const PathFunction& function, std::size_t items);

}  // namespace headwater
