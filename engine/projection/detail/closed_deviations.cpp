#include "engine/projection/detail/closed_deviations.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/projection/closed_form.hpp"

namespace headwater {
namespace projection {
namespace {

double square(double x) { return x * x; }

// Of what x moves over `lag` periods, less `mean`.
double step_squares(std::span<const double> x, std::size_t lag, double mean) {
  double sum = 0;
  for (std::size_t t = lag; t < x.size(); ++t) sum += square(x[t] - x[t - lag] - mean);
  return sum;
}

double lagged_deviation(std::span<const double> x, std::size_t lag) {
  if (x.size() <= lag) return missing();
  return root_mean(step_squares(x, lag, 0), x.size() - lag, 0);
}

double drift_deviation(std::span<const double> x) {
  const std::size_t steps = x.size() - 1;
  const double slope = (x.back() - x.front()) / static_cast<double>(steps);
  return root_mean(step_squares(x, 1, slope), steps, 1);
}

double spread(std::span<const double> values) {
  const double mean = mean_of(values, [](double value) { return value; });
  double squares = 0;
  for (const double value : values) squares += square(value - mean);
  return root_mean(squares, values.size(), 1);
}

// Of the steps that growth on the year makes, each relative to the growth before.
double growth_deviation(std::span<const double> x, std::size_t season) {
  if (x.size() <= season + 1) return missing();
  double squares = 0;
  for (std::size_t t = season + 1; t < x.size(); ++t) {
    const double now = x[t] / x[t - season];
    const double before = x[t - 1] / x[t - 1 - season];
    squares += square(now / before - 1);
  }
  return root_mean(squares, x.size() - season - 1, 0);
}

// How often a step of growth in period j after the history's end comes into a value in period h:
// once for every year from j on up to h. Squared and added over j.
double growth_weight(std::size_t season, std::size_t step) {
  double sum = 0;
  for (std::size_t j = 1; j <= step; ++j) {
    sum += square(static_cast<double>((step - j) / season + 1));
  }
  return sum;
}

double mean_deviation(std::span<const double> x, std::size_t count, std::size_t step) {
  const std::size_t values = count == 0 ? x.size() : std::min(count, x.size());
  if (values == 1) return lagged_deviation(x, 1) * std::sqrt(static_cast<double>(step));
  return spread(x.last(values)) * std::sqrt(1 + 1 / static_cast<double>(values));
}

double deviation(ProjectionRule rule, std::span<const double> x, const ProjectionSetting& setting,
                 std::size_t step, double point) {
  const auto h = static_cast<double>(step);
  switch (rule) {
    case ProjectionRule::last_value: return lagged_deviation(x, 1) * std::sqrt(h);
    case ProjectionRule::seasonal_naive: {
      const auto years = static_cast<double>(seasons_back(setting.season, step));
      return lagged_deviation(x, setting.season) * std::sqrt(years);
    }
    case ProjectionRule::drift: {
      const auto steps = static_cast<double>(x.size() - 1);
      return drift_deviation(x) * std::sqrt(h * (1 + h / steps));
    }
    case ProjectionRule::seasonal_growth:
      return growth_deviation(x, setting.season) * std::fabs(point) *
             std::sqrt(growth_weight(setting.season, step));
    case ProjectionRule::mean_of_last: return mean_deviation(x, setting.count, step);
    case ProjectionRule::damped_trend:
    case ProjectionRule::theta:
    case ProjectionRule::combined: break;
  }
  return missing();
}

}  // namespace

double root_mean(double squares, std::size_t terms, std::size_t parameters) {
  if (terms <= parameters) return missing();
  return std::sqrt(squares / static_cast<double>(terms - parameters));
}

std::vector<double> closed_deviations(ProjectionRule rule, std::span<const double> history,
                                      const ProjectionSetting& setting,
                                      std::span<const double> points) {
  std::vector<double> deviations;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double value = deviation(rule, history, setting, i + 1, points[i]);
    deviations.push_back(std::isfinite(value) ? value : missing());
  }
  return deviations;
}

}  // namespace projection
}  // namespace headwater
