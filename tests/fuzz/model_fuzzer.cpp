// Any bytes as a model or a scenario: read, checked, told and, where small enough, run.
//
// Its first statement says which of the two a text is, so that the files of tests/golden/errors and
// scenarios are inputs as they stand. What a text names is looked for in tests/golden/errors, where
// data/ has tables, models and scenarios of every kind, and nowhere else.
#include <filesystem>

#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"
#include "tests/fuzz/harness.hpp"

namespace {

namespace fs = std::filesystem;
using namespace headwater;

// Long horizons of many series are in order and take their time, which is not what is sought here.
const Limits limits = {.text_bytes = 100'000,
                       .words = 5'000,
                       .files = 20,
                       .rows = 100,
                       .figures = 5'000,
                       .sweep_rows = 1'000};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fs::path folder = fs::path(HEADWATER_SOURCE_DIR) / "tests/golden/errors";
  const fs::path path = folder / "fuzz.model";
  Sources sources(limits);
  const FileId file = sources.add(path.string(), fuzz::text_of(data, size));
  const auto scenario = load_scenario(path, file, sources);
  fuzz::promise_messages(scenario, sources);
  if (scenario) fuzz::promise_messages(run_everything(*scenario.value), sources);
  return 0;
}
