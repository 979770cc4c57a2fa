// Puts other work between a division and what waits for it.
//
// A processor divides a vector in the time of some four steps that do not, and goes on with those
// meanwhile if they are there: their operands must not wait for the quotient.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/detail/draft.hpp"

namespace headwater::detail {

// Reorders a list of values, each after what it reads. `joins` by value: so many before it stay
// where they are, right before it. Values outside the list are taken as there from the start, so
// that lists of one shape have one order.
void spread_divisions(const Draft& draft, std::span<const std::uint8_t> joins,
                      std::span<std::uint32_t> list);

}  // namespace headwater::detail
