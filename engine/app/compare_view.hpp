// Scenarios side by side as a finance person lays them out: a group of columns for each period,
// the first scenario's figure, then each other's figure and its difference from the first.
//
// Scenarios are A, B, C in the headings, and the legend says which is which. Where a terminal is
// narrow, figures of the others are left out before differences, and later periods before earlier:
// a difference is what people come for, and the figure is the first's with it added.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "engine/app/outlook_view.hpp"
#include "engine/app/page.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/compare.hpp"

namespace headwater {

// A to Z, then AA, AB and so on.
std::string scenario_letter(std::size_t scenario);

Page compare_page(std::span<const Scenario> scenarios, const SideBySide& comparison,
                  const OutlookStyle& style = {});

}  // namespace headwater
