// What one period determines together: against closed forms, against models drawn around a solution
// that is known, and on lanes that have none.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/run/executor.hpp"
#include "engine/run/kernels.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/run/drawn_model.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using boost::test_tools::tolerance;
using test::below;
using test::bits;
using test::Known;
using test::Random;

namespace {

// A driver of the model as an axis, in all periods.
Operation axis_of(const Known& known, std::string_view driver, std::uint32_t axis) {
  return {.kind = OperationKind::set,
          .series = known.id(driver),
          .span = known.model().horizon,
          .axis = axis};
}

struct Axes {
  Operations operations;
  std::vector<Axis> axes;
};

Axes axes_of(const Known& known, const std::vector<std::string>& drivers) {
  Axes all;
  for (const std::string& driver : drivers) {
    all.operations.push_back(axis_of(known, driver, std::uint32_t(all.axes.size())));
    all.axes.push_back({driver, known.model().at(known.id(driver)).unit});
  }
  return all;
}

Program program_of(const Known& known, const Axes& axes, const std::vector<Output>& outputs) {
  BOOST_TEST_REQUIRE(known.diagnosis() == "");
  auto lowered = known.lowered(outputs, axes.operations, axes.axes);
  BOOST_TEST_REQUIRE(lowered.value.has_value(), known.rendered(lowered.diagnostics));
  return *std::move(lowered.value);
}

Block run(const Program& program, const Eigen::ArrayXXd& points, std::size_t lanes_max = 0,
          InstructionSet set = instruction_sets().back()) {
  Block block;
  block.points = points;
  Executor(program, lanes_max, set).run(block);
  return block;
}

// Widths and instruction sets never change a bit, nor a cause.
Block run_every_way(const Program& program, const Eigen::ArrayXXd& points) {
  const Block whole = run(program, points);
  for (const InstructionSet set : instruction_sets()) {
    for (const std::size_t lanes : {1, 3, 8, 64}) {
      const Block block = run(program, points, lanes, set);
      BOOST_TEST((block.failures == whole.failures));
      const bool same =
          std::equal(block.values.data(), block.values.data() + block.values.size(),
                     whole.values.data(), [](double a, double b) { return bits(a) == bits(b); });
      BOOST_TEST(same, "width " << lanes);
    }
  }
  return whole;
}

constexpr auto debt = R"(
unit JPY mn = 1000000 JPY
driver rate : % = 10%
driver repayment : JPY mn = 5000
solve "Interest on what is owed at the end" {
  stock debt : JPY mn
    before = 100000 JPY mn
    outlook = debt[-1] + interest - repayment
  flow interest : JPY mn
    outlook = rate * debt
}
)";

// x with x * x = a, in each period anew, by a formula that is none of Newton's.
constexpr auto root = R"(
driver a : 1 = 2
solve {
  price x : 1
    rolls up as mean
    before = 1
    outlook = x + 0.25 * (a - x * x)
}
)";

}  // namespace

// closing = opening + rate * closing - repayment, so closing = (opening - repayment) / (1 - rate).
BOOST_AUTO_TEST_CASE(a_debt_that_bears_interest_on_its_own_end_has_its_closed_form) {
  const Known known({.body = debt, .horizon = "FY2023..FY2027", .calendar = "annual"});
  const Axes axes = axes_of(known, {"rate", "repayment"});
  std::vector<Output> outputs;
  for (Period p = known.model().horizon.first; p <= known.model().horizon.last; p = p + 1) {
    outputs.push_back({known.id("debt"), {p, p}});
    outputs.push_back({known.id("interest"), {p, p}});
  }
  Eigen::ArrayXXd points(5, 2);
  points << 10, 5000, 0, 5000, 3.5, -2000, -7, 10000, 55, 0;

  const Block block = run_every_way(program_of(known, axes, outputs), points);

  for (Eigen::Index row = 0; row < points.rows(); ++row) {
    double owed = 100000;
    const double rate = points(row, 0) / 100;
    for (Eigen::Index i = 0; i < block.values.cols(); i += 2) {
      owed = (owed - points(row, 1)) / (1 - rate);
      BOOST_TEST(block.values(row, i) == owed, tolerance(1e-12));
      BOOST_TEST(block.values(row, i + 1) == rate * owed, tolerance(1e-12));
    }
  }
  BOOST_TEST(block.values(0, 0) == 105555.0 + 5.0 / 9, tolerance(1e-15));
}

