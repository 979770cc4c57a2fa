// What cells are worth to figures: how much a figure changes for a unit more of a cell, whatever
// gives the cell its value. Exact, by one sweep backwards for all figures.
#pragma once

#include <span>
#include <vector>

#include <Eigen/Core>

#include "engine/core/diagnostic.hpp"
#include "engine/model/program.hpp"
#include "engine/run/block.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater::detail {

struct Worths {
  std::vector<double> figures;  // by figure, as a single run has it
  std::vector<double> others;   // by further output
  Eigen::ArrayXXd slopes;       // (cells × figures), in the figure's unit per the cell's
  // By figure at most one: its value or else a slope of it is missing. Row and output are its
  // number.
  std::vector<Failure> failures;
};

// `figures` is not empty. `others` are outputs whose values are wanted beside them. Errors and
// warnings are those of lower().
Checked<Worths> worths(const Scenario& scenario, std::span<const Output> figures,
                       std::span<const CellId> cells, std::span<const Output> others = {});

}  // namespace headwater::detail
