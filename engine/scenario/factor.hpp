// What an analysis of sensitivity varies: uncertain inputs, in factors that are independent of each
// other. A factor is what gets one answer: a driver in all its periods, or several drivers.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/model/operation.hpp"
#include "engine/sampling/joint.hpp"

namespace headwater {

struct Factor {
  std::string name;
  std::vector<std::size_t> axes;  // of the joint, that move as one
};

struct Inputs {
  std::vector<Axis> axes;  // the joint's, in its order, as the program has them
  Joint joint;
  std::vector<Factor> factors;  // each axis in one
};

// Throws std::invalid_argument unless there is a factor, none is empty, every axis is in exactly
// one, and what depends on each other is in the same: correlated margins, and the periods of a
// path.
void require_factors(const Inputs& inputs);

// By axis, the factor it is of. The factors are as they must be.
std::vector<std::size_t> factor_of_axis(const Inputs& inputs);

}  // namespace headwater
