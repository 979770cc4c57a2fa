// A scenario file resolved: its model, what is known, what is changed and what is varied.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/model.hpp"
#include "engine/model/operation.hpp"
#include "engine/model/precedence.hpp"
#include "engine/model/read_operations.hpp"
#include "engine/scenario/backtest_plan.hpp"
#include "engine/scenario/uncertainty.hpp"

namespace headwater {

struct SweepPlan {
  std::string name;
  Title title;
  std::vector<Levels> axes;  // the last dimension goes round fastest
  std::vector<Title> cases;  // of a list of cases: the title of each row
  Shown shown;
  Place place;

  // By dimension, its axes: one, or several that go along with each other.
  std::vector<std::vector<std::size_t>> dimensions() const;
  // By axis, its level in a row.
  std::vector<std::size_t> levels_at(std::uint64_t row) const;
};

struct TornadoPlan {
  Title title;
  std::vector<Bar> bars;  // operations only in periods in which the driver has a value
  Shown shown;
  tree::Tornado written;
  Place place;
};

struct TargetPlan {
  Title title;
  std::vector<Aim> aims;                // each with its value
  std::vector<Instrument> instruments;  // at least as many
  tree::Target written;
  Place place;
};

struct Scenario {
  std::string path;
  Title title;
  std::string why;
  std::unique_ptr<const Model> model;  // stays where it is: `precedence` points into it
  std::unique_ptr<const Precedence> precedence;
  Operations operations;  // the parent's first, in file order; --set after them, and fixes last
  std::vector<SweepPlan> sweeps;
  std::vector<TornadoPlan> tornados;
  std::vector<TargetPlan> targets;
  std::optional<UncertaintyPlan> uncertainty;
  std::vector<SensitivityPlan> sensitivities;
  std::vector<BacktestPlan> backtests;
  std::vector<tree::Item> kept;  // the blocks of these as they are written
  // As the scenario names it, or how it would name the one it is read against; empty when it is a
  // model.
  std::string model_file;
  std::string model_hash;     // of every file the model read
  std::string scenario_hash;  // of what is known, changed and studied: see resolved.hpp
};

struct ScenarioOptions {
  bool allow_outside = false;     // files may leave the folder of the top file
  std::vector<std::string> sets;  // NAME = VALUE [in PERIODS], as on the command line
  // Instead of the model that the scenario names, which then need not be there: all that the
  // scenario says is read against it. Where it lies outside the folder of the scenario, its own
  // files may not leave its own. A model file given for the scenario changes nothing in it either.
  std::optional<std::filesystem::path> model;
};

// Reads a scenario file with its parents and model; or a model file, as a scenario that changes
// nothing. All mistakes in all files are collected. Throws IoError when `path` cannot be read, nor
// the model that `options` give.
Checked<Scenario> load_scenario(const std::filesystem::path& path, Sources& sources,
                                const ScenarioOptions& options = {});

// The same for a text that is in `sources` already, on disk or not; `path` says in which folder the
// files lie that it names.
Checked<Scenario> load_scenario(const std::filesystem::path& path, FileId file, Sources& sources,
                                const ScenarioOptions& options = {});

}  // namespace headwater
