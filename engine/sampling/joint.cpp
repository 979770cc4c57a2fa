#include "engine/sampling/joint.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "engine/sampling/detail/correlation.hpp"
#include "engine/sampling/normal.hpp"

namespace headwater {

namespace {

// Members joined by pairs: sets in the order of their first member, each in order.
class Components {
 public:
  explicit Components(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  void join(std::size_t left, std::size_t right) {
    left = root(left);
    right = root(right);
    parent_[std::max(left, right)] = std::min(left, right);
  }
  std::vector<std::vector<std::size_t>> sets() const {
    std::vector<std::vector<std::size_t>> by_root(parent_.size());
    for (std::size_t i = 0; i < parent_.size(); ++i) by_root[root(i)].push_back(i);
    std::erase_if(by_root, [](const auto& set) { return set.empty(); });
    return by_root;
  }

 private:
  std::size_t root(std::size_t of) const {
    while (parent_[of] != of) of = parent_[of];
    return of;
  }
  std::vector<std::size_t> parent_;
};

bool meet(const Margin& left, std::int32_t left_period, const Margin& right,
          std::int32_t right_period) {
  return left.periods.empty() || right.periods.empty() || left_period == right_period;
}

std::span<double> lanes(Eigen::Ref<Eigen::ArrayXXd>& points, std::size_t axis) {
  return {points.col(Eigen::Index(axis)).data(), std::size_t(points.rows())};
}

}  // namespace

Joint::Joint(std::vector<Margin> margins, std::vector<RankCorrelation> correlations, Paths paths)
    : margins_(std::move(margins)) {
  demand(correlations);
  lay_axes(paths);
  join(correlations);
}

void Joint::demand(const std::vector<RankCorrelation>& correlations) const {
  std::set<std::pair<std::size_t, std::size_t>> seen;
  for (const auto& [left, right, value] : correlations) {
    if (left >= margins_.size() || right >= margins_.size()) {
      throw std::invalid_argument("RankCorrelation::left and right are margins");
    }
    if (left == right) throw std::invalid_argument("RankCorrelation is of two margins");
    if (!(value >= -1 && value <= 1)) {
      throw std::invalid_argument("RankCorrelation::value lies in [-1, 1]");
    }
    if (!seen.insert(std::minmax(left, right)).second) {
      throw std::invalid_argument("RankCorrelation of two margins is given once");
    }
  }
}

void Joint::lay_axes(Paths paths) {
  for (std::size_t m = 0; m < margins_.size(); ++m) {
    const Margin& margin = margins_[m];
    first_axis_.push_back(unit_axes_.size());
    if (margin.periods.empty()) unit_axes_.push_back({margin.name, 0, 0});
    for (const std::int32_t period : margin.periods) unit_axes_.push_back({margin.name, period, 0});
    margin_of_.resize(unit_axes_.size(), m);
    const bool bridged = paths == Paths::bridged && margin.path && margin.periods.size() > 1;
    if (bridged) paths_.push_back({first_axis_[m], detail::Bridge(margin.periods.size())});
    scored_.resize(unit_axes_.size(), bridged);
  }
  first_axis_.push_back(unit_axes_.size());
}

void Joint::join(const std::vector<RankCorrelation>& correlations) {
  Components of_margins(margins_.size());
  Components of_axes(unit_axes_.size());
  for (const auto& [left, right, value] : correlations) {
    of_margins.join(left, right);
    for (const std::size_t a : axes_of(left)) {
      for (const std::size_t b : axes_of(right)) {
        if (meet(margins_[left], unit_axes_[a].period, margins_[right], unit_axes_[b].period)) {
          of_axes.join(a, b);
        }
      }
    }
  }
  sets_ = of_margins.sets();
  for (auto& axes : of_axes.sets()) {
    if (axes.size() < 2) continue;
    for (const std::size_t axis : axes) scored_[axis] = true;
    groups_.push_back(group_of(std::move(axes), correlations));
  }
}

Joint::Group Joint::group_of(std::vector<std::size_t> axes,
                             const std::vector<RankCorrelation>& correlations) {
  const auto size = Eigen::Index(axes.size());
  Group group = {std::move(axes), {}};
  Eigen::MatrixXd asked = Eigen::MatrixXd::Identity(size, size);
  for (Eigen::Index i = 0; i < size; ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      const std::size_t a = group.axes[std::size_t(i)];
      const std::size_t b = group.axes[std::size_t(j)];
      const auto both = std::minmax(margin_of_[a], margin_of_[b]);
      const auto found = std::ranges::find_if(correlations, [&](const RankCorrelation& each) {
        return std::minmax(each.left, each.right) == both;
      });
      if (found == correlations.end()) continue;
      if (!meet(margins_[margin_of_[a]], unit_axes_[a].period, margins_[margin_of_[b]],
                unit_axes_[b].period)) {
        continue;
      }
      asked(i, j) = asked(j, i) = detail::score_correlation(found->value);
    }
  }
  if (detail::is_correlation(asked)) {
    group.lower = detail::lower_triangle(asked);
    return group;
  }
  const Eigen::MatrixXd given = detail::nearest_correlation(asked);
  tell_repair(group, asked, given);
  group.lower = detail::lower_triangle(given);
  return group;
}

void Joint::tell_repair(const Group& group, const Eigen::MatrixXd& asked,
                        const Eigen::MatrixXd& given) {
  constexpr double seen = 1e-6;
  for (Eigen::Index i = 0; i < asked.rows(); ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      const auto [left, right] = std::minmax(margin_of_[group.axes[std::size_t(i)]],
                                             margin_of_[group.axes[std::size_t(j)]]);
      const Repaired now = {left, right, detail::rank_correlation(asked(i, j)),
                            detail::rank_correlation(given(i, j))};
      const double change = std::fabs(now.given - now.asked);
      if (change < seen) continue;
      const auto before = std::ranges::find_if(repaired_, [&](const Repaired& each) {
        return each.left == now.left && each.right == now.right;
      });
      if (before == repaired_.end()) {
        repaired_.push_back(now);
      } else if (change > std::fabs(before->given - before->asked)) {
        *before = now;
      }
    }
  }
  std::ranges::sort(repaired_, {},
                    [](const Repaired& each) { return std::pair(each.left, each.right); });
}

