// The figures of lines at one end of a bridge, as far as that end has them.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/study/compare.hpp"
#include "engine/study/line_bridge.hpp"

namespace headwater::detail {

struct LineFigure {
  double value = 0;       // in the first model's unit
  double half_width = 0;  // of what was printed of it: half of the last digits
};

// By series of the first model; what has no figure is left out.
using LineFigures = std::map<SeriesId, LineFigure>;

// Errors: those of lower().
Checked<LineFigures> line_figures(const LineEnd& end, const Matching& matching,
                                  std::span<const SeriesId> lines);

}  // namespace headwater::detail
