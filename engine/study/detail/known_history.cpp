#include "engine/study/detail/known_history.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/study/detail/origin_run.hpp"

namespace headwater::detail {

KnownHistory known_history(const Precedence& then, SeriesId series) {
  const Model& model = then.model();
  KnownHistory history;
  history.rolling = then.roll_ups().of(series);
  std::vector<Output> outputs;
  for (Period p = model.horizon.first; p <= then.as_of(); p = p + 1) {
    outputs.push_back({series, {p, p}});
  }
  const std::vector<double> values = known_figures(then, outputs);
  const auto there = [](double value) { return !is_missing(value); };
  const auto end = std::find_if(values.rbegin(), values.rend(), there).base();
  const auto begin = std::find_if_not(std::make_reverse_iterator(end), values.rend(), there).base();
  history.first = model.horizon.first + std::int32_t(begin - values.begin());
  history.values.assign(begin, end);
  return history;
}

double known_scale(const Precedence& then, const KnownHistory& history, const JudgedFigure& figure,
                   PeriodSpan span) {
  const Model& model = then.model();
  if (figure.ahead.to == tree::AheadTo::period) {
    return seasonal_naive_scale(history.values, std::size_t(model.calendar.periods_per_year()));
  }
  const std::int32_t length = span.count();
  PeriodSpan last = span;
  while (then.as_of() < last.last) last = {last.first - length, last.last - length};
  std::vector<Output> outputs;
  for (; model.horizon.first <= last.first; last = {last.first - length, last.last - length}) {
    outputs.push_back({figure.target, last});
  }
  std::reverse(outputs.begin(), outputs.end());
  const auto in_a_year = std::size_t(model.calendar.periods_per_year() / length);
  return seasonal_naive_scale(known_figures(then, outputs), in_a_year);
}

}  // namespace headwater::detail
