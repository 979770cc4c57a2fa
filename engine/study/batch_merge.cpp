// Shards put together: every chunk once, each compared with its digest on the way.
#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/study/batch.hpp"
#include "engine/study/detail/batch_disk.hpp"

namespace headwater {
namespace {

struct ShardPiece {
  std::string path;
  ChunkRange chunks;
};

// By job, what each file holds of it.
using Pieces = std::vector<std::vector<ShardPiece>>;

class Merging {
 public:
  // Looks through all files before a figure is read: which of them lacks what is the likely
  // trouble.
  explicit Merging(const std::vector<std::string>& shards) {
    for (const std::string& path : shards) add(path);
    for (std::size_t job = 0; job < pieces_.size(); ++job) {
      auto& pieces = pieces_[job];
      std::sort(pieces.begin(), pieces.end(), [](const ShardPiece& a, const ShardPiece& b) {
        return std::pair(a.chunks.first, a.chunks.last) < std::pair(b.chunks.first, b.chunks.last);
      });
      require_each_once(job);
    }
  }

  const BatchPlan& plan() const { return plan_; }

  // False when it was stopped.
  bool copy_into(BatchFile& merged, BatchProgress& progress, const std::atomic<bool>* stop) const {
    std::unique_ptr<BatchFile> shard;
    for (std::size_t job = 0; job < pieces_.size(); ++job) {
      for (const ShardPiece& piece : pieces_[job]) {
        if (!shard || shard->path() != piece.path) shard = std::make_unique<BatchFile>(piece.path);
        for (std::uint64_t chunk = piece.chunks.first; chunk < piece.chunks.last; ++chunk) {
          if (stop != nullptr && stop->load()) return false;
          const Block rows = shard->read(job, chunk);
          merged.write(job, chunk, rows);
          progress.rows_done += std::uint64_t(rows.values.rows());
          progress.missing += std::uint64_t(rows.values.isNaN().count());
        }
      }
    }
    return true;
  }

 private:
  void add(const std::string& path) {
    const BatchFile shard(path);
    if (first_.empty()) {
      first_ = path;
      plan_ = shard.plan();
      pieces_.resize(plan_.jobs.size());
    } else if (shard.plan() != plan_) {
      throw BatchError(BatchFault::other_plan,
                       fmt::format("{} and {} are shards of different batches", first_, path),
                       "merge what one command has made with --shard 1/n to n/n");
    }
    const auto stored = shard.stored();
    const auto due = chunks_of(plan_, shard.shard());
    for (std::size_t job = 0; job < stored.size(); ++job) {
      const ChunkRange there = stored[job].chunks;
      const std::uint64_t end = std::max(due[job].first, there.last);
      if (end < due[job].last) {
        throw BatchError(BatchFault::incomplete,
                         fmt::format("{} is not complete: {} lacks chunks {} to {}", path,
                                     plan_.jobs[job].said(), end, due[job].last - 1),
                         fmt::format("give the command again that made it{}", shard_words(shard)));
      }
      if (there.first != there.last) pieces_[job].push_back({path, there});
    }
  }

  static std::string shard_words(const BatchFile& shard) {
    const Shard which = shard.shard();
    return which.count == 1 ? "" : fmt::format(", with --shard {}/{}", which.number, which.count);
  }

  void require_each_once(std::size_t job) const {
    const BatchJob& one = plan_.jobs[job];
    std::uint64_t next = 0;
    const ShardPiece* before = nullptr;
    for (const ShardPiece& piece : pieces_[job]) {
      if (piece.chunks.first < next) {
        throw BatchError(BatchFault::doubled,
                         fmt::format("chunk {} of {} is in {} and in {}", piece.chunks.first,
                                     one.said(), before->path, piece.path),
                         "name each shard once, and shards of one division only");
      }
      require_none_before(one, next, piece.chunks.first);
      next = piece.chunks.last;
      before = &piece;
    }
    require_none_before(one, next, one.chunks());
  }

  static void require_none_before(const BatchJob& job, std::uint64_t next, std::uint64_t chunk) {
    if (next == chunk) return;
    throw BatchError(BatchFault::incomplete,
                     fmt::format("no shard has chunks {} to {} of {}", next, chunk - 1, job.said()),
                     "name every shard, from --shard 1/n to n/n");
  }

  std::string first_;
  BatchPlan plan_;
  Pieces pieces_;
};

}  // namespace

BatchOutcome merge_batches(const std::vector<std::string>& shards, const std::string& path,
                           const std::atomic<bool>* stop) {
  std::error_code failure;
  if (std::filesystem::exists(path, failure)) {
    throw BatchError(BatchFault::foreign, fmt::format("{} is there already", path),
                     "give -o another name, or move that file away");
  }
  const Merging merging(shards);
  const std::string scratch = path + ".merging";
  detail::remove_with_journal(scratch);
  BatchOutcome outcome;
  try {
    BatchFile merged(scratch, merging.plan(), {}, Durability::scratch);
    for (const BatchJob& job : merging.plan().jobs) outcome.progress.rows += job.rows;
    outcome.finished = merging.copy_into(merged, outcome.progress, stop);
    outcome.stopped = !outcome.finished;
    if (outcome.finished) merged.finish(path);
  } catch (...) {
    detail::remove_with_journal(scratch);
    throw;
  }
  detail::remove_with_journal(scratch);
  return outcome;
}

}  // namespace headwater
