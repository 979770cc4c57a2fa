// What a scenario draws and nothing shown reads is no mistake: it shows as without effect. Nor is
// it news that a change is not read of a driver that is drawn without regard to it: that is said
// where the scenario is read.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater::detail {

inline std::vector<Diagnostic> without_drawn(std::vector<Diagnostic> diagnostics,
                                             const Scenario& scenario) {
  const UncertaintyPlan& plan = *scenario.uncertainty;
  const auto hidden = [&](const Operation& one) {
    return std::any_of(plan.lines.begin(), plan.lines.end(), [&](const DrawnDriver& drawn) {
      return drawn.series == one.series && drawn.kind == OperationKind::set;
    });
  };
  std::erase_if(diagnostics, [&](const Diagnostic& said) {
    const auto here = [&](const Operation& one) { return one.place == said.place; };
    return said.code == "operation-unread" &&
           (std::any_of(plan.operations.begin(), plan.operations.end(), here) ||
            std::any_of(scenario.operations.begin(), scenario.operations.end(),
                        [&](const Operation& one) { return here(one) && hidden(one); }));
  });
  return diagnostics;
}

}  // namespace headwater::detail
