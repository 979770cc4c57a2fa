// The closed rules, once for all kinds of numbers: doubles, or values of a program being written.
//
// Of T known values x_1 .. x_T, a season of m periods and a step h = 1, 2, ... into the unknown:
//   last_value       x_T
//   seasonal_naive   x_{T+h-mk}, k years back: the fewest that are known
//   drift            x_T + (x_T - x_1) h / (T - 1)
//   seasonal_growth  x_{T+h-mk} g^k with g = x_T / x_{T-m}
//   mean_of_last     (x_{T-n+1} + .. + x_T) / n, of all values where there are no n, or n is 0
// Where x_{T-m} is 0 there is no growth, and the answer is that of any division by zero: missing.
// Where x_{T-m} and x_T differ in sign, so do the years that follow.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "engine/core/error.hpp"
#include "engine/projection/rule.hpp"

namespace headwater {
namespace projection {

// How many whole seasons back the value of the same season is known.
inline std::size_t seasons_back(std::size_t season, std::size_t step) {
  return (step + season - 1) / season;
}

template <typename Number>
const Number& same_season(std::span<const Number> history, std::size_t season, std::size_t step) {
  return history[history.size() + step - 1 - season * seasons_back(season, step)];
}

template <typename Number, typename Constant>
Number drifted(std::span<const Number> history, std::size_t step, const Constant& constant) {
  const double share = static_cast<double>(step) / static_cast<double>(history.size() - 1);
  return history.back() + (history.back() - history.front()) * constant(share);
}

template <typename Number>
Number grown(std::span<const Number> history, std::size_t season, std::size_t step) {
  const Number growth = history.back() / history[history.size() - 1 - season];
  Number value = same_season(history, season, step);
  for (std::size_t k = 0; k < seasons_back(season, step); ++k) value = value * growth;
  return value;
}

template <typename Number, typename Constant>
Number mean_of(std::span<const Number> values, const Constant& constant) {
  Number sum = values.front();
  for (const Number& value : values.subspan(1)) sum = sum + value;
  return sum / constant(static_cast<double>(values.size()));
}

}  // namespace projection

// `constant` makes a Number of a double. The rule is one of form closed that the history is long
// enough for (rule_for); step >= 1.
template <typename Number, typename Constant>
Number closed_point(ProjectionRule rule, std::span<const Number> history, std::size_t season,
                    std::size_t count, std::size_t step, const Constant& constant) {
  require(step >= 1 && season >= 1 && history.size() >= row_of(rule).needs(season, count),
          "a closed rule has the values it needs");
  switch (rule) {
    case ProjectionRule::last_value: return history.back();
    case ProjectionRule::seasonal_naive: return projection::same_season(history, season, step);
    case ProjectionRule::drift: return projection::drifted(history, step, constant);
    case ProjectionRule::seasonal_growth: return projection::grown(history, season, step);
    case ProjectionRule::mean_of_last: {
      const std::size_t values = count == 0 ? history.size() : std::min(count, history.size());
      return projection::mean_of(history.last(values), constant);
    }
    case ProjectionRule::damped_trend:
    case ProjectionRule::theta:
    case ProjectionRule::combined: break;
  }
  require(false, "a rule of form closed");
  return history.back();
}

template <typename Number>
Number closed_point(ProjectionRule rule, std::span<const Number> history, std::size_t season,
                    std::size_t count, std::size_t step) {
  return closed_point(rule, history, season, count, step,
                      [](double value) { return Number(value); });
}

}  // namespace headwater
