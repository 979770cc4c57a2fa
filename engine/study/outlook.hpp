// The fiscal-year outlook: a statement over periods, beside guidance and the year before.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {

enum class OutlookBy { quarter, half, year };

struct OutlookOptions {
  OutlookBy by = OutlookBy::quarter;
  std::optional<int> fiscal_year;       // absent: the first with a forecast
  std::vector<std::string> statements;  // by name; empty: the model's first
};

enum class ColumnKind {
  figure,      // of `span`
  guidance,    // for `span`
  difference,  // figure of `span` less its guidance; of a ratio in points
  growth,      // figure of `span` against the same span a year before; of a ratio in points
};

struct OutlookColumn {
  ColumnKind kind = ColumnKind::figure;
  PeriodSpan span;
  int fold_rank = 0;  // 0: never left out; the highest goes first when the terminal is narrow
};

struct OutlookCell {
  double value = 0;  // in the series' unit; of growth a share, of a ratio's change its own unit
  Mark mark = Mark::missing;
};

struct OutlookRow {
  std::size_t statement = 0;  // of Outlook::statements
  SeriesId series{};
  int depth = 0;
  std::vector<OutlookCell> cells;  // by column
};

// How far the year has come towards its guidance.
struct Progress {
  SeriesId series{};
  double guidance = 0;
  double so_far = 0;             // actual, from the year's start to what is known
  double share = 0;              // of guidance
  double share_year_before = 0;  // the same point's share of that year's actual; may be missing
  double remainder = 0;          // that the rest of the year must deliver
  double forecast = 0;           // that it does
};

struct Outlook {
  int fiscal_year = 0;
  std::size_t actual_periods = 0;  // of the fiscal year
  std::size_t forecast_periods = 0;
  std::vector<const StatementLayout*> statements;
  std::vector<OutlookColumn> columns;
  std::vector<OutlookRow> rows;    // statement by statement
  std::vector<Progress> progress;  // each series once
  SingleRun run;
};

// Errors: a model without a statement, and those of lower(). Throws std::invalid_argument for a
// statement the model has not got and for a year outside its horizon.
Checked<Outlook> outlook(const Scenario& scenario, const OutlookOptions& options = {});

// The model's statements of these names, in their order; its first without a name. Errors: a model
// without a statement. Throws std::invalid_argument for one it has not got.
Checked<std::vector<const StatementLayout*>> statements_of(const Model& model,
                                                           std::span<const std::string> names);

// What was printed of a series' guidance for a span, as far as it is known: the latest such figure.
const Observation* guidance_for(const Precedence& precedence, SeriesId series, PeriodSpan span);

}  // namespace headwater
