// A target made ready: what it wants as numbers, and instruments that have something to move.
#pragma once

#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater::detail {

// As far as the model alone says what it means: guidance has no value yet.
Checked<TargetPlan> read_target(OperationReader& reader, const tree::Target& target);

// Puts the guidance, as far as it is known, into the aims that ask for it: the implied value, or
// the printed one where none is implied; the latest of several. Errors: what is known already
// cannot be aimed at, nor what has no value; no guidance; an instrument without a value to start
// from.
std::vector<Diagnostic> aim_at_figures(const Precedence& precedence, TargetPlan& plan);

}  // namespace headwater::detail
