// A waterfall in cells of the terminal: levels as bars from an anchor, changes between two levels.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace headwater {

struct WaterfallAxis {
  double begin = 0;       // the value at the left edge
  double end = 1;         // and at the right one
  double anchor = 0;      // where bars of levels begin: 0, or the edge nearest to it
  std::size_t cells = 0;  // from edge to edge
};

// Wide enough for all levels. It begins at 0, unless changes would then be too small to tell apart:
// then at a round value short of all levels.
WaterfallAxis waterfall_axis(std::span<const double> levels, std::size_t cells);

// A full bar. Each of both texts is as wide as the axis.
std::string level_bar(double level, const WaterfallAxis& axis);
// A dense bar for what rises, a light one for what falls; a line where it is less than half a cell.
std::string change_bar(double from, double to, const WaterfallAxis& axis);

}  // namespace headwater
