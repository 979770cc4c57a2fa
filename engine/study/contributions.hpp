// How the change of a figure is shared out among what was changed.
//
// Source: Shapley, "A value for n-person games", Contributions to the Theory of Games II, 1953,
// pp. 307-317: a difference's share is what it adds, averaged over all orders in which the
// differences can be made.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace headwater {

// `values` by set of items: bit i of its index says whether item i is in the set. So there are
// 2^items of them. Throws std::invalid_argument when there are not.
std::vector<double> shapley_shares(std::span<const double> values, std::size_t items);

// `values` after 0, 1, 2 ... of the items are made: what each adds to those before it.
std::vector<double> stepwise_shares(std::span<const double> values);

// How far the shares are from summing to the change, as a part of the largest: 0 when both are 0.
// The sum is compensated, so that this is the method's own error.
double closure_error(std::span<const double> shares, double from, double to);

// Moves the last bits of the largest share, so that the plain sum `from + shares[0] + shares[1]
// ...` is `to` to the bit. Where the largest alone cannot, since doubles near it lie wider apart
// than those near `to`, the next ones in size help, by less than 1e-10 of themselves. Returns what
// the sum still lacks: 0, but where no double does it, as from 30000 in one step to 0.3.
double land(std::span<double> shares, double from, double to);

}  // namespace headwater
