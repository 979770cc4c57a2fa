// The jobs of one scenario: what they vary, what they show, and the programs that compute it.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/model/lower.hpp"
#include "engine/study/batch_plan.hpp"
#include "engine/study/single_run.hpp"
#include "engine/study/sweep.hpp"

namespace headwater {
namespace {

// SQLite, as it is shipped, holds no wider table; the number of the row is a column, too.
constexpr std::size_t columns_max = 1'999;

// Columns as people can name them; where a driver is varied twice, the second time is numbered.
class ColumnNames {
 public:
  std::string add(const std::string& wanted) {
    std::string name = wanted;
    for (int again = 2; !taken_.insert(name).second; ++again) {
      name = fmt::format("{} {}", wanted, again);
    }
    return name;
  }

 private:
  std::set<std::string> taken_{"row"};
};

std::string operation_word(OperationKind kind) {
  switch (kind) {
    case OperationKind::set: return "set";
    case OperationKind::add: return "add";
    case OperationKind::multiply: return "multiply";
    default: return "";  // nothing else is swept
  }
}

BatchAxis axis_of(const Model& model, const Levels& levels, ColumnNames& columns) {
  const Operation& operation = levels.operation;
  const Series& driver = model.at(operation.series);
  const PeriodSpan span{std::max(operation.span.first, model.horizon.first),
                        std::min(operation.span.last, model.horizon.last)};
  return {.column = columns.add(driver.name),
          .driver = driver.name,
          .label = driver.title.english,
          .label_ja = driver.title.japanese,
          .operation = operation_word(operation.kind),
          .span = model.calendar.name(span),
          .unit = levels.axis.unit.is_plain() ? "" : levels.axis.unit.text()};
}

BatchOutput output_of(const Model& model, const Output& output, ColumnNames& columns) {
  const Series& series = model.at(output.series);
  const std::string span = model.calendar.name(output.span);
  return {.column = columns.add(series.name + "@" + span),
          .series = series.name,
          .label = series.title.english,
          .label_ja = series.title.japanese,
          .span = span,
          .unit = series.unit.text()};
}

// What a run shows: the rows of every statement, or every series where a model has no statement.
std::vector<Output> outputs_of_run(const Scenario& scenario) {
  std::vector<Output> outputs = every_output(scenario);
  const Model& model = *scenario.model;
  std::erase_if(outputs, [&](const Output& one) {
    return scenario.precedence->lacks(one.series,
                                      one.span);  // a gap of history, as everybody knows
  });
  if (model.statements.empty()) return outputs;
  std::set<SeriesId> shown;
  for (const StatementLayout& statement : model.statements) {
    for (const StatementRow& row : statement.rows) shown.insert(row.series);
  }
  std::erase_if(outputs, [&](const Output& one) { return !shown.contains(one.series); });
  return outputs;
}

class Preparing {
 public:
  Preparing(const Scenario& scenario, const Limits& limits)
      : scenario_(scenario), model_(*scenario.model), limits_(limits) {}

  Checked<std::vector<PreparedJob>> jobs() {
    add_run();
    for (const SweepPlan& plan : scenario_.sweeps) add_sweep(plan);
    if (!has_errors(checked_.diagnostics)) checked_.value = std::move(jobs_);
    return std::move(checked_);
  }

 private:
  BatchJob job_of(BatchKind kind, const Design& design) const {
    const auto& vintage = scenario_.precedence->vintage();
    BatchJob job;
    job.kind = kind;
    job.model_hash = scenario_.model_hash;
    job.scenario_hash = scenario_.scenario_hash;
    job.scenario = scenario_.title.english;
    job.scenario_ja = scenario_.title.japanese;
    job.model = model_.name;
    const Period known = scenario_.precedence->as_of();
    job.as_of = vintage.day ? text_of(*vintage.day) : model_.calendar.name({known, known});
    job.rows = design.rows();
    job.chunk_rows = chunk_rows(design);
    return job;
  }

  void add_run() {
    const auto outputs = outputs_of_run(scenario_);
    auto program = lower(*scenario_.precedence, scenario_.operations, {}, outputs);
    checked_.diagnostics = std::move(program.diagnostics);
    keep_wholly_unread(scenario_, checked_.diagnostics);
    if (!program) return;
    PreparedJob prepared;
    prepared.design = std::make_unique<const ListDesign>();
    prepared.job = job_of(BatchKind::run, *prepared.design);
    prepared.program = std::move(*program.value);
    ColumnNames columns;
    for (const Output& one : outputs) prepared.outputs.push_back(output_of(model_, one, columns));
    jobs_.push_back(std::move(prepared));
  }

  void add_sweep(const SweepPlan& plan) {
    if (plan.axes.size() + plan.shown.series.size() * plan.shown.spans.size() > columns_max) {
      return refuse_width(plan);
    }
    auto sweep = prepare_sweep(scenario_, plan, limits_.sweep_rows);
    report(std::move(sweep.diagnostics));
    if (!sweep) return;
    PreparedJob prepared;
    prepared.design = std::make_unique<const GridDesign>(std::move(sweep.value->design));
    prepared.job = job_of(BatchKind::sweep, *prepared.design);
    prepared.job.name = plan.name;
    prepared.job.title = plan.title.english;
    prepared.job.title_ja = plan.title.japanese;
    for (const Title& one : plan.cases) prepared.job.cases.push_back({one.english, one.japanese});
    prepared.program = std::move(sweep.value->program);
    ColumnNames columns;
    for (const Levels& one : plan.axes) {
      prepared.job.axes.push_back(axis_of(model_, one, columns));
    }
    for (const Output& one : sweep.value->outputs) {
      prepared.outputs.push_back(output_of(model_, one, columns));
    }
    jobs_.push_back(std::move(prepared));
  }

  // Of operations that nothing reads the run has spoken.
  void report(std::vector<Diagnostic> diagnostics) {
    for (Diagnostic& one : diagnostics) {
      const auto placed = [&](const Operation& operation) { return operation.place == one.place; };
      const auto& operations = scenario_.operations;
      const bool spoken = one.severity != Severity::error &&
                          std::any_of(operations.begin(), operations.end(), placed);
      if (!spoken) checked_.diagnostics.push_back(std::move(one));
    }
  }

  void refuse_width(const SweepPlan& plan) {
    Diagnostic diagnostic;
    diagnostic.code = "too-many-shown";
    diagnostic.place = plan.place;
    diagnostic.message =
        fmt::format("axes and figures of this sweep come to more than {} columns", columns_max);
    diagnostic.hint = "show fewer series or periods, or make it two sweeps";
    checked_.diagnostics.push_back(std::move(diagnostic));
  }

  const Scenario& scenario_;
  const Model& model_;
  const Limits& limits_;
  std::vector<PreparedJob> jobs_;
  Checked<std::vector<PreparedJob>> checked_;
};

}  // namespace

Checked<std::vector<PreparedJob>> prepare_jobs(const Scenario& scenario, const Limits& limits) {
  return Preparing(scenario, limits).jobs();
}

}  // namespace headwater
