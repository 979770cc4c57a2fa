// A scenario as it comes out of its files: every operation by itself, in the units of its series.
#pragma once

#include <string>

#include "engine/lang/tree.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

enum class Titles { kept, left_out };

// A scenario file that says, alone, what the files of this one say together: it builds on the model
// only. Values stand in the units of their series, lists as an operation a period, the levels of
// sweeps one by one, or from end to end in so many points. Without titles and reasons, which change
// no figure, two files that do the same are the same text: the scenario's hash is that of this
// text.
tree::Document resolved(const Scenario& scenario, Titles titles);
std::string print_resolved(const Scenario& scenario, Titles titles);

// The same without studies, and with other operations than the scenario's own: what a study found,
// as a file to go on with.
std::string print_operations(const Scenario& scenario, const Operations& operations);

}  // namespace headwater
