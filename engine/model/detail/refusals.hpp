// What lowering says of what it is asked for: outputs that cannot be had, operations in vain.
#pragma once

#include <span>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/model/precedence.hpp"
#include "engine/model/program.hpp"

namespace headwater::detail {

// An error for each output that cannot be had.
std::vector<Diagnostic> refusals(const Precedence& precedence, std::span<const Output> outputs);

// The warning that no output reads what an operation changes.
Diagnostic unread(const Precedence& precedence, const Operation& operation);

// The error that the history a rule is fitted to varies from row to row.
Diagnostic unsteady_fit(const Precedence& precedence, NodeId projection);

}  // namespace headwater::detail
