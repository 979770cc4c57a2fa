#include "engine/study/speed_workload.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/run/executor.hpp"
#include "engine/study/driver_ranges.hpp"

namespace headwater {
namespace {

Diagnostic wrong(const Model& model, std::string code, std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.place = {model.files.front(), 0, 0};
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

PeriodSpan forecast_of(const Scenario& scenario) {
  const PeriodSpan horizon = scenario.model->horizon;
  return {std::max(horizon.first, scenario.precedence->as_of() + 1), horizon.last};
}

std::vector<AxisRange> ranges_of(const Scenario& scenario) {
  const auto known = driver_ranges(scenario);
  std::vector<AxisRange> ranges;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const auto [low, high] = known[i];
    if (is_missing(low) || is_missing(high)) continue;
    const Series& driver = scenario.model->series[i];
    ranges.push_back({{driver.name, driver.unit}, std::min(low, high), std::max(low, high)});
  }
  return ranges;
}

// The scenario's, then each driver set to its axis.
Operations operations_of(const Scenario& scenario, const std::vector<AxisRange>& ranges) {
  Operations operations = scenario.operations;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    Operation set;
    set.series = *scenario.model->find(ranges[i].axis.name);
    set.span = forecast_of(scenario);
    set.axis = std::uint32_t(i);
    set.place = scenario.model->at(set.series).place;
    operations.push_back(std::move(set));
  }
  return operations;
}

std::vector<PeriodSpan> years_of(const Scenario& scenario, Period from) {
  const Model& model = *scenario.model;
  std::vector<PeriodSpan> years;
  const int last = model.calendar.fiscal_year(model.horizon.last);
  for (int year = model.calendar.fiscal_year(from); year <= last; ++year) {
    const PeriodSpan span = model.calendar.year(year);
    years.push_back(
        {std::max(span.first, model.horizon.first), std::min(span.last, model.horizon.last)});
  }
  return years;
}

// Of which figures are asked for: each once.
std::vector<SeriesId> shown_series(const Model& model) {
  std::vector<SeriesId> shown;
  if (model.statements.empty()) {
    for (std::size_t i = 0; i < model.series.size(); ++i) {
      if (model.series[i].kind != SeriesKind::driver) shown.push_back(SeriesId(i));
    }
    return shown;
  }
  std::set<SeriesId> taken;
  for (const StatementRow& row : model.statements.front().rows) {
    if (taken.insert(row.series).second) shown.push_back(row.series);
  }
  return shown;
}

std::vector<Output> outputs_of(const Scenario& scenario) {
  const Model& model = *scenario.model;
  const Period from = model.statements.empty() ? model.horizon.last : forecast_of(scenario).first;
  std::vector<Output> outputs;
  for (const SeriesId series : shown_series(model)) {
    for (const PeriodSpan year : years_of(scenario, from)) {
      const Output output{series, year, std::nullopt};
      if (!refusal(*scenario.precedence, output)) outputs.push_back(output);
    }
  }
  return outputs;
}

bool is_computed(const Series& series) {
  return series.kind != SeriesKind::driver &&
         (series.history_formula() || series.outlook_formula());
}

class MissingRows final : public ChunkSink {
 public:
  // Failures come by row, so a row that is another than the one before is a new one.
  void take(std::uint64_t /*chunk*/, const Block& rows) override {
    for (std::size_t i = 0; i < rows.failures.size(); ++i) {
      if (i == 0 || rows.failures[i].row != rows.failures[i - 1].row) ++count;
    }
  }
  std::uint64_t count = 0;
};

}  // namespace

Checked<SpeedWorkload> speed_workload(const Scenario& scenario, std::uint64_t rows) {
  const Model& model = *scenario.model;
  Checked<SpeedWorkload> checked;
  const auto fail = [&](std::string code, std::string message, std::string hint) {
    checked.diagnostics.push_back(
        wrong(model, std::move(code), std::move(message), std::move(hint)));
    return std::move(checked);
  };
  if (model.horizon.last <= scenario.precedence->as_of()) {
    return fail("nothing-to-vary",
                "every period is known: there is no forecast to draw drivers for",
                "let the horizon go on, or say 'as of' an earlier period in a scenario");
  }
  const auto ranges = ranges_of(scenario);
  if (ranges.empty()) {
    return fail("nothing-to-vary", "no driver has a range, so every row would be the same",
                "give drivers ranges, for example: range base * 0.9 to base * 1.1");
  }
  const auto outputs = outputs_of(scenario);
  if (outputs.empty()) {
    return fail("nothing-to-show", "nothing here has a figure for a fiscal year",
                "name some that have: statement pl \"Profit and loss\", and its lines below");
  }
  RangeDesign design(ranges, rows);
  auto program =
      lower(*scenario.precedence, operations_of(scenario, ranges), design.axes(), outputs);
  checked.diagnostics = std::move(program.diagnostics);
  std::erase_if(checked.diagnostics,
                [](const Diagnostic& one) { return one.code == "operation-unread"; });
  if (program) checked.value = SpeedWorkload{std::move(design), std::move(*program.value)};
  return checked;
}

WorkloadSize size_of(const Scenario& scenario, const SpeedWorkload& workload,
                     std::size_t block_lanes) {
  const Model& model = *scenario.model;
  const Program& program = workload.program;
  constexpr std::size_t constant_bytes = 64;  // of the table: a constant fills a line of the cache
  WorkloadSize size;
  size.series = model.series.size();
  size.formulas = std::size_t(std::count_if(model.series.begin(), model.series.end(), is_computed));
  size.axes = program.axes.size();
  size.outputs = program.outputs.size();
  size.instructions = size_of(program);
  size.lanes = block_lanes == 0 ? lanes_for(program) : block_lanes;
  size.table_bytes =
      program.slots * size.lanes * sizeof(double) + program.constants.size() * constant_bytes;
  size.program_bytes =
      program.code.size() * sizeof(Instruction) + program.regions.size() * sizeof(Region) +
      program.constants.size() * sizeof(Constant) + program.axes.size() * sizeof(Axis) +
      program.outputs.size() * (sizeof(Output) + sizeof(ProgramOperand));
  return size;
}

std::uint64_t rows_missing(const SpeedWorkload& workload, const RunOptions& options) {
  MissingRows missing;
  conduct(OrderedJob{workload.program, workload.design, {}, missing}, options);
  return missing.count;
}

}  // namespace headwater
