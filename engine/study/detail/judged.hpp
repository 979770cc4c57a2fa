// A figure's forecasts scored, contender by contender, and the verdict on them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/study/backtest.hpp"

namespace headwater::detail {

// Fills in scores and verdict from forecasts, actuals and scales. `origins` are those of all.
void judge_figure(JudgedFigure& figure, std::span<const BacktestContender> contenders,
                  std::span<const Period> origins);

}  // namespace headwater::detail
