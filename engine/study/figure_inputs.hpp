// What a figure rests on: the drivers that move it most, and how much of it comes from what was
// printed, derived or judged.
//
// The weight of an input is abs(value times derivative): what the figure moves by when the input
// alone is off by some per cent, in that per cent. Inputs are observations, drivers, and what a
// scenario fixes or adds, cell by cell; a driver whose default is a formula of cells is none, but
// rests on these. Shares are of the sum of all weights, so that revenue and the cost it pays for
// both count.
#pragma once

#include <vector>

#include "engine/model/program.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

enum class InputBasis {
  printed,    // an observation as reported, or a driver that says so
  derived,    // from what was printed
  history,    // a driver as its history supports
  judgement,  // a driver somebody judged
  estimated,  // an observation that is an estimate
  scenario,   // what the scenario sets, fixes or adds
  unsaid,     // a driver without a basis
};

struct InputShare {
  InputBasis basis{};
  double share = 0;  // of 1, > 0
};

// A driver moved by half of its range in every forecast period.
struct Lever {
  SeriesId driver{};
  double half_range = 0;  // in the driver's unit, > 0
  double effect = 0;      // in the figure's, by the derivative: negative where more of it is less
};

struct FigureInputs {
  std::vector<Lever> levers;       // most effect first, equals by name; without those of none
  std::vector<InputShare> shares;  // in the order above; none of a figure that weighs nothing
};

// Nothing of a figure that cannot be had, or is missing.
FigureInputs figure_inputs(const Scenario& scenario, const Output& figure);

}  // namespace headwater
