#include "engine/scenario/subset_design.hpp"

#include <stdexcept>

namespace headwater {

SubsetDesign::SubsetDesign(const Inputs& inputs, const BasePoints& base)
    : axes_(inputs.axes),
      factor_((require_factors(inputs), factor_of_axis(inputs))),
      factors_(inputs.factors.size()),
      points_(inputs, base) {
  if (factors_ > factors_max) throw std::invalid_argument("SubsetDesign: at most 12 factors");
}

void SubsetDesign::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  const std::uint64_t end = first_row + std::uint64_t(points.rows());
  const std::uint64_t first = first_row >> factors_;
  const std::uint64_t groups = ((end + rows_per_group() - 1) >> factors_) - first;
  const TwinPoints::Pair pair = points_.drawn(first, groups);
  for (Eigen::Index axis = 0; axis < points.cols(); ++axis) {
    for (std::uint64_t row = first_row; row < end; ++row) {
      const std::uint64_t group = (row >> factors_) - first;
      const bool of_first = ((row >> factor_[std::size_t(axis)]) & 1) != 0;
      points(Eigen::Index(row - first_row), axis) =
          of_first ? pair.a(group, axis) : pair.b(group, axis);
    }
  }
}

}  // namespace headwater
