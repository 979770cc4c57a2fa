// The range of each driver as it stands where the forecast begins.
#pragma once

#include <vector>

#include "engine/scenario/scenario.hpp"

namespace headwater {

struct DriverRange {
  double low;  // both in the driver's unit; missing where no range is given or it has no value
  double high;
};

// By series; of what is no driver both are missing. Ranges are those of the first period that is
// not known, or of the horizon's last.
std::vector<DriverRange> driver_ranges(const Scenario& scenario);

}  // namespace headwater
