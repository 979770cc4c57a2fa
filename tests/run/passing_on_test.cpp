// A missing value passes through every operation but the two that ask for it, whatever stands
// before and after in the same line; and the smallest numbers are numbers.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "engine/run/executor.hpp"
#include "engine/run/kernels.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using test::bits;
using test::Known;

namespace {

// Of `m`, which is missing; `v` beside it is 0 in that lane and positive in all others.
struct Passing {
  const char* formula;
  std::optional<double> value;  // nothing: missing
  int back = 0;                 // so many periods earlier it was lost, if the horizon had begun
};

const std::vector<Passing> all_passings = {
    {"m + 1", {}},
    {"1 - m", {}},
    {"m * 0", {}},
    {"0 * m", {}},
    {"0 / m", {}},
    {"v / m", {}},
    {"2 per m", {}},
    {"-m", {}},
    {"abs(m)", {}},
    {"max(0, m)", {}},
    {"max(m, 0)", {}},
    {"min(0, m)", {}},
    {"min(m, 0)", {}},
    {"max(m, m)", {}},
    {"clamp(m, 1, 2)", {}},
    {"clamp(1.5, m, 2)", {}},
    {"m ^ 2", {}},
    {"m ^ -1", {}},
    {"pow(m, 2)", {}},
    {"pow(2, m)", {}},
    {"pow(1, m)", {}},
    {"pow(v, m)", {}},
    {"sqrt(m)", {}},
    {"exp(m)", {}},
    {"log(m)", {}},
    {"if m < 1 then 5 else 6", {}},
    {"if 1 <= m then 5 else 6", {}},
    {"if m > 1 then 5 else 6", {}},
    {"if m == m then 5 else 6", {}},
    {"if m != 1 then 5 else 6", {}},
    {"if v == 0 then m else 6", {}},
    {"if v == 0 then 6 else m", 6},
    {"if v > 0 then m else v", 0},
    {"present(m)", 0},
    {"m otherwise 7", 7},
    {"v otherwise m", 0},
    {"m otherwise m", {}},
    {"if present(m) == 1 then m else -v", -0.0},
    {"max(0, m otherwise -3)", 0},
    {"(((m + 1) * 2 - v) * 3 + 1) / 7", {}},
    {"1 / (3 - (2 * (v + (1 - m))))", {}},
    {"min(9, max(v, abs(-(m * 2))))", {}},
    {"mid(m)", {}, 1},
    {"trailing4(m)", {}, 3},
    {"growth(m)", {}},
    {"sum(1, 2, m, 3)", {}},
    {"mean(m, 1)", {}},
};

// How m comes to be missing in a lane: the axis v is there, and what is lost there.
struct Source {
  const char* formula;
  double bad;
  bool blameless;
};
const std::vector<Source> sources = {
    {"5 / (v * ticks)", 0, false},
    {"log(v * ticks)", 0, false},
    {"u * ticks", 0, true},  // u is another axis, missing itself
};

constexpr int periods = 9;

struct Lowered {
  std::unique_ptr<const Known> known;
  Program program;
};

Lowered lowered(const Source& source, const std::vector<Passing>& passings) {
  std::string body = fmt::format(
      "driver v : 1 = 1\ndriver u : 1 = 1\ndriver step : 1 = 1\nstock ticks : 1\n  before = 0\n  = "
      "ticks[-1] + step\nflow m : 1\n  before = 1\n  = {}\n",
      source.formula);
  for (std::size_t i = 0; i < passings.size(); ++i) {
    body += fmt::format("flow x{} : 1\n  before = 1\n  = {}\n", i, passings[i].formula);
  }
  auto owned = std::make_unique<const Known>(test::Tiny{.body = body, .horizon = "2022Q1..2024Q1"});
  const Known& known = *owned;
  Operations operations;
  std::vector<Axis> axes;
  for (const char* driver : {"v", "u", "step"}) {
    operations.push_back({.kind = OperationKind::set,
                          .series = known.id(driver),
                          .span = known.model().horizon,
                          .axis = std::uint32_t(axes.size())});
    axes.push_back({driver, Unit()});
  }
  std::vector<Output> outputs;
  for (std::size_t i = 0; i < passings.size(); ++i) {
    for (int p = 0; p < periods; ++p) {
      const Period period = known.model().horizon.first + p;
      outputs.push_back({known.id(fmt::format("x{}", i)), {period, period}, std::nullopt});
    }
  }
  auto program = known.lowered(outputs, operations, axes);
  BOOST_TEST_REQUIRE(program.value.has_value(), known.rendered(program.diagnostics));
  return {std::move(owned), std::move(*program.value)};
}

// 11 lanes, of which one is bad.
constexpr Eigen::Index lanes = 11;
Eigen::ArrayXXd sound_points() {
  Eigen::ArrayXXd points(lanes, 3);
  for (Eigen::Index lane = 0; lane < lanes; ++lane) {
    points(lane, 0) = 1.125 + double(lane) / 8;
    points(lane, 1) = 2 + double(lane) / 16;
    points(lane, 2) = 1;
  }
  return points;
}

Block run(const Program& program, const Eigen::ArrayXXd& points, std::size_t lanes_max,
          InstructionSet set) {
  Block block;
  block.points = points;
  Executor(program, lanes_max, set).run(block);
  return block;
}

// Of a block in which one lane is bad. The cause in every period is m, or nobody. What is lost
// again on the way does not count.
void hold(const Source& source, const std::vector<Passing>& passings, const Lowered& model,
          const Block& sound, const Block& block, Eigen::Index bad) {
  std::vector<Failure> failures;
  const Period begin = model.known->model().horizon.first;
  for (std::size_t i = 0; i < model.program.outputs.size(); ++i) {
    const Passing& passing = passings[i / periods];
    const auto output = Eigen::Index(i);
    const Period period = model.program.outputs[i].span.first;
    for (Eigen::Index lane = 0; lane < lanes; ++lane) {
      const double other = sound.values(lane, output);
      const double expected = lane == bad ? passing.value.value_or(missing()) : other;
      BOOST_TEST(bits(block.values(lane, output)) == bits(expected),
                 fmt::format("{} of {}, lane {} of which {} is bad, period {}: {}", passing.formula,
                             source.formula, lane, bad, period.index, block.values(lane, output)));
    }
    if (passing.value) continue;
    const CellId lost{model.known->id("m"), std::max(period - passing.back, begin)};
    const CellId cause = source.blameless ? CellId{} : lost;
    failures.push_back({std::uint64_t(bad), std::uint32_t(i), cause});
  }
  BOOST_TEST((block.failures == failures), passings[0].formula << " of " << source.formula);
}

void hold(const Source& source, const std::vector<Passing>& passings) {
  const Lowered model = lowered(source, passings);
  const Eigen::ArrayXXd points = sound_points();
  for (const InstructionSet set : instruction_sets()) {
    for (const std::size_t lanes_max : {1u, 8u, 16u}) {
      const Block sound = run(model.program, points, lanes_max, set);
      BOOST_TEST(sound.failures.empty());
      for (const Eigen::Index bad : {Eigen::Index(0), lanes / 2, lanes - 1}) {
        Eigen::ArrayXXd lost = points;
        lost(bad, 0) = source.bad;
        if (source.blameless) lost(bad, 1) = missing();
        hold(source, passings, model, sound, run(model.program, lost, lanes_max, set), bad);
      }
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_missing_value_passes_through_every_operation_to_its_first_cause) {
  for (const Source& source : sources) hold(source, all_passings);
}

// Each alone in its program, where nothing else raises a flag or keeps a value.
BOOST_AUTO_TEST_CASE(a_missing_value_passes_through_a_program_of_one_operation) {
  for (const Source& source : sources) {
    for (const Passing& passing : all_passings) hold(source, {passing});
  }
}
