#include "engine/study/figure_inputs.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/detail/reach.hpp"
#include "engine/study/detail/worth.hpp"
#include "engine/study/driver_ranges.hpp"

namespace headwater {
namespace {

InputBasis basis_of_driver(std::string_view said) {
  if (said == "printed") return InputBasis::printed;
  if (said == "derived") return InputBasis::derived;
  if (said == "history") return InputBasis::history;
  return said == "judgement" ? InputBasis::judgement : InputBasis::unsaid;
}

InputBasis basis_of_observation(std::string_view said) {
  if (said == "derived") return InputBasis::derived;
  return said == "estimated" ? InputBasis::estimated : InputBasis::printed;
}

std::vector<const Operation*> changes_of(const Scenario& scenario, CellId cell) {
  std::vector<const Operation*> changes;
  for (const Operation& one : scenario.operations) {
    if (one.series == cell.series && one.span.contains(cell.period)) changes.push_back(&one);
  }
  return changes;
}

struct Input {
  CellId cell;
  InputBasis basis{};
  // What weighs of it: of a forecast with add factors what they add; absent: all of its value.
  std::optional<double> amount{};
};

// Nothing of a cell that is no input. A fix is one, and what spreads it over its periods others.
std::optional<Input> input_at(const Scenario& scenario, CellId cell) {
  const Winner winner = scenario.precedence->at(cell.series, cell.period);
  const auto changes = changes_of(scenario, cell);
  if (winner.rule == Rule::observation) {
    return Input{cell, basis_of_observation(winner.observation->basis)};
  }
  if (winner.rule == Rule::fixed) return Input{cell, InputBasis::scenario};
  if (winner.rule == Rule::outlook && !changes.empty()) {
    Input added{cell, InputBasis::scenario, 0.0};
    for (const Operation* one : changes) {
      if (one->kind != OperationKind::add) return Input{cell, InputBasis::scenario};
      *added.amount += one->value;
    }
    return added;
  }
  if (winner.rule != Rule::driver || !scenario.precedence->reads(cell).empty()) return {};
  if (!changes.empty()) return Input{cell, InputBasis::scenario};
  return Input{cell, basis_of_driver(scenario.model->at(cell.series).basis)};
}

std::vector<InputShare> shares_of(const std::map<InputBasis, double>& weights) {
  double whole = 0;
  for (const auto& [basis, weight] : weights) whole += weight;
  std::vector<InputShare> shares;
  for (const auto& [basis, weight] : weights) {
    if (weight > 0) shares.push_back({basis, weight / whole});
  }
  return shares;
}

std::vector<Lever> levers_of(const Scenario& scenario, const std::map<SeriesId, double>& slopes) {
  const auto ranges = driver_ranges(scenario);
  std::vector<Lever> levers;
  for (const auto& [driver, slope] : slopes) {
    const DriverRange& range = ranges[std::size_t(driver)];
    const double half = (range.high - range.low) / 2;
    if (half > 0 && slope * half != 0) levers.push_back({driver, half, slope * half});
  }
  std::stable_sort(levers.begin(), levers.end(), [&](const Lever& left, const Lever& right) {
    const double gap = std::fabs(left.effect) - std::fabs(right.effect);
    if (gap != 0) return gap > 0;
    return scenario.model->at(left.driver).name < scenario.model->at(right.driver).name;
  });
  return levers;
}

}  // namespace

FigureInputs figure_inputs(const Scenario& scenario, const Output& figure) {
  const Precedence& precedence = *scenario.precedence;
  if (refusal(precedence, figure)) return {};
  const auto outputs = std::span(&figure, 1);
  std::vector<CellId> cells;
  std::vector<std::optional<Input>> inputs;
  std::vector<Output> values;
  const auto is_driver = [&](CellId cell) {
    return scenario.model->at(cell.series).kind == SeriesKind::driver;
  };
  for (const CellId cell : detail::read_by(precedence, detail::cells_of(precedence, outputs))) {
    const auto input = input_at(scenario, cell);
    if (!input && !is_driver(cell)) continue;
    if (precedence.lacks(cell.series, {cell.period, cell.period})) continue;
    cells.push_back(cell);
    inputs.push_back(input);
    values.push_back({cell.series, {cell.period, cell.period}});
  }
  const auto worths = detail::worths(scenario, outputs, cells, values);
  if (!worths || is_missing(worths.value->figures.front())) return {};
  std::map<InputBasis, double> weights;
  std::map<SeriesId, double> slopes;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double slope = worths.value->slopes(Eigen::Index(i), 0);
    if (is_missing(slope) || slope == 0) continue;
    if (inputs[i]) {
      const double amount = inputs[i]->amount.value_or(worths.value->others[i]);
      weights[inputs[i]->basis] += std::fabs(slope * amount);
    }
    const bool forecast = precedence.as_of() < cells[i].period;
    if (forecast && is_driver(cells[i])) slopes[cells[i].series] += slope;
  }
  return {levers_of(scenario, slopes), shares_of(weights)};
}

}  // namespace headwater
