// What the views of a simulation have in common: labels, periods and how figures are written.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/app/simulate_phrases.hpp"
#include "engine/app/simulate_view.hpp"
#include "engine/app/statement_style.hpp"

namespace headwater {

class SimulatedFigures {
 public:
  SimulatedFigures(const Scenario& scenario, const SimulateShown& shown,
                   const SimulateStyle& style);

  const Model& model() const { return model_; }
  const Phrases& words() const { return words_; }
  const SimulatePhrases& says() const { return says_; }

  FigureStyle style(std::size_t output) const { return styles_.of(lines_[output]); }
  // With its unit where that is not the one of heading().
  std::string label(std::size_t output) const { return styles_.label(lines_[output]); }
  std::string plain_label(std::size_t output) const;
  std::string heading() const { return styles_.heading(); }
  std::string period(std::size_t output) const;
  std::string text(std::size_t output, double value) const;  // in its style

  double base(std::size_t output) const;  // missing where there is none
  std::optional<GuidanceShown> guidance(std::size_t output) const;
  std::optional<std::size_t> guidance_met(std::size_t output) const;

 private:
  const Scenario& scenario_;
  const Model& model_;
  const SimulateShown& shown_;
  const Phrases& words_;
  const SimulatePhrases& says_;
  FigureTable table_;
  std::vector<StatementLine> lines_;  // by output
  StatementStyle styles_;
};

// "3Q23e": with a mark where it holds a forecast.
std::string forecast_period(const Scenario& scenario, PeriodSpan span, const Phrases& words);

}  // namespace headwater
