#include "engine/study/detail/kink_search.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"

namespace headwater::detail {
namespace {

bool compares(NodeOp op) {
  return op == NodeOp::less || op == NodeOp::less_equal || op == NodeOp::equal;
}

// As a share of what is compared; of delays in periods.
double nearness(const Kink& kink) {
  if (kink.taken == Branch::longer) return kink.distance;
  const double size = std::max(std::fabs(kink.left), std::fabs(kink.right));
  return size > 0 ? kink.distance / size : 0;
}

}  // namespace

KinkSearch::KinkSearch(const Scenario& scenario, const Cells& reached, const Cells& moved)
    : model_(*scenario.model), precedence_(*scenario.precedence), moved_(moved) {
  for (const CellId cell : reached) {
    const Winner winner = precedence_.at(cell.series, cell.period);
    const std::size_t before = sites_.size();
    if (winner.formula && moved.contains(cell)) walk(*winner.formula, {cell, cell.period, {}});
    if (sites_.size() == before) continue;
    for (std::size_t i = before; i < sites_.size(); ++i) sites_[i].cell = cells_.size();
    cells_.push_back(cell);
  }
}

void KinkSearch::walk(NodeId id, const Spot& spot) {
  const Node& node = model_.formulas[id];
  switch (node.op) {
    case NodeOp::cell:
    case NodeOp::projection: return;
    case NodeOp::call: return walk(node.args[0], spot);
    case NodeOp::shift: return walk(node.args[0], {spot.cell, spot.period - node.lag, spot.within});
    case NodeOp::minimum:
    case NodeOp::maximum:
    case NodeOp::absolute:
    case NodeOp::choose: return walk_choice(id, spot);
    case NodeOp::delayed:
    case NodeOp::on_its_way: return walk_delay(id, spot);
    default:
      for (const NodeId arg : node.args) walk(arg, spot);
  }
}

void KinkSearch::walk_choice(NodeId id, const Spot& spot) {
  const Node& node = model_.formulas[id];
  if (node.op != NodeOp::choose) {
    Site site;
    site.kink = {.cell = spot.cell, .node = id, .left_side = node.args[0], .unit = node.unit};
    if (node.op != NodeOp::absolute) site.kink.right_side = node.args[1];
    const auto added = add(site, spot);
    if (node.op == NodeOp::absolute) return walk(node.args[0], spot);
    if (added) return walk_branches(*added, node.args[0], node.args[1], spot);
    for (const NodeId arg : node.args) walk(arg, spot);
    return;
  }
  if (const auto condition = precedence_.view().value(node.args[0], spot.period)) {
    return walk(node.args[*condition != 0 ? 1 : 2], spot);
  }
  const Node& condition = model_.formulas[node.args[0]];
  std::optional<std::size_t> added;
  if (compares(condition.op)) {
    Site site;
    site.kink = {.cell = spot.cell,
                 .node = id,
                 .left_side = condition.args[0],
                 .right_side = condition.args[1],
                 .unit = model_.formulas[condition.args[0]].unit};
    added = add(site, spot);
  }
  if (added) return walk_branches(*added, node.args[1], node.args[2], spot);
  walk(node.args[1], spot);
  walk(node.args[2], spot);
}

void KinkSearch::walk_branches(std::size_t site, NodeId left, NodeId right, const Spot& spot) {
  walk(left, {spot.cell, spot.period, std::pair(site, true)});
  walk(right, {spot.cell, spot.period, std::pair(site, false)});
}

void KinkSearch::walk_delay(NodeId id, const Spot& spot) {
  const Node& node = model_.formulas[id];
  const Node& flow = model_.formulas[node.args[0]];
  const bool arrives = node.op == NodeOp::delayed;
  for (std::int32_t later = 0; later < node.lag + (arrives ? 1 : 0); ++later) {
    const Period sent = spot.period - later;
    const bool scheduled = flow.op == NodeOp::schedule;
    if (scheduled && precedence_.view().scheduled(flow.index, sent) == 0) continue;
    const Spot then{spot.cell, sent, spot.within};
    const Node& how_long = model_.formulas[node.args[1]];
    Site site;
    const auto driven_by = precedence_.reads(node.args[1], sent);
    site.kink = {.cell = driven_by.size() == 1 ? driven_by.front() : spot.cell,
                 .node = id,
                 .left_side = node.args[1],
                 .unit = how_long.unit};
    site.later = later;
    if (const auto added = add(site, then); added && !scheduled) {
      sites_[*added].flow = side(node.args[0], sent);
    }
    walk(node.args[0], then);
    walk(node.args[1], then);
  }
}

bool KinkSearch::moves(NodeId id, Period period) const {
  const auto cells = precedence_.reads(id, period);
  return std::any_of(cells.begin(), cells.end(),
                     [this](CellId cell) { return moved_.contains(cell); });
}

std::size_t KinkSearch::side(NodeId id, Period period) {
  const auto [found, fresh] = side_of_.try_emplace({id, period}, sides_.size());
  if (fresh) sides_.push_back({{}, {period, period}, id});
  return found->second;
}

// Nothing when no driver moves it, or a side cannot be had.
std::optional<std::size_t> KinkSearch::add(const Site& site, const Spot& spot) {
  const auto& [left, right] = std::pair(site.kink.left_side, site.kink.right_side);
  if (!moves(left, spot.period) && !(right && moves(*right, spot.period))) return std::nullopt;
  const auto refused = [&](NodeId id) {
    return refusal(precedence_, {{}, {spot.period, spot.period}, id}).has_value();
  };
  if (refused(left) || (right && refused(*right))) return std::nullopt;
  sites_.push_back(site);
  sites_.back().within = spot.within;
  sites_.back().left = side(left, spot.period);
  if (right) sites_.back().right = side(*right, spot.period);
  return sites_.size() - 1;
}

bool KinkSearch::takes_left(const Site& site, std::span<const double> values) const {
  const double left = values[site.left];
  const double right = site.right ? values[*site.right] : 0;
  const Node& node = model_.formulas[site.kink.node];
  const NodeOp op = node.op == NodeOp::choose ? model_.formulas[node.args[0]].op : node.op;
  switch (op) {
    case NodeOp::minimum: return !(right < left);
    case NodeOp::maximum: return !(left < right);
    case NodeOp::less: return left < right;
    case NodeOp::less_equal: return left <= right;
    case NodeOp::equal: return left == right;
    default: return !(left < 0);  // of abs
  }
}

bool KinkSearch::is_taken(const Site& site, std::span<const double> values) const {
  for (auto within = site.within; within; within = sites_[within->first].within) {
    if (takes_left(sites_[within->first], values) != within->second) return false;
  }
  return true;
}

std::optional<Kink> KinkSearch::delay(const Site& site, std::span<const double> values) const {
  Kink kink = site.kink;
  kink.left = values[site.left];
  kink.right = std::nearbyint(kink.left);
  kink.distance = std::fabs(kink.left - kink.right);
  kink.taken = Branch::longer;
  const double whole = std::floor(kink.left);
  const bool on_its_way = model_.formulas[kink.node].op == NodeOp::on_its_way;
  const bool touches =
      on_its_way ? whole >= site.later : whole == site.later || whole + 1 == site.later;
  const bool sent = !site.flow || values[*site.flow] != 0;
  return touches && sent ? std::optional(kink) : std::nullopt;
}

// In the unit of the cell, where that measures the same.
Kink KinkSearch::in_own_unit(Kink kink) const {
  const Unit& unit = model_.at(kink.cell.series).unit;
  if (!kink.unit.same_dimension(unit)) return kink;
  const double factor = kink.unit.factor_to(unit);
  kink.left *= factor;
  kink.right *= factor;
  kink.unit = unit;
  return kink;
}

std::optional<Kink> KinkSearch::kink(const Site& site, std::span<const double> values) const {
  const NodeOp op = model_.formulas[site.kink.node].op;
  if (op == NodeOp::delayed || op == NodeOp::on_its_way) return delay(site, values);
  Kink kink = site.kink;
  kink.left = values[site.left];
  kink.right = site.right ? values[*site.right] : 0;
  kink = in_own_unit(std::move(kink));
  kink.distance = std::fabs(kink.left - kink.right);
  const bool left = takes_left(site, values);
  kink.taken = op == NodeOp::absolute ? (left ? Branch::above : Branch::below)
               : op == NodeOp::choose ? (left ? Branch::yes : Branch::no)
                                      : (left ? Branch::left : Branch::right);
  return is_missing(kink.distance) ? std::nullopt : std::optional(kink);
}

std::vector<Kink> KinkSearch::kinks(std::span<const double> values,
                                    std::span<const double> worth) const {
  std::vector<Kink> kinks;
  std::set<std::tuple<CellId, NodeId, NodeId>> told;
  for (const Site& site : sites_) {
    if (worth[site.cell] == 0 || !is_taken(site, values)) continue;
    const auto one = kink(site, values);
    if (!one) continue;
    // All that one driver delays has its kinks where that one is a whole number.
    const bool driven = one->taken == Branch::longer && one->cell != cells_[site.cell];
    const NodeId what = driven ? NodeId{} : one->node;
    if (told.insert({one->cell, what, driven ? what : one->left_side}).second) {
      kinks.push_back(*one);
    }
  }
  std::stable_sort(kinks.begin(), kinks.end(), [](const Kink& left, const Kink& right) {
    return std::tuple(nearness(left), left.cell) < std::tuple(nearness(right), right.cell);
  });
  return kinks;
}

}  // namespace headwater::detail
