// The factors of a scenario's uncertainty: what gets one answer.
#pragma once

#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/scenario/factor.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater::detail {

struct Factors {
  std::vector<Factor> factors;
  std::vector<Title> titles;
  std::vector<Diagnostic> said;
};

// Margins that are independent of all others, by themselves or, by group, with those whose drivers
// are in one group of the model. Warns of those that are one for being correlated.
Factors factors_of(const Scenario& scenario, bool by_group);

}  // namespace headwater::detail
