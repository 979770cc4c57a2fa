// How sure a sample is: what intervals of 95 % are made of, in single IEEE operations.
//
// Student's t and the binomial distribution by the incomplete beta function, as a continued
// fraction (Press et al., Numerical Recipes, 3rd edition, 2007, section 6.4), with logarithms and
// exponentials of our own: the same bits everywhere. Against Boost.Math the test finds them within
// 1e-8 of their size.
#pragma once

#include <cstdint>
#include <optional>

namespace headwater::detail {

inline constexpr double half_tail = 0.025;  // on each side of an interval of 95 %

// The t that a Student variable of so many degrees of freedom (>= 1) exceeds with half_tail.
double student_t(std::uint64_t degrees);

// A Student variable of so many degrees of freedom (>= 1) is farther from 0 than t, on either side.
double student_t_outside(double t, std::uint64_t degrees);

// The t below which a share p of all such variables lies, in (0, 1), to the last bit there is.
double student_quantile(double p, std::uint64_t degrees);

// At most k successes in n trials, each with probability p.
double binomial_at_most(std::uint64_t k, std::uint64_t n, double p);

struct ProbabilityBounds {
  double low = 0;
  double high = 1;
};
// Clopper and Pearson, Biometrika 26(4), 1934, pp. 404-413: conservative for any p, so also where
// nothing or everything happened: 0 of n gives about 3.7 / n. n >= 1.
ProbabilityBounds exact_bounds(std::uint64_t successes, std::uint64_t n);

// Between which of n independent values in order, counted from 0, the p-quantile lies with at
// least 95 %, whatever the distribution; absent where there are too few values for a bound.
struct RankBounds {
  std::optional<std::uint64_t> low;
  std::optional<std::uint64_t> high;
};
RankBounds quantile_ranks(std::uint64_t n, double p);

}  // namespace headwater::detail
