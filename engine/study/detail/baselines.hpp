// What is forecast of a figure from its own history alone.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/model/roll_up.hpp"
#include "engine/projection/rule.hpp"
#include "engine/study/backtest.hpp"

namespace headwater::detail {

// A series as it was known at an origin: its values, period by period, none missing, and how it
// rolls up.
struct KnownHistory {
  Period first;
  std::vector<double> values;
  Rolling rolling = Rolling::none;

  Period last() const { return first + std::int32_t(values.size()) - 1; }
};

// Of a span that ends after what is known; nothing where the series does not roll up so, or no
// figure is known. The deviation is missing of a span of several periods, and of short histories.
struct BaselineForecast {
  double value = missing();
  double deviation = missing();
  std::size_t freedom = 0;  // of Student's t, whose quantiles times the deviation its errors have
  ProjectionRule wanted{};
  ProjectionRule used{};  // another where the history is too short
};
std::optional<BaselineForecast> baseline_forecast(const Calendar& calendar,
                                                  const KnownHistory& history, Baseline baseline,
                                                  PeriodSpan span);

// What so many degrees of freedom (>= 1) make of an error of deviation 1: at the levels of a
// backtest, and at 200 evenly spread ones, which stand for the whole distribution.
struct StudentErrors {
  std::array<double, backtest_levels.size()> quantiles;
  std::vector<double> spread;  // in order
};
StudentErrors student_errors(std::size_t freedom);

}  // namespace headwater::detail
