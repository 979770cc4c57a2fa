#include "engine/study/distribution_scores.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "engine/sampling/normal.hpp"
#include "engine/study/detail/confidence.hpp"

namespace headwater {

DrawsScore crps_of_draws(std::vector<double> draws, double actual) {
  DrawsScore score;
  score.left_out = std::erase_if(draws, is_missing);
  score.draws = draws.size();
  if (draws.empty() || is_missing(actual)) return score;
  std::sort(draws.begin(), draws.end());
  const double n = double(draws.size());
  double crps = std::max({draws.front() - actual, actual - draws.back(), 0.0});
  for (std::size_t i = 0; i + 1 < draws.size(); ++i) {
    const double below = double(i + 1) / n;
    const double above = double(draws.size() - 1 - i) / n;
    const double between = std::clamp(actual, draws[i], draws[i + 1]);
    crps += (between - draws[i]) * (below * below);
    crps += (draws[i + 1] - between) * (above * above);
  }
  score.crps = crps;
  return score;
}

double crps_of_normal(const NormalForecast& forecast, double actual) {
  if (forecast.deviation < 0) throw std::invalid_argument("deviation must be at least 0");
  if (is_missing(forecast.mean + forecast.deviation + actual)) return missing();
  const double off = actual - forecast.mean;
  if (forecast.deviation == 0) return std::fabs(off);
  const double z = std::clamp(off / forecast.deviation, -40.0, 40.0);  // beyond, all there is
  constexpr double constant = std::numbers::inv_sqrtpi;
  // 2 Φ(z) - 1 by the side on which it does not cancel.
  const double centred = z < 0 ? 2 * normal_below(z) - 1 : 1 - 2 * normal_below(-z);
  return off * centred + forecast.deviation * (2 * normal_density(z) - constant);
}

double pinball_loss(const QuantileForecast& forecast, double actual) {
  if (!(forecast.level > 0 && forecast.level < 1)) {
    throw std::invalid_argument("level must lie between 0 and 1");
  }
  const double above = actual - forecast.value;
  return above >= 0 ? above * forecast.level : -above * (1 - forecast.level);
}

IntervalCoverage interval_coverage(std::span<const IntervalPoint> points) {
  IntervalCoverage coverage;
  for (const IntervalPoint& point : points) {
    if (is_missing(point.low) || is_missing(point.high) || is_missing(point.actual)) {
      ++coverage.left_out;
      continue;
    }
    ++coverage.count;
    if (point.low <= point.actual && point.actual <= point.high) ++coverage.held;
  }
  if (coverage.count == 0) return coverage;
  const detail::ProbabilityBounds bounds = detail::exact_bounds(coverage.held, coverage.count);
  coverage.share = {double(coverage.held) / double(coverage.count), bounds.low, bounds.high};
  return coverage;
}

}  // namespace headwater
