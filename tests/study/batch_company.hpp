// A small company with sweeps of several chunks, and batches of it, for the tests of batches.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdlib.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "engine/study/batch.hpp"

namespace headwater::test {

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A folder whose files need not wait for a disk, where the machine has one; gone with its owner.
class MemoryFolder {
 public:
  MemoryFolder() {
    const bool memory = access("/dev/shm", W_OK) == 0;
    std::string form = memory
                           ? "/dev/shm/headwater-XXXXXX"
                           : (std::filesystem::temp_directory_path() / "headwater-XXXXXX").string();
    path_ = mkdtemp(form.data());
  }
  ~MemoryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  MemoryFolder(const MemoryFolder&) = delete;
  MemoryFolder& operator=(const MemoryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

 private:
  std::filesystem::path path_;
};

// Three scenarios: one that only runs, one of 30,000 rows (eight chunks), and one of 42 rows, in
// six of which units cost nothing, so that sales per unit cost are missing.
struct Company : MemoryFolder {
  Company() {
    write("tiny.model",
          "model tiny \"Tiny\" ja \"小\"\n"
          "calendar quarterly, fiscal year starts april\n"
          "horizon 2022Q1..2023Q4\n"
          "unit piece\n"
          "driver pieces : piece per quarter = 7 \"Pieces\" ja \"個数\"\n"
          "driver price : JPY / piece = 3 \"Price\" ja \"単価\"\n"
          "driver cost : JPY / piece = 2 \"Cost\"\n"
          "flow sales : JPY \"Sales\" ja \"売上\"\n  = pieces * price\n"
          "flow costs : JPY \"Costs\"\n  = pieces * cost\n"
          "flow profit : JPY \"Profit\" ja \"利益\"\n  = sales - costs\n"
          "ratio markup : % \"Markup\"\n  = price / cost - 1\n  rolls up as mean\n"
          "statement pl \"Profit and loss\"\n  sales\n  costs\n  profit\n  markup\n");
    write("plain.scenario", "scenario \"Plain\"\nmodel \"tiny.model\"\n");
    write("wide/large.scenario",
          "scenario \"Large\" ja \"大\"\nextends \"../plain.scenario\"\n"
          "sweep large \"Price and pieces\"\n"
          "  across price in FY2023 = 1 to 4 in 300 points\n"
          "  across pieces in FY2022.. = base * 0.5 to base * 1.5 in 100 points\n"
          "  show profit, markup in FY2023, 2023Q4\n");
    write("wide/small.scenario",
          "scenario \"Small\"\nextends \"../plain.scenario\"\nset price = 4 in FY2022\n"
          "sweep small \"Cost and price\"\n"
          "  across cost in FY2022 = 0, 1, 1.5, 2, 2.5, 3, 4\n"
          "  across price in FY2023 = 1 to 6 in 6 points\n"
          "  show markup, profit in 2022Q1, FY2023\n");
  }
  std::string file(const std::string& name) const { return (path() / name).string(); }

  PlannedBatch plan(const std::vector<std::string>& names = {""}) const {
    BatchInput input;
    for (const std::string& name : names) input.paths.push_back(file(name));
    input.scenario.allow_outside = true;
    return plan_batch(input);
  }
};

inline BatchOptions batch_options(RunOptions run = {}, Shard shard = {}) {
  BatchOptions options;
  options.run = run;
  options.shard = shard;
  options.scenario.allow_outside = true;
  return options;
}

}  // namespace headwater::test
