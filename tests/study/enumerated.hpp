// The answers to a small linear aim by trying every way in which instruments can stand: at their
// lower bound, at their upper one, or between. Slow, and nothing like an active set.
#pragma once

#include <functional>
#include <limits>

#include <Eigen/Core>
#include <Eigen/QR>

#include "engine/study/detail/least_change.hpp"

namespace headwater::test {

// Calls `each` with which are free, as columns, and a point with the others at a bound.
inline void every_stand(
    const detail::LinearAim& aim,
    const std::function<void(const std::vector<Eigen::Index>& free, Eigen::VectorXd point)>& each) {
  const auto count = aim.low.size();
  int ways = 1;
  for (Eigen::Index j = 0; j < count; ++j) ways *= 3;
  for (int way = 0; way < ways; ++way) {
    std::vector<Eigen::Index> free;
    Eigen::VectorXd point = Eigen::VectorXd::Zero(count);
    int rest = way;
    for (Eigen::Index j = 0; j < count; ++j, rest /= 3) {
      if (rest % 3 == 0) free.push_back(j);
      else point(j) = rest % 3 == 1 ? aim.low(j) : aim.high(j);
    }
    if (point.allFinite()) each(free, std::move(point));
  }
}

inline Eigen::MatrixXd columns_of(const Eigen::MatrixXd& all,
                                  const std::vector<Eigen::Index>& some) {
  Eigen::MatrixXd chosen(all.rows(), Eigen::Index(some.size()));
  for (std::size_t i = 0; i < some.size(); ++i) chosen.col(Eigen::Index(i)) = all.col(some[i]);
  return chosen;
}

inline bool within(const detail::LinearAim& aim, const Eigen::VectorXd& point) {
  constexpr double slack = 1e-9;
  return ((point - aim.low).array() >= -slack).all() &&
         ((aim.high - point).array() >= -slack).all();
}

// The least |slopes * point - wanted| within the bounds, which must be finite: it is attained at a
// point whose free columns are independent, so the shortest solution of each way is enough.
inline double least_gap(const detail::LinearAim& aim) {
  double least = std::numeric_limits<double>::infinity();
  every_stand(aim, [&](const std::vector<Eigen::Index>& free, Eigen::VectorXd point) {
    const Eigen::VectorXd left = aim.wanted - aim.slopes * point;
    if (!free.empty()) {
      const Eigen::VectorXd part = columns_of(aim.slopes, free).colPivHouseholderQr().solve(left);
      for (std::size_t i = 0; i < free.size(); ++i) point(free[i]) = part(Eigen::Index(i));
    }
    if (within(aim, point)) least = std::min(least, (aim.slopes * point - aim.wanted).norm());
  });
  return least;
}

// The least distance from `origin` among the points within the bounds that do what `like` does.
inline double least_distance(const detail::LinearAim& aim, const Eigen::VectorXd& like,
                             const Eigen::VectorXd& origin) {
  double least = std::numeric_limits<double>::infinity();
  const Eigen::VectorXd figures = aim.slopes * like;
  every_stand(aim, [&](const std::vector<Eigen::Index>& free, Eigen::VectorXd point) {
    for (const Eigen::Index j : free) point(j) = origin(j);
    if (!free.empty()) {  // the shortest way from the origin to where the figures are those
      const Eigen::MatrixXd slopes = columns_of(aim.slopes, free);
      const Eigen::VectorXd left = figures - aim.slopes * point;
      const Eigen::VectorXd part = slopes.completeOrthogonalDecomposition().solve(left);
      for (std::size_t i = 0; i < free.size(); ++i) point(free[i]) += part(Eigen::Index(i));
    }
    const bool same = (aim.slopes * point - figures).norm() <= 1e-9 * (1 + figures.norm());
    if (same && within(aim, point)) least = std::min(least, (point - origin).norm());
  });
  return least;
}

}  // namespace headwater::test
