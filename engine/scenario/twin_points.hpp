// Pairs of independent points of the same inputs: what designs mix that move some factors and keep
// the others.
//
// Both come from one family of points of the unit cube that has every axis twice, the copies side
// by side: axis j is dimensions 2j and 2j + 1, so that an axis appended changes no other.
#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "engine/sampling/unit_points.hpp"
#include "engine/scenario/factor.hpp"

namespace headwater {

// Base point b belongs to replicate b % replicates, a scramble of its own: intervals come from how
// far replicates are apart.
struct BasePoints {
  Drawing drawing = Drawing::sobol;
  std::uint64_t seed = 1;
  std::uint64_t points = 1024;    // of a replicate
  std::uint32_t replicates = 16;  // >= 1
};

class TwinPoints {
 public:
  // Throws std::invalid_argument when `inputs` or `base` break a bound.
  TwinPoints(const Inputs& inputs, const BasePoints& base);

  std::uint64_t count() const { return points_.rows(); }  // points x replicates

  // The draws of base points [first, first + count): (points x axes), in the inputs' units.
  struct Pair {
    Eigen::ArrayXXd both;  // (points x 2 axes): a's axis j is column 2j, b's the next
    double a(std::uint64_t point, Eigen::Index axis) const {
      return both(Eigen::Index(point), 2 * axis);
    }
    double b(std::uint64_t point, Eigen::Index axis) const {
      return both(Eigen::Index(point), 2 * axis + 1);
    }
  };
  Pair drawn(std::uint64_t first, std::uint64_t count) const;

 private:
  Joint joint_;
  UnitPoints points_;
};

}  // namespace headwater
