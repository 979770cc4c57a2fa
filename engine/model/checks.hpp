// Checks nobody had to write: wherever a formula meets a printed figure.
//
// Every observation carries half of its last printed digit on either side. A check holds when the
// interval of the figure and the interval of the formula, each leaf of it with its own half digit,
// touch: so formulas need no tolerance of their own.
#pragma once

#include <string>
#include <vector>

#include "engine/model/operation.hpp"
#include "engine/model/precedence.hpp"

namespace headwater {

struct CheckResult {
  std::string name;  // of the check, or of the series whose figure a formula meets
  std::string title;
  PeriodSpan span;
  Unit unit;
  double left = 0;   // the printed figure, or the left side
  double right = 0;  // what the formula gives, or the right side
  bool holds = true;
  bool evaluable = true;  // false: a side is missing, in history
  std::string source;     // of the printed figure
  Place place;
};

// Every meeting of a formula with a figure known in history: a beaten or a winning observation,
// a total and each cut of it, a coarser figure and the roll-up of its cells. Operations may not
// have axes.
std::vector<CheckResult> automatic_checks(const Precedence& precedence,
                                          const Operations& operations);

// How a written comparison stands: an equality without a tolerance allows 1e-9 of the larger side.
bool holds(const ModelCheck& check, double left, double right);

}  // namespace headwater
