#include "engine/run/kernels.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>
#include <xmmintrin.h>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"
#include "engine/model/arithmetic.hpp"
#include "engine/run/executor.hpp"
#include "tests/run/program_by_hand.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using kernel::Traced;
using test::bits;

namespace {

constexpr unsigned clear_control = 0x1f80;  // all masked, to nearest, no flags
constexpr unsigned lost_value_flags = 0x0001 | 0x0004 | 0x0008;
constexpr std::size_t stride_lanes = detail::Step::stride / sizeof(double);

struct Strip {  // one value per lane, or one for all
  const double* values;
  bool constant;
};

struct Ran {
  std::vector<double> values;
  bool flagged = false;
};

// `constants`: which of the first two operands are, a bit each.
detail::Kernel kernel_of(const detail::KernelSet& set, NodeOp op, int constants) {
  using detail::Link;
  const auto one = [&](Link link) { return set.one[int(link) << 2 | constants]; };
  switch (op) {
    case NodeOp::add: return one(Link::add);
    case NodeOp::subtract: return one(Link::subtract);
    case NodeOp::multiply: return one(Link::multiply);
    case NodeOp::divide: return one(Link::divide);
    case NodeOp::minimum: return one(Link::minimum);
    case NodeOp::maximum: return one(Link::maximum);
    case NodeOp::less: return set.compare[0];
    case NodeOp::less_equal: return set.compare[1];
    case NodeOp::equal: return set.compare[2];
    case NodeOp::choose: return set.choose;
    case NodeOp::otherwise: return set.otherwise;
    case NodeOp::present: return set.present;
    case NodeOp::negate: return set.negate;
    case NodeOp::absolute: return set.absolute;
    case NodeOp::raise: return set.raise;
    case NodeOp::square_root: return set.square_root;
    case NodeOp::exponential: return set.exponential;
    default: return set.logarithm;
  }
}

// Strips of operands, then of the result, as the executor lays them out: filled up with the last
// lane.
class Table {
 public:
  Table(const detail::KernelSet& kernels, std::size_t lanes)
      : kernels_(kernels),
        lanes_(lanes),
        strides_((lanes + stride_lanes - 1) / stride_lanes),
        at_((detail::Step::reads_max + 1) * strides_) {}
  void put(int which, Strip strip) {
    constexpr std::size_t line_lanes = detail::Step::line / sizeof(double);
    for (std::size_t i = 0; i < stride_lanes * strides_; ++i) {
      const double beyond_line = -77;  // of a constant there is one line
      strip_of(which)[i] = !strip.constant  ? strip.values[std::min(i, lanes_ - 1)]
                           : i < line_lanes ? strip.values[0]
                                            : beyond_line;
    }
    step_.read[which] = {place(which), strip.constant ? 0 : kernels_.vector};
  }
  // Over an operand, or into a strip of its own.
  Ran run(detail::Kernel kernel, int result = detail::Step::reads_max) {
    step_.result = place(result);
    _mm_setcsr(clear_control);
    kernel(at_.front().bytes, step_, detail::Step::stride * strides_);
    Ran ran;
    ran.flagged = (_mm_getcsr() & lost_value_flags) != 0;
    _mm_setcsr(clear_control);
    ran.values.assign(strip_of(result), strip_of(result) + lanes_);
    return ran;
  }

 private:
  struct alignas(detail::Step::line) Stride {
    char bytes[detail::Step::stride] = {};
  };
  std::uint32_t place(int which) const {
    return std::uint32_t(std::size_t(which) * strides_ * detail::Step::stride);
  }
  double* strip_of(int which) {
    return reinterpret_cast<double*>(at_[std::size_t(which) * strides_].bytes);
  }

  const detail::KernelSet& kernels_;
  std::size_t lanes_;
  std::size_t strides_;
  std::vector<Stride> at_;
  detail::Step step_;
};

// The kernel of one instruction set, all of which must say the same.
Ran run_fast(NodeOp op, Strip a, Strip b, Strip c, std::size_t lanes,
             int result = detail::Step::reads_max) {
  std::vector<Ran> all;
  for (const InstructionSet set : instruction_sets()) {
    Table table(detail::kernels_of(set), lanes);
    int which = 0;
    for (const Strip& strip : {a, b, c}) {
      if (strip.values != nullptr) table.put(which, strip);
      ++which;
    }
    const int constants = int(a.constant) | int(b.constant) << 1;
    all.push_back(table.run(kernel_of(detail::kernels_of(set), op, constants), result));
    BOOST_TEST(all.back().flagged == all.front().flagged, "set " << int(set));
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      // With a flag the block runs again, whatever stands here; NaNs differ in their sign.
      const double value = all.back().values[lane];
      const double first = all.front().values[lane];
      if (all.back().flagged || (is_missing(value) && is_missing(first))) continue;
      BOOST_TEST(bits(value) == bits(first));
    }
  }
  return all.front();
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
  const auto strip = [](const std::vector<double>& values) { return Strip{values.data(), false}; };
  for (const NodeOp op : every_operation()) {
    const Ran over_first = run_fast(op, strip(x), strip(y), strip(x), x.size(), 0);
    const Ran over_second = run_fast(op, strip(x), strip(y), strip(x), x.size(), 1);
    for (std::size_t lane = 0; lane < x.size(); ++lane) {
      const double expected = meaning(op, x[lane], y[lane], x[lane]);
      BOOST_TEST(bits(over_first.values[lane]) == bits(expected));
      BOOST_TEST(bits(over_second.values[lane]) == bits(expected));
    }
  }
}

