// The ways to draw.
#pragma once

namespace headwater {

enum class Drawing { random, antithetic, sobol, latin_hypercube };

}  // namespace headwater
