#include "engine/app/commands.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/app/check_view.hpp"
#include "engine/app/outlook_view.hpp"
#include "engine/app/run_json.hpp"
#include "engine/app/sweep_view.hpp"
#include "engine/core/error.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/sweep.hpp"

namespace headwater {

void tell(Console& console, const std::vector<Diagnostic>& diagnostics, const Sources& sources) {
  for (const Diagnostic& diagnostic : diagnostics) console.err += render(diagnostic, sources);
}

namespace {

// The scenario, or nothing after saying what is wrong with its files.
std::optional<Scenario> open(const CommandOptions& options, Sources& sources, Console& console) {
  try {
    auto scenario = load_scenario(options.files.front(), sources, options.scenario);
    tell(console, scenario.diagnostics, sources);
    return std::move(scenario.value);
  } catch (const IoError& failure) {
    console.err += fmt::format("headwater: {}\n", failure.what());
    return std::nullopt;
  }
}

Exit verdict(const SingleRun& run) {
  const bool broken = std::any_of(run.checks.begin(), run.checks.end(),
                                  [](const CheckResult& check) { return !check.holds; });
  return broken || !run.failures.empty() ? Exit::broken_check : Exit::done;
}

// To -o when given; the file appears whole or not at all.
void write_out(const CommandOptions& options, Console& console) {
  if (options.output.empty()) return;
  const std::string beside = options.output + ".part";
  const auto fail = [&](const char* what) {
    const std::string reason = std::generic_category().message(errno);
    std::remove(beside.c_str());
    throw IoError(fmt::format("{} {}: {}", what, options.output, reason));
  };
  std::FILE* file = std::fopen(beside.c_str(), "wb");
  if (file == nullptr) fail("cannot write");
  const bool written =
      std::fwrite(console.out.data(), 1, console.out.size(), file) == console.out.size() &&
      std::fflush(file) == 0;
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed) fail("cannot write");
  if (std::rename(beside.c_str(), options.output.c_str()) != 0) fail("cannot write");
  console.out.clear();
}

constexpr std::string_view usage =
    "usage: headwater COMMAND FILE [OPTION...]\n"
    "\n"
    "  run FILE      the outlook: actuals, forecast, guidance, year before\n"
    "  sweep FILE    the sensitivity tables a scenario file defines\n"
    "  check FILE    diagnostics and checks only\n"
    "\n"
    "FILE is a scenario or a model. headwater COMMAND --help lists a command's options.\n";

}  // namespace

Exit run_command(const CommandOptions& options, Console& console) {
  Sources sources;
  const auto scenario = open(options, sources, console);
  if (!scenario) return Exit::input;
  if (options.format == Format::json) {
    auto run = run_everything(*scenario);
    tell(console, run.diagnostics, sources);
    if (!run) return Exit::input;
    console.out = run_json(*scenario, *run.value);
    tell_checks(console, *scenario, run.value->checks, sources);
    write_out(options, console);
    return verdict(*run.value);
  }
  auto checked = outlook(*scenario, options.outlook);
  tell(console, checked.diagnostics, sources);
  if (!checked) return Exit::input;
  const OutlookStyle style{options.scale, console.width};
  console.out = outlook_text(*scenario, *checked.value, style);
  tell_checks(console, *scenario, checked.value->run.checks, sources);
  tell_failures(console, *scenario, *checked.value);
  write_out(options, console);
  return verdict(checked.value->run);
}

Exit sweep_command(const CommandOptions& options, Console& console) {
  Sources sources;
  const auto scenario = open(options, sources, console);
  if (!scenario) return Exit::input;
  if (scenario->sweeps.empty()) {
    console.err += fmt::format("headwater: {} defines no sweep\n", options.files.front());
    return Exit::input;
  }
  std::vector<SweepResult> results;
  for (const SweepPlan& plan : scenario->sweeps) {
    auto result = sweep(*scenario, plan, {options.block_lanes, options.threads});
    tell(console, result.diagnostics, sources);
    if (!result) return Exit::input;
    results.push_back(std::move(*result.value));
  }
  console.out = options.format == Format::json ? sweep_json(*scenario, results)
                                               : sweep_text(*scenario, results, console.width);
  const bool lost = std::any_of(results.begin(), results.end(),
                                [](const SweepResult& one) { return !one.rows.failures.empty(); });
  write_out(options, console);
  return lost ? Exit::broken_check : Exit::done;
}

Exit check_command(const CommandOptions& options, Console& console) {
  Sources sources;
  const auto scenario = open(options, sources, console);
  if (!scenario) return Exit::input;
  auto run = run_everything(*scenario);
  tell(console, run.diagnostics, sources);
  if (!run) return Exit::input;
  console.out = check_text(*scenario, run.value->checks);
  tell_checks(console, *scenario, run.value->checks, sources);
  return verdict(*run.value);
}

Exit headwater_main(const std::vector<std::string>& args, Console& console) {
  const std::string command = args.empty() ? "" : args.front();
  if (command == "--help" || command == "-h" || command == "help") {
    console.out = usage;
    return Exit::done;
  }
  const bool known = command == "run" || command == "sweep" || command == "check";
  if (!known) {
    if (!command.empty()) console.err += fmt::format("headwater: no command '{}'\n", command);
    console.err += usage;
    return Exit::usage;
  }
  const auto read = read_options(command, {args.begin() + 1, args.end()});
  if (read.help) {
    console.out =
        fmt::format("usage: headwater {} FILE [OPTION...]\n\n{}", command, help_of(command));
    return Exit::done;
  }
  if (!read.options || read.options->files.size() != 1) {
    const std::string complaint = !read.options                 ? read.complaint
                                  : read.options->files.empty() ? "which file?"
                                                                : "one file at a time";
    console.err += fmt::format("headwater {}: {}\n", command, complaint);
    console.err += fmt::format("usage: headwater {} FILE [OPTION...]; see --help\n", command);
    return Exit::usage;
  }
  if (command == "run") return run_command(*read.options, console);
  if (command == "sweep") return sweep_command(*read.options, console);
  return check_command(*read.options, console);
}

}  // namespace headwater
