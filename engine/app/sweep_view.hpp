// Sensitivity tables, for people and for programs.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "engine/scenario/scenario.hpp"
#include "engine/study/sweep.hpp"

namespace headwater {

std::string sweep_text(const Scenario& scenario, std::span<const SweepResult> results,
                       std::size_t width);
std::string sweep_json(const Scenario& scenario, std::span<const SweepResult> results);

}  // namespace headwater
