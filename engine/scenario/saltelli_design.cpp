#include "engine/scenario/saltelli_design.hpp"

#include <algorithm>

namespace headwater {

SaltelliDesign::SaltelliDesign(const Inputs& inputs, const BasePoints& base)
    : axes_(inputs.axes),
      factor_((require_factors(inputs), factor_of_axis(inputs))),
      factors_(inputs.factors.size()),
      points_(inputs, base) {}

// A column at a time: A all through a group, but for the two rows that have B.
void SaltelliDesign::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  const std::uint64_t group_rows = rows_per_group();
  const std::uint64_t end = first_row + std::uint64_t(points.rows());
  const std::uint64_t first = first_row / group_rows;
  const std::uint64_t groups = (end + group_rows - 1) / group_rows - first;
  const TwinPoints::Pair pair = points_.drawn(first, groups);
  for (Eigen::Index axis = 0; axis < points.cols(); ++axis) {
    double* column = points.col(axis).data();
    const auto put = [&](std::uint64_t row, double value) {
      if (row >= first_row && row < end) column[row - first_row] = value;
    };
    for (std::uint64_t i = 0; i < groups; ++i) {
      const std::uint64_t row = (first + i) * group_rows;
      const std::uint64_t from = std::max(row, first_row);
      const std::uint64_t to = std::min(row + group_rows, end);
      std::fill(column + (from - first_row), column + (to - first_row), pair.a(i, axis));
      put(row + 1, pair.b(i, axis));
      put(row + 2 + factor_[std::size_t(axis)], pair.b(i, axis));
    }
  }
}

}  // namespace headwater
