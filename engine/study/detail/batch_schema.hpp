// The tables of a batch file, and the plan that is written into them and read back.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/study/batch_jobs.hpp"
#include "engine/tables/sqlite.hpp"

namespace headwater::detail {

// In the header of the file, at byte 68: "HWbg" while it grows, "HWbf" once it is finished.
inline constexpr std::int64_t growing_id = 0x48576267;
inline constexpr std::int64_t finished_id = 0x48576266;

// The table that holds a job's results; `job` is its index in the plan.
std::string results_table(const BatchPlan& plan, std::size_t job);

// Names of tables and views with the SQL that makes them, in the order of making.
std::vector<std::pair<std::string, std::string>> batch_schema(const BatchPlan& plan);

// Into an empty file, within a transaction of the caller's: tables, plan, and which shard it is.
void write_plan(Database& database, const BatchPlan& plan, Shard shard);

// No jobs at all when something that no plan holds, such as a number, is not as we write it.
BatchPlan read_plan(const Database& database);
Shard read_shard(const Database& database);
std::string read_meta(const Database& database, std::string_view key);  // empty: none

}  // namespace headwater::detail
