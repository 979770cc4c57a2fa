// Calls of projections in formulas: theta(sales), mean_of_last(growth(sales), 4).
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/model/detail/typing.hpp"
#include "engine/projection/rule.hpp"

namespace headwater::detail {

using tree::Expr;

bool Typing::holds(NodeId formula, NodeOp op) const {
  const Node& node = build_[formula];
  return node.op == op || std::any_of(node.args.begin(), node.args.end(),
                                      [&](NodeId arg) { return holds(arg, op); });
}

bool Typing::reads_known(NodeId formula) const {
  const Node& node = build_[formula];
  if (node.op == NodeOp::cell) return loader_.model.at(node.series).kind != SeriesKind::driver;
  return std::any_of(node.args.begin(), node.args.end(),
                     [this](NodeId arg) { return reads_known(arg); });
}

Typing::Result Typing::projection(const Expr& expr, std::uint32_t index) {
  const ProjectionRow& row = projection_rules()[index];
  if (expr.args.size() != row.arguments || expr.vintage) {
    loader_.error("wrong-arguments", expr.place,
                  fmt::format("{} takes {} value{}, not {}", row.name, row.arguments,
                              row.arguments == 1 ? "" : "s", expr.args.size()),
                  fmt::format("{}: {}", row.signature, row.meaning));
    return std::nullopt;
  }
  const auto value = typed(expr.args[0]);
  if (!value) return std::nullopt;
  if (holds(value->id, NodeOp::projection)) {
    loader_.error("projected-twice", expr.args[0].place,
                  "a projection is of what is known, not of another projection",
                  "give the inner one a series of its own, or project once");
    return std::nullopt;
  }
  if (!reads_known(value->id)) {
    loader_.error("nothing-to-project", expr.args[0].place,
                  fmt::format("{} takes a series of which figures are known", row.signature),
                  "for example theta(sales), or mean_of_last(growth(sales), 4)");
    return std::nullopt;
  }
  Node node;
  node.op = NodeOp::projection;
  node.index = index;
  node.args = {value->id};
  node.unit = build_[value->id].unit;
  node.place = expr.place;
  if (row.arguments > 1) {
    std::vector<NodeId> count;
    const Builtin counted{row.name, row.signature, row.meaning, 2, 2, {}, {}, nullptr};
    if (!argument(counted, expr.args[1], Argument::count, count)) return std::nullopt;
    node.lag = std::int32_t(build_[count.front()].value);
  }
  const NodeId id = loader_.model.formulas.add(std::move(node));
  loader_.model.projections.push_back(id);
  return Typed{id};
}

}  // namespace headwater::detail
