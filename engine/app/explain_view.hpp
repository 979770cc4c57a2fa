// An explanation as text: each figure, the formula that made it, the same with values put in.
#pragma once

#include <cstddef>
#include <string>

#include "engine/core/source.hpp"
#include "engine/study/explain.hpp"

namespace headwater {

// The figure asked for first, what it rests on below it, indented. Formulas wrap at `width`
// (0: never).
std::string explain_text(const Scenario& scenario, const Sources& sources,
                         const Explanation& explanation, std::size_t width);

}  // namespace headwater
