#include "engine/run/design.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace headwater;

namespace {

std::vector<Axis> axes(std::size_t count) {
  std::vector<Axis> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back({"axis" + std::to_string(i), Unit()});
  return all;
}

// Rows from `first` on, each in brackets.
std::string rows(const Design& design, std::uint64_t first, Eigen::Index count) {
  Eigen::ArrayXXd points(count, Eigen::Index(design.axes().size()));
  design.fill(first, points);
  std::string text;
  for (Eigen::Index row = 0; row < count; ++row) {
    text += "[";
    for (Eigen::Index axis = 0; axis < points.cols(); ++axis) {
      text += (axis == 0 ? "" : " ") + std::to_string(int(points(row, axis)));
    }
    text += "]";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_list_gives_its_rows) {
  Eigen::ArrayXXd points(3, 2);
  points << 1, 2, 3, 4, 5, 6;
  const ListDesign design(axes(2), points);

  BOOST_TEST(design.rows() == 3u);
  BOOST_TEST(design.rows_per_group() == 1u);
  BOOST_TEST(rows(design, 0, 3) == "[1 2][3 4][5 6]");
  BOOST_TEST(rows(design, 1, 1) == "[3 4]");
  BOOST_TEST(design.axes()[1].name == "axis1");
}

BOOST_AUTO_TEST_CASE(a_list_of_nothing_is_one_row_without_axes) {
  const ListDesign design;

  BOOST_TEST(design.rows() == 1u);
  BOOST_TEST(design.axes().empty());
  BOOST_TEST(rows(design, 0, 1) == "[]");
}

BOOST_AUTO_TEST_CASE(a_list_of_another_width_is_refused) {
  BOOST_CHECK_THROW(ListDesign(axes(2), Eigen::ArrayXXd(1, 3)), std::invalid_argument);
  BOOST_CHECK_THROW(ListDesign(axes(1), Eigen::ArrayXXd(1, 0)), std::invalid_argument);
  BOOST_TEST(ListDesign(axes(2), Eigen::ArrayXXd(0, 2)).rows() == 0u);
}

BOOST_AUTO_TEST_CASE(the_last_axis_of_a_grid_goes_round_fastest) {
  const GridDesign design(axes(3), {{1, 2}, {7}, {4, 5, 6}});

  BOOST_TEST(design.rows() == 6u);
  BOOST_TEST(rows(design, 0, 6) == "[1 7 4][1 7 5][1 7 6][2 7 4][2 7 5][2 7 6]");
}

// Row i is a function of i alone, whoever asks for it with which others.
BOOST_AUTO_TEST_CASE(a_grid_may_be_filled_from_anywhere) {
  const GridDesign design(axes(2), {{1, 2, 3}, {4, 5}});

  const std::string all = rows(design, 0, 6);
  std::string one_by_one;
  for (std::uint64_t row = 0; row < 6; ++row) one_by_one += rows(design, row, 1);
  BOOST_TEST(one_by_one == all);
  BOOST_TEST(rows(design, 3, 2) == "[2 5][3 4]");
}

BOOST_AUTO_TEST_CASE(a_grid_of_no_axes_is_one_row) {
  const GridDesign design({}, {});

  BOOST_TEST(design.rows() == 1u);
  BOOST_TEST(rows(design, 0, 1) == "[]");
}

// 2^62 rows are counted, and the last of them is every axis at its second level.
BOOST_AUTO_TEST_CASE(a_grid_may_be_as_large_as_can_be_counted) {
  const std::vector<std::vector<double>> levels(62, {0, 1});
  const GridDesign design(axes(62), levels);
  BOOST_TEST(design.rows() == 1ull << 62);

  Eigen::ArrayXXd last(1, 62);
  design.fill(design.rows() - 1, last);
  BOOST_TEST((last == 1.0).all());
  design.fill(1, last);
  BOOST_TEST(last.sum() == 1.0);
  BOOST_TEST(last(0, 61) == 1.0);

  BOOST_CHECK_THROW(GridDesign(axes(63), std::vector<std::vector<double>>(63, {0, 1})),
                    std::invalid_argument);
  BOOST_CHECK_THROW(GridDesign(axes(130), std::vector<std::vector<double>>(130, {0, 1})),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_grid_with_an_empty_or_a_missing_list_is_refused) {
  BOOST_CHECK_THROW(GridDesign(axes(2), {{1}, {}}), std::invalid_argument);
  BOOST_CHECK_THROW(GridDesign(axes(2), {{1}}), std::invalid_argument);
  BOOST_CHECK_THROW(GridDesign(axes(1), {{1}, {2}}), std::invalid_argument);
}
