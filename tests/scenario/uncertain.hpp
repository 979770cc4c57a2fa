// Uncertain inputs for tests: margins as they are called, and each a factor unless said otherwise.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/scenario/factor.hpp"

namespace headwater::test {

inline Distribution distribution(Family family, std::vector<Parameter> parameters) {
  return std::get<Distribution>(make_distribution({family, std::move(parameters), {}}));
}
inline Distribution uniform(double low, double high) {
  return distribution(Family::uniform, {{Says::low, low}, {Says::high, high}});
}
inline Distribution normal(double mean, double sd) {
  return distribution(Family::normal, {{Says::mean, mean}, {Says::sd, sd}});
}

inline Inputs inputs_of(const std::vector<Margin>& margins,
                        const std::vector<RankCorrelation>& correlations = {}) {
  Inputs inputs{{}, Joint(margins, correlations), {}};
  for (std::size_t i = 0; i < margins.size(); ++i) {
    const std::vector<std::size_t> axes = inputs.joint.axes_of(i);
    inputs.factors.push_back({margins[i].name, axes});
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      inputs.axes.push_back({margins[i].name, Unit(), {}});
    }
  }
  return inputs;
}

// `count` margins axis0, axis1, ... of one distribution.
inline Inputs alike(std::size_t count, const Distribution& distribution) {
  std::vector<Margin> margins;
  for (std::size_t i = 0; i < count; ++i) {
    margins.push_back({"axis" + std::to_string(i), distribution, {}, false});
  }
  return inputs_of(margins);
}

inline std::vector<std::string> names_of(const Inputs& inputs) {
  std::vector<std::string> names;
  for (const Factor& factor : inputs.factors) names.push_back(factor.name);
  return names;
}

}  // namespace headwater::test
