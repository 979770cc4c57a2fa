// Sensitivities are the same bytes however the rows are cut: by threads, by the width of blocks,
// and by shards whose answers are merged.
#include <cstdint>
#include <memory>
#include <rapidcheck.h>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/run/conduct.hpp"
#include "engine/run/executor.hpp"
#include "engine/scenario/saltelli_design.hpp"
#include "engine/scenario/subset_design.hpp"
#include "engine/study/dgsm.hpp"
#include "engine/study/morris_effects.hpp"
#include "engine/study/shapley_effects.hpp"
#include "engine/study/sobol_indices.hpp"
#include "tests/model/property.hpp"
#include "tests/run/program_by_hand.hpp"
#include "tests/study/conduct_function.hpp"
#include "tests/study/functions.hpp"

using namespace headwater;
using namespace headwater::test;

namespace {

// x0 x1 + x2 / x0 + ..., and x0 - x1: with holes where x0 is 0.
Program program_of(std::uint32_t axes) {
  ProgramByHand made(axes);
  ProgramOperand sum = made.write(NodeOp::divide, slot(1), slot(0));
  for (std::uint32_t i = 1; i < axes; ++i) {
    sum = made.write(NodeOp::add, sum, made.write(NodeOp::multiply, slot(i), slot(i - 1)));
  }
  made.output(sum);
  made.output(made.write(NodeOp::subtract, slot(0), slot(1)));
  return made.program();
}

// The first margin is 0 now and then.
Inputs inputs_with_holes(std::size_t axes) {
  const Distribution coin = distribution(
      Family::discrete,
      {{Says::value, 0}, {Says::probability, 0.02}, {Says::value, 3}, {Says::probability, 0.98}});
  std::vector<Margin> margins = {{"axis0", coin, {}, false}};
  for (std::size_t i = 1; i < axes; ++i) {
    margins.push_back({"axis" + std::to_string(i), normal(double(i), 1), {}, false});
  }
  return inputs_of(margins);
}

// Chunks [first, last) of the design folded along the tree by themselves, where last - first is a
// power of two that divides first, or the end: then that half is merged with its other half.
std::vector<std::byte> in_two_shards(const Job& job) {
  const Function function = [&](const Eigen::ArrayXXd& points) {
    Block block;
    block.points = points;
    Executor(job.program).run(block);
    return block.values;
  };
  const FunctionJob shards{job.design, function, job.reducer};
  std::uint32_t level = 0;
  while ((std::uint64_t(1) << level) < chunk_count(job.design)) ++level;
  if (level == 0) return answer(shards, 0, 0)->bytes();
  auto right = answer(shards, level - 1, 1);  // the later one first
  auto left = answer(shards, level - 1, 0);
  left->merge(*right);
  return left->bytes();
}

void check_any_cut(const Job& job, std::size_t lanes) {
  const auto once = conduct(job, {.block_lanes = 1, .threads = 1})->bytes();
  RC_ASSERT(!once.empty());
  for (const std::size_t threads : {1u, 2u, 3u}) {
    RC_ASSERT(conduct(job, {.block_lanes = lanes, .threads = threads})->bytes() == once);
  }
  RC_ASSERT(in_two_shards(job) == once);
}

// Factors, points of a replicate, a seed and a width of blocks.
struct Drawn {
  std::size_t factors = *rc::gen::inRange<std::size_t>(2, 6);
  std::uint64_t points = *rc::gen::inRange<std::uint64_t>(1, 200);
  std::uint32_t replicates = *rc::gen::inRange<std::uint32_t>(1, 5);
  std::uint64_t seed = *rc::gen::arbitrary<std::uint64_t>();
  std::size_t lanes = *rc::gen::inRange<std::size_t>(2, 300);

  Inputs inputs() const { return inputs_with_holes(factors); }
  Program program() const { return program_of(std::uint32_t(factors)); }
  BasePoints base(std::uint64_t times) const {
    return {.seed = seed, .points = times * points, .replicates = replicates};
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sensitivity_bytes)

BOOST_AUTO_TEST_CASE(sobol_indices_are_the_same_bytes_however_rows_are_cut) {
  hold_for_all("Sobol' indices", 25, [] {
    const Drawn drawn;
    const Program program = drawn.program();
    const SaltelliDesign design(drawn.inputs(), drawn.base(20));
    check_any_cut({program, design, SobolReducer(drawn.factors, drawn.replicates)}, drawn.lanes);
  });
}

BOOST_AUTO_TEST_CASE(morris_effects_are_the_same_bytes_however_rows_are_cut) {
  hold_for_all("Morris' effects", 25, [] {
    const Drawn drawn;
    const Program program = drawn.program();
    const MorrisDesign design(drawn.inputs(),
                              {.trajectories = 30 * drawn.points, .seed = drawn.seed});
    check_any_cut({program, design, MorrisReducer(design)}, drawn.lanes);
  });
}

BOOST_AUTO_TEST_CASE(shapley_effects_are_the_same_bytes_however_rows_are_cut) {
  hold_for_all("Shapley effects", 25, [] {
    const Drawn drawn;
    const Program program = drawn.program();
    const SubsetDesign design(drawn.inputs(), drawn.base(5));
    check_any_cut({program, design, ShapleyReducer(drawn.factors, drawn.replicates)}, drawn.lanes);
  });
}

// Two outputs stand for a value and its slope by the only axis: what they mean plays no part here.
BOOST_AUTO_TEST_CASE(bounds_by_derivatives_are_the_same_bytes_however_rows_are_cut) {
  hold_for_all("bounds by derivatives", 25, [] {
    const Drawn drawn;
    const Inputs inputs = alike(1, normal(1, 2));
    ProgramByHand made(1);
    made.output(made.write(NodeOp::multiply, slot(0), slot(0)));
    made.output(made.write(NodeOp::divide, slot(0), slot(0)));
    const UnitPoints points(
        inputs.joint.unit_axes(),
        {.seed = drawn.seed, .points = 50 * drawn.points, .replicates = drawn.replicates});
    const ScoreGradient scores(inputs, points);
    const DrawnRows design(inputs, points);
    check_any_cut({made.program(), design, DgsmReducer(scores, drawn.replicates)}, drawn.lanes);
  });
}

BOOST_AUTO_TEST_SUITE_END()
