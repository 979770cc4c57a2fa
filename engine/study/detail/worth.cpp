#include "engine/study/detail/worth.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "engine/model/lower.hpp"
#include "engine/run/conduct.hpp"
#include "engine/study/single_run.hpp"

namespace headwater::detail {
namespace {

// The scenario as it stands, once for each figure: nothing is added to any cell, and that figure
// alone has a weight.
ListDesign row_for_each(const Program& program, Eigen::Index figures) {
  const auto axes = Eigen::Index(program.axes.size());
  Eigen::ArrayXXd points = Eigen::ArrayXXd::Zero(figures, axes);
  for (Eigen::Index row = 0; row < figures; ++row) points(row, axes - figures + row) = 1;
  return ListDesign(program.axes, std::move(points));
}

std::vector<Failure> first_of_each(const Block& rows, std::size_t outputs) {
  std::vector<Failure> failures;
  for (const Failure& failure : rows.failures) {  // by row, then output
    const auto figure = std::uint32_t(failure.row);
    const bool own = failure.output == figure || failure.output >= outputs;
    const bool first = failures.empty() || failures.back().row != failure.row;
    if (own && first) failures.push_back({failure.row, figure, failure.cause});
  }
  return failures;
}

}  // namespace

Checked<Worths> worths(const Scenario& scenario, std::span<const Output> figures,
                       std::span<const CellId> cells, std::span<const Output> others) {
  std::vector<Axis> axes;
  Slopes slopes{figures.size(), {}};
  for (const CellId cell : cells) {
    const Series& series = scenario.model->at(cell.series);
    slopes.by.push_back(std::uint32_t(axes.size()));
    axes.push_back({series.name, series.unit, cell});
  }
  std::vector<Output> outputs(figures.begin(), figures.end());
  outputs.insert(outputs.end(), others.begin(), others.end());
  const auto program =
      lower_seeded(*scenario.precedence, scenario.operations, axes, outputs, slopes);
  Checked<Worths> checked{std::nullopt, program.diagnostics};
  keep_wholly_unread(scenario, checked.diagnostics);
  if (!program) return checked;
  const auto count = Eigen::Index(figures.size());
  const ListDesign design = row_for_each(*program.value, count);
  const auto answer = conduct({*program.value, design, RowsReducer()}, {.threads = 1});
  const Block& rows = dynamic_cast<const RowsReducer&>(*answer).rows();
  Worths worths;
  for (Eigen::Index i = 0; i < Eigen::Index(outputs.size()); ++i) {
    (i < count ? worths.figures : worths.others).push_back(rows.values(0, i));
  }
  worths.slopes = rows.values.rightCols(Eigen::Index(cells.size())).transpose();
  worths.failures = first_of_each(rows, outputs.size());
  checked.value = std::move(worths);
  return checked;
}

}  // namespace headwater::detail
