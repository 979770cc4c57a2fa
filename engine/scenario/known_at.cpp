#include "engine/scenario/known_at.hpp"

#include <memory>
#include <utility>

#include "engine/scenario/detail/uncertain.hpp"

namespace headwater {

Checked<Scenario> known_at(const Scenario& scenario, const Vintage& vintage) {
  Scenario then;
  then.path = scenario.path;
  then.title = scenario.title;
  then.why = scenario.why;
  then.model = std::make_unique<const Model>(*scenario.model);
  then.operations = scenario.operations;
  then.model_file = scenario.model_file;
  then.model_hash = scenario.model_hash;
  then.precedence = std::make_unique<const Precedence>(*then.model, vintage, then.operations);
  auto diagnostics = then.precedence->diagnose();
  std::erase_if(diagnostics, [](const Diagnostic& one) {
    return one.code == "forecast-of-missing" || one.code == "nothing-known";
  });
  if (scenario.uncertainty && !has_errors(diagnostics)) {
    UncertaintyPlan plan = *scenario.uncertainty;
    plan.axes.clear();
    plan.operations.clear();
    plan.line_of.clear();
    plan.joint.reset();
    auto said = detail::make_ready(*then.precedence, plan);
    diagnostics.insert(diagnostics.end(), std::make_move_iterator(said.begin()),
                       std::make_move_iterator(said.end()));
    then.uncertainty = std::move(plan);
  }
  if (has_errors(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(then), std::move(diagnostics)};
}

}  // namespace headwater
