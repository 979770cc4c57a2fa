// What one period determines together, solved by instructions: Newton's method with the exact
// Jacobian.
//
// The equations are x = f(x), one an unknown. Where their derivatives read no unknown the system is
// linear: one step from 0 and one refinement, in a straight line. Else steps are repeated until
// |x - f(x)| <= 1e-13 times the sum of the sizes of its terms, in every equation; a step that makes
// the residuals grow, or leads where they cannot be had, is halved until it does not. Two steps
// more refine what came out, the last of them outside the iteration: its derivative is that of the
// solution, by the implicit function theorem, since what it starts from is held. A lane that is
// done stays as it is while others go on, so a block's width never matters.
//
// Source: Deuflhard, Newton Methods for Nonlinear Problems, Springer 2004, chapter 3 (damping by a
// monotonicity test on residuals of a fixed scale).
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/model/detail/writer.hpp"

namespace headwater::detail {

struct Equations {
  using Value = ProgramWriter::Value;
  std::vector<CellId> unknowns;
  std::vector<Value> begin;  // by unknown: where Newton's method starts
  // By unknown: its formula, the unknowns being what is given.
  std::function<std::vector<Value>(const std::vector<Value>&)> formulas;
};

// By unknown. Where no solution was found the values are missing, first at one of the unknowns.
struct Solution {
  using Value = ProgramWriter::Value;
  std::vector<Value> values;
  std::vector<Value> residuals;  // value less formula, where the method stopped; at 0 if linear
  std::vector<Value> terms;      // the sum of the sizes of what the residual is made of
  Value evaluations;             // of the formulas, halved steps among them
};

Solution solve(ProgramWriter& writer, const Equations& equations);

}  // namespace headwater::detail