namespace {

// Operands of up to three operations, and of a choice's seven, by lane.
const std::vector<double> operands[] = {
    {0.1, -3, 7, 1.0 / 3, 1e10, -0.0, 0, 3, 5}, {2, 4, -1, 3, 0.5, 0.0, -0.0, 3, -5},
    {-7, 0.3, 11, -1e-3, 2, 1, 4, 3, 25},       {1.5, 2.5, -0.7, 9, 1e-5, 6, -8, 9, 25},
    {3, -2, 0.25, 8, 1e5, -6, 0.7, -9, 2},      {-1.25, 5, 0.5, -3, 2e5, 7, 0.3, 11, 4},
    {6, -0.5, 2, 0.125, -4, 10, 1e-2, 7, -2}};
const std::size_t lanes = operands[0].size();

Strip operand(int which, int constants) {
  return {operands[which].data(), (constants >> which & 1) != 0};
}
double value_of(int which, int constants, std::size_t lane) {
  return operands[which][operand(which, constants).constant ? 0 : lane];
}

double linked(int link, double so_far, double other) {
  constexpr NodeOp ops[] = {NodeOp::add,    NodeOp::subtract, NodeOp::multiply,
                            NodeOp::divide, NodeOp::minimum,  NodeOp::maximum};
  if (link < detail::first_links) return arithmetic(ops[link], so_far, other);
  constexpr NodeOp reversed[] = {NodeOp::subtract, NodeOp::divide, NodeOp::minimum,
                                 NodeOp::maximum};
  return arithmetic(reversed[link - detail::first_links], other, so_far);
}

// By its operands, of which some are constants.
template <typename Expected>
void expect(const detail::KernelSet& set, detail::Kernel kernel, int reads, int constants,
            Expected expected) {
  Table table(set, lanes);
  for (int k = 0; k < reads; ++k) table.put(k, operand(k, constants));
  const Ran ran = table.run(kernel);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const auto at = [&](int which) { return value_of(which, constants, lane); };
    const double value = expected(at);
    if (is_missing(value)) {
      if (!ran.flagged) BOOST_TEST(ran.flagged);
    } else if (bits(ran.values[lane]) != bits(value)) {
      BOOST_TEST(ran.values[lane] == value,
                 "lane " << lane << ": " << ran.values[lane] << " instead of " << value);
      BOOST_TEST(bits(ran.values[lane]) == bits(value));
    }
  }
}

}  // namespace

