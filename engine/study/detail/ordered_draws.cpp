#include "engine/study/detail/ordered_draws.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "engine/core/missing.hpp"

namespace headwater::detail {
namespace {

std::vector<double> merged(const std::vector<double>& left, const std::vector<double>& right) {
  std::vector<double> both(left.size() + right.size());
  std::merge(left.begin(), left.end(), right.begin(), right.end(), both.begin());
  return both;
}

// The first so many from `begin`, the last of them by its share.
template <typename Values>
double sum_of_first(Values begin, const Values& end, double draws) {
  double sum = 0;
  for (; begin != end && draws > 0; ++begin, draws -= 1) sum += *begin * std::min(draws, 1.0);
  return sum;
}

}  // namespace

double quantile(const OrderedDraws& draws, double p) {
  const std::uint64_t n = draws.size();
  if (n == 0) return missing();
  const double position = std::clamp(double(n) * p - 0.5, 0.0, double(n - 1));
  const auto below = std::uint64_t(position);
  const double share = position - double(below);
  const double left = draws.at(below);
  if (share == 0) return left;
  const double right = draws.at(below + 1);
  return left == right ? left : left * (1 - share) + right * share;
}

double mean_of_least(const OrderedDraws& draws, double share) {
  const double count = double(draws.size()) * share;
  return count == 0 ? missing() : draws.sum_of_least(count) / count;
}

double mean_of_greatest(const OrderedDraws& draws, double share) {
  const double count = double(draws.size()) * share;
  return count == 0 ? missing() : draws.sum_of_greatest(count) / count;
}

OrderedValues::OrderedValues(std::vector<double> values) : values_(std::move(values)) {
  std::sort(values_.begin(), values_.end());
}

// Neighbours two by two: each value moves as often as the parts can be halved.
OrderedValues::OrderedValues(const std::vector<std::unique_ptr<OrderedDraws>>& parts) {
  std::vector<std::vector<double>> sorted;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    const auto& left = dynamic_cast<const OrderedValues&>(*parts[i]).values();
    static const std::vector<double> none;
    const bool alone = i + 1 == parts.size();
    sorted.push_back(
        merged(left, alone ? none : dynamic_cast<const OrderedValues&>(*parts[i + 1]).values()));
  }
  while (sorted.size() > 1) {
    std::vector<std::vector<double>> fewer;
    for (std::size_t i = 0; i + 1 < sorted.size(); i += 2) {
      fewer.push_back(merged(sorted[i], sorted[i + 1]));
    }
    if (sorted.size() % 2 == 1) fewer.push_back(std::move(sorted.back()));
    sorted = std::move(fewer);
  }
  if (!sorted.empty()) values_ = std::move(sorted.front());
}

double OrderedValues::sum_of_least(double draws) const {
  return sum_of_first(values_.begin(), values_.end(), draws);
}

double OrderedValues::sum_of_greatest(double draws) const {
  return sum_of_first(values_.rbegin(), values_.rend(), draws);
}

double OrderedValues::count_below(double value) const {
  const auto [first, last] = std::equal_range(values_.begin(), values_.end(), value);
  return double(first - values_.begin()) + double(last - first) / 2;
}

void BinCounts::add(double value, const FineBins& fine) {
  const double bin = std::floor((value - fine.low) / fine.width());
  if (bin < 0) {
    ++below;
    sum_below += value;
  } else if (bin >= FineBins::count) {
    ++above;
    sum_above += value;
  } else {
    ++bins[std::size_t(bin)];
  }
}

OrderedCounts::OrderedCounts(const FineBins& fine, const std::vector<const BinCounts*>& parts,
                             const Ends& ends)
    : fine_(fine), ends_(ends), up_to_(FineBins::count) {
  for (const BinCounts* part : parts) {
    below_ += part->below;
    above_ += part->above;
    sum_below_ += part->sum_below;
    sum_above_ += part->sum_above;
    for (std::size_t i = 0; i < up_to_.size(); ++i) up_to_[i] += part->bins[i];
  }
  std::uint64_t so_far = below_;
  for (std::uint64_t& one : up_to_) one = so_far += one;
  size_ = so_far + above_;
}

std::uint64_t OrderedCounts::in_bin(std::uint32_t bin) const {
  return up_to_[bin] - (bin == 0 ? below_ : up_to_[bin - 1]);
}

std::uint64_t OrderedCounts::in_bar(std::uint32_t bar) const {
  const std::uint32_t first = bar * FineBins::per_bar;
  return up_to_[first + FineBins::per_bar - 1] - (first == 0 ? below_ : up_to_[first - 1]);
}

double OrderedCounts::at(std::uint64_t index) const {
  const auto within = [&](double from, double to, double place) {
    return std::clamp(from + (to - from) * place, ends_.least, ends_.greatest);
  };
  if (index < below_) return within(ends_.least, fine_.low, (double(index) + 0.5) / double(below_));
  const auto found = std::upper_bound(up_to_.begin(), up_to_.end(), index);
  if (found == up_to_.end()) {
    const double place = (double(index - up_to_.back()) + 0.5) / double(above_);
    return within(edge(FineBins::count), ends_.greatest, place);
  }
  const auto bin = std::uint32_t(found - up_to_.begin());
  const std::uint64_t before = bin == 0 ? below_ : up_to_[bin - 1];
  return within(edge(bin), edge(bin + 1), (double(index - before) + 0.5) / double(in_bin(bin)));
}

double OrderedCounts::sum_of_least(double draws) const {
  double sum = below_ == 0 ? 0 : sum_below_ * std::min(1.0, draws / double(below_));
  draws -= double(below_);
  for (std::uint32_t bin = 0; bin < FineBins::count && draws > 0; ++bin) {
    const double here = double(in_bin(bin));
    if (here == 0) continue;
    const double taken = std::min(draws, here);
    sum += taken * (edge(bin) + fine_.width() * taken / here / 2);
    draws -= taken;
  }
  if (draws > 0 && above_ > 0) sum += sum_above_ * draws / double(above_);
  return sum;
}

double OrderedCounts::sum_of_greatest(double draws) const {
  double sum = above_ == 0 ? 0 : sum_above_ * std::min(1.0, draws / double(above_));
  draws -= double(above_);
  for (std::uint32_t bin = FineBins::count; bin-- > 0 && draws > 0;) {
    const double here = double(in_bin(bin));
    if (here == 0) continue;
    const double taken = std::min(draws, here);
    sum += taken * (edge(bin + 1) - fine_.width() * taken / here / 2);
    draws -= taken;
  }
  if (draws > 0 && below_ > 0) sum += sum_below_ * draws / double(below_);
  return sum;
}

double OrderedCounts::count_below(double value) const {
  const auto share = [&](double from, double to) {
    return from < to ? std::clamp((value - from) / (to - from), 0.0, 1.0) : 0.5;
  };
  const double bin = std::floor((value - fine_.low) / fine_.width());
  if (bin < 0) return double(below_) * share(ends_.least, fine_.low);
  if (bin >= FineBins::count) {
    return double(up_to_.back()) + double(above_) * share(edge(FineBins::count), ends_.greatest);
  }
  const auto found = std::uint32_t(bin);
  const std::uint64_t before = found == 0 ? below_ : up_to_[found - 1];
  return double(before) + double(in_bin(found)) * share(edge(found), edge(found + 1));
}

}  // namespace headwater::detail
