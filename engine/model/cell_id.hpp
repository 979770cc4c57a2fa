// A value of a model by its place: a series in a period.
#pragma once

#include <compare>

#include "engine/core/calendar.hpp"
#include "engine/model/formula.hpp"

namespace headwater {

struct CellId {
  SeriesId series{};
  Period period;
  auto operator<=>(const CellId&) const = default;
};

}  // namespace headwater
