// Where the instruments of a target start, what their changes are measured by, and where they end.
#pragma once

#include <vector>

#include "engine/study/driver_ranges.hpp"
#include "engine/study/target.hpp"

namespace headwater::detail {

// What a target starts from: a scenario with operations that need not be its own.
struct Ground {
  const Scenario& scenario;
  Operations operations;
  std::vector<DriverRange> ranges;  // of the scenario's drivers
};

// In one run; missing where an output cannot be had.
std::vector<double> values_of(const Scenario& scenario, const Operations& operations,
                              const std::vector<Output>& outputs);

// Start, bounds, weight and value before.
std::vector<InstrumentMove> starts_of(const Ground& ground, const TargetPlan& plan);

// Value after, under the operations that end in those found, and the best in history.
void end_moves(const Ground& ground, const TargetPlan& plan, const Operations& after,
               std::vector<InstrumentMove>& moves);

}  // namespace headwater::detail
