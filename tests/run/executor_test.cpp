#include "engine/run/executor.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>
#include <xmmintrin.h>

#include <boost/test/unit_test.hpp>

#include "engine/model/arithmetic.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/run/program_by_hand.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using test::bits;
using test::Known;
using test::ProgramByHand;
using test::slot;

namespace {

Block run(const Program& program, const Eigen::ArrayXXd& points, std::size_t lanes_max = 256,
          std::uint64_t first_row = 0) {
  Block block;
  block.first_row = first_row;
  block.points = points;
  Executor(program, lanes_max).run(block);
  return block;
}

bool same_bits(const Eigen::ArrayXXd& left, const Eigen::ArrayXXd& right) {
  return left.rows() == right.rows() && left.cols() == right.cols() &&
         std::equal(left.data(), left.data() + left.size(), right.data(),
                    [](double x, double y) { return bits(x) == bits(y); });
}

// Every pair of special values, one a row.
Eigen::ArrayXXd pairs() {
  const auto values = test::special_values();
  const auto count = Eigen::Index(values.size());
  Eigen::ArrayXXd points(count * count, 2);
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    points(i, 0) = values[std::size_t(i / count)];
    points(i, 1) = values[std::size_t(i % count)];
  }
  return points;
}

// Every operation of two axes, one output each.
ProgramByHand every_operation() {
  ProgramByHand hand(2);
  for (const NodeOp op : test::binary_operations()) hand.output(hand.write(op, slot(0), slot(1)));
  for (const NodeOp op : test::unary_operations()) hand.output(hand.write(op, slot(0)));
  return hand;
}

}  // namespace

