// How fast a model is: what stands beside how good it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

// Missing where a model has nothing to draw.
struct Speed {
  double rows_per_second = missing();  // on one thread
  double compile_ms = missing();       // from model and scenario to a program
};

inline constexpr std::uint64_t speed_rows = 16'384;

// Each scenario's workload (engine/study/speed_workload.hpp), in three rounds in which all take
// their turn; the median of them.
std::vector<Speed> measure_speeds(std::span<const Scenario* const> scenarios);

}  // namespace headwater
