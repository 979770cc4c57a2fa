// Sensitivity tables for people.
#pragma once

#include <span>

#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/sweep.hpp"

namespace headwater {

Page sweep_page(const Scenario& scenario, std::span<const SweepResult> results,
                Language language = Language::english);

}  // namespace headwater
