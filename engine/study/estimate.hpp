// An estimate with the 95 % interval that its replicates give.
//
// Replicates are answers of the same kind from independent points: scrambles, or parts of a random
// sample. The estimate comes from all points at once; the interval is it plus and minus Student's t
// times the standard deviation of the replicates' own estimates over the root of their number, with
// one degree of freedom less than that number.
//
// Source: Owen, "Scrambled net variance for integrals of smooth functions", Annals of Statistics
// 25(4), 1997, pp. 1541-1562; L'Ecuyer and Lemieux, "Recent advances in randomized quasi-Monte
// Carlo methods", 2002, section 4.1.
#pragma once

#include <cstdint>
#include <span>

#include "engine/core/missing.hpp"

namespace headwater {

struct Estimate {
  double value = missing();
  double low = missing();  // missing when there are fewer than two replicates
  double high = missing();
  bool operator==(const Estimate&) const = default;
};

// `value` comes from all points, the others from a replicate each.
Estimate with_interval(double value, std::span<const double> replicates);
Estimate with_interval(double value, double standard_error, std::uint64_t freedom);

// The 0.975 quantile of Student's t, to 2e-8 of itself; `freedom` >= 1.
double student_t_975(std::uint64_t freedom);

}  // namespace headwater
