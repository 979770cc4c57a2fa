// A tornado: each driver or group to its low and to its high end, the others at base.
//
// All in the unit of the output. A bar's swing is abs(high - low); its share is of the sum of the
// swings. The interaction is what all bars together change, less the sum of what each changes
// alone: zero where the model is a sum of its drivers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/cuts.hpp"

namespace headwater {

struct TornadoBar {
  std::size_t bar = 0;  // of the plan
  double low = 0;       // the output with the bar at its low end; NaN: missing, as the others
  double high = 0;
  double swing = 0;
  double share = 0;     // of the sum of all swings that there are; 0 when that is 0
  Cut cut = Cut::none;  // what fixes keep from the output
};

struct TornadoTable {
  Output output;
  double base = 0;               // of the scenario as it stands
  std::vector<TornadoBar> bars;  // largest swing first, equals by name, missing ones last
  double all_low = 0;
  double all_high = 0;
  double interaction_low = 0;  // missing when a bar is
  double interaction_high = 0;
};

struct TornadoResult {
  const TornadoPlan* plan = nullptr;
  std::vector<TornadoTable> tables;  // shown series by shown span
  Block rows;                        // as TornadoDesign orders them
};

// Errors and warnings are those of lower(); notes say what a fix cuts. The row of a bar's end is,
// bit for bit, the single run of the scenario with operations_at() (engine/study/tornado.cpp).
Checked<TornadoResult> tornado(const Scenario& scenario, const TornadoPlan& plan,
                               const RunOptions& options = {});

// The scenario's operations followed by those of the ends that move in a row of the design.
Operations operations_at(const Scenario& scenario, const TornadoPlan& plan, std::uint64_t row);

}  // namespace headwater
