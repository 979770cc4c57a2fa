#include "engine/study/detail/judged.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace headwater::detail {
namespace {

PointScores points_of(const JudgedFigure& figure, const ForecastRecord& record) {
  std::vector<ForecastPoint> points;
  for (std::size_t i = 0; i < record.forecasts.size(); ++i) {
    if (is_missing(figure.actuals[i]) || is_missing(record.forecasts[i].value)) continue;
    points.push_back({record.forecasts[i].value, figure.actuals[i], figure.scales[i]});
  }
  return point_scores(points);
}

DistributionScores distributions_of(const JudgedFigure& figure, const ForecastRecord& record) {
  DistributionScores scores;
  double crps = 0;
  double pinball = 0;
  std::vector<IntervalPoint> within_80;
  std::vector<IntervalPoint> within_95;
  for (std::size_t i = 0; i < record.forecasts.size(); ++i) {
    const PastForecast& one = record.forecasts[i];
    const double actual = figure.actuals[i];
    if (is_missing(actual) || is_missing(one.crps)) continue;
    ++scores.count;
    crps += one.crps;
    for (std::size_t level = 0; level < backtest_levels.size(); ++level) {
      pinball += pinball_loss({backtest_levels[level], one.quantiles[level]}, actual);
    }
    within_80.push_back({one.quantiles[1], one.quantiles[3], actual});
    within_95.push_back({one.quantiles[0], one.quantiles[4], actual});
  }
  if (scores.count == 0) return scores;
  scores.crps = crps / double(scores.count);
  scores.pinball = pinball / double(scores.count * backtest_levels.size());
  scores.within_80 = interval_coverage(within_80);
  scores.within_95 = interval_coverage(within_95);
  return scores;
}

std::vector<double> errors_of(const JudgedFigure& figure, const ForecastRecord& record) {
  std::vector<double> errors;
  for (std::size_t i = 0; i < record.forecasts.size(); ++i) {
    errors.push_back(std::fabs(record.forecasts[i].value - figure.actuals[i]));  // or missing
  }
  return errors;
}

std::size_t count_of(const std::vector<double>& errors) {
  return std::size_t(
      std::count_if(errors.begin(), errors.end(), [](double error) { return !is_missing(error); }));
}

// Origins from one to the next that a forecast so far ahead overlaps.
std::size_t steps_ahead(const JudgedFigure& figure, std::span<const Period> origins) {
  std::size_t most = 1;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    most = std::max(most, std::size_t(figure.spans[i].last - origins[i]));
  }
  return most;
}

}  // namespace

namespace {

// What all of some have an error at.
class Common {
 public:
  explicit Common(std::size_t origins) : there_(origins, true) {}

  std::size_t count() const { return std::size_t(std::ranges::count(there_, true)); }
  Common with(const std::vector<double>& errors) const {
    Common both = *this;
    for (std::size_t i = 0; i < errors.size(); ++i) {
      if (is_missing(errors[i])) both.there_[i] = false;
    }
    return both;
  }

 private:
  std::vector<bool> there_;
};

// Whom the verdict compares. A variant that would take more than half of the origins from the
// fullest one, and a baseline that would take any, have their scores and no part in it.
std::vector<std::size_t> compared(std::span<const BacktestContender> contenders,
                                  const std::vector<std::vector<double>>& errors) {
  std::vector<std::size_t> variants;
  std::vector<std::size_t> baselines;
  for (std::size_t c = 0; c < contenders.size(); ++c) {
    if (count_of(errors[c]) == 0) continue;
    (contenders[c].entrant ? variants : baselines).push_back(c);
  }
  if (variants.empty()) return {};
  std::ranges::stable_sort(variants, std::ranges::greater(),
                           [&](std::size_t c) { return count_of(errors[c]); });
  Common common = Common(errors.front().size()).with(errors[variants.front()]);
  const std::size_t fullest = common.count();
  std::vector<std::size_t> chosen;
  for (const std::size_t c : variants) {
    if (2 * common.with(errors[c]).count() < fullest) continue;
    common = common.with(errors[c]);
    chosen.push_back(c);
  }
  for (const std::size_t c : baselines) {
    if (common.with(errors[c]).count() == common.count()) chosen.push_back(c);
  }
  std::ranges::sort(chosen);
  return chosen;
}

}  // namespace

void judge_figure(JudgedFigure& figure, std::span<const BacktestContender> contenders,
                  std::span<const Period> origins) {
  std::vector<std::vector<double>> errors;
  for (ForecastRecord& record : figure.records) {
    record.points = points_of(figure, record);
    record.distributions = distributions_of(figure, record);
    errors.push_back(errors_of(figure, record));
  }
  figure.compared = compared(contenders, errors);
  std::vector<Contender> judged;
  for (const std::size_t c : figure.compared) {
    const bool variant = contenders[c].entrant.has_value();
    judged.push_back({variant ? ContenderRole::variant : ContenderRole::baseline, errors[c]});
  }
  if (judged.size() > 1) figure.verdict = judge(judged, steps_ahead(figure, origins));
}

}  // namespace headwater::detail
