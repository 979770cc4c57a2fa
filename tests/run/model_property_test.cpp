// Drawn models, computed by the engine and by an evaluator that knows nothing of it (naive.hpp).
// Both do the same IEEE operations in the same order, so they agree to the bit; and whatever the
// engine is free to choose, such as the width of a block, changes none.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/run/executor.hpp"
#include "engine/run/kernels.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/run/drawn_model.hpp"
#include "tests/run/drawn_trial.hpp"
#include "tests/run/naive.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using test::below;
using test::bits;
using test::DrawnModel;
using test::Known;
using test::Naive;
using test::Random;

namespace {

constexpr int rows_per_model = 21;  // no multiple of any width of vector
constexpr int rows_folded = 2;

double canonical(double value) { return std::isnan(value) ? missing() : value; }

// What the models that were drawn came to, so that none of it is a promise about nothing.
struct Tally {
  std::size_t models = 0;
  std::size_t points = 0;
  std::size_t points_whole = 0;  // of which nothing is lost
  std::size_t values = 0;
  std::size_t lost = 0;
  std::uint64_t instructions = 0;
  std::uint64_t looped = 0;                     // of them, in bodies that repeat
  std::uint64_t joined = 0;                     // of them, run as one with another
  std::map<std::int32_t, std::uint64_t> loops;  // by the periods of a repeat

  void add(const Program& program) {
    const ProgramSize size = size_of(program);
    instructions += size.per_row;
    looped += size.looped;
    for (const Region& region : program.regions) {
      if (region.repeats > 1) ++loops[region.periods];
      for (std::uint32_t i = region.first; i < region.first + region.count; ++i) {
        joined += program.code[i].joins * std::uint64_t{region.repeats};
      }
    }
  }
};

struct NaiveRow {
  std::vector<double> values;
  std::set<Naive::Cell> losing;
};

// What may be chosen for a run, and changes none of its results.
struct How {
  std::size_t lanes_max = 0;
  InstructionSet set = InstructionSet::baseline;
};

// Lanes by number, in a block of their own.
Block run(const Program& program, const Eigen::ArrayXXd& points, const std::vector<int>& rows,
          const How& how) {
  Block block;
  block.points.resize(Eigen::Index(rows.size()), points.cols());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    block.points.row(Eigen::Index(i)) = points.row(rows[i]);
  }
  Executor(program, how.lanes_max, how.set).run(block);
  return block;
}

// One drawn model with its program and points.
class Trial : test::DrawnTrial {
 public:
  explicit Trial(std::uint32_t seed) : DrawnTrial(seed) { draw_points(); }

  void hold(Tally& tally) {
    BOOST_TEST_CONTEXT(text()) {
      const auto lowered = known_.lowered(asked_.outputs, asked_.operations, asked_.axes);
      BOOST_TEST_REQUIRE(lowered.value.has_value(), known_.rendered(lowered.diagnostics));
      const Program& program = *lowered.value;
      std::vector<int> all(rows_per_model);
      std::iota(all.begin(), all.end(), 0);
      const Block block = run(program, points_, all, drawn_how());
      hold_to_formulas(block);
      hold_in_any_blocks(program, block);
      for (int row = 0; row < rows_folded; ++row) hold_folded(block, row);
      ++tally.models;
      tally.points += rows_per_model;
      tally.points_whole += whole_rows().size();
      tally.values += std::size_t(block.values.size());
      tally.lost += block.failures.size();
      tally.add(program);
    }
  }

 private:
  // 0 lanes: as many as the engine would have.
  How drawn_how() {
    const auto sets = instruction_sets();
    const auto lanes = std::size_t(below(random_, 65));
    return {lanes, sets[std::size_t(below(random_, int(sets.size())))]};
  }
  SeriesId series(bool of_driver, int index) const {
    return test::drawn_series(known_, of_driver, index);
  }

  // Mostly rows of ordinary numbers; in the others any point may be an extreme one.
  void draw_points() {
    points_.resize(rows_per_model, drawn_.axes);
    for (int row = 0; row < rows_per_model; ++row) {
      const bool wild = below(random_, 5) == 0;
      std::vector<double> points;
      for (int axis = 0; axis < drawn_.axes; ++axis) {
        const bool extreme = wild && below(random_, 2) == 0;
        points.push_back(extreme ? test::extreme_number(random_) : test::ordinary_number(random_));
        points_(row, axis) = points.back();
      }
      Naive naive(drawn_, points);
      NaiveRow& expected = expected_.emplace_back();
      for (const auto& output : drawn_.outputs) expected.values.push_back(naive.output(output));
      expected.losing = naive.losing();
    }
  }

  std::vector<int> whole_rows() const {
    std::vector<int> rows;
    for (int row = 0; row < rows_per_model; ++row) {
      const NaiveRow& expected = expected_[std::size_t(row)];
      if (expected.losing.empty() && points_.row(row).isFinite().all()) rows.push_back(row);
    }
    return rows;
  }

  // Each value, and of each missing one that it was lost where the formulas lose one.
  void hold_to_formulas(const Block& block) const {
    auto failure = block.failures.begin();
    for (int row = 0; row < rows_per_model; ++row) {
      for (std::size_t i = 0; i < asked_.outputs.size(); ++i) {
        const double value = block.values(row, Eigen::Index(i));
        const double expected = canonical(expected_[std::size_t(row)].values[i]);
        if (bits(value) != bits(expected)) {
          BOOST_TEST(false, place(row, i) << value << " is not " << expected);
        }
        if (!is_missing(expected)) continue;
        BOOST_TEST_REQUIRE((failure != block.failures.end()), place(row, i) << "no failure");
        const bool here = failure->row == std::uint64_t(row) && failure->output == i;
        if (!here || !may_lose(row, failure->cause)) {
          BOOST_TEST(false, place(row, i)
                                << "lost by series " << std::uint32_t(failure->cause.series)
                                << " in period " << failure->cause.period.index);
        }
        ++failure;
      }
    }
    BOOST_TEST((failure == block.failures.end()), "more failures than missing values");
  }

