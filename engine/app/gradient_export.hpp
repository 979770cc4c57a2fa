// Gradients for programs.
#pragma once

#include <string>

#include "engine/app/options.hpp"
#include "engine/core/source.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/gradient.hpp"

namespace headwater {

std::string gradient_json(const Scenario& scenario, const Sources& sources,
                          const GradientResult& result);

// A line for each figure and driver, the largest effect first; by period one for each period in
// which the figure reads the driver instead. Values are round-trip doubles, slopes in the figure's
// unit per unit of the driver; what is missing is blank.
std::string gradient_csv(const Scenario& scenario, const GradientResult& result, GradientBy by);

}  // namespace headwater
