// A bridge by the lines of a statement: how a figure differs between two periods, from its
// guidance, or between two outlooks, by what it is made of.
//
// A figure with a plain formula that only adds and subtracts is made of the formula's lines, those
// of theirs, and so on; a total with `parts` of those of its first cut, which are not taken apart
// again. Each line contributes its own change, with the sign it has in the figure. What one of the
// ends has no figures for is not taken apart, nor what does not add up beyond the rounding of what
// was printed; that rounding goes with the largest line of its total. Where guidance says some
// lines of a formula and not the others, what is left is the others': a line that is implied.
#pragma once

#include "engine/core/calendar.hpp"
#include "engine/core/diagnostic.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/bridge.hpp"

namespace headwater {

struct LineEnd {
  const Scenario& scenario;
  BridgeEnd end;
};

// `figure` is of the first end's model. The other's may be another, or know other things: lines
// meet by name, in the first's units. Rows are in the order of the definition. Errors: those of
// lower(), a figure missing at an end, and one that is not made of lines there.
Checked<BridgeResult> line_bridge(const LineEnd& first, const LineEnd& second, SeriesId figure);

}  // namespace headwater
