// What a scenario does to a model: operations on drivers, in file order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/calendar.hpp"
#include "engine/core/source.hpp"
#include "engine/core/unit.hpp"
#include "engine/model/formula.hpp"

namespace headwater {

enum class OperationKind { set, add, multiply };

// `set` and `add` operands are in the driver's unit, a `multiply` operand is a plain factor.
struct Operation {
  OperationKind kind = OperationKind::set;
  SeriesId driver{};
  PeriodSpan span;                    // periods outside keep what they had
  double value = 0;                   // unless an axis gives it
  std::optional<std::uint32_t> axis;  // which of the program's axes
  Place place;
};

using Operations = std::vector<Operation>;

// What varies from row to row: the operand of an operation.
struct Axis {
  std::string name;  // of the driver
  Unit unit;         // of its points: the driver's, or plain for a factor
  bool operator==(const Axis&) const = default;
};

}  // namespace headwater