std::vector<std::size_t> Joint::axes_of(std::size_t margin) const {
  std::vector<std::size_t> axes(first_axis_.at(margin + 1) - first_axis_.at(margin));
  std::iota(axes.begin(), axes.end(), first_axis_[margin]);
  return axes;
}

std::vector<std::vector<std::size_t>> Joint::independent_sets() const { return sets_; }

void Joint::score(Eigen::Ref<Eigen::ArrayXXd> points) const {
  const auto count = std::size_t(points.rows());
  for (std::size_t axis = 0; axis < axes(); ++axis) {
    double* column = lanes(points, axis).data();
    if (scored_[axis]) normal_scores(column, column, count);
  }
  for (const Path& path : paths_) {
    std::vector<double*> columns;
    const std::size_t end = first_axis_[margin_of_[path.first_axis] + 1];
    for (std::size_t axis = path.first_axis; axis < end; ++axis) {
      columns.push_back(lanes(points, axis).data());
    }
    path.bridge.run(columns, count);
  }
  for (const auto& [axes, lower] : groups_) {
    // From the last up, so that what is read is not yet written.
    for (std::size_t i = axes.size(); i-- > 0;) {
      double* out = lanes(points, axes[i]).data();
      const double own = lower(Eigen::Index(i), Eigen::Index(i));
      for (std::size_t k = 0; k < count; ++k) out[k] *= own;
      for (std::size_t j = 0; j < i; ++j) {
        const double part = lower(Eigen::Index(i), Eigen::Index(j));
        if (part == 0) continue;
        const double* in = lanes(points, axes[j]).data();
        for (std::size_t k = 0; k < count; ++k) out[k] += part * in[k];
      }
    }
  }
}

void Joint::draw(Eigen::Ref<Eigen::ArrayXXd> points) const {
  if (std::size_t(points.cols()) != axes()) {
    throw std::invalid_argument("Joint::draw: a column for each axis");
  }
  score(points);
  for (std::size_t axis = 0; axis < axes(); ++axis) {
    const Distribution& distribution = margins_[margin_of_[axis]].distribution;
    const std::span<double> column = lanes(points, axis);
    if (scored_[axis]) {
      distribution.values_of(column, column);
    } else {
      distribution.quantiles(column, column);
    }
  }
}

void Joint::pull_back(const Eigen::Ref<const Eigen::ArrayXXd>& points,
                      Eigen::Ref<Eigen::ArrayXXd> gradients) const {
  if (std::size_t(points.cols()) != axes() || gradients.cols() != points.cols() ||
      gradients.rows() != points.rows()) {
    throw std::invalid_argument("Joint::pull_back: a column for each axis, a row for each lane");
  }
  const auto count = std::size_t(points.rows());
  Eigen::ArrayXXd scores = points;
  score(scores);
  for (std::size_t axis = 0; axis < axes(); ++axis) {
    const Distribution& distribution = margins_[margin_of_[axis]].distribution;
    double* column = scores.col(Eigen::Index(axis)).data();
    if (!scored_[axis]) normal_scores(column, column, count);
    double* gradient = lanes(gradients, axis).data();
    for (std::size_t k = 0; k < count; ++k) gradient[k] *= distribution.slope(column[k]);
  }
  for (const auto& [axes, lower] : groups_) {
    for (std::size_t j = 0; j < axes.size(); ++j) {
      double* out = lanes(gradients, axes[j]).data();
      const double own = lower(Eigen::Index(j), Eigen::Index(j));
      // A score that moves nothing of its own margin is worth nothing by it, missing or not.
      for (std::size_t k = 0; k < count; ++k) out[k] = own == 0 ? 0 : own * out[k];
      for (std::size_t i = j + 1; i < axes.size(); ++i) {
        const double part = lower(Eigen::Index(i), Eigen::Index(j));
        if (part == 0) continue;
        const double* in = lanes(gradients, axes[i]).data();
        for (std::size_t k = 0; k < count; ++k) out[k] += part * in[k];
      }
    }
  }
  for (const Path& path : paths_) {
    std::vector<double*> columns;
    const std::size_t end = first_axis_[margin_of_[path.first_axis] + 1];
    for (std::size_t axis = path.first_axis; axis < end; ++axis) {
      columns.push_back(lanes(gradients, axis).data());
    }
    path.bridge.pull_back(columns, count);
  }
}

}  // namespace headwater
