// How the rows of one statement are written, whatever its columns are: all figures in its first
// unit with the same decimals, other rows by their own size.
#pragma once

#include <span>
#include <string>

#include "engine/app/figure_style.hpp"

namespace headwater {

struct StatementLine {
  SeriesId series{};
  int depth = 0;
  double largest = 0;  // size of its largest figure, in its unit
};

class StatementStyle {
 public:
  // Throws std::invalid_argument without a line.
  StatementStyle(const FigureTable& table, std::span<const StatementLine> lines);

  FigureStyle of(const StatementLine& line) const;
  // Indented, and with its unit where that is not the heading's.
  std::string label(const StatementLine& line) const;
  // Above the labels: the unit of the first line.
  std::string heading() const;

 private:
  const FigureTable& table_;
  Unit main_;
  double largest_ = 0;  // of the figures in main_
  std::string heading_unit_;
};

}  // namespace headwater
