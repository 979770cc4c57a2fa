#include "engine/projection/project.hpp"

#include <cmath>
#include <stdexcept>

#include "engine/core/error.hpp"
#include "engine/projection/closed_form.hpp"
#include "engine/projection/detail/closed_deviations.hpp"

namespace headwater {
namespace {

Projection closed_projection(ProjectionRule rule, std::span<const double> history,
                             const ProjectionSetting& setting, std::size_t steps) {
  Projection made{.used = rule};
  for (std::size_t step = 1; step <= steps; ++step) {
    const double point = closed_point(rule, history, setting.season, setting.count, step);
    made.points.push_back(std::isfinite(point) ? point : missing());
  }
  made.deviations = projection::closed_deviations(rule, history, setting, made.points);
  return made;
}

}  // namespace

Projection project(ProjectionRule wanted, std::span<const double> history,
                   const ProjectionSetting& setting, std::size_t steps) {
  if (history.empty()) throw std::invalid_argument("history: needs one value at least");
  if (setting.season == 0) throw std::invalid_argument("season: must be 1 or more");
  const ProjectionRule rule = rule_for(wanted, history.size(), setting.season, setting.count);
  require(row_of(rule).form == ProjectionForm::closed, "a rule that has been written");
  return closed_projection(rule, history, setting, steps);
}

}  // namespace headwater
