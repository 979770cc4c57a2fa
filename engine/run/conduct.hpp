// The only loop: chunks of a design through executors into a reducer, on any number of threads.
//
// A chunk is 4,096 rows rounded up to whole groups. Partial answers merge along the complete binary
// tree of chunk indices, whoever finished first, so the answer is the same bytes for any number of
// threads and any width of block. Where the rows themselves are wanted, a sink is handed the chunks
// in their order instead, by the calling thread alone, and whoever is ahead of it waits: so memory
// is flat in rows.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
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
  std::size_t block_lanes = 0;              // lanes side by side; 0: lanes_for(program)
  std::size_t threads = 0;                  // 0: one per core; never changes a result
  const std::atomic<bool>* stop = nullptr;  // once true, no further chunk is begun
};

// The whole design's answer; nothing when it was stopped before the last chunk. Throws
// std::invalid_argument when the design has other axes than the program, and what a thread threw,
// after all have stopped.
std::unique_ptr<Reducer> conduct(const Job& job, const RunOptions& options = {});

// The rows of a chunk, the last of a design but for what is left; and how many chunks there are.
std::uint64_t chunk_rows(const Design& design);
std::uint64_t chunk_count(const Design& design);

// Chunks [first, last): a shard's, or what an interrupted run has left to do.
struct ChunkRange {
  std::uint64_t first = 0;
  std::uint64_t last = std::numeric_limits<std::uint64_t>::max();  // the design's own end, if less
  bool operator==(const ChunkRange&) const = default;
};

class ChunkSink {
 public:
  virtual ~ChunkSink() = default;
  // One chunk after the other, on the thread that called conduct(): so it is also the place to say
  // how far things are. What it throws ends the run.
  virtual void take(std::uint64_t chunk, const Block& rows) = 0;
};

struct OrderedJob {
  const Program& program;
  const Design& design;  // with the program's axes
  ChunkRange chunks;
  ChunkSink& sink;
};

// How many chunks were handed over, from the first on without a gap: all of them, or fewer when it
// was stopped; what had been begun by then is still handed over. Throws as above, and what the sink
// threw.
std::uint64_t conduct(const OrderedJob& job, const RunOptions& options = {});

}  // namespace headwater
