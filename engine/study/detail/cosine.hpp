// The cosine of a part of a turn, in single IEEE operations: the same bits everywhere.
#pragma once

#include <cstdint>

namespace headwater::detail {

// cos(2 pi part / whole), within 2e-16; `whole` >= 1 and below 2^60.
double cosine_of_turn(std::uint64_t part, std::uint64_t whole);

}  // namespace headwater::detail
