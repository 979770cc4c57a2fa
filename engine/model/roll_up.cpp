#include "engine/model/roll_up.hpp"

#include <algorithm>
#include <utility>

#include "engine/model/builtin.hpp"

namespace headwater {
namespace {

// Only a series by itself compounds: arithmetic on its rate is none over a year.
Rolling of_arithmetic(Rolling rolling) {
  return rolling == Rolling::compound ? Rolling::none : rolling;
}

}  // namespace

std::optional<NodeId> RollUps::measure(SeriesId id) const {
  const Series& series = model_->at(id);
  if (series.history) return series.history;
  return series.plain;
}

// A ratio of ratios is known once those are: it is looked at again whenever one of them is.
RollUps::RollUps(const Model& model) : model_(&model) {
  rolling_.reserve(model.series.size());
  for (const Series& series : model.series) rolling_.push_back(by_kind(series));
  std::vector<std::pair<SeriesId, SeriesId>> readers;  // what is read, and by whom
  std::vector<SeriesId> open;
  for (std::size_t i = model.series.size(); i-- > 0;) {
    const auto formula = rolling_[i] == Rolling::none ? measure(SeriesId(i)) : std::nullopt;
    if (!formula) continue;
    open.push_back(SeriesId(i));
    for (const SeriesId read : unknown_in(*formula)) readers.emplace_back(read, SeriesId(i));
  }
  std::ranges::sort(readers);
  while (!open.empty()) {
    const SeriesId series = open.back();
    open.pop_back();
    Rolling& rolling = rolling_[std::size_t(series)];
    if (rolling != Rolling::none || of(*measure(series)) != Rolling::quotient) continue;
    rolling = Rolling::quotient;
    for (const auto& [read, reader] :
         std::ranges::equal_range(readers, series, {}, &std::pair<SeriesId, SeriesId>::first)) {
      open.push_back(reader);
    }
  }
}

// The series in a formula whose roll-up is not known yet.
std::vector<SeriesId> RollUps::unknown_in(NodeId formula) const {
  std::vector<SeriesId> series;
  std::vector<NodeId> open = {formula};
  while (!open.empty()) {
    const Node& node = model_->formulas[open.back()];
    open.pop_back();
    open.insert(open.end(), node.args.begin(), node.args.end());
    if (node.op == NodeOp::cell && of(node.series) == Rolling::none) series.push_back(node.series);
  }
  return series;
}

Rolling RollUps::by_kind(const Series& series) const {
  switch (series.roll_up) {
    case RollUp::mean: return Rolling::mean;
    case RollUp::last: return Rolling::last;
    case RollUp::compound: return Rolling::compound;
    case RollUp::by_measure: break;
  }
  if (series.kind == SeriesKind::flow) return Rolling::sum;
  return series.kind == SeriesKind::stock ? Rolling::last : Rolling::none;
}

Rolling RollUps::of(NodeId id) const {
  const Node& node = model_->formulas[id];
  switch (node.op) {
    case NodeOp::constant: return Rolling::constant;
    case NodeOp::cell: {
      // A lagged level belongs to another period's end: a flow per it has no year.
      const Rolling rolling = of(node.series);
      return node.lag == 0 || rolling == Rolling::sum ? rolling : Rolling::none;
    }
    case NodeOp::months:
    case NodeOp::days: return Rolling::sum;
    case NodeOp::schedule:
      return model_->schedules[node.index].holds ? Rolling::last : Rolling::sum;
    case NodeOp::one_off:
      return model_->at(node.series).kind == SeriesKind::stock ? Rolling::last : Rolling::sum;
    case NodeOp::convert:
    case NodeOp::negate: return of_arithmetic(of(node.args[0]));
    case NodeOp::add:
    case NodeOp::subtract: return of_arithmetic(of_sum(node));
    case NodeOp::multiply:
    case NodeOp::divide: return of_arithmetic(of_product(node));
    case NodeOp::per: {
      const Rolling left = of(node.args[0]);
      const Rolling right = of(node.args[1]);
      const bool both = left != Rolling::none && right != Rolling::none;
      return both ? Rolling::quotient : Rolling::none;
    }
    case NodeOp::delayed: {
      const Rolling flow = of(node.args[0]);
      return flow == Rolling::sum || flow == Rolling::last ? flow : Rolling::none;
    }
    case NodeOp::call: return of_call(node);
    case NodeOp::choose: {
      // Which constant it is may differ from period to period: a flow times it still adds up.
      const Rolling yes = of(node.args[1]);
      const bool steady = yes == Rolling::sum || yes == Rolling::mean || yes == Rolling::last;
      return steady && yes == of(node.args[2]) ? yes : Rolling::none;
    }
    case NodeOp::shift:
    case NodeOp::quarter:
    case NodeOp::month:
    case NodeOp::fiscal_year:
    case NodeOp::period:
    case NodeOp::lookup:
    case NodeOp::base:
    case NodeOp::minimum:
    case NodeOp::maximum:
    case NodeOp::absolute:
    case NodeOp::projection:
    case NodeOp::on_its_way:
    case NodeOp::power:
    case NodeOp::raise:
    case NodeOp::square_root:
    case NodeOp::exponential:
    case NodeOp::logarithm:
    case NodeOp::less:
    case NodeOp::less_equal:
    case NodeOp::equal:
    case NodeOp::otherwise:
    case NodeOp::present:
    case NodeOp::copy: return Rolling::none;
  }
  return Rolling::none;
}

Rolling RollUps::of_sum(const Node& node) const {
  const Rolling left = of(node.args[0]);
  const Rolling right = of(node.args[1]);
  if (left == right) return left;
  const bool quotient = left == Rolling::quotient || right == Rolling::quotient;
  const bool constant = left == Rolling::constant || right == Rolling::constant;
  return quotient && constant ? Rolling::quotient : Rolling::none;
}

// A flow, or anything times months, adds; around a `per` the expression is applied as written.
Rolling RollUps::of_product(const Node& node) const {
  const Rolling left = of(node.args[0]);
  const Rolling right = of(node.args[1]);
  const bool divides = node.op == NodeOp::divide;
  if (left == Rolling::constant && right == Rolling::constant) return Rolling::constant;
  if (right == Rolling::constant) return left;
  if (left == Rolling::constant && !divides) return right;
  const bool sum = left == Rolling::sum || (right == Rolling::sum && !divides);
  if (sum && !(divides && right == Rolling::sum)) return Rolling::sum;
  const bool quotients = (left == Rolling::quotient || left == Rolling::constant) &&
                         (right == Rolling::quotient || right == Rolling::constant);
  return quotients ? Rolling::quotient : Rolling::none;
}

Rolling RollUps::of_call(const Node& node) const {
  const Rolling argument = of(node.args[1]);
  switch (builtins()[node.index].roll_up) {
    case CallRollUp::none: return Rolling::none;
    case CallRollUp::mean: return argument == Rolling::last ? Rolling::mean : Rolling::none;
    case CallRollUp::last: return Rolling::last;
    case CallRollUp::as_written: return of(node.args[0]);
  }
  return Rolling::none;
}

}  // namespace headwater
