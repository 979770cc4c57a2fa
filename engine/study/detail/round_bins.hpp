// Bars of a histogram that people can read: their edges are round numbers.
#pragma once

#include "engine/study/detail/ordered_draws.hpp"

namespace headwater::detail {

// Bars over all but the outermost draws (a thousandth on each side), and one more on each side, as
// many as FineBins has at most. A step is 1, 2, 2.5 or 5 times a power of ten.
FineBins round_bins(const OrderedDraws& draws);

}  // namespace headwater::detail
