// What a study shows of a scenario: the outputs of its `show`, and their values in one run.
#pragma once

#include <vector>

#include "engine/model/program.hpp"
#include "engine/model/read_operations.hpp"

namespace headwater::detail {

// Shown series by shown span.
std::vector<Output> outputs_of(const Shown& shown);

// The outputs of a program without axes.
std::vector<double> single_row(const Program& program);

}  // namespace headwater::detail
