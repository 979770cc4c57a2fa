// Steps of a target against every way instruments can stand, tried one by one.
#include "engine/study/detail/least_change.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <boost/test/unit_test.hpp>

#include "tests/study/enumerated.hpp"

using namespace headwater;
using detail::least_change;
using detail::LinearAim;
using detail::nearest_point;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

using Random = std::mt19937;

double between(Random& random, double low, double high) {
  return low + (high - low) * double(random()) / 4294967295.0;
}
int below(Random& random, int end) { return int(random() % std::uint32_t(end)); }

// Of any shape: more figures than instruments or fewer, some slopes nought, some rows alike.
LinearAim drawn_aim(Random& random) {
  const Index figures = 1 + below(random, 4);
  const Index instruments = 1 + below(random, 5);
  LinearAim aim;
  aim.slopes.resize(figures, instruments);
  for (Index i = 0; i < figures; ++i) {
    for (Index j = 0; j < instruments; ++j) {
      aim.slopes(i, j) = below(random, 5) == 0 ? 0 : between(random, -2, 2);
    }
  }
  if (figures > 1 && below(random, 4) == 0) aim.slopes.row(1) = 2 * aim.slopes.row(0);
  aim.wanted.resize(figures);
  aim.low.resize(instruments);
  aim.high.resize(instruments);
  VectorXd inside(instruments);
  for (Index j = 0; j < instruments; ++j) {
    aim.low(j) = between(random, -2, 0.5);
    aim.high(j) = aim.low(j) + between(random, 0.1, 2);
    inside(j) = between(random, aim.low(j), aim.high(j));
  }
  const bool solvable = below(random, 2) == 0;
  for (Index i = 0; i < figures; ++i) {
    aim.wanted(i) = solvable ? aim.slopes.row(i).dot(inside) : between(random, -5, 5);
  }
  return aim;
}

VectorXd drawn_start(Random& random, const LinearAim& aim) {
  VectorXd start(aim.low.size());
  for (Index j = 0; j < start.size(); ++j) {
    const int where = below(random, 3);
    start(j) = where == 0   ? aim.low(j)
               : where == 1 ? aim.high(j)
                            : between(random, aim.low(j), aim.high(j));
  }
  return start;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(least_change_of_a_step)

// x + y = 3 with x up to 1 and y up to 5: the way from nought that is shortest is 1.5 each, but x
// stops at 1, so y is 2.
BOOST_AUTO_TEST_CASE(what_stops_at_a_bound_leaves_the_rest_to_the_others) {
  LinearAim aim{MatrixXd::Ones(1, 2), VectorXd::Constant(1, 3.0), VectorXd::Zero(2),
                VectorXd::Zero(2)};
  aim.high << 1, 5;
  const VectorXd nearest = nearest_point(aim, VectorXd::Zero(2));
  const VectorXd point = least_change(aim, nearest, VectorXd::Zero(2));

  BOOST_TEST(std::fabs(nearest.sum() - 3.0) < 1e-14);
  BOOST_TEST(point(0) == 1.0);
  BOOST_TEST(std::fabs(point(1) - 2.0) < 1e-14);
}

// Nothing is in the way: half of it each.
BOOST_AUTO_TEST_CASE(without_bounds_it_is_the_shortest_solution) {
  LinearAim aim{MatrixXd::Ones(1, 2), VectorXd::Constant(1, 3.0), VectorXd::Constant(2, -infinite),
                VectorXd::Constant(2, infinite)};
  VectorXd lopsided(2);
  lopsided << 3, 0;
  const VectorXd point = least_change(aim, lopsided, VectorXd::Zero(2));

  BOOST_TEST(std::fabs(point(0) - 1.5) < 1e-14);
  BOOST_TEST(std::fabs(point(1) - 1.5) < 1e-14);
}

BOOST_AUTO_TEST_CASE(no_way_of_standing_is_nearer) {
  std::size_t at_bounds = 0;
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    Random random(seed);
    const LinearAim aim = drawn_aim(random);
    const VectorXd point = nearest_point(aim, drawn_start(random, aim));
    const double gap = (aim.slopes * point - aim.wanted).norm();
    const double least = test::least_gap(aim);
    const bool inside =
        (point.array() >= aim.low.array()).all() && (point.array() <= aim.high.array()).all();
    if (!inside || !(std::fabs(gap - least) <= 1e-9 * (1 + least))) {
      BOOST_TEST(false, "seed " << seed << ": " << gap << " where " << least << " can be had");
    }
    if ((point.array() == aim.low.array()).any()) ++at_bounds;
  }
  BOOST_TEST(at_bounds > 300u);
}

BOOST_AUTO_TEST_CASE(no_way_of_standing_changes_less) {
  std::size_t room = 0;
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    Random random(seed);
    const LinearAim aim = drawn_aim(random);
    const VectorXd start = drawn_start(random, aim);
    VectorXd origin(start.size());
    for (Index j = 0; j < origin.size(); ++j) origin(j) = between(random, -2, 2);
    const VectorXd point = least_change(aim, start, origin);
    const double moved = (aim.slopes * (point - start)).norm();
    const double distance = (point - origin).norm();
    const double least = test::least_distance(aim, start, origin);
    const bool inside =
        (point.array() >= aim.low.array()).all() && (point.array() <= aim.high.array()).all();
    if (!inside || moved > 1e-12 || !(std::fabs(distance - least) <= 1e-7 * (1 + least))) {
      BOOST_TEST(false, "seed " << seed << ": " << distance << " where " << least
                                << " can be had; figures moved by " << moved);
    }
    if ((start - origin).norm() > least + 0.1) ++room;
  }
  BOOST_TEST(room > 500u);
}

BOOST_AUTO_TEST_SUITE_END()
