// What is said of projections: too little is known for the rule that is asked for, or nothing.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/model/detail/projection.hpp"
#include "engine/model/precedence.hpp"

namespace headwater {
namespace {

std::string_view name_of(const Model& model, NodeId projection) {
  return row_of(detail::wanted_rule(model.formulas[projection])).name;
}

// The series that is projected, or the first that goes into what is.
std::string of_what(const Model& model, NodeId formula) {
  const Node& node = model.formulas[formula];
  if (node.op == NodeOp::cell) return model.at(node.series).name;
  for (const NodeId arg : node.args) {
    if (std::string name = of_what(model, arg); !name.empty()) return name;
  }
  return "";
}

}  // namespace

Diagnostic Precedence::nothing_known(NodeId projection) const {
  Diagnostic diagnostic;
  diagnostic.code = "nothing-known";
  diagnostic.place = model_->formulas[projection].place;
  diagnostic.message = fmt::format(
      "{} has nothing to go on: there is no period in which all that it reads, {} "
      "first, is known",
      name_of(*model_, projection), of_what(*model_, projection));
  diagnostic.hint = fmt::format("give {} an actual, or say what to use instead: ... otherwise 0",
                                of_what(*model_, projection));
  return diagnostic;
}

// One note for all that give way to the same rule.
void Precedence::diagnose_projections(std::vector<Diagnostic>& diagnostics) const {
  struct Fallback {
    std::size_t series = 0;
    NodeId first{};
    std::size_t known = 0;
  };
  std::map<std::pair<ProjectionRule, ProjectionRule>, Fallback> fallbacks;  // wanted, used
  for (const NodeId projection : model_->projections) {
    const auto known = view_.known(projection);
    if (!known) continue;
    const Node& node = model_->formulas[projection];
    const ProjectionRule wanted = detail::wanted_rule(node);
    const auto size = std::size_t(known->count());
    const ProjectionRule used = detail::used_rule(*model_, node, size);
    if (used == wanted) continue;
    Fallback& one = fallbacks[{wanted, used}];
    if (one.series++ == 0) one = {1, projection, size};
  }
  for (const auto& [rules, one] : fallbacks) {
    const auto [season, count] = detail::setting_of(*model_, model_->formulas[one.first]);
    Diagnostic note;
    note.severity = Severity::note;
    note.code = "short-history";
    note.place = model_->formulas[one.first].place;
    const std::string more =
        one.series == 1 ? "" : fmt::format(", and {} more have too few", one.series - 1);
    note.message =
        fmt::format("{} needs {} known values; {} has {}{}: {} instead", row_of(rules.first).name,
                    row_of(rules.first).needs(season, count), of_what(*model_, one.first),
                    one.known, more, row_of(rules.second).name);
    diagnostics.push_back(std::move(note));
  }
}

}  // namespace headwater
