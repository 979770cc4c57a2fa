#include "engine/run/conduct.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/model/arithmetic.hpp"
#include "engine/run/executor.hpp"
#include "tests/run/program_by_hand.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using test::ProgramByHand;
using test::slot;

namespace {

// Row i is (i, i mod 7): a function of i, as a design must be.
class CountingDesign : public Design {
 public:
  explicit CountingDesign(std::uint64_t rows, std::uint32_t group = 1)
      : rows_(rows), group_(group), axes_{{"axis0", Unit()}, {"axis1", Unit()}} {}
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return rows_; }
  std::uint32_t rows_per_group() const override { return group_; }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override {
    {
      const std::lock_guard lock(mutex_);
      filled_.emplace_back(first_row, std::uint64_t(points.rows()));
    }
    for (Eigen::Index lane = 0; lane < points.rows(); ++lane) {
      const std::uint64_t row = first_row + std::uint64_t(lane);
      points(lane, 0) = double(row);
      points(lane, 1) = double(row % 7);
    }
  }
  // First row and count of each time it was asked, in row order.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> filled() const {
    auto sorted = filled_;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }

 private:
  std::uint64_t rows_;
  std::uint32_t group_;
  std::vector<Axis> axes_;
  mutable std::mutex mutex_;
  mutable std::vector<std::pair<std::uint64_t, std::uint64_t>> filled_;
};

// Throws when it is asked for a row, and knows how many threads are inside it.
class FailingDesign final : public CountingDesign {
 public:
  FailingDesign(std::uint64_t rows, std::uint64_t bad_row)
      : CountingDesign(rows), bad_row_(bad_row) {}
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override {
    ++inside_;
    CountingDesign::fill(first_row, points);
    std::this_thread::yield();
    --inside_;
    if (first_row <= bad_row_ && bad_row_ < first_row + std::uint64_t(points.rows())) {
      throw std::out_of_range("row " + std::to_string(bad_row_));
    }
  }
  int inside() const { return inside_; }

 private:
  std::uint64_t bad_row_;
  mutable std::atomic<int> inside_{0};
};

// Writes down who was merged with whom: chunk numbers in brackets.
class RecordingReducer final : public Reducer {
 public:
  explicit RecordingReducer(std::uint64_t chunk_rows) : chunk_rows_(chunk_rows) {}
  std::unique_ptr<Reducer> fresh() const override {
    return std::make_unique<RecordingReducer>(chunk_rows_);
  }
  void add(const Block& chunk) override {
    BOOST_REQUIRE(text_.empty());  // one chunk each, the rest by merging
    text_ = std::to_string(chunk.first_row / chunk_rows_);
  }
  void merge(const Reducer& right) override {
    text_ = "(" + text_ + " " + dynamic_cast<const RecordingReducer&>(right).text_ + ")";
  }
  std::vector<std::byte> bytes() const override {
    std::vector<std::byte> bytes(text_.size());
    std::memcpy(bytes.data(), text_.data(), text_.size());
    return bytes;
  }
  const std::string& text() const { return text_; }

 private:
  std::uint64_t chunk_rows_;
  std::string text_;
};

// x / (x mod 7) + x mod 7, lost in every seventh row; and x itself.
ProgramByHand quotients() {
  ProgramByHand hand(2);
  const auto quotient = hand.write(NodeOp::divide, slot(0), slot(1));
  hand.output(hand.write(NodeOp::add, quotient, slot(1)));
  hand.output(slot(0));
  return hand;
}

std::string merges(std::uint64_t chunks, std::size_t threads) {
  const ProgramByHand hand = quotients();
  const CountingDesign design((chunks - 1) * 4096 + 1);
  const auto answer =
      conduct({hand.program(), design, RecordingReducer(4096)}, {.threads = threads});
  return dynamic_cast<const RecordingReducer&>(*answer).text();
}

}  // namespace

