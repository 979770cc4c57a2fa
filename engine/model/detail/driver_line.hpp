// A driver's own line, where a bare number is in the driver's unit.
#pragma once

#include "engine/lang/tree.hpp"
#include "engine/model/detail/loader.hpp"
#include "engine/model/detail/typing.hpp"

namespace headwater::detail {

// Reads a driver's values and its range into the model; reports what is wrong with them.
void read_driver_line(Loader& loader, Typing& typing, SeriesId driver,
                      const tree::Declaration& declaration);

}  // namespace headwater::detail
