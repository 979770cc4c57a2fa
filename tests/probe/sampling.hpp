// The sampling's share of the probe.
#pragma once

#include <string>

namespace headwater {

// A fingerprint of points of all drawings, made draws of all distributions: some cut, some
// correlated by a matrix that is repaired, some of a path; and of gradients pulled back.
std::string fingerprint_of_sampling();

}  // namespace headwater
