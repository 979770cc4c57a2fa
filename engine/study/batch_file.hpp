// A batch file: opened, held against its plan, verified, added to, finished.
//
// It is an SQLite database; scenarios/batch.md says for those who query it what it holds. While it
// grows it has a rollback journal beside it and is locked for everybody else; each chunk of rows
// comes with a digest of its figures in one transaction, so that it is there whole or not at all.
// A finished file is written anew, in the one order that SQLite's VACUUM INTO has: its bytes depend
// on the plan alone, and on no clock, host, path, thread, shard or interruption.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/run/block.hpp"
#include "engine/study/batch_jobs.hpp"
#include "engine/tables/sqlite.hpp"

namespace headwater {

namespace detail {
class JobRows;
}

enum class BatchFault {
  busy,        // somebody else writes or reads it
  full,        // no room on the disk
  foreign,     // it is there, and is none of ours
  other_plan,  // of other scenarios, another shard or another engine
  damaged,     // not as we wrote it
  no_batch,    // a file to be read is not there, or is none of ours
  incomplete,  // chunks are lacking
  doubled      // chunks are there twice
};

// Carries a message that names the file, and what to do.
class BatchError : public IoError {
 public:
  BatchError(BatchFault fault, const std::string& message, std::string hint)
      : IoError(message), fault_(fault), hint_(std::move(hint)) {}
  BatchFault fault() const { return fault_; }
  const std::string& hint() const { return hint_; }

 private:
  BatchFault fault_;
  std::string hint_;
};

// What is there of one job.
struct StoredChunks {
  ChunkRange chunks{0, 0};    // without a gap
  std::uint64_t missing = 0;  // values
};

// Whether a chunk has reached the disk when write() returns; scratch is begun anew after a failure.
enum class Durability { durable, scratch };

// Everything here throws BatchError, or DatabaseError with SQLite's own words.
class BatchFile {
 public:
  // For writing. What is there must be a batch of ours, of that very plan and shard.
  BatchFile(const std::string& path, const BatchPlan& plan, Shard shard,
            Durability durability = Durability::durable);
  // For reading, with the plan it was made for.
  explicit BatchFile(const std::string& path);
  ~BatchFile();

  const std::string& path() const { return path_; }
  const BatchPlan& plan() const { return plan_; }
  Shard shard() const { return shard_; }
  bool finished() const { return finished_; }

  // By job. Reads every figure and compares digests: nothing that fails is believed. With `stop`
  // set it ends early, and returns nothing.
  std::optional<std::vector<StoredChunks>> verify(const std::atomic<bool>* stop = nullptr);

  // By job, unverified but for being a range.
  std::vector<StoredChunks> stored() const;
  // Compared with its digest.
  Block read(std::size_t job, std::uint64_t chunk);

  // In one transaction. -0 is stored as 0, a missing value as NULL.
  void write(std::size_t job, std::uint64_t chunk, const Block& rows);

  // Once every chunk is there: replaces the file by its finished form, at `path`, and ends. Killed
  // at any moment, the file is either as before or finished.
  void finish(const std::string& path);

 private:
  void lock(Durability durability);
  void create();
  void hold_against();
  void check_structure();
  void check_schema();
  void verify_job(std::size_t job, const StoredChunks& stored, const std::atomic<bool>* stop);
  Shard stored_shard() const;
  std::string difference(const BatchPlan& there) const;
  detail::JobRows& rows_of(std::size_t job);
  Block stored_rows(std::size_t job, std::uint64_t first_row, std::uint64_t rows);
  [[noreturn]] void damaged(const std::string& what) const;

  std::string path_;
  BatchPlan plan_;
  Shard shard_;
  bool finished_ = false;
  bool writing_ = false;
  std::unique_ptr<Database> database_;
  std::unique_ptr<detail::JobRows> rows_;  // of the job last asked for
  std::size_t rows_job_ = 0;
};

}  // namespace headwater
