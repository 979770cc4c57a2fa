// How long from text to program, and does it grow faster than the model?
//
// The reference workload and IIJ, in turns; then models of many formulas over 20 quarters, each in
// a process of its own, whose peak of memory is its own too. Before that every program is run once:
// a row that is missing would be no answer.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "bench/turns.hpp"
#include "engine/model/lower.hpp"
#include "engine/run/executor.hpp"
#include "engine/scenario/scenario.hpp"

namespace {

using namespace headwater;

// A program with what it was made of, so that taking a model apart is not timed.
struct Compiled {
  std::unique_ptr<Sources> sources;
  std::optional<Scenario> scenario;
  Program program;
};

// The first thirty drivers with a range are axes of the periods to come; outputs are of the last.
Compiled compiled(const std::string& path, const std::vector<std::string>& outputs,
                  const Limits& limits = {}) {
  auto sources = std::make_unique<Sources>(limits);
  auto scenario = load_scenario(path, *sources, {.allow_outside = true});
  if (!scenario) throw std::runtime_error(path + " does not load");
  const Model& model = *scenario.value->model;
  Operations operations;
  std::vector<Axis> axes;
  for (std::size_t i = 0; i < model.series.size() && axes.size() < 30; ++i) {
    const Series& series = model.series[i];
    if (series.kind != SeriesKind::driver || !series.range_low) continue;
    Operation change;
    change.kind = OperationKind::multiply;
    change.series = SeriesId(i);
    change.span = {scenario.value->precedence->as_of() + 1, model.horizon.last};
    change.axis = std::uint32_t(axes.size());
    operations.push_back(change);
    axes.push_back({series.name, Unit()});
  }
  std::vector<Output> wanted;
  for (const std::string& name : outputs) {
    wanted.push_back({*model.find(name), {model.horizon.last, model.horizon.last}, std::nullopt});
  }
  auto program = lower(*scenario.value->precedence, operations, axes, wanted);
  if (!program) throw std::runtime_error(path + " does not lower");
  return {std::move(sources), std::move(scenario.value), std::move(*program.value)};
}

void expect_answer(const std::string& path, const Program& program) {
  Block block;
  block.points = Eigen::ArrayXXd::Ones(1, Eigen::Index(program.axes.size()));
  Executor(program).run(block);
  if (!block.failures.empty()) throw std::runtime_error(path + " has a missing output");
}

struct Grown {
  double seconds = 0;
  double peak_mib = 0;
};

// In a child, so that nothing is left of the model before it.
Grown grown(const std::string& path) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child == 0) {
    double seconds = -1;
    try {
      Limits limits;
      limits.figures = 3'000'000;
      limits.words = 4'000'000;
      limits.text_bytes = 20'000'000;
      seconds = seconds_of([&] { expect_answer(path, compiled(path, {"total"}, limits).program); },
                           Clock::thread);
    } catch (const std::exception& error) {
      fmt::print(stderr, "bench: {}\n", error.what());
    }
    const bool told = write(ends[1], &seconds, sizeof seconds) == sizeof seconds;
    _exit(told && seconds >= 0 ? 0 : 1);
  }
  Grown result;
  const bool heard = read(ends[0], &result.seconds, sizeof result.seconds) > 0;
  rusage usage{};
  int status = 0;
  wait4(child, &status, 0, &usage);
  close(ends[0]);
  close(ends[1]);
  if (!heard || status != 0) throw std::runtime_error(path + " could not be compiled");
  result.peak_mib = double(usage.ru_maxrss) / 1024;
  return result;
}

void measure(const std::string& folder, const std::vector<std::size_t>& sizes, std::size_t rounds) {
  const std::vector<std::string> iij = {"revenue.total", "operating_profit"};
  const std::vector<std::string> w1 = {"sum_net_profit", "eps_ltm", "sum_fcf"};
  expect_answer("iij", compiled("scenarios/iij/base.scenario", iij).program);
  expect_answer("w1", compiled("bench/w1/w1.model", w1).program);
  std::vector<Compiled> kept;
  const Turns turns({{"w1", [&] { kept.push_back(compiled("bench/w1/w1.model", w1)); }},
                     {"iij", [&] { kept.push_back(compiled("scenarios/iij/base.scenario", iij)); }},
                     {"taking apart", [&] { kept.clear(); }}},
                    rounds, Clock::thread);
  std::string line = fmt::format("compile w1_ms={:.2f} iij_ms={:.2f}", 1e3 * turns.seconds("w1"),
                                 1e3 * turns.seconds("iij"));
  fmt::print("{:<12}{:>10}{:>14}{:>12}{:>16}\n", "formulas", "ms", "us a formula", "MiB",
             "KiB a formula");
  for (const std::size_t formulas : sizes) {
    const Grown one = grown(fmt::format("{}/{}.model", folder, formulas));
    const double count = double(formulas);
    fmt::print("{:<12}{:>10.1f}{:>14.1f}{:>12.1f}{:>16.2f}\n", formulas, 1e3 * one.seconds,
               1e6 * one.seconds / count, one.peak_mib, 1024 * one.peak_mib / count);
    line += fmt::format(" us_a_formula_{0}={1:.1f} kib_a_formula_{0}={2:.2f}", formulas,
                        1e6 * one.seconds / count, 1024 * one.peak_mib / count);
  }
  fmt::print("{}\n", line);
}

}  // namespace

int main(int argc, char** argv) {
  const bool tiny = argc > 1 && std::string(argv[1]) == "--tiny";
  try {
    if (tiny) {
      measure(MANY_FORMULAS_FOLDER, {1000}, 1);
    } else {
      measure(MANY_FORMULAS_FOLDER, {1000, 10000, 100000}, 21);
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench: {}\n", error.what());
    return 1;
  }
  return 0;
}
