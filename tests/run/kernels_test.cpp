#include "engine/run/kernels.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>
#include <xmmintrin.h>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"
#include "engine/model/arithmetic.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using kernel::Strip;
using kernel::Traced;
using test::bits;

namespace {

constexpr unsigned clear_control = 0x1f80;  // all masked, to nearest, no flags
constexpr unsigned lost_value_flags = 0x0001 | 0x0004 | 0x0008;

struct Ran {
  std::vector<double> values;
  bool flagged = false;
};

Ran run_fast(NodeOp op, Strip a, Strip b, Strip c, std::size_t lanes) {
  Ran ran;
  ran.values.assign(lanes + 1, 42.0);
  _mm_setcsr(clear_control);
  kernel::fast(op, a, b, c, ran.values.data(), lanes);
  ran.flagged = (_mm_getcsr() & lost_value_flags) != 0;
  _mm_setcsr(clear_control);
  return ran;
}

double canonical(double value) { return is_missing(value) ? missing() : value; }

// What the operation means, by its definition on numbers.
double meaning(NodeOp op, double a, double b, double c) {
  if (op == NodeOp::choose) return choose(a, b, c);
  for (const NodeOp unary : test::unary_operations()) {
    if (op == unary) return arithmetic(op, a);
  }
  return arithmetic(op, a, b);
}

std::vector<NodeOp> every_operation() {
  auto all = test::binary_operations();
  for (const NodeOp op : test::unary_operations()) all.push_back(op);
  all.push_back(NodeOp::choose);
  return all;
}

struct Triple {
  double a, b, c;
};
std::vector<Triple> triples(NodeOp op) {
  std::vector<Triple> all;
  const auto values = test::special_values();
  for (const double a : values) {
    for (const double b : values) {
      if (op != NodeOp::choose) all.push_back({a, b, 0});
      for (const double c : {2.0, missing()}) {
        if (op == NodeOp::choose) all.push_back({a, b, c});
      }
    }
  }
  return all;
}

}  // namespace

// The promise the executor rests on: a fast kernel is right to the bit, or it raises a flag, or it
// shows the missing value plainly. Never a number where there is none.
BOOST_AUTO_TEST_CASE(a_fast_kernel_is_right_or_raises_a_flag) {
  for (const NodeOp op : every_operation()) {
    for (const Triple& one : triples(op)) {
      BOOST_TEST_CONTEXT("operation " << int(op) << " of " << one.a << ", " << one.b << ", "
                                      << one.c) {
        const double expected = meaning(op, one.a, one.b, one.c);
        const Ran ran = run_fast(op, {&one.a, false}, {&one.b, false}, {&one.c, false}, 1);
        if (ran.flagged) continue;
        BOOST_TEST(bits(canonical(ran.values[0])) == bits(expected));
      }
    }
  }
}

// Flags cost a second run of the block: plain numbers may not raise any.
BOOST_AUTO_TEST_CASE(a_fast_kernel_of_ordinary_numbers_raises_no_flag) {
  for (const NodeOp op : every_operation()) {
    for (const double a : {-2.0, 0.0, 0.1, 1e100}) {
      for (const double b : {-3.0, 0.3, 1e-100}) {
        const double c = 5;
        BOOST_TEST(!run_fast(op, {&a, false}, {&b, false}, {&c, false}, 1).flagged);
      }
    }
  }
}

