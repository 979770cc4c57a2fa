// A fan: how the distribution of a series spreads from period to period.
#pragma once

#include <array>
#include <vector>

#include "engine/study/simulate.hpp"

namespace headwater {

inline constexpr std::array<double, 7> fan_quantiles = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};

struct FanPeriod {
  PeriodSpan span;
  std::array<double, fan_quantiles.size()> quantiles;  // missing where nothing is present
};

struct Fan {
  SeriesId series{};
  std::vector<FanPeriod> periods;  // in order
};

// A fan for each series of which the result has more than one span of a length: its shortest.
// Sides of checks, derivatives and what else is no figure are passed over.
std::vector<Fan> fans_of(const SimulateResult& result);

}  // namespace headwater
