// A bridge's contributions along the straight line between its scenarios (Aumann-Shapley): what an
// item adds at each place of the way, by the figure's exact slopes, summed up along it.
//
// Source: Aumann and Shapley, Values of Non-Atomic Games, 1974; for the division of costs, Billera
// and Heath, Mathematics of Operations Research 7(1), 1982, pp. 32-39.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/run/conduct.hpp"
#include "engine/study/detail/bridge_runs.hpp"

namespace headwater::detail {

struct BridgePath {
  std::vector<double> contributions;  // by item
  std::size_t runs = 0;
};

// All items are of Change::value. Errors: a figure that jumps on the way, named by the formula that
// does, is missing there, has no slope or never settles.
Checked<BridgePath> along_path(const BridgeJob& job, const RunOptions& how);

}  // namespace headwater::detail
