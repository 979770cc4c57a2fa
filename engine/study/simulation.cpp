#include "engine/study/simulation.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "engine/study/detail/drawn_unread.hpp"
#include "engine/study/detail/shown.hpp"
#include "engine/study/outlook.hpp"

namespace headwater {
namespace {

class Questions {
 public:
  Questions(const Scenario& scenario, Simulation& simulation)
      : scenario_(scenario), plan_(*scenario.uncertainty), simulation_(simulation) {}

  void ask() {
    guidance();
    for (const ChanceOf& one : plan_.chances) {
      const std::size_t output = output_of(one.series, one.span);
      add(Question::chance, {{output, one.at_most, one.value}});
    }
    revisions();
    simulation_.guidance_met.resize(simulation_.outputs.size());
    for (std::size_t i = simulation_.guidance.size(); i < simulation_.outputs.size(); ++i) {
      simulation_.guidance.push_back(guidance_of(simulation_.outputs[i]));
    }
  }

 private:
  const Observation* guidance_of(const Output& output) const {
    return guidance_for(*scenario_.precedence, output.series, output.span);
  }

  void guidance() {
    Event all;
    for (std::size_t i = 0; i < simulation_.shown; ++i) {
      const Observation* const one = guidance_of(simulation_.outputs[i]);
      simulation_.guidance.push_back(one);
      simulation_.guidance_met.emplace_back();
      if (one == nullptr) continue;
      const Condition met{i, false, one->value - one->half_width};
      simulation_.guidance_met.back() = simulation_.events.size();
      add(Question::guidance, {met});
      all.conditions.push_back(met);
    }
    if (all.conditions.size() > 1) add(Question::all_guidance, std::move(all.conditions));
  }

  // Each series in the spans shown for which it has guidance.
  void revisions() {
    std::vector<Condition> any;
    for (const RevisionOf& one : plan_.revisions) {
      for (const SeriesId series : one.series) {
        for (const PeriodSpan& span : plan_.shown.spans) {
          const Observation* const guidance = guidance_of({series, span});
          if (guidance == nullptr) continue;
          const std::size_t output = output_of(series, span);
          const double room = one.beyond * std::fabs(guidance->value);
          std::vector<Condition> off = {{output, true, guidance->value - room},
                                        {output, false, guidance->value + room}};
          any.insert(any.end(), off.begin(), off.end());
          add(Question::revision, std::move(off), true);
        }
      }
    }
    if (any.size() > 2) add(Question::any_revision, std::move(any), true);
  }

  void add(Question question, std::vector<Condition> conditions, bool any = false) {
    simulation_.events.push_back({"", any, std::move(conditions)});
    simulation_.questions.push_back(question);
  }

  std::size_t output_of(SeriesId series, PeriodSpan span) {
    const Output wanted{series, span};
    const auto found = std::find(simulation_.outputs.begin(), simulation_.outputs.end(), wanted);
    const auto index = std::size_t(found - simulation_.outputs.begin());
    if (found == simulation_.outputs.end()) simulation_.outputs.push_back(wanted);
    return index;
  }

  const Scenario& scenario_;
  const UncertaintyPlan& plan_;
  Simulation& simulation_;
};

}  // namespace

Simulation simulation_of(const Scenario& scenario, std::span<const Output> extra) {
  const UncertaintyPlan& plan = *scenario.uncertainty;
  const UnitPointsOptions points = points_of(plan.drawing, plan.draws, plan.seed);
  Simulation simulation{scenario.operations,
                        DrawDesign(plan.axes, *plan.joint, points),
                        points.replicates,
                        detail::outputs_of(plan.shown),
                        0,
                        {},
                        {},
                        {},
                        {}};
  simulation.operations.insert(simulation.operations.end(), plan.operations.begin(),
                               plan.operations.end());
  for (const Output& one : extra) {
    const auto& all = simulation.outputs;
    if (std::find(all.begin(), all.end(), one) == all.end()) simulation.outputs.push_back(one);
  }
  if (simulation.outputs.empty()) throw std::invalid_argument("shown: no figure");
  simulation.shown = simulation.outputs.size();
  Questions(scenario, simulation).ask();
  return simulation;
}

SimulateRequest request_of(const Scenario& scenario, const Simulation& simulation) {
  return {*scenario.precedence,  simulation.operations, simulation.design,
          simulation.replicates, simulation.outputs,    simulation.events};
}

std::vector<Diagnostic> without_drawn(const Scenario& scenario,
                                      std::vector<Diagnostic> diagnostics) {
  return detail::without_drawn(std::move(diagnostics), scenario);
}

Checked<SimulateResult> run_simulation(const Scenario& scenario, const SimulateRequest& request,
                                       const RunOptions& options) {
  auto result = simulate(request, options);
  result.diagnostics = without_drawn(scenario, std::move(result.diagnostics));
  return result;
}

}  // namespace headwater
