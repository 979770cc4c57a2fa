// The command line, read strictly: no guessing at prefixes, no unknown words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/scenario/scenario.hpp"
#include "engine/study/outlook.hpp"

namespace headwater {

enum class Format { table, json };
enum class MoneyScale { as_declared, mn, oku, bn };

struct CommandOptions {
  std::vector<std::string> files;
  OutlookOptions outlook;
  Format format = Format::table;
  MoneyScale scale = MoneyScale::as_declared;
  std::string output;  // -o; empty: stdout
  std::size_t threads = 0;
  std::size_t block_lanes = 256;
  ScenarioOptions scenario;
};

struct ReadOptions {
  std::optional<CommandOptions> options;
  std::string complaint;  // when there are none
  bool help = false;
};

// The options of `command` (run, sweep, check), and its help.
ReadOptions read_options(const std::string& command, const std::vector<std::string>& args);
std::string help_of(const std::string& command);

}  // namespace headwater
