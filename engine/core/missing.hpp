// The one missing value: a number nobody has, or that arithmetic could not give.
#pragma once

#include <cmath>
#include <limits>

namespace headwater {

inline double missing() { return std::numeric_limits<double>::quiet_NaN(); }
inline bool is_missing(double value) { return std::isnan(value); }

}  // namespace headwater
