// Figures as shown that add up: every change rounded, and some of them the other way, by largest
// remainder, so that start and changes come to the end as they are printed.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/app/figure_style.hpp"
#include "engine/app/phrases.hpp"

namespace headwater {

struct ShownChange {
  std::string change;   // with a sign
  std::string level;    // the start and the changes up to here, as shown
  bool forced = false;  // it is not what it would be by itself
};

struct ShownSum {
  std::string start;
  std::vector<ShownChange> changes;
  std::string end;
};

// A change of exactly 0 stays 0.
ShownSum shown_sum(double start, std::span<const double> changes, double end,
                   const FigureStyle& style, const Phrases& words);

}  // namespace headwater
