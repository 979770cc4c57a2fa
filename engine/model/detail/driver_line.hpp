// A driver's own line, where a bare number is in the driver's unit.
#pragma once

#include "engine/lang/tree.hpp"
#include "engine/model/detail/loader.hpp"
#include "engine/model/detail/typing.hpp"

namespace headwater::detail {

// Read a driver's values, and its range, into the model; report what is wrong with them. Ranges
// come first: a formula may ask how far a driver can go.
void read_driver_values(Loader& loader, Typing& typing, SeriesId driver,
                        const tree::Declaration& declaration);
void read_driver_range(Loader& loader, Typing& typing, SeriesId driver,
                       const tree::Declaration& declaration);

}  // namespace headwater::detail
