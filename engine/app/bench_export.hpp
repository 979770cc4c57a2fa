// The speed of model variants for other programs: every figure, unrounded.
#pragma once

#include <span>
#include <string>

#include "engine/app/bench_view.hpp"

namespace headwater {

// A line for each variant, a column for each measure.
std::string bench_csv(const BenchPlan& plan, std::span<const Bench> variants);
std::string bench_json(const BenchPlan& plan, std::span<const Bench> variants);

}  // namespace headwater
