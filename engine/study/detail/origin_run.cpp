#include "engine/study/detail/origin_run.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/run/design.hpp"
#include "engine/run/reducer.hpp"
#include "engine/scenario/draw_design.hpp"
#include "engine/study/simulation.hpp"
#include "engine/study/single_run.hpp"

namespace headwater::detail {
namespace {

struct Answerable {
  std::vector<Output> outputs;
  std::vector<std::size_t> places;  // among all
};

Answerable answerable(const Precedence& precedence, std::span<const Output> outputs,
                      std::vector<std::string>& refusals) {
  Answerable answer;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (auto why = refusal(precedence, outputs[i])) {
      refusals[i] = std::move(*why);
      continue;
    }
    answer.outputs.push_back(outputs[i]);
    answer.places.push_back(i);
  }
  return answer;
}

// The rows of a design; nothing when it was stopped.
std::unique_ptr<Reducer> rows_of(const Program& program, const Design& design,
                                 const RunOptions& options) {
  return conduct({program, design, RowsReducer()}, options);
}

const Block& block_of(const Reducer& rows) { return dynamic_cast<const RowsReducer&>(rows).rows(); }

std::string lost(const Model& model, CellId cause) {
  return fmt::format("{} in {} has no value", model.at(cause.series).name,
                     model.calendar.name({cause.period, cause.period}));
}

// Whether draws were made; not, when they were stopped.
bool draw(const Scenario& then, const Answerable& asked, OriginRun& run, const RunOptions& options,
          std::vector<Diagnostic>& diagnostics) {
  const UncertaintyPlan& plan = *then.uncertainty;
  Operations operations = then.operations;
  operations.insert(operations.end(), plan.operations.begin(), plan.operations.end());
  const DrawDesign design(plan.axes, *plan.joint, points_of(plan.drawing, plan.draws, plan.seed));
  auto program = lower_answerable(*then.precedence, operations, design.axes(), asked.outputs);
  diagnostics = without_drawn(then, std::move(program.diagnostics));
  if (!program) return true;
  const auto rows = rows_of(*program.value, design, options);
  if (rows == nullptr) return false;
  const Eigen::ArrayXXd& values = block_of(*rows).values;
  for (std::size_t i = 0; i < asked.places.size(); ++i) {
    const auto column = values.col(Eigen::Index(i));
    run.draws[asked.places[i]].assign(column.begin(), column.end());
  }
  return true;
}

// A figure that was known, or a table's row that had a day on which it was presented.
bool reads_anything(const Scenario& then, NodeId id, Period period) {
  const Node& node = then.model->formulas[id];
  if (node.op == NodeOp::cell) return true;
  if (node.op == NodeOp::lookup) {
    const LookupRow* const row = then.precedence->view().lookup(node, period);
    return row != nullptr && row->presented.has_value();
  }
  const Period at = node.op == NodeOp::shift ? period - node.lag : period;
  return std::any_of(node.args.begin(), node.args.end(),
                     [&](NodeId arg) { return reads_anything(then, arg, at); });
}

// Whether the value of a driver in a period is a number that stands in a file.
bool is_written(const Scenario& then, CellId driver) {
  const auto sets = [&](const Operation& one) {
    return one.series == driver.series && one.kind == OperationKind::set &&
           one.span.contains(driver.period);
  };
  if (std::any_of(then.operations.begin(), then.operations.end(), sets)) return true;
  const DefaultPiece* piece = then.precedence->default_at(driver.series, driver.period);
  return piece == nullptr || !reads_anything(then, piece->value, driver.period);
}

}  // namespace

Checked<OriginRun> run_at_origin(const Scenario& then, std::span<const Output> outputs,
                                 const RunOptions& options) {
  OriginRun run;
  run.values.assign(outputs.size(), missing());
  run.draws.resize(outputs.size());
  run.refusals.resize(outputs.size());
  const Answerable asked = answerable(*then.precedence, outputs, run.refusals);
  if (asked.outputs.empty()) return {std::move(run), {}};
  auto program = lower_answerable(*then.precedence, then.operations, {}, asked.outputs);
  keep_wholly_unread(then, program.diagnostics);
  if (!program) return {std::nullopt, std::move(program.diagnostics)};
  const auto once =
      rows_of(*program.value, ListDesign(), {.block_lanes = 1, .threads = 1, .stop = nullptr});
  for (std::size_t i = 0; i < asked.places.size(); ++i) {
    run.values[asked.places[i]] = block_of(*once).values(0, Eigen::Index(i));
  }
  for (const Failure& failure : block_of(*once).failures) {
    run.refusals[asked.places[failure.output]] = lost(*then.model, failure.cause);
  }
  std::vector<Diagnostic> diagnostics;
  const bool drawn = then.uncertainty && !then.uncertainty->axes.empty();
  if (drawn && !draw(then, asked, run, options, diagnostics)) return {std::nullopt, {}};
  if (has_errors(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(run), {}};
}

std::vector<double> known_figures(const Precedence& then, std::span<const Output> outputs) {
  std::vector<double> values(outputs.size(), missing());
  Answerable asked;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const Mark mark = mark_of(then, outputs[i].series, outputs[i].span);
    if (mark != Mark::actual && mark != Mark::estimated) continue;
    if (refusal(then, outputs[i])) continue;
    asked.outputs.push_back(outputs[i]);
    asked.places.push_back(i);
  }
  if (asked.outputs.empty()) return values;
  const auto program = lower_answerable(then, then.operations(), {}, asked.outputs);
  if (!program) return values;
  const auto once =
      rows_of(*program.value, ListDesign(), {.block_lanes = 1, .threads = 1, .stop = nullptr});
  for (std::size_t i = 0; i < asked.places.size(); ++i) {
    values[asked.places[i]] = block_of(*once).values(0, Eigen::Index(i));
  }
  return values;
}

DriversRead drivers_read(const Scenario& then, std::span<const Output> outputs) {
  const Precedence& precedence = *then.precedence;
  std::set<CellId> seen;
  std::vector<CellId> open;
  const auto reach = [&](const std::vector<CellId>& cells) {
    for (const CellId& cell : cells) {
      if (seen.insert(cell).second) open.push_back(cell);
    }
  };
  for (const Output& output : outputs) {
    if (!refusal(precedence, output)) reach(precedence.reads(output.series, output.span));
  }
  std::set<SeriesId> drivers;
  std::set<SeriesId> written;
  while (!open.empty()) {
    const CellId cell = open.back();
    open.pop_back();
    if (then.model->at(cell.series).kind == SeriesKind::driver &&
        precedence.as_of() < cell.period) {
      drivers.insert(cell.series);
      if (is_written(then, cell)) written.insert(cell.series);
    }
    // What is known rests on nothing that anybody assumes.
    const Rule rule = precedence.at(cell.series, cell.period).rule;
    if (rule == Rule::outlook || rule == Rule::driver) reach(precedence.reads(cell));
  }
  DriversRead answer;
  for (const SeriesId one : drivers) answer.all.push_back(then.model->at(one).name);
  for (const SeriesId one : written) answer.written.push_back(then.model->at(one).name);
  return answer;
}

}  // namespace headwater::detail
