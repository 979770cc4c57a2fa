// What two scenarios of one model do differently, series by series.
//
// An operation changes its own series and no other, so that each series may be as in the one
// scenario or as in the other, whatever the others are.
#pragma once

#include <optional>
#include <vector>

#include "engine/model/operation.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

enum class Change {
  value,      // sets, adds and factors: one program serves both scenarios
  structure,  // a fix, a growth, a ramp, a carry, a value where there was none: a program for each
};

struct ScenarioDifference {
  SeriesId series{};
  Change change = Change::value;
  Operations first;   // after those in common, in the first scenario only
  Operations second;  // the same of the second
};

struct ScenarioDifferences {
  bool known = false;                  // they know other results: see Vintage
  Operations common;                   // done in both
  std::vector<ScenarioDifference> of;  // in the order of the model's series
};

// Words, reasons and places of operations are no difference. Both scenarios are of one model.
ScenarioDifferences differences_between(const Scenario& first, const Scenario& second);

// Whether both are of the same files of a model.
bool comparable(const Scenario& first, const Scenario& second);

}  // namespace headwater
