// Shapley effects: right by hand and where they are known exactly.
#include "engine/study/shapley_effects.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/missing.hpp"
#include "engine/scenario/subset_design.hpp"
#include "tests/study/conduct_function.hpp"
#include "tests/study/functions.hpp"

using namespace headwater;
using namespace headwater::test;

namespace {

ShapleyTable effects_of(const Inputs& inputs, const Function& function, const BasePoints& base) {
  const SubsetDesign design(inputs, base);
  const auto folded = conduct_function({design, function, ShapleyReducer(inputs.factors.size())});
  return shapley_effects(dynamic_cast<const ShapleyReducer&>(*folded), names_of(inputs))[0];
}

ShapleyTable effects_of(const std::vector<double>& values, std::size_t factors) {
  ShapleyReducer reducer(factors, 1);
  Block block;
  block.values.resize(Eigen::Index(values.size()), 1);
  for (std::size_t i = 0; i < values.size(); ++i) block.values(Eigen::Index(i), 0) = values[i];
  reducer.add(block);
  return shapley_effects(reducer, std::vector<std::string>(factors, "x"))[0];
}

double sum_of(const ShapleyTable& table) {
  double sum = 0;
  for (const ShapleyEffect& one : table.factors) sum += one.effect.value;
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shapley)

// f of rows 00, 01, 10, 11 is 0, 1, 3, 6. T_1, of pairs (00, 01) and (10, 11): (1 + 9) / 4 = 5/2.
// T_2, of (00, 10) and (01, 11): (9 + 25) / 4 = 17/2. T_12, of (00, 11) and (01, 10): (36 + 4) / 4
// = 10. Effect 1: (5/2 + 10 - 17/2) / 2 / 10 = 1/5; effect 2: (17/2 + 10 - 5/2) / 2 / 10 = 4/5.
BOOST_AUTO_TEST_CASE(a_group_of_two_factors_by_hand) {
  const ShapleyTable table = effects_of({0, 1, 3, 6}, 2);
  const auto near = boost::test_tools::tolerance(1e-15);
  BOOST_TEST(table.variance == 10, near);
  BOOST_TEST(table.factors[0].effect.value == 0.2, near);
  BOOST_TEST(table.factors[1].effect.value == 0.8, near);
}

// What the header says, without a transform: over three factors and eight rows of no pattern.
BOOST_AUTO_TEST_CASE(a_group_of_three_factors_by_definition) {
  const std::vector<double> f = {3, 1, 4, 1, 5, 9, 2, 6};
  const auto total = [&](std::size_t v) {
    double sum = 0;
    for (std::size_t m = 0; m < 8; ++m) sum += (f[m] - f[m ^ v]) * (f[m] - f[m ^ v]) / 16;
    return sum;
  };
  const ShapleyTable table = effects_of(f, 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t own = 1u << i, j = 1u << (i + 1) % 3, k = 1u << (i + 2) % 3;
    const double sum = total(own) / 3 + (total(own | j) - total(j)) / 6 +
                       (total(own | k) - total(k)) / 6 + (total(7) - total(j | k)) / 3;
    BOOST_TEST(table.factors[i].effect.value == sum / total(7),
               boost::test_tools::tolerance(1e-14));
  }
}

// Interactions in equal parts: x1 has V1 + V13 / 2, x2 V2, x3 V13 / 2.
BOOST_AUTO_TEST_CASE(effects_of_ishigami_are_within_a_hundredth) {
  const Ishigami function;
  const double half = function.v13() / 2 / function.variance();
  const std::vector<double> exact = {function.first()[0] + half, function.first()[1], half};
  BOOST_TEST(exact[0] == 0.435747, boost::test_tools::tolerance(2e-6));
  BOOST_TEST(exact[2] == 0.121842, boost::test_tools::tolerance(4e-6));
  const ShapleyTable table = effects_of(Ishigami::inputs(), function, {.points = 512});
  for (std::size_t i = 0; i < 3; ++i) {
    const Estimate& effect = table.factors[i].effect;
    BOOST_TEST(std::abs(effect.value - exact[i]) < 0.01);
    BOOST_TEST((effect.low < effect.value && effect.value < effect.high));
  }
  BOOST_TEST(sum_of(table) == 1, boost::test_tools::tolerance(1e-14));
}

// 3 x1 + 2 x2 + x3 of even margins: shares of 9, 4 and 1 in 14. Scrambled points of so smooth a
// function are far nearer than the 0.01 asked for.
BOOST_AUTO_TEST_CASE(of_a_sum_each_has_its_share_of_the_variance) {
  const Function sum = [](const Eigen::ArrayXXd& x) -> Eigen::ArrayXXd {
    return 3 * x.col(0) + 2 * x.col(1) + x.col(2);
  };
  const ShapleyTable table = effects_of(alike(3, uniform(0, 1)), sum, {.points = 256});
  BOOST_TEST(std::abs(table.factors[0].effect.value - 9.0 / 14) < 0.001);
  BOOST_TEST(std::abs(table.factors[1].effect.value - 4.0 / 14) < 0.001);
  BOOST_TEST(std::abs(table.factors[2].effect.value - 1.0 / 14) < 0.001);
  BOOST_TEST(table.variance == 14.0 / 12, boost::test_tools::tolerance(0.005));
}

BOOST_AUTO_TEST_CASE(of_what_never_changes_all_effects_are_zero) {
  const ShapleyTable table = effects_of({0.1, 0.1, 0.1, 0.1}, 2);
  BOOST_TEST(table.variance == 0);
  BOOST_TEST(table.factors[0].effect.value == 0);
  BOOST_TEST(table.factors[1].effect.value == 0);
}

BOOST_AUTO_TEST_CASE(a_group_that_lacks_a_row_is_left_out_whole) {
  const ShapleyTable table = effects_of({0, 1, 3, 6, 9, missing(), 2, 2}, 2);
  BOOST_TEST(table.groups == 1u);
  BOOST_TEST(table.missing == 1u);
  BOOST_TEST(table.factors[0].effect.value == 0.2, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(is_missing(effects_of({0, missing(), 3, 6}, 2).factors[0].effect.value));
}

// Group 1 in a chunk of its own is of the second of two replicates.
BOOST_AUTO_TEST_CASE(a_group_is_of_the_same_replicate_whatever_chunk_it_is_in) {
  ShapleyReducer reducer(1, 2);
  Block block;
  block.values.resize(2, 1);
  block.values << 1, 3;
  reducer.add(block);
  block.first_row = 2;
  reducer.add(block);
  BOOST_TEST(reducer.replicates(0)[0].groups == 1u);
  BOOST_TEST(reducer.replicates(0)[1].groups == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
