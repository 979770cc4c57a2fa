// Uncertainty made ready: blocks read together, distributions made, axes given to what is drawn.
#pragma once

#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/limits.hpp"
#include "engine/scenario/uncertainty.hpp"

namespace headwater::detail {

// As far as the model alone says what the blocks mean; nothing when nothing is uncertain.
Checked<UncertaintyPlan> read_uncertainty(OperationReader& reader, const Model& model,
                                          const std::vector<const tree::Uncertainty*>& blocks,
                                          const Limits& limits);

// Gives axes to the lines of `plan`, in periods in which their drivers have values. Errors: a
// distribution that cannot be; a driver without a value to draw around. Warnings: correlations that
// cannot be had together and what they became; notes on the number of draws.
std::vector<Diagnostic> make_ready(const Precedence& precedence, UncertaintyPlan& plan);

Checked<SensitivityPlan> read_sensitivity(OperationReader& reader, const tree::Sensitivity& block);
}  // namespace headwater::detail
