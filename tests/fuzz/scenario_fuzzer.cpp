// Any bytes as the statements of a scenario of one company: read, checked, told, run, swept. What a
// scenario comes to, printed, reads back to the same.
#include <filesystem>
#include <string>

#include "engine/core/error.hpp"
#include "engine/scenario/resolved.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"
#include "engine/study/sweep.hpp"
#include "tests/fuzz/harness.hpp"

namespace {

namespace fs = std::filesystem;
using namespace headwater;

const Limits limits = {.text_bytes = 100'000, .words = 5'000, .files = 20, .sweep_rows = 1'000};
const std::string head = "scenario \"F\"\nmodel \"company.model\"\nas of 2023Q2\n";
const RunOptions alone = {.block_lanes = 64, .threads = 1};

void promise_the_same_again(const Scenario& scenario, const fs::path& path) {
  const std::string printed = print_resolved(scenario, Titles::left_out);
  Sources sources(limits);
  const FileId file = sources.add(path.string(), printed);
  const auto again = load_scenario(path, file, sources);
  require(again.value.has_value(), "what a scenario comes to can be read");
  require(again.value->scenario_hash == scenario.scenario_hash, "and comes to the same");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fs::path folder = fs::path(HEADWATER_SOURCE_DIR) / "tests/fuzz";
  const fs::path path = folder / "fuzz.scenario";
  Sources sources(limits);
  const FileId file = sources.add(path.string(), head + std::string(fuzz::text_of(data, size)));
  const auto scenario = load_scenario(path, file, sources);
  fuzz::promise_messages(scenario, sources);
  if (!scenario) return 0;
  fuzz::promise_messages(run_everything(*scenario.value), sources);
  for (const SweepPlan& plan : scenario.value->sweeps) {
    fuzz::promise_messages(sweep(*scenario.value, plan, alone, limits.sweep_rows), sources);
  }
  promise_the_same_again(*scenario.value, path);
  return 0;
}
