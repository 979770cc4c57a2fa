// Every draw with what went into it, for programs: the rows behind a simulation.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/run/conduct.hpp"
#include "engine/study/simulate.hpp"
#include "engine/tables/data_table.hpp"

namespace headwater {

struct DrawsTable {
  std::vector<std::string> axis_names;  // by axis; none: those of the axes. Each once
  // Headings and up to 256 draws, again and again, in row order on the calling thread.
  std::function<void(const DataTable& draws)> take;
};

// A line a draw: its row, its replicate, the point of each axis, each output as NAME@PERIOD; what
// is missing is blank. No more is in memory than a few chunks. Says how many draws were handed
// over: fewer than all when it was stopped. Events, rule and cap of the request play no part.
// Errors and exceptions as of simulate(), and std::invalid_argument when names do not fit the axes.
Checked<std::uint64_t> write_draws(const SimulateRequest& request, const DrawsTable& table,
                                   const RunOptions& options = {});

}  // namespace headwater
