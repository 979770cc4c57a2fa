// The points of Shapley effects: for two independent points, every set of factors from the one and
// the others from the other.
//
// A group has 2^n rows for n factors: row m takes factor i from the first point where bit i of m is
// set, else from the second. Costs 2^n runs a base point.
//
// Source: Owen, "Sobol' indices and Shapley value", SIAM/ASA Journal on Uncertainty Quantification
// 2(1), 2014, pp. 245-251, for what the rows are worth; engine/study/shapley_effects.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "engine/run/design.hpp"
#include "engine/scenario/twin_points.hpp"

namespace headwater {

class SubsetDesign final : public Design {
 public:
  static constexpr std::size_t factors_max = 12;

  // Throws std::invalid_argument when `inputs` or `base` break a bound, and for more factors.
  SubsetDesign(const Inputs& inputs, const BasePoints& base);
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return points_.count() * rows_per_group(); }
  std::uint32_t rows_per_group() const override { return std::uint32_t(1) << factors_; }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override;

 private:
  std::vector<Axis> axes_;
  std::vector<std::size_t> factor_;  // by axis
  std::size_t factors_;
  TwinPoints points_;
};

}  // namespace headwater
