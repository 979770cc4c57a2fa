// Which of the drivers that a study moves a fix keeps from what is shown.
//
// What is fixed no longer reads its formula, so a driver that acted through it does less, or
// nothing. The question is put to the model without its fixes: which drivers do the fixed cells
// read, near or far?
#pragma once

#include <span>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/model/program.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

struct MovedDriver {
  SeriesId driver{};
  PeriodSpan span;
};

enum class Cut { none, part, whole };  // of what a driver does to the outputs

struct Cuts {
  std::vector<Cut> of;           // by moved driver
  std::vector<Diagnostic> said;  // a note for each series that is fixed and cuts
};

Cuts find_cuts(const Scenario& scenario, std::span<const MovedDriver> moved,
               std::span<const Output> outputs);

}  // namespace headwater
