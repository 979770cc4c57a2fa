// What a scenario asks of its models' past forecasts: from where, how far, of which figures.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/calendar.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/model.hpp"

namespace headwater {

// A model to hold beside the scenario's own: everything the scenario says is read against it.
struct VariantOf {
  Title title;
  std::filesystem::path model;
  Place place;  // of its file's name
};

// How far ahead of an origin a figure lies: so many periods; or the half or the year in which the
// period after the origin lies, as a whole.
struct HowFar {
  tree::AheadTo to = tree::AheadTo::period;
  std::int32_t periods = 1;  // of AheadTo::period
  bool operator==(const HowFar&) const = default;

  // The span of the figure; none when the calendar has no halves.
  std::optional<PeriodSpan> from(const Calendar& calendar, Period origin) const;
};

struct BacktestPlan {
  Title title;
  std::vector<VariantOf> variants;    // none: the scenario's own model
  std::optional<PeriodSpan> origins;  // absent: every one whose forecasts can be judged
  std::int32_t rolling = 0;           // so many periods are known, the last; 0: all
  std::vector<HowFar> ahead;          // at least one
  std::vector<SeriesId> targets;      // of the scenario's model; at least one
  bool first_figures = false;         // judged by what was printed first, else by the last
  Place place;
};

}  // namespace headwater
