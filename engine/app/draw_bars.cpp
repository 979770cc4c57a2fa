#include "engine/app/draw_bars.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace headwater {
namespace {

std::size_t cell_of(double value, const FanAxis& axis) {
  const double place = (value - axis.low) / (axis.high - axis.low) * double(axis.cells);
  const double last = double(axis.cells) - 1;
  return std::size_t(std::clamp(std::floor(place), 0.0, last));
}

std::string joined(const std::vector<const char*>& row) {
  std::string text;
  for (const char* cell : row) text += cell;
  return text;
}

}  // namespace

std::string eighths_bar(double share, std::size_t cells) {
  constexpr std::array<const char*, 8> parts = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double whole = std::clamp(share, 0.0, 1.0) * double(cells) * 8;
  const auto eighths = std::size_t(share > 0 ? std::max(1.0, std::round(whole)) : 0.0);
  std::vector<const char*> row(cells, " ");
  std::fill_n(row.begin(), eighths / 8, "█");
  if (eighths % 8 > 0) row[eighths / 8] = parts[eighths % 8];
  return joined(row);
}

std::string fan_row(const std::array<double, 5>& quantiles, const FanAxis& axis) {
  std::vector<const char*> row(axis.cells, " ");
  if (std::any_of(quantiles.begin(), quantiles.end(), [](double q) { return std::isnan(q); })) {
    return joined(row);
  }
  const auto fill = [&](double from, double to, const char* block) {
    for (std::size_t i = cell_of(from, axis); i <= cell_of(to, axis); ++i) row[i] = block;
  };
  fill(quantiles[0], quantiles[4], "░");
  fill(quantiles[1], quantiles[3], "▓");
  fill(quantiles[2], quantiles[2], "┃");
  return joined(row);
}

std::string dot_row(double value, const FanAxis& axis) {
  std::vector<const char*> row(axis.cells, " ");
  if (!std::isnan(value)) row[cell_of(value, axis)] = "●";
  return joined(row);
}

}  // namespace headwater
