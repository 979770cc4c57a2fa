// What does it cost to carry a series on, by each rule?
//
// 500 drawn series of 40 quarters, a trend and a season with noise, eight quarters ahead. Before
// anything is timed, every rule must have found its points and deviations, the fitted ones the
// season, and be no further off what was drawn without noise than the plainest rule is.
//
//   bench_projection [--tiny]
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/turns.hpp"
#include "engine/projection/project.hpp"
#include "engine/sampling/philox.hpp"

namespace {

using namespace headwater;

constexpr std::size_t known = 40;
constexpr std::size_t ahead = 8;
constexpr ProjectionSetting quarters = {.season = 4, .count = 4};

double without_noise(std::size_t period) {
  constexpr double season[] = {0.9, 1.0, 1.15, 0.95};
  return (100 + 2 * static_cast<double>(period)) * season[period % 4];
}

std::vector<std::vector<double>> drawn(std::size_t count) {
  std::vector<std::vector<double>> all(count, std::vector<double>(known));
  for (std::size_t i = 0; i < count; ++i) {
    const Stream stream = {stream_key(1, "bench"), 0, static_cast<std::uint32_t>(i)};
    fill_random(stream, 0, all[i].data(), known);
    for (std::size_t t = 0; t < known; ++t) {
      all[i][t] = without_noise(t) * (0.95 + 0.1 * all[i][t]);
    }
  }
  return all;
}

// Mean distance from what is to come, as a share; throws where an answer is not whole.
double off(ProjectionRule rule, const std::vector<std::vector<double>>& series) {
  double sum = 0;
  for (const std::vector<double>& history : series) {
    const Projection made = project(rule, history, quarters, ahead);
    const std::string name(row_of(rule).name);
    if (made.used != rule) throw std::runtime_error(name + " gave way to another rule");
    for (std::size_t h = 0; h < ahead; ++h) {
      if (!(made.deviations[h] > 0)) throw std::runtime_error(name + " does not know its errors");
      sum += std::fabs(made.points[h] / without_noise(known + h) - 1);
    }
    if (row_of(rule).form == ProjectionForm::fitted &&
        made.fit.seasonal == SeasonalAdjustment::none) {
      throw std::runtime_error(name + " found no season");
    }
  }
  return sum / static_cast<double>(series.size() * ahead);
}

void check(const std::vector<std::vector<double>>& series) {
  const double plainest = off(ProjectionRule::last_value, series);
  for (const ProjectionRow& row : projection_rules()) {
    const double one = off(row.rule, series);
    fmt::print("{:<20}{:>10.1f} % off\n", row.name, 100 * one);
    if (row.form == ProjectionForm::fitted && one > plainest) {
      throw std::runtime_error(std::string(row.name) + " is further off than the last value");
    }
  }
}

void measure(const std::vector<std::vector<double>>& series, std::size_t rounds) {
  std::vector<Contestant> tasks;
  for (const ProjectionRow& row : projection_rules()) {
    tasks.push_back({std::string(row.name), [&series, rule = row.rule] {
                       for (const auto& history : series) project(rule, history, quarters, ahead);
                     }});
  }
  const Turns turns(tasks, rounds, Clock::thread);
  for (const auto& [name, run] : tasks) {
    fmt::print("{:<20}{:>10.1f} us a series\n", name,
               turns.seconds(name) * 1e6 / static_cast<double>(series.size()));
  }
  fmt::print("projection theta/drift={:.1f} damped_trend/theta={:.1f} combined/theta={:.1f}\n",
             turns.ratio("theta", "drift"), turns.ratio("damped_trend", "theta"),
             turns.ratio("combined", "theta"));
}

}  // namespace

int main(int argc, char** argv) try {
  const bool tiny = argc > 1 && std::string(argv[1]) == "--tiny";
  const auto series = drawn(tiny ? 20 : 500);
  check(series);
  measure(series, tiny ? 1 : 11);
} catch (const std::exception& error) {
  fmt::print(stderr, "bench_projection: {}\n", error.what());
  return 1;
}
