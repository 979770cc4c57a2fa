// Derivatives by reverse accumulation: the instructions of a draft once more, backwards, each
// passing on to what it reads what its own value is worth to the output.
//
// What comes out are instructions like any others. They follow the draft in time that runs back:
// what belongs to a period p is placed at Draft::mirrored(p), after the last period of the draft.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/detail/schedule.hpp"
#include "engine/model/detail/writer.hpp"

namespace headwater::detail {

// By axis: the derivative of a value with respect to it. Where formulas have a kink, of the branch
// that is taken. `forward` is the schedule of the writer's draft as it stands.
std::vector<ProgramWriter::Value> derivatives(ProgramWriter& writer, const Schedule& forward,
                                              const ProgramWriter::Value& of);

// The same within a stretch of the draft, `inner` in ascending order: by the values `by` with which
// it begins. What comes out belongs where it is read.
std::vector<ProgramWriter::Value> derivatives(ProgramWriter& writer,
                                              std::span<const std::uint32_t> inner,
                                              const ProgramWriter::Value& of,
                                              std::span<const ProgramWriter::Value> by);

}  // namespace headwater::detail
