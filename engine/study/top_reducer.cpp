#include "engine/study/top_reducer.hpp"

#include <algorithm>
#include <numeric>

#include "engine/core/missing.hpp"
#include "engine/study/detail/bytes.hpp"

namespace headwater {

void TopReducer::add(const Block& chunk) {
  std::vector<Eigen::Index> lanes;
  const auto by = Eigen::Index(by_);
  for (Eigen::Index lane = 0; lane < chunk.values.rows(); ++lane) {
    if (is_missing(chunk.values(lane, by))) ++missing_;
    else lanes.push_back(lane);
  }
  const auto kept = std::min(count_, lanes.size());
  const auto middle = lanes.begin() + std::ptrdiff_t(kept);
  std::partial_sort(lanes.begin(), middle, lanes.end(), [&](Eigen::Index left, Eigen::Index right) {
    const double a = chunk.values(left, by);
    const double b = chunk.values(right, by);
    return a != b ? a > b : left < right;
  });
  for (std::size_t i = 0; i < kept; ++i) {
    TopRow& row = rows_.emplace_back();
    row.row = chunk.first_row + std::uint64_t(lanes[i]);
    const auto values = chunk.values.row(lanes[i]);
    row.values.assign(values.begin(), values.end());
  }
  for (const Failure& failure : chunk.failures) {
    if (first_failure_.empty() && failure.output == by_) first_failure_ = {failure};
  }
  keep_best();
}

void TopReducer::merge(const Reducer& right) {
  const auto& other = dynamic_cast<const TopReducer&>(right);
  rows_.insert(rows_.end(), other.rows_.begin(), other.rows_.end());
  missing_ += other.missing_;
  if (first_failure_.empty()) first_failure_ = other.first_failure_;
  keep_best();
}

void TopReducer::keep_best() {
  std::sort(rows_.begin(), rows_.end(), [this](const TopRow& left, const TopRow& right) {
    const double a = left.values[by_];
    const double b = right.values[by_];
    return a != b ? a > b : left.row < right.row;
  });
  if (rows_.size() > count_) rows_.resize(count_);
}

std::vector<std::byte> TopReducer::bytes() const {
  std::vector<std::byte> bytes;
  detail::append(bytes, missing_);
  for (const TopRow& row : rows_) {
    detail::append(bytes, row.row);
    for (const double value : row.values) detail::append(bytes, value);
  }
  return bytes;
}

}  // namespace headwater
