// How checks stand, for people.
#pragma once

#include <string>
#include <vector>

#include "engine/app/console.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/outlook.hpp"

namespace headwater {

// A summary: how many of each kind hold, broke, could not be evaluated.
std::string check_text(const Scenario& scenario, const std::vector<CheckResult>& checks);

// Each broken check to `console.err`, with both sides and the difference.
void tell_checks(Console& console, const Scenario& scenario, const std::vector<CheckResult>& checks,
                 const Sources& sources);

// Forecast figures of the outlook that are missing, each with the cell that lost its value.
void tell_failures(Console& console, const Scenario& scenario, const Outlook& outlook);

}  // namespace headwater
