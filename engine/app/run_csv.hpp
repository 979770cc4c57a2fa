// A run as CSV, for a data frame: one line for each series and span.
#pragma once

#include <string>
#include <string_view>

#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"
#include "engine/tables/data_table.hpp"

namespace headwater {

// Every series in every span: the figures of run_json, in the series' own unit. `span` says month,
// quarter, half or year, so that sums are not added to what they are the sum of; `mark` what the
// figure is made of; `guidance` and `printed` are the figures somebody printed, with the page of
// the latter. What is missing is blank. `run` holds every_output(scenario).
std::string run_csv(const Scenario& scenario, const SingleRun& run);
DataTable run_table(const Scenario& scenario, const SingleRun& run);

// What tables for programs call a span: month, quarter, half or year.
std::string_view span_kind(const Calendar& calendar, PeriodSpan span);

}  // namespace headwater
