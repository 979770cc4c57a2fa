// Sensitivity analyses for people: a table for each figure, the methods side by side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/app/options.hpp"
#include "engine/app/page.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/sensitivity.hpp"

namespace headwater {

struct SensitivityStyle {
  Language language = Language::english;
  std::size_t top = 0;    // rows of a table; 0: all that have an effect
  std::size_t width = 0;  // of the terminal in cells; 0: as wide as needed
};

Page sensitivity_page(const Scenario& scenario, const SensitivityResult& result,
                      const SensitivityStyle& style = {});

// The factors of an output, those that matter most first: by Shapley effect or total index, else by
// the size of effects, else by bound; equals in the order of the scenario.
std::vector<std::size_t> ranked_factors(const SensitivityResult& result, std::size_t output);

// Of the Shapley tables, which factor that is; nothing when it is among the others.
const ShapleyEffect* shapley_of(const SensitivityResult& result, std::size_t output,
                                std::size_t factor);

// Round-trip doubles, every factor, every method that was asked for.
std::string sensitivity_json(const Scenario& scenario, const SensitivityResult& result);
std::string sensitivity_csv(const Scenario& scenario, const SensitivityResult& result);

}  // namespace headwater
