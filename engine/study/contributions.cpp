#include "engine/study/contributions.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace headwater {
namespace {

// A sum that keeps what rounding loses. Source: Neumaier, ZAMM 54, 1974, pp. 39-51.
class CompensatedSum {
 public:
  void add(double term) {
    const double sum = sum_ + term;
    lost_ += std::fabs(sum_) >= std::fabs(term) ? (sum_ - sum) + term : (term - sum) + sum_;
    sum_ = sum;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

// In how many ways `chosen` of `all` can be: exact far beyond 16.
double ways(std::size_t all, std::size_t chosen) {
  std::uint64_t count = 1;
  for (std::size_t i = 0; i < chosen; ++i) count = count * (all - i) / (i + 1);
  return double(count);
}

// Sets of one size all weigh the same, so what the item adds to them is summed before it is
// weighed: differences of figures cancel in full precision.
double shapley_share(std::span<const double> values, std::size_t items, std::size_t item) {
  std::vector<CompensatedSum> added(items);  // by size of the set without the item
  const std::size_t bit = std::size_t(1) << item;
  for (std::size_t set = 0; set < values.size(); ++set) {
    if ((set & bit) != 0) continue;
    CompensatedSum& sum = added[std::size_t(std::popcount(set))];
    sum.add(values[set | bit]);
    sum.add(-values[set]);
  }
  CompensatedSum share;
  for (std::size_t size = 0; size < items; ++size) {
    share.add(added[size].value() / (double(items) * ways(items - 1, size)));
  }
  return share.value();
}

double plain_sum(std::span<const double> shares, double from) {
  for (const double share : shares) from += share;
  return from;
}

std::vector<std::size_t> largest_first(std::span<const double> shares) {
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return std::fabs(shares[left]) > std::fabs(shares[right]);
  });
  return order;
}

double halfway(double low, double high) { return low + (high - low) / 2; }

// Moves one share as little as makes the plain sum `to`, or as close as it comes: the sum never
// falls as a share grows, so the place is found by halving.
bool land_by(std::span<double> shares, std::size_t moved, double from, double to) {
  double& share = shares[moved];
  const auto sum_with = [&](double tried) {
    share = tried;
    return plain_sum(shares, from);
  };
  double near = share;  // its sum is on this side of `to`, that of `far` on the other
  const double gap = to - sum_with(near);
  if (gap == 0) return true;
  const auto falls_short = [&](double tried) {
    return gap > 0 ? sum_with(tried) < to : sum_with(tried) > to;
  };
  double step = gap;
  while (falls_short(near + step)) step *= 2;
  double far = near + step;
  for (double middle = halfway(near, far); middle != near && middle != far;
       middle = halfway(near, far)) {
    (falls_short(middle) ? near : far) = middle;
  }
  const double below = std::fabs(to - sum_with(near));
  const double beyond = std::fabs(to - sum_with(far));
  share = below < beyond ? near : far;
  return beyond == 0;
}

// Shares are often whole and half units in the last place of the sum, and of halves every second
// sum is skipped. The last bit of one of them breaks the tie.
bool land_past_ties(std::span<double> shares, std::span<const std::size_t> order, double from,
                    double to) {
  const double largest = shares[order.front()];
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const std::size_t other : order.subspan(1)) {
    const double before = shares[other];
    if (before == 0) break;  // what adds nothing says so
    for (const double towards : {-infinity, infinity}) {
      shares[other] = std::nextafter(before, towards);
      if (land_by(shares, order.front(), from, to)) return true;
      shares[order.front()] = largest;
    }
    shares[other] = before;
  }
  return false;
}

}  // namespace

std::vector<double> shapley_shares(std::span<const double> values, std::size_t items) {
  constexpr std::size_t items_max = 24;
  if (items > items_max || values.size() != std::size_t(1) << items) {
    throw std::invalid_argument("shapley_shares: there must be 2^items values");
  }
  std::vector<double> shares;
  for (std::size_t item = 0; item < items; ++item) {
    shares.push_back(shapley_share(values, items, item));
  }
  return shares;
}

std::vector<double> stepwise_shares(std::span<const double> values) {
  std::vector<double> shares;
  for (std::size_t i = 1; i < values.size(); ++i) shares.push_back(values[i] - values[i - 1]);
  return shares;
}

double closure_error(std::span<const double> shares, double from, double to) {
  CompensatedSum gap;
  gap.add(to);
  gap.add(-from);
  double largest = 0;
  for (const double share : shares) {
    gap.add(-share);
    largest = std::max(largest, std::fabs(share));
  }
  const double error = std::fabs(gap.value());
  return error == 0 ? 0 : error / largest;
}

double land(std::span<double> shares, double from, double to) {
  if (shares.empty()) return to - from;
  const auto order = largest_first(shares);
  const std::span others = std::span(order).subspan(1);
  if (land_by(shares, order.front(), from, to)) return 0;
  if (land_past_ties(shares, order, from, to)) return 0;
  constexpr double part = 1e-10;  // of itself that a smaller share may move by
  for (const std::size_t other : others) {
    const double before = shares[other];
    const bool landed = land_by(shares, other, from, to);
    if (landed && std::fabs(shares[other] - before) <= part * std::fabs(before)) return 0;
    shares[other] = before;
  }
  return to - plain_sum(shares, from);
}

}  // namespace headwater
