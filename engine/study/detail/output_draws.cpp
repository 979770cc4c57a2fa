#include "engine/study/detail/output_draws.hpp"

#include <algorithm>

#include "engine/core/missing.hpp"
#include "engine/study/detail/round_bins.hpp"

namespace headwater::detail {

OutputDraws::OutputDraws(std::size_t groups)
    : moments_(groups), least_(headwater::missing()), greatest_(headwater::missing()) {}

void OutputDraws::add(std::uint64_t first_row, std::span<const double> values) {
  const std::size_t groups = moments_.size();
  for (std::size_t i = 0; i < std::min(groups, values.size()); ++i) {
    const std::size_t group = std::size_t((first_row + i) % groups);
    moments_[group].merge(moments_of(values, {.first = i, .step = groups}));
  }
  for (const double value : values) {
    if (is_missing(value)) {
      ++missing_;
      continue;
    }
    if (!(least_ <= value)) least_ = value;  // also the first: nothing is less than missing
    if (!(greatest_ >= value)) greatest_ = value;
  }
  if (fine_) count(first_row, values);
  else kept_.insert(kept_.end(), values.begin(), values.end());
}

void OutputDraws::failed(const Failure& failure) {
  if (!first_failure_) first_failure_ = failure;
}

void OutputDraws::count_from_now() {
  fine_ = round_bins(*together(by_group()));
  counts_.resize(moments_.size());
  for (BinCounts& one : counts_) one.bins.resize(FineBins::count);
  count(0, kept_);
  kept_ = {};
}

void OutputDraws::count(std::uint64_t first_row, std::span<const double> values) {
  const std::size_t groups = moments_.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!is_missing(values[i]))
      counts_[std::size_t((first_row + i) % groups)].add(values[i], *fine_);
  }
}

std::uint64_t OutputDraws::present() const {
  std::uint64_t sum = 0;
  for (const Moments& one : moments_) sum += one.count;
  return sum;
}

std::vector<double> OutputDraws::group_values(std::size_t group) const {
  std::vector<double> values;
  values.reserve(kept_.size() / moments_.size() + 1);
  for (std::size_t row = group; row < kept_.size(); row += moments_.size()) {
    if (!is_missing(kept_[row])) values.push_back(kept_[row]);
  }
  return values;
}

std::vector<std::unique_ptr<OrderedDraws>> OutputDraws::by_group() const {
  std::vector<std::unique_ptr<OrderedDraws>> groups;
  for (std::size_t i = 0; i < moments_.size(); ++i) {
    if (fine_) {
      groups.push_back(std::make_unique<OrderedCounts>(*fine_, std::vector{&counts_[i]},
                                                       OrderedCounts::Ends{least_, greatest_}));
    } else {
      groups.push_back(std::make_unique<OrderedValues>(group_values(i)));
    }
  }
  return groups;
}

std::unique_ptr<OrderedDraws> OutputDraws::together(
    const std::vector<std::unique_ptr<OrderedDraws>>& groups) const {
  if (!fine_) return std::make_unique<OrderedValues>(groups);
  std::vector<const BinCounts*> parts;
  for (const BinCounts& one : counts_) parts.push_back(&one);
  return std::make_unique<OrderedCounts>(*fine_, parts, OrderedCounts::Ends{least_, greatest_});
}

}  // namespace headwater::detail