// d closing / d rate = (opening - repayment) / (1 - rate)^2; by the repayment -1 / (1 - rate).
BOOST_AUTO_TEST_CASE(a_derivative_goes_through_a_linear_block) {
  const Known known({.body = debt, .horizon = "FY2023..FY2023", .calendar = "annual"});
  const Axes axes = axes_of(known, {"rate", "repayment"});
  Output by_rate = known.output("debt", "FY2023");
  by_rate.by = 0;
  Output by_repayment = known.output("debt", "FY2023");
  by_repayment.by = 1;
  Eigen::ArrayXXd points(2, 2);
  points << 10, 5000, -20, 3000;

  const Block block = run_every_way(program_of(known, axes, {by_rate, by_repayment}), points);

  for (Eigen::Index row = 0; row < 2; ++row) {
    const double left = 1 - points(row, 0) / 100;
    const double slope = (100000 - points(row, 1)) / left / left / 100;  // for 1 %
    BOOST_TEST(block.values(row, 0) == slope, tolerance(1e-13));
    BOOST_TEST(block.values(row, 1) == -1 / left, tolerance(1e-13));
  }
}

BOOST_AUTO_TEST_CASE(a_root_is_found_with_its_derivative_and_a_lane_without_one_is_missing) {
  const Known known({.body = root, .horizon = "FY2023..FY2024", .calendar = "annual"});
  const Axes axes = axes_of(known, {"a"});
  std::vector<Output> outputs = {known.output("x", "FY2023"), known.output("x", "FY2024"),
                                 known.output("x", "FY2024")};
  outputs[2].by = 0;
  Eigen::ArrayXXd points(9, 1);
  points << 2, -1, 4, 1e8, 1e-2, 2.25, -1e-3, 0.5, 1;

  const Block block = run_every_way(program_of(known, axes, outputs), points);

  for (Eigen::Index row = 0; row < points.rows(); ++row) {
    const double a = points(row, 0);
    BOOST_TEST_CONTEXT("a " << a) {
      if (a < 0) {
        BOOST_TEST(is_missing(block.values(row, 0)));
        BOOST_TEST(is_missing(block.values(row, 2)));
        continue;
      }
      // An ulp of the formula is worth 2 / x of them in x.
      BOOST_TEST(block.values(row, 0) == std::sqrt(a), tolerance(1e-14));
      BOOST_TEST(block.values(row, 1) == std::sqrt(a), tolerance(1e-14));
      BOOST_TEST(block.values(row, 2) == 0.5 / std::sqrt(a), tolerance(1e-12));
    }
  }
  BOOST_TEST_REQUIRE(block.failures.size() == 6u);
  for (const Failure& failure : block.failures) {
    BOOST_TEST(known.name(failure.cause) == (failure.output == 0 ? "x FY2023" : "x FY2024"));
  }
}

// Folded and run, bit for bit: a block that depends on no axis, and the same with its driver as
// one.
BOOST_AUTO_TEST_CASE(a_block_that_depends_on_no_axis_is_solved_when_the_program_is_made) {
  const Known known({.body = root, .horizon = "FY2023..FY2025", .calendar = "annual"});
  const Axes axes = axes_of(known, {"a"});
  const Program varying = program_of(known, axes, {known.output("x", "FY2025")});
  for (const double a : {2.0, 7.0, 1e6, 3e-5, -4.0}) {
    Operations fixed = axes.operations;
    fixed.front().axis.reset();
    fixed.front().value = a;
    const double folded = known.value("x", "FY2025", fixed);
    Eigen::ArrayXXd points(1, 1);
    points << a;
    BOOST_TEST(bits(folded) == bits(run(varying, points).values(0, 0)), "a " << a);
  }
}

// 1 * y + a has no solution where the driver is 1 and a is not 0, and one everywhere else.
BOOST_AUTO_TEST_CASE(a_lane_that_is_singular_is_missing_and_leaves_the_others_alone) {
  const Known known({.body = R"(
driver slope : 1 = 0.5
solve {
  price y : 1
    rolls up as mean
    outlook = slope * y + 3
}
)",
                     .horizon = "FY2023..FY2023",
                     .calendar = "annual"});
  Eigen::ArrayXXd points(3, 1);
  points << 0.5, 1, -1;

  const Block block = run_every_way(
      program_of(known, axes_of(known, {"slope"}), {known.output("y", "FY2023")}), points);

  BOOST_TEST(block.values(0, 0) == 6.0);
  BOOST_TEST(is_missing(block.values(1, 0)));
  BOOST_TEST(block.values(2, 0) == 1.5);
  BOOST_TEST_REQUIRE(block.failures.size() == 1u);
  BOOST_TEST(known.name(block.failures.front().cause) == "y FY2023");
}

// What is missing before the block is the cause, not the block.
BOOST_AUTO_TEST_CASE(a_block_that_reads_something_missing_says_where_it_went_missing) {
  const Known known({.body = R"(
driver a : 1 = 1
price b : 1
  rolls up as mean
  = 1 / a
solve {
  price x : 1
    rolls up as mean
    before = 1
    outlook = x + b - x * x
}
)",
                     .horizon = "FY2023..FY2023",
                     .calendar = "annual"});
  Eigen::ArrayXXd points(2, 1);
  points << 0, 0.25;

  const Block block = run_every_way(
      program_of(known, axes_of(known, {"a"}), {known.output("x", "FY2023")}), points);

  BOOST_TEST(block.values(1, 0) == 2.0, tolerance(1e-15));
  BOOST_TEST_REQUIRE(block.failures.size() == 1u);
  BOOST_TEST(known.name(block.failures.front().cause) == "b FY2023");
}

