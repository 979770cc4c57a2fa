#include "engine/study/detail/baselines.hpp"

#include <cstddef>

#include "engine/projection/project.hpp"
#include "engine/study/detail/confidence.hpp"

namespace headwater::detail {
namespace {

ProjectionRule rule_of(Baseline baseline) {
  switch (baseline) {
    case Baseline::seasonal_naive: return ProjectionRule::seasonal_naive;
    case Baseline::drift: return ProjectionRule::drift;
    case Baseline::last_year_growth: return ProjectionRule::seasonal_growth;
    case Baseline::guidance: break;
  }
  return ProjectionRule::last_value;
}

class Rolled {
 public:
  Rolled(const Calendar& calendar, const KnownHistory& history, const Projection& projection)
      : calendar_(calendar), history_(history), projection_(projection) {}

  // By the tree that every total is summed by; missing where the history begins too late.
  double sum(PeriodSpan span) const {
    if (span.first == span.last) return at(span.first);
    const auto [left, right] = *calendar_.parts(span);
    return sum(left) + sum(right);
  }

  double at(Period period) const {
    if (period < history_.first) return missing();
    if (period <= history_.last()) return history_.values[std::size_t(period - history_.first)];
    return projection_.points[std::size_t(period - history_.last()) - 1];
  }

 private:
  const Calendar& calendar_;
  const KnownHistory& history_;
  const Projection& projection_;
};

}  // namespace

std::optional<BaselineForecast> baseline_forecast(const Calendar& calendar,
                                                  const KnownHistory& history, Baseline baseline,
                                                  PeriodSpan span) {
  if (history.values.empty() || span.last <= history.last()) return std::nullopt;
  const auto steps = std::size_t(span.last - history.last());
  const ProjectionSetting setting{std::size_t(calendar.periods_per_year()), 0};
  const Projection projection = project(rule_of(baseline), history.values, setting, steps);
  const auto forecast = [&](double value, double deviation) {
    return BaselineForecast{value, deviation, projection.freedom, rule_of(baseline),
                            projection.used};
  };
  if (span.first == span.last) {
    return forecast(projection.points.back(), projection.deviations.back());
  }
  const Rolled rolled(calendar, history, projection);
  switch (history.rolling) {
    case Rolling::sum: return forecast(rolled.sum(span), missing());
    case Rolling::mean: return forecast(rolled.sum(span) / span.count(), missing());
    case Rolling::last: return forecast(rolled.at(span.last), projection.deviations.back());
    case Rolling::none:
    case Rolling::constant:
    case Rolling::compound:
    case Rolling::quotient: break;
  }
  return std::nullopt;
}

StudentErrors student_errors(std::size_t freedom) {
  StudentErrors errors;
  for (std::size_t i = 0; i < backtest_levels.size(); ++i) {
    errors.quantiles[i] = student_quantile(backtest_levels[i], freedom);
  }
  constexpr int levels = 200;
  errors.spread.resize(levels);
  for (int i = 0; i < levels / 2; ++i) {
    const double t = student_quantile((levels / 2 + i + 0.5) / levels, freedom);
    errors.spread[std::size_t(levels / 2 + i)] = t;
    errors.spread[std::size_t(levels / 2 - 1 - i)] = -t;
  }
  return errors;
}

}  // namespace headwater::detail
