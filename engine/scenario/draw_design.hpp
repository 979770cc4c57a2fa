// The draws of what is uncertain: points of the unit cube, each a quantile of its driver.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "engine/run/design.hpp"
#include "engine/sampling/joint.hpp"
#include "engine/sampling/unit_points.hpp"

namespace headwater {

// What `seed` and `draws` make of a plan: rows are rounded up to whole replicates.
UnitPointsOptions points_of(Drawing drawing, std::uint64_t draws, std::uint64_t seed);

class DrawDesign final : public Design {
 public:
  // `joint` must outlive this. Throws std::invalid_argument when the axes are not as many as its.
  DrawDesign(std::vector<Axis> axes, const Joint& joint, const UnitPointsOptions& options);
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return points_.rows(); }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override;

  std::size_t axes_drawn_random() const { return points_.axes_drawn_random(); }
  // The points of the unit cube that the rows are drawn from.
  const UnitPoints& unit_points() const { return points_; }

 private:
  std::vector<Axis> axes_;
  const Joint& joint_;
  UnitPoints points_;
};

}  // namespace headwater
