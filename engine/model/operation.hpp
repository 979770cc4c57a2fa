// What a scenario does to a model: operations on drivers and on series, in file order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/calendar.hpp"
#include "engine/core/source.hpp"
#include "engine/core/unit.hpp"
#include "engine/model/cell_id.hpp"
#include "engine/model/formula.hpp"

namespace headwater {

// Of a driver: set, add, multiply, grow and ramp. Of any other series: add and multiply are add
// factors, after its outlook; carry and fix.
enum class OperationKind {
  set,
  add,
  multiply,
  grow,   // each period the one before, times 1 + value
  ramp,   // in equal steps from the value before the span to `value` in its last period
  carry,  // what the splice's figure is more than its outlook formula gives, times value a period
  fix,    // exogenise: the value, whatever the formula
};

// How a fixed total is spread over its periods.
enum class Profile {
  none,       // it is no total: each period has the value
  even,       // equal shares
  last_year,  // as the same periods a year before
};

// Where a study moves several things apart: an operation is done in the rows whose point on an axis
// is a given one, and in no others.
struct Switch {
  std::uint32_t axis = 0;
  double at = 0;
};

// Values of set, add, ramp and fix are in the unit of the series; those of multiply, grow and carry
// are plain factors and shares.
struct Operation {
  OperationKind kind = OperationKind::set;
  SeriesId series{};
  PeriodSpan span;                    // periods outside keep what they had
  double value = 0;                   // unless an axis gives it
  std::optional<std::uint32_t> axis;  // which of the program's axes
  std::optional<Switch> when;         // of set, add and multiply; absent: in every row
  // Of add and multiply with an axis: a path, of which the axis is the innovation in the first
  // period of the span and those after it are the innovations of the periods after. What is added
  // is so much of the period before and the innovation; a product of innovations has 1 here.
  std::optional<double> persistence;
  Profile profile = Profile::none;  // of fix
  std::string why;                  // of an add factor, as the two below
  std::string owner;
  std::optional<Period> expires;  // the last period for which it was meant
  Place place;
};

using Operations = std::vector<Operation>;

// What varies from row to row: the operand of an operation; or what is added to a cell, whatever
// gives its value: by such an axis a derivative is what the cell is worth.
struct Axis {
  std::string name;  // of the driver
  Unit unit;         // of its points: the driver's, or plain for a factor
  std::optional<CellId> added_to{};
  bool operator==(const Axis&) const = default;
};

}  // namespace headwater
