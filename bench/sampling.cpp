// What does a draw cost, and what is it of a whole simulation?
//
// First a coordinate of each drawing and a draw of each family, a strip of 4,096 in cache. Then the
// 65,536 draws of IIJ's 40 uncertain drivers, on one thread: sampling (points, correlations,
// quantiles) and model (the program over the points) apart, the whole simulation, and what is left
// of it: ordering, percentiles, intervals. Before anything is timed, the mean of a uniform strip
// and of the simulation's draws must be what they have to be.
//
//   bench_sampling [--tiny]
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "bench/turns.hpp"
#include "engine/model/lower.hpp"
#include "engine/run/executor.hpp"
#include "engine/sampling/distribution.hpp"
#include "engine/sampling/unit_points.hpp"
#include "engine/study/simulation.hpp"

namespace {

using namespace headwater;

constexpr Eigen::Index strip = 4'096;

Distribution made(Family family, std::vector<Parameter> parameters) {
  return std::get<Distribution>(make_distribution({family, std::move(parameters), {}}));
}

void measure_draws(std::size_t rounds) {
  using enum Says;
  struct Named {
    std::string name;
    Distribution distribution;
  };
  const std::vector<Named> families = {
      {"normal", made(Family::normal, {{mean, 0}, {sd, 1}})},
      {"lognormal", made(Family::lognormal, {{mean, 2}, {sd, 1}})},
      {"triangular", made(Family::triangular, {{low, 0}, {mode, 1}, {high, 3}})},
      {"pert", made(Family::pert, {{low, 0}, {mode, 1}, {high, 3}})},
      {"student_t", made(Family::student_t, {{freedom, 4}, {mean, 0}, {scale, 1}})},
      {"discrete",
       made(Family::discrete, {{value, 0}, {probability, 0.8}, {value, 2}, {probability, 0.2}})}};
  const std::vector<std::pair<std::string, Drawing>> drawings = {
      {"random", Drawing::random},
      {"sobol", Drawing::sobol},
      {"latin hypercube", Drawing::latin_hypercube}};
  Eigen::ArrayXXd points(strip, 16);
  std::vector<UnitAxis> axes;
  for (std::int32_t i = 0; i < 16; ++i) axes.push_back({"axis", i});
  std::vector<Contestant> tasks;
  for (const auto& [name, drawing] : drawings) {
    const UnitPoints all(axes, {drawing, 1, 1 << 16, 16});
    all.fill(0, points);
    if (std::fabs(points.mean() - 0.5) > 0.01) throw std::runtime_error(name + " is not uniform");
    tasks.push_back({name, [all, &points] { all.fill(0, points); }});
  }
  const Eigen::ArrayXXd uniforms = points;
  Eigen::ArrayXXd draws(strip, 16);
  for (const Named& one : families) {
    tasks.push_back({one.name, [&] {
                       one.distribution.quantiles({uniforms.data(), std::size_t(uniforms.size())},
                                                  {draws.data(), std::size_t(draws.size())});
                     }});
  }
  const Turns turns(tasks, rounds, Clock::thread);
  for (const auto& [name, run] : tasks) {
    fmt::print("{:<20}{:>10.1f} ns\n", name, turns.seconds(name) * 1e9 / double(points.size()));
  }
}

void measure_simulation(std::uint64_t draws, std::size_t rounds) {
  Sources sources;
  auto scenario = load_scenario("scenarios/iij/uncertainty.scenario", sources);
  if (!scenario) throw std::runtime_error("scenarios/iij/uncertainty.scenario cannot be read");
  scenario.value->uncertainty->draws = draws;
  const Simulation plan = simulation_of(*scenario.value);
  const auto program = lower_answerable(*scenario.value->precedence, plan.operations,
                                        scenario.value->uncertainty->axes, plan.outputs);
  Executor executor(*program.value);
  Block block;
  block.points.resize(strip, Eigen::Index(program.value->axes.size()));
  const auto simulated = [&] {
    return run_simulation(*scenario.value, request_of(*scenario.value, plan), {.threads = 1});
  };
  const double revenue = simulated().value->distributions.front().mean.value;
  if (std::fabs(revenue / 269'094 - 1) > 0.001) throw std::runtime_error("revenue is off");
  const auto chunks = std::uint64_t(plan.design.rows()) / std::uint64_t(strip);
  const auto times = [chunks](const auto& one) {
    return [chunks, one] {
      for (std::uint64_t i = 0; i < chunks; ++i) one(i);
    };
  };
  const Turns turns({{"sampling", times([&](std::uint64_t i) {
                        plan.design.fill(i * std::uint64_t(strip), block.points);
                      })},
                     {"model", times([&](std::uint64_t) { executor.run(block); })},
                     {"whole", simulated}},
                    rounds, Clock::thread);
  const double sampling = turns.ratio("sampling", "whole");
  const double model = turns.ratio("model", "whole");
  for (const char* part : {"sampling", "model", "whole"}) {
    fmt::print("{:<20}{:>10.1f} ms{:>10.1f} ns/draw\n", part, turns.seconds(part) * 1e3,
               turns.seconds(part) * 1e9 / double(plan.design.rows()));
  }
  fmt::print("sampling sampling/whole={:.3f} model/whole={:.3f} reduction/whole={:.3f} draws={}\n",
             sampling, model, 1 - sampling - model, plan.design.rows());
}

}  // namespace

int main(int argc, char** argv) try {
  const bool tiny = argc > 1 && std::string(argv[1]) == "--tiny";
  measure_draws(tiny ? 1 : 31);
  measure_simulation(tiny ? 8'192 : 65'536, tiny ? 1 : 5);
} catch (const std::exception& error) {
  fmt::print(stderr, "bench_sampling: {}\n", error.what());
  return 1;
}
