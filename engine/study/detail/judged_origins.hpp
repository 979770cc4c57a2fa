// From where a backtest forecasts, and what came of it.
#pragma once

#include <span>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/study/backtest.hpp"

namespace headwater::detail {

struct JudgedOrigins {
  std::vector<Period> origins;        // with something to judge
  std::vector<JudgedFigure> figures;  // target by target, with spans and actuals by origin
};

// Errors: no origin with anything to judge. Notes: origins without, and figures.
Checked<JudgedOrigins> judged_origins(const Scenario& reference, const BacktestPlan& plan);

// What is forecast from an origin, figure by figure.
std::vector<Output> outputs_from(const Calendar& calendar, std::span<const JudgedFigure> figures,
                                 Period origin);

}  // namespace headwater::detail
