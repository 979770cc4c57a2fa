// A batch planned from files and folders: each file is read and lowered before anything is run.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/limits.hpp"
#include "engine/model/program.hpp"
#include "engine/run/design.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/batch_jobs.hpp"

namespace headwater {

// What is to be said of one file: mistakes and warnings in it, or a word about the file as such.
struct BatchFileReport {
  std::string path;
  std::unique_ptr<Sources> sources;  // of the diagnostics
  std::vector<Diagnostic> diagnostics;
  std::string unreadable;  // the system's own words; else empty
  std::string same_as;     // a file that says the same, and stands for both; else empty
};

struct PlannedBatch {
  std::optional<BatchPlan> plan;         // nothing when a file is wrong, or none is there
  std::vector<std::string> files;        // by job
  std::vector<BatchFileReport> reports;  // in the order of the files
};

struct BatchInput {
  std::vector<std::string> paths;  // scenarios, models, folders
  ScenarioOptions scenario;
  Limits limits;  // sweep_rows: of each sweep
};

// A folder stands for every *.scenario in it and below, in the order of their names. A file named
// twice counts once. Throws IoError when a folder cannot be read.
PlannedBatch plan_batch(const BatchInput& input, const std::atomic<bool>* stop = nullptr);

// A job made ready: what conduct() needs of it.
struct PreparedJob {
  BatchJob job;  // but for its output set
  std::vector<BatchOutput> outputs;
  Program program;
  std::unique_ptr<const Design> design;
};

// Every job of a scenario, `run` first. Errors: those of lower(), and sweeps of too many rows or
// columns. Warnings: operations that the run does not read, axes that their sweep does not read.
Checked<std::vector<PreparedJob>> prepare_jobs(const Scenario& scenario, const Limits& limits);

}  // namespace headwater
