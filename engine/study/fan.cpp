#include "engine/study/fan.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <utility>

namespace headwater {
namespace {

FanPeriod period_of(PeriodSpan span, const DrawnFigure& distribution) {
  FanPeriod period{span, {}};
  for (std::size_t i = 0; i < fan_quantiles.size(); ++i) {
    const auto found = std::find(shown_quantiles.begin(), shown_quantiles.end(), fan_quantiles[i]);
    period.quantiles[i] =
        distribution.quantiles[std::size_t(found - shown_quantiles.begin())].value;
  }
  return period;
}

// Only the spans of the shortest length, in order.
Fan shortest(Fan fan) {
  std::int32_t least = std::numeric_limits<std::int32_t>::max();
  for (const FanPeriod& one : fan.periods) least = std::min(least, one.span.count());
  std::erase_if(fan.periods, [&](const FanPeriod& one) { return one.span.count() > least; });
  std::sort(fan.periods.begin(), fan.periods.end(),
            [](const FanPeriod& left, const FanPeriod& right) { return left.span < right.span; });
  return fan;
}

}  // namespace

std::vector<Fan> fans_of(const SimulateResult& result) {
  std::vector<Fan> fans;
  std::map<SeriesId, std::size_t> known;
  for (std::size_t i = 0; i < result.distributions.size(); ++i) {
    const Output& output = result.outputs[i];
    if (output.side || output.by || output.solving) continue;
    const auto [place, fresh] = known.try_emplace(output.series, fans.size());
    if (fresh) fans.push_back({output.series, {}});
    fans[place->second].periods.push_back(period_of(output.span, result.distributions[i]));
  }
  for (Fan& fan : fans) fan = shortest(std::move(fan));
  std::erase_if(fans, [](const Fan& fan) { return fan.periods.size() < 2; });
  return fans;
}

}  // namespace headwater
