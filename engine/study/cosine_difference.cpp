#include "engine/study/cosine_difference.hpp"

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/study/detail/confidence.hpp"
#include "engine/study/detail/cosine.hpp"
#include "engine/study/detail/difference.hpp"
#include "engine/study/exact_sum.hpp"

namespace headwater {
namespace {

std::size_t waves(std::size_t count, std::size_t horizon) {
  return horizon == 1 ? count - 1 : count / (2 * horizon);
}

double sum_of_squares(std::vector<double> values) {
  for (double& one : values) one *= one;
  return exact_sum(values);
}

// Product with the wave of so many half turns; a constant has none, so the mean need not go.
double along_wave(std::span<const double> values, std::size_t wave) {
  const std::uint64_t n = values.size();
  std::vector<double> products(values.begin(), values.end());
  for (std::uint64_t t = 0; t < n; ++t) {
    products[t] *= detail::cosine_of_turn(wave * (2 * t + 1), 4 * n);
  }
  return exact_sum(products) * std::sqrt(2 / double(n));
}

// At h = 1 all waves together are the spread about the mean (Parseval).
double long_run_variance(const std::vector<double>& centred, std::size_t horizon) {
  const std::size_t count = waves(centred.size(), horizon);
  if (horizon == 1) return sum_of_squares(centred) / double(count);
  std::vector<double> along;
  for (std::size_t wave = 1; wave <= count; ++wave) along.push_back(along_wave(centred, wave));
  return sum_of_squares(along) / double(count);
}

void test(CosineDifference& of, std::vector<double> there, std::size_t horizon) {
  for (double& one : there) one -= of.mean.value;
  const double error = std::sqrt(long_run_variance(there, horizon) / double(of.count));
  if (!(error > 0)) return;
  of.freedom = waves(of.count, horizon);
  const double half = detail::student_t(of.freedom) * error;
  of.mean.low = of.mean.value - half;
  of.mean.high = of.mean.value + half;
  of.p_value = detail::student_t_outside(of.mean.value / error, of.freedom);
}

}  // namespace

CosineDifference cosine_difference(const PairedLosses& losses) {
  const std::vector<double> there = detail::present(detail::differences(losses));
  CosineDifference of;
  of.count = there.size();
  if (there.empty()) return of;
  of.mean.value = exact_sum(there) / double(of.count);
  if (detail::all_are(there, 0)) {
    of.p_value = 1;
  } else if (waves(of.count, losses.horizon) == 0) {
    return of;
  } else if (detail::all_are(there, there[0])) {
    of.p_value = detail::signs_agree(of.count, losses.horizon);
  } else {
    test(of, there, losses.horizon);
  }
  return of;
}

}  // namespace headwater
