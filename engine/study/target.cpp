#include "engine/study/target.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "engine/model/lower.hpp"
#include "engine/study/cuts.hpp"
#include "engine/study/detail/instrument_moves.hpp"
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

Operations on_axes(Operations operations, const TargetPlan& plan) {
  for (std::size_t i = 0; i < plan.instruments.size(); ++i) {
    operations.push_back(plan.instruments[i].operation);
    operations.back().axis = std::uint32_t(i);
  }
  return operations;
}

// The instruments that move anything, as operations.
Operations found_of(const TargetPlan& plan, const std::vector<InstrumentMove>& moves) {
  Operations found;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (!moves[i].moves && moves[i].found == moves[i].start) continue;
    found.push_back(plan.instruments[i].operation);
    found.back().value = moves[i].found;
  }
  return found;
}

Operations joined(Operations operations, const Operations& more) {
  operations.insert(operations.end(), more.begin(), more.end());
  return operations;
}

Checked<TargetResult> target_from(const detail::Ground& ground, const TargetPlan& plan,
                                  const RunOptions& options) {
  Checked<TargetResult> checked;
  const Scenario& scenario = ground.scenario;
  const auto program = lower(*scenario.precedence, on_axes(ground.operations, plan), axes_of(plan),
                             with_slopes(plan));
  checked.diagnostics = program.diagnostics;
  if (!program) return checked;
  const auto outputs = outputs_of(plan);
  TargetResult result;
  result.plan = &plan;
  result.instruments = starts_of(ground, plan);
  const auto base = detail::values_of(scenario, ground.operations, outputs);
  const auto problem = problem_of(plan, result.instruments, base);
  Rounds rounds(*program.value, plan, options);
  const auto found = detail::search(
      problem, [&](const std::vector<VectorXd>& points) { return rounds.run(points); });
  put_moves(found, result.instruments);
  result.ending = ending_of(found, result.instruments);
  if (result.ending == TargetEnding::lost) result.failures = rounds.failures();
  result.rounds = found.rounds;
  result.found = found_of(plan, result.instruments);
  const Operations after = joined(ground.operations, result.found);
  const auto values = detail::values_of(scenario, after, outputs);
  result.lines = lines_of(plan, found, base, values, problem.scale);
  end_moves(ground, plan, after, result.instruments);
  checked.value = std::move(result);
  return checked;
}

std::vector<MovedDriver> moved_by(const TargetPlan& plan) {
  std::vector<MovedDriver> moved;
  for (const Instrument& one : plan.instruments) {
    moved.push_back({one.operation.series, one.operation.span});
  }
  return moved;
}

}  // namespace

Operations operations_with(const Scenario& scenario, const TargetResult& result) {
  return joined(scenario.operations, result.found);
}

Checked<TargetResult> target(const Scenario& scenario, const TargetPlan& plan,
                             const RunOptions& options) {
  auto checked =
      target_from({scenario, scenario.operations, driver_ranges(scenario)}, plan, options);
  if (checked) {
    say_cuts(find_cuts(scenario, moved_by(plan), outputs_of(plan)), plan, checked.diagnostics);
  }
  return checked;
}

Checked<TargetSweep> target(const Scenario& scenario, const TargetPlan& plan,
                            const SweepPlan& sweep, const RunOptions& options,
                            std::uint64_t rows_max) {
  auto prepared = prepare_sweep(scenario, sweep, rows_max);
  Checked<TargetSweep> checked{std::nullopt, std::move(prepared.diagnostics)};
  if (!prepared) return checked;
  TargetSweep all{&plan, &sweep, {}};
  detail::Ground ground{scenario, {}, driver_ranges(scenario)};
  for (std::uint64_t row = 0; row < prepared.value->design.rows(); ++row) {
    ground.operations = operations_at(scenario, sweep, row);
    auto cell = target_from(ground, plan, options);
    if (row == 0 || !cell) checked.diagnostics = std::move(cell.diagnostics);
    if (!cell) return checked;
    all.cells.push_back(std::move(*cell.value));
  }
  checked.value = std::move(all);
  return checked;
}

}  // namespace headwater
