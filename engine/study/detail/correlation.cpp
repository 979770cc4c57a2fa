#include "engine/study/detail/correlation.hpp"

#include <cmath>

#include "engine/core/missing.hpp"

namespace headwater::detail {
namespace {

double correlation(std::span<const double> left, std::span<const double> right) {
  double count = 0;
  double left_sum = 0;
  double right_sum = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (is_missing(left[i]) || is_missing(right[i])) continue;
    count += 1;
    left_sum += left[i];
    right_sum += right[i];
  }
  double together = 0;
  double left_squares = 0;
  double right_squares = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (is_missing(left[i]) || is_missing(right[i])) continue;
    const double a = left[i] - left_sum / count;
    const double b = right[i] - right_sum / count;
    together += a * b;
    left_squares += a * a;
    right_squares += b * b;
  }
  const double spreads = std::sqrt(left_squares) * std::sqrt(right_squares);
  return spreads == 0 ? missing() : together / spreads;
}

}  // namespace

Eigen::ArrayXXd correlations_of(std::span<const OutputDraws> outputs) {
  constexpr std::size_t outputs_max = 32;
  if (outputs.size() > outputs_max || outputs.front().fine()) return {};
  const auto count = Eigen::Index(outputs.size());
  Eigen::ArrayXXd correlations(count, count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const auto own = outputs[std::size_t(i)].kept();
    for (Eigen::Index j = 0; j <= i; ++j) {
      const double value = correlation(own, outputs[std::size_t(j)].kept());
      correlations(i, j) = correlations(j, i) = value;
    }
  }
  return correlations;
}

}  // namespace headwater::detail
