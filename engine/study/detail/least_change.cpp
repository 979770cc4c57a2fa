#include "engine/study/detail/least_change.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <Eigen/QR>

namespace headwater::detail {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double flat = 1e-10;  // a slope, of what it could be at most, that helps nobody

enum class Stand : std::uint8_t { free, low, high };

// Where each instrument stands while a method goes on.
class Stands {
 public:
  Stands(const LinearAim& aim, VectorXd point) : aim_(aim), point_(std::move(point)) {
    for (Index j = 0; j < point_.size(); ++j) {
      at_.push_back(point_(j) <= aim.low(j)    ? Stand::low
                    : point_(j) >= aim.high(j) ? Stand::high
                                               : Stand::free);
      settle(j);
    }
  }

  const VectorXd& point() const { return point_; }
  Stand at(Index j) const { return at_[std::size_t(j)]; }
  void free(Index j) { at_[std::size_t(j)] = Stand::free; }

  std::vector<Index> free() const {
    std::vector<Index> all;
    for (Index j = 0; j < point_.size(); ++j) {
      if (at(j) == Stand::free) all.push_back(j);
    }
    return all;
  }

  // Moves the free ones as far as their bounds allow; what meets one stands there. How far: up to
  // 1, the whole way.
  double move(const std::vector<Index>& free, const VectorXd& step) {
    double far = 1;
    for (std::size_t i = 0; i < free.size(); ++i) {
      const double by = step(Index(i));
      const double room = (by < 0 ? aim_.low(free[i]) : aim_.high(free[i])) - point_(free[i]);
      if (by != 0 && std::fabs(by) * far > std::fabs(room)) far = room / by;
    }
    for (std::size_t i = 0; i < free.size(); ++i) {
      const Index j = free[i];
      const double by = step(Index(i));
      if (by == 0) continue;
      const double bound = by < 0 ? aim_.low(j) : aim_.high(j);
      const double to = point_(j) + far * by;
      const bool meets = by < 0 ? to <= bound : to >= bound;
      const bool first = far < 1 && (bound - point_(j)) / by <= far;
      point_(j) = meets || first ? bound : to;
      if (meets || first) at_[std::size_t(j)] = by < 0 ? Stand::low : Stand::high;
    }
    return far;
  }

 private:
  void settle(Index j) {
    if (at(j) == Stand::low) point_(j) = aim_.low(j);
    if (at(j) == Stand::high) point_(j) = aim_.high(j);
  }

  const LinearAim& aim_;
  VectorXd point_;
  std::vector<Stand> at_;
};

MatrixXd columns(const MatrixXd& all, const std::vector<Index>& chosen) {
  MatrixXd some(all.rows(), Index(chosen.size()));
  for (std::size_t i = 0; i < chosen.size(); ++i) some.col(Index(i)) = all.col(chosen[i]);
  return some;
}

// The shortest of the least-squares solutions.
VectorXd shortest(const MatrixXd& matrix, const VectorXd& right) {
  if (matrix.rows() == 0 || matrix.cols() == 0) return VectorXd::Zero(matrix.cols());
  return matrix.completeOrthogonalDecomposition().solve(right);
}

// Which of those at a bound gains most by being let go; those that were let go in vain are barred.
std::optional<Index> to_let_go(const Stands& stands, const VectorXd& slope,
                               const std::vector<bool>& barred) {
  std::optional<Index> best;
  double most = flat;
  for (Index j = 0; j < slope.size(); ++j) {
    if (barred[std::size_t(j)] || stands.at(j) == Stand::free) continue;
    const double gain = stands.at(j) == Stand::low ? -slope(j) : slope(j);
    if (gain <= most) continue;
    most = gain;
    best = j;
  }
  return best;
}

std::size_t turns_max(const LinearAim& aim) { return 50 + 20 * std::size_t(aim.low.size()); }

}  // namespace

