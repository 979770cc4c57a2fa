// Derivatives of drawn models against the complex step (slope_number.hpp), which computes them
// forwards, formula by formula, in wider numbers: with delays, choices and roll-ups, on every set
// of kernels, at kinks of the branch that is taken.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/run/executor.hpp"
#include "engine/run/kernels.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/run/drawn_model.hpp"
#include "tests/run/drawn_trial.hpp"
#include "tests/run/naive.hpp"
#include "tests/run/slope_number.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using test::below;
using test::bits;
using test::DrawnModel;
using test::Known;
using test::NaiveOf;
using test::Random;
using test::SlopeNumber;

namespace {

constexpr int rows_per_model = 3;
// Beyond these, products on the way may overflow or vanish.
constexpr double huge = 1e100;
constexpr double tiny = 1e-100;
constexpr double tolerance = 1e-12;  // of what the slope is when no two terms of it cancel

struct Tally {
  std::size_t models = 0;
  std::size_t slopes = 0;
  std::size_t zero = 0;          // where the output does not depend on the driver
  std::size_t plain = 0;         // of which nearly nothing cancels
  std::size_t incomparable = 0;  // what the complex step has no finite slope for
  double worst = 0;
};

class Trial : test::DrawnTrial {
 public:
  explicit Trial(std::uint32_t seed) : DrawnTrial(seed) {}

  void hold(Tally& tally) {
    BOOST_TEST_CONTEXT(text()) {
      std::vector<Output> wanted = asked_.outputs;
      for (const Output& output : asked_.outputs) {
        for (std::uint32_t axis = 0; axis < asked_.axes.size(); ++axis) {
          wanted.push_back(output);
          wanted.back().by = axis;
        }
      }
      const auto lowered = known_.lowered(wanted, asked_.operations, asked_.axes);
      BOOST_TEST_REQUIRE(lowered.value.has_value(), known_.rendered(lowered.diagnostics));
      const auto sets = instruction_sets();
      Block block;
      block.points.resize(rows_per_model, drawn_.axes);
      for (double& point : block.points.reshaped()) point = test::ordinary_number(random_);
      Executor(*lowered.value, 0, sets[std::size_t(below(random_, int(sets.size())))]).run(block);
      hold_values(block);
      const auto outputs = Eigen::Index(asked_.outputs.size());
      const Eigen::ArrayXXd seeded = seeded_slopes(block.points);
      for (int row = 0; row < rows_per_model; ++row) {
        const Eigen::ArrayXd alone = block.values.row(row).tail(outputs * drawn_.axes);
        hold_row(block, row, alone.reshaped(drawn_.axes, outputs), tally);
        hold_row(block, row, seeded.middleRows(row * outputs, outputs).transpose(), tally);
      }
      ++tally.models;
    }
  }

 private:
  // The same to the bit as without derivatives beside them.
  void hold_values(const Block& block) const {
    const auto lowered = known_.lowered(asked_.outputs, asked_.operations, asked_.axes);
    Block alone;
    alone.points = block.points;
    Executor(*lowered.value, 0).run(alone);
    for (Eigen::Index row = 0; row < rows_per_model; ++row) {
      for (Eigen::Index i = 0; i < alone.values.cols(); ++i) {
        if (bits(alone.values(row, i)) == bits(block.values(row, i))) continue;
        BOOST_TEST(false, block.values(row, i) << " is not " << alone.values(row, i));
      }
    }
  }

