#include "engine/app/tornado_bar.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace headwater {
namespace {

constexpr const char* low_block = "█";
constexpr const char* high_block = "░";

// How many cells a change fills, with its sign.
long cells(double change, const BarShape& shape) {
  return shape.scale > 0 ? std::lround(change / shape.scale * double(shape.half)) : 0;
}

}  // namespace

std::string bar_text(const BarShape& shape) {
  const std::size_t width = 2 * shape.half + 1;
  if (std::isnan(shape.low) || std::isnan(shape.high)) return std::string(width, ' ');
  std::vector<const char*> row(width, " ");
  // Signed cells; the base itself is cell 0.
  const auto fill = [&](long from, long to, const char* block) {
    for (long cell = std::min(from, to); cell <= std::max(from, to); ++cell) {
      if (cell != 0) row[std::size_t(cell + long(shape.half))] = block;
    }
  };
  const long low = cells(shape.low, shape);
  const long high = cells(shape.high, shape);
  const bool one_side = low * high > 0;
  if (one_side && std::labs(low) != std::labs(high)) {
    const bool low_is_far = std::labs(low) > std::labs(high);
    const long near = low_is_far ? high : low;
    const long far = low_is_far ? low : high;
    fill(near + (near < 0 ? -1 : 1), far, low_is_far ? low_block : high_block);
  } else if (!one_side) {
    fill(0, low, low_block);
    fill(0, high, high_block);
  }
  row[shape.half] = "│";
  std::string text;
  for (const char* cell : row) text += cell;
  return text;
}

}  // namespace headwater
