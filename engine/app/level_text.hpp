// A level of a sweep's axis as people read it.
#pragma once

#include <cstddef>
#include <string>

#include "engine/app/phrases.hpp"
#include "engine/model/read_operations.hpp"

namespace headwater {

// ×0.85, +5pp, 2.8%, 1,200 JPY mn: by what the axis does and in its unit.
std::string level_text(const Model& model, const Levels& axis, std::size_t level,
                       const Phrases& words);

}  // namespace headwater
