// The projection's share of the probe.
#pragma once

#include <string>

namespace headwater {

// A fingerprint of what every rule makes of drawn histories: with a season and without, near zero
// and far from it.
std::string fingerprint_of_projection();

}  // namespace headwater
