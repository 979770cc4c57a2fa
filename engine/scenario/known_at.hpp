// A scenario as somebody would have seen it earlier.
#pragma once

#include "engine/core/diagnostic.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

// The same model, changes and uncertainty with what was known at a vintage: drivers that are read
// off history are read anew, distributions that history gives are of what was known, and draws
// begin with the first period after it. Without sweeps, tornados, targets and the other studies.
// Errors: those of a scenario `as of` that vintage; but a forecast that would have to read a
// missing cell is none, since others may do without it: refusal() of engine/model/lower.hpp says
// which.
Checked<Scenario> known_at(const Scenario& scenario, const Vintage& vintage);

}  // namespace headwater
