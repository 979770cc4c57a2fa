// One bar of a tornado in cells of the terminal.
#pragma once

#include <cstddef>
#include <string>

namespace headwater {

struct BarShape {
  double low = 0;  // change against base at each end
  double high = 0;
  double scale = 0;      // the change that fills half of the width, >= both
  std::size_t half = 0;  // cells on each side of base
};

// 2 * half + 1 cells with base in the middle: what the low end does as full blocks, what the high
// end does as light ones. With both ends on one side, the bar goes from the nearer to the farther.
// Blank when an end is missing.
std::string bar_text(const BarShape& shape);

}  // namespace headwater
