// The block `backtest`, as far as the scenario's model says what it means.
#pragma once

#include "engine/core/diagnostic.hpp"
#include "engine/model/read_operations.hpp"
#include "engine/scenario/backtest_plan.hpp"

namespace headwater::detail {

Checked<BacktestPlan> read_backtest(OperationReader& reader, const Model& model,
                                    const Sources& sources, const tree::Backtest& block);

}  // namespace headwater::detail
