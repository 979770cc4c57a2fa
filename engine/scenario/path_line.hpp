// The straight line between two scenarios that differ in values: at 0 the first, at 1 the second.
//
// Whatever sets, adds and factors do to a series in a period comes to value * factor + amount. On
// the line both move evenly, and so does the series wherever its own value does not move; what both
// set is set to values that move evenly. The differences must be of Change::value.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/model/operation.hpp"
#include "engine/scenario/differences.hpp"

namespace headwater {

struct PathAxis {
  Axis axis;
  std::size_t difference = 0;  // of ScenarioDifferences::of
  double first = 0;            // the operand in each scenario; they differ
  double second = 0;
  double at(double share) const;  // of the way; at 0 and 1 the ends to the bit
};

struct PathLine {
  Operations operations;  // with axes where the scenarios differ
  std::vector<PathAxis> axes;
};

// Throws std::invalid_argument for a difference in structure.
PathLine path_line(const Model& model, const ScenarioDifferences& differences);

}  // namespace headwater
