// The runs of a bridge: a figure with some of the items as in the second scenario.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/model/program.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/differences.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/bridge.hpp"

namespace headwater::detail {

struct BridgeJob {
  const Scenario& scenario;  // the first, whose model both have
  const Scenario& second;
  const ScenarioDifferences& differences;
  const std::vector<BridgeItem>& items;
  Output output;
};

struct BridgeValues {
  std::vector<double> values;
  std::size_t programs = 0;
};

// By set of items, bit i for item i. Error: a set that gives no figure.
Checked<BridgeValues> values_by_set(const BridgeJob& job, const RunOptions& how);
// After none of the items, after the first, after the first two ...
Checked<BridgeValues> values_by_step(const BridgeJob& job, const RunOptions& how);

// By order, after none of its items, after the first of them, after the first two ...
Checked<BridgeValues> values_by_order(const BridgeJob& job,
                                      std::span<const std::vector<std::size_t>> orders,
                                      const RunOptions& how);

// The operations of a set of items, as one program has them.
Operations operations_of(const BridgeJob& job, const std::vector<bool>& set);

}  // namespace headwater::detail
