// Gradients for people: a table of drivers for each figure, and the kinks that limit it.
#pragma once

#include <cstddef>

#include "engine/app/options.hpp"
#include "engine/app/page.hpp"
#include "engine/core/source.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/gradient.hpp"

namespace headwater {

struct GradientStyle {
  Language language = Language::english;
  GradientBy by = GradientBy::driver;
  std::size_t top = 0;    // drivers of each table; 0: all
  std::size_t width = 0;  // of the terminal in cells; 0: as wide as needed
};

Page gradient_page(const Scenario& scenario, const Sources& sources, const GradientResult& result,
                   const GradientStyle& style);

}  // namespace headwater
