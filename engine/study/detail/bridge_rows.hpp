// The last step of any bridge: contributions to the bit, and the levels that they lead over.
#pragma once

#include "engine/study/bridge.hpp"

namespace headwater::detail {

// From the figures at both ends and the rows' contributions: change, rounding and levels, and the
// last bits of the contributions.
void land_rows(BridgeResult& result);

}  // namespace headwater::detail
