#include "engine/scenario/tornado_design.hpp"

namespace headwater {

TornadoDesign::TornadoDesign(const std::vector<std::string>& bars) {
  for (const std::string& name : bars) axes_.push_back({name, Unit()});
}

void TornadoDesign::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  const std::uint64_t bars = axes_.size();
  points.setZero();
  for (Eigen::Index lane = 0; lane < points.rows(); ++lane) {
    const std::uint64_t row = first_row + std::uint64_t(lane);
    const double end = row % 2 == 0 ? low : high;
    if (row / 2 == bars) points.row(lane) = end;
    else points(lane, Eigen::Index(row / 2)) = end;
  }
}

}  // namespace headwater
