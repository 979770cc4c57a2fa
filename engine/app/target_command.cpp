// headwater target: drivers moved until the figures of a scenario are what it wants.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/blocks_not_run.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/open.hpp"
#include "engine/app/target_cells.hpp"
#include "engine/app/target_export.hpp"
#include "engine/app/target_phrases.hpp"
#include "engine/app/target_view.hpp"
#include "engine/app/tell.hpp"

namespace headwater {
namespace {

std::string target_shown(const CommandOptions& options, const Console& console,
                         const Scenario& scenario, const std::vector<TargetResult>& results) {
  if (options.as_scenario) return target_scenario(scenario, results.front());
  switch (options.format) {
    case Format::json: return target_json(scenario, results);
    case Format::csv: return target_csv(scenario, results);
    case Format::table:
    case Format::markdown: break;
  }
  return shown(options, console, target_page(scenario, results, {options.language, options.scale}));
}

// Why a figure has no value to begin with.
void tell_lost(Console& console, const Scenario& scenario, const TargetResult& result,
               const Phrases& words) {
  if (result.failures.empty()) return;
  const Model& model = *scenario.model;
  const CellId cause = result.failures.front().cause;
  const std::string& series = model.at(cause.series).name;
  const std::string period = model.calendar.name({cause.period, cause.period});
  Notice notice;
  notice.code = "missing-forecast";
  notice.message = say(words.forecast_missing, series, period);
  notice.text = "headwater: " + notice.message + "\n";
  notice.more = [&](JsonWriter& json) {
    json.key("series").text(series);
    json.key("period").text(period);
  };
  tell(console, notice);
}

void tell_not_reached(Console& console, const TargetPlan& plan, const std::string& message) {
  Notice notice;
  notice.code = "target-not-reached";
  notice.message = message;
  notice.text = "headwater: " + message + "\n";
  notice.more = [&](JsonWriter& json) { json.key("target").text(plan.title.english); };
  tell(console, notice);
}

void tell_not_reached(Console& console, const TargetResult& result, Language language) {
  const auto off = std::count_if(result.lines.begin(), result.lines.end(),
                                 [](const TargetLine& one) { return !one.reached; });
  tell_not_reached(
      console, *result.plan,
      say(target_phrases(language).not_reached, in_language(result.plan->title, phrases(language)),
          off, result.lines.size()));
}

// Returns whether every cell is reached.
bool tell_not_reached(Console& console, const TargetSweep& sweep, Language language) {
  const auto off =
      std::count_if(sweep.cells.begin(), sweep.cells.end(),
                    [](const TargetResult& one) { return one.ending != TargetEnding::reached; });
  if (off == 0) return true;
  tell_not_reached(console, *sweep.plan,
                   say(target_phrases(language).not_in_cells,
                       in_language(sweep.plan->title, phrases(language)), off, sweep.cells.size()));
  return false;
}

std::string cells_shown(const CommandOptions& options, const Console& console,
                        const Scenario& scenario, const std::vector<TargetSweep>& sweeps) {
  switch (options.format) {
    case Format::json: return target_cells_json(scenario, sweeps);
    case Format::csv: return target_cells_csv(scenario, sweeps);
    case Format::table:
    case Format::markdown: break;
  }
  return shown(options, console, target_cells_page(scenario, sweeps, options.language));
}

// The targets of a file in each cell of one of its sweeps.
Exit target_in_cells(const CommandOptions& options, Console& console, const Scenario& scenario,
                     const Sources& sources) {
  const auto sweep = std::ranges::find(scenario.sweeps, options.sweep, &SweepPlan::name);
  if (sweep == scenario.sweeps.end() || options.as_scenario) {
    return misused(
        console, "target",
        options.as_scenario
            ? std::string("--format scenario is of one answer, not of a sweep's")
            : fmt::format("{} defines no sweep named '{}'", options.files.front(), options.sweep));
  }
  std::vector<TargetSweep> answers;
  for (const TargetPlan& plan : scenario.targets) {
    auto answer = target(scenario, plan, *sweep, {options.block_lanes, options.threads},
                         options.limits.sweep_rows);
    tell(console, answer.diagnostics, sources);
    if (!answer) return Exit::input;
    answers.push_back(std::move(*answer.value));
  }
  console.out = cells_shown(options, console, scenario, answers);
  bool all = true;
  for (const TargetSweep& one : answers) {
    all = tell_not_reached(console, one, options.language) && all;
  }
  write_out(options, console);
  return all ? Exit::done : Exit::broken_check;
}

}  // namespace

Exit target_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  const auto scenario = open_scenario(options.files.front(), options, sources, console);
  if (!scenario) return Exit::input;
  const auto& plans = scenario->targets;
  if (plans.empty()) {
    return refused(console, "no-target",
                   fmt::format("{} defines no target", options.files.front()));
  }
  if (options.as_scenario && plans.size() > 1) {
    return misused(
        console, "target",
        fmt::format("a scenario holds the answer to one target, not to {}", plans.size()));
  }
  if (!options.sweep.empty()) return target_in_cells(options, console, *scenario, sources);
  tell(console, blocks_not_run(*scenario, "target"), sources);
  std::vector<TargetResult> results;
  for (const TargetPlan& plan : plans) {
    auto result = target(*scenario, plan, {options.block_lanes, options.threads});
    tell(console, result.diagnostics, sources);
    if (!result) return Exit::input;
    results.push_back(std::move(*result.value));
  }
  console.out = target_shown(options, console, *scenario, results);
  bool all = true;
  for (const TargetResult& one : results) {
    if (one.ending == TargetEnding::reached) continue;
    all = false;
    tell_lost(console, *scenario, one, phrases(options.language));
    tell_not_reached(console, one, options.language);
  }
  write_out(options, console);
  return all ? Exit::done : Exit::broken_check;
}

}  // namespace headwater
