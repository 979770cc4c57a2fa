#include "engine/model/static_view.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/model/arithmetic.hpp"

namespace headwater {
namespace {

constexpr double key_max = 1e9;

}  // namespace

std::optional<double> StaticView::value(NodeId id, Period period) const {
  const Node& node = model_->formulas[id];
  const Calendar& calendar = model_->calendar;
  switch (node.op) {
    case NodeOp::constant: return node.value;
    case NodeOp::shift: return value(node.args[0], period - node.lag);
    case NodeOp::quarter: return calendar.quarter_of_year(period);
    case NodeOp::month: return calendar.month_of_year(period);
    case NodeOp::fiscal_year: return calendar.fiscal_year(period);
    case NodeOp::period: return period.index;
    case NodeOp::months: return calendar.months_per_period();
    case NodeOp::days: return calendar.days(period);
    case NodeOp::convert: {
      const auto operand = value(node.args[0], period);
      return operand ? std::optional(*operand * node.value) : std::nullopt;
    }
    case NodeOp::negate: {
      const auto operand = value(node.args[0], period);
      return operand ? std::optional(-*operand) : std::nullopt;
    }
    case NodeOp::call: return value(node.args[0], period);
    case NodeOp::choose: {
      const auto condition = value(node.args[0], period);
      if (!condition) return std::nullopt;
      return value(node.args[*condition != 0 ? 1 : 2], period);
    }
    case NodeOp::add:
    case NodeOp::subtract:
    case NodeOp::multiply:
    case NodeOp::divide:
    case NodeOp::minimum:
    case NodeOp::maximum:
    case NodeOp::less:
    case NodeOp::less_equal:
    case NodeOp::equal: return binary(node, period);
    case NodeOp::cell:
    case NodeOp::lookup:
    case NodeOp::one_off:
    case NodeOp::schedule:
    case NodeOp::base:
    case NodeOp::per:
    case NodeOp::absolute:
    case NodeOp::projection:
    case NodeOp::delayed:
    case NodeOp::on_its_way:
    case NodeOp::power:
    case NodeOp::raise:
    case NodeOp::square_root:
    case NodeOp::exponential:
    case NodeOp::logarithm:
    case NodeOp::otherwise:
    case NodeOp::present:
    case NodeOp::copy: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<double> StaticView::binary(const Node& node, Period period) const {
  const auto left = value(node.args[0], period);
  const auto right = left ? value(node.args[1], period) : std::nullopt;
  if (!right) return std::nullopt;
  const double result = arithmetic(node.op, *left, *right);
  return std::isnan(result) ? std::nullopt : std::optional(result);
}

const LookupRow* StaticView::lookup(const Node& node, Period period) const {
  const LookupTable& table = model_->tables[node.index];
  std::vector<std::int32_t> keys;
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    const auto key = value(node.args[i], period);
    if (!key || *key != std::floor(*key) || std::fabs(*key) > key_max) return nullptr;
    keys.push_back(std::int32_t(*key));
  }
  const auto rows = table.rows.find(keys);
  if (rows == table.rows.end()) return nullptr;
  Day by = known_by_;
  if (node.args.size() > table.keys.size()) {
    const auto year = value(node.args.back(), period);
    if (!year || std::fabs(*year) > key_max) return nullptr;
    by = std::min(by, end_of(model_->calendar.start_of_year(int(*year))));
  }
  const LookupRow* best = nullptr;
  for (const LookupRow& row : rows->second) {
    if (row.presented && by < *row.presented) continue;
    if (best == nullptr || best->presented < row.presented) best = &row;
  }
  return best;
}

double StaticView::one_off(SeriesId series, Period period) const {
  double total = 0;
  for (const OneOff& one : model_->one_offs) {
    if (one.series != series || (told_by_ && *told_by_ < one.span.first)) continue;
    const bool inside = one.step ? one.span.first <= period : one.span.contains(period);
    if (inside) total += one.amount;
  }
  return total;
}

double StaticView::scheduled(std::uint32_t schedule, Period period) const {
  const Schedule& one = model_->schedules[schedule];
  if (told_by_ && one.known_since && *told_by_ < *one.known_since) return 0;
  return one.at(period);
}

std::optional<PeriodSpan> StaticView::known(NodeId projection) const {
  const auto found = known_.find(projection);
  return found == known_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace headwater
