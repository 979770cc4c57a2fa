// A gradient: by how much figures change with each driver, as exact derivatives of one scenario.
//
// A driver is taken to change by the same amount in all periods asked for; what each period
// contributes stands beside it, and the contributions add up to the whole. Derivatives are those of
// the scenario as it stands: for larger changes they are a first approximation, and at a kink, such
// as the switch of a `max`, they hold on the side that is taken.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/model/program.hpp"
#include "engine/run/block.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/driver_ranges.hpp"
#include "engine/study/kink.hpp"

namespace headwater {

struct PeriodSlope {
  Period period;
  double slope = 0;  // for a unit more of the driver in this period alone: an interim multiplier
};

struct DriverSlope {
  SeriesId driver{};
  std::vector<PeriodSlope> by_period;  // in order, of those asked for in which it is read
  double slope = 0;  // their sum, in the figure's unit per unit of the driver; NaN: there is none
  // By how many per cent the figure changes for one per cent of the driver in all these periods;
  // missing where figure or driver is 0.
  double elasticity = 0;
  DriverRange range;
  double effect = 0;  // slope times the width of the range; missing without a range
};

struct GradientTable {
  Output output;
  double value = 0;
  // Largest effect first, then those without a range by elasticity; equals by name. Only of drivers
  // that change the figure.
  std::vector<DriverSlope> drivers;
  std::size_t still = 0;      // drivers that it reads and that change nothing here
  std::size_t elsewhere = 0;  // drivers that it reads, but in other periods than were asked for
  std::size_t unread = 0;     // drivers that it does not read
  std::vector<Kink> kinks;
};

struct GradientResult {
  PeriodSpan periods;                 // in which drivers change
  std::vector<GradientTable> tables;  // by output
  std::vector<Failure> failures;      // by output at most one: its value or a slope is missing
};

// Errors and warnings are those of lower(); notes say what a fix cuts. `outputs` are distinct
// figures, at least one;
// drivers change in `periods`.
Checked<GradientResult> gradient(const Scenario& scenario, std::span<const Output> outputs,
                                 PeriodSpan periods);

// The periods in which drivers are assumptions, not history: all after the vintage.
PeriodSpan forecast_periods(const Scenario& scenario);

// The figures that the scenario's tornados show, or else its sweeps; each once, in order.
std::vector<Output> figures_shown(const Scenario& scenario);

}  // namespace headwater
