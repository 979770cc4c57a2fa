// How the change of a figure is shared out among what was changed.
//
// Source: Shapley, "A value for n-person games", Contributions to the Theory of Games II, 1953,
// pp. 307-317: a difference's contribution is what it adds, averaged over all orders in which the
// differences can be made.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace headwater {

// `values` by set of items: bit i of its index says whether item i is in the set. So there are
// 2^items of them. Throws std::invalid_argument when there are not.
std::vector<double> shapley_contributions(std::span<const double> values, std::size_t items);

// `values` after 0, 1, 2 ... of the items are made: what each adds to those before it.
std::vector<double> stepwise_contributions(std::span<const double> values);

// Orders in which items can be made, drawn in pairs, an order and its reverse: always the same
// ones.
std::vector<std::vector<std::size_t>> drawn_orders(std::size_t items, std::size_t pairs);

struct SampledContributions {
  std::vector<double> means;
  std::vector<double> errors;  // of them, a standard error each, from the spread of the pairs
};

// `values` by order, after 0, 1, 2 ... of its items are made. Orders stand in pairs, two at least.
// Each order comes to the whole change, so that the means do too.
//
// Source: Castro, Gómez, Tejada, "Polynomial calculation of the Shapley value based on sampling",
// Computers and Operations Research 36(5), 2009, pp. 1726-1730; with antithetic orders as in
// Mitchell et al., "Sampling permutations for Shapley value estimation", JMLR 23, 2022.
SampledContributions sampled_contributions(std::span<const double> values,
                                           std::span<const std::vector<std::size_t>> orders);

// How far the contributions are from summing to the change, as a part of the largest: 0 when both
// are 0. The sum is exact, so that this is the method's own error.
double closure_error(std::span<const double> contributions, double from, double to);

// The last-ulp rule: makes the contributions, summed exactly and rounded once (exact_sum), the
// change to the bit. What is missing goes to the largest; what its own rounding leaves of that, to
// the next in size, and so on. None changes its sign, and what is 0 stays 0.
//
// Returns what is still missing: 0 as soon as one of them is no larger than the change, or than
// both figures. Where all are larger, as on the way from 800 by +1600 and -2597.4, doubles near
// them may lie further apart than those near the change, so that no such doubles sum to it: then
// the sum is as near as they come, within half of the distance of the smallest.
double land(std::span<double> contributions, double change);

}  // namespace headwater
