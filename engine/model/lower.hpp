// From a model and what a scenario does to it, to a program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

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

// Of the first so many outputs the derivatives by axes, by one sweep backwards: they are those of
// the sum of these outputs, weighed. The weights are axes too, one each, after all others; what
// weighs 0 is left out, also when it is missing. So in a row in which one output weighs 1 and the
// others 0 they are that output's.
struct Slopes {
  std::size_t of = 0;  // >= 1
  std::vector<std::uint32_t> by;
};
// The outputs, then the derivatives under the first one's name. Diagnostics as above.
Checked<Program> lower_seeded(const Precedence& precedence, const Operations& operations,
                              std::span<const Axis> axes, std::span<const Output> outputs,
                              const Slopes& slopes);

// Whether an output can be had: nothing, or why not, in words.
std::optional<std::string> refusal(const Precedence& precedence, const Output& output);

}  // namespace headwater
