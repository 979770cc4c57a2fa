// The designs of sensitivity: what moves in which row, the same numbers however they are asked for,
// and what no factor may be.
#include "engine/scenario/saltelli_design.hpp"

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/scenario/morris_design.hpp"
#include "engine/scenario/subset_design.hpp"
#include "tests/scenario/uncertain.hpp"

using namespace headwater;
using namespace headwater::test;

namespace {

Eigen::ArrayXXd all_rows(const Design& design) {
  Eigen::ArrayXXd points(Eigen::Index(design.rows()), Eigen::Index(design.axes().size()));
  design.fill(0, points);
  return points;
}

// Widths that cut groups everywhere: 1, then primes.
void check_any_cut(const Design& design) {
  const Eigen::ArrayXXd whole = all_rows(design);
  for (const Eigen::Index width : {1, 3, 7, 31}) {
    Eigen::ArrayXXd cut(whole.rows(), whole.cols());
    for (Eigen::Index row = 0; row < whole.rows(); row += width) {
      const Eigen::Index count = std::min(width, whole.rows() - row);
      design.fill(std::uint64_t(row), cut.middleRows(row, count));
    }
    BOOST_TEST((cut == whole).all(), "in pieces of " << width);
  }
}

// Two margins of two periods each, c alone, and d discrete.
Inputs several() {
  const Distribution discrete = distribution(
      Family::discrete,
      {{Says::value, 1}, {Says::probability, 0.5}, {Says::value, 2}, {Says::probability, 0.5}});
  Inputs inputs = inputs_of({{"a", normal(0, 1), {1, 2}, false},
                             {"b", uniform(1, 2), {1, 2}, false},
                             {"c", uniform(3, 4), {}, false},
                             {"d", discrete, {}, false}});
  inputs.factors = {{"c", {4}}, {"ab", {0, 1, 2, 3}}, {"d", {5}}};
  return inputs;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sensitivity_designs)

BOOST_AUTO_TEST_CASE(a_saltelli_group_is_a_b_and_a_with_each_factor_from_b) {
  const Inputs inputs = several();
  const SaltelliDesign design(inputs, {.points = 8, .replicates = 2});
  BOOST_TEST(design.rows_per_group() == 5u);
  BOOST_TEST_REQUIRE(design.rows() == 80u);
  const Eigen::ArrayXXd points = all_rows(design);
  for (Eigen::Index group = 0; group < 80; group += 5) {
    const auto a = points.row(group);
    const auto b = points.row(group + 1);
    BOOST_TEST((a.head(5) != b.head(5)).all());
    for (Eigen::Index factor = 0; factor < 3; ++factor) {
      Eigen::ArrayXXd expected = a;
      for (const std::size_t axis : inputs.factors[std::size_t(factor)].axes) {
        expected(0, Eigen::Index(axis)) = b(Eigen::Index(axis));
      }
      BOOST_TEST((points.row(group + 2 + factor) == expected).all());
    }
  }
}

// Scrambles are keyed by names, dimensions by the order of the axes.
BOOST_AUTO_TEST_CASE(a_factor_more_changes_no_other_draw) {
  const SaltelliDesign two(alike(2, uniform(0, 1)), {.points = 8});
  const SaltelliDesign three(alike(3, uniform(0, 1)), {.points = 8});
  const Eigen::ArrayXXd of_two = all_rows(two);
  const Eigen::ArrayXXd of_three = all_rows(three);
  for (Eigen::Index group = 0; group < 128; ++group) {
    BOOST_TEST((of_two.middleRows(4 * group, 4) == of_three.block(5 * group, 0, 4, 2)).all());
  }
}

BOOST_AUTO_TEST_CASE(rows_are_the_same_however_they_are_cut) {
  check_any_cut(SaltelliDesign(several(), {.points = 8, .replicates = 3}));
  check_any_cut(SubsetDesign(several(), {.points = 4, .replicates = 3}));
  check_any_cut(MorrisDesign(several(), {.trajectories = 11}));
}

BOOST_AUTO_TEST_CASE(a_subset_row_takes_from_the_first_point_what_its_bits_say) {
  const Inputs inputs = several();
  const SubsetDesign design(inputs, {.points = 4, .replicates = 2});
  BOOST_TEST(design.rows_per_group() == 8u);
  const Eigen::ArrayXXd points = all_rows(design);
  BOOST_TEST_REQUIRE(points.rows() == 64);
  for (Eigen::Index row = 0; row < 64; ++row) {
    const Eigen::Index group = row / 8 * 8;
    for (std::size_t factor = 0; factor < 3; ++factor) {
      const bool first = ((row >> factor) & 1) != 0;
      for (const std::size_t axis : inputs.factors[factor].axes) {
        const auto column = Eigen::Index(axis);
        BOOST_TEST(points(row, column) == points(first ? group + 7 : group, column));
      }
    }
  }
}

// Both designs mix the same two points: A is copy 0, and the last row of a group all of copy 0.
BOOST_AUTO_TEST_CASE(subsets_and_saltelli_mix_the_same_points) {
  const Eigen::ArrayXXd mixed = all_rows(SaltelliDesign(several(), {.points = 4}));
  const Eigen::ArrayXXd subsets = all_rows(SubsetDesign(several(), {.points = 4}));
  for (Eigen::Index group = 0; group < 64; ++group) {
    BOOST_TEST((mixed.row(5 * group) == subsets.row(8 * group + 7)).all());
    BOOST_TEST((mixed.row(5 * group + 1) == subsets.row(8 * group)).all());
  }
}

// Quantiles of an even margin on (0, 1) are its values: levels 0, 1/3, 2/3, 1, a step of 2/3.
BOOST_AUTO_TEST_CASE(a_trajectory_moves_every_factor_once_by_the_step) {
  const Inputs inputs = alike(4, uniform(0, 1));
  const MorrisDesign design(inputs, {.trajectories = 200});
  BOOST_TEST(design.step() == 2.0 / 3);
  const Eigen::ArrayXXd points = all_rows(design);
  std::vector<std::uint64_t> first_mover(4, 0);
  std::uint64_t up = 0;
  for (std::uint64_t trajectory = 0; trajectory < 200; ++trajectory) {
    const auto rows = points.middleRows(Eigen::Index(5 * trajectory), 5);
    const auto moves = design.moves(trajectory);
    BOOST_TEST_REQUIRE(moves.size() == 4u);
    ++first_mover[moves[0].factor];
    for (std::size_t turn = 0; turn < 4; ++turn) {
      Eigen::ArrayXXd change = rows.row(Eigen::Index(turn) + 1) - rows.row(Eigen::Index(turn));
      const double sign = moves[turn].direction == Direction::up ? 1 : -1;
      up += moves[turn].direction == Direction::up ? 1 : 0;
      const auto moved = Eigen::Index(moves[turn].factor);
      BOOST_TEST(change(0, moved) == sign * 2 / 3, boost::test_tools::tolerance(1e-12));
      change(0, moved) = 0;
      BOOST_TEST((change == 0).all());
    }
    for (const double value : rows.reshaped()) {
      BOOST_TEST(std::abs(3 * value - std::round(3 * value)) < 1e-12);
      BOOST_TEST((value >= 0 && value <= 1));
    }
  }
  // Each of four is first in a quarter of 200: 50, sd 6.1; up in half of 800: 400, sd 14.1. Five
  // deviations: once in a million seeds.
  for (const std::uint64_t times : first_mover) BOOST_TEST((times > 19 && times < 81));
  BOOST_TEST((up > 329 && up < 471));
}

// Normals go from their quantile of 0.005 to that of 0.995, -2.5758 to 2.5758; even ones to their
// ends; discrete ones as they come.
BOOST_AUTO_TEST_CASE(levels_are_quantiles_as_far_as_a_margin_goes) {
  const Inputs inputs = several();
  const Eigen::ArrayXXd points = all_rows(MorrisDesign(inputs, {.trajectories = 200}));
  BOOST_TEST(points.col(0).maxCoeff() == 2.5758293035489004, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(points.col(0).minCoeff() == -2.5758293035489004, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(points.col(2).minCoeff() == 1);
  BOOST_TEST(points.col(2).maxCoeff() == 2);
  BOOST_TEST((points.col(5) == 1 || points.col(5) == 2).all());
  // The periods of a margin have one level, margins of a factor each its own.
  BOOST_TEST((points.col(0) == points.col(1)).all());
  BOOST_TEST((points.col(2) == points.col(3)).all());
  const auto low_a = points.col(0) < 0;
  const auto low_b = points.col(2) < 1.5;
  BOOST_TEST((low_a != low_b).any());
}

BOOST_AUTO_TEST_CASE(a_factor_more_changes_no_staircase_of_others) {
  const MorrisDesign two(alike(2, uniform(0, 1)), {.trajectories = 50});
  const MorrisDesign three(alike(3, uniform(0, 1)), {.trajectories = 50});
  const Eigen::ArrayXXd of_two = all_rows(two);
  const Eigen::ArrayXXd of_three = all_rows(three);
  for (std::uint64_t i = 0; i < 50; ++i) {
    BOOST_TEST(
        (of_two.row(Eigen::Index(3 * i)) == of_three.row(Eigen::Index(4 * i)).head(2)).all());
    std::vector<std::size_t> order;
    for (const MorrisMove& move : three.moves(i)) {
      if (move.factor < 2) order.push_back(move.factor);
    }
    BOOST_TEST(order[0] == two.moves(i)[0].factor);
    BOOST_TEST(order[1] == two.moves(i)[1].factor);
  }
}

BOOST_AUTO_TEST_CASE(what_depends_on_each_other_is_one_factor) {
  Inputs inputs =
      inputs_of({{"a", uniform(0, 1), {}, false}, {"b", uniform(0, 1), {}, false}}, {{0, 1, 0.5}});
  BOOST_CHECK_THROW(SaltelliDesign(inputs, {}), std::invalid_argument);
  inputs.factors = {{"both", {0, 1}}};
  BOOST_TEST(SaltelliDesign(inputs, {}).rows_per_group() == 3u);

  Inputs path = inputs_of({{"p", normal(0, 1), {1, 2, 3}, true}});
  BOOST_TEST(SaltelliDesign(path, {}).rows_per_group() == 3u);
  path.factors = {{"first", {0, 1}}, {"last", {2}}};
  BOOST_CHECK_THROW(SaltelliDesign(path, {}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(every_axis_is_in_exactly_one_factor) {
  Inputs inputs = alike(2, uniform(0, 1));
  for (const std::vector<Factor>& wrong : {std::vector<Factor>{},
                                           {{"x", {0}}},
                                           {{"x", {0, 1}}, {"y", {1}}},
                                           {{"x", {0, 1, 2}}},
                                           {{"x", {0, 1}}, {"y", {}}}}) {
    inputs.factors = wrong;
    BOOST_CHECK_THROW(require_factors(inputs), std::invalid_argument);
  }
}

BOOST_AUTO_TEST_CASE(options_have_bounds) {
  const Inputs even = alike(2, uniform(0, 1));
  const Inputs bells = alike(2, normal(0, 1));
  BOOST_CHECK_THROW(MorrisDesign(even, {.trajectories = 0}), std::invalid_argument);
  BOOST_CHECK_THROW(MorrisDesign(even, {.levels = 3}), std::invalid_argument);
  BOOST_CHECK_THROW(MorrisDesign(even, {.levels = 0}), std::invalid_argument);
  BOOST_CHECK_THROW(MorrisDesign(even, {.tail = 0.5}), std::invalid_argument);
  BOOST_CHECK_THROW(MorrisDesign(bells, {.tail = 0}), std::invalid_argument);
  BOOST_CHECK_NO_THROW(MorrisDesign(even, {.tail = 0}));
  BOOST_CHECK_THROW(SubsetDesign(alike(13, uniform(0, 1)), {}), std::invalid_argument);
  BOOST_CHECK_THROW(SaltelliDesign(even, {.replicates = 0}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
