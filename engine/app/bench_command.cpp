// headwater bench: how fast variants of a model are, measured in turn.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/bench_export.hpp"
#include "engine/app/bench_view.hpp"
#include "engine/app/check_view.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/open.hpp"
#include "engine/app/tell_once.hpp"
#include "engine/app/timing.hpp"
#include "engine/core/error.hpp"
#include "engine/study/speed_workload.hpp"
#include "engine/study/summary_reducer.hpp"

namespace headwater {
namespace {

// How far the slowest is from the fastest, as a share of the median.
double spread(const std::vector<double>& values) {
  const auto [least, most] = std::ranges::minmax(values);
  return (most - least) / median(values);
}

// By round.
struct Times {
  std::vector<double> to_program;
  std::vector<double> rows;
};

double time_to_program(const std::string& file, const CommandOptions& options) {
  return seconds_of([&] {
    Sources sources(options.limits);
    auto scenario = load_scenario(file, sources, options.scenario);
    auto workload = scenario ? speed_workload(*scenario.value, options.rows)
                             : Checked<SpeedWorkload>{std::nullopt, {}};
    if (!workload) throw IoError(fmt::format("{}: has changed meanwhile", file));
    return std::pair(std::move(scenario), std::move(workload));
  });
}

double time_rows(const SpeedWorkload& workload, const RunOptions& how) {
  const SummaryReducer kind;
  return seconds_of([&] { return conduct({workload.program, workload.design, kind}, how); });
}

// Variants take turns, so that what slows the machine for a while slows all of them.
std::vector<Times> measure(const CommandOptions& options,
                           const std::vector<SpeedWorkload>& workloads, const RunOptions& how) {
  std::vector<Times> times(workloads.size());
  for (std::size_t round = 0; round < options.rounds; ++round) {
    for (std::size_t i = 0; i < workloads.size(); ++i) {
      times[i].to_program.push_back(time_to_program(options.files[i], options));
    }
    for (std::size_t i = 0; i < workloads.size(); ++i) {
      times[i].rows.push_back(time_rows(workloads[i], how));
    }
  }
  return times;
}

// No more than there are chunks to share out.
std::size_t threads_of(const CommandOptions& options, const Design& design) {
  const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t wanted = options.threads == 0 ? cores : options.threads;
  return std::min<std::size_t>(wanted, chunk_count(design));
}

// All of them, or none after saying what is wrong with any.
std::vector<SpeedWorkload> workloads_of(const CommandOptions& options,
                                        const std::vector<Scenario>& scenarios,
                                        TellOnce& tell_once) {
  std::vector<SpeedWorkload> workloads;
  for (const Scenario& one : scenarios) {
    auto workload = speed_workload(one, options.rows);
    tell_once(workload.diagnostics);
    if (workload) workloads.push_back(std::move(*workload.value));
  }
  if (workloads.size() < scenarios.size()) workloads.clear();
  return workloads;
}

// What is lost is counted by a run that nobody times, and only where anything is.
void count_missing(Bench& bench, const SpeedWorkload& workload, const RunOptions& how) {
  const auto answer = conduct({workload.program, workload.design, SummaryReducer()}, how);
  bench.first_failure = dynamic_cast<const SummaryReducer&>(*answer).first_failure();
  if (!bench.first_failure.empty()) bench.rows_missing = rows_missing(workload, how);
}

std::string bench_shown(const CommandOptions& options, const Console& console,
                        const BenchPlan& plan, const std::vector<Bench>& variants) {
  switch (options.format) {
    case Format::json: return bench_json(plan, variants);
    case Format::csv: return bench_csv(plan, variants);
    case Format::table:
    case Format::markdown: break;
  }
  return shown(options, console, bench_page(plan, variants, options.language));
}

}  // namespace

Exit bench_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  TellOnce tell_once(console, sources);
  const auto scenarios = open_all(options, sources, console, tell_once);
  if (scenarios.empty()) return Exit::input;
  const auto workloads = workloads_of(options, scenarios, tell_once);
  if (workloads.empty()) return Exit::input;
  const RunOptions how{options.block_lanes, threads_of(options, workloads.front().design)};
  std::vector<Bench> variants(workloads.size());
  for (std::size_t i = 0; i < workloads.size(); ++i) {
    variants[i].scenario = &scenarios[i];
    variants[i].size = size_of(scenarios[i], workloads[i], options.block_lanes);
    count_missing(variants[i], workloads[i], how);
  }
  const auto times = measure(options, workloads, how);
  for (std::size_t i = 0; i < times.size(); ++i) {
    constexpr double ms = 1'000;
    variants[i].to_program_ms = median(times[i].to_program) * ms;
    variants[i].rows_per_second = double(options.rows) / median(times[i].rows);
    variants[i].spread = spread(times[i].rows);
    variants[i].relative_time = median(times[i].rows) / median(times.front().rows);
  }
  console.out =
      bench_shown(options, console, {options.rows, options.rounds, how.threads}, variants);
  bool lost = false;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    tell_failures(console, variants[i], phrases(options.language));
    lost = lost || variants[i].rows_missing > 0;
  }
  write_out(options, console);
  return lost ? Exit::broken_check : Exit::done;
}

}  // namespace headwater
