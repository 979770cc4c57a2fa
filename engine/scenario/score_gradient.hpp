// Derivatives by a model's drawn inputs, put into those by the independent normal scores they were
// drawn by: where an unbounded input, a bounded one and several correlated ones are all alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "engine/sampling/unit_points.hpp"
#include "engine/scenario/factor.hpp"

namespace headwater {

class ScoreGradient {
 public:
  // The rows are those that `points`, of the joint's unit axes, have when they are drawn. Throws
  // std::invalid_argument when the axes are others or `inputs` break a bound.
  ScoreGradient(const Inputs& inputs, UnitPoints points);

  const std::vector<Factor>& factors() const { return inputs_.factors; }
  std::size_t axes() const { return inputs_.axes.size(); }
  // Whether the factor's margins all have a density, without which there is no such derivative.
  bool continuous(std::size_t factor) const { return continuous_[factor]; }

  // (rows x axes) from `first_row` on, in place. Missing where a margin has no density.
  void pull_back(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> gradients) const;

 private:
  Inputs inputs_;
  UnitPoints points_;
  std::vector<bool> continuous_;  // by factor
};

}  // namespace headwater
