#include "engine/model/detail/steady_reads.hpp"

#include <algorithm>

#include "engine/model/detail/presence.hpp"
#include "engine/model/evaluate.hpp"

namespace headwater::detail {
namespace {

bool is_steady(const Formulas& formulas, NodeId id) {
  const Node& node = formulas[id];
  switch (node.op) {
    case NodeOp::choose:
    case NodeOp::lookup:
    case NodeOp::projection:
    case NodeOp::delayed:
    case NodeOp::on_its_way:
    case NodeOp::base: return false;
    default: break;
  }
  return std::ranges::all_of(node.args, [&](NodeId arg) { return is_steady(formulas, arg); });
}

bool stops_missing(const Formulas& formulas, NodeId id) {
  const Node& node = formulas[id];
  if (node.op == NodeOp::otherwise || node.op == NodeOp::present) return true;
  return std::ranges::any_of(node.args, [&](NodeId arg) { return stops_missing(formulas, arg); });
}

}  // namespace

SteadyReads::SteadyReads(const Model& model, const StaticView& view, const RollUps& roll_ups)
    : entries_(model.formulas.size(), 0), begins_{0} {
  for (const Series& series : model.series) {
    for (const auto& formula : {series.plain, series.history, series.outlook, series.before}) {
      if (formula) add(model, view, roll_ups, *formula);
    }
    for (const DefaultPiece& piece : series.defaults) add(model, view, roll_ups, piece.value);
  }
}

void SteadyReads::add(const Model& model, const StaticView& view, const RollUps& roll_ups,
                      NodeId formula) {
  std::uint32_t& entry = entries_[std::size_t(formula)];
  if (entry != 0 || !is_steady(model.formulas, formula)) return;
  const Period now = model.horizon.first;  // any would do
  std::vector<CellId> cells;
  Reading reading{cells};
  Evaluator(model, view, roll_ups, reading).node(formula, now);
  std::ranges::sort(cells);
  const auto again = std::ranges::unique(cells);
  cells.erase(again.begin(), again.end());
  for (const CellId& cell : cells) reads_.push_back({cell.series, now - cell.period});
  begins_.push_back(reads_.size());
  needs_all_.push_back(!stops_missing(model.formulas, formula));
  entry = std::uint32_t(begins_.size() - 1);
}

}  // namespace headwater::detail
