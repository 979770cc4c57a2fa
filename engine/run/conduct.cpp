#include "engine/run/conduct.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "engine/run/executor.hpp"

namespace headwater {
namespace {

std::uint64_t chunk_rows(const Design& design) {
  constexpr std::uint64_t rows = 4096;
  const std::uint64_t group = design.rows_per_group();
  return (rows + group - 1) / group * group;
}

// Collects chunks' answers and merges two as soon as both halves of a node of the tree are there.
class MergeTree {
 public:
  explicit MergeTree(std::uint64_t chunks) : chunks_(chunks) {}

  void offer(std::uint64_t chunk, std::unique_ptr<Reducer> answer) {
    std::uint64_t level = 0;
    std::uint64_t index = chunk;
    while (width(level) > 1) {
      const std::uint64_t sibling = index ^ 1u;
      if (sibling < width(level)) {
        auto waiting = take({level, sibling}, {level, index}, answer);
        if (!waiting) return;
        if (sibling < index) std::swap(waiting, answer);
        answer->merge(*waiting);
      }
      ++level;
      index /= 2;
    }
    const std::lock_guard lock(mutex_);
    root_ = std::move(answer);
  }

  std::unique_ptr<Reducer> root() { return std::move(root_); }

 private:
  using Node = std::pair<std::uint64_t, std::uint64_t>;  // level, index

  std::uint64_t width(std::uint64_t level) const {
    const std::uint64_t span = 1ull << level;
    return (chunks_ + span - 1) / span;
  }

  // The sibling's answer, or nothing after leaving one's own for the sibling to find.
  std::unique_ptr<Reducer> take(Node sibling, Node own, std::unique_ptr<Reducer>& answer) {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(sibling);
    if (found == waiting_.end()) {
      waiting_.emplace(own, std::move(answer));
      return nullptr;
    }
    auto other = std::move(found->second);
    waiting_.erase(found);
    return other;
  }

  std::uint64_t chunks_;
  std::mutex mutex_;
  std::map<Node, std::unique_ptr<Reducer>> waiting_;
  std::unique_ptr<Reducer> root_;
};

class Conductor {
 public:
  Conductor(const Job& job, const RunOptions& options)
      : job_(job),
        options_(options),
        rows_(job.design.rows()),
        per_chunk_(chunk_rows(job.design)),
        chunks_((rows_ + per_chunk_ - 1) / per_chunk_),
        tree_(chunks_) {}

  std::unique_ptr<Reducer> run() {
    if (chunks_ == 0) return job_.reducer.fresh();
    std::size_t threads = options_.threads;
    if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
    threads = std::min(threads, std::size_t(chunks_));
    if (threads == 1) {
      work();
    } else {
      std::vector<std::jthread> pool;
      for (std::size_t i = 0; i < threads; ++i) pool.emplace_back([this] { work(); });
    }
    if (failure_) std::rethrow_exception(failure_);
    return tree_.root();
  }

 private:
  void work() {
    try {
      Executor executor(job_.program, options_.block_lanes);
      while (const auto chunk = next()) {
        auto answer = job_.reducer.fresh();
        answer->add(compute(executor, *chunk));
        tree_.offer(*chunk, std::move(answer));
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  std::optional<std::uint64_t> next() {
    const std::lock_guard lock(mutex_);
    if (failure_ || next_ == chunks_) return std::nullopt;
    return next_++;
  }

  Block compute(Executor& executor, std::uint64_t chunk) const {
    Block block;
    block.first_row = chunk * per_chunk_;
    const auto rows = Eigen::Index(std::min(per_chunk_, rows_ - block.first_row));
    block.points.resize(rows, Eigen::Index(job_.program.axes.size()));
    job_.design.fill(block.first_row, block.points);
    executor.run(block);
    return block;
  }

  const Job& job_;
  const RunOptions& options_;
  std::uint64_t rows_;
  std::uint64_t per_chunk_;
  std::uint64_t chunks_;
  MergeTree tree_;
  std::mutex mutex_;
  std::uint64_t next_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

std::unique_ptr<Reducer> conduct(const Job& job, const RunOptions& options) {
  const auto axes = job.design.axes();
  if (!std::equal(axes.begin(), axes.end(), job.program.axes.begin(), job.program.axes.end())) {
    throw std::invalid_argument("design: the axes of the program");
  }
  if (options.block_lanes == 0) throw std::invalid_argument("block_lanes: at least 1");
  return Conductor(job, options).run();
}

}  // namespace headwater
