#include "engine/study/gradient.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/cuts.hpp"
#include "engine/study/detail/kink_search.hpp"
#include "engine/study/detail/reach.hpp"
#include "engine/study/detail/shown.hpp"
#include "engine/study/detail/worth.hpp"

namespace headwater {
namespace {

using detail::Cells;

bool is_driver(const Model& model, SeriesId series) {
  return model.at(series).kind == SeriesKind::driver;
}

Output value_of(CellId cell) { return {cell.series, {cell.period, cell.period}}; }

// Those with a value: what is missing in a period does not change there.
std::vector<CellId> drivers_among(const Precedence& precedence, const Cells& cells,
                                  PeriodSpan periods) {
  std::vector<CellId> drivers;
  for (const CellId cell : cells) {
    const bool asked = periods.first <= cell.period && cell.period <= periods.last;
    if (!asked || !is_driver(precedence.model(), cell.series)) continue;
    if (!precedence.lacks(cell.series, {cell.period, cell.period})) drivers.push_back(cell);
  }
  return drivers;
}

std::vector<Output> values_of(const std::vector<CellId>& cells) {
  std::vector<Output> outputs;
  for (const CellId cell : cells) outputs.push_back(value_of(cell));
  return outputs;
}

// What is asked of one run, and what it answered: driver cells come first among the cells and among
// the values beside the figures.
struct Answer {
  std::vector<CellId> drivers;
  detail::Worths worths;
  std::vector<DriverRange> ranges;
};

// Of its cells in the answer, next to each other in the order of periods.
DriverSlope slope_of(const Answer& answer, std::size_t first, std::size_t last,
                     Eigen::Index figure) {
  DriverSlope one;
  one.driver = answer.drivers[first].series;
  one.range = answer.ranges[std::size_t(one.driver)];
  double gain = 0;
  bool any = false;
  for (std::size_t i = first; i < last; ++i) {
    const double slope = answer.worths.slopes(Eigen::Index(i), figure);
    const double value = answer.worths.others[i];
    one.by_period.push_back({answer.drivers[i].period, slope});
    one.slope += slope;
    if (slope != 0) gain += slope * value;
    any = any || (slope != 0 && value != 0);
  }
  const double whole = answer.worths.figures[std::size_t(figure)];
  one.elasticity = any && whole != 0 ? gain / whole : missing();
  one.effect = one.slope * (one.range.high - one.range.low);
  return one;
}

bool is_still(const DriverSlope& one) {
  return std::all_of(one.by_period.begin(), one.by_period.end(),
                     [](const PeriodSlope& at) { return at.slope == 0; });
}

bool is_before(const Model& model, const DriverSlope& left, const DriverSlope& right) {
  const auto size = [](double value) { return is_missing(value) ? -1 : std::fabs(value); };
  const auto key = [&](const DriverSlope& one) {
    return std::pair(size(one.effect), is_missing(one.effect) ? size(one.elasticity) : 0);
  };
  if (key(left) != key(right)) return key(left) > key(right);
  return model.at(left.driver).name < model.at(right.driver).name;
}

// `reached` are the cells that this figure rests on.
GradientTable table_of(const Model& model, const Answer& answer, const Output& output,
                       Eigen::Index figure, const Cells& reached) {
  GradientTable table;
  table.output = output;
  table.value = answer.worths.figures[std::size_t(figure)];
  std::set<SeriesId> read;
  for (std::size_t first = 0; first < answer.drivers.size();) {
    const SeriesId driver = answer.drivers[first].series;
    std::size_t last = first;
    bool reads = false;
    for (; last < answer.drivers.size() && answer.drivers[last].series == driver; ++last) {
      reads = reads || reached.contains(answer.drivers[last]);
    }
    DriverSlope one = slope_of(answer, first, last, figure);
    std::erase_if(one.by_period,
                  [&](const PeriodSlope& at) { return !reached.contains({driver, at.period}); });
    first = last;
    if (!reads) continue;
    read.insert(driver);
    if (is_still(one)) ++table.still;
    else table.drivers.push_back(std::move(one));
  }
  std::set<SeriesId> anywhere;
  for (const CellId cell : reached) anywhere.insert(cell.series);
  for (std::size_t i = 0; i < model.series.size(); ++i) {
    const SeriesId driver{std::uint32_t(i)};
    if (!is_driver(model, driver) || read.contains(driver)) continue;
    ++(anywhere.contains(driver) ? table.elsewhere : table.unread);
  }
  std::stable_sort(table.drivers.begin(), table.drivers.end(),
                   [&](const DriverSlope& left, const DriverSlope& right) {
                     return is_before(model, left, right);
                   });
  return table;
}

std::vector<Diagnostic> cuts_by_fixes(const Scenario& scenario, std::span<const Output> outputs,
                                      PeriodSpan periods) {
  std::vector<MovedDriver> moved;
  for (std::size_t i = 0; i < scenario.model->series.size(); ++i) {
    if (is_driver(*scenario.model, SeriesId(i))) {
      moved.push_back({SeriesId(i), periods});
    }
  }
  return find_cuts(scenario, moved, outputs).said;
}

}  // namespace

Checked<GradientResult> gradient(const Scenario& scenario, std::span<const Output> outputs,
                                 PeriodSpan periods) {
  const Precedence& precedence = *scenario.precedence;
  const Model& model = *scenario.model;
  for (const Output& output : outputs) {
    if (refusal(precedence, output)) {
      return {std::nullopt, lower(precedence, scenario.operations, {}, outputs).diagnostics};
    }
  }
  const Cells reached = detail::read_by(precedence, detail::cells_of(precedence, outputs));
  Answer answer;
  answer.drivers = drivers_among(precedence, reached, periods);
  const Cells moved = detail::moved_by(precedence, reached, answer.drivers);
  const detail::KinkSearch search(scenario, reached, moved);

  std::vector<CellId> cells = answer.drivers;
  cells.insert(cells.end(), search.cells().begin(), search.cells().end());
  std::vector<Output> others = values_of(answer.drivers);
  others.insert(others.end(), search.sides().begin(), search.sides().end());
  auto worths = detail::worths(scenario, outputs, cells, others);
  Checked<GradientResult> checked{std::nullopt, std::move(worths.diagnostics)};
  if (!worths) return checked;
  answer.worths = std::move(*worths.value);
  answer.ranges = driver_ranges(scenario);
  const auto cuts = cuts_by_fixes(scenario, outputs, periods);
  checked.diagnostics.insert(checked.diagnostics.end(), cuts.begin(), cuts.end());

  GradientResult result;
  result.periods = periods;
  result.failures = answer.worths.failures;
  const auto sides = std::span(answer.worths.others).subspan(answer.drivers.size());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto figure = Eigen::Index(i);
    const Cells own =
        detail::read_by(precedence, detail::cells_of(precedence, outputs.subspan(i, 1)));
    result.tables.push_back(table_of(model, answer, outputs[i], figure, own));
    const double* worth = answer.worths.slopes.data() + figure * Eigen::Index(cells.size());
    const auto of_cells = std::span(worth, cells.size()).subspan(answer.drivers.size());
    result.tables.back().kinks = search.kinks(sides, of_cells);
  }
  checked.value = std::move(result);
  return checked;
}

PeriodSpan forecast_periods(const Scenario& scenario) {
  return {scenario.precedence->as_of() + 1, {forever}};
}

std::vector<Output> figures_shown(const Scenario& scenario) {
  std::vector<Output> figures;
  const auto take = [&](const Shown& shown) {
    for (const Output& one : detail::outputs_of(shown)) {
      if (std::find(figures.begin(), figures.end(), one) == figures.end()) figures.push_back(one);
    }
  };
  for (const TornadoPlan& plan : scenario.tornados) take(plan.shown);
  if (!figures.empty()) return figures;
  for (const SweepPlan& plan : scenario.sweeps) take(plan.shown);
  return figures;
}

}  // namespace headwater
