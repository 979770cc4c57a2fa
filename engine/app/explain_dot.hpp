// Explanations as a Graphviz graph: what a figure rests on, for `dot -Tsvg`.
#pragma once

#include <span>
#include <string>

#include "engine/study/explain.hpp"

namespace headwater {

// One node a cell, with its value, whichever of the figures it belongs to; an arrow from each cell
// to those that read it. Drivers are hexagons, actuals boxes, history rounded, forecasts ellipses.
std::string explain_dot(const Scenario& scenario, std::span<const Explanation> explanations);

}  // namespace headwater
