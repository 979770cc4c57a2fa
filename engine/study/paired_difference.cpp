#include "engine/study/paired_difference.hpp"

#include <algorithm>
#include <cmath>

#include "engine/study/detail/confidence.hpp"
#include "engine/study/detail/difference.hpp"
#include "engine/study/exact_sum.hpp"

namespace headwater {
namespace {

// Sum of products so many origins apart, by n.
double autocovariance(std::span<const double> centred, std::size_t lag, double n) {
  std::vector<double> products;
  for (std::size_t t = lag; t < centred.size(); ++t) {
    const double product = centred[t] * centred[t - lag];
    if (!is_missing(product)) products.push_back(product);
  }
  return exact_sum(products) / n;
}

struct LongRunVariance {
  double value = 0;
  LongRunWeights weights = LongRunWeights::plain;
};

LongRunVariance long_run_variance(const PairedDifference& of) {
  const double n = double(of.count);
  std::vector<double> centred = of.differences;
  for (double& one : centred) one -= of.mean.value;
  LongRunVariance plain{autocovariance(centred, 0, n)};
  LongRunVariance bartlett{plain.value, LongRunWeights::bartlett};
  for (std::size_t lag = 1; lag < of.horizon; ++lag) {
    const double twice = 2 * autocovariance(centred, lag, n);
    plain.value += twice;
    bartlett.value += twice * (1 - double(lag) / double(of.horizon));
  }
  return plain.value > 0 ? plain : bartlett;
}

void test_by_diebold_mariano(PairedDifference& of) {
  if (of.horizon >= of.count) return;
  const double n = double(of.count);
  const double h = double(of.horizon);
  const LongRunVariance variance = long_run_variance(of);
  if (!(variance.value > 0)) return;
  of.method = DifferenceMethod::diebold_mariano;
  of.weights = variance.weights;
  const double correction = std::sqrt((n - h) * (n - h + 1)) / n;
  const double error = std::sqrt(variance.value / n) / correction;
  const double half = detail::student_t(of.count - 1) * error;
  of.mean.low = of.mean.value - half;
  of.mean.high = of.mean.value + half;
  of.p_value = detail::student_t_outside(of.mean.value / error, of.count - 1);
}

void take_as_independent(PairedDifference& of) {
  const double n = double(of.count);
  std::vector<double> centred = of.differences;
  for (double& one : centred) one -= of.mean.value;
  const double error = std::sqrt(autocovariance(centred, 0, n) / (n - 1));
  const double half = detail::student_t(of.count - 1) * error;
  of.mean.low = of.mean.value - half;
  of.mean.high = of.mean.value + half;
  of.method = DifferenceMethod::independent;
}

}  // namespace

PairedDifference paired_difference(const PairedLosses& losses) {
  PairedDifference of;
  of.horizon = losses.horizon;
  of.differences = detail::differences(losses);
  const std::vector<double> there = detail::present(of.differences);
  of.count = there.size();
  of.left_out = of.differences.size() - there.size();
  if (there.empty()) return of;
  of.mean.value = exact_sum(there) / double(of.count);
  if (detail::all_are(there, 0)) {
    of.method = DifferenceMethod::equal;
    of.p_value = 1;
  } else if (of.count < 2) {
    return of;
  } else if (detail::all_are(there, there[0])) {
    of.method = DifferenceMethod::constant;
    if (of.count >= origins_to_test) of.p_value = detail::signs_agree(of.count, of.horizon);
  } else if (of.count < origins_to_test) {
    take_as_independent(of);
  } else {
    test_by_diebold_mariano(of);
  }
  return of;
}

}  // namespace headwater
