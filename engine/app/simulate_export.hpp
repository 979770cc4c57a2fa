// Simulations for programs.
#pragma once

#include <span>
#include <string>

#include "engine/app/simulate_view.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

// Statistics by output, events, correlations, fans; numbers are round-trip doubles in the unit
// beside them, what is missing is null.
std::string simulate_json(const Scenario& scenario, const SimulateShown& shown,
                          std::span<const FanShown> fans = {});

// A line for each statistic of each output (value, and from where to where it lies with 95 %), for
// each bar of its histogram (value: its draws, from where to where it reaches), and for each event.
std::string simulate_csv(const Scenario& scenario, const SimulateShown& shown);

// A line for each period of each fan: of an actual only its value.
std::string fan_csv(const Scenario& scenario, std::span<const FanShown> fans);

}  // namespace headwater
