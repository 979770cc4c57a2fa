// A sum of doubles that is rounded once: the double nearest to what they come to exactly, whatever
// the order they stand in. Python's math.fsum gives the same.
//
// Source: Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric
// predicates", Discrete & Computational Geometry 18, 1997, pp. 305-363: grow-expansion, theorem 10.
#pragma once

#include <span>

namespace headwater {

// Terms and sums are finite.
double exact_sum(std::span<const double> terms);

}  // namespace headwater