// log(x) cannot be had where the first step leads: it is halved until it can.
BOOST_AUTO_TEST_CASE(a_step_that_leads_where_a_formula_has_no_value_is_halved) {
  const Known known({.body = R"(
driver a : 1 = 1
solve {
  price x : 1
    rolls up as mean
    before = 1
    outlook = x - log(x) - a
}
)",
                     .horizon = "FY2023..FY2023",
                     .calendar = "annual"});
  Eigen::ArrayXXd points(3, 1);
  points << 5, 0, -2;

  const Block block = run_every_way(
      program_of(known, axes_of(known, {"a"}), {known.output("x", "FY2023")}), points);

  for (Eigen::Index row = 0; row < 3; ++row) {
    BOOST_TEST(block.values(row, 0) == std::exp(-points(row, 0)), tolerance(1e-14));
  }
}

namespace {

// Blocks around a solution that is drawn first: x_i = s_i + sum over k of w_ik (g(x_k) - g(s_k)),
// with weights so small that there is no other. s is an axis of each unknown.
struct DrawnBlock {
  int size = 1;
  std::string body;
  std::vector<std::string> axes;
};

DrawnBlock drawn_block(Random& random) {
  constexpr const char* shapes[] = {"{}", "0.5 * {0} * {0} / (1 + abs({0}))", "exp(-abs({}))",
                                    "max({}, 0)", "1 / (1 + {0} * {0})"};
  DrawnBlock drawn;
  drawn.size = 1 + below(random, 4);
  std::string block = "solve {\n";
  for (int i = 0; i < drawn.size; ++i) {
    drawn.axes.push_back(fmt::format("s{}", i));
    drawn.body += fmt::format("driver s{} : 1 = 1\n", i);
    block += fmt::format("  price x{0} : 1\n    rolls up as mean\n    outlook = s{0}", i);
    for (int k = 0; k < drawn.size; ++k) {
      if (i != k && below(random, 3) == 0) continue;
      const double weight = double(below(random, 401) - 200) / 1000 / drawn.size;
      const std::string shape = shapes[std::size_t(below(random, 5))];
      block += fmt::format(" {} {:.4f} * ({} - {})", weight < 0 ? '-' : '+', std::fabs(weight),
                           fmt::format(fmt::runtime(shape), fmt::format("x{}", k)),
                           fmt::format(fmt::runtime(shape), fmt::format("s{}", k)));
    }
    block += '\n';
  }
  drawn.body += block + "}\n";
  return drawn;
}

// The solution is s wherever s is: so its derivative by s is 1, and 0 by the others. Weights of an
// unknown come to 0.2, and slopes of the shapes change by 2 over a distance of 1: at 2e-14 from the
// solution that is below 1e-14, and a solved system of four rounds some ten times.
void hold_slopes(const Block& block, int size) {
  for (Eigen::Index row = 0; row < block.values.rows(); ++row) {
    for (int i = 0; i < size; ++i) {
      for (int k = 0; k < size; ++k) {
        const double slope = block.values(row, size + i * size + k);
        BOOST_TEST(std::fabs(slope - (i == k ? 1 : 0)) <= 1.5e-14,
                   "row " << row << ": x" << i << " by s" << k << " is " << slope);
      }
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(blocks_drawn_around_a_solution_have_it) {
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    const DrawnBlock drawn = drawn_block(random);
    BOOST_TEST_CONTEXT("seed " << seed << "\n" << drawn.body) {
      const Known known({.body = drawn.body, .horizon = "FY2023..FY2024", .calendar = "annual"});
      const Axes axes = axes_of(known, drawn.axes);
      std::vector<Output> outputs;
      for (int i = 0; i < drawn.size; ++i) {
        outputs.push_back(known.output(fmt::format("x{}", i), "FY2024"));
      }
      for (int i = 0; i < drawn.size; ++i) {
        for (int k = 0; k < drawn.size; ++k) {
          outputs.push_back(outputs[std::size_t(i)]);
          outputs.back().by = std::uint32_t(k);
        }
      }
      Eigen::ArrayXXd points(5, drawn.size);
      for (double& point : points.reshaped()) point = double(below(random, 2001) - 1000) / 100;
      const Block block = run_every_way(program_of(known, axes, outputs), points);
      // Some ten terms below 10, an ulp each; the Jacobian is all but that of x itself.
      const double worst = (block.values.leftCols(drawn.size) - points).abs().maxCoeff();
      BOOST_TEST(worst <= 2e-14);
      hold_slopes(block, drawn.size);
    }
  }
}
