// Sobol' indices: right where they are known, by hand and exactly; what they say of what is
// missing, constant or grouped; intervals that hold what they promise.
#include "engine/study/sobol_indices.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/missing.hpp"
#include "engine/scenario/saltelli_design.hpp"
#include "tests/study/conduct_function.hpp"
#include "tests/study/functions.hpp"

using namespace headwater;
using namespace headwater::test;

namespace {

std::vector<SobolTable> indices_of(const Inputs& inputs, const Function& function,
                                   const BasePoints& base = {}) {
  const SaltelliDesign design(inputs, base);
  const SobolReducer reducer(inputs.factors.size(), base.replicates);
  const auto folded = conduct_function({design, function, reducer});
  return sobol_indices(dynamic_cast<const SobolReducer&>(*folded), names_of(inputs));
}

void check_within(const SobolTable& table, const std::vector<double>& first,
                  const std::vector<double>& total, double bound) {
  BOOST_TEST_REQUIRE(table.factors.size() == first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    BOOST_TEST_CONTEXT(table.factors[i].factor) {
      BOOST_TEST(std::abs(table.factors[i].first.value - first[i]) < bound);
      BOOST_TEST(std::abs(table.factors[i].total.value - total[i]) < bound);
    }
  }
}

// Values by output, one group behind the other.
Block block_of(std::uint64_t first_row, const std::vector<std::vector<double>>& outputs) {
  Block block;
  block.first_row = first_row;
  block.values.resize(Eigen::Index(outputs[0].size()), Eigen::Index(outputs.size()));
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    for (std::size_t j = 0; j < outputs[i].size(); ++j) {
      block.values(Eigen::Index(j), Eigen::Index(i)) = outputs[i][j];
    }
  }
  return block;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sobol)

