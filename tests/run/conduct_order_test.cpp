// Chunks handed over: in order, from one thread, a few ahead at most, and none lost when stopped.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/run/conduct.hpp"
#include "tests/run/program_by_hand.hpp"

using namespace headwater;
using test::ProgramByHand;
using test::slot;

namespace {

// Row i is i. Knows which chunks were begun; may be told to fail at one.
class Rows final : public Design {
 public:
  explicit Rows(std::uint64_t rows) : rows_(rows) {}
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return rows_; }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override {
    {
      const std::lock_guard lock(mutex_);
      begun_.push_back(first_row / 4096);
    }
    if (first_row / 4096 == bad_chunk) throw std::out_of_range("bad chunk");
    for (Eigen::Index i = 0; i < points.rows(); ++i) points(i, 0) = double(first_row) + double(i);
  }
  std::vector<std::uint64_t> begun() const {
    const std::lock_guard lock(mutex_);
    auto sorted = begun_;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }

  std::uint64_t bad_chunk = ~0ull;

 private:
  std::uint64_t rows_;
  std::vector<Axis> axes_{{"axis0", Unit()}};
  mutable std::mutex mutex_;
  mutable std::vector<std::uint64_t> begun_;
};

// Twice the row's number.
ProgramByHand doubling() {
  ProgramByHand hand(1);
  hand.output(hand.write(NodeOp::add, slot(0), slot(0)));
  return hand;
}

class Sink final : public ChunkSink {
 public:
  explicit Sink(std::function<void(std::uint64_t)> react = {}) : react_(std::move(react)) {}
  void take(std::uint64_t chunk, const Block& rows) override {
    BOOST_TEST((std::this_thread::get_id() == thread_));
    BOOST_TEST(rows.first_row == chunk * 4096);
    for (Eigen::Index i = 0; i < rows.values.rows(); ++i) {
      const double row = double(rows.first_row) + double(i);
      wrong_ += rows.points(i, 0) != row || rows.values(i, 0) != 2 * row ? 1 : 0;
    }
    chunks.push_back(chunk);
    rows_taken += std::uint64_t(rows.values.rows());
    BOOST_TEST(wrong_ == 0);
    if (react_) react_(chunk);
  }
  std::vector<std::uint64_t> chunks;
  std::uint64_t rows_taken = 0;

 private:
  std::function<void(std::uint64_t)> react_;
  std::thread::id thread_ = std::this_thread::get_id();
  int wrong_ = 0;
};

std::vector<std::uint64_t> from_to(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> numbers;
  for (; first < last; ++first) numbers.push_back(first);
  return numbers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conduct_order)

BOOST_AUTO_TEST_CASE(chunks_come_in_order_and_on_the_callers_thread) {
  const ProgramByHand hand = doubling();
  for (const std::size_t threads : {1u, 2u, 3u, 8u}) {
    for (const std::size_t width : {7u, 256u, 4096u}) {
      const Rows design(20 * 4096 + 5);
      Sink sink;
      const auto done = conduct(OrderedJob{hand.program(), design, {}, sink}, {width, threads});
      BOOST_TEST(done == 21u);
      BOOST_TEST(sink.rows_taken == design.rows());
      BOOST_TEST(sink.chunks == from_to(0, 21), boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_range_is_all_that_is_computed) {
  const ProgramByHand hand = doubling();
  for (const std::size_t threads : {1u, 3u}) {
    const Rows design(9 * 4096);
    Sink sink;
    const auto done = conduct(OrderedJob{hand.program(), design, {4, 7}, sink}, {64, threads});
    BOOST_TEST(done == 3u);
    BOOST_TEST(sink.chunks == from_to(4, 7), boost::test_tools::per_element());
    BOOST_TEST(design.begun() == from_to(4, 7), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(an_empty_range_and_one_beyond_the_end_hand_over_nothing) {
  const ProgramByHand hand = doubling();
  const Rows design(3 * 4096);
  for (const ChunkRange range : {ChunkRange{1, 1}, ChunkRange{3, 9}, ChunkRange{8, 9}}) {
    Sink sink;
    BOOST_TEST(conduct(OrderedJob{hand.program(), design, range, sink}, {64, 2}) == 0u);
    BOOST_TEST(sink.chunks.empty());
  }
}

// With t threads at most 2 t chunks are begun and not yet handed over. The sink holds the first one
// back until nothing more is begun for a while.
BOOST_AUTO_TEST_CASE(whoever_is_ahead_of_the_sink_waits) {
  const ProgramByHand hand = doubling();
  const Rows design(100 * 4096);
  std::size_t most = 0;
  Sink sink([&](std::uint64_t chunk) {
    if (chunk == 0) {
      for (std::size_t seen = ~std::size_t{0}; seen != design.begun().size();) {
        seen = design.begun().size();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    }
    most = std::max(most, design.begun().size() - std::size_t(chunk));
  });
  conduct(OrderedJob{hand.program(), design, {}, sink}, {256, 3});
  BOOST_TEST(most == 6u);
  BOOST_TEST(sink.chunks.size() == 100u);
}

BOOST_AUTO_TEST_CASE(what_was_begun_before_a_stop_is_still_handed_over) {
  const ProgramByHand hand = doubling();
  for (const std::size_t threads : {1u, 2u, 8u}) {
    const Rows design(1000 * 4096);
    std::atomic<bool> stop = false;
    Sink sink([&](std::uint64_t chunk) { stop = stop || chunk == 5; });
    const auto done = conduct(OrderedJob{hand.program(), design, {}, sink},
                              {.block_lanes = 256, .threads = threads, .stop = &stop});
    BOOST_TEST(done >= 6u);
    BOOST_TEST(done <= 6u + 2 * threads);
    BOOST_TEST(sink.chunks == from_to(0, done), boost::test_tools::per_element());
    BOOST_TEST(design.begun() == sink.chunks, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(a_sink_or_a_design_that_throws_ends_the_run) {
  const ProgramByHand hand = doubling();
  for (const std::size_t threads : {1u, 2u, 8u}) {
    const Rows whole(1000 * 4096);
    Sink full([](std::uint64_t chunk) {
      if (chunk == 3) throw std::runtime_error("disk full");
    });
    BOOST_CHECK_THROW(conduct(OrderedJob{hand.program(), whole, {}, full}, {256, threads}),
                      std::runtime_error);
    BOOST_TEST(full.chunks == from_to(0, 4), boost::test_tools::per_element());
    BOOST_TEST(whole.begun().size() <= 4 + 2 * threads + 1);

    Rows broken(1000 * 4096);
    broken.bad_chunk = 7;
    Sink sink;
    BOOST_CHECK_THROW(conduct(OrderedJob{hand.program(), broken, {}, sink}, {256, threads}),
                      std::out_of_range);
    BOOST_TEST(sink.chunks == from_to(0, sink.chunks.size()), boost::test_tools::per_element());
    BOOST_TEST(sink.chunks.size() <= 7u);
  }
}

BOOST_AUTO_TEST_CASE(an_answer_that_was_stopped_is_none) {
  const ProgramByHand hand = doubling();
  const Rows design(50 * 4096);
  std::atomic<bool> stop = true;
  for (const std::size_t threads : {1u, 3u}) {
    const RunOptions options{.threads = threads, .stop = &stop};
    BOOST_TEST(!conduct({hand.program(), design, RowsReducer()}, options));
    stop = false;
    BOOST_TEST(bool(conduct({hand.program(), design, RowsReducer()}, options)));
    stop = true;
  }
}

BOOST_AUTO_TEST_SUITE_END()
