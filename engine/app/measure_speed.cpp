#include "engine/app/measure_speed.hpp"

#include <utility>

#include "engine/app/timing.hpp"
#include "engine/study/speed_workload.hpp"
#include "engine/study/summary_reducer.hpp"

namespace headwater {

std::vector<Speed> measure_speeds(std::span<const Scenario* const> scenarios) {
  constexpr int rounds = 3;
  struct Times {
    std::vector<double> compile;
    std::vector<double> rows;
  };
  std::vector<Times> times(scenarios.size());
  std::vector<Checked<SpeedWorkload>> workloads(scenarios.size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      times[i].compile.push_back(seconds_of([&] {
        workloads[i] = speed_workload(*scenarios[i], speed_rows);
        return 0;
      }));
    }
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      if (!workloads[i]) continue;
      const SummaryReducer kind;
      const auto& [design, program] = *workloads[i].value;
      times[i].rows.push_back(
          seconds_of([&] { return conduct({program, design, kind}, {.threads = 1}); }));
    }
  }
  std::vector<Speed> speeds(scenarios.size());
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    if (times[i].rows.empty()) continue;
    constexpr double ms = 1'000;
    speeds[i] = {double(speed_rows) / median(times[i].rows), median(times[i].compile) * ms};
  }
  return speeds;
}

}  // namespace headwater
