#include "engine/scenario/range_design.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string_view>

namespace headwater {
namespace {

std::uint64_t hash_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char letter : name) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
  }
  return hash;
}

std::uint64_t mixed(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

// In [0, 1): a multiple of 2^-53, so the conversion is exact.
double share_at(std::uint64_t seed, std::uint64_t row) {
  constexpr std::uint64_t step = 0x9e3779b97f4a7c15;
  return double(mixed(seed + (row + 1) * step) >> 11) * 0x1p-53;
}

}  // namespace

RangeDesign::RangeDesign(const std::vector<AxisRange>& ranges, std::uint64_t rows) : rows_(rows) {
  for (const AxisRange& one : ranges) {
    const bool finite = std::isfinite(one.low) && std::isfinite(one.high);
    if (!finite || one.high < one.low) {
      throw std::invalid_argument("ranges: both ends finite, low <= high");
    }
    axes_.push_back(one.axis);
    drawn_.push_back({hash_of(one.axis.name), one.low, one.high});
  }
}

void RangeDesign::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  for (std::size_t axis = 0; axis < drawn_.size(); ++axis) {
    const Drawn one = drawn_[axis];
    auto column = points.col(Eigen::Index(axis));
    for (Eigen::Index lane = 0; lane < points.rows(); ++lane) {
      const double share = share_at(one.seed, first_row + std::uint64_t(lane));
      // Rounding may pass an end by a bit, and high - low may overflow.
      const double value = one.low * (1 - share) + one.high * share;
      column(lane) = std::clamp(value, one.low, one.high);
    }
  }
}

}  // namespace headwater
