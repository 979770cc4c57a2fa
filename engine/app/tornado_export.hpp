// Tornados for programs.
#pragma once

#include <span>
#include <string>

#include "engine/scenario/scenario.hpp"
#include "engine/study/tornado.hpp"

namespace headwater {

std::string tornado_json(const Scenario& scenario, std::span<const TornadoResult> results);

// A line for each output and bar, the largest swing first, and one with the bar `*` for all of them
// together, which has the interactions. Values are round-trip doubles in the unit beside them; what
// is missing is blank, as are the operands of a bar that moves several drivers.
std::string tornado_csv(const Scenario& scenario, std::span<const TornadoResult> results);

}  // namespace headwater
