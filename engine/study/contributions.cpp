#include "engine/study/contributions.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <stdexcept>

#include "engine/study/exact_sum.hpp"

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
double shapley_contribution(std::span<const double> values, std::size_t items, std::size_t item) {
  std::vector<CompensatedSum> added(items);  // by size of the set without the item
  const std::size_t bit = std::size_t(1) << item;
  for (std::size_t set = 0; set < values.size(); ++set) {
    if ((set & bit) != 0) continue;
    CompensatedSum& sum = added[std::size_t(std::popcount(set))];
    sum.add(values[set | bit]);
    sum.add(-values[set]);
  }
  CompensatedSum contribution;
  for (std::size_t size = 0; size < items; ++size) {
    contribution.add(added[size].value() / (double(items) * ways(items - 1, size)));
  }
  return contribution.value();
}

// What the contributions lack of the change.
double lack_of(std::span<const double> contributions, double change) {
  std::vector<double> terms = {change};
  for (const double contribution : contributions) terms.push_back(-contribution);
  return exact_sum(terms);
}

std::vector<std::size_t> largest_first(std::span<const double> contributions) {
  std::vector<std::size_t> order(contributions.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return std::fabs(contributions[left]) > std::fabs(contributions[right]);
  });
  return order;
}

}  // namespace

std::vector<double> shapley_contributions(std::span<const double> values, std::size_t items) {
  constexpr std::size_t items_max = 24;
  if (items > items_max || values.size() != std::size_t(1) << items) {
    throw std::invalid_argument("shapley_contributions: there must be 2^items values");
  }
  std::vector<double> contributions;
  for (std::size_t item = 0; item < items; ++item) {
    contributions.push_back(shapley_contribution(values, items, item));
  }
  return contributions;
}

std::vector<double> stepwise_contributions(std::span<const double> values) {
  std::vector<double> contributions;
  for (std::size_t i = 1; i < values.size(); ++i)
    contributions.push_back(values[i] - values[i - 1]);
  return contributions;
}

std::vector<std::vector<std::size_t>> drawn_orders(std::size_t items, std::size_t pairs) {
  std::vector<std::vector<std::size_t>> orders;
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    std::mt19937_64 random(pair);  // the same numbers everywhere; a remainder is all but even
    std::vector<std::size_t> order(items);
    std::iota(order.begin(), order.end(), std::size_t(0));
    for (std::size_t i = items; i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    orders.push_back(order);
    std::reverse(order.begin(), order.end());
    orders.push_back(std::move(order));
  }
  return orders;
}

SampledContributions sampled_contributions(std::span<const double> values,
                                           std::span<const std::vector<std::size_t>> orders) {
  const std::size_t items = orders.front().size();
  const std::size_t pairs = orders.size() / 2;
  std::vector<CompensatedSum> sums(items);
  std::vector<std::vector<double>> of_pairs(items);
  for (std::size_t o = 0; o < orders.size(); ++o) {
    const std::span<const double> steps = values.subspan(o * (items + 1), items + 1);
    for (std::size_t k = 0; k < items; ++k) {
      const std::size_t item = orders[o][k];
      const double added = steps[k + 1] - steps[k];
      sums[item].add(steps[k + 1]);
      sums[item].add(-steps[k]);
      if (o % 2 == 0) of_pairs[item].push_back(added / 2);
      else of_pairs[item].back() += added / 2;
    }
  }
  SampledContributions sampled;
  for (std::size_t item = 0; item < items; ++item) {
    const double mean = sums[item].value() / double(orders.size());
    double squares = 0;
    for (const double one : of_pairs[item]) squares += (one - mean) * (one - mean);
    sampled.means.push_back(mean);
    sampled.errors.push_back(std::sqrt(squares / double(pairs - 1) / double(pairs)));
  }
  return sampled;
}

double closure_error(std::span<const double> contributions, double from, double to) {
  std::vector<double> terms = {to, -from};
  double largest = 0;
  for (const double contribution : contributions) {
    terms.push_back(-contribution);
    largest = std::max(largest, std::fabs(contribution));
  }
  const double error = std::fabs(exact_sum(terms));
  return error == 0 ? 0 : error / largest;
}

// The largest takes what is missing and is rounded; what that leaves, under half a unit in its last
// place, is for the next, whose places are finer.
double land(std::span<double> contributions, double change) {
  for (const std::size_t next : largest_first(contributions)) {
    if (exact_sum(contributions) == change) return 0;
    const double before = contributions[next];
    const double after = before + lack_of(contributions, change);
    const bool keeps_sign = before != 0 && after != 0 && (before < 0) == (after < 0);
    if (keeps_sign) contributions[next] = after;
  }
  return exact_sum(contributions) == change ? 0 : lack_of(contributions, change);
}

}  // namespace headwater
