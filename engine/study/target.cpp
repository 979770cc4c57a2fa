#include "engine/study/target.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/cuts.hpp"
#include "engine/study/detail/shown.hpp"
#include "engine/study/detail/target_search.hpp"
#include "engine/study/driver_ranges.hpp"

namespace headwater {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

std::vector<Output> outputs_of(const TargetPlan& plan) {
  std::vector<Output> outputs;
  for (const Aim& aim : plan.aims) outputs.push_back({aim.series, aim.span, std::nullopt, {}});
  return outputs;
}

// The figures, then their slopes: figure by figure, an axis after the other.
std::vector<Output> with_slopes(const TargetPlan& plan) {
  std::vector<Output> outputs = outputs_of(plan);
  for (std::size_t i = 0; i < plan.aims.size(); ++i) {
    for (std::uint32_t axis = 0; axis < plan.instruments.size(); ++axis) {
      Output slope = outputs[i];
      slope.by = axis;
      outputs.push_back(slope);
    }
  }
  return outputs;
}

std::vector<Axis> axes_of(const TargetPlan& plan) {
  std::vector<Axis> axes;
  for (const Instrument& one : plan.instruments) axes.push_back(one.axis);
  return axes;
}

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
  return start != 0 ? std::fabs(start) : 1;
}

std::vector<InstrumentMove> starts_of(const Scenario& scenario, const TargetPlan& plan) {
  const auto ranges = driver_ranges(scenario);
  std::vector<InstrumentMove> moves;
  for (const Instrument& one : plan.instruments) {
    InstrumentMove move;
    move.value_before = value_of(scenario, scenario.operations, one);
    switch (one.operation.kind) {
      case OperationKind::multiply: move.start = 1; break;
      case OperationKind::add: move.start = 0; break;
      default: move.start = is_missing(move.value_before) ? 0 : move.value_before;
    }
    move.low = one.low;
    move.high = one.high;
    move.weight =
        weight_of(one, ranges[std::size_t(one.operation.series)], move.value_before, move.start);
    moves.push_back(move);
  }
  return moves;
}

detail::Search problem_of(const TargetPlan& plan, const std::vector<InstrumentMove>& moves,
                          const std::vector<double>& base) {
  detail::Search problem;
  const auto figures = Index(plan.aims.size());
  const auto instruments = Index(moves.size());
  problem.wanted.resize(figures);
  problem.scale.resize(figures);
  for (Index i = 0; i < figures; ++i) {
    const double wanted = *plan.aims[std::size_t(i)].value;
    const double there = std::fabs(base[std::size_t(i)]);
    problem.wanted(i) = wanted;
    problem.scale(i) = wanted != 0 ? std::fabs(wanted) : there > 0 ? there : 1;
  }
  for (VectorXd* all : {&problem.base, &problem.weight, &problem.low, &problem.high}) {
    all->resize(instruments);
  }
  for (Index j = 0; j < instruments; ++j) {
    const InstrumentMove& one = moves[std::size_t(j)];
    problem.base(j) = one.start;
    problem.weight(j) = one.weight;
    problem.low(j) = one.low;
    problem.high(j) = one.high;
  }
  return problem;
}

// One program, and the rows of the rounds that are asked of it.
class Rounds {
 public:
  Rounds(const Program& program, const TargetPlan& plan, const RunOptions& options)
      : program_(program), figures_(Index(plan.aims.size())), options_(options) {}

  std::vector<detail::Evaluated> run(const std::vector<VectorXd>& points) {
    Eigen::ArrayXXd rows(Index(points.size()), Index(program_.axes.size()));
    for (std::size_t i = 0; i < points.size(); ++i) rows.row(Index(i)) = points[i].array();
    const ListDesign design(program_.axes, rows);
    const auto answer = conduct({program_, design, RowsReducer()}, options_);
    const Block& block = dynamic_cast<const RowsReducer&>(*answer).rows();
    if (first_.values.rows() == 0) first_ = block;
    std::vector<detail::Evaluated> all;
    const auto instruments = Index(program_.axes.size());
    for (Index row = 0; row < block.values.rows(); ++row) {
      detail::Evaluated one;
      one.figures = block.values.row(row).head(figures_).matrix().transpose();
      one.slopes.resize(figures_, instruments);
      for (Index i = 0; i < figures_; ++i) {
        one.slopes.row(i) =
            block.values.row(row).segment(figures_ + i * instruments, instruments).matrix();
      }
      all.push_back(std::move(one));
    }
    return all;
  }

  // Why figures, or their slopes, were missing where it began; by line.
  std::vector<Failure> failures() const {
    std::vector<Failure> all;
    for (Failure one : first_.failures) {
      const auto instruments = std::uint32_t(program_.axes.size());
      const auto figures = std::uint32_t(figures_);
      if (one.output >= figures) one.output = (one.output - figures) / instruments;
      if (one.row == 0) all.push_back(one);
    }
    return all;
  }

 private:
  const Program& program_;
  Index figures_;
  const RunOptions& options_;
  Block first_;
};

