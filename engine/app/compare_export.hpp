// Scenarios side by side for programs: every figure of each, and its difference from the first's.
//
// A difference is in the unit of the first scenario's series, and so is its figure: those of
// another model in another multiple of that unit are converted. Values are round-trip doubles.
#pragma once

#include <span>
#include <string>

#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {

// "runs" holds what run_json gives for each scenario, in order; "differences" an object for each
// but the first, with the series both have and the names of those that only one has. `runs` hold
// every_output() of their scenarios.
std::string compare_json(std::span<const Scenario> scenarios, std::span<const SingleRun> runs);

// A line for each scenario, series and span of its own; the difference is blank for the first, and
// where the first has no such figure.
std::string compare_csv(std::span<const Scenario> scenarios, std::span<const SingleRun> runs);

}  // namespace headwater
