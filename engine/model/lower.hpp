// From a model and what a scenario does to it, to a program.
#pragma once

#include <span>

#include "engine/core/diagnostic.hpp"
#include "engine/model/operation.hpp"
#include "engine/model/precedence.hpp"
#include "engine/model/program.hpp"

namespace headwater {

// One structure, any number of points. Operations apply in order; those with an axis take its
// point. Errors: an output without a roll-up, or one that holds a forecast period and must read a
// missing cell. A missing output of history is no error: it is missing. The driver of an operation
// that no output reads is a warning.
Checked<Program> lower(const Precedence& precedence, const Operations& operations,
                       std::span<const Axis> axes, std::span<const Output> outputs);

// The same for outputs of which refusal() is known to say nothing.
Checked<Program> lower_answerable(const Precedence& precedence, const Operations& operations,
                                  std::span<const Axis> axes, std::span<const Output> outputs);

// The same where Newton's method begins elsewhere: at what it would begin at, times the point of an
// axis; at that point itself where it would begin at 0. Another answer is another solution.
Checked<Program> lower_from_elsewhere(const Precedence& precedence, const Operations& operations,
                                      std::span<const Axis> axes, std::span<const Output> outputs,
                                      std::uint32_t axis);

// Whether an output can be had: nothing, or why not, in words.
std::optional<std::string> refusal(const Precedence& precedence, const Output& output);

}  // namespace headwater
