// What of a tornado can move: a driver has no value outside its periods, and setting one there
// would change more than how far it goes.
#pragma once

#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater::detail {

// The operation in the periods of the horizon in which its driver has a value, run by run; all of
// it, whatever lies before the horizon too, where no period is without one.
Operations with_values(const Precedence& precedence, const Operation& operation);

// Cuts the operations of `plan` to the periods of the horizon in which their drivers have values.
// Bars of which nothing is left go, with a note; an error when none stays.
std::vector<Diagnostic> move_what_is_there(const Precedence& precedence, TornadoPlan& plan);

}  // namespace headwater::detail
