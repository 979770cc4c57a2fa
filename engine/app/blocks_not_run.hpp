// The studies of a file that a command does not run: named, never dropped in silence.
#pragma once

#include <string_view>

#include "engine/core/diagnostic.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

// One note for all that `command` leaves, which says what runs each; nothing when it leaves none.
std::vector<Diagnostic> blocks_not_run(const Scenario& scenario, std::string_view command);

}  // namespace headwater