// Every kernel of up to three operations, against the operations one after the other; so each
// stands in its place of the table, whichever operands are constants.
BOOST_AUTO_TEST_CASE(a_chain_is_its_operations_in_order) {
  using detail::links;
  for (const InstructionSet name : instruction_sets()) {
    const detail::KernelSet& set = detail::kernels_of(name);
    for (int i = 0; i < detail::first_links * links * links << 4; ++i) {
      const int constants = i & 15;
      const int third = (i >> 4) % links;
      const int second = (i >> 4) / links % links;
      const int first = (i >> 4) / links / links;
      const auto one = [&](auto at) { return linked(first, at(0), at(1)); };
      const auto two = [&](auto at) { return linked(second, one(at), at(2)); };
      BOOST_TEST_CONTEXT("set " << int(name) << ", links " << first << " " << second << " " << third
                                << ", constants " << constants) {
        expect(set, set.three[i], 4, constants,
               [&](auto at) { return linked(third, two(at), at(3)); });
        if (third != 0 || constants > 7) continue;
        expect(set, set.two[(first * links + second) << 3 | constants], 3, constants, two);
        if (second != 0 || constants > 3) continue;
        expect(set, set.one[first << 2 | constants], 2, constants, one);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_kernel_of_both_is_two_operations_and_the_one_of_them) {
  using detail::first_links;
  for (const InstructionSet name : instruction_sets()) {
    const detail::KernelSet& set = detail::kernels_of(name);
    for (int i = 0; i < first_links * first_links * first_links << 4; ++i) {
      const int right = (i >> 4) % first_links;
      const int middle = (i >> 4) / first_links % first_links;
      const int left = (i >> 4) / first_links / first_links;
      BOOST_TEST_CONTEXT("set " << int(name) << ", " << left << " " << middle << " " << right
                                << ", constants " << (i & 15)) {
        expect(set, set.both[i], 4, i & 15, [&](auto at) {
          return linked(middle, linked(left, at(0), at(1)), linked(right, at(2), at(3)));
        });
      }
    }
  }
}

// A comparison with the products to choose from, and what the choice is linked with; leading
// operands constant, or none.
BOOST_AUTO_TEST_CASE(a_kernel_of_a_choice_is_its_operations) {
  constexpr NodeOp ops[] = {NodeOp::less, NodeOp::less_equal, NodeOp::equal};
  for (const InstructionSet name : instruction_sets()) {
    const detail::KernelSet& set = detail::kernels_of(name);
    for (int i = 0; i < detail::selections; ++i) {
      const int link = i % (detail::links + 1);
      const int products = i / (detail::links + 1) % detail::arms;
      const NodeOp comparison = ops[i / (detail::links + 1) / detail::arms];
      const int yes = (products & 1) != 0 ? 2 : 1;
      const int no = (products & 2) != 0 ? 2 : 1;
      const int reads = 2 + yes + no + (link == detail::no_link ? 0 : 1);
      const auto chosen = [&](auto at) {
        const double condition = arithmetic(comparison, at(0), at(1));
        const double first = yes == 2 ? at(2) * at(3) : at(2);
        const double second = no == 2 ? at(2 + yes) * at(3 + yes) : at(2 + yes);
        const double value = choose(condition, first, second);
        return link == detail::no_link ? value : linked(link, value, at(reads - 1));
      };
      BOOST_TEST_CONTEXT("set " << int(name) << ", selection " << i) {
        expect(set, set.select[i << 1], reads, 0, chosen);
        expect(set, set.select[i << 1 | 1], reads, detail::leading_constants(products), chosen);
      }
    }
  }
}

// A comparison and the choice it makes, at once.
BOOST_AUTO_TEST_CASE(a_selection_is_a_comparison_and_a_choice) {
  const std::vector<double> x = {1, 2, 3, -0.0, 5, 1e300, -2, 8, 9};
  const std::vector<double> y = {2, 1, 3, 0.0, 5, -1e300, -2, 9, 8};
  const std::vector<double> yes(x.size(), 7);
  const double no = -7;
  constexpr NodeOp ops[] = {NodeOp::less, NodeOp::less_equal, NodeOp::equal};
  for (const InstructionSet set : instruction_sets()) {
    for (int i = 0; i < detail::comparisons; ++i) {
      Table table(detail::kernels_of(set), x.size());
      table.put(0, {x.data(), false});
      table.put(1, {y.data(), false});
      table.put(2, {yes.data(), false});
      table.put(3, {&no, true});
      const Ran ran =
          table.run(detail::kernels_of(set)
                        .select[detail::selection(detail::Comparison(i), 0, detail::no_link) << 1]);
      for (std::size_t lane = 0; lane < x.size(); ++lane) {
        BOOST_TEST(ran.values[lane] == choose(arithmetic(ops[i], x[lane], y[lane]), 7, -7));
      }
      auto lost = x;
      lost[4] = missing();
      table.put(0, {lost.data(), false});
      BOOST_TEST(
          table
              .run(detail::kernels_of(set)
                       .select[detail::selection(detail::Comparison(i), 0, detail::no_link) << 1])
              .flagged);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_point_that_is_not_finite_is_loaded_as_missing) {
  const double infinity = std::numeric_limits<double>::infinity();
  const double points[] = {1, infinity, -infinity, missing(), 5e-324, 1.7e308, -0.0};
  for (const InstructionSet set : instruction_sets()) {
    double strip[8] = {};
    detail::kernels_of(set).load(points, strip, 7);
    for (const int lost : {1, 2, 3}) BOOST_TEST(bits(strip[lost]) == test::missing_bits);
    for (const int kept : {0, 4, 5, 6}) BOOST_TEST(bits(strip[kept]) == bits(points[kept]));
    BOOST_TEST(strip[7] == 0.0);  // nothing is written beyond
  }
}

BOOST_AUTO_TEST_CASE(a_checking_kernel_is_the_meaning_itself) {
  const std::uint32_t none = 0;
  for (const NodeOp op : every_operation()) {
    for (const Triple& one : triples(op)) {
      double out = 42;
      std::uint32_t cause = 42;
      kernel::checking(op, {&one.a, &none, false}, {&one.b, &none, false}, {&one.c, &none, false},
                       {&out, &cause, 6}, 1);
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
    kernel::checking(op, {&a, &causes[0], false}, {&b, &causes[1], false}, {&c, &causes[2], false},
                     {&out, &cause, 6}, 1);
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
  test::ProgramByHand hand(1);
  hand.output(hand.write(NodeOp::lookup, test::slot(0), test::slot(0)));
  BOOST_CHECK_THROW(Executor(hand.program(), 1), BrokenPromise);
}
