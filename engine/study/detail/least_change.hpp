// One step towards a target, as a linear problem: small, dense, within bounds.
//
// Points are changes of instruments, each in units of its own weight; a row of slopes is what one
// of them does to a figure. What stands at a bound stays there until it would help to let it go,
// one at a time, the one that helps most.
//
// Sources: Stark and Parker, "Bounded-variable least-squares: an algorithm and applications",
// Computational Statistics 10, 1995, pp. 129-141; for what must hold exactly the method of weights,
// Lawson and Hanson, Solving Least Squares Problems, 1974, chapter 22, whose answer says which
// bounds are met: with these given, it is solved once more without weights.
#pragma once

#include <Eigen/Core>

namespace headwater::detail {

struct LinearAim {
  Eigen::MatrixXd slopes;  // (figures × instruments)
  Eigen::VectorXd wanted;  // by figure: what slopes * point is to be
  Eigen::VectorXd low;     // by instrument, low <= high; infinite where there is no bound
  Eigen::VectorXd high;
};

// A point within the bounds for which |slopes * point - wanted| is least: of them one that is near
// `start`, which lies within. What stands at a bound has its very value.
Eigen::VectorXd nearest_point(const LinearAim& aim, const Eigen::VectorXd& start);

// Of the points within the bounds that do to all figures what `start` does, the one nearest to
// `origin`.
Eigen::VectorXd least_change(const LinearAim& aim, const Eigen::VectorXd& start,
                             const Eigen::VectorXd& origin);

}  // namespace headwater::detail
