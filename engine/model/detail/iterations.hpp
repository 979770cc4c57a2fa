// Which instructions of a draft run over and over.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/detail/draft.hpp"

namespace headwater::detail {

// By value: 1 + the number of the iteration it is of, or 0. Of one is whatever depends on what it
// carries and leads to what it goes on with, or to its end.
std::vector<std::uint32_t> iterations_of(const Draft& draft);

}  // namespace headwater::detail
