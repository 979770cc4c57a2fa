// The standard normal distribution and its inverse: our own, the same bits everywhere.
//
// Made of single IEEE operations on core's exponential, logarithm and root; no library call, no
// fused multiply-add. A strip computes what lies in the middle for every element, then the rarer
// rest for those that need it: each element by the same operations wherever it stands.
//
// Sources: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37, 1988, pp. 477-484; Cody,
// Rational Chebyshev approximations for the error function, Math. Comp. 23, 1969, pp. 631-637, in
// the form of the normal distribution.
#pragma once

#include <cstddef>

namespace headwater {

// z with Φ(z) = u, for u in (0, 1); -inf at 0, inf at 1, missing outside.
double normal_score(double u);
// Φ(z): the probability below z. 1 - Φ(z) is Φ(-z), without cancellation.
double normal_below(double z);
// φ(z)
double normal_density(double z);

// Strips; `out` may be `in` itself.
void normal_scores(const double* u, double* out, std::size_t count);
void normals_below(const double* z, double* out, std::size_t count);

}  // namespace headwater