TargetEnding ending_of(const detail::Found& found, const std::vector<InstrumentMove>& moves) {
  switch (found.ending) {
    case detail::Ending::reached: return TargetEnding::reached;
    case detail::Ending::lost: return TargetEnding::lost;
    case detail::Ending::unfinished: return TargetEnding::unfinished;
    case detail::Ending::nearest: break;
  }
  const bool held = std::any_of(moves.begin(), moves.end(),
                                [](const InstrumentMove& one) { return one.holds_back; });
  return held ? TargetEnding::bounded : TargetEnding::stuck;
}

void put_moves(const detail::Found& found, std::vector<InstrumentMove>& moves) {
  for (std::size_t j = 0; j < moves.size(); ++j) {
    InstrumentMove& one = moves[j];
    const auto column = Index(j);
    one.found = found.point(column);
    one.at = one.found <= one.low    ? AtBound::low
             : one.found >= one.high ? AtBound::high
                                     : AtBound::no;
    if (found.pull.size() > 0) one.holds_back = one.at != AtBound::no && found.pull(column) != 0;
    one.moves = (found.at.slopes.col(column).array() != 0).any();
  }
}

// The highest figure of NAME.implied that is known, or the lowest of a driver that is to fall.
void find_best(const Scenario& scenario, const Instrument& instrument, InstrumentMove& move) {
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
  const auto values = values_of(scenario, scenario.operations, outputs);
  const bool falls = move.value_after < move.value_before;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i] * factor;
    if (is_missing(value)) continue;
    if (move.best_in && (falls ? value >= move.best : value <= move.best)) continue;
    move.best = value;
    move.best_in = outputs[i].span.first;
  }
}

std::vector<TargetLine> lines_of(const TargetPlan& plan, const detail::Found& found,
                                 const std::vector<double>& base, const std::vector<double>& values,
                                 const VectorXd& scale) {
  std::vector<TargetLine> lines;
  const auto outputs = outputs_of(plan);
  for (std::size_t i = 0; i < plan.aims.size(); ++i) {
    TargetLine line{outputs[i], *plan.aims[i].value, base[i], values[i], 0, false, false};
    line.gap = line.found - line.wanted;
    line.reached = std::fabs(line.gap) <= detail::reached_within * scale(Index(i));
    line.moved = (found.at.slopes.row(Index(i)).array() != 0).any();
    lines.push_back(line);
  }
  return lines;
}

// A fix that cuts an instrument off says it better than that nothing reads it.
void say_cuts(const Cuts& cuts, const TargetPlan& plan, std::vector<Diagnostic>& diagnostics) {
  for (std::size_t i = 0; i < plan.instruments.size(); ++i) {
    if (cuts.of[i] != Cut::whole) continue;
    std::erase_if(diagnostics, [&](const Diagnostic& one) {
      return one.code == "operation-unread" && one.place == plan.instruments[i].operation.place;
    });
  }
  diagnostics.insert(diagnostics.end(), cuts.said.begin(), cuts.said.end());
}

Operations on_axes(const Scenario& scenario, const TargetPlan& plan) {
  Operations operations = scenario.operations;
  for (std::size_t i = 0; i < plan.instruments.size(); ++i) {
    operations.push_back(plan.instruments[i].operation);
    operations.back().axis = std::uint32_t(i);
  }
  return operations;
}

}  // namespace

Operations operations_with(const Scenario& scenario, const TargetResult& result) {
  Operations operations = scenario.operations;
  operations.insert(operations.end(), result.found.begin(), result.found.end());
  return operations;
}

Checked<TargetResult> target(const Scenario& scenario, const TargetPlan& plan,
                             const RunOptions& options) {
  Checked<TargetResult> checked;
  const auto program =
      lower(*scenario.precedence, on_axes(scenario, plan), axes_of(plan), with_slopes(plan));
  checked.diagnostics = program.diagnostics;
  if (!program) return checked;
  const auto outputs = outputs_of(plan);
  std::vector<MovedDriver> moved;
  for (const Instrument& one : plan.instruments) {
    moved.push_back({one.operation.series, one.operation.span});
  }
  say_cuts(find_cuts(scenario, moved, outputs), plan, checked.diagnostics);

  TargetResult result;
  result.plan = &plan;
  result.instruments = starts_of(scenario, plan);
  const auto base = values_of(scenario, scenario.operations, outputs);
  const auto problem = problem_of(plan, result.instruments, base);
  Rounds rounds(*program.value, plan, options);
  const auto found = detail::search(
      problem, [&](const std::vector<VectorXd>& points) { return rounds.run(points); });
  put_moves(found, result.instruments);
  result.ending = ending_of(found, result.instruments);
  if (result.ending == TargetEnding::lost) result.failures = rounds.failures();
  result.rounds = found.rounds;
  for (std::size_t i = 0; i < plan.instruments.size(); ++i) {
    const InstrumentMove& one = result.instruments[i];
    if (!one.moves && one.found == one.start) continue;
    result.found.push_back(plan.instruments[i].operation);
    result.found.back().value = one.found;
  }
  const Operations after = operations_with(scenario, result);
  result.lines = lines_of(plan, found, base, values_of(scenario, after, outputs), problem.scale);
  for (std::size_t i = 0; i < plan.instruments.size(); ++i) {
    result.instruments[i].value_after = value_of(scenario, after, plan.instruments[i]);
    find_best(scenario, plan.instruments[i], result.instruments[i]);
  }
  checked.value = std::move(result);
  return checked;
}

}  // namespace headwater
