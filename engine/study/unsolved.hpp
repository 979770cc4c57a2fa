// What became of circles that are solved: why one has no solution, and whether it has another.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/calendar.hpp"
#include "engine/core/diagnostic.hpp"
#include "engine/model/formula.hpp"
#include "engine/run/block.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

struct Unsolved {
  enum class Why {
    singular,   // the equations leave an unknown open, or contradict one another
    undefined,  // `cause`, a formula has no value where Newton's method begins
    not_found,  // after as many tries as there are
  };
  Why why = Why::not_found;
  std::size_t block = 0;  // of Model::solves
  Period period;
  std::vector<SeriesId> unknowns;
  std::size_t others = 0;  // series on the circle beside them
  double evaluations = 0;  // of the formulas
  CellId cause;            // where a value was lost first
  SeriesId worst{};        // whose formula its value misses by most of its terms
  double residual = 0;     // in its unit: its value less its formula, at the last try
};

// The circles in which figures of a run were lost, the earliest first, one a block.
std::vector<Unsolved> unsolved(const Scenario& scenario, std::span<const Failure> failures);

struct OtherSolution {
  std::size_t block = 0;
  Period period;
  SeriesId series{};
  double value = 0;  // as the run has it
  double other = 0;  // where Newton's method begins elsewhere
};

// Of circles that are not linear: solutions found from other beginnings, one a block, in the
// earliest period. That none is found does not prove that there is none.
std::vector<OtherSolution> other_solutions(const Scenario& scenario);

// Both in words, at the block: errors for what is unsolved, warnings for what has another solution.
std::vector<Diagnostic> in_words(const Model& model, std::span<const Unsolved> unsolved);
std::vector<Diagnostic> in_words(const Model& model, std::span<const OtherSolution> others);

}  // namespace headwater