  // By one sweep for all outputs, each in a row of its own: (points × outputs, axes), the outputs
  // of a point together.
  Eigen::ArrayXXd seeded_slopes(const Eigen::ArrayXXd& points) const {
    Slopes slopes{asked_.outputs.size(), {}};
    for (std::uint32_t axis = 0; axis < asked_.axes.size(); ++axis) slopes.by.push_back(axis);
    const auto lowered = known_.seeded(asked_.outputs, asked_.operations, asked_.axes, slopes);
    BOOST_TEST_REQUIRE(lowered.value.has_value(), known_.rendered(lowered.diagnostics));
    const auto outputs = Eigen::Index(slopes.of);
    Block block;
    block.points.setZero(points.rows() * outputs, points.cols() + outputs);
    for (Eigen::Index row = 0; row < block.points.rows(); ++row) {
      block.points.row(row).head(points.cols()) = points.row(row / outputs);
      block.points(row, points.cols() + row % outputs) = 1;
    }
    Executor(*lowered.value, 0).run(block);
    return block.values.rightCols(points.cols());
  }

  // `slopes` is (axes × outputs).
  void hold_row(const Block& block, int row, const Eigen::ArrayXXd& slopes, Tally& tally) const {
    for (int axis = 0; axis < drawn_.axes; ++axis) {
      std::vector<SlopeNumber> points;
      for (int i = 0; i < drawn_.axes; ++i) {
        const double point = block.points(row, i);
        points.push_back(i == axis ? SlopeNumber::varying(point) : SlopeNumber(point));
      }
      NaiveOf<SlopeNumber> naive(drawn_, points);
      SlopeNumber::met_no_slope = false;
      const auto outputs = int(drawn_.outputs.size());
      for (int i = 0; i < outputs; ++i) {
        const SlopeNumber expected = naive.output(drawn_.outputs[std::size_t(i)]);
        const double slope = slopes(axis, i);
        if (!isnan(expected)) {
          hold_slope(slope, expected, tally);
        } else if (!is_missing(slope) && slope != 0) {
          BOOST_TEST(false, slope << " of a missing value");
        }
      }
    }
  }

  void hold_slope(double slope, const SlopeNumber& expected, Tally& tally) const {
    const bool in_range = expected.size == 0 || (expected.size > tiny && expected.size < huge);
    const bool none = SlopeNumber::met_no_slope && is_missing(slope);
    if (!std::isfinite(expected.slope()) || !in_range || none) {
      ++tally.incomparable;
      return;
    }
    ++tally.slopes;
    if (expected.size == 0) {
      ++tally.zero;
      if (slope != 0) BOOST_TEST(false, slope << " by a driver that nothing depends on");
      return;
    }
    if (std::fabs(expected.slope()) > 0.01 * expected.size) ++tally.plain;
    const double error = std::fabs(slope - expected.slope()) / expected.size;
    if (error > tally.worst) tally.worst = error;
    if (!(error <= tolerance)) {
      BOOST_TEST(false, fmt::format("{} instead of {}, whose terms add up to {}", slope,
                                    expected.slope(), expected.size));
    }
  }
};

void hold_models(std::uint32_t first_seed, std::uint32_t last_seed) {
  Tally tally;
  for (std::uint32_t seed = first_seed; seed <= last_seed; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) { Trial(seed).hold(tally); }
  }
  BOOST_TEST_MESSAGE(fmt::format(
      "{} models, {} slopes of which {} are zero and {} nearly without cancellation, {} that the "
      "complex step cannot tell, worst error {:.1e}",
      tally.models, tally.slopes, tally.zero, tally.plain, tally.incomparable, tally.worst));
  BOOST_TEST(tally.plain > tally.slopes / 5);
  BOOST_TEST(tally.incomparable < tally.slopes / 10);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_slope_that_is_not_there_is_lost_where_the_formula_has_none) {
  const Known known({.body = "driver x : 1 = 4\nflow root : 1\n  = sqrt(x)\n"
                             "flow twice : 1\n  = 2 * root\n"});
  const Operations set = {
      {.series = known.id("x"), .span = {{-1'000'000}, {1'000'000}}, .axis = 0}};
  Output wanted = known.output("twice", "2023Q1");
  wanted.by = 0;
  const auto lowered = known.lowered({wanted}, set, {{"x", Unit()}});
  BOOST_TEST_REQUIRE(lowered.value.has_value());
  Block block;
  block.points = Eigen::ArrayXXd{{4}, {0}, {-1}};
  Executor(*lowered.value).run(block);
  BOOST_TEST(block.values(0, 0) == 0.5);
  BOOST_TEST_REQUIRE(block.failures.size() == 2u);
  for (const Failure& failure : block.failures) {
    BOOST_TEST(is_missing(block.values(Eigen::Index(failure.row), 0)));
    BOOST_TEST(known.name(failure.cause) == "root 2023Q1");
  }
}

