// Tornados for people: a line a bar, drawn from base.
#pragma once

#include <cstddef>
#include <span>

#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/tornado.hpp"

namespace headwater {

struct TornadoStyle {
  Language language = Language::english;
  std::size_t width = 0;  // of the terminal in cells; 0: as wide as needed
  std::size_t top = 0;    // bars of each table; 0: all
};

Page tornado_page(const Scenario& scenario, std::span<const TornadoResult> results,
                  const TornadoStyle& style);

}  // namespace headwater
