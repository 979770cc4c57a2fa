// A batch run into its file: what is there is verified, what is missing is computed, in order.
//
// The same command goes on after any interruption, and computes no chunk again that was written.
// Chunks are computed on many threads and written by one, in their order; a few wait for their turn
// at most, so memory is flat in rows.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/study/batch_file.hpp"
#include "engine/study/batch_plan.hpp"

namespace headwater {

// Rows of the whole batch, or of its shard.
struct BatchProgress {
  std::uint64_t rows = 0;         // to be had
  std::uint64_t rows_before = 0;  // of them, there when the run began
  std::uint64_t rows_done = 0;    // of them, there now
  std::uint64_t missing = 0;      // values, of what is there
};

struct BatchOutcome {
  BatchProgress progress;
  bool finished = false;  // false: stopped, or a shard
  bool stopped = false;
};

struct BatchOptions {
  RunOptions run;
  Shard shard;
  ScenarioOptions scenario;                            // as the batch was planned with
  Limits limits;                                       // likewise
  std::function<void(const BatchProgress&)> progress;  // after each chunk, in this thread; or none
};

// Throws BatchError, DatabaseError, and IoError when a file of the plan is no longer what it was.
BatchOutcome run_batch(const PlannedBatch& planned, const std::string& path,
                       const BatchOptions& options);

// Shards of one batch, in any order, as the file that the batch would have given undivided. The
// file at `path` must not be there. Throws BatchError when shards are of different batches, when a
// chunk is lacking or there twice, and when a figure is not what was written.
BatchOutcome merge_batches(const std::vector<std::string>& shards, const std::string& path,
                           const std::atomic<bool>* stop = nullptr);

}  // namespace headwater
