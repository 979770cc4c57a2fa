#include "engine/sampling/joint.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/sampling/detail/correlation.hpp"
#include "engine/sampling/normal.hpp"

namespace {

using namespace headwater;
using enum Says;

constexpr double score_bound = 4.892;  // a normal score's size exceeds it once in a million

Distribution made(Family family, std::vector<Parameter> parameters) {
  return std::get<Distribution>(make_distribution({family, std::move(parameters), {}}));
}
Distribution normal() { return made(Family::normal, {{mean, 0}, {sd, 1}}); }
Distribution lognormal() { return made(Family::lognormal, {{mean, 100}, {sd, 60}}); }
Distribution pert() { return made(Family::pert, {{low, 0}, {mode, 1}, {high, 4}}); }
Distribution coin() {
  return made(Family::discrete, {{value, 0}, {probability, 0.5}, {value, 1}, {probability, 0.5}});
}

Eigen::ArrayXXd units_of(const Joint& joint, std::uint64_t count) {
  const UnitPoints points(joint.unit_axes(), {.drawing = Drawing::random, .points = count});
  Eigen::ArrayXXd rows(Eigen::Index(count), Eigen::Index(joint.axes()));
  points.fill(0, rows);
  return rows;
}
Eigen::ArrayXXd draws_of(const Joint& joint, std::uint64_t count) {
  Eigen::ArrayXXd rows = units_of(joint, count);
  joint.draw(rows);
  return rows;
}

Eigen::ArrayXd ranks(const Eigen::ArrayXd& values) {
  std::vector<Eigen::Index> order(std::size_t(values.size()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::ranges::sort(order, {}, [&](Eigen::Index i) { return values(i); });
  Eigen::ArrayXd rank(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) rank(order[i]) = double(i);
  return rank;
}
double spearman(const Eigen::ArrayXd& left, const Eigen::ArrayXd& right) {
  const Eigen::ArrayXd a = ranks(left) - (double(left.size()) - 1) / 2;
  const Eigen::ArrayXd b = ranks(right) - (double(right.size()) - 1) / 2;
  return (a * b).sum() / (a * a).sum();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(joint)

// The sd of Spearman's coefficient of n draws is 1 / sqrt(n - 1) without correlation, less with it.
BOOST_AUTO_TEST_CASE(draws_have_the_rank_correlations_asked_for) {
  const Joint joint({{"a", normal(), {}, false},
                     {"b", lognormal(), {}, false},
                     {"c", pert(), {}, false},
                     {"d", pert(), {}, false}},
                    {{0, 1, 0.7}, {2, 1, -0.4}});
  BOOST_TEST(joint.repaired().empty());
  const std::uint64_t count = 1 << 16;
  const Eigen::ArrayXXd draws = draws_of(joint, count);
  const double bound = score_bound / std::sqrt(double(count - 1));
  BOOST_TEST(std::fabs(spearman(draws.col(0), draws.col(1)) - 0.7) < bound);
  BOOST_TEST(std::fabs(spearman(draws.col(1), draws.col(2)) + 0.4) < bound);
  BOOST_TEST(std::fabs(spearman(draws.col(0), draws.col(2))) < bound);
  BOOST_TEST(std::fabs(spearman(draws.col(0), draws.col(3))) < bound);
  const std::vector<std::vector<std::size_t>> sets = {{0, 1, 2}, {3}};
  BOOST_TEST((joint.independent_sets() == sets));
}

// Margins of periods 1, 2 and 2, 3, and a constant: those meet in period 2, the constant in each.
BOOST_AUTO_TEST_CASE(margins_are_correlated_in_the_periods_both_have) {
  const Joint joint(
      {{"a", normal(), {1, 2}, false}, {"b", pert(), {2, 3}, false}, {"c", normal(), {}, false}},
      {{0, 1, 0.6}, {0, 2, 0.3}});
  const std::uint64_t count = 1 << 16;
  const Eigen::ArrayXXd draws = draws_of(joint, count);
  const double bound = score_bound / std::sqrt(double(count - 1));
  const double expected[5][5] = {
      {0, 0, 0, 0, .3}, {0, 0, .6, 0, .3}, {0, .6, 0, 0, 0}, {0, 0, 0, 0, 0}, {.3, .3, 0, 0, 0}};
  for (Eigen::Index i = 0; i < 5; ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      BOOST_TEST(std::fabs(spearman(draws.col(i), draws.col(j)) - expected[i][j]) < bound);
    }
  }
}

BOOST_AUTO_TEST_CASE(perfect_correlation_makes_one_rank_the_other) {
  const Joint joint(
      {{"a", normal(), {}, false}, {"b", lognormal(), {}, false}, {"c", pert(), {}, false}},
      {{0, 1, 1}, {0, 2, -1}, {1, 2, -1}});
  BOOST_TEST(joint.repaired().empty());
  const Eigen::ArrayXXd draws = draws_of(joint, 1000);
  BOOST_TEST((ranks(draws.col(0)) == ranks(draws.col(1))).all());
  BOOST_TEST((ranks(draws.col(0)) == 999 - ranks(draws.col(2))).all());
}

// Higham 2002, section 1: the nearest correlation matrix of 1 1 0; 1 1 1; 0 1 1 to four digits.
BOOST_AUTO_TEST_CASE(the_nearest_correlation_matrix_is_the_published_one) {
  Eigen::MatrixXd asked(3, 3);
  asked << 1, 1, 0, 1, 1, 1, 0, 1, 1;
  const Eigen::MatrixXd given = detail::nearest_correlation(asked);
  BOOST_TEST(std::fabs(given(0, 1) - 0.7607) < 5e-5);
  BOOST_TEST(std::fabs(given(1, 2) - 0.7607) < 5e-5);
  BOOST_TEST(std::fabs(given(0, 2) - 0.1573) < 5e-5);
  const Eigen::MatrixXd lower = detail::lower_triangle(given);
  BOOST_TEST((lower * lower.transpose() - given).norm() < 1e-7);
}

// (6 / π) asin(r / 2) of the figures above: 0.7454 and 0.1503.
BOOST_AUTO_TEST_CASE(a_repair_says_what_became_of_each_pair) {
  const Joint joint(
      {{"a", normal(), {}, false}, {"b", normal(), {}, false}, {"c", normal(), {}, false}},
      {{0, 1, 1}, {1, 2, 1}, {0, 2, 0}});
  BOOST_TEST_REQUIRE(joint.repaired().size() == 3u);
  const double pi = std::acos(-1.0);
  const double near = 6 / pi * std::asin(0.7607 / 2);
  const double far = 6 / pi * std::asin(0.1573 / 2);
  for (const Repaired& each : joint.repaired()) {
    const bool ends = each.left == 0 && each.right == 2;
    BOOST_TEST(std::fabs(each.asked - (ends ? 0 : 1)) < 1e-9);
    BOOST_TEST(std::fabs(each.given - (ends ? far : near)) < 1e-4);
  }
}

BOOST_AUTO_TEST_CASE(margins_appended_change_no_draw_and_lanes_are_on_their_own) {
  std::vector<Margin> margins = {{"a", normal(), {1, 2, 3}, true}, {"b", pert(), {1, 2, 3}, false}};
  const Joint two(margins, {{0, 1, 0.5}});
  margins.push_back({"c", lognormal(), {}, false});
  const Joint three(margins, {{0, 1, 0.5}, {0, 2, 0.2}});
  BOOST_TEST(three.repaired().empty());
  const Eigen::ArrayXXd draws = draws_of(three, 500);
  BOOST_TEST((draws.leftCols(6) == draws_of(two, 500)).all());
  const Eigen::ArrayXXd units = units_of(three, 500);
  for (Eigen::Index first = 0; first < 500; first += 37) {
    Eigen::ArrayXXd part = units.middleRows(first, std::min<Eigen::Index>(37, 500 - first));
    three.draw(part);
    BOOST_TEST((part == draws.middleRows(first, part.rows())).all());
  }
}

// The first score alone decides the end of the path, sqrt(n) of it; and rows are orthonormal.
BOOST_AUTO_TEST_CASE(a_bridge_is_orthogonal_and_its_first_score_is_the_end) {
  for (const std::size_t periods : {1u, 2u, 5u, 8u, 13u}) {
    const detail::Bridge bridge(periods);
    const auto size = Eigen::Index(periods);
    Eigen::MatrixXd made = Eigen::MatrixXd::Identity(size, size);
    std::vector<double*> columns;
    for (Eigen::Index i = 0; i < size; ++i) columns.push_back(made.col(i).data());
    bridge.run(columns, periods);
    BOOST_TEST((made * made.transpose() - Eigen::MatrixXd::Identity(size, size)).norm() < 1e-13);
    const Eigen::VectorXd ends = made.rowwise().sum();
    BOOST_TEST(std::fabs(ends(0) - std::sqrt(double(periods))) < 1e-13);
    BOOST_TEST(ends.tail(size - 1).norm() < 1e-13);
    bridge.pull_back(columns, periods);  // its transpose is its inverse
    BOOST_TEST((made - Eigen::MatrixXd::Identity(size, size)).norm() < 1e-13);
  }
}

// A central difference of the sum of weights times draws: its error is h² of a third derivative.
BOOST_AUTO_TEST_CASE(gradients_pulled_back_are_those_by_the_scores) {
  const Joint joint({{"a", normal(), {1, 2, 3}, true},
                     {"b", pert(), {1, 2, 3}, false},
                     {"c", lognormal(), {}, false}},
                    {{0, 1, 0.5}, {0, 2, 0.3}});
  const Eigen::ArrayXXd units = units_of(joint, 50);
  const Eigen::Index axes = units.cols();
  const Eigen::RowVectorXd weights = Eigen::RowVectorXd::LinSpaced(axes, 1, 2);
  Eigen::ArrayXXd gradients = weights.replicate(50, 1).array();
  joint.pull_back(units, gradients);
  const double h = 1e-4;
  for (Eigen::Index axis = 0; axis < axes; ++axis) {
    Eigen::ArrayXXd up = units, down = units;
    for (Eigen::Index k = 0; k < 50; ++k) {
      const double score = normal_score(units(k, axis));
      up(k, axis) = normal_below(score + h);
      down(k, axis) = normal_below(score - h);
    }
    joint.draw(up);
    joint.draw(down);
    for (Eigen::Index k = 0; k < 50; ++k) {
      const double rise = (weights.array() * (up.row(k) - down.row(k))).sum() / (2 * h);
      BOOST_TEST(std::fabs(gradients(k, axis) - rise) < 1e-5 * (1 + std::fabs(rise)));
    }
  }
}

// The coin comes after `a` and leans on it, so both scores move it; `c` stands alone.
BOOST_AUTO_TEST_CASE(a_gradient_is_missing_where_a_score_moves_what_jumps) {
  const Joint joint(
      {{"a", normal(), {}, false}, {"b", coin(), {}, false}, {"c", normal(), {}, false}},
      {{0, 1, 0.5}});
  const Eigen::ArrayXXd units = units_of(joint, 3);
  Eigen::ArrayXXd gradients = Eigen::ArrayXXd::Ones(3, 3);
  joint.pull_back(units, gradients);
  BOOST_TEST(gradients.leftCols(2).isNaN().all());
  BOOST_TEST((gradients.col(2) == 1).all());
}

BOOST_AUTO_TEST_CASE(correlations_that_mean_nothing_are_refused) {
  const std::vector<Margin> margins = {{"a", normal(), {}, false}, {"b", normal(), {}, false}};
  using Asked = std::vector<RankCorrelation>;
  for (const Asked& asked : {Asked{{0, 1, 1.5}}, Asked{{0, 0, 0.5}}, Asked{{0, 2, 0.5}},
                             Asked{{0, 1, 0.5}, {1, 0, 0.5}}}) {
    BOOST_CHECK_THROW(Joint(margins, asked), std::invalid_argument);
  }
}

BOOST_AUTO_TEST_SUITE_END()
