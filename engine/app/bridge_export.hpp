// Bridges for programs.
#pragma once

#include <string>

#include "engine/scenario/scenario.hpp"
#include "engine/study/bridge.hpp"

namespace headwater {

// The name of a method and of what it goes by, as the command line spells them.
std::string_view bridge_name(BridgeMethod method);
std::string_view bridge_name(BridgeBy by);

std::string bridge_json(const Scenario& first, const Scenario& second, const BridgeResult& result);

// A line for the figure in the first scenario, one for each contribution in its order, and one for
// the figure in the second. Values are round-trip doubles in the unit beside them: math.fsum() of
// the contributions is the difference of the two figures.
std::string bridge_csv(const Scenario& first, const Scenario& second, const BridgeResult& result);

}  // namespace headwater
