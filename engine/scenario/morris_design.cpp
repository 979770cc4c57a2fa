#include "engine/scenario/morris_design.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

#include "engine/sampling/philox.hpp"

namespace headwater {
namespace {

// Streams of their own beside those of UnitAxis, whose copies count from 0.
constexpr std::uint32_t copy_of_start = 0xffff'fffe;
constexpr std::uint32_t copy_of_order = 0xffff'ffff;

double uniform(std::uint64_t key, std::uint32_t copy, std::uint64_t trajectory) {
  double drawn = 0;
  fill_random({key, 0, copy}, trajectory, &drawn, 1);
  return drawn;
}

void require_bounds(const MorrisOptions& options) {
  const auto refuse = [](const char* what) {
    throw std::invalid_argument(std::string("MorrisOptions: ") + what);
  };
  if (options.trajectories < 1) refuse("trajectories: at least 1");
  if (options.levels < 2 || options.levels % 2 != 0) refuse("levels: even, at least 2");
  if (!(options.tail >= 0 && options.tail < 0.5)) refuse("tail: in [0, 0.5)");
}

// Whether a margin's lowest and highest value are values like any others to what it is drawn by.
bool reaches_its_ends(const Joint& joint, const std::vector<std::size_t>& set) {
  const Margin& margin = joint.margins()[set.front()];
  const Distribution& distribution = margin.distribution;
  const bool bounded =
      std::isfinite(distribution.lowest()) && std::isfinite(distribution.highest());
  return set.size() == 1 && !margin.path && bounded;
}

}  // namespace

MorrisDesign::MorrisDesign(const Inputs& inputs, const MorrisOptions& options)
    : inputs_((require_factors(inputs), inputs)), options_(options) {
  require_bounds(options);
  const Joint& joint = inputs_.joint;
  const std::vector<std::size_t> factor = factor_of_axis(inputs_);
  const std::size_t margins = joint.margins().size();
  ends_.resize(margins);
  margin_of_axis_.resize(joint.axes());
  margins_.resize(factors());
  for (const Factor& one : inputs_.factors) {
    factor_keys_.push_back(stream_key(options.seed, one.name));
  }
  for (std::size_t i = 0; i < margins; ++i) {
    margin_keys_.push_back(stream_key(options.seed, joint.margins()[i].name));
    for (const std::size_t axis : joint.axes_of(i)) {
      margin_of_axis_[axis] = i;
      std::vector<std::size_t>& own = margins_[factor[axis]];
      if (own.empty() || own.back() != i) own.push_back(i);
    }
  }
  for (const std::vector<std::size_t>& set : joint.independent_sets()) {
    if (reaches_its_ends(joint, set)) continue;
    if (options.tail == 0) {
      throw std::invalid_argument("MorrisOptions: tail: more than 0 for '" +
                                  joint.margins()[set.front()].name + "'");
    }
    for (const std::size_t margin : set) ends_[margin] = {options.tail, 1 - options.tail};
  }
}

double MorrisDesign::step() const { return options_.levels / (2.0 * (options_.levels - 1)); }

MorrisDesign::Staircase MorrisDesign::staircase(std::uint64_t trajectory) const {
  Staircase stairs;
  for (const std::uint64_t key : margin_keys_) {
    const double drawn = uniform(key, copy_of_start, trajectory);
    stairs.start.push_back(std::uint32_t(drawn * options_.levels));
  }
  std::vector<double> turns;
  for (const std::uint64_t key : factor_keys_) {
    turns.push_back(uniform(key, copy_of_order, trajectory));
  }
  stairs.order.resize(factors());
  std::iota(stairs.order.begin(), stairs.order.end(), std::size_t(0));
  std::stable_sort(stairs.order.begin(), stairs.order.end(),
                   [&](std::size_t left, std::size_t right) { return turns[left] < turns[right]; });
  return stairs;
}

std::uint32_t MorrisDesign::moved(std::uint32_t level) const {
  return (level + options_.levels / 2) % options_.levels;
}

double MorrisDesign::quantile(std::size_t margin, std::uint32_t level) const {
  const Ends& ends = ends_[margin];
  if (level + 1 == options_.levels) return ends.high;
  return ends.low + (ends.high - ends.low) * level / (options_.levels - 1);
}

std::vector<MorrisMove> MorrisDesign::moves(std::uint64_t trajectory) const {
  const Staircase stairs = staircase(trajectory);
  std::vector<MorrisMove> moves;
  for (const std::size_t factor : stairs.order) {
    const std::vector<std::size_t>& margins = margins_[factor];
    const bool up = stairs.start[margins.front()] < options_.levels / 2;
    const bool several = margins.size() > 1;
    const Direction direction = several ? Direction::none : up ? Direction::up : Direction::down;
    moves.push_back({factor, direction});
  }
  return moves;
}

void MorrisDesign::fill_staircase(std::uint64_t trajectory,
                                  Eigen::Ref<Eigen::ArrayXXd> rows) const {
  const Staircase stairs = staircase(trajectory);
  for (Eigen::Index axis = 0; axis < rows.cols(); ++axis) {
    const std::size_t margin = margin_of_axis_[std::size_t(axis)];
    rows.col(axis) = quantile(margin, stairs.start[margin]);
  }
  for (std::size_t turn = 0; turn < stairs.order.size(); ++turn) {
    const Eigen::Index after = rows.rows() - Eigen::Index(turn) - 1;
    for (const std::size_t axis : inputs_.factors[stairs.order[turn]].axes) {
      const std::size_t margin = margin_of_axis_[axis];
      rows.col(Eigen::Index(axis)).tail(after) = quantile(margin, moved(stairs.start[margin]));
    }
  }
}

void MorrisDesign::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  const auto group_rows = Eigen::Index(rows_per_group());
  Eigen::ArrayXXd stairs(group_rows, points.cols());
  for (Eigen::Index lane = 0; lane < points.rows();) {
    const std::uint64_t row = first_row + std::uint64_t(lane);
    const auto within = Eigen::Index(row % rows_per_group());
    const Eigen::Index count = std::min(group_rows - within, points.rows() - lane);
    fill_staircase(row / rows_per_group(), stairs);
    points.middleRows(lane, count) = stairs.middleRows(within, count);
    lane += count;
  }
  inputs_.joint.draw(points);
}

}  // namespace headwater
