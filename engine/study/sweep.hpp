// A sweep: the cross product of levels of a few drivers, and the outputs at each.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

struct SweepResult {
  const SweepPlan* plan = nullptr;
  std::vector<Output> outputs;            // shown series by shown span
  Block rows;                             // the last axis goes round fastest
  std::vector<double> base;               // the outputs of the scenario as it stands
  std::optional<std::uint64_t> base_row;  // the row that is the scenario as it stands
};

// A sweep made ready to be conducted.
struct PreparedSweep {
  std::vector<Output> outputs;  // shown series by shown span
  GridDesign design;
  Program program;
};

// Errors: more rows than the limit, before anything is allocated, and those of lower().
Checked<PreparedSweep> prepare_sweep(const Scenario& scenario, const SweepPlan& plan,
                                     std::uint64_t rows_max = Limits{}.sweep_rows);

// Errors: those of prepare_sweep(). A row
// equals, bit for bit, the single run of the scenario with that row's operations (see
// operations_at).
Checked<SweepResult> sweep(const Scenario& scenario, const SweepPlan& plan,
                           const RunOptions& options = {},
                           std::uint64_t rows_max = Limits{}.sweep_rows);

// The same, folded by a reducer of any kind while it runs: memory does not grow with the rows.
struct SweepFold {
  const SweepPlan* plan = nullptr;
  std::vector<Output> outputs;
  std::vector<double> base;
  std::uint64_t rows = 0;
  std::unique_ptr<Reducer> answer;
};
Checked<SweepFold> fold_sweep(const Scenario& scenario, const SweepPlan& plan, const Reducer& kind,
                              const RunOptions& options = {},
                              std::uint64_t rows_max = Limits{}.sweep_rows);

// The scenario's operations followed by the sweep's at one row.
Operations operations_at(const Scenario& scenario, const SweepPlan& plan, std::uint64_t row);

}  // namespace headwater
