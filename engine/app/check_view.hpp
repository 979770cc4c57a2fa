// How checks stand: for people, and for programs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/app/bench_view.hpp"
#include "engine/app/console.hpp"
#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/app/sweep_digest.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"
#include "engine/study/sweep.hpp"
#include "engine/study/tornado.hpp"
#include "engine/tables/json.hpp"

namespace headwater {

// A summary: what the model holds; how many checks hold, broke, could not be evaluated.
Page check_summary(const Scenario& scenario, const std::vector<CheckResult>& checks,
                   const Phrases& words);
// The summary, and a table with a row for every check.
Page check_page(const Scenario& scenario, const std::vector<CheckResult>& checks,
                const Phrases& words);

// Whether a message names the scenario's file: where several are run.
enum class NameFile { no, yes };

// Each broken check to `console.err`, with both sides and the difference.
void tell_checks(Console& console, const Scenario& scenario, const std::vector<CheckResult>& checks,
                 const Sources& sources, const Phrases& words, NameFile name_file = NameFile::no);

// Which run a message is of, where a scenario is read against several models.
struct RunOf {
  std::string scenario;  // its file; empty where a model stands alone
  std::string model;     // in words
};
void tell_checks(Console& console, const Scenario& scenario, const std::vector<CheckResult>& checks,
                 const Sources& sources, const Phrases& words, const RunOf& run);

// Forecast figures that are missing, each with the cell that lost its value.
void tell_failures(Console& console, const Scenario& scenario, const SingleRun& run,
                   const Phrases& words, NameFile name_file = NameFile::no);

void tell_failures(Console& console, const Scenario& scenario, const SingleRun& run,
                   const Phrases& words, const RunOf& of);

// Of those that were lost on a circle: why it has no solution.
void tell_unsolved(Console& console, const Scenario& scenario, const SingleRun& run,
                   const Sources& sources);
// Circles with more solutions than the one that is shown.
void tell_other_solutions(Console& console, const Scenario& scenario, const Sources& sources);

// That figures of a sweep or a tornado are missing, how many, and what the first of them lacked.
void tell_failures(Console& console, const Scenario& scenario, const SweepResult& sweep,
                   const Phrases& words);
void tell_failures(Console& console, const Scenario& scenario, const TornadoResult& tornado,
                   const Phrases& words);
void tell_failures(Console& console, const Scenario& scenario, const SweepDigest& digest,
                   const Phrases& words);
// Of a benchmark: how many rows.
void tell_failures(Console& console, const Bench& bench, const Phrases& words);

}  // namespace headwater
