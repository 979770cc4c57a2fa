// Which engine this is: results carry it, since another one may compute other bits.
#pragma once

namespace headwater {

inline constexpr const char* engine_version = "0.1.0";

}  // namespace headwater
