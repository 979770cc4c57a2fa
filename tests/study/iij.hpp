// The reference model as these tests see it: loaded from the checkout, run, and asked by name.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/source.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"

namespace headwater::iij {

std::filesystem::path folder();  // scenarios/iij of this checkout
std::filesystem::path golden(std::string_view file);

// A scenario or a model with every figure it has.
struct Ran {
  Sources sources;
  Scenario scenario;
  SingleRun run;

  const Model& model() const { return *scenario.model; }
  SeriesId series(std::string_view name) const;    // throws std::invalid_argument naming it
  PeriodSpan span(std::string_view period) const;  // "2023Q3", "2023H2", "FY2023"; else throws
  double at(std::string_view series, std::string_view period) const;
  std::string name(SeriesId series, PeriodSpan span) const;  // "eps@FY2023", for messages
};

// Throws std::runtime_error with the messages when the file does not load or run.
std::unique_ptr<Ran> run_file(const std::filesystem::path& path,
                              const ScenarioOptions& options = {});
const Ran& base();             // scenarios/iij/base.scenario, run once
const Ran& with_statements();  // scenarios/iij/statements.model, as of its last figures, run once

const Ran& with_circular_interest();  // the same of circular_interest.model

// The rows of a CSV file, each by column name.
using Row = std::map<std::string, std::string, std::less<>>;
std::vector<Row> rows_of(const std::filesystem::path& path);

// A folder of one's own among the temporary files, gone with its owner.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(std::string_view file, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

// Copies scenarios/iij into a folder of its own there, and returns that.
std::filesystem::path copy_into(const ScratchFolder& scratch);

bool same_bits(double left, double right);

}  // namespace headwater::iij
