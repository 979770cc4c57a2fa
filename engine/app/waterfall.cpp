#include "engine/app/waterfall.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace headwater {
namespace {

constexpr std::string_view level_block = "█";
constexpr std::string_view more_block = "▓";
constexpr std::string_view less_block = "░";
constexpr std::string_view line = "│";

// The largest power of ten that is not above a positive size.
double power_of_ten_below(double size) {
  double power = 1;
  while (power * 10 <= size) power *= 10;
  while (power > size) power /= 10;
  return power;
}

std::size_t cell_of(double value, const WaterfallAxis& axis) {
  if (!(axis.end > axis.begin)) return 0;
  const double share = (value - axis.begin) / (axis.end - axis.begin);
  return std::size_t(std::lround(std::clamp(share, 0.0, 1.0) * double(axis.cells)));
}

std::string filled(std::size_t from, std::size_t to, std::string_view block, std::size_t cells) {
  std::string text;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    text += from <= cell && cell < to ? block : std::string_view(" ");
  }
  return text;
}

// Of levels that are all above 0.
WaterfallAxis above_zero(double least, double most, std::size_t cells) {
  constexpr double readable = 0.5;  // of the least level that changes span
  const double span = most - least;
  if (!(span > 0) || span >= readable * least) return {0, most, 0, cells};
  const double step = power_of_ten_below(span);
  const double begin = std::max(std::floor((least - span / 4) / step) * step, 0.0);
  return {begin, most, begin, cells};
}

}  // namespace

WaterfallAxis waterfall_axis(std::span<const double> levels, std::size_t cells) {
  const auto [least, most] = std::minmax_element(levels.begin(), levels.end());
  if (levels.empty() || (*least == 0 && *most == 0)) return {0, 1, 0, cells};
  if (*least > 0) return above_zero(*least, *most, cells);
  if (*most < 0) {
    const WaterfallAxis mirrored = above_zero(-*most, -*least, cells);
    return {-mirrored.end, -mirrored.begin, -mirrored.anchor, cells};
  }
  return {*least, *most, 0, cells};
}

std::string level_bar(double level, const WaterfallAxis& axis) {
  const std::size_t begin = cell_of(axis.anchor, axis);
  const std::size_t end = cell_of(level, axis);
  return filled(std::min(begin, end), std::max(begin, end), level_block, axis.cells);
}

std::string change_bar(double from, double to, const WaterfallAxis& axis) {
  const std::size_t begin = cell_of(from, axis);
  const std::size_t end = cell_of(to, axis);
  if (begin == end) {
    const std::size_t at = std::min(begin, axis.cells - 1);
    return filled(at, at + 1, line, axis.cells);
  }
  return begin < end ? filled(begin, end, more_block, axis.cells)
                     : filled(end, begin, less_block, axis.cells);
}

}  // namespace headwater
