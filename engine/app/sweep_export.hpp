// Sensitivity tables for programs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/scenario/scenario.hpp"
#include "engine/study/sweep.hpp"
#include "engine/tables/data_table.hpp"

namespace headwater {

// "set", "add" or "multiply": what the values of an axis do.
std::string_view operation_name(OperationKind kind);

std::string sweep_json(const Scenario& scenario, std::span<const SweepResult> results);

// A line for each point and output, with a column for the level of every driver varied (blank where
// a sweep does not vary it) and the change against the scenario as it stands. Values are round-trip
// doubles in the unit beside them; what is missing is blank.
std::string sweep_csv(const Scenario& scenario, std::span<const SweepResult> results);
DataTable sweep_table(const Scenario& scenario, std::span<const SweepResult> results);

}  // namespace headwater
