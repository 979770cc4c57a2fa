#include "engine/study/detail/instrument_moves.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/detail/shown.hpp"

namespace headwater::detail {

std::vector<double> values_of(const Scenario& scenario, const Operations& operations,
                              const std::vector<Output>& outputs) {
  std::vector<Output> answerable;
  std::vector<bool> asked;
  for (const Output& one : outputs) {
    asked.push_back(!refusal(*scenario.precedence, one));
    if (asked.back()) answerable.push_back(one);
  }
  std::vector<double> values(outputs.size(), missing());
  if (answerable.empty()) return values;
  const auto program = lower(*scenario.precedence, operations, {}, answerable);
  if (!program) return values;
  const auto row = detail::single_row(*program.value);
  std::size_t next = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (asked[i]) values[i] = row[next++];
  }
  return values;
}

namespace {

// The periods of an instrument that are forecast, or all of them where none is.
std::vector<Period> periods_of(const Scenario& scenario, const Operation& operation) {
  const PeriodSpan& horizon = scenario.model->horizon;
  std::vector<Period> all;
  std::vector<Period> forecast;
  const Period last = std::min(operation.span.last, horizon.last);
  for (Period p = std::max(operation.span.first, horizon.first); p <= last; p = p + 1) {
    all.push_back(p);
    if (scenario.precedence->as_of() < p) forecast.push_back(p);
  }
  return forecast.empty() ? all : forecast;
}

// The mean of those there are; missing when there is none.
double mean_of(const std::vector<double>& values) {
  double sum = 0;
  std::size_t count = 0;
  for (const double value : values) {
    if (is_missing(value)) continue;
    sum += value;
    ++count;
  }
  return count > 0 ? sum / double(count) : missing();
}

// A driver's mean over an instrument's periods.
double value_of(const Scenario& scenario, const Operations& operations,
                const Instrument& instrument) {
  std::vector<Output> outputs;
  for (const Period p : periods_of(scenario, instrument.operation)) {
    outputs.push_back({instrument.operation.series, {p, p}, std::nullopt, {}});
  }
  const auto values = values_of(scenario, operations, outputs);
  // The mean of equal numbers is that number, to the bit.
  const bool equal =
      std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
  return equal && !values.empty() ? values.front() : mean_of(values);
}

// What a change of an operand by one weight is.
double weight_of(const Instrument& instrument, const DriverRange& range, double value,
                 double start) {
  const double bounds = instrument.high - instrument.low;
  if (std::isfinite(bounds)) return bounds;
  const bool factor = instrument.operation.kind == OperationKind::multiply;
  const double width =
      factor ? (range.high - range.low) / std::fabs(value) : range.high - range.low;
  if (std::isfinite(width) && width > 0) return width;
  const double size = std::fabs(start != 0 ? start : value);
  return std::isfinite(size) && size > 0 ? size : 1;
}

// The highest figure of NAME.implied that is known, or the lowest of a driver that is to fall.
void find_best(const Scenario& scenario, const Operations& operations, const Instrument& instrument,
               InstrumentMove& move) {
  const Model& model = *scenario.model;
  const Series& driver = model.at(instrument.operation.series);
  move.best = missing();
  const auto implied = model.find(driver.name + ".implied");
  if (!implied || !model.at(*implied).unit.same_dimension(driver.unit)) return;
  std::vector<Output> outputs;
  for (Period p = model.horizon.first; p <= scenario.precedence->as_of(); p = p + 1) {
    outputs.push_back({*implied, {p, p}, std::nullopt, {}});
  }
  const double factor = model.at(*implied).unit.factor_to(driver.unit);
  const auto values = values_of(scenario, operations, outputs);
  const bool falls = move.value_after < move.value_before;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i] * factor;
    if (is_missing(value)) continue;
    if (move.best_in && (falls ? value >= move.best : value <= move.best)) continue;
    move.best = value;
    move.best_in = outputs[i].span.first;
  }
}

}  // namespace

std::vector<InstrumentMove> starts_of(const Ground& ground, const TargetPlan& plan) {
  const Scenario& scenario = ground.scenario;
  const auto& ranges = ground.ranges;
  std::vector<InstrumentMove> moves;
  for (const Instrument& one : plan.instruments) {
    InstrumentMove move;
    const double value = value_of(scenario, ground.operations, one);
    move.value_before = one.add_factor ? 0 : value;
    switch (one.operation.kind) {
      case OperationKind::multiply: move.start = 1; break;
      case OperationKind::add: move.start = 0; break;
      default: move.start = is_missing(value) ? 0 : value;
    }
    move.low = one.low;
    move.high = one.high;
    move.weight = weight_of(one, ranges[std::size_t(one.operation.series)], value, move.start);
    moves.push_back(move);
  }
  return moves;
}

void end_moves(const Ground& ground, const TargetPlan& plan, const Operations& after,
               std::vector<InstrumentMove>& moves) {
  for (std::size_t i = 0; i < moves.size(); ++i) {
    const Instrument& instrument = plan.instruments[i];
    InstrumentMove& move = moves[i];
    move.best = missing();
    if (instrument.add_factor) {
      move.value_after = move.found;
      continue;
    }
    move.value_after = value_of(ground.scenario, after, instrument);
    find_best(ground.scenario, ground.operations, instrument, move);
  }
}

}  // namespace headwater::detail
