#include "engine/scenario/score_gradient.hpp"

#include <stdexcept>
#include <utility>

namespace headwater {

ScoreGradient::ScoreGradient(const Inputs& inputs, UnitPoints points)
    : inputs_((require_factors(inputs), inputs)),
      points_(std::move(points)),
      continuous_(inputs.factors.size(), true) {
  const Joint& joint = inputs_.joint;
  if (points_.axes() != joint.unit_axes()) {
    throw std::invalid_argument("ScoreGradient: points: of the axes of the joint");
  }
  const std::vector<std::size_t> factor = factor_of_axis(inputs_);
  for (std::size_t i = 0; i < joint.margins().size(); ++i) {
    if (joint.margins()[i].distribution.continuous()) continue;
    for (const std::size_t axis : joint.axes_of(i)) continuous_[factor[axis]] = false;
  }
}

// What the reference refers to is written, so it is no constant.
// NOLINTBEGIN(performance-unnecessary-value-param)
void ScoreGradient::pull_back(std::uint64_t first_row,
                              Eigen::Ref<Eigen::ArrayXXd> gradients) const {
  Eigen::ArrayXXd points(gradients.rows(), gradients.cols());
  points_.fill(first_row, points);
  inputs_.joint.pull_back(points, gradients);
}
// NOLINTEND(performance-unnecessary-value-param)

}  // namespace headwater