// Where an order is asked of a missing value, plain loops would answer with a number.
BOOST_AUTO_TEST_CASE(asking_the_order_of_a_missing_value_raises_a_flag) {
  for (const NodeOp op :
       {NodeOp::minimum, NodeOp::maximum, NodeOp::less, NodeOp::less_equal, NodeOp::equal}) {
    for (std::size_t lanes = 1; lanes <= 9; ++lanes) {
      for (std::size_t at = 0; at < lanes; ++at) {
        std::vector<double> x(lanes, 1.0);
        const std::vector<double> y(lanes, 2.0);
        const double one = 1.0;
        const double lost = missing();
        x[at] = missing();
        BOOST_TEST_CONTEXT("operation " << int(op) << ", lane " << at << " of " << lanes) {
          BOOST_TEST(run_fast(op, {x.data(), false}, {y.data(), false}, {}, lanes).flagged);
          BOOST_TEST(run_fast(op, {y.data(), false}, {x.data(), false}, {}, lanes).flagged);
          BOOST_TEST(run_fast(op, {x.data(), false}, {&one, true}, {}, lanes).flagged);
          BOOST_TEST(run_fast(op, {&one, true}, {x.data(), false}, {}, lanes).flagged);
          BOOST_TEST(run_fast(op, {&lost, true}, {y.data(), false}, {}, lanes).flagged);
          BOOST_TEST(run_fast(op, {y.data(), false}, {&lost, true}, {}, lanes).flagged);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_tail_has_the_bits_of_a_full_block) {
  const std::vector<double> x = {0.1, -3, 7, 1.0 / 3, 1e10, -0.25, 5,   2,  9,
                                 0.7, -1, 4, 8,       6,    3,     1.1, 2.2};
  std::vector<double> y(x.rbegin(), x.rend());
  for (const NodeOp op : every_operation()) {
    for (std::size_t lanes = 1; lanes <= x.size(); ++lanes) {
      const Ran ran = run_fast(op, {x.data(), false}, {y.data(), false}, {x.data(), false}, lanes);
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        BOOST_TEST(bits(canonical(ran.values[lane])) ==
                   bits(meaning(op, x[lane], y[lane], x[lane])));
      }
      BOOST_TEST(ran.values[lanes] == 42.0);  // nothing is written beyond
    }
  }
}

BOOST_AUTO_TEST_CASE(a_constant_operand_stands_for_every_lane) {
  const std::vector<double> x = {0.1, -3, 7, 1.0 / 3, 1e10};
  const double k = 0.3;
  for (const NodeOp op : every_operation()) {
    const Strip strip = {x.data(), false};
    const Strip constant = {&k, true};
    const Ran left = run_fast(op, constant, strip, strip, x.size());
    const Ran right = run_fast(op, strip, constant, strip, x.size());
    const Ran both = run_fast(op, constant, constant, constant, x.size());
    for (std::size_t lane = 0; lane < x.size(); ++lane) {
      BOOST_TEST(bits(left.values[lane]) == bits(meaning(op, k, x[lane], x[lane])));
      BOOST_TEST(bits(right.values[lane]) == bits(meaning(op, x[lane], k, x[lane])));
      BOOST_TEST(bits(both.values[lane]) == bits(meaning(op, k, k, k)));
    }
  }
}

// A slot may be written over what it reads.
BOOST_AUTO_TEST_CASE(a_kernel_may_write_over_its_operands) {
  const std::vector<double> x = {0.1, -3, 7, 1.0 / 3, 1e10};
  const std::vector<double> y = {2, 4, -1, 3, 0.5};
  for (const NodeOp op : every_operation()) {
    auto a = x;
    kernel::fast(op, {a.data(), false}, {y.data(), false}, {x.data(), false}, a.data(), a.size());
    auto b = y;
    kernel::fast(op, {x.data(), false}, {b.data(), false}, {x.data(), false}, b.data(), b.size());
    for (std::size_t lane = 0; lane < x.size(); ++lane) {
      const double expected = meaning(op, x[lane], y[lane], x[lane]);
      BOOST_TEST(bits(a[lane]) == bits(expected));
      BOOST_TEST(bits(b[lane]) == bits(expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_checking_kernel_is_the_meaning_itself) {
  const std::uint32_t none = 0;
  for (const NodeOp op : every_operation()) {
    for (const Triple& one : triples(op)) {
      double out = 42;
      std::uint32_t cause = 42;
      kernel::checking(op, {{&one.a, false}, &none}, {{&one.b, false}, &none},
                       {{&one.c, false}, &none}, &out, &cause, 6, 1);
      BOOST_TEST_CONTEXT("operation " << int(op) << " of " << one.a << ", " << one.b << ", "
                                      << one.c) {
        BOOST_TEST(bits(out) == bits(meaning(op, one.a, one.b, one.c)));
      }
    }
  }
}

// Of missing operands the first keeps its cause; a value lost here has the instruction, plus one.
BOOST_AUTO_TEST_CASE(a_checking_kernel_follows_the_first_cause) {
  const auto cause_of = [](NodeOp op, double a, double b, double c) {
    const std::uint32_t causes[] = {11, 12, 13};
    double out = 0;
    std::uint32_t cause = 42;
    kernel::checking(op, {{&a, false}, &causes[0]}, {{&b, false}, &causes[1]},
                     {{&c, false}, &causes[2]}, &out, &cause, 6, 1);
    return cause;
  };

  BOOST_TEST(cause_of(NodeOp::add, 1, 2, 0) == 0u);
  BOOST_TEST(cause_of(NodeOp::add, missing(), missing(), 0) == 11u);
  BOOST_TEST(cause_of(NodeOp::add, 1, missing(), 0) == 12u);
  BOOST_TEST(cause_of(NodeOp::divide, 1, 0, 0) == 7u);
  BOOST_TEST(cause_of(NodeOp::multiply, 1e200, 1e200, 0) == 7u);
  BOOST_TEST(cause_of(NodeOp::negate, missing(), missing(), 0) == 11u);
  BOOST_TEST(cause_of(NodeOp::present, missing(), 0, 0) == 0u);
  BOOST_TEST(cause_of(NodeOp::otherwise, missing(), 2, 0) == 0u);
  BOOST_TEST(cause_of(NodeOp::otherwise, missing(), missing(), 0) == 12u);
  BOOST_TEST(cause_of(NodeOp::otherwise, 1, missing(), 0) == 0u);
  BOOST_TEST(cause_of(NodeOp::choose, missing(), 1, 2) == 11u);
  BOOST_TEST(cause_of(NodeOp::choose, 1, missing(), 2) == 12u);
  BOOST_TEST(cause_of(NodeOp::choose, 0, 1, missing()) == 13u);
  BOOST_TEST(cause_of(NodeOp::choose, 1, 2, missing()) == 0u);  // the branch not taken
}

BOOST_AUTO_TEST_CASE(only_arithmetic_is_run) {
  const double x = 1;
  double out = 0;
  BOOST_CHECK_THROW(kernel::fast(NodeOp::lookup, {&x, false}, {&x, false}, {}, &out, 1),
                    BrokenPromise);
}
