// The smallest numbers are numbers, and the caller's floating-point state is the caller's: it
// changes nothing, and comes back as it was. The expected bits are plain arithmetic in sight.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>
#include <xmmintrin.h>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/run/conduct.hpp"
#include "engine/run/executor.hpp"
#include "engine/run/kernels.hpp"
#include "tests/run/lossy_model.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using test::bits;
using test::Known;
using test::LossyModel;
using test::sites;

namespace {

constexpr std::array<unsigned, 9> host_states = {
    0x1f80,           // as a program starts
    0x1f80 | 0x8040,  // what is small is flushed to zero, and taken for zero
    0x1f80 | 0x8000, 0x1f80 | 0x0040,
    0x1f80 | 0x2000,  // rounds down
    0x1f80 | 0x4000,  // up
    0x1f80 | 0x6000,  // towards zero
    0x0000,           // every exception traps
    0xe040,           // all of it at once
};

class HostState {
 public:
  explicit HostState(unsigned state) : before_(_mm_getcsr()) { _mm_setcsr(state); }
  ~HostState() { _mm_setcsr(before_); }
  HostState(const HostState&) = delete;
  HostState& operator=(const HostState&) = delete;

 private:
  unsigned before_;
};

bool same_bits(const Eigen::ArrayXXd& left, const Eigen::ArrayXXd& right) {
  return left.rows() == right.rows() && left.cols() == right.cols() &&
         std::equal(left.data(), left.data() + left.size(), right.data(),
                    [](double x, double y) { return bits(x) == bits(y); });
}

struct Ran {
  std::string how;
  Block block;
  unsigned state_after = 0;
};

// By every instruction set, in blocks of several widths.
std::vector<Ran> in_state(unsigned state, const Program& program, const Eigen::ArrayXXd& points) {
  std::vector<Ran> all;
  for (const InstructionSet set : instruction_sets()) {
    for (const std::size_t lanes_max : {0u, 1u, 8u, 64u}) {
      Executor executor(program, lanes_max, set);
      Ran& ran = all.emplace_back();
      ran.how = fmt::format("state {:x}, set {}, width {}", state, int(set), lanes_max);
      ran.block.points = points;
      const HostState host(state);
      executor.run(ran.block);
      ran.state_after = _mm_getcsr();
    }
  }
  return all;
}

constexpr int periods = 12;

// Level after level goes below 2^-1022 and loses digits: by a product, a quotient, a difference.
struct Shrinking {
  const char* formula;
  double (*next)(double, double);
};
const std::vector<Shrinking> shrinking = {
    {"s[-1] * v", [](double s, double v) { return s * v; }},
    {"s[-1] / (1 / v)", [](double s, double v) { return s / (1 / v); }},
    {"s[-1] - s[-1] * (1 - v)", [](double s, double v) { return s - s * (1 - v); }},
    {"max(s[-1] * v, -1) + 0 * v", [](double s, double v) { return s * v + 0 * v; }},
    {"(if s[-1] > 0 then s[-1] else -s[-1]) * v * 0.75",
     [](double s, double v) { return (s > 0 ? s : -s) * v * 0.75; }},
    {"min(abs(s[-1] * v * -0.5), 1)", [](double s, double v) { return -(s * v * -0.5); }},
};

Program shrinking_program(const Known& known) {
  const PeriodSpan horizon = known.model().horizon;
  std::vector<Output> outputs;
  for (Period p = horizon.first; p <= horizon.last; p = p + 1) {
    outputs.push_back({known.id("s"), {p, p}, std::nullopt});
  }
  const Operations operations = {
      {.kind = OperationKind::set, .series = known.id("v"), .span = horizon, .axis = 0}};
  const auto lowered = known.lowered(outputs, operations, {{"v", Unit()}});
  BOOST_TEST_REQUIRE(lowered.value.has_value(), known.rendered(lowered.diagnostics));
  return *lowered.value;
}

Known shrinking_model(const char* formula) {
  return Known(
      {.body = fmt::format("driver v : 1 = 1\nstock s : 1\n  before = 1e-300\n  = {}\n", formula),
       .horizon = "2022Q1..2024Q4"});
}

// 21 lanes, of which all shrink but the fourth, each at a speed of its own.
Eigen::ArrayXXd shrinking_points() {
  Eigen::ArrayXXd points(21, 1);
  for (Eigen::Index lane = 0; lane < points.rows(); ++lane) {
    points(lane, 0) = 0.001 * double(lane + 1) + 0.0001;
  }
  points(3, 0) = 1;
  return points;
}

// Every site lost in some lane, and sound lanes between.
Eigen::ArrayXXd lossy_points(const LossyModel& model, Eigen::Index rows) {
  Eigen::ArrayXXd points = model.ordinary_points(rows);
  for (Eigen::Index row = 0; row < rows; row += 3) {
    const auto site = std::size_t(row / 3) % sites().size();
    points(row, Eigen::Index(site + 1)) = sites()[site].bad;
  }
  return points;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_smallest_numbers_are_numbers_whatever_the_hosts_state) {
  const Eigen::ArrayXXd points = shrinking_points();
  for (const Shrinking& one : shrinking) {
    const Program program = shrinking_program(shrinking_model(one.formula));
    std::size_t subnormal = 0;
    Eigen::ArrayXXd expected(points.rows(), periods);
    for (Eigen::Index lane = 0; lane < points.rows(); ++lane) {
      double level = 1e-300;
      for (int period = 0; period < periods; ++period) {
        level = one.next(level, points(lane, 0));
        expected(lane, period) = level;
        subnormal += level > 0 && level < std::numeric_limits<double>::min() ? 1 : 0;
      }
    }
    BOOST_TEST(subnormal >= 20u);
    for (const unsigned state : host_states) {
      for (const Ran& ran : in_state(state, program, points)) {
        BOOST_TEST_CONTEXT(one.formula << ", " << ran.how) {
          BOOST_TEST(ran.state_after == state);
          BOOST_TEST(ran.block.failures.empty());
          BOOST_TEST(same_bits(ran.block.values, expected));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(losses_are_the_same_whatever_the_hosts_state) {
  const LossyModel model;
  const Program program = model.program();
  Block expected;
  expected.points = lossy_points(model, 127);
  Executor(program, 64).run(expected);
  for (const unsigned state : host_states) {
    for (const Ran& ran : in_state(state, program, expected.points)) {
      BOOST_TEST_CONTEXT(ran.how) {
        BOOST_TEST(ran.state_after == state);
        BOOST_TEST(same_bits(ran.block.values, expected.values));
        BOOST_TEST((ran.block.failures == expected.failures));
      }
    }
  }
}

// Folding is running, also in this.
BOOST_AUTO_TEST_CASE(what_is_computed_when_a_program_is_made_is_the_same_whatever_the_hosts_state) {
  for (const Shrinking& one : shrinking) {
    const Known known = shrinking_model(one.formula);
    const PeriodSpan horizon = known.model().horizon;
    for (const double v : {0.01, 0.3}) {
      const Operations operations = {
          {.kind = OperationKind::set, .series = known.id("v"), .span = horizon, .value = v}};
      double expected = 1e-300;
      for (int period = 0; period < periods; ++period) expected = one.next(expected, v);
      for (const unsigned state : host_states) {
        double folded = 0;
        unsigned after = 0;
        {
          const std::vector<Output> outputs = {
              {known.id("s"), {horizon.last, horizon.last}, std::nullopt}};
          const HostState host(state);
          const auto lowered = lower(known.precedence(), operations, {}, outputs);
          after = _mm_getcsr();
          folded = lowered.value->constants[lowered.value->results.front().index].value;
        }
        BOOST_TEST_CONTEXT(one.formula << " of " << v << ", state " << state) {
          BOOST_TEST(after == state);
          BOOST_TEST(bits(folded) == bits(expected));
        }
      }
    }
  }
}

// Threads are begun in the state of who begins them.
BOOST_AUTO_TEST_CASE(neither_do_threads_bring_the_hosts_state_along) {
  const LossyModel model;
  const Program program = model.program();
  const ListDesign design(program.axes, lossy_points(model, 3 * 4096 + 5));
  const auto expected = conduct({program, design, RowsReducer()}, {.threads = 1})->bytes();
  for (const unsigned state : {0x9fc0u, 0x5f80u, 0x0000u, 0xe040u}) {
    for (const std::size_t threads : {1u, 3u}) {
      unsigned after = 0;
      std::unique_ptr<Reducer> answer;
      {
        const HostState host(state);
        answer =
            conduct({program, design, RowsReducer()}, {.block_lanes = 100, .threads = threads});
        after = _mm_getcsr();
      }
      BOOST_TEST(after == state);
      BOOST_TEST((answer->bytes() == expected), "state " << state << ", " << threads << " threads");
    }
  }
}
