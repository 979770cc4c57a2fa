#include "engine/projection/detail/seasonal.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/error.hpp"

namespace headwater {
namespace projection {
namespace {

constexpr std::size_t seasons_min = 3;
constexpr double score_90 = 1.645;

double square(double x) { return x * x; }

double mean_of_all(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

bool may_have_season(std::span<const double> x, std::size_t season) {
  return season > 1 && x.size() >= seasons_min * season &&
         std::all_of(x.begin(), x.end(), [](double v) { return v > 0 && std::isfinite(v); });
}

double covariance_sum(std::span<const double> x, double mean, std::size_t lag) {
  double sum = 0;
  for (std::size_t t = lag; t < x.size(); ++t) sum += (x[t] - mean) * (x[t - lag] - mean);
  return sum;
}

// Ratios to the centred moving average, by place in the season. Of an even season the average has
// one period more, whose ends count half.
std::vector<std::vector<double>> ratios_by_place(std::span<const double> x, std::size_t season) {
  std::vector<std::vector<double>> ratios(season);
  const std::size_t half = season / 2;
  for (std::size_t t = half; t + half < x.size(); ++t) {
    const double ends = x[t - half] + x[t + half];
    double sum = season % 2 == 0 ? 0.5 * ends : ends;
    for (std::size_t i = t - half + 1; i < t + half; ++i) sum += x[i];
    ratios[t % season].push_back(x[t] / (sum / static_cast<double>(season)));
  }
  return ratios;
}

std::vector<double> scaled_means(const std::vector<std::vector<double>>& ratios) {
  std::vector<double> indices;
  for (const auto& of_place : ratios) indices.push_back(mean_of_all(of_place));
  const double mean = mean_of_all(indices);
  for (double& index : indices) index /= mean;
  return indices;
}

// Of the indices as estimates: that of a mean of ratios, averaged over the places.
double variance_of_indices(const std::vector<std::vector<double>>& ratios) {
  double sum = 0;
  for (const auto& of_place : ratios) {
    const double mean = mean_of_all(of_place);
    double squares = 0;
    for (const double ratio : of_place) squares += square(ratio - mean);
    const auto count = static_cast<double>(of_place.size());
    sum += squares / ((count - 1) * count);
  }
  return sum / static_cast<double>(ratios.size());
}

}  // namespace

bool tested_seasonal(std::span<const double> x, std::size_t season) {
  const double mean = mean_of_all(x);
  const double variance = covariance_sum(x, mean, 0);
  double squares = 1;
  for (std::size_t lag = 1; lag < season; ++lag) {
    squares += 2 * square(covariance_sum(x, mean, lag) / variance);
  }
  const double error = std::sqrt(squares / static_cast<double>(x.size()));
  return std::fabs(covariance_sum(x, mean, season) / variance) > score_90 * error;
}

std::vector<double> classical_indices(std::span<const double> history, std::size_t season) {
  return scaled_means(ratios_by_place(history, season));
}

std::vector<double> shrunk_indices(std::span<const double> history, std::size_t season) {
  const auto ratios = ratios_by_place(history, season);
  std::vector<double> indices = scaled_means(ratios);
  double spread = 0;
  for (const double index : indices) spread += square(index - 1);
  if (season <= 3 || !(spread > 0)) return indices;
  // Of the spread (r - 1) A, how much noise alone would make: (r - 3) V.
  const double noise = static_cast<double>(season - 3) * variance_of_indices(ratios);
  const double weight = std::min(noise / spread, 1.0);
  for (double& index : indices) index = weight + (1 - weight) * index;
  return indices;
}

Adjusted adjusted(std::span<const double> history, std::size_t season, SeasonalAdjustment by) {
  Adjusted made{{history.begin(), history.end()}, {1.0}, SeasonalAdjustment::none};
  if (!may_have_season(history, season)) return made;
  switch (by) {
    case SeasonalAdjustment::none: return made;
    case SeasonalAdjustment::classical:
      if (!tested_seasonal(history, season)) return made;
      made.indices = classical_indices(history, season);
      break;
    case SeasonalAdjustment::shrunk: made.indices = shrunk_indices(history, season); break;
  }
  made.by = by;
  for (std::size_t t = 0; t < history.size(); ++t) made.values[t] /= made.index(t);
  return made;
}

}  // namespace projection
}  // namespace headwater
