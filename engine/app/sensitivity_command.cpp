// headwater sensitivity: which uncertain drivers decide a figure.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/app/blocks_not_run.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/draw_steps.hpp"
#include "engine/app/open.hpp"
#include "engine/app/sensitivity_view.hpp"
#include "engine/app/stop_signals.hpp"
#include "engine/app/tell.hpp"
#include "engine/study/explain.hpp"
#include "engine/study/sensitivity.hpp"

namespace headwater {
namespace {

std::vector<Output> outputs_of(const Shown& shown) {
  std::vector<Output> outputs;
  for (const SeriesId series : shown.series) {
    for (const PeriodSpan& span : shown.spans) outputs.push_back({series, span});
  }
  return outputs;
}

// Those asked for; without any those of the block, or of the uncertainty. Nothing after a mistake.
std::optional<std::vector<Output>> figures(const CommandOptions& options, const Scenario& scenario,
                                           const SensitivityPlan& plan, Sources& sources,
                                           Console& console) {
  if (options.figures.empty()) {
    return outputs_of(plan.shown.series.empty() ? scenario.uncertainty->shown : plan.shown);
  }
  std::vector<Output> outputs;
  bool whole = true;
  for (const std::string& text : options.figures) {
    const auto figure = read_figure(scenario, text, sources, "--of");
    tell(console, figure.diagnostics, sources);
    whole = whole && figure;
    if (figure) outputs.push_back({figure.value->series, figure.value->span});
  }
  return whole ? std::optional(outputs) : std::nullopt;
}

std::string answer(const CommandOptions& options, const Console& console, const Scenario& scenario,
                   const SensitivityResult& result) {
  switch (options.format) {
    case Format::json: return sensitivity_json(scenario, result);
    case Format::csv: return sensitivity_csv(scenario, result);
    case Format::table:
    case Format::markdown: break;
  }
  const std::size_t width = options.format == Format::table ? console.width : 0;
  return shown(options, console,
               sensitivity_page(scenario, result, {options.language, options.top, width}));
}

SensitivityRequest request_of(const CommandOptions& options, const Scenario& scenario,
                              const SensitivityPlan& plan, std::vector<Output> outputs) {
  SensitivityRequest request{scenario, std::move(outputs), options.draw.methods, {}, plan.by_group};
  for (const SensitivityPlan::Asked& one : plan.methods) {
    if (options.draw.methods.empty()) request.methods.push_back(one.method);
    if (one.points > 0) request.effort.of(one.method) = one.points;
  }
  if (request.methods.empty()) {
    request.methods = {SensitivityMethod::morris, SensitivityMethod::sobol, SensitivityMethod::dgsm,
                       SensitivityMethod::shapley};
  }
  for (const SensitivityMethod method : request.methods) {
    if (options.draw.draws) request.effort.of(method) = *options.draw.draws;
  }
  if (options.draw.by_group) request.by_group = *options.draw.by_group;
  return request;
}

}  // namespace

Exit sensitivity_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  const auto opened = open_uncertain("sensitivity", options, sources, console);
  if (!opened.scenario) return opened.otherwise;
  const Scenario& scenario = *opened.scenario;
  if (scenario.sensitivities.size() > 1) {
    return refused(console, "several-sensitivities",
                   fmt::format("{} defines {} sensitivities: one at a time", options.files.front(),
                               scenario.sensitivities.size()));
  }
  const SensitivityPlan plan =
      scenario.sensitivities.empty() ? SensitivityPlan{} : scenario.sensitivities.front();
  auto outputs = figures(options, scenario, plan, sources, console);
  if (!outputs) return Exit::input;
  if (outputs->empty()) {
    return misused(console, "sensitivity",
                   "which figure? for example --of operating_profit@FY2023, or a line 'show' in "
                   "the scenario");
  }
  tell(console, blocks_not_run(scenario, "sensitivity"), sources);
  const StopSignals signals;
  const auto result = sensitivity(request_of(options, scenario, plan, std::move(*outputs)),
                                  {options.block_lanes, options.threads, &signals.requested()});
  tell(console, result.diagnostics, sources);
  if (!result) return signals.requested().load() ? Exit::interrupted : Exit::input;
  console.out = answer(options, console, scenario, *result.value);
  write_out(options, console);
  return Exit::done;
}

}  // namespace headwater
