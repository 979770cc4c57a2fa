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
      for (int row = 0; row < rows_per_model; ++row) hold_row(block, row, tally);
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

  void hold_row(const Block& block, int row, Tally& tally) const {
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
        if (isnan(expected)) {
          const double slope = block.values(row, Eigen::Index(outputs + i * drawn_.axes + axis));
          if (!is_missing(slope) && slope != 0) BOOST_TEST(false, slope << " of a missing value");
          continue;
        }
        const auto column = Eigen::Index(outputs + i * drawn_.axes + axis);
        hold_slope(block.values(row, column), expected, tally);
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

BOOST_AUTO_TEST_CASE(derivatives_of_drawn_models_are_those_of_their_formulas) {
  hold_models(1, 300);
}

BOOST_AUTO_TEST_CASE(ten_thousand_drawn_models_have_the_derivatives_of_their_formulas,
                     *boost::unit_test::label("slow") * boost::unit_test::disabled()) {
  hold_models(1001, 11000);
}
