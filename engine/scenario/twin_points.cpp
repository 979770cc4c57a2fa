#include "engine/scenario/twin_points.hpp"

#include <vector>

namespace headwater {
namespace {

std::vector<UnitAxis> copies_of(const Joint& joint) {
  std::vector<UnitAxis> axes;
  for (const UnitAxis& axis : joint.unit_axes()) {
    for (const std::uint32_t copy : {0u, 1u}) axes.push_back({axis.name, axis.period, copy});
  }
  return axes;
}

}  // namespace

TwinPoints::TwinPoints(const Inputs& inputs, const BasePoints& base)
    : joint_((require_factors(inputs), inputs.joint)),
      points_(copies_of(inputs.joint), {.drawing = base.drawing,
                                        .seed = base.seed,
                                        .points = base.points,
                                        .replicates = base.replicates}) {}

TwinPoints::Pair TwinPoints::drawn(std::uint64_t first, std::uint64_t count) const {
  using Copy = Eigen::Map<Eigen::ArrayXXd, 0, Eigen::OuterStride<>>;
  const auto rows = Eigen::Index(count);
  const auto axes = Eigen::Index(joint_.axes());
  Pair pair{Eigen::ArrayXXd(rows, 2 * axes)};
  points_.fill(first, pair.both);
  for (const Eigen::Index copy : {0, 1}) {
    joint_.draw(Copy(pair.both.data() + copy * rows, rows, axes, Eigen::OuterStride<>(2 * rows)));
  }
  return pair;
}

}  // namespace headwater
