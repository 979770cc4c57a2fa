#include "engine/run/design.hpp"

#include <stdexcept>
#include <utility>

namespace headwater {

ListDesign::ListDesign(std::vector<Axis> axes, Eigen::ArrayXXd points)
    : axes_(std::move(axes)), points_(std::move(points)), rows_(std::uint64_t(points_.rows())) {
  if (points_.cols() != Eigen::Index(axes_.size())) {
    throw std::invalid_argument("points: as many columns as axes");
  }
}

void ListDesign::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  points = points_.middleRows(Eigen::Index(first_row), points.rows());
}

GridDesign::GridDesign(std::vector<Axis> axes, std::vector<std::vector<double>> levels,
                       std::vector<bool> with)
    : axes_(std::move(axes)), levels_(std::move(levels)), with_(std::move(with)) {
  with_.resize(axes_.size(), false);
  if (levels_.size() != axes_.size()) {
    throw std::invalid_argument("levels: as many lists as axes");
  }
  constexpr std::uint64_t rows_max = 1ull << 62;
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const auto& list = levels_[i];
    if (list.empty()) throw std::invalid_argument("levels: no list is empty");
    if (with_[i]) {
      const bool fits = i > 0 && levels_[i - 1].size() == list.size();
      if (!fits) throw std::invalid_argument("with: as many levels as the axis before");
      continue;
    }
    if (rows_ > rows_max / list.size()) throw std::invalid_argument("levels: at most 2^62 rows");
    rows_ *= list.size();
  }
}

void GridDesign::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  for (Eigen::Index lane = 0; lane < points.rows(); ++lane) {
    std::uint64_t rest = first_row + std::uint64_t(lane);
    for (std::size_t axis = levels_.size(); axis-- > 0;) {
      const auto& list = levels_[axis];
      points(lane, Eigen::Index(axis)) = list[std::size_t(rest % list.size())];
      if (!with_[axis]) rest /= list.size();
    }
  }
}

}  // namespace headwater
