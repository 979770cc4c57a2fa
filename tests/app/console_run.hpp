// Runs the program's commands inside the test, from a folder of the test's choice.
#pragma once

#include <filesystem>
#include <sstream>
#include <stdlib.h>
#include <string>
#include <vector>

#include "engine/app/commands.hpp"

namespace headwater {

// The process stands in `folder` for as long as this lives.
class WorkingFolder {
 public:
  explicit WorkingFolder(const std::filesystem::path& folder)
      : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(folder);
  }
  ~WorkingFolder() { std::filesystem::current_path(before_); }
  WorkingFolder(const WorkingFolder&) = delete;
  WorkingFolder& operator=(const WorkingFolder&) = delete;

 private:
  std::filesystem::path before_;
};

// A fresh folder, gone with its contents when this is.
struct TemporaryFolder {
  TemporaryFolder() {
    std::string form = (std::filesystem::temp_directory_path() / "headwater-XXXXXX").string();
    path = mkdtemp(form.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path path;
};

struct ConsoleRun {
  Console console;
  Exit exit = Exit::ours;
};

inline ConsoleRun run_args(const std::vector<std::string>& args) {
  ConsoleRun run;
  run.exit = headwater_main(args, run.console);
  return run;
}

// Words separated by blanks, without quoting.
inline ConsoleRun run_words(const std::string& command) {
  std::vector<std::string> args;
  std::istringstream words(command);
  for (std::string word; words >> word;) args.push_back(word);
  return run_args(args);
}

}  // namespace headwater