// Each pair runs in a block of its own, so that one lane's flags cannot help another.
BOOST_AUTO_TEST_CASE(every_operation_has_its_meaning_at_special_values) {
  const ProgramByHand hand = every_operation();
  const Eigen::ArrayXXd points = pairs();
  const auto binary = test::binary_operations();
  const auto unary = test::unary_operations();
  Executor alone(hand.program(), 1);
  for (Eigen::Index row = 0; row < points.rows(); ++row) {
    Block block;
    block.points = points.row(row);
    alone.run(block);
    const double x = points(row, 0);
    const double y = points(row, 1);
    BOOST_TEST_CONTEXT("of " << x << " and " << y) {
      for (std::size_t i = 0; i < binary.size(); ++i) {
        BOOST_TEST_CONTEXT("operation " << int(binary[i])) {
          BOOST_TEST(bits(block.values(0, Eigen::Index(i))) == bits(arithmetic(binary[i], x, y)));
        }
      }
      for (std::size_t i = 0; i < unary.size(); ++i) {
        const double value = block.values(0, Eigen::Index(binary.size() + i));
        BOOST_TEST(bits(value) == bits(arithmetic(unary[i], x)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_width_of_block_changes_a_bit) {
  const ProgramByHand hand = every_operation();
  const Eigen::ArrayXXd points = pairs();
  const Block whole = run(hand.program(), points, std::size_t(points.rows()));
  for (std::size_t lanes = 1; lanes <= 17; ++lanes) {
    const Block block = run(hand.program(), points, lanes);
    BOOST_TEST_CONTEXT("width " << lanes) {
      BOOST_TEST(same_bits(block.values, whole.values));
      BOOST_TEST((block.failures == whole.failures));
    }
  }
}

BOOST_AUTO_TEST_CASE(no_number_of_lanes_changes_a_bit) {
  const ProgramByHand hand = every_operation();
  const Eigen::ArrayXXd points = pairs();
  const Block whole = run(hand.program(), points);
  for (Eigen::Index rows = 1; rows <= 17; ++rows) {
    const Block block = run(hand.program(), points.topRows(rows), 8);
    BOOST_TEST(same_bits(block.values, whole.values.topRows(rows)));
  }
}

BOOST_AUTO_TEST_CASE(a_missing_output_is_the_one_quiet_nan_and_nothing_is_infinite) {
  const Block block = run(every_operation().program(), pairs());
  for (Eigen::Index i = 0; i < block.values.size(); ++i) {
    const double value = block.values.data()[i];
    BOOST_TEST(!std::isinf(value));
    if (std::isnan(value)) BOOST_TEST(bits(value) == test::missing_bits);
  }
}

BOOST_AUTO_TEST_CASE(a_negative_zero_is_kept) {
  ProgramByHand hand(1);
  hand.output(slot(0));
  hand.output(hand.write(NodeOp::negate, slot(0)));
  hand.output(hand.constant(-0.0));
  Eigen::ArrayXXd points(2, 1);
  points << 0.0, -0.0;

  const Block block = run(hand.program(), points);

  BOOST_TEST(bits(block.values(0, 1)) == bits(-0.0));
  BOOST_TEST(bits(block.values(1, 0)) == bits(-0.0));
  BOOST_TEST(bits(block.values(1, 1)) == bits(0.0));
  BOOST_TEST(bits(block.values(0, 2)) == bits(-0.0));
}

// inf + 1 and 1 / inf raise no flag: an infinite point is missing from the start.
BOOST_AUTO_TEST_CASE(an_infinite_point_is_missing) {
  ProgramByHand hand(1);
  const auto sum = hand.write(NodeOp::add, slot(0), hand.constant(1));
  hand.output(sum);
  hand.output(hand.write(NodeOp::divide, hand.constant(1), sum));
  hand.output(slot(0));
  for (const double point : {std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity(), -std::nan("7")}) {
    const Block block = run(hand.program(), Eigen::ArrayXXd::Constant(1, 1, point));
    for (Eigen::Index i = 0; i < 3; ++i) BOOST_TEST(bits(block.values(0, i)) == test::missing_bits);
    BOOST_TEST(block.failures.size() == 3u);
  }
}

// q = 1 / x is lost where x is 0; (q + 2) * 3 is missing there by way of q, and says so.
BOOST_AUTO_TEST_CASE(a_failure_names_the_cell_where_the_value_was_first_lost) {
  ProgramByHand hand(1);
  const auto quotient = hand.write(NodeOp::divide, hand.constant(1), slot(0));   // 0
  const auto sum = hand.write(NodeOp::add, quotient, hand.constant(2));          // 1
  const auto product = hand.write(NodeOp::multiply, sum, hand.constant(3));      // 2
  const auto big = hand.write(NodeOp::multiply, product, hand.constant(1e300));  // 3
  const auto bigger = hand.write(NodeOp::multiply, big, hand.constant(1e300));   // 4
  hand.output(product);
  hand.output(slot(0));
  hand.output(bigger);
  Eigen::ArrayXXd points(4, 1);
  points << 1, 0, -0.0, 2;

  const Block block = run(hand.program(), points, 3, 1000);

  BOOST_TEST(block.values(0, 0) == 9.0);
  BOOST_TEST(is_missing(block.values(1, 0)));
  BOOST_TEST(block.values(3, 0) == 7.5);
  const std::vector<Failure> expected = {
      {1000, 2, ProgramByHand::cell(4)}, {1001, 0, ProgramByHand::cell(0)},
      {1001, 2, ProgramByHand::cell(0)}, {1002, 0, ProgramByHand::cell(0)},
      {1002, 2, ProgramByHand::cell(0)}, {1003, 2, ProgramByHand::cell(4)}};
  BOOST_TEST((block.failures == expected));
}

BOOST_AUTO_TEST_CASE(a_missing_constant_names_its_cell) {
  const CellId gap = {SeriesId{7}, {55}};
  ProgramByHand hand(1);
  const auto constant = hand.constant(missing(), gap);
  hand.output(hand.write(NodeOp::add, slot(0), constant));
  hand.output(constant);
  hand.output(hand.write(NodeOp::less, slot(0), constant));

  const Block block = run(hand.program(), Eigen::ArrayXXd::Constant(1, 1, 5.0));

  BOOST_TEST_REQUIRE(block.failures.size() == 3u);
  for (const Failure& failure : block.failures) BOOST_TEST((failure.cause == gap));
}

// if x > 0 then 1 / x else 0: where x is 0 the quotient is lost, and nobody needs it.
BOOST_AUTO_TEST_CASE(a_branch_not_taken_leaves_the_lane_alone) {
  ProgramByHand hand(1);
  const auto zero = hand.constant(0);
  const auto positive = hand.write(NodeOp::less, zero, slot(0));
  const auto quotient = hand.write(NodeOp::divide, hand.constant(1), slot(0));
  hand.output(hand.write(NodeOp::choose, positive, quotient, zero));
  hand.output(hand.write(NodeOp::choose, positive, zero, quotient));
  Eigen::ArrayXXd points(3, 1);
  points << 4, 0, missing();

  const Block block = run(hand.program(), points);

  BOOST_TEST(block.values(0, 0) == 0.25);
  BOOST_TEST(block.values(1, 0) == 0.0);
  BOOST_TEST(is_missing(block.values(2, 0)));
  BOOST_TEST(block.values(0, 1) == 0.0);
  BOOST_TEST(is_missing(block.values(1, 1)));
  BOOST_TEST_REQUIRE(block.failures.size() == 3u);
  BOOST_TEST((block.failures[0] == Failure{1, 1, ProgramByHand::cell(1)}));  // lost by 1 / 0
}

BOOST_AUTO_TEST_CASE(otherwise_and_present_leave_no_failure) {
  ProgramByHand hand(1);
  const auto quotient = hand.write(NodeOp::divide, hand.constant(1), slot(0));
  hand.output(hand.write(NodeOp::otherwise, quotient, hand.constant(9)));
  hand.output(hand.write(NodeOp::present, quotient));

  const Block block = run(hand.program(), Eigen::ArrayXXd::Constant(1, 1, 0.0));

  BOOST_TEST(block.values(0, 0) == 9.0);
  BOOST_TEST(block.values(0, 1) == 0.0);
  BOOST_TEST(block.failures.empty());
}

// equal, asked of a missing value, is missing; taken for a number it would choose the branch of 0.
BOOST_AUTO_TEST_CASE(a_comparison_with_a_missing_value_chooses_nothing) {
  for (const NodeOp op : {NodeOp::less, NodeOp::less_equal, NodeOp::equal}) {
    ProgramByHand hand(1);
    const auto compared = hand.write(op, slot(0), hand.constant(1));
    hand.output(hand.write(NodeOp::choose, compared, hand.constant(5), hand.constant(6)));
    Eigen::ArrayXXd points(1, 1);
    points << missing();
    BOOST_TEST(is_missing(run(hand.program(), points).values(0, 0)), "operation " << int(op));
  }
}

// One operation after the other in one slot, over itself, fast and checking.
BOOST_AUTO_TEST_CASE(a_slot_may_be_written_over_what_it_reads) {
  ProgramByHand hand(2);
  hand.write(NodeOp::subtract, slot(0), slot(1));               // s2 = x - y
  hand.write_to(2, NodeOp::subtract, slot(1), slot(2));         // s2 = y - s2
  hand.write_to(2, NodeOp::divide, slot(2), slot(2));           // s2 = 1, or lost
  hand.write_to(2, NodeOp::choose, slot(0), slot(2), slot(1));  // s2 = x ? s2 : y
  hand.write_to(2, NodeOp::choose, slot(2), slot(2), slot(2));
  hand.output(slot(2));
  Eigen::ArrayXXd points(3, 2);
  points << 3, 1, 0, 7, 4, 2;  // s2: 1 - 2, 7 + 7, 2 - 2

  const Block block = run(hand.program(), points);

  BOOST_TEST(block.values(0, 0) == 1.0);
  BOOST_TEST(block.values(1, 0) == 7.0);
  BOOST_TEST(is_missing(block.values(2, 0)));
  BOOST_TEST_REQUIRE(block.failures.size() == 1u);
  BOOST_TEST((block.failures[0].cause == ProgramByHand::cell(2)));
}

// Rounding up, flushing what is small, exceptions that trap: the caller's affair, and untouched.
BOOST_AUTO_TEST_CASE(the_callers_floating_point_state_neither_matters_nor_changes) {
  const ProgramByHand hand = every_operation();
  const Eigen::ArrayXXd points = pairs();
  const Block expected = run(hand.program(), points);
  const unsigned before = _mm_getcsr();
  for (const unsigned state : {0x1f80u | 0x2000u, 0x1f80u | 0x4000u, 0x1f80u | 0x6000u,
                               0x1f80u | 0x8040u, 0x1f80u | 0x003fu, 0x1000u}) {
    Block block;
    block.points = points;
    Executor executor(hand.program(), 7);
    _mm_setcsr(state);
    executor.run(block);
    const unsigned after = _mm_getcsr();
    _mm_setcsr(before);
    BOOST_TEST(after == state);
    BOOST_TEST(same_bits(block.values, expected.values));
    BOOST_TEST((block.failures == expected.failures));
  }
}

BOOST_AUTO_TEST_CASE(a_block_lost_before_leaves_no_trace_in_the_next) {
  ProgramByHand hand(1);
  hand.output(hand.write(NodeOp::divide, hand.constant(1), slot(0)));
  Executor executor(hand.program(), 2);
  Block block;
  block.points = Eigen::ArrayXXd::Constant(3, 1, 0.0);
  executor.run(block);
  BOOST_TEST(block.failures.size() == 3u);

  block.points = Eigen::ArrayXXd::Constant(1, 1, 4.0);
  executor.run(block);

  BOOST_TEST(block.failures.empty());
  BOOST_TEST(block.values.rows() == 1);
  BOOST_TEST(block.values(0, 0) == 0.25);
}

BOOST_AUTO_TEST_CASE(a_program_may_have_no_axes_no_code_and_no_rows) {
  ProgramByHand hand(0);
  hand.output(hand.constant(5));

  const Block block = run(hand.program(), Eigen::ArrayXXd(3, 0));
  BOOST_TEST(block.values.rows() == 3);
  BOOST_TEST((block.values == 5.0).all());

  BOOST_TEST(run(hand.program(), Eigen::ArrayXXd(0, 0)).values.rows() == 0);
  BOOST_TEST(run(ProgramByHand(1).program(), Eigen::ArrayXXd(2, 1)).values.cols() == 0);
}

// A block of its own width, and one of a few, give the same bits.
BOOST_AUTO_TEST_CASE(a_width_left_open_is_a_whole_number_of_strides) {
  const ProgramByHand hand = every_operation();
  const std::size_t lanes = lanes_for(hand.program());
  BOOST_TEST(lanes > 0u);
  BOOST_TEST(lanes * sizeof(double) % detail::Step::stride == 0u);
  const Eigen::ArrayXXd points = pairs();
  Block block;
  block.points = points;
  Executor(hand.program()).run(block);
  BOOST_TEST(same_bits(block.values, run(hand.program(), points, 3).values));
}

BOOST_AUTO_TEST_CASE(every_instruction_set_gives_the_same_bits_and_causes) {
  const ProgramByHand hand = every_operation();
  const Eigen::ArrayXXd points = pairs();
  const Block whole = run(hand.program(), points);
  for (const InstructionSet set : instruction_sets()) {
    Block block;
    block.points = points;
    Executor(hand.program(), 64, set).run(block);
    BOOST_TEST(same_bits(block.values, whole.values));
    BOOST_TEST((block.failures == whole.failures));
  }
}

// A model's own failure: 1 / d in the first quarter reaches the year through x and its sum.
BOOST_AUTO_TEST_CASE(a_models_failure_names_series_and_period) {
  const Known known({.body = "driver d : 1 = 2\nflow x : 1\n  = if quarter == 1 then 1 / d else d\n"
                             "flow y : 1\n  = x * 2\n"});
  const Operations operations = {{.series = known.id("d"),
                                  .span = {known.period("2022Q1"), known.period("2023Q4")},
                                  .axis = 0}};
  const std::vector<Axis> axes = {{"d", Unit()}};
  const auto lowered =
      known.lowered({known.output("y", "FY2023"), known.output("y", "2023Q2")}, operations, axes);
  BOOST_TEST_REQUIRE(lowered.value.has_value());

  const Block block = run(*lowered.value, Eigen::ArrayXXd::Constant(1, 1, 0.0));

  BOOST_TEST(is_missing(block.values(0, 0)));
  BOOST_TEST(block.values(0, 1) == 0.0);
  BOOST_TEST_REQUIRE(block.failures.size() == 1u);
  BOOST_TEST(known.name(block.failures[0].cause) == "x 2023Q1");
}
