// Intervals from replicates, and the quantile they stand on.
#include "engine/study/estimate.hpp"

#include <array>

#include <boost/test/unit_test.hpp>

using namespace headwater;

BOOST_AUTO_TEST_SUITE(estimates)

// scipy.stats.t.ppf(0.975, v), SciPy 1.17.1.
BOOST_AUTO_TEST_CASE(students_quantile_is_that_of_scipy) {
  const auto near = boost::test_tools::tolerance(2e-8);
  BOOST_TEST(student_t_975(1) == 12.706204736174694, near);
  BOOST_TEST(student_t_975(15) == 2.131449545559776, near);
  BOOST_TEST(student_t_975(30) == 2.0422724563012378, near);
  BOOST_TEST(student_t_975(31) == 2.0395134463964077, near);
  BOOST_TEST(student_t_975(40) == 2.0210753903062737, near);
  BOOST_TEST(student_t_975(1000) == 1.9623390808264074, near);
}

// 1, 2, 3: mean 2, standard deviation 1, so that the error of the mean is 1 / sqrt(3), and t of two
// degrees of freedom 4.3027: half the interval is 2.484138.
BOOST_AUTO_TEST_CASE(an_interval_is_t_times_the_error_of_the_mean_about_the_estimate) {
  const Estimate estimate = with_interval(5, std::array{1.0, 2.0, 3.0});
  const auto near = boost::test_tools::tolerance(1e-7);
  BOOST_TEST(estimate.value == 5);
  BOOST_TEST(estimate.low == 5 - 2.4841377, near);
  BOOST_TEST(estimate.high == 5 + 2.4841377, near);
}

BOOST_AUTO_TEST_CASE(one_replicate_says_nothing_of_how_far_it_is_off) {
  const Estimate estimate = with_interval(5, std::array{1.0});
  BOOST_TEST(estimate.value == 5);
  BOOST_TEST(is_missing(estimate.low));
  BOOST_TEST(is_missing(estimate.high));
}

BOOST_AUTO_TEST_SUITE_END()
