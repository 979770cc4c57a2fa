#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/check_view.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/compare_export.hpp"
#include "engine/app/compare_view.hpp"
#include "engine/app/open.hpp"
#include "engine/app/tell_once.hpp"
#include "engine/study/compare.hpp"

namespace headwater {
namespace {

// Every run, or none after saying what is wrong.
std::vector<SingleRun> run_all(const std::vector<Scenario>& scenarios, TellOnce& tell_once) {
  std::vector<SingleRun> runs;
  for (const Scenario& one : scenarios) {
    auto run = run_everything(one);
    tell_once(run.diagnostics);
    if (run) runs.push_back(std::move(*run.value));
  }
  if (runs.size() < scenarios.size()) runs.clear();
  return runs;
}

std::vector<SingleRun> shown_side_by_side(const CommandOptions& options,
                                          const std::vector<Scenario>& scenarios, Console& console,
                                          TellOnce& tell_once) {
  CompareOptions wanted;
  if (options.by_given) wanted.by = options.outlook.by;
  wanted.fiscal_year = options.outlook.fiscal_year;
  wanted.statements = wanted_statements(options, *scenarios.front().model);
  auto compared = compare(scenarios, wanted);
  tell_once(compared.diagnostics);
  if (!compared) return {};
  const Page page = compare_page(scenarios, *compared.value, {options.scale, options.language});
  console.out = shown(options, console, page);
  return std::move(compared.value->runs);
}

}  // namespace

Exit compare_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  TellOnce tell_once(console, sources);
  const auto scenarios = open_all(options, sources, console, tell_once);
  if (scenarios.empty()) return Exit::input;
  const std::string complaint = complaint_of(options, *scenarios.front().model);
  if (!complaint.empty()) return misused(console, "run", complaint);
  const auto at_odds = calendars_at_odds(scenarios);
  tell_once(at_odds);
  if (!at_odds.empty()) return Exit::input;

  const bool for_programs = options.format == Format::json || options.format == Format::csv;
  const auto runs = for_programs ? run_all(scenarios, tell_once)
                                 : shown_side_by_side(options, scenarios, console, tell_once);
  if (runs.empty()) return Exit::input;
  if (options.format == Format::json) console.out = compare_json(scenarios, runs);
  if (options.format == Format::csv) console.out = compare_csv(scenarios, runs);
  Exit exit = Exit::done;
  const Phrases& words = phrases(options.language);
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    tell_checks(console, scenarios[i], runs[i].checks, sources, words, NameFile::yes);
    tell_failures(console, scenarios[i], runs[i], words, NameFile::yes);
    tell_unsolved(console, scenarios[i], runs[i], sources);
    if (verdict(runs[i]) != Exit::done) exit = verdict(runs[i]);
  }
  write_out(options, console);
  return exit;
}

}  // namespace headwater
