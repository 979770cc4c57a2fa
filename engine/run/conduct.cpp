#include "engine/run/conduct.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "engine/run/executor.hpp"

namespace headwater {
namespace {

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

// Which chunk is next, for any number of threads, and what becomes of it.
class Conductor {
 public:
  Conductor(const Program& program, const Design& design, ChunkRange range,
            const RunOptions& options)
      : program_(program),
        design_(design),
        options_(options),
        rows_(design.rows()),
        per_chunk_(chunk_rows(design)),
        last_(std::min(range.last, chunk_count(design))),
        first_(std::min(range.first, last_)),
        next_(first_),
        handed_(first_) {
    threads_ = options.threads;
    if (threads_ == 0) threads_ = std::max(1u, std::thread::hardware_concurrency());
    threads_ = std::size_t(std::min<std::uint64_t>(threads_, std::max<std::uint64_t>(1, chunks())));
  }

  std::uint64_t chunks() const { return last_ - first_; }
  bool finished() const { return next_ == last_; }

  // Each chunk to `deliver`, on the thread that computed it and in any order.
  template <typename Deliver>
  void in_any_order(const Deliver& deliver) {
    if (threads_ == 1) {
      work(deliver);
    } else {
      const auto pool = started(deliver);
    }
    if (failure_) std::rethrow_exception(failure_);
  }

  // Each chunk to the sink, in order and on this thread. Returns how many.
  std::uint64_t in_order(ChunkSink& sink) {
    if (threads_ == 1) {
      work([&](std::uint64_t chunk, const Block& block) {
        sink.take(chunk, block);
        ++handed_;
      });
    } else {
      ahead_max_ = 2 * threads_;
      const auto pool = started([this](std::uint64_t chunk, Block&& block) {
        const std::lock_guard lock(mutex_);
        waiting_.emplace(chunk, std::move(block));
        arrived_.notify_one();
      });
      hand_over(sink);
    }
    if (failure_) std::rethrow_exception(failure_);
    return handed_ - first_;
  }

 private:
  template <typename Deliver>
  std::vector<std::jthread> started(const Deliver& deliver) {
    working_ = threads_;
    std::vector<std::jthread> pool;
    for (std::size_t i = 0; i < threads_; ++i) {
      pool.emplace_back([this, deliver] {
        work(deliver);
        const std::lock_guard lock(mutex_);
        --working_;
        arrived_.notify_one();
      });
    }
    return pool;
  }

  template <typename Deliver>
  void work(const Deliver& deliver) {
    try {
      Executor executor(program_, options_.block_lanes);
      while (const auto chunk = next()) deliver(*chunk, compute(executor, *chunk));
    } catch (...) {
      fail();
    }
  }

  // Until every chunk is handed over, or the threads have ended before.
  void hand_over(ChunkSink& sink) {
    try {
      while (const auto block = arrival()) {
        sink.take(handed_, *block);
        const std::lock_guard lock(mutex_);
        ++handed_;
        room_.notify_all();
      }
    } catch (...) {
      fail();
    }
  }

  // The chunk whose turn it is, once it is there; nothing when it will not be.
  std::optional<Block> arrival() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return failure_ || waiting_.contains(handed_) || working_ == 0; });
    const auto found = waiting_.find(handed_);
    if (failure_ || found == waiting_.end()) return std::nullopt;
    std::optional<Block> block(std::move(found->second));
    waiting_.erase(found);
    return block;
  }

  std::optional<std::uint64_t> next() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return over() || next_ - handed_ < ahead_max_; });
    if (over()) return std::nullopt;
    return next_++;
  }

  bool over() const {
    const bool stopped = options_.stop != nullptr && options_.stop->load();
    return failure_ || stopped || next_ == last_;
  }

  void fail() {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    room_.notify_all();
    arrived_.notify_one();
  }

  Block compute(Executor& executor, std::uint64_t chunk) const {
    Block block;
    block.first_row = chunk * per_chunk_;
    const auto rows = Eigen::Index(std::min(per_chunk_, rows_ - block.first_row));
    block.points.resize(rows, Eigen::Index(program_.axes.size()));
    design_.fill(block.first_row, block.points);
    executor.run(block);
    return block;
  }

  const Program& program_;
  const Design& design_;
  const RunOptions& options_;
  std::uint64_t rows_;
  std::uint64_t per_chunk_;
  std::uint64_t last_;
  std::uint64_t first_;
  std::size_t threads_ = 1;
  std::uint64_t ahead_max_ = std::numeric_limits<std::uint64_t>::max();  // begun, not handed over

  std::mutex mutex_;  // of all below
  std::condition_variable arrived_;
  std::condition_variable room_;
  std::uint64_t next_;
  std::uint64_t handed_;
  std::map<std::uint64_t, Block> waiting_;
  std::size_t working_ = 0;
  std::exception_ptr failure_;
};

void require_axes(const Program& program, const Design& design) {
  const auto axes = design.axes();
  if (!std::equal(axes.begin(), axes.end(), program.axes.begin(), program.axes.end())) {
    throw std::invalid_argument("design: the axes of the program");
  }
}

}  // namespace

std::uint64_t chunk_rows(const Design& design) {
  constexpr std::uint64_t rows = 4096;
  const std::uint64_t group = design.rows_per_group();
  return (rows + group - 1) / group * group;
}

std::uint64_t chunk_count(const Design& design) {
  const std::uint64_t per_chunk = chunk_rows(design);
  return (design.rows() + per_chunk - 1) / per_chunk;
}

std::unique_ptr<Reducer> conduct(const Job& job, const RunOptions& options) {
  require_axes(job.program, job.design);
  Conductor conductor(job.program, job.design, {}, options);
  if (conductor.chunks() == 0) return job.reducer.fresh();
  MergeTree tree(conductor.chunks());
  conductor.in_any_order([&](std::uint64_t chunk, const Block& block) {
    auto answer = job.reducer.fresh();
    answer->add(block);
    tree.offer(chunk, std::move(answer));
  });
  return conductor.finished() ? tree.root() : nullptr;
}

std::uint64_t conduct(const OrderedJob& job, const RunOptions& options) {
  require_axes(job.program, job.design);
  return Conductor(job.program, job.design, job.chunks, options).in_order(job.sink);
}

}  // namespace headwater
