// Points drawn evenly between the ends of ranges: which they are, and that nothing else has a say.
#include "engine/scenario/range_design.hpp"

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using namespace headwater;

Eigen::ArrayXXd points_of(const Design& design, std::uint64_t first, Eigen::Index rows) {
  Eigen::ArrayXXd points(rows, Eigen::Index(design.axes().size()));
  design.fill(first, points);
  return points;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(range_designs)

// "a" is af63dc4c8601ec8c by FNV-1a; the shares are what splitmix64 from there gives first, second
// and 1,000,000,008th, its upper 53 bits, worked out apart from this code.
BOOST_AUTO_TEST_CASE(a_draw_is_a_known_function_of_row_and_name) {
  const RangeDesign design({{{"a", Unit()}, 0, 1}}, 2'000'000'000);
  const auto first = points_of(design, 0, 2);
  BOOST_TEST(first(0, 0) == 0x1.7ca70aab766e0p-2);
  BOOST_TEST(first(1, 0) == 0x1.ff09e37b6da71p-1);
  BOOST_TEST(points_of(design, 1'000'000'007, 1)(0, 0) == 0x1.befe01e4f2ebap-2);
}

BOOST_AUTO_TEST_CASE(draws_lie_within_their_range_and_fill_it_evenly) {
  const RangeDesign design(
      {{{"a", Unit()}, -2, 6}, {{"b", Unit()}, 3, 3}, {{"c", Unit()}, 0.1, 0.1}}, 40'000);
  const auto points = points_of(design, 0, 40'000);
  BOOST_TEST(points.col(0).minCoeff() >= -2);
  BOOST_TEST(points.col(0).maxCoeff() <= 6);
  BOOST_TEST((points.col(1) == 3).all());
  BOOST_TEST((points.col(2) == 0.1).all());
  // A quarter of them in each quarter of the range: 10,000, give or take 5 standard deviations of
  // sqrt(40,000 * 1/4 * 3/4) = 87.
  for (int quarter = 0; quarter < 4; ++quarter) {
    const double from = -2 + 2 * quarter;
    const auto within = ((points.col(0) >= from) && (points.col(0) < from + 2)).count();
    BOOST_TEST(within > 10'000 - 5 * 87);
    BOOST_TEST(within < 10'000 + 5 * 87);
  }
}

BOOST_AUTO_TEST_CASE(draws_of_different_names_have_nothing_to_do_with_each_other) {
  const RangeDesign design({{{"price", Unit()}, -1, 1}, {{"pieces", Unit()}, -1, 1}}, 40'000);
  const auto points = points_of(design, 0, 40'000);
  // The mean of the products of two even draws from -1 to 1: 0, with a deviation of 1/3 / 200.
  BOOST_TEST(std::abs((points.col(0) * points.col(1)).mean()) < 5.0 / 600);
}

BOOST_AUTO_TEST_CASE(a_row_is_the_same_whoever_asks_for_it_with_which_rows) {
  const std::vector<AxisRange> ranges = {{{"a", Unit()}, 0, 1}, {{"b", Unit()}, 5, 9}};
  const auto all = points_of(RangeDesign(ranges, 1'000), 0, 1'000);
  const auto some = points_of(RangeDesign(ranges, 500), 77, 20);
  BOOST_TEST((all.middleRows(77, 20) == some).all());
}

BOOST_AUTO_TEST_CASE(ranges_that_are_none_are_refused) {
  const Axis axis{"a", Unit()};
  BOOST_CHECK_THROW(RangeDesign({{axis, 2, 1}}, 1), std::invalid_argument);
  BOOST_CHECK_THROW(RangeDesign({{axis, 0, std::nan("")}}, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
