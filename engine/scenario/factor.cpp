#include "engine/scenario/factor.hpp"

#include <stdexcept>

namespace headwater {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("Inputs: factors: " + what);
}

void require_partition(const Inputs& inputs) {
  std::vector<std::size_t> times(inputs.axes.size(), 0);
  for (const Factor& factor : inputs.factors) {
    if (factor.axes.empty()) refuse("'" + factor.name + "' has no axis");
    for (const std::size_t axis : factor.axes) {
      if (axis >= times.size()) refuse("'" + factor.name + "' has an axis that is none");
      ++times[axis];
    }
  }
  for (const std::size_t one : times) {
    if (one != 1) refuse("every axis in exactly one");
  }
}

// Margins with what they depend on. A margin that is no path has independent periods, which may be
// factors of their own when it is not correlated.
void require_independent(const Inputs& inputs) {
  const std::vector<std::size_t> factor = factor_of_axis(inputs);
  for (const std::vector<std::size_t>& set : inputs.joint.independent_sets()) {
    const Margin& margin = inputs.joint.margins()[set.front()];
    if (set.size() == 1 && !margin.path) continue;
    const std::size_t wanted = factor[inputs.joint.axes_of(set.front()).front()];
    for (const std::size_t one : set) {
      for (const std::size_t axis : inputs.joint.axes_of(one)) {
        if (factor[axis] == wanted) continue;
        refuse("'" + margin.name + "' and '" + inputs.joint.margins()[one].name +
               "' depend on each other and are in different ones");
      }
    }
  }
}

}  // namespace

void require_factors(const Inputs& inputs) {
  if (inputs.axes.size() != inputs.joint.axes()) refuse("axes are those of the joint");
  if (inputs.factors.empty()) refuse("at least one");
  require_partition(inputs);
  require_independent(inputs);
}

std::vector<std::size_t> factor_of_axis(const Inputs& inputs) {
  std::vector<std::size_t> factors(inputs.axes.size(), 0);
  for (std::size_t i = 0; i < inputs.factors.size(); ++i) {
    for (const std::size_t axis : inputs.factors[i].axes) factors[axis] = i;
  }
  return factors;
}

}  // namespace headwater
