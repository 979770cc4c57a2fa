// The one missing value: a number nobody has, or that arithmetic could not give.
#pragma once

namespace headwater {

// Forced inline and of built-ins, since kernels compiled for other processors use them too.
[[gnu::always_inline]] inline double missing() { return __builtin_nan(""); }
[[gnu::always_inline]] inline bool is_missing(double value) { return __builtin_isnan(value); }

}  // namespace headwater
