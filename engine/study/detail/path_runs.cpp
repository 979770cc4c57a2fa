#include "engine/study/detail/path_runs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <utility>

#include "engine/model/lower.hpp"

namespace headwater::detail {

PathRuns::PathRuns(const BridgeJob& job, const RunOptions& how)
    : job_(job),
      how_(how),
      line_(path_line(*job.scenario.model, job.differences)),
      precedence_(*job.scenario.model, job.scenario.precedence->vintage(), line_.operations) {
  std::vector<std::size_t> item_of(job.differences.of.size());
  for (std::size_t item = 0; item < job.items.size(); ++item) {
    for (const std::size_t difference : job.items[item].differences) item_of[difference] = item;
  }
  for (const PathAxis& one : line_.axes) {
    axes_.push_back(one.axis);
    item_of_.push_back(item_of[one.difference]);
  }
}

std::vector<Diagnostic> PathRuns::prepare() {
  std::vector<Output> outputs = {job_.output};
  for (std::uint32_t axis = 0; axis < axes_.size(); ++axis) {
    outputs.push_back(job_.output);
    outputs.back().by = axis;
  }
  auto program = lower(precedence_, line_.operations, axes_, outputs);
  program_ = std::move(program.value);
  if (program_) return {};
  return std::move(program.diagnostics);
}

Block PathRuns::run(const Program& program, std::span<const double> places) const {
  Eigen::ArrayXXd points(Eigen::Index(places.size()), Eigen::Index(axes_.size()));
  for (Eigen::Index row = 0; row < points.rows(); ++row) {
    for (Eigen::Index axis = 0; axis < points.cols(); ++axis) {
      points(row, axis) = line_.axes[std::size_t(axis)].at(places[std::size_t(row)]);
    }
  }
  const ListDesign design(axes_, std::move(points));
  const auto answer = conduct({program, design, RowsReducer()}, how_);
  return dynamic_cast<const RowsReducer&>(*answer).rows();
}

PathSamples PathRuns::at(std::span<const double> places) {
  const Block rows = run(*program_, places);
  PathSamples samples;
  samples.values.assign(rows.values.data(), rows.values.data() + rows.values.rows());
  samples.slopes = Eigen::ArrayXXd::Zero(rows.values.rows(), Eigen::Index(job_.items.size()));
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    const double way = line_.axes[axis].second - line_.axes[axis].first;
    samples.slopes.col(Eigen::Index(item_of_[axis])) +=
        rows.values.col(Eigen::Index(axis + 1)) * way;
  }
  if (!rows.failures.empty()) lost_in_ = rows.failures.front().cause;
  return samples;
}

// What the figure's cells read, and what that reads, within the horizon.
std::vector<CellId> PathRuns::upstream() const {
  std::set<CellId> seen;
  std::vector<CellId> open;
  const PeriodSpan& horizon = job_.scenario.model->horizon;
  const auto visit = [&](CellId cell) {
    if (horizon.contains(cell.period) && seen.insert(cell).second) open.push_back(cell);
  };
  const PeriodSpan& span = job_.output.span;
  for (Period p = span.first; p <= span.last; p = p + 1) visit({job_.output.series, p});
  while (!open.empty()) {
    const CellId cell = open.back();
    open.pop_back();
    for (const CellId& read : precedence_.reads(cell)) visit(read);
  }
  return {seen.begin(), seen.end()};
}

std::optional<CellId> PathRuns::jumping(double from, double to) const {
  constexpr double part = 1e-9;  // of its size by which a cell has moved at once
  std::vector<CellId> cells;
  std::vector<Output> outputs;
  for (const CellId& cell : upstream()) {
    const Output output{cell.series, {cell.period, cell.period}, std::nullopt, std::nullopt};
    if (refusal(precedence_, output)) continue;
    cells.push_back(cell);
    outputs.push_back(output);
  }
  const auto program = lower_answerable(precedence_, line_.operations, axes_, outputs);
  const std::vector<double> places = {from, to};
  const Block rows = run(*program.value, places);
  std::set<CellId> jumped;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double before = rows.values(0, Eigen::Index(i));
    const double after = rows.values(1, Eigen::Index(i));
    const double size = std::max(std::fabs(before), std::fabs(after));
    if (std::fabs(after - before) > part * size) jumped.insert(cells[i]);
  }
  for (const CellId& cell : jumped) {
    const auto read = precedence_.reads(cell);
    if (std::none_of(read.begin(), read.end(), [&](CellId one) { return jumped.contains(one); })) {
      return cell;
    }
  }
  return std::nullopt;
}

}  // namespace headwater::detail
