// Cells in the order they are needed: each after those it reads.
#pragma once

#include <utility>
#include <vector>

#include "engine/model/precedence.hpp"

namespace headwater::detail {

// Calls `compute(cell)` for `wanted`, but first for whatever it needs that `known(cell)` denies, by
// a path of its own: a chain of lags may be far longer than the stack is deep. One cell of a circle
// stands for all of them. diagnose() has shown that there are no other circles.
template <typename Known, typename Compute>
void in_reading_order(const Precedence& precedence, CellId wanted, Known known, Compute compute) {
  std::vector<std::pair<CellId, bool>> path = {{wanted, false}};
  while (!path.empty()) {
    const auto [cell, ready] = path.back();
    path.pop_back();
    if (known(cell)) continue;
    if (ready) {
      compute(cell);
      continue;
    }
    path.emplace_back(cell, true);
    for (const CellId& read : precedence.needs(cell)) {
      if (!known(read)) path.emplace_back(read, false);
    }
  }
}

}  // namespace headwater::detail
