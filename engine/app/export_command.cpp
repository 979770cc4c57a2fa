#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/check_view.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/draw_steps.hpp"
#include "engine/app/export_workbook.hpp"
#include "engine/app/open.hpp"
#include "engine/app/run_csv.hpp"
#include "engine/app/sweep_export.hpp"
#include "engine/app/tell.hpp"
#include "engine/study/draws_table.hpp"
#include "engine/study/simulation.hpp"
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

// A table's lines as they come: headings once.
void append(ExportFormat format, const DataTable& some, std::string& text) {
  if (format == ExportFormat::json_lines) text += json_lines_of(some);
  else text += text.empty() ? csv_of(some) : csv_rows_of(some);
}

// Every draw of what is uncertain, with what became of it.
Exit export_draws(const CommandOptions& options, const Scenario& scenario, const Sources& sources,
                  Console& console) {
  if (options.export_format == ExportFormat::workbook) {
    return misused(console, "export", "--draws goes to CSV or JSON lines, not into a workbook");
  }
  const auto& plan = scenario.uncertainty;
  if (!plan || plan->axes.empty()) return refuse_certain(console, options.files.front());
  if (plan->shown.series.empty()) return refuse_unshown(console, options.files.front());
  const Simulation simulation = simulation_of(scenario);
  constexpr std::uint64_t cells_max = 200'000'000;
  const std::uint64_t columns = plan->axes.size() + simulation.outputs.size();
  if (simulation.design.rows() * columns > cells_max) {
    return misused(console, "export",
                   fmt::format("{} draws of {} columns are more than {} cells: draw fewer",
                               simulation.design.rows(), columns, cells_max));
  }
  DrawsTable table;
  table.take = [&](const DataTable& some) { append(options.export_format, some, console.out); };
  const auto written =
      write_draws(request_of(scenario, simulation), table, {options.block_lanes, options.threads});
  auto said = without_drawn(scenario, written.diagnostics);
  tell(console, said, sources);
  return written ? Exit::done : Exit::input;
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
  if (options.draw.export_draws) {
    exit = export_draws(options, *scenario, sources, console);
    if (exit == Exit::usage) return exit;
  } else if (options.sweep.empty()) {
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
