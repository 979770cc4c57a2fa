#include "engine/study/sweep.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/cuts.hpp"
#include "engine/study/detail/shown.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {
namespace {

// Counts on only until it is past the limit.
std::uint64_t rows_of(const SweepPlan& plan, std::uint64_t rows_max) {
  std::uint64_t rows = 1;
  for (const Levels& axis : plan.axes) {
    if (rows > rows_max) break;
    if (!axis.with) rows *= axis.values.size();
  }
  return rows;
}

GridDesign design_of(const SweepPlan& plan) {
  std::vector<Axis> axes;
  std::vector<std::vector<double>> levels;
  std::vector<bool> with;
  for (const Levels& axis : plan.axes) {
    axes.push_back(axis.axis);
    levels.push_back(axis.values);
    with.push_back(axis.with);
  }
  return GridDesign(std::move(axes), std::move(levels), std::move(with));
}

// Whether a level changes nothing: of a set, the value the driver has throughout.
bool is_base(const Levels& axis, std::size_t level, const std::vector<double>& values) {
  const double value = axis.values[level];
  if (axis.operation.kind == OperationKind::multiply) return value == 1;
  if (axis.operation.kind == OperationKind::add) return value == 0;
  return !values.empty() &&
         std::all_of(values.begin(), values.end(), [&](double own) { return own == value; });
}

// The driver's own values in the periods an axis touches.
std::vector<Output> driver_outputs(const Model& model, const Levels& axis) {
  std::vector<Output> outputs;
  for (Period p = model.horizon.first; p <= model.horizon.last; p = p + 1) {
    if (axis.operation.span.contains(p)) {
      outputs.push_back({axis.operation.series, {p, p}, std::nullopt});
    }
  }
  return outputs;
}

// The values of the drivers of a dimension, by axis; nothing where one cannot be had.
std::optional<std::vector<std::vector<double>>> own_values(const Scenario& scenario,
                                                           const SweepPlan& plan,
                                                           const std::vector<std::size_t>& axes) {
  std::vector<std::vector<double>> own;
  for (const std::size_t axis : axes) {
    const auto outputs = driver_outputs(*scenario.model, plan.axes[axis]);
    const auto program = lower(*scenario.precedence, scenario.operations, {}, outputs);
    if (!program) return std::nullopt;
    own.push_back(detail::single_row(*program.value));
  }
  return own;
}

std::vector<MovedDriver> moved_by(const SweepPlan& plan) {
  std::vector<MovedDriver> moved;
  for (const Levels& axis : plan.axes) {
    moved.push_back({axis.operation.series, axis.operation.span});
  }
  return moved;
}

// Where a fix is why nothing reads an axis, it says so better.
void say_cuts(const Cuts& cuts, const SweepPlan& plan, std::vector<Diagnostic>& diagnostics) {
  for (std::size_t i = 0; i < plan.axes.size(); ++i) {
    if (cuts.of[i] != Cut::whole) continue;
    std::erase_if(diagnostics, [&](const Diagnostic& one) {
      return one.code == "operation-unread" && one.place == plan.axes[i].operation.place;
    });
  }
  diagnostics.insert(diagnostics.end(), cuts.said.begin(), cuts.said.end());
}

std::optional<std::uint64_t> base_row(const Scenario& scenario, const SweepPlan& plan) {
  std::uint64_t row = 0;
  for (const std::vector<std::size_t>& axes : plan.dimensions()) {
    const auto own = own_values(scenario, plan, axes);
    if (!own) return std::nullopt;
    const std::size_t levels = plan.axes[axes.front()].values.size();
    std::size_t level = 0;
    const auto all_base = [&] {
      for (std::size_t i = 0; i < axes.size(); ++i) {
        if (!is_base(plan.axes[axes[i]], level, (*own)[i])) return false;
      }
      return true;
    };
    while (level < levels && !all_base()) ++level;
    if (level == levels) return std::nullopt;
    row = row * levels + level;
  }
  return row;
}

}  // namespace

Operations operations_at(const Scenario& scenario, const SweepPlan& plan, std::uint64_t row) {
  Operations operations = scenario.operations;
  const std::vector<std::size_t> level = plan.levels_at(row);
  for (std::size_t i = 0; i < plan.axes.size(); ++i) {
    Operation operation = plan.axes[i].operation;
    operation.value = plan.axes[i].values[level[i]];
    operations.push_back(operation);
  }
  return operations;
}

Checked<PreparedSweep> prepare_sweep(const Scenario& scenario, const SweepPlan& plan,
                                     std::uint64_t rows_max) {
  Checked<PreparedSweep> checked;
  if (rows_of(plan, rows_max) > rows_max) {
    Diagnostic diagnostic;
    diagnostic.code = "too-many-rows";
    diagnostic.place = plan.place;
    diagnostic.message = fmt::format("this sweep has more than {} rows", rows_max);
    diagnostic.hint = "give its axes fewer points, " + raise_limit("sweep-rows", rows_max);
    checked.diagnostics.push_back(std::move(diagnostic));
    return checked;
  }
  GridDesign design = design_of(plan);
  auto outputs = detail::outputs_of(plan.shown);
  Operations operations = scenario.operations;
  for (std::size_t i = 0; i < plan.axes.size(); ++i) {
    operations.push_back(plan.axes[i].operation);
    operations.back().axis = std::uint32_t(i);
  }
  auto program = lower(*scenario.precedence, operations, design.axes(), outputs);
  checked.diagnostics = std::move(program.diagnostics);
  keep_wholly_unread(scenario, checked.diagnostics);
  if (program) {
    say_cuts(find_cuts(scenario, moved_by(plan), outputs), plan, checked.diagnostics);
    checked.value = PreparedSweep{std::move(outputs), std::move(design), std::move(*program.value)};
  }
  return checked;
}

Checked<SweepFold> fold_sweep(const Scenario& scenario, const SweepPlan& plan, const Reducer& kind,
                              const RunOptions& options, std::uint64_t rows_max) {
  auto prepared = prepare_sweep(scenario, plan, rows_max);
  Checked<SweepFold> checked{std::nullopt, std::move(prepared.diagnostics)};
  if (!prepared) return checked;
  SweepFold fold;
  fold.plan = &plan;
  fold.outputs = std::move(prepared.value->outputs);
  fold.rows = prepared.value->design.rows();
  fold.answer = conduct({prepared.value->program, prepared.value->design, kind}, options);
  const auto base = lower(*scenario.precedence, scenario.operations, {}, fold.outputs);
  if (base) fold.base = detail::single_row(*base.value);
  checked.value = std::move(fold);
  return checked;
}

Checked<SweepResult> sweep(const Scenario& scenario, const SweepPlan& plan,
                           const RunOptions& options, std::uint64_t rows_max) {
  auto fold = fold_sweep(scenario, plan, RowsReducer(), options, rows_max);
  Checked<SweepResult> checked{std::nullopt, std::move(fold.diagnostics)};
  if (!fold) return checked;
  SweepResult result;
  result.plan = &plan;
  result.outputs = std::move(fold.value->outputs);
  result.rows = dynamic_cast<const RowsReducer&>(*fold.value->answer).rows();
  result.base = std::move(fold.value->base);
  result.base_row = base_row(scenario, plan);
  checked.value = std::move(result);
  return checked;
}

}  // namespace headwater
