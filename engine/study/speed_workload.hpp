// What the speed of a model is measured by: a workload that any model gives of itself.
//
// Every driver that has a range is drawn evenly within it, row by row, one value for all forecast
// periods. Asked for are the lines of the model's first statement in every fiscal year that
// contains a forecast; of a model without a statement, every series that is no driver, in the last
// fiscal year. Of a year that the horizon cuts, the periods within it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/core/diagnostic.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/range_design.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

struct SpeedWorkload {
  RangeDesign design;
  Program program;
};

// Errors: nothing to vary, nothing to show, and those of lower(). That an operation of the scenario
// moves nothing that is asked for is not said: the scenario has not chosen what is.
Checked<SpeedWorkload> speed_workload(const Scenario& scenario, std::uint64_t rows);

// What of a model and its program explains the speed.
struct WorkloadSize {
  std::size_t series = 0;
  std::size_t formulas = 0;  // series computed from others
  std::size_t axes = 0;
  std::size_t outputs = 0;
  ProgramSize instructions;
  std::size_t lanes = 0;          // of a block
  std::size_t table_bytes = 0;    // of the working table of a thread
  std::size_t program_bytes = 0;  // of code and constants, axes and outputs; without names
};

// `block_lanes` as in RunOptions.
WorkloadSize size_of(const Scenario& scenario, const SpeedWorkload& workload,
                     std::size_t block_lanes = 0);

// How many rows lack an output or more, by a run of all of them.
std::uint64_t rows_missing(const SpeedWorkload& workload, const RunOptions& options = {});

}  // namespace headwater
