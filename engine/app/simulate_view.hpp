// Simulations for people: how figures are distributed, and how likely events are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/options.hpp"
#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/fan.hpp"
#include "engine/study/simulate.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {

struct GuidanceShown {
  double value = 0;       // in the output's unit
  double half_width = 0;  // of its printed digit
};

// What a simulation shows beside its result; lists by output may be empty where there is nothing.
struct SimulateShown {
  const SimulateResult& result;
  Title title;                                         // of the study
  std::vector<double> base;                            // by output; missing where there is none
  std::vector<std::optional<GuidanceShown>> guidance;  // by output
  // By output, which of the events says that guidance is met: it stands beside the output, and not
  // among the events.
  std::vector<std::optional<std::size_t>> guidance_met;
  std::string method;  // in the language of the page: "scrambled Sobol points, 16 replicates"
  std::uint64_t seed = 1;
  double until = 0;                // the rule that was asked for; 0: none
  std::vector<std::string> notes;  // further lines, in the language of the page
};

struct SimulateStyle {
  MoneyScale scale = MoneyScale::as_declared;
  Language language = Language::english;
  std::size_t width = 0;  // of the terminal in cells; 0: as wide as needed
};

// Title, distributions beside base and guidance, tails, events, and how it was drawn.
Page simulate_page(const Scenario& scenario, const SimulateShown& shown,
                   const SimulateStyle& style = {});

// By output a bar for each of its histogram's.
Page histogram_page(const Scenario& scenario, const SimulateShown& shown,
                    const SimulateStyle& style = {});

struct FanShown {
  Fan fan;
  std::vector<std::pair<PeriodSpan, double>> actuals;  // before the fan, in order
};
// With up to so many actuals before the fan, as long as its periods, out of figures of a run.
FanShown with_actuals(const Scenario& scenario, Fan fan, const Figures& figures,
                      std::size_t periods);

// A line for each period.
Page fan_page(const Scenario& scenario, std::span<const FanShown> fans,
              const SimulateStyle& style = {});

}  // namespace headwater
