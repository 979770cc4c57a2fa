#include "engine/study/batch.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace headwater {
namespace {

class ChunkWriter final : public ChunkSink {
 public:
  ChunkWriter(BatchFile& file, std::size_t job, BatchProgress& progress,
              const std::function<void(const BatchProgress&)>& tell)
      : file_(file), job_(job), progress_(progress), tell_(tell) {}

  void take(std::uint64_t chunk, const Block& rows) override {
    file_.write(job_, chunk, rows);
    progress_.rows_done += std::uint64_t(rows.values.rows());
    progress_.missing += std::uint64_t(rows.values.isNaN().count());
    if (tell_) tell_(progress_);
  }

 private:
  BatchFile& file_;
  std::size_t job_;
  BatchProgress& progress_;
  const std::function<void(const BatchProgress&)>& tell_;
};

// Scenarios are read again when their turn comes, one at a time: all of them would not fit.
class JobsReader {
 public:
  JobsReader(const PlannedBatch& planned, const BatchOptions& options)
      : planned_(planned), options_(options) {}

  const PreparedJob& at(std::size_t job) {
    const BatchJob& wanted = planned_.plan->jobs[job];
    if (file_ != planned_.files[job]) read(planned_.files[job]);
    for (const PreparedJob& one : jobs_) {
      if (same_key(one.job, wanted) && one.job.rows == wanted.rows) return one;
    }
    throw IoError(fmt::format("{} has changed meanwhile: give the same command again", file_));
  }

 private:
  void read(const std::string& file) {
    file_ = file;
    jobs_.clear();
    Sources sources(options_.limits);
    const auto scenario = load_scenario(file, sources, options_.scenario);
    if (!scenario) return;
    auto jobs = prepare_jobs(*scenario.value, options_.limits);
    if (jobs) jobs_ = std::move(*jobs.value);
  }

  const PlannedBatch& planned_;
  const BatchOptions& options_;
  std::string file_;
  std::vector<PreparedJob> jobs_;  // of file_
};

BatchProgress progress_of(const BatchPlan& plan, const std::vector<ChunkRange>& due,
                          const std::vector<StoredChunks>& stored) {
  BatchProgress progress;
  for (std::size_t job = 0; job < plan.jobs.size(); ++job) {
    progress.rows += plan.jobs[job].rows_of(due[job]);
    progress.rows_before += plan.jobs[job].rows_of(stored[job].chunks);
    progress.missing += stored[job].missing;
  }
  progress.rows_done = progress.rows_before;
  return progress;
}

}  // namespace

BatchOutcome run_batch(const PlannedBatch& planned, const std::string& path,
                       const BatchOptions& options) {
  const BatchPlan& plan = *planned.plan;
  const auto due = chunks_of(plan, options.shard);
  BatchFile file(path, plan, options.shard);
  const auto stored = file.verify(options.run.stop);
  BatchOutcome outcome;
  outcome.stopped = !stored;
  if (!stored) return outcome;
  outcome.progress = progress_of(plan, due, *stored);
  JobsReader jobs(planned, options);
  for (std::size_t job = 0; job < plan.jobs.size() && !outcome.stopped; ++job) {
    ChunkRange rest = due[job];
    const ChunkRange there = (*stored)[job].chunks;
    if (there.first != there.last) rest.first = there.last;
    if (rest.first == rest.last) continue;
    const PreparedJob& prepared = jobs.at(job);
    ChunkWriter writer(file, job, outcome.progress, options.progress);
    const auto done = conduct({prepared.program, *prepared.design, rest, writer}, options.run);
    outcome.stopped = done < rest.last - rest.first;
  }
  if (outcome.stopped || options.shard.count > 1) return outcome;
  if (!file.finished()) file.finish(path);
  outcome.finished = true;
  return outcome;
}

}  // namespace headwater
