// Points drawn evenly between the ends of ranges.
//
// A draw depends on the row and on the axis' name and on nothing else: another axis more, or more
// rows, change no draw. A name is hashed by FNV-1a, and the row is the counter of splitmix64.
//
// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
// pp. 453-472; the mixing function is the one of Java's SplittableRandom.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "engine/run/design.hpp"

namespace headwater {

struct AxisRange {
  Axis axis;
  double low = 0;  // both finite, in the axis' unit; low <= high
  double high = 0;
};

class RangeDesign final : public Design {
 public:
  // Throws std::invalid_argument when an end breaks its bound.
  RangeDesign(const std::vector<AxisRange>& ranges, std::uint64_t rows);
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return rows_; }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override;

 private:
  struct Drawn {
    std::uint64_t seed;  // of the axis' name
    double low;
    double high;
  };
  std::vector<Axis> axes_;
  std::vector<Drawn> drawn_;  // by axis
  std::uint64_t rows_;
};

}  // namespace headwater
