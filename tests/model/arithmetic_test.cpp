#include "engine/model/arithmetic.hpp"

#include <bit>
#include <cstdint>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"

using namespace headwater;

namespace {

constexpr double huge = std::numeric_limits<double>::max();
std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }
// 2^63 + 2^51 - 1 ... the one quiet NaN: sign clear, quiet bit set, nothing else.
constexpr std::uint64_t one_quiet_nan = 0x7ff8000000000000;

}  // namespace

BOOST_AUTO_TEST_CASE(missing_is_the_one_quiet_nan) {
  BOOST_TEST(bits(missing()) == one_quiet_nan);
  BOOST_TEST(is_missing(missing()));
  BOOST_TEST(!is_missing(0.0));
  BOOST_TEST(!is_missing(huge));
}

BOOST_AUTO_TEST_CASE(missing_goes_through_every_operation_on_either_side) {
  for (const NodeOp op :
       {NodeOp::add, NodeOp::subtract, NodeOp::multiply, NodeOp::divide, NodeOp::per,
        NodeOp::minimum, NodeOp::maximum, NodeOp::less, NodeOp::less_equal, NodeOp::equal}) {
    BOOST_TEST_CONTEXT("operation " << int(op)) {
      BOOST_TEST(bits(arithmetic(op, missing(), 3)) == one_quiet_nan);
      BOOST_TEST(bits(arithmetic(op, 3, missing())) == one_quiet_nan);
      BOOST_TEST(bits(arithmetic(op, missing(), missing())) == one_quiet_nan);
      BOOST_TEST(!is_missing(arithmetic(op, 3, 4)));
    }
  }
  BOOST_TEST(bits(arithmetic(NodeOp::negate, missing())) == one_quiet_nan);
  BOOST_TEST(bits(arithmetic(NodeOp::absolute, missing())) == one_quiet_nan);
}

BOOST_AUTO_TEST_CASE(otherwise_and_present_alone_stop_it) {
  BOOST_TEST(arithmetic(NodeOp::otherwise, missing(), 3) == 3.0);
  BOOST_TEST(arithmetic(NodeOp::otherwise, 2, missing()) == 2.0);
  BOOST_TEST(is_missing(arithmetic(NodeOp::otherwise, missing(), missing())));
  BOOST_TEST(arithmetic(NodeOp::present, missing()) == 0.0);
  BOOST_TEST(arithmetic(NodeOp::present, 0.0) == 1.0);
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_missing) {
  BOOST_TEST(is_missing(arithmetic(NodeOp::add, huge, huge)));
  BOOST_TEST(is_missing(arithmetic(NodeOp::subtract, -huge, huge)));
  BOOST_TEST(is_missing(arithmetic(NodeOp::multiply, huge, 2)));
  BOOST_TEST(is_missing(arithmetic(NodeOp::divide, 1, 0)));
  BOOST_TEST(is_missing(arithmetic(NodeOp::divide, 0, 0)));
  BOOST_TEST(is_missing(arithmetic(NodeOp::per, -1, 0)));
  BOOST_TEST(is_missing(arithmetic(NodeOp::divide, huge, 0.5)));
  BOOST_TEST(arithmetic(NodeOp::divide, 1, huge) > 0);  // small, and there
}

BOOST_AUTO_TEST_CASE(comparisons_are_one_or_zero) {
  BOOST_TEST(arithmetic(NodeOp::less, 1, 2) == 1.0);
  BOOST_TEST(arithmetic(NodeOp::less, 2, 2) == 0.0);
  BOOST_TEST(arithmetic(NodeOp::less_equal, 2, 2) == 1.0);
  BOOST_TEST(arithmetic(NodeOp::less_equal, 3, 2) == 0.0);
  BOOST_TEST(arithmetic(NodeOp::equal, 2, 2) == 1.0);
  BOOST_TEST(arithmetic(NodeOp::equal, 2, 3) == 0.0);
  BOOST_TEST(arithmetic(NodeOp::equal, 0.0, -0.0) == 1.0);
}

// max(a, b) is a < b ? b : a, and so the first of two equals: 0 of 0 and -0, -0 of -0 and 0.
BOOST_AUTO_TEST_CASE(of_two_equals_the_first_is_the_smallest_and_the_largest) {
  BOOST_TEST(bits(arithmetic(NodeOp::maximum, 0.0, -0.0)) == bits(0.0));
  BOOST_TEST(bits(arithmetic(NodeOp::maximum, -0.0, 0.0)) == bits(-0.0));
  BOOST_TEST(bits(arithmetic(NodeOp::minimum, 0.0, -0.0)) == bits(0.0));
  BOOST_TEST(bits(arithmetic(NodeOp::minimum, -0.0, 0.0)) == bits(-0.0));
  BOOST_TEST(arithmetic(NodeOp::maximum, 1, 2) == 2.0);
  BOOST_TEST(arithmetic(NodeOp::minimum, 1, 2) == 1.0);
}

BOOST_AUTO_TEST_CASE(signs_are_kept_to_the_bit) {
  BOOST_TEST(bits(arithmetic(NodeOp::negate, 0.0)) == bits(-0.0));
  BOOST_TEST(bits(arithmetic(NodeOp::absolute, -0.0)) == bits(0.0));
  BOOST_TEST(arithmetic(NodeOp::absolute, -3) == 3.0);
  BOOST_TEST(bits(arithmetic(NodeOp::add, -0.0, 0.0)) == bits(0.0));
  BOOST_TEST(bits(arithmetic(NodeOp::multiply, -1, 0.0)) == bits(-0.0));
}

BOOST_AUTO_TEST_CASE(a_choice_takes_its_branch_whatever_the_other_is) {
  BOOST_TEST(choose(1, 5, missing()) == 5.0);
  BOOST_TEST(choose(0, missing(), 6) == 6.0);
  BOOST_TEST(choose(-0.0, 5, 6) == 6.0);
  BOOST_TEST(choose(0.5, 5, 6) == 5.0);
  BOOST_TEST(is_missing(choose(missing(), 5, 5)));
  BOOST_TEST(is_missing(choose(1, missing(), 5)));
}

BOOST_AUTO_TEST_CASE(an_operation_of_another_number_of_operands_is_our_own_fault) {
  BOOST_CHECK_THROW(arithmetic(NodeOp::negate, 1, 2), BrokenPromise);
  BOOST_CHECK_THROW(arithmetic(NodeOp::add, 1), BrokenPromise);
}
