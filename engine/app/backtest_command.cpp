// headwater backtest: how good the forecasts of a scenario's models would have been.
#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/backtest_view.hpp"
#include "engine/app/blocks_not_run.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/draw_steps.hpp"
#include "engine/app/open.hpp"
#include "engine/app/progress_bar.hpp"
#include "engine/app/stop_signals.hpp"
#include "engine/app/tell.hpp"
#include "engine/app/tell_once.hpp"
#include "engine/core/error.hpp"
#include "engine/study/backtest.hpp"

namespace headwater {
namespace {

struct Entrants {
  std::deque<Scenario> scenarios;  // which the entrants refer to
  std::vector<BacktestEntrant> entrants;
  std::size_t unreadable = 0;
};

std::optional<Scenario> load_against(const std::string& path, const CommandOptions& options,
                                     const std::filesystem::path& model, Sources& sources,
                                     Console& console, TellOnce& tell_once) {
  ScenarioOptions against = options.scenario;
  against.model = model;
  try {
    auto scenario = load_scenario(path, sources, against);
    tell_once(scenario.diagnostics);
    return std::move(scenario.value);
  } catch (const IoError& failure) {
    refused(console, "file-unreadable", failure.what());
    return std::nullopt;
  }
}

// Each variant's model with all that the scenario says; one that cannot be read leaves the others
// to go on. Without variants, the scenario's own model.
Entrants entrants_of(const CommandOptions& options, const Scenario& reference,
                     const BacktestPlan& plan, Sources& sources, Console& console,
                     TellOnce& tell_once) {
  Entrants all;
  if (plan.variants.empty()) all.entrants.push_back({reference.model->title, reference});
  for (const VariantOf& one : plan.variants) {
    auto scenario =
        load_against(options.files.front(), options, one.model, sources, console, tell_once);
    if (!scenario) {
      ++all.unreadable;
      continue;
    }
    all.scenarios.push_back(std::move(*scenario));
    const Scenario& kept = all.scenarios.back();
    const bool titled = !one.title.english.empty() || !one.title.japanese.empty();
    all.entrants.push_back({titled ? one.title : kept.model->title, kept});
  }
  return all;
}

// Every draw of an origin is kept until it is scored.
constexpr std::uint64_t draws_max = 1 << 20;

void draw_as_told(const CommandOptions& options, Scenario& scenario) {
  if (!scenario.uncertainty) return;
  if (options.draw.draws) scenario.uncertainty->draws = *options.draw.draws;
  if (options.draw.seed) scenario.uncertainty->seed = *options.draw.seed;
}

// Forecasts that are not there, each reason once.
void tell_troubles(const BacktestRequest& request, const BacktestResult& result,
                   TellOnce& tell_once) {
  const Calendar& calendar = request.reference.model->calendar;
  for (const BacktestContender& contender : result.contenders) {
    if (!contender.entrant) continue;
    const std::string& title = request.entrants[*contender.entrant].title.english;
    const auto say = [&](OriginTrouble one, Severity severity) {
      const Period origin = result.origins[one.origin];
      one.said.message =
          fmt::format("{}, from {}: {}", title, calendar.label({origin, origin}), one.said.message);
      one.said.severity = severity;
      tell_once({std::move(one.said)});
    };
    for (const OriginTrouble& one : contender.troubles) say(one, Severity::warning);
    for (const OriginTrouble& one : contender.notes) say(one, one.said.severity);
  }
}

bool any_missing(const BacktestResult& result) {
  return std::any_of(result.contenders.begin(), result.contenders.end(),
                     [](const BacktestContender& one) { return !one.troubles.empty(); });
}

std::string answer(const CommandOptions& options, const Console& console,
                   const BacktestRequest& request, const BacktestResult& result) {
  switch (options.format) {
    case Format::json: return backtest_json(request, result);
    case Format::csv: return backtest_csv(request, result);
    case Format::table:
    case Format::markdown: break;
  }
  std::vector<Speed> speeds;
  if (options.measure_speed) {
    std::vector<const Scenario*> scenarios;
    for (const BacktestEntrant& one : request.entrants) scenarios.push_back(&one.scenario);
    speeds = measure_speeds(scenarios);
  }
  return shown(options, console,
               backtest_page(request, result, speeds, {.language = options.language}));
}

// The one block of the file; nothing after saying why not.
const BacktestPlan* plan_of(const CommandOptions& options, const Scenario& scenario,
                            Console& console) {
  const std::string& file = options.files.front();
  if (scenario.backtests.size() == 1) return &scenario.backtests.front();
  if (scenario.backtests.empty()) {
    refused(console, "no-backtest",
            fmt::format("{} defines no backtest: in a scenario, write lines such as 'ahead 1, 2' "
                        "and 'show operating_profit' under backtest",
                        file));
  } else {
    refused(console, "several-backtests",
            fmt::format("{} defines {} backtests: one at a time", file, scenario.backtests.size()));
  }
  return nullptr;
}

}  // namespace

Exit backtest_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  TellOnce tell_once(console, sources);
  auto reference = open_scenario(options.files.front(), options, sources, console);
  if (!reference) return Exit::input;
  const BacktestPlan* const plan = plan_of(options, *reference, console);
  if (plan == nullptr) return Exit::input;
  tell_once(blocks_not_run(*reference, "backtest"));
  draw_as_told(options, *reference);
  if (reference->uncertainty && reference->uncertainty->draws > draws_max) {
    return refused(console, "too-many-draws",
                   fmt::format("a backtest keeps every draw of an origin, so {} are too many; at "
                               "most {}, for example --draws 65536",
                               reference->uncertainty->draws, draws_max));
  }
  Entrants entrants = entrants_of(options, *reference, *plan, sources, console, tell_once);
  for (Scenario& one : entrants.scenarios) draw_as_told(options, one);
  if (entrants.entrants.empty()) return Exit::input;

  const StopSignals signals;
  std::optional<ProgressBar> bar;
  bar.emplace(options.files.front(), console.width, console.live);
  BacktestRequest request{*reference, *plan, std::move(entrants.entrants), {}};
  request.told = [&](std::size_t done, std::size_t all) { bar->show({all, 0, done, 0}); };
  const auto result =
      backtest(request, {options.block_lanes, options.threads, &signals.requested()});
  bar.reset();
  tell_once(result.diagnostics);
  if (!result) return signals.requested().load() ? Exit::interrupted : Exit::input;
  tell_troubles(request, *result.value, tell_once);
  console.out = answer(options, console, request, *result.value);
  write_out(options, console);
  return any_missing(*result.value) || entrants.unreadable > 0 ? Exit::broken_check : Exit::done;
}

}  // namespace headwater
