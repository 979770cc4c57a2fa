// How checks stand, for programs.
#pragma once

#include <string>
#include <vector>

#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {

// {"checks": [...], "manifest"}: the checks of run_json.
std::string check_json(const Scenario& scenario, const SingleRun& run);

// A line for each check: name, title, period, unit, both sides, difference, state (holds, broken,
// not evaluable), and the file and line it stands in.
std::string check_csv(const Scenario& scenario, const SingleRun& run, const Sources& sources);

}  // namespace headwater
