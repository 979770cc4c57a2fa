// What was known of a figure's past, as baselines and scales take it.
#pragma once

#include "engine/model/precedence.hpp"
#include "engine/study/backtest.hpp"
#include "engine/study/detail/baselines.hpp"

namespace headwater::detail {

// All values in a row that are known, the last as late as there is.
KnownHistory known_history(const Precedence& then, SeriesId series);

// How far the figure moved from one year to the next, on average: the scale of MASE. Of a half or a
// year, of those that are known; `span` is any of them.
double known_scale(const Precedence& then, const KnownHistory& history, const JudgedFigure& figure,
                   PeriodSpan span);

}  // namespace headwater::detail
