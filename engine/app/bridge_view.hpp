// Bridges for people: a waterfall from the figure in one scenario to that in another.
#pragma once

#include <cstddef>

#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/bridge.hpp"

namespace headwater {

struct BridgeStyle {
  Language language = Language::english;
  std::size_t width = 0;  // of the terminal in cells; 0: as wide as needed
};

// The two scenarios are A and B.
Page bridge_page(const Scenario& first, const Scenario& second, const BridgeResult& result,
                 const BridgeStyle& style);

}  // namespace headwater
