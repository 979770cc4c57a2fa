// A run as JSON: every series, every span, every check, and what it was made from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"
#include "engine/tables/json.hpp"

namespace headwater {

// `run` holds every_output(scenario).
std::string run_json(const Scenario& scenario, const SingleRun& run);
// The same as one value of a larger document.
void write_run(JsonWriter& json, const Scenario& scenario, const SingleRun& run);

// What files for programs call things.
std::string_view kind_name(SeriesKind kind);
std::string_view mark_name(Mark mark);
// What a figure is made of; missing where the series has no figure for such a span.
Mark mark_shown(const Precedence& precedence, SeriesId series, PeriodSpan span);

void write_checks(JsonWriter& json, const Scenario& scenario,
                  const std::vector<CheckResult>& checks);

// Model, scenario, vintage and engine: what a result depends on, and a digest of it.
void write_manifest(JsonWriter& json, const Scenario& scenario, const std::string& digest);

}  // namespace headwater
