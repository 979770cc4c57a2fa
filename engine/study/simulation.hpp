// A scenario's uncertainty as a simulation: what to draw, which figures, and what is asked of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/model/model.hpp"
#include "engine/scenario/draw_design.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/simulate.hpp"

namespace headwater {

// What an event asks. Of `guidance` and `revision` the conditions' figures say which.
enum class Question {
  guidance,      // the printed figure is met: at least its lower edge, half a digit below
  all_guidance,  // all of them together
  chance,        // as the scenario asks
  revision,      // the figure is off its guidance by more than a share of it
  any_revision,  // any of them is
};

struct Simulation {
  Operations operations;  // the scenario's, then those that read what is drawn
  DrawDesign design;
  std::uint32_t replicates = 1;
  std::vector<Output> outputs;      // shown ones first, each once; then what events ask about
  std::size_t shown = 0;            // so many of them are shown
  std::vector<Event> events;        // without names
  std::vector<Question> questions;  // by event
  std::vector<const Observation*> guidance;              // by output; or none
  std::vector<std::optional<std::size_t>> guidance_met;  // by output, its event

  // Of a revision's event: the figure that is off.
  double guidance_of(std::size_t event) const {
    return guidance[events[event].conditions.front().output]->value;
  }
};

// Of a scenario with uncertainty. `extra` are figures to show besides those of its block. Throws
// std::invalid_argument when nothing is to be shown.
Simulation simulation_of(const Scenario& scenario, std::span<const Output> extra = {});

// The request of a simulation, which must outlive it.
SimulateRequest request_of(const Scenario& scenario, const Simulation& simulation);

// Without warnings that nothing reads what is drawn: that is no mistake.
std::vector<Diagnostic> without_drawn(const Scenario& scenario,
                                      std::vector<Diagnostic> diagnostics);

// simulate(), without warnings that nothing reads what is drawn.
Checked<SimulateResult> run_simulation(const Scenario& scenario, const SimulateRequest& request,
                                       const RunOptions& options = {});

}  // namespace headwater
