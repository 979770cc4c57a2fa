#include "engine/projection/project.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/projection/closed_form.hpp"
#include "engine/projection/detail/closed.hpp"
#include "engine/projection/detail/fitted.hpp"
#include "engine/projection/detail/seasonal.hpp"

namespace headwater {
namespace {

using namespace projection;

double finite_or_missing(double value) { return std::isfinite(value) ? value : missing(); }

Projection carry_closed(ProjectionRule rule, std::span<const double> history,
                        const ProjectionSetting& setting, std::size_t steps) {
  Projection made{.used = rule};
  for (std::size_t step = 1; step <= steps; ++step) {
    made.points.push_back(
        finite_or_missing(closed_point(rule, history, setting.season, setting.count, step)));
  }
  Deviations found = deviations_of(told_by_closed(rule, history, setting), history, steps);
  made.deviations = std::move(found.by_step);
  made.freedom = found.freedom;
  for (std::size_t i = 0; i < steps; ++i) {
    if (is_missing(made.points[i])) made.deviations[i] = missing();
  }
  return made;
}

SeasonalAdjustment adjustment_for(ProjectionRule rule) {
  const bool is_combined = rule == ProjectionRule::combined;
  return is_combined ? SeasonalAdjustment::shrunk : SeasonalAdjustment::classical;
}

Fitted fitted_to(std::span<const double> values, ProjectionRule rule) {
  switch (rule) {
    case ProjectionRule::theta: return fit_theta(values);
    case ProjectionRule::damped_trend: return fit_damped_trend(values);
    case ProjectionRule::combined: return mean_of(fit_theta(values), fit_damped_trend(values));
    case ProjectionRule::last_value:
    case ProjectionRule::seasonal_naive:
    case ProjectionRule::drift:
    case ProjectionRule::seasonal_growth:
    case ProjectionRule::mean_of_last: break;
  }
  require(false, "a rule of form fitted");
  return {};
}

Projection carry_fitted(ProjectionRule rule, std::span<const double> history,
                        const ProjectionSetting& setting, std::size_t steps) {
  const Adjusted less_season = adjusted(history, setting.season, adjustment_for(rule));
  Fitted fitted = fitted_to(less_season.values, rule);
  fitted.told.parameters += less_season.indices.size() - 1;

  Projection made{.used = rule, .fit = fitted.fit};
  made.fit.seasonal = less_season.by;
  const Deviations found = deviations_of(fitted.told, less_season.values, steps);
  made.freedom = found.freedom;
  for (std::size_t step = 1; step <= steps; ++step) {
    const double index = less_season.index(history.size() + step - 1);
    const double point = fitted.told.said(history.size(), step) * index;
    made.points.push_back(finite_or_missing(point));
    made.deviations.push_back(finite_or_missing(found.by_step[step - 1] * index));
  }
  return made;
}

}  // namespace

Projection project(ProjectionRule wanted, std::span<const double> history,
                   const ProjectionSetting& setting, std::size_t steps) {
  if (history.empty()) throw std::invalid_argument("history: needs one value at least");
  if (setting.season == 0) throw std::invalid_argument("season: must be 1 or more");
  const ProjectionRule rule = rule_for(wanted, history.size(), setting.season, setting.count);
  switch (row_of(rule).form) {
    case ProjectionForm::closed: return carry_closed(rule, history, setting, steps);
    case ProjectionForm::fitted: return carry_fitted(rule, history, setting, steps);
  }
  return {};
}

}  // namespace headwater
