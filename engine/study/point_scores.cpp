#include "engine/study/point_scores.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include "engine/study/exact_sum.hpp"

namespace headwater {
namespace {

constexpr double least_share_of_mean = 0.01;

double mean(const std::vector<double>& values) {
  return values.empty() ? missing() : exact_sum(values) / double(values.size());
}

template <typename Of>
std::vector<double> of_each(std::span<const ForecastPoint> points, const Of& of) {
  std::vector<double> values;
  values.reserve(points.size());
  for (const ForecastPoint& point : points) values.push_back(of(point));
  return values;
}

double error(const ForecastPoint& point) { return point.forecast - point.actual; }
double absolute_error(const ForecastPoint& point) { return std::fabs(error(point)); }

double symmetric(const ForecastPoint& point) {
  const double whole = std::fabs(point.actual) + std::fabs(point.forecast);
  return whole == 0 ? 0 : 200 * (absolute_error(point) / whole);
}

PartialScore partial(const std::vector<double>& values, std::size_t of) {
  return {mean(values), values.size(), of - values.size()};
}

void score_percentages(std::span<const ForecastPoint> points, PointScores& scores) {
  const double size =
      mean(of_each(points, [](const ForecastPoint& point) { return std::fabs(point.actual); }));
  std::vector<double> percentages;
  bool above = false;
  bool below = false;
  for (const ForecastPoint& point : points) {
    const double actual = std::fabs(point.actual);
    if (actual == 0 || actual < least_share_of_mean * size) continue;
    (point.actual > 0 ? above : below) = true;
    percentages.push_back(100 * (absolute_error(point) / actual));
  }
  if (percentages.size() < points.size()) scores.gap = PercentageGap::near_zero;
  if (above && below) {
    scores.gap = PercentageGap::both_signs;
    percentages.clear();
  }
  scores.percentage = partial(percentages, points.size());
}

PartialScore scaled(std::span<const ForecastPoint> points) {
  std::vector<double> values;
  for (const ForecastPoint& point : points) {
    if (point.scale > 0) values.push_back(absolute_error(point) / point.scale);
  }
  return partial(values, points.size());
}

}  // namespace

PointScores point_scores(std::span<const ForecastPoint> points) {
  std::vector<ForecastPoint> whole;
  for (const ForecastPoint& point : points) {
    if (!is_missing(point.forecast) && !is_missing(point.actual)) whole.push_back(point);
  }
  PointScores scores;
  scores.count = whole.size();
  scores.left_out = points.size() - whole.size();
  scores.mean_error = mean(of_each(whole, error));
  scores.mean_absolute_error = mean(of_each(whole, absolute_error));
  scores.root_mean_square_error = std::sqrt(
      mean(of_each(whole, [](const ForecastPoint& point) { return error(point) * error(point); })));
  score_percentages(whole, scores);
  scores.symmetric_percentage = mean(of_each(whole, symmetric));
  scores.scaled = scaled(whole);
  return scores;
}

double seasonal_naive_scale(std::span<const double> history, std::size_t season) {
  if (season == 0) throw std::invalid_argument("season must be at least 1");
  std::vector<double> steps;
  for (std::size_t t = season; t < history.size(); ++t) {
    const double step = history[t] - history[t - season];
    if (!is_missing(step)) steps.push_back(std::fabs(step));
  }
  return mean(steps);
}

}  // namespace headwater
