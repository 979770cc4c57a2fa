// Bars in cells of the terminal, to an eighth of a cell; and the rows of a fan.
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace headwater {

// A bar from the left, `share` (0 to 1) of so many cells long; at least an eighth of a cell unless
// the share is 0. As wide as the cells.
std::string eighths_bar(double share, std::size_t cells);

// From the left edge to the right one.
struct FanAxis {
  double low = 0;
  double high = 1;
  std::size_t cells = 0;
};

// P5, P25, P50, P75, P95. Light from P5 to P95, dense from P25 to P75, a line at P50.
std::string fan_row(const std::array<double, 5>& quantiles, const FanAxis& axis);
std::string dot_row(double value, const FanAxis& axis);

}  // namespace headwater