VectorXd nearest_point(const LinearAim& aim, const VectorXd& start) {
  Stands stands(aim, start);
  std::vector<bool> barred(std::size_t(start.size()), false);
  double least = std::numeric_limits<double>::infinity();
  std::optional<Index> let_go;
  for (std::size_t turn = 0; turn < turns_max(aim); ++turn) {
    for (auto free = stands.free(); !free.empty(); free = stands.free()) {
      const VectorXd left = aim.wanted - aim.slopes * stands.point();
      if (stands.move(free, shortest(columns(aim.slopes, free), left)) >= 1) break;
    }
    const VectorXd residual = aim.slopes * stands.point() - aim.wanted;
    const double size = residual.norm();
    if (size < least) std::fill(barred.begin(), barred.end(), false);
    else if (let_go) barred[std::size_t(*let_go)] = true;
    least = std::min(least, size);
    VectorXd slope = aim.slopes.transpose() * residual;  // by the cosine with the residual
    for (Index j = 0; j < slope.size(); ++j) {
      const double most = aim.slopes.col(j).norm() * size;
      slope(j) = most > 0 ? slope(j) / most : 0;
    }
    let_go = to_let_go(stands, slope, barred);
    if (!let_go) break;
    stands.free(*let_go);
  }
  return stands.point();
}

namespace {

// The points that do to all figures what `start` does, as equations whose rows stand upright on
// each other and have length one.
struct Equations {
  MatrixXd rows;
  VectorXd right;
};

Equations like(const LinearAim& aim, const VectorXd& start) {
  const Eigen::ColPivHouseholderQR<MatrixXd> split(aim.slopes.transpose());
  MatrixXd upright = split.householderQ() * MatrixXd::Identity(aim.slopes.cols(), split.rank());
  constexpr double noise = 1e-14;  // where an instrument does nothing
  upright = (upright.array().abs() < noise).select(0.0, upright);
  return {upright.transpose(), upright.transpose() * start};
}

// What stands at a bound stays there; the rest goes the shortest way to the equations.
VectorXd exactly(const LinearAim& aim, const Equations& equations, const VectorXd& near,
                 const VectorXd& origin) {
  const auto free = Stands(aim, near).free();
  VectorXd point = near;
  for (const Index j : free) point(j) = origin(j);
  const VectorXd part =
      shortest(columns(equations.rows, free), equations.right - equations.rows * point);
  for (std::size_t i = 0; i < free.size(); ++i) point(free[i]) += part(Index(i));
  return point;
}

// What is as good as at a bound stands there.
VectorXd settled(const LinearAim& aim, VectorXd point) {
  constexpr double rounding = 1e-11;
  for (Index j = 0; j < point.size(); ++j) {
    for (const double bound : {aim.low(j), aim.high(j)}) {
      const double by = std::fabs(point(j) - bound);
      if (std::isfinite(bound) && by <= rounding * std::max(1.0, std::fabs(bound)))
        point(j) = bound;
    }
  }
  return point;
}

}  // namespace

VectorXd least_change(const LinearAim& aim, const VectorXd& start, const VectorXd& origin) {
  const Equations equations = like(aim, start);
  const Index count = start.size();
  const Index rank = equations.rows.rows();
  LinearAim both = aim;
  both.slopes.resize(rank + count, count);
  both.wanted.resize(rank + count);
  for (const double strict : {1e4, 1e6}) {  // the first leaves eight digits to each side
    both.slopes << strict * equations.rows, MatrixXd::Identity(count, count);
    both.wanted << strict * equations.right, origin;
    const VectorXd point = exactly(aim, equations, nearest_point(both, start), origin);
    const VectorXd inside = point.cwiseMax(aim.low).cwiseMin(aim.high);
    constexpr double slack = 1e-9;  // of rounding; more, and another one should have stopped
    if ((point - inside).cwiseAbs().maxCoeff() <= slack) return settled(aim, inside);
  }
  return start;  // hardly anything else does the same
}

}  // namespace headwater::detail
