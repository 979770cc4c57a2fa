// headwater sweep, headwater tornado: the studies that a scenario file defines.
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/blocks_not_run.hpp"
#include "engine/app/check_view.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/open.hpp"
#include "engine/app/sweep_digest.hpp"
#include "engine/app/sweep_export.hpp"
#include "engine/app/sweep_view.hpp"
#include "engine/app/tell.hpp"
#include "engine/app/tornado_export.hpp"
#include "engine/app/tornado_view.hpp"
#include "engine/study/sweep.hpp"
#include "engine/study/tornado.hpp"

namespace headwater {
namespace {

std::string sweep_shown(const CommandOptions& options, const Console& console,
                        const Scenario& scenario, const std::vector<SweepResult>& results) {
  switch (options.format) {
    case Format::json: return sweep_json(scenario, results);
    case Format::csv: return sweep_csv(scenario, results);
    case Format::table:
    case Format::markdown: break;
  }
  return shown(options, console, sweep_page(scenario, results, options.language));
}

// The answers to all plans of a file, or nothing once one of them cannot be had. What each says is
// told.
template <typename Result, typename Plan, typename Ask>
std::optional<std::vector<Result>> ask_each(Console& console, const Sources& sources,
                                            const std::vector<Plan>& plans, Ask ask) {
  std::vector<Result> results;
  for (const Plan& plan : plans) {
    auto result = ask(plan);
    tell(console, result.diagnostics, sources);
    if (!result) return std::nullopt;
    results.push_back(std::move(*result.value));
  }
  return results;
}

// Which output of a sweep NAME@PERIOD is; the first when nothing is said.
std::optional<std::size_t> ranked_output(const Scenario& scenario, const SweepPlan& plan,
                                         const std::string& figure) {
  if (figure.empty()) return 0;
  const std::size_t at = figure.find('@');
  const auto span = at == std::string::npos ? std::nullopt
                                            : scenario.model->calendar.parse(figure.substr(at + 1));
  const auto series = scenario.model->find(figure.substr(0, at));
  std::size_t index = 0;
  for (const SeriesId shown : plan.shown.series) {
    for (const PeriodSpan& one : plan.shown.spans) {
      if (span && series && shown == *series && one == *span) return index;
      ++index;
    }
  }
  return std::nullopt;
}

std::string digests_shown(const CommandOptions& options, const Console& console,
                          const Scenario& scenario, const std::vector<SweepDigest>& digests) {
  switch (options.format) {
    case Format::json: return digest_json(scenario, digests);
    case Format::csv: return digest_csv(scenario, digests);
    case Format::table:
    case Format::markdown: break;
  }
  return shown(options, console, digest_page(scenario, digests, options.language));
}

// Sweeps of which only a summary or the largest rows are asked for.
Exit digest(const CommandOptions& options, Console& console, const Scenario& scenario,
            const Sources& sources) {
  for (const SweepPlan& plan : scenario.sweeps) {
    if (options.summary || ranked_output(scenario, plan, options.ranked_by)) continue;
    return misused(console, "sweep",
                   fmt::format("--of takes what a sweep shows, as NAME@PERIOD: {} does not show {}",
                               plan.name, options.ranked_by));
  }
  const RunOptions how{options.block_lanes, options.threads};
  const auto ask = [&](const SweepPlan& plan) {
    SweepDigest digest;
    if (!options.summary) digest.by = ranked_output(scenario, plan, options.ranked_by);
    auto fold = options.summary
                    ? fold_sweep(scenario, plan, SummaryReducer(), how, options.limits.sweep_rows)
                    : fold_sweep(scenario, plan, TopReducer(options.top, *digest.by), how,
                                 options.limits.sweep_rows);
    Checked<SweepDigest> checked{std::nullopt, std::move(fold.diagnostics)};
    if (!fold) return checked;
    digest.fold = std::move(*fold.value);
    checked.value = std::move(digest);
    return checked;
  };
  const auto digests = ask_each<SweepDigest>(console, sources, scenario.sweeps, ask);
  if (!digests) return Exit::input;
  console.out = digests_shown(options, console, scenario, *digests);
  bool lost = false;
  for (const SweepDigest& one : *digests) {
    tell_failures(console, scenario, one, phrases(options.language));
    lost = lost || !one.first_failure().empty();
  }
  write_out(options, console);
  return lost ? Exit::broken_check : Exit::done;
}

std::string tornado_shown(const CommandOptions& options, const Console& console,
                          const Scenario& scenario, const std::vector<TornadoResult>& results) {
  const bool narrow = options.format == Format::table;
  switch (options.format) {
    case Format::json: return tornado_json(scenario, results);
    case Format::csv: return tornado_csv(scenario, results);
    case Format::table:
    case Format::markdown: break;
  }
  const TornadoStyle style{options.language, narrow ? console.width : 0, options.top};
  return shown(options, console, tornado_page(scenario, results, style));
}

}  // namespace

Exit sweep_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  const auto scenario = open_scenario(options.files.front(), options, sources, console);
  if (!scenario) return Exit::input;
  if (scenario->sweeps.empty()) {
    return refused(console, "no-sweep", fmt::format("{} defines no sweep", options.files.front()));
  }
  tell(console, blocks_not_run(*scenario, "sweep"), sources);
  if (options.summary || options.top > 0) return digest(options, console, *scenario, sources);
  const RunOptions how{options.block_lanes, options.threads};
  const auto results =
      ask_each<SweepResult>(console, sources, scenario->sweeps, [&](const SweepPlan& plan) {
        return sweep(*scenario, plan, how, options.limits.sweep_rows);
      });
  if (!results) return Exit::input;
  console.out = sweep_shown(options, console, *scenario, *results);
  bool lost = false;
  for (const SweepResult& result : *results) {
    tell_failures(console, *scenario, result, phrases(options.language));
    lost = lost || !result.rows.failures.empty();
  }
  write_out(options, console);
  return lost ? Exit::broken_check : Exit::done;
}

Exit tornado_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  const auto scenario = open_scenario(options.files.front(), options, sources, console);
  if (!scenario) return Exit::input;
  if (scenario->tornados.empty()) {
    return refused(console, "no-tornado",
                   fmt::format("{} defines no tornado", options.files.front()));
  }
  tell(console, blocks_not_run(*scenario, "tornado"), sources);
  const auto results =
      ask_each<TornadoResult>(console, sources, scenario->tornados, [&](const TornadoPlan& plan) {
        return tornado(*scenario, plan, {options.block_lanes, options.threads});
      });
  if (!results) return Exit::input;
  console.out = tornado_shown(options, console, *scenario, *results);
  bool lost = false;
  for (const TornadoResult& result : *results) {
    tell_failures(console, *scenario, result, phrases(options.language));
    lost = lost || !result.rows.failures.empty();
  }
  write_out(options, console);
  return lost ? Exit::broken_check : Exit::done;
}

}  // namespace headwater
