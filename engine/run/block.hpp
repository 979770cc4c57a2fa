// Points and values side by side, and what went wrong in a lane.
#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "engine/model/precedence.hpp"

namespace headwater {

// Why an output of a lane is missing: the cell in which its value was first lost.
struct Failure {
  std::uint64_t row = 0;
  std::uint32_t output = 0;
  CellId cause;
  bool operator==(const Failure&) const = default;
};

// Lanes run down a column, so that the lanes of one slot are neighbours in memory.
struct Block {
  std::uint64_t first_row = 0;
  Eigen::ArrayXXd points;         // (lanes × axes)
  Eigen::ArrayXXd values;         // (lanes × outputs); missing is the one quiet NaN
  std::vector<Failure> failures;  // of missing values, by lane, then output
};

}  // namespace headwater
