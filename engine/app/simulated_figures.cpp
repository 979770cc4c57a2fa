#include "engine/app/simulated_figures.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"

namespace headwater {
namespace {

double largest_of(const DrawnFigure& distribution, double base) {
  double largest = is_missing(base) ? 0 : std::fabs(base);
  for (const Estimate& one : distribution.quantiles) {
    if (!is_missing(one.value)) largest = std::max(largest, std::fabs(one.value));
  }
  return largest;
}

template <typename Value>
std::optional<Value> at(const std::vector<std::optional<Value>>& all, std::size_t index) {
  return index < all.size() ? all[index] : std::nullopt;
}

double base_of(const SimulateShown& shown, std::size_t output) {
  return output < shown.base.size() ? shown.base[output] : missing();
}

std::vector<StatementLine> lines_of(const SimulateShown& shown) {
  std::vector<StatementLine> lines;
  for (std::size_t i = 0; i < shown.result.outputs.size(); ++i) {
    const double largest = largest_of(shown.result.distributions[i], base_of(shown, i));
    lines.push_back({shown.result.outputs[i].series, 0, largest});
  }
  return lines;
}

}  // namespace

SimulatedFigures::SimulatedFigures(const Scenario& scenario, const SimulateShown& shown,
                                   const SimulateStyle& style)
    : scenario_(scenario),
      model_(*scenario.model),
      shown_(shown),
      words_(phrases(style.language)),
      says_(simulate_phrases(style.language)),
      table_{model_, words_, style.scale},
      lines_(lines_of(shown)),
      styles_(table_, lines_) {}

std::string SimulatedFigures::plain_label(std::size_t output) const {
  return label_of(model_.at(shown_.result.outputs[output].series), words_);
}

std::string SimulatedFigures::period(std::size_t output) const {
  return forecast_period(scenario_, shown_.result.outputs[output].span, words_);
}

std::string SimulatedFigures::text(std::size_t output, double value) const {
  return figure_text(value, style(output), words_);
}

double SimulatedFigures::base(std::size_t output) const { return base_of(shown_, output); }

std::optional<GuidanceShown> SimulatedFigures::guidance(std::size_t output) const {
  return at(shown_.guidance, output);
}

std::optional<std::size_t> SimulatedFigures::guidance_met(std::size_t output) const {
  return at(shown_.guidance_met, output);
}

std::string forecast_period(const Scenario& scenario, PeriodSpan span, const Phrases& words) {
  const bool forecast = scenario.precedence->as_of() < span.last;
  return scenario.model->calendar.label(span) +
         (forecast ? std::string(words.forecast_mark) : std::string());
}

}  // namespace headwater
