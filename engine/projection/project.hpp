// A history carried on by a rule, and how far off that may be.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/projection/rule.hpp"

namespace headwater {

struct ProjectionSetting {
  std::size_t season = 1;  // periods a year; 1: no season
  std::size_t count = 0;   // of mean_of_last; 0: all values
  bool operator==(const ProjectionSetting&) const = default;
};

// How the season was taken out before a fit (detail/seasonal.hpp says how).
enum class SeasonalAdjustment {
  none,
  classical,  // theta, damped trend: where a test finds a season
  shrunk      // combined: always, with indices drawn towards 1 as far as they may be noise
};

// What a fit found; missing where the rule has no such thing.
struct ProjectionFit {
  double alpha = missing();  // weight of the newest value in the level
  double beta = missing();   // of the newest step in the slope
  double phi = missing();    // what is left of the slope a period later
  double slope = missing();  // per period, where the history ends
  SeasonalAdjustment seasonal = SeasonalAdjustment::none;
};

struct Projection {
  ProjectionRule used = ProjectionRule::last_value;  // what served the history: rule_for
  std::vector<double> points;                        // by step
  // Standard deviations of the errors, by step; missing where the history is too short to tell or
  // the point is missing. Quantiles of the errors are a deviation times those of Student's t with
  // `freedom` degrees of freedom.
  std::vector<double> deviations;
  std::size_t freedom = 0;
  ProjectionFit fit;
};

// Throws std::invalid_argument for an empty history or a season of 0. A missing value in the
// history makes missing whatever depends on it: of a fitted rule, all.
Projection project(ProjectionRule wanted, std::span<const double> history,
                   const ProjectionSetting& setting, std::size_t steps);

}  // namespace headwater
