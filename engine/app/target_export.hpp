// Targets for programs, and as a scenario to go on with.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/scenario/hash.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/target.hpp"
#include "engine/tables/json.hpp"

namespace headwater {

std::string target_json(const Scenario& scenario, std::span<const TargetResult> results);

// A line for each figure that is wanted, then one for each driver that is moved. Values are
// round-trip doubles in the unit beside them; a driver's bounds, and what was found within them,
// are those of its operation's operand. What is missing, or has no bound, is blank.
std::string target_csv(const Scenario& scenario, std::span<const TargetResult> results);

// The scenario with what was found: run, it gives the figures reached.
std::string target_scenario(const Scenario& scenario, const TargetResult& result);

// Parts of the above: the line of headings; a line each for figures and drivers; a value of JSON,
// whose figures also go into the digest.
std::string target_headings();
std::vector<std::string> target_rows(const Scenario& scenario, const TargetResult& result);
void write_target(JsonWriter& json, const Scenario& scenario, const TargetResult& result,
                  ContentHash& digest);

std::string_view ending_name(TargetEnding ending);

}  // namespace headwater
