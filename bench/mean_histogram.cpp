#include "bench/mean_histogram.hpp"

#include <cmath>
#include <numeric>

namespace headwater {

std::unique_ptr<Reducer> MeanHistogram::fresh() const {
  return std::make_unique<MeanHistogram>(bins_);
}

void MeanHistogram::add(double value) {
  const double sum = sum_ + value;
  lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - sum) + value : (value - sum) + sum_;
  sum_ = sum;
}

void MeanHistogram::add(const Block& chunk) {
  const double per_unit = double(bins_.count) / (bins_.high - bins_.low);
  const auto values = chunk.values.col(Eigen::Index(bins_.output));
  for (const double value : values) {
    if (std::isnan(value)) {
      ++missing_;
      continue;
    }
    add(value);
    const double bin = (value - bins_.low) * per_unit;
    if (bin < 0) {
      ++below_;
    } else if (bin >= double(bins_.count)) {
      ++above_;
    } else {
      ++counts_[std::size_t(bin)];
    }
  }
}

void MeanHistogram::merge(const Reducer& other) {
  const auto& right = dynamic_cast<const MeanHistogram&>(other);
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += right.counts_[i];
  below_ += right.below_;
  above_ += right.above_;
  missing_ += right.missing_;
  add(right.sum_);
  add(right.lost_);
}

std::vector<std::byte> MeanHistogram::bytes() const {
  std::vector<std::byte> bytes;
  const auto append = [&bytes](const auto& value) {
    const auto* first = reinterpret_cast<const std::byte*>(&value);
    bytes.insert(bytes.end(), first, first + sizeof value);
  };
  for (const std::uint64_t count : counts_) append(count);
  for (const std::uint64_t count : {below_, above_, missing_}) append(count);
  for (const double part : {sum_, lost_}) append(part);
  return bytes;
}

std::uint64_t MeanHistogram::rows() const {
  return std::accumulate(counts_.begin(), counts_.end(), below_ + above_ + missing_);
}

double MeanHistogram::mean() const { return (sum_ + lost_) / double(rows() - missing_); }

}  // namespace headwater
