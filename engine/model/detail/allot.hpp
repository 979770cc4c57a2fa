// Writes the code of a program: slots for values, for as long as anyone reads them.
#pragma once

#include <vector>

#include "engine/model/detail/draft.hpp"
#include "engine/model/detail/repeats.hpp"
#include "engine/model/detail/schedule.hpp"

namespace headwater::detail {

// Sets `results`, `constants`, `code`, `regions` and `slots` of `program`. A slot is used again
// once its value is dead; that of a value which later repeats or the end of the program read is its
// own.
void allot(const Draft& draft, const Schedule& schedule, const std::vector<Loop>& loops,
           Program& program);

}  // namespace headwater::detail
