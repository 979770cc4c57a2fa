// The points of a bridge: every set of differences made, the others left as they were.
//
// An axis is what moves as one: 0 as in the first scenario, 1 as in the second. Bit i of a row says
// where axis i stands, so that row 0 is the first scenario and the last row the second. All rows
// are one group: each answers for all.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "engine/run/design.hpp"

namespace headwater {

class CoalitionDesign final : public Design {
 public:
  static constexpr double first = 0;
  static constexpr double second = 1;

  // Throws std::invalid_argument for more than 16 names.
  explicit CoalitionDesign(const std::vector<std::string>& names);
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return std::uint64_t(1) << axes_.size(); }
  std::uint32_t rows_per_group() const override { return std::uint32_t(rows()); }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override;

 private:
  std::vector<Axis> axes_;
};

}  // namespace headwater
