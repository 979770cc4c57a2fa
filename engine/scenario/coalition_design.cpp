#include "engine/scenario/coalition_design.hpp"

#include <stdexcept>

namespace headwater {

CoalitionDesign::CoalitionDesign(const std::vector<std::string>& names) {
  constexpr std::size_t names_max = 16;
  if (names.size() > names_max) {
    throw std::invalid_argument("CoalitionDesign: at most 16 names");
  }
  for (const std::string& name : names) axes_.push_back({name, Unit()});
}

void CoalitionDesign::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  for (Eigen::Index lane = 0; lane < points.rows(); ++lane) {
    const std::uint64_t row = first_row + std::uint64_t(lane);
    for (Eigen::Index axis = 0; axis < points.cols(); ++axis) {
      points(lane, axis) = (row >> axis) % 2 == 0 ? first : second;
    }
  }
}

}  // namespace headwater
