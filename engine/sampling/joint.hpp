// Inputs that are uncertain together: margins by quantile, joined by a Gaussian copula.
//
// A margin has an axis for each of its periods, or one for all. From a point of the unit cube come
// independent normal scores; those of a path are put through its Brownian bridge, so that the first
// axes of a path decide its broad course; correlated ones through the lower triangle of their
// correlations, in the order of declaration, so that a margin appended changes no other; then each
// margin's quantile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "engine/sampling/detail/bridge.hpp"
#include "engine/sampling/distribution.hpp"
#include "engine/sampling/unit_points.hpp"

namespace headwater {

struct Margin {
  std::string name;
  Distribution distribution;
  std::vector<std::int32_t> periods;  // an axis each; empty: one axis, for all periods
  bool path = false;                  // they are the innovations of a path, in order
};

// Spearman's rank correlation of two margins' draws: in each period that both have, or of the one
// draw of a margin with each of the other's. Scores are correlated at 2 sin(π ρ / 6).
struct RankCorrelation {
  std::size_t left = 0;  // of the margins
  std::size_t right = 0;
  double value = 0;  // in [-1, 1]
};

// Whether the axes of a path are put through its bridge. Sobol' points gain by it, since their
// first axes are the best; to other drawings, whose axes are all alike, it would be work for
// nothing.
enum class Paths { bridged, in_order };

// What was asked for and what it became, where the correlations asked for cannot all be had: the
// nearest matrix that is one (Higham, IMA J. Numer. Anal. 22, 2002, pp. 329-343).
struct Repaired {
  std::size_t left = 0;
  std::size_t right = 0;
  double asked = 0;  // rank correlations; of several periods, the largest change
  double given = 0;
};

class Joint {
 public:
  // Throws std::invalid_argument for a correlation outside [-1, 1], of a margin with itself, or of
  // two margins twice. A repair moves all that is correlated with what it concerns, so a margin
  // appended leaves earlier draws as they are only where it needs none.
  Joint(std::vector<Margin> margins, std::vector<RankCorrelation> correlations,
        Paths paths = Paths::bridged);

  const std::vector<Margin>& margins() const { return margins_; }
  std::size_t axes() const { return unit_axes_.size(); }
  const std::vector<UnitAxis>& unit_axes() const { return unit_axes_; }  // margin by margin
  std::vector<std::size_t> axes_of(std::size_t margin) const;
  const std::vector<Repaired>& repaired() const { return repaired_; }
  // Margins in sets, correlated within a set and independent between: each in order, sets in the
  // order of their first.
  std::vector<std::vector<std::size_t>> independent_sets() const;

  // (lanes × axes): points of the unit cube become draws, in place. A lane's draws are a function
  // of its point alone.
  void draw(Eigen::Ref<Eigen::ArrayXXd> points) const;

  // For each lane the gradient by the draws becomes the gradient by the independent normal scores
  // (of each axis, at Φ(score) = its point), in place; `points` are those of the unit cube. Missing
  // for a score that moves a margin which is not continuous.
  void pull_back(const Eigen::Ref<const Eigen::ArrayXXd>& points,
                 Eigen::Ref<Eigen::ArrayXXd> gradients) const;

 private:
  struct Path {
    std::size_t first_axis;
    detail::Bridge bridge;
  };
  // Axes correlated with each other, in order, and the lower triangle of their scores.
  struct Group {
    std::vector<std::size_t> axes;
    Eigen::MatrixXd lower;
  };
  void demand(const std::vector<RankCorrelation>& correlations) const;
  void lay_axes(Paths paths);
  void join(const std::vector<RankCorrelation>& correlations);
  Group group_of(std::vector<std::size_t> axes, const std::vector<RankCorrelation>& correlations);
  void tell_repair(const Group& group, const Eigen::MatrixXd& asked, const Eigen::MatrixXd& given);
  // Points become correlated scores, but for axes that need none.
  void score(Eigen::Ref<Eigen::ArrayXXd> points) const;

  std::vector<Margin> margins_;
  std::vector<UnitAxis> unit_axes_;
  std::vector<std::size_t> margin_of_;   // by axis
  std::vector<std::size_t> first_axis_;  // by margin, and one past the last
  std::vector<std::vector<std::size_t>> sets_;
  std::vector<Path> paths_;
  std::vector<Group> groups_;
  std::vector<bool> scored_;  // by axis
  std::vector<Repaired> repaired_;
};

}  // namespace headwater
