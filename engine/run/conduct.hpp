// The only loop: chunks of a design through executors into a reducer, on any number of threads.
//
// A chunk is 4,096 rows rounded up to whole groups. Partial answers merge along the complete binary
// tree of chunk indices, whoever finished first, so the answer is the same bytes for any number of
// threads and any width of block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/model/program.hpp"
#include "engine/run/design.hpp"
#include "engine/run/reducer.hpp"

namespace headwater {

struct Job {
  const Program& program;
  const Design& design;    // with the program's axes
  const Reducer& reducer;  // its kind; never added to
};

struct RunOptions {
  std::size_t block_lanes = 256;  // lanes side by side, >= 1; never changes a result
  std::size_t threads = 0;        // 0: one per core; never changes a result
};

// The whole design's answer. Throws std::invalid_argument when the design has other axes than the
// program or a width is 0, and what a thread threw, after all have stopped.
std::unique_ptr<Reducer> conduct(const Job& job, const RunOptions& options = {});

}  // namespace headwater
