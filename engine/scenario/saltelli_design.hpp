// The points of Sobol' indices: two independent points a group, and mixtures of them.
//
// A group has D + 2 rows for D factors: A; B; then, factor by factor, AB_i, which is A with factor
// i from B. Costs (D + 2) runs a base point.
//
// Source: Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola, Computer Physics
// Communications 181(2), 2010, pp. 259-270, section 3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "engine/run/design.hpp"
#include "engine/scenario/twin_points.hpp"

namespace headwater {

class SaltelliDesign final : public Design {
 public:
  // Throws std::invalid_argument when `inputs` or `base` break a bound.
  SaltelliDesign(const Inputs& inputs, const BasePoints& base);
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return points_.count() * rows_per_group(); }
  std::uint32_t rows_per_group() const override { return std::uint32_t(factors_ + 2); }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override;

 private:
  std::vector<Axis> axes_;
  std::vector<std::size_t> factor_;  // by axis
  std::size_t factors_;
  TwinPoints points_;
};

}  // namespace headwater
