#include "engine/study/driver_ranges.hpp"

#include <algorithm>
#include <optional>

#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {
namespace {

// One side of every range, by a run that asks for its formulas.
Figures ends_of(const Scenario& scenario, PeriodSpan span, std::optional<NodeId> Series::* side) {
  std::vector<Output> outputs;
  for (std::size_t i = 0; i < scenario.model->series.size(); ++i) {
    const auto& formula = scenario.model->series[i].*side;
    if (!formula) continue;
    const Output output{SeriesId(i), span, formula};
    if (!refusal(*scenario.precedence, output)) outputs.push_back(output);
  }
  auto run = run_single(scenario, outputs);
  return run ? std::move(run.value->figures) : Figures{};
}

}  // namespace

std::vector<DriverRange> driver_ranges(const Scenario& scenario) {
  const Model& model = *scenario.model;
  const Period next = std::min(scenario.precedence->as_of() + 1, model.horizon.last);
  const PeriodSpan span{next, next};
  const Figures low = ends_of(scenario, span, &Series::range_low);
  const Figures high = ends_of(scenario, span, &Series::range_high);
  std::vector<DriverRange> ranges;
  for (std::size_t i = 0; i < model.series.size(); ++i) {
    ranges.push_back({low.at(SeriesId(i), span), high.at(SeriesId(i), span)});
  }
  return ranges;
}

}  // namespace headwater
