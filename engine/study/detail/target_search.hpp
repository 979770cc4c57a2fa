// Newton's method towards several figures at once, within bounds, by rounds of points.
//
// Points are scaled by the instruments' weights and figures by what is wanted of them. A round asks
// for the figures and their slopes at several points, along one step. First the figures: of the
// linearised problem the nearest point, and of several such that of least change
// (least_change.hpp); the longest part of the step that brings the figures nearer is taken. Then,
// where there is room left, the least change among the points that do as well. What remains is
// judged by the conditions of Karush, Kuhn and Tucker for the nearest figures.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include <Eigen/Core>

namespace headwater::detail {

struct Evaluated {
  Eigen::VectorXd figures;  // a NaN where one is missing
  Eigen::MatrixXd slopes;   // (figures × instruments)
};

// One round: all points at once.
using Evaluate = std::function<std::vector<Evaluated>(const std::vector<Eigen::VectorXd>& points)>;

struct Search {
  Eigen::VectorXd wanted;  // by figure
  Eigen::VectorXd scale;   // by figure, > 0: what a gap is measured by
  Eigen::VectorXd base;    // by instrument: from where changes are measured
  Eigen::VectorXd weight;  // by instrument, > 0: what a change is measured by
  Eigen::VectorXd low;     // by instrument, low < high
  Eigen::VectorXd high;
};

enum class Ending {
  reached,     // every figure, to 1e-9 of its scale
  nearest,     // no point nearby is nearer
  lost,        // a figure or a slope is missing where it began
  unfinished,  // neither within the rounds allowed
};

struct Found {
  Ending ending = Ending::unfinished;
  Eigen::VectorXd point;
  Evaluated at;          // the point
  Eigen::VectorXd pull;  // by instrument: the cosine of its slopes with the gaps, 0 if reached;
                         // below 0 at an upper bound, and above at a lower one, it holds back
  std::size_t rounds = 0;
};

inline constexpr double reached_within = 1e-9;  // of a figure's scale

Found search(const Search& problem, const Evaluate& evaluate);

}  // namespace headwater::detail
