#include "engine/study/detail/round_bins.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace headwater::detail {
namespace {

// factor * 10^exponent, rounded once where powers of ten are exact.
double scaled(double factor, int exponent) {
  double power = 1;
  for (int i = 0; i < std::abs(exponent); ++i) power *= 10;
  return exponent < 0 ? factor / power : factor * power;
}

struct Step {
  double factor = 1;
  int exponent = 0;
  double value() const { return scaled(factor, exponent); }
};

// The least round step that is no less than `least`.
Step round_step(double least) {
  constexpr std::array<double, 4> factors = {1, 2, 2.5, 5};
  int exponent = 0;
  while (exponent < 300 && scaled(10, exponent) < least) ++exponent;
  while (exponent > -300 && scaled(1, exponent) >= least) --exponent;
  for (const double factor : factors) {
    if (scaled(factor, exponent) >= least) return {factor, exponent};
  }
  return {1, exponent + 1};
}

}  // namespace

FineBins round_bins(const OrderedDraws& draws) {
  constexpr double outermost = 0.001;
  constexpr double bars_within = FineBins::bars - 3;  // one in which it begins, one on each side
  if (draws.size() == 0) return {};
  double low = quantile(draws, outermost);
  double high = quantile(draws, 1 - outermost);
  if (!(low < high)) {
    low = draws.at(0);
    high = draws.at(draws.size() - 1);
  }
  const double size = std::max(std::fabs(low), std::fabs(high));
  double span = high - low;
  if (span == 0) span = size == 0 ? 1 : size / 1000;
  span = std::max(span, size * 1e-10);  // else the bins would be finer than the numbers
  const Step step = round_step(span / bars_within);
  const double first = std::floor(low / step.value()) - 1;
  return {scaled(first * step.factor, step.exponent), step.value()};
}

}  // namespace headwater::detail