BOOST_AUTO_TEST_CASE(a_derivative_is_by_an_axis_there_is) {
  const Known known({.body = "driver x : 1 = 4\nflow twice : 1\n  = 2 * x\n"});
  Output wanted = known.output("twice", "2023Q1");
  wanted.by = 1;
  BOOST_CHECK_THROW(known.lowered({wanted}, {}, {{"x", Unit()}}), BrokenPromise);
}

// 64 are sent in 2022Q1 and k periods late, 32 in 2022Q2: what comes is linear in k between whole
// numbers, so that its slope at one is that of the difference to the next, to the bit. A half that
// is sent and missing is not due where nothing of it would be.
BOOST_AUTO_TEST_CASE(a_whole_delay_has_the_slopes_of_a_longer_one) {
  const Known known({.body = "driver late : quarter = 0\n  range 0 to 3\n"
                             "driver sent : JPY = 64 in 2022Q1, 32 in 2022Q2\n"
                             "flow gone : JPY\n  before = 0 JPY\n  = sent otherwise 0 JPY\n"
                             "flow come : JPY\n  = delay(gone, late)\n"
                             "flow holed : JPY\n  before = 0 JPY\n"
                             "  = if quarter == 3 then sent else gone\n"
                             "flow seen : JPY\n  = delay(holed, late) otherwise -1 JPY\n",
                     .horizon = "2022Q1..2023Q2"});
  const Operations later = {{.kind = OperationKind::add,
                             .series = known.id("late"),
                             .span = {{-1'000'000}, {1'000'000}},
                             .axis = 0}};
  std::vector<Output> outputs;
  for (const char* name : {"come", "seen"}) {
    for (const char* period : {"2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2"}) {
      outputs.push_back(known.output(name, period));
    }
  }
  const auto count = Eigen::Index(outputs.size());
  for (Eigen::Index i = 0; i < count; ++i) {
    outputs.push_back(outputs[std::size_t(i)]);
    outputs.back().by = 0;
  }
  const auto lowered =
      known.lowered(outputs, later, {{"late", known.model().at(known.id("late")).unit}});
  BOOST_TEST_REQUIRE(lowered.value.has_value());
  const double step = 0.125;
  Block block;
  block.points = Eigen::ArrayXXd{{0}, {step}, {1}, {1 + step}, {2}, {2 + step}, {0.25}};
  Executor(*lowered.value).run(block);
  std::size_t moved = 0;
  for (Eigen::Index row = 0; row < 6; row += 2) {
    for (Eigen::Index i = 0; i < count; ++i) {
      const double change = block.values(row + 1, i) - block.values(row, i);
      const double slope = block.values(row, count + i);
      if (slope != 0) ++moved;
      // What is seen as missing changes to another value at once: that is no slope.
      if (block.values(row, i) == -1 || block.values(row + 1, i) == -1) continue;
      BOOST_TEST(slope == change / step,
                 fmt::format("output {} with a delay of {}: {} instead of {}", i,
                             block.points(row, 0), slope, change / step));
    }
  }
  BOOST_TEST(moved > 12u);
  // By hand, of nothing late: 64 leave the first quarter as they come, and reach the second, which
  // 32 leave for the third; the hole in the third touches that quarter alone.
  const std::vector<double> at_once = {-64, 64 - 32, 32, 0, 0, 0};
  for (Eigen::Index i = 0; i < 6; ++i)
    BOOST_TEST(block.values(0, count + i) == at_once[std::size_t(i)]);
  BOOST_TEST(block.values(0, 6 + 2) == -1);
  BOOST_TEST(block.values(0, 6 + 3) == 0);
  BOOST_TEST(block.values(1, 6 + 3) == -1);
}

