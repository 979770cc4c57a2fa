#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/check_view.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/export_workbook.hpp"
#include "engine/app/open.hpp"
#include "engine/app/run_csv.hpp"
#include "engine/app/sweep_export.hpp"
#include "engine/app/tell.hpp"
#include "engine/study/sweep.hpp"

namespace headwater {
namespace {

std::string table_text(ExportFormat format, const DataTable& table, std::string_view sheet) {
  switch (format) {
    case ExportFormat::csv: return csv_of(table);
    case ExportFormat::json_lines: return json_lines_of(table);
    case ExportFormat::workbook: break;
  }
  return table_workbook(table, sheet);
}

Exit export_figures(const CommandOptions& options, const Scenario& scenario, const Sources& sources,
                    Console& console) {
  auto run = run_everything(scenario);
  tell(console, run.diagnostics, sources);
  if (!run) return Exit::input;
  const Phrases& words = phrases(options.language);
  console.out = options.export_format == ExportFormat::workbook
                    ? export_workbook(scenario, *run.value, words)
                    : table_text(options.export_format, run_table(scenario, *run.value), "all");
  tell_checks(console, scenario, run.value->checks, sources, words);
  tell_failures(console, scenario, *run.value, words);
  tell_unsolved(console, scenario, *run.value, sources);
  return verdict(*run.value);
}

Exit export_sweep(const CommandOptions& options, const Scenario& scenario, const SweepPlan& plan,
                  const Sources& sources, Console& console) {
  auto result =
      sweep(scenario, plan, {options.block_lanes, options.threads}, options.limits.sweep_rows);
  tell(console, result.diagnostics, sources);
  if (!result) return Exit::input;
  const std::vector<SweepResult> results = {std::move(*result.value)};
  console.out = table_text(options.export_format, sweep_table(scenario, results), plan.name);
  tell_failures(console, scenario, results.front(), phrases(options.language));
  return results.front().rows.failures.empty() ? Exit::done : Exit::broken_check;
}

// "no sweep is named x; this file has a, b".
std::string no_such_sweep(const Scenario& scenario, const std::string& name) {
  if (scenario.sweeps.empty()) return fmt::format("--sweep {}: this file has no sweep", name);
  std::string known;
  for (const SweepPlan& one : scenario.sweeps) known += (known.empty() ? "" : ", ") + one.name;
  return fmt::format("--sweep takes one of {}, not '{}'", known, name);
}

}  // namespace

Exit export_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  const auto scenario = open_scenario(options.files.front(), options, sources, console);
  if (!scenario) return Exit::input;
  Exit exit = Exit::done;
  if (options.sweep.empty()) {
    exit = export_figures(options, *scenario, sources, console);
  } else {
    const auto plan = std::ranges::find(scenario->sweeps, options.sweep, &SweepPlan::name);
    if (plan == scenario->sweeps.end()) {
      return misused(console, "export", no_such_sweep(*scenario, options.sweep));
    }
    exit = export_sweep(options, *scenario, *plan, sources, console);
  }
  if (exit != Exit::input) write_out(options, console);
  return exit;
}

}  // namespace headwater
