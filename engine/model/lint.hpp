// What is not wrong in a model, but will be asked about: assumptions without a reason, numbers
// written into formulas, figures and drivers that nothing reads.
#pragma once

#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/model/model.hpp"
#include "engine/model/precedence.hpp"

namespace headwater {

// Warnings, in file order; their codes begin with "lint-".
std::vector<Diagnostic> lint(const Model& model);

// Of a scenario's operations: add factors without a reason. Those that have gone stale change
// nothing, and lower() says so.
std::vector<Diagnostic> lint_operations(const Precedence& precedence);

// Of its `solve` blocks: those that no circle is cut at.
std::vector<Diagnostic> lint_blocks(const Precedence& precedence);

}  // namespace headwater