  // A point that is missing is nobody's fault.
  bool may_lose(int row, CellId cause) const {
    if (cause == CellId{}) return !points_.row(row).isFinite().all();
    const auto& losing = expected_[std::size_t(row)].losing;
    return std::any_of(losing.begin(), losing.end(), [&](const Naive::Cell& cell) {
      return CellId{series(cell.of_driver, cell.index), {cell.period}} == cause;
    });
  }

  std::string place(int row, std::size_t i) const {
    const test::DrawnOutput& output = drawn_.outputs[i];
    std::string points;
    for (int axis = 0; axis < drawn_.axes; ++axis) {
      points += fmt::format(" {:.17g}", points_(row, axis));
    }
    return fmt::format("{}{} in {}..{} at{}: ", output.of_driver ? 'd' : 'f', output.index,
                       output.first, output.last, points);
  }

  // The same lanes among others, in another order, and by themselves where all of them are whole:
  // then nothing but the fast way is gone.
  void hold_in_any_blocks(const Program& program, const Block& block) {
    std::vector<int> shuffled(rows_per_model);
    std::iota(shuffled.begin(), shuffled.end(), 0);
    for (std::size_t i = shuffled.size(); i > 1; --i) {
      std::swap(shuffled[i - 1], shuffled[std::size_t(below(random_, int(i)))]);
    }
    hold_same(block, run(program, points_, shuffled, drawn_how()), shuffled);
    const std::vector<int> whole = whole_rows();
    const Block quick = run(program, points_, whole, drawn_how());
    BOOST_TEST(quick.failures.empty());
    hold_same(block, quick, whole);
  }

  void hold_same(const Block& block, const Block& other, const std::vector<int>& rows) const {
    std::vector<Failure> failures;
    for (std::size_t lane = 0; lane < rows.size(); ++lane) {
      for (std::size_t i = 0; i < asked_.outputs.size(); ++i) {
        const double value = block.values(rows[lane], Eigen::Index(i));
        const double again = other.values(Eigen::Index(lane), Eigen::Index(i));
        if (bits(value) != bits(again)) {
          BOOST_TEST(false, place(rows[lane], i) << value << ", but " << again << " elsewhere");
        }
      }
      for (Failure one : block.failures) {
        if (one.row != std::uint64_t(rows[lane])) continue;
        one.row = lane;
        failures.push_back(one);
      }
    }
    BOOST_TEST((other.failures == failures), "elsewhere the failures are others");
  }

  // Against a program that has no axes: all of it computed when it was made.
  void hold_folded(const Block& block, int row) const {
    Operations folded;
    for (Operation one : asked_.operations) {
      if (one.when) {
        const double position = points_(row, one.when->axis);
        if (!std::isfinite(position)) return;  // then no operation says what it does
        if (position != one.when->at) continue;
        one.when.reset();
      }
      one.value = points_(row, *one.axis);
      one.axis.reset();
      folded.push_back(one);
    }
    const auto lowered = known_.lowered(asked_.outputs, folded);
    BOOST_TEST_REQUIRE(lowered.value.has_value(), known_.rendered(lowered.diagnostics));
    BOOST_TEST(lowered.value->code.empty());
    for (std::size_t i = 0; i < asked_.outputs.size(); ++i) {
      const double value = block.values(row, Eigen::Index(i));
      const double constant = lowered.value->constants[lowered.value->results[i].index].value;
      if (bits(constant) != bits(value)) {
        BOOST_TEST(false, place(row, i) << constant << " folded, but " << value << " run");
      }
    }
  }

  Eigen::ArrayXXd points_;
  std::vector<NaiveRow> expected_;
};

// At least a fifth of the points loses nothing, and some lose something; and what the engine runs
// as loops and as one is among what is drawn.
void hold_models(std::uint32_t first_seed, std::uint32_t last_seed) {
  Tally tally;
  for (std::uint32_t seed = first_seed; seed <= last_seed; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) { Trial(seed).hold(tally); }
  }
  std::string loops;
  for (const auto& [periods, count] : tally.loops) loops += fmt::format(" {}: {}", periods, count);
  BOOST_TEST_MESSAGE(
      fmt::format("{} models, {} points of which {} lose nothing, {} values of which "
                  "{} are missing, {} instructions of which {} are looped and {} "
                  "joined, loops by periods{}",
                  tally.models, tally.points, tally.points_whole, tally.values, tally.lost,
                  tally.instructions, tally.looped, tally.joined, loops));
  BOOST_TEST(tally.points_whole > tally.points / 5);
  BOOST_TEST(tally.lost > tally.values / 50);
  BOOST_TEST(tally.looped > tally.instructions / 10);
  BOOST_TEST(tally.joined > tally.instructions / 10);
}

}  // namespace

BOOST_AUTO_TEST_CASE(drawn_models_have_the_values_of_their_formulas_to_the_bit) {
  hold_models(1, 300);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_models_at_points_have_the_values_of_their_formulas,
                     *boost::unit_test::label("slow") * boost::unit_test::disabled()) {
  hold_models(1001, 6000);
}
