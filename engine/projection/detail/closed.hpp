// What a closed rule would have said from each place in the history: itself, of the values before.
// Drift alone is of the whole history, whose first and last value it goes by.
#pragma once

#include <span>

#include "engine/projection/detail/errors.hpp"
#include "engine/projection/project.hpp"

namespace headwater {
namespace projection {

// The history must outlive it.
Told told_by_closed(ProjectionRule rule, std::span<const double> history,
                    const ProjectionSetting& setting);

}  // namespace projection
}  // namespace headwater
