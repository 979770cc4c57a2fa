// A backtest as people read it: scores, forecasts by origin, verdicts; and for programs.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "engine/app/measure_speed.hpp"
#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/study/backtest.hpp"

namespace headwater {

struct BacktestStyle {
  Language language = Language::english;
  std::size_t origins_shown = 8;  // forecasts by origin where there are no more than so many
};

// `speeds` by entrant; none: not measured.
Page backtest_page(const BacktestRequest& request, const BacktestResult& result,
                   std::span<const Speed> speeds, const BacktestStyle& style);

// Both hold every score and every forecast, and nothing that was measured with a clock.
std::string backtest_json(const BacktestRequest& request, const BacktestResult& result);
std::string backtest_csv(const BacktestRequest& request, const BacktestResult& result);

}  // namespace headwater