BOOST_AUTO_TEST_CASE(answers_merge_along_the_complete_binary_tree) {
  const std::vector<std::string> trees = {"0",
                                          "(0 1)",
                                          "((0 1) 2)",
                                          "((0 1) (2 3))",
                                          "(((0 1) (2 3)) 4)",
                                          "(((0 1) (2 3)) (4 5))",
                                          "(((0 1) (2 3)) ((4 5) 6))",
                                          "(((0 1) (2 3)) ((4 5) (6 7)))",
                                          "((((0 1) (2 3)) ((4 5) (6 7))) 8)"};
  for (std::uint64_t chunks = 1; chunks <= trees.size(); ++chunks) {
    for (const std::size_t threads : {1u, 2u, 3u, 8u}) {
      BOOST_TEST_CONTEXT(chunks << " chunks, " << threads << " threads") {
        BOOST_TEST(merges(chunks, threads) == trees[chunks - 1]);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(neither_threads_nor_width_change_a_byte) {
  const ProgramByHand hand = quotients();
  const CountingDesign design(3 * 4096 + 77);
  const auto expected = conduct({hand.program(), design, RowsReducer()}, {256, 1})->bytes();
  for (const std::size_t width : {1u, 7u, 8u, 256u, 4096u}) {
    for (const std::size_t threads : {1u, 2u, 3u, 8u, 0u}) {
      const auto answer = conduct({hand.program(), design, RowsReducer()}, {width, threads});
      BOOST_TEST((answer->bytes() == expected), "width " << width << ", threads " << threads);
    }
  }
}

BOOST_AUTO_TEST_CASE(rows_and_their_failures_stand_in_order) {
  const ProgramByHand hand = quotients();
  const CountingDesign design(2 * 4096 + 5);

  const auto answer = conduct({hand.program(), design, RowsReducer()}, {.threads = 3});

  const Block& rows = dynamic_cast<const RowsReducer&>(*answer).rows();
  BOOST_TEST_REQUIRE(rows.values.rows() == 2 * 4096 + 5);
  std::size_t lost = 0;
  for (Eigen::Index row = 0; row < rows.values.rows(); ++row) {
    const double x = double(row);
    const double y = double(row % 7);
    BOOST_TEST_REQUIRE(rows.points(row, 0) == x);
    BOOST_TEST_REQUIRE(rows.values(row, 1) == x);
    BOOST_TEST_REQUIRE(test::bits(rows.values(row, 0)) ==
                       test::bits(y == 0 ? missing() : x / y + y));
    if (y != 0) continue;
    BOOST_TEST_REQUIRE(lost < rows.failures.size());
    BOOST_TEST_REQUIRE(
        (rows.failures[lost++] == Failure{std::uint64_t(row), 0, ProgramByHand::cell(0)}));
  }
  BOOST_TEST(lost == rows.failures.size());
}

// Groups of 3 make chunks of 4,098 rows, groups of 5 of 4,100, and one of 5,000 makes one of 5,000.
BOOST_AUTO_TEST_CASE(no_chunk_splits_a_group) {
  const ProgramByHand hand = quotients();
  for (const auto& [group, chunk] : std::vector<std::pair<std::uint32_t, std::uint64_t>>{
           {1, 4096}, {2, 4096}, {3, 4098}, {5, 4100}, {4096, 4096}, {4097, 4097}, {5000, 5000}}) {
    const std::uint64_t whole = 12'000 / group * group + group;
    const CountingDesign design(whole, group);
    const auto answer = conduct({hand.program(), design, RecordingReducer(chunk)}, {.threads = 2});
    BOOST_TEST_CONTEXT("groups of " << group) {
      std::uint64_t next = 0;
      for (const auto& [first, count] : design.filled()) {
        BOOST_TEST(first == next);
        BOOST_TEST(first % chunk == 0u);
        BOOST_TEST(first % group == 0u);
        BOOST_TEST(count == std::min(chunk, whole - first));
        next = first + count;
      }
      BOOST_TEST(next == whole);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_design_without_rows_has_the_fresh_answer) {
  const ProgramByHand hand = quotients();
  const CountingDesign design(0);

  const auto answer = conduct({hand.program(), design, RowsReducer()});

  BOOST_TEST_REQUIRE(answer != nullptr);
  BOOST_TEST((answer->bytes() == RowsReducer().bytes()));
  BOOST_TEST(design.filled().empty());
}

// The exception arrives as it was thrown, and nobody is at work any more.
BOOST_AUTO_TEST_CASE(what_a_thread_throws_is_thrown_after_all_have_stopped) {
  const ProgramByHand hand = quotients();
  for (const std::size_t threads : {1u, 2u, 8u}) {
    for (const std::uint64_t bad_row : {0u, 3u * 4096u + 17u, 20u * 4096u - 1u}) {
      const FailingDesign design(20 * 4096, bad_row);
      BOOST_TEST_CONTEXT(threads << " threads, row " << bad_row) {
        BOOST_CHECK_EXCEPTION(
            conduct({hand.program(), design, RowsReducer()}, {.threads = threads}),
            std::out_of_range, [&](const std::out_of_range& thrown) {
              return thrown.what() == "row " + std::to_string(bad_row);
            });
        BOOST_TEST(design.inside() == 0);
        const auto asked = design.filled().size();
        std::this_thread::yield();
        BOOST_TEST(design.filled().size() == asked);
        if (bad_row == 0 && threads == 1) BOOST_TEST(asked == 1u);  // and no more is begun
      }
    }
  }
}

// More than one thread may fail: one exception comes out, and the program lives.
BOOST_AUTO_TEST_CASE(when_every_chunk_fails_one_exception_is_thrown) {
  class Broken final : public Reducer {
   public:
    std::unique_ptr<Reducer> fresh() const override { return std::make_unique<Broken>(); }
    void add(const Block& chunk) override {
      throw std::runtime_error("chunk at row " + std::to_string(chunk.first_row));
    }
    void merge(const Reducer&) override {}
    std::vector<std::byte> bytes() const override { return {}; }
  };
  const ProgramByHand hand = quotients();

  BOOST_CHECK_THROW(conduct({hand.program(), CountingDesign(9 * 4096), Broken()}, {.threads = 8}),
                    std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_design_of_other_axes_is_refused) {
  const ProgramByHand one_axis(1);
  BOOST_CHECK_THROW(conduct({one_axis.program(), CountingDesign(1), RowsReducer()}),
                    std::invalid_argument);
  const ProgramByHand none(0);
  BOOST_CHECK_THROW(conduct({none.program(), CountingDesign(1), RowsReducer()}),
                    std::invalid_argument);

  const ProgramByHand hand = quotients();
  std::vector<Axis> swapped = {{"axis1", Unit()}, {"axis0", Unit()}};
  BOOST_CHECK_THROW(
      conduct({hand.program(), ListDesign(swapped, Eigen::ArrayXXd(1, 2)), RowsReducer()}),
      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_width_of_0_is_the_programs_own) {
  const ProgramByHand hand = quotients();
  const CountingDesign design(5000);
  const auto own = conduct({hand.program(), design, RowsReducer()}, {.block_lanes = 0});
  const auto given = conduct({hand.program(), design, RowsReducer()}, {.block_lanes = 7});
  BOOST_TEST(lanes_for(hand.program()) >= 8u);
  BOOST_TEST((own->bytes() == given->bytes()));
}

BOOST_AUTO_TEST_CASE(a_single_run_is_a_design_of_one_row) {
  ProgramByHand hand(0);
  hand.output(hand.constant(5));

  const auto answer = conduct({hand.program(), ListDesign(), RowsReducer()});

  const Block& rows = dynamic_cast<const RowsReducer&>(*answer).rows();
  BOOST_TEST_REQUIRE(rows.values.rows() == 1);
  BOOST_TEST(rows.values(0, 0) == 5.0);
}

// The bytes hold all there is: another point, value, failure or first row makes other bytes.
BOOST_AUTO_TEST_CASE(the_bytes_of_rows_tell_every_difference) {
  Block block;
  block.first_row = 3;
  block.points = Eigen::ArrayXXd::Constant(2, 1, 1.0);
  block.values = Eigen::ArrayXXd::Constant(2, 1, 2.0);
  block.failures = {{3, 0, {SeriesId{1}, {5}}}};
  const auto bytes_of = [](const Block& one) {
    RowsReducer reducer;
    reducer.add(one);
    return reducer.bytes();
  };
  const auto expected = bytes_of(block);
  const auto differs = [&](auto change) {
    Block other = block;
    change(other);
    return bytes_of(other) != expected;
  };

  BOOST_TEST((bytes_of(block) == expected));
  BOOST_TEST(differs([](Block& one) { one.first_row = 4; }));
  BOOST_TEST(differs([](Block& one) { one.points(1, 0) = -1; }));
  BOOST_TEST(differs([](Block& one) { one.values(1, 0) = -2; }));
  BOOST_TEST(differs([](Block& one) { one.failures[0].row = 4; }));
  BOOST_TEST(differs([](Block& one) { one.failures[0].output = 1; }));
  BOOST_TEST(differs([](Block& one) { one.failures[0].cause.series = SeriesId{2}; }));
  BOOST_TEST(differs([](Block& one) { one.failures[0].cause.period.index = 6; }));
}

// A chunk without axes and one without outputs still count their rows.
BOOST_AUTO_TEST_CASE(rows_without_axes_or_outputs_are_kept) {
  const auto block = [](Eigen::Index rows, Eigen::Index axes, Eigen::Index outputs) {
    Block one;
    one.points = Eigen::ArrayXXd::Constant(rows, axes, 1.0);
    one.values = Eigen::ArrayXXd::Constant(rows, outputs, 1.0);
    return one;
  };
  for (const auto& [axes, outputs] : std::vector<std::pair<int, int>>{{0, 1}, {1, 0}, {2, 2}}) {
    RowsReducer reducer;
    reducer.add(block(2, axes, outputs));
    RowsReducer right;
    right.add(block(3, axes, outputs));
    reducer.merge(right);
    BOOST_TEST(reducer.rows().points.rows() == 5);
    BOOST_TEST(reducer.rows().values.rows() == 5);
  }
}
