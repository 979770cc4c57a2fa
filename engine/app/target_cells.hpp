// A target in each cell of a sweep: a line a cell, with what must be true there.
#pragma once

#include <span>
#include <string>

#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/target.hpp"

namespace headwater {

Page target_cells_page(const Scenario& scenario, std::span<const TargetSweep> sweeps,
                       Language language);

// A line for each cell and figure or driver, as target_csv() has them, behind the cell's number and
// the levels of its axes.
std::string target_cells_csv(const Scenario& scenario, std::span<const TargetSweep> sweeps);
std::string target_cells_json(const Scenario& scenario, std::span<const TargetSweep> sweeps);

}  // namespace headwater
