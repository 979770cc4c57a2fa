// What a scenario says of some figures at one origin, and how they are distributed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater::detail {

struct OriginRun {
  std::vector<double> values;              // by output; missing where refused
  std::vector<std::vector<double>> draws;  // by output, in row order; empty: nothing is drawn
  std::vector<std::string> refusals;       // by output: why it cannot be had, or empty
};

// Each output by itself: one that cannot be had takes no other with it. `then` is as of the origin.
// Nothing, without an error, when it was stopped.
Checked<OriginRun> run_at_origin(const Scenario& then, std::span<const Output> outputs,
                                 const RunOptions& options);

// Figures that are known, of a model with what a scenario does to it: missing where one is not.
std::vector<double> known_figures(const Precedence& then, std::span<const Output> outputs);

// The drivers that some figures rest on, and those of them whose values are numbers, not readings
// of what was known.
struct DriversRead {
  std::vector<std::string> all;  // in the order of the model
  std::vector<std::string> written;
};
DriversRead drivers_read(const Scenario& then, std::span<const Output> outputs);

}  // namespace headwater::detail
