// Every figure of a scenario as a workbook of values.
#pragma once

#include <string>
#include <string_view>

#include "engine/app/phrases.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"
#include "engine/tables/data_table.hpp"

namespace headwater {

// A sheet for each statement, named as it is (its lines, every period, half and year), a sheet
// `drivers` with ranges and bases, and a sheet `all` with the lines of run_table(). Figures are in
// the series' own unit, which stands beside them: 23.7 is shown as 23.7%. What is estimated or
// forecast has a style of its own. Text is in the language. `run` holds every_output(scenario).
std::string export_workbook(const Scenario& scenario, const SingleRun& run, const Phrases& words);

// A workbook of one long table.
std::string table_workbook(const DataTable& table, std::string_view sheet);

}  // namespace headwater
