// Where a formula changes over from one branch to another, and how far off that is.
#pragma once

#include <optional>

#include "engine/model/model.hpp"
#include "engine/model/precedence.hpp"

namespace headwater {

// Which branch a derivative is of.
enum class Branch {
  left,  // of a min or max
  right,
  yes,  // of an if
  no,
  above,   // of an abs: as it is
  below,   // with its sign turned
  longer,  // of a delay: between this whole number of periods and the next
};

// A min, max, abs, if or delay of which a driver moves a side.
struct Kink {
  CellId cell;                       // whose formula it stands in; of a delay by a driver, that
  NodeId node{};                     // the choice or the delay
  NodeId left_side{};                // what is compared
  std::optional<NodeId> right_side;  // with what: of abs with 0, of a delay with a whole number
  Unit unit;  // of both: the cell's where that measures the same; of a delay, of how long it is
  double left = 0;
  double right = 0;  // of a delay the nearest whole number
  Branch taken{};
  double distance = 0;  // of both, >= 0: at 0 the other branch begins here
};

}  // namespace headwater
