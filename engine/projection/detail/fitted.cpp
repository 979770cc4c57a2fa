#include "engine/projection/detail/fitted.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/projection/detail/smoothing.hpp"

namespace headwater {
namespace projection {

Fitted fit_theta(std::span<const double> values) {
  const Line line = line_through(values);
  std::vector<double> bent;
  for (std::size_t t = 0; t < values.size(); ++t) {
    bent.push_back(2 * values[t] - line.at(t + 1));
  }
  const State before = {bent.front(), 0};
  const Smoothing by = fit_level(bent, before);

  Fitted made;
  made.fit.alpha = by.alpha;
  made.fit.slope = line.slope / 2;
  made.told.parameters = 3;
  made.told.said = [line, states = states_of(bent, by, before)](std::size_t origin,
                                                                std::size_t step) {
    return (states[origin].level + line.at(origin + step)) / 2;
  };
  made.told.response = [by](std::size_t) { return by.alpha; };
  return made;
}

Fitted fit_damped_trend(std::span<const double> values) {
  const Line line = line_through(values);
  const State before = {line.start, line.slope};
  const Smoothing by = fit_damped(values, before);
  std::vector<State> states = states_of(values, by, before);

  Fitted made;
  made.fit.alpha = by.alpha;
  made.fit.beta = by.beta;
  made.fit.phi = by.phi;
  made.fit.slope = states.back().slope;
  made.told.parameters = 5;
  made.told.said = [by, states = std::move(states)](std::size_t origin, std::size_t step) {
    return carried_on(states[origin], by, step);
  };
  made.told.response = [by](std::size_t later) {
    return carried_on({by.alpha, by.beta}, by, later);
  };
  return made;
}

Fitted mean_of(const Fitted& one, const Fitted& other) {
  Fitted made;
  made.told.parameters = std::max(one.told.parameters, other.told.parameters);
  made.told.said = [a = one.told.said, b = other.told.said](std::size_t origin, std::size_t step) {
    return (a(origin, step) + b(origin, step)) / 2;
  };
  made.told.response = [a = one.told.response, b = other.told.response](std::size_t later) {
    return (a(later) + b(later)) / 2;
  };
  return made;
}

}  // namespace projection
}  // namespace headwater