// come = 3 * gone, gone = 2 * x + 1 in the forecast and printed before: what a cell is worth does
// not depend on what gives its value. By hand: of the year 2022, 3 a cell of gone, printed or not,
// and 6 for x where it is read; a cell that is not there has no worth.
BOOST_AUTO_TEST_CASE(an_axis_may_be_added_to_any_cell) {
  const Known known({.body = "driver x : JPY = 4\nflow gone : JPY\n  outlook = 2 * x + 1 JPY\n"
                             "flow come : JPY\n  = 3 * gone\n",
                     .actuals = {"gone,2022Q1,5,JPY", "gone,2022Q2,6,JPY"}});
  const PeriodSpan year = *known.model().calendar.parse("FY2022");
  std::vector<Axis> axes;
  std::vector<Output> outputs = {known.output("come", "FY2022")};
  for (const char* name : {"gone", "x"}) {
    for (Period p = year.first; p <= year.last; p = p + 1) {
      outputs.push_back(outputs.front());
      outputs.back().by = std::uint32_t(axes.size());
      axes.push_back({name, known.model().at(known.id(name)).unit, CellId{known.id(name), p}});
    }
  }
  const auto lowered = known.lowered(outputs, {}, axes);
  BOOST_TEST_REQUIRE(lowered.value.has_value(), known.rendered(lowered.diagnostics));
  Block block;
  block.points.setZero(2, 8);
  block.points.row(1) << 10, 0, 0, 0, 0, 0, 0, 100;
  Executor(*lowered.value).run(block);

  BOOST_TEST(block.values(0, 0) == 3 * (5 + 6 + 9 + 9));
  BOOST_TEST(block.values(1, 0) == 3 * (15 + 6 + 9 + 209));
  const std::vector<double> worth = {3, 3, 3, 3, 0, 0, 6, 6};
  for (Eigen::Index i = 0; i < 8; ++i) BOOST_TEST(block.values(0, 1 + i) == worth[std::size_t(i)]);
}

// One output has no value at all: a weight of 0 leaves it out of the others' derivatives.
BOOST_AUTO_TEST_CASE(a_missing_output_spoils_no_other_that_is_swept_with_it) {
  const Known known({.body = "driver x : 1 = 4\nflow root : 1\n  = sqrt(-x)\n"
                             "flow twice : 1\n  = 2 * x + 0 * (root otherwise 1)\n"});
  const std::vector<Axis> axes = {
      {"x", Unit(), CellId{known.id("x"), known.output("x", "2023Q1").span.first}}};
  const std::vector<Output> outputs = {known.output("root", "2023Q1"),
                                       known.output("twice", "2023Q1")};
  const auto lowered = known.seeded(outputs, {}, axes, {2, {0}});
  BOOST_TEST_REQUIRE(lowered.value.has_value(), known.rendered(lowered.diagnostics));
  Block block;
  block.points = Eigen::ArrayXXd{{0, 1, 0}, {0, 0, 1}, {-8, 1, 0}};
  Executor(*lowered.value).run(block);

  BOOST_TEST(is_missing(block.values(0, 2)));
  BOOST_TEST(block.values(1, 2) == 2);
  BOOST_TEST(block.values(2, 0) == 2);
  BOOST_TEST(block.values(2, 2) == -0.25);  // of the root of -x at -4
}

BOOST_AUTO_TEST_CASE(derivatives_of_drawn_models_are_those_of_their_formulas) {
  hold_models(1, 300);
}

BOOST_AUTO_TEST_CASE(ten_thousand_drawn_models_have_the_derivatives_of_their_formulas,
                     *boost::unit_test::label("slow") * boost::unit_test::disabled()) {
  hold_models(1001, 11000);
}
