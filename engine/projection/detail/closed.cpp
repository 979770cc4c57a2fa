#include "engine/projection/detail/closed.hpp"

#include "engine/core/error.hpp"
#include "engine/projection/closed_form.hpp"

namespace headwater {
namespace projection {
namespace {

// What the newest value's error moves, so many steps later.
double response_of(ProjectionRule rule, std::size_t season, std::size_t later) {
  switch (rule) {
    case ProjectionRule::last_value:
    case ProjectionRule::drift: return 1;
    case ProjectionRule::seasonal_naive: return later % season == 0 ? 1 : 0;
    // Growth on the year walks at random: once for its own year, again for every year before.
    case ProjectionRule::seasonal_growth: {
      const std::size_t years = later / season + 1;
      return static_cast<double>(years);
    }
    case ProjectionRule::mean_of_last: return 0;
    case ProjectionRule::damped_trend:
    case ProjectionRule::theta:
    case ProjectionRule::combined: break;
  }
  require(false, "a rule of form closed");
  return 0;
}

}  // namespace

Told told_by_closed(ProjectionRule rule, std::span<const double> history,
                    const ProjectionSetting& setting) {
  const auto [season, count] = setting;
  Told told;
  told.first = row_of(rule).needs(season, count);
  told.said = [=](std::size_t origin, std::size_t step) {
    return closed_point(rule, history.first(origin), season, count, step);
  };
  told.response = [=](std::size_t later) { return response_of(rule, season, later); };
  if (rule != ProjectionRule::drift) return told;

  const double steps = static_cast<double>(history.size() - 1);
  const double slope = (history.back() - history.front()) / steps;
  told.first = 1;
  told.parameters = 1;
  told.slope_share = 1 / steps;
  told.said = [=](std::size_t origin, std::size_t step) {
    return history[origin - 1] + slope * static_cast<double>(step);
  };
  return told;
}

}  // namespace projection
}  // namespace headwater
