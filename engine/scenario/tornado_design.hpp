// The points of a tornado: each bar to its low and to its high end, the others at base; then all
// bars together.
//
// An axis is a bar: -1 is its low end, 1 its high end, 0 leaves it alone. A group is two rows, low
// and high: one group for each bar in order, and one for all at once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "engine/run/design.hpp"

namespace headwater {

class TornadoDesign final : public Design {
 public:
  static constexpr double low = -1;
  static constexpr double high = 1;

  explicit TornadoDesign(const std::vector<std::string>& bars);
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return 2 * (axes_.size() + 1); }
  std::uint32_t rows_per_group() const override { return 2; }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override;

 private:
  std::vector<Axis> axes_;
};

}  // namespace headwater