// Published to the digits shown, so that the formulas of functions.hpp are held to them too.
BOOST_AUTO_TEST_CASE(the_exact_indices_are_those_that_are_published) {
  const Ishigami usual;
  BOOST_TEST(usual.variance() == 13.844587940719, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(usual.first()[0] == 0.313905191148, boost::test_tools::tolerance(1e-11));
  BOOST_TEST(usual.total()[2] == 0.243683664062, boost::test_tools::tolerance(1e-11));
  const SobolG g{{0, 1, 4.5, 9, 99, 99, 99, 99}};
  BOOST_TEST(g.variance() == 0.465424431902, boost::test_tools::tolerance(1e-11));
  BOOST_TEST(g.first()[0] == 0.716192169, boost::test_tools::tolerance(1e-8));
  BOOST_TEST(g.total()[1] == 0.242198193, boost::test_tools::tolerance(1e-8));
}

// Of 32,768 random points a variance of kurtosis 3.5 would be off by sqrt(2.5 / 32768) of itself,
// 0.9 %, and the mean by less; scrambled points do better.
BOOST_AUTO_TEST_CASE(indices_of_ishigami_are_within_a_hundredth) {
  for (const Ishigami& function : {Ishigami{7, 0.1}, Ishigami{7, 0.05}, Ishigami{5, 0.1}}) {
    const auto tables = indices_of(Ishigami::inputs(), function);
    BOOST_TEST(tables[0].groups == 16384u);
    BOOST_TEST(tables[0].mean == function.a / 2, boost::test_tools::tolerance(0.02));
    BOOST_TEST(tables[0].variance == function.variance(), boost::test_tools::tolerance(0.02));
    check_within(tables[0], function.first(), function.total(), 0.01);
  }
}

BOOST_AUTO_TEST_CASE(indices_of_sobol_g_are_within_a_hundredth) {
  for (const SobolG& function :
       {SobolG{{0, 1, 4.5, 9, 99, 99, 99, 99}}, SobolG{{78, 12, 0.5, 2, 97, 33}},
        SobolG{{0, 0.5, 3, 9, 99, 99}}, SobolG{{0, 1, 9}}, SobolG{{0, 0.5, 1}}}) {
    const auto tables = indices_of(function.inputs(), function);
    check_within(tables[0], function.first(), function.total(), 0.01);
  }
}

// {x1, x3} has V1 + V3 + V13, {x2} the rest: .5576 and .4424, first and total alike.
BOOST_AUTO_TEST_CASE(factors_of_several_axes_take_their_interactions_with_them) {
  Inputs inputs = Ishigami::inputs();
  inputs.factors = {{"outer", {0, 2}}, {"middle", {1}}};
  const Ishigami function;
  const std::vector<double> both = {1 - function.first()[1], function.first()[1]};
  check_within(indices_of(inputs, function)[0], both, both, 0.01);
}

// Two groups of one replicate, one factor: A = 1, 3, B = 2, 6, AB = 2, 5. The mean of all six is
// 19/6; that of A and B is 3, V = (4 + 0 + 1 + 9) / 4 = 7/2. AB - A = 1, 2, so that
// first = ((2 - 19/6) 1 + (6 - 19/6) 2) / 2 / V = (9/4) / (7/2) = 9/14 and total = 5 / 4 / V =
// 5/14.
BOOST_AUTO_TEST_CASE(two_groups_by_hand) {
  SobolReducer reducer(1, 1);
  reducer.add(block_of(0, {{1, 2, 2, 3, 6, 5}}));
  const auto table = sobol_indices(reducer, std::vector<std::string>{"x"})[0];
  BOOST_TEST(table.mean == 3);
  BOOST_TEST(table.variance == 3.5);
  BOOST_TEST(table.factors[0].first.value == 9.0 / 14, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(table.factors[0].total.value == 5.0 / 14, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(is_missing(table.factors[0].first.low));  // of one replicate
}

// The same numbers with A and AB changed round in the second group: mean(B (AB - A)) is less, and
// an estimate below 0 stays so. AB - A = 1, -2; A = 1, 5, B = 2, 6, AB = 2, 3: m = 19/6,
// ((2 - 19/6) 1 - (6 - 19/6) 2) / 2 = (-7/6 - 34/6) / 2 = -41/12; V = of 1, 5, 2, 6: 17/4.
BOOST_AUTO_TEST_CASE(an_index_below_zero_stays_so) {
  SobolReducer reducer(1, 1);
  reducer.add(block_of(0, {{1, 2, 2, 5, 6, 3}}));
  const auto table = sobol_indices(reducer, std::vector<std::string>{"x"})[0];
  BOOST_TEST(table.factors[0].first.value == -41.0 / 51, boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(of_what_never_changes_all_indices_are_zero) {
  const Function constant = [](const Eigen::ArrayXXd& x) -> Eigen::ArrayXXd {
    return Eigen::ArrayXXd::Constant(x.rows(), 1, 0.1);
  };
  const auto table = indices_of(Ishigami::inputs(), constant, {.points = 64})[0];
  BOOST_TEST(table.variance == 0);
  BOOST_TEST(table.mean == 0.1);
  for (const SobolIndex& one : table.factors) {
    BOOST_TEST((one.first == Estimate{0, 0, 0}));
    BOOST_TEST((one.total == Estimate{0, 0, 0}));
  }
}

// The second output lacks a row of the second group of three; the answer is that of the other two.
BOOST_AUTO_TEST_CASE(a_group_that_lacks_a_row_is_left_out_whole_in_that_output_alone) {
  const double lost = missing();
  SobolReducer reducer(1, 1);
  reducer.add(block_of(0, {{1, 2, 2, 8, 9, 9, 3, 6, 5}, {1, 2, 2, 8, lost, 9, 3, 6, 5}}));
  SobolReducer whole(1, 1);
  whole.add(block_of(0, {{1, 2, 2, 3, 6, 5}}));
  const std::vector<std::string> names = {"x"};
  const auto tables = sobol_indices(reducer, names);
  BOOST_TEST(tables[0].groups == 3u);
  BOOST_TEST(tables[0].missing == 0u);
  BOOST_TEST(tables[1].groups == 2u);
  BOOST_TEST(tables[1].missing == 1u);
  const SobolTable kept = sobol_indices(whole, names)[0];
  BOOST_TEST(tables[1].factors[0].first.value == kept.factors[0].first.value);
  BOOST_TEST(tables[1].factors[0].total.value == kept.factors[0].total.value);
}

BOOST_AUTO_TEST_CASE(without_a_whole_group_all_is_missing) {
  SobolReducer reducer(1, 2);
  reducer.add(block_of(0, {{missing(), 2, 2}}));
  const auto table = sobol_indices(reducer, std::vector<std::string>{"x"})[0];
  BOOST_TEST(table.groups == 0u);
  BOOST_TEST(table.missing == 1u);
  BOOST_TEST(is_missing(table.variance));
  BOOST_TEST(is_missing(table.factors[0].total.value));
}

// Base point b is of replicate b % 2: by hand, the two groups above are replicates of their own. In
// each V is that of two numbers and the index a ratio of single terms: A, B, AB = 1, 2, 2: m = 5/3,
// V = 1/4, first = (1/3) 1 / V = 4/3; 3, 6, 5: m = 14/3, V = 9/4, first = (4/3) 2 / V = 32/27.
// Their mean deviation is (4/3 - 32/27) / 2 = 2/27, so the error of their mean is that, and t of
// one degree of freedom 12.7062.
BOOST_AUTO_TEST_CASE(intervals_come_from_replicates) {
  SobolReducer reducer(1, 2);
  reducer.add(block_of(0, {{1, 2, 2, 3, 6, 5}}));
  const Estimate first = sobol_indices(reducer, std::vector<std::string>{"x"})[0].factors[0].first;
  const double half = 12.706204736174694 * 2 / 27;
  BOOST_TEST(first.value == 9.0 / 14, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(first.low == 9.0 / 14 - half, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(first.high == 9.0 / 14 + half, boost::test_tools::tolerance(1e-14));
}

// Replicates go on where a chunk ends: of groups 0 to 2 and 3 to 4, two replicates have three and
// two.
BOOST_AUTO_TEST_CASE(a_group_is_of_the_same_replicate_whatever_chunk_it_is_in) {
  SobolReducer reducer(1, 2);
  reducer.add(block_of(0, {{1, 2, 2, 3, 6, 5, 8, 9, 9}}));
  reducer.add(block_of(9, {{4, 7, 1, 0, 2, 3}}));
  BOOST_TEST(reducer.replicates(0)[0].groups == 3u);
  BOOST_TEST(reducer.replicates(0)[1].groups == 2u);
  BOOST_TEST(reducer.replicates(0)[1].mean_b == 6.5);  // of groups 1 and 3: 6 and 7
}

// A billion more than Ishigami's function: the indices are those without it to seven digits, which
// sums of squares would not have one of.
BOOST_AUTO_TEST_CASE(a_large_level_costs_no_digits_but_its_own) {
  const Ishigami function;
  const Function raised = [&](const Eigen::ArrayXXd& x) -> Eigen::ArrayXXd {
    return function(x) + 1e9;
  };
  const auto plain = indices_of(Ishigami::inputs(), function, {.points = 64});
  const auto high = indices_of(Ishigami::inputs(), raised, {.points = 64});
  for (std::size_t i = 0; i < 3; ++i) {
    const double apart = high[0].factors[i].first.value - plain[0].factors[i].first.value;
    BOOST_TEST(std::abs(apart) < 1e-7);
  }
}

BOOST_AUTO_TEST_SUITE_END()
