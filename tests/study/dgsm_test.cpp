// Bounds by derivatives: right by quadrature, exact for linear functions of normals, never below
// the total index, and silent with a reason where there is no density.
#include "engine/study/dgsm.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/missing.hpp"
#include "tests/study/conduct_function.hpp"
#include "tests/study/functions.hpp"

using namespace headwater;
using namespace headwater::test;

namespace {

DgsmTable bounds_of(const Inputs& inputs, const Function& function) {
  const UnitPoints points(inputs.joint.unit_axes(), {.points = 1024, .replicates = 16});
  const ScoreGradient scores(inputs, points);
  const DrawnRows design(inputs, points);
  const auto folded = conduct_function({design, function, DgsmReducer(scores)});
  return dgsm(dynamic_cast<const DgsmReducer&>(*folded))[0];
}

// slopes[0] x0 + slopes[1] x1 + ..., and the slopes.
Function linear(const std::vector<double>& slopes) {
  return [slopes](const Eigen::ArrayXXd& x) {
    Eigen::ArrayXXd values = Eigen::ArrayXXd::Zero(x.rows(), x.cols() + 1);
    for (Eigen::Index i = 0; i < x.cols(); ++i) {
      values.col(0) += slopes[std::size_t(i)] * x.col(i);
      values.col(i + 1) = slopes[std::size_t(i)];
    }
    return values;
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(derivatives)

// With x = pi (2 Phi(z) - 1) and dx/dz = 2 pi phi(z), SciPy's integrate.quad gives the mean of
// (df/dz_i)^2 over V as 1.911150366, 6.465978609 and 0.573702056; by the inputs themselves the mean
// squares are 7.719587941, 24.5 = 49/2 and 10.987305069, and the means 0. Scrambled points of so
// smooth a function are within a hundredth.
BOOST_AUTO_TEST_CASE(bounds_of_ishigami_are_those_of_quadrature_and_above_its_total_indices) {
  const DgsmTable table = bounds_of(Ishigami::inputs(), ishigami_and_slopes);
  const auto near = boost::test_tools::tolerance(0.01);
  const std::vector<double> bound = {1.911150366, 6.465978609, 0.573702056};
  const std::vector<double> squared = {7.719587941, 24.5, 10.987305069};
  const std::vector<double> total = Ishigami().total();
  for (std::size_t i = 0; i < 3; ++i) {
    const DgsmFactor& factor = table.factors[i];
    BOOST_TEST(factor.bound.value == bound[i], near);
    BOOST_TEST(factor.bound.value >= total[i]);
    BOOST_TEST((factor.bound.low < bound[i] && bound[i] < factor.bound.high));
    BOOST_TEST(factor.slope_squared.value == squared[i], near);
    BOOST_TEST(std::abs(factor.slope.value) < 0.02);
  }
  BOOST_TEST(table.variance == Ishigami().variance(), near);
}

// x0 of N(1, 3) and x1 of N(2, 1): y = 2 x0 - 4 x1 has variance 36 + 16. The gradient by scores is
// 6 and -4 everywhere, so the bounds are 36 and 16 over V, which are the total indices.
BOOST_AUTO_TEST_CASE(bounds_of_a_linear_function_of_normals_are_its_indices) {
  const Inputs inputs =
      inputs_of({{"x0", normal(1, 3), {}, false}, {"x1", normal(2, 1), {}, false}});
  const DgsmTable table = bounds_of(inputs, linear({2, -4}));
  const auto near = boost::test_tools::tolerance(1e-10);
  BOOST_TEST(table.factors[0].bound.value * table.variance == 36, near);
  BOOST_TEST(table.factors[1].bound.value * table.variance == 16, near);
  BOOST_TEST(table.variance == 52, boost::test_tools::tolerance(0.01));
  BOOST_TEST(table.factors[1].slope.value == -4, near);
  BOOST_TEST(table.factors[1].slope_squared.value == 16, near);
}

// Standard normals with rank correlation 0.5 have scores correlated at r = 2 sin(pi / 12); their
// sum is (1 + r) z0 + sqrt(1 - r^2) z1, of variance 2 + 2 r, and both axes together are the factor.
BOOST_AUTO_TEST_CASE(a_factor_of_correlated_margins_adds_up_its_axes) {
  Inputs inputs =
      inputs_of({{"x0", normal(0, 1), {}, false}, {"x1", normal(0, 1), {}, false}}, {{0, 1, 0.5}});
  inputs.factors = {{"both", {0, 1}}};
  const DgsmTable table = bounds_of(inputs, linear({1, 1}));
  const double r = 2 * std::sin(std::numbers::pi / 12);
  BOOST_TEST(table.factors[0].bound.value * table.variance == 2 + 2 * r,
             boost::test_tools::tolerance(1e-10));
  BOOST_TEST(is_missing(table.factors[0].slope.value));
}

BOOST_AUTO_TEST_CASE(a_factor_without_a_density_has_no_bound_and_says_why) {
  const Distribution coin = distribution(
      Family::discrete,
      {{Says::value, 0}, {Says::probability, 0.5}, {Says::value, 1}, {Says::probability, 0.5}});
  const Inputs inputs = inputs_of({{"coin", coin, {}, false}, {"x", normal(0, 1), {}, false}});
  const DgsmTable table = bounds_of(inputs, linear({1, 1}));
  BOOST_TEST((table.factors[0].why == NoBound::not_continuous));
  BOOST_TEST(is_missing(table.factors[0].bound.value));
  BOOST_TEST(table.factors[0].slope.value == 1);
  BOOST_TEST((table.factors[1].why == NoBound::none));
  BOOST_TEST(table.factors[1].bound.value > 0);
}

BOOST_AUTO_TEST_CASE(a_row_that_lacks_a_derivative_is_left_out_and_counted) {
  const Inputs inputs = inputs_of({{"x", normal(0, 1), {}, false}});
  const Function gap = [](const Eigen::ArrayXXd& x) {
    Eigen::ArrayXXd values = linear({2})(x);
    values(5, 1) = missing();
    values(9, 0) = missing();
    return values;
  };
  const DgsmTable table = bounds_of(inputs, gap);  // four chunks of 4,096 rows
  BOOST_TEST(table.missing == 8u);
  BOOST_TEST(table.rows == 16384u - 8);
  BOOST_TEST(table.factors[0].slope.value == 2, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(without_rows_all_is_missing_and_of_a_constant_all_is_zero) {
  const Inputs inputs = inputs_of({{"x", normal(0, 1), {}, false}});
  const Function none = [](const Eigen::ArrayXXd& x) -> Eigen::ArrayXXd {
    return Eigen::ArrayXXd::Constant(x.rows(), 2, missing());
  };
  BOOST_TEST((bounds_of(inputs, none).factors[0].why == NoBound::no_rows));
  BOOST_TEST(is_missing(bounds_of(inputs, none).variance));
  const DgsmTable flat = bounds_of(inputs, linear({0}));
  BOOST_TEST((flat.factors[0].bound == Estimate{0, 0, 0}));
}

// Row 1 in a chunk of its own is of the second of two replicates.
BOOST_AUTO_TEST_CASE(a_row_is_of_the_same_replicate_whatever_chunk_it_is_in) {
  const Inputs inputs = inputs_of({{"x", normal(0, 1), {}, false}});
  const UnitPoints points(inputs.joint.unit_axes(), {.points = 2, .replicates = 2});
  const ScoreGradient scores(inputs, points);
  DgsmReducer reducer(scores, 2);
  Block block;
  block.values.resize(1, 2);
  block.values << 5, 1;
  reducer.add(block);
  block.first_row = 1;
  reducer.add(block);
  BOOST_TEST(reducer.replicates(0)[0].rows == 1u);
  BOOST_TEST(reducer.replicates(0)[1].rows == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
