#include "engine/scenario/draw_design.hpp"

#include <stdexcept>
#include <utility>

#include "engine/scenario/uncertainty.hpp"

namespace headwater {

UnitPointsOptions points_of(Drawing drawing, std::uint64_t draws, std::uint64_t seed) {
  const std::uint32_t replicates = replicates_of(drawing);
  std::uint64_t points = (draws + replicates - 1) / replicates;
  if (drawing == Drawing::antithetic) points += points % 2;  // each with its mirror image
  return {drawing, seed, points, replicates};
}

DrawDesign::DrawDesign(std::vector<Axis> axes, const Joint& joint, const UnitPointsOptions& options)
    : axes_(std::move(axes)), joint_(joint), points_(joint.unit_axes(), options) {
  if (axes_.size() != joint.axes()) throw std::invalid_argument("axes: one for each of the joint");
}

void DrawDesign::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  points_.fill(first_row, points);
  joint_.draw(points);
}

}  // namespace headwater
