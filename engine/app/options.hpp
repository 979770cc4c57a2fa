// The command line, read strictly: no guessing at prefixes, no unknown words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/app/console.hpp"
#include "engine/app/draw_options.hpp"
#include "engine/core/limits.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/batch_jobs.hpp"
#include "engine/study/bridge.hpp"
#include "engine/study/outlook.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {

enum class Format { table, json, csv, markdown };
enum class MoneyScale { as_declared, mn, oku, bn };
enum class ExportFormat { csv, json_lines, workbook };
enum class GradientBy { driver, period };
enum class FmtMode { rewrite, check, print, resolve };

struct CommandOptions {
  std::vector<std::string> files;
  Language language = Language::english;
  std::string statement;   // its name, or "all"; empty: the model's first
  OutlookOptions outlook;  // but for statements, which the model knows
  bool by_given = false;   // of several files the default is another than the outlook's
  Format format = Format::table;
  MoneyScale scale = MoneyScale::as_declared;
  std::string output;                // -o; empty: stdout
  std::vector<std::string> figures;  // of explain and gradient: NAME@PERIOD
  std::optional<int> depth;          // of explain; absent: all
  bool dot = false;                  // of explain: a graph
  GradientBy gradient_by = GradientBy::driver;
  std::string changed_in;  // of gradient: periods, or "all"; empty: those after the vintage
  ExportFormat export_format = ExportFormat::csv;
  std::string sweep;         // of export and target: its name; empty: none
  std::size_t top = 0;       // of tornado: bars of each table; of sweep: rows; 0: all
  bool as_scenario = false;  // of target: what was found, as a scenario
  bool summary = false;      // of sweep: least, mean and greatest instead of rows
  std::string ranked_by;     // of sweep with top: NAME@PERIOD; empty: the first shown
  std::string bridged;       // of bridge: NAME@PERIOD
  std::string bridged_from;  // of bridge: of one file, the period or "guidance" it starts from
  BridgeOptions bridge;
  DrawOptions draw;           // of simulate and sensitivity
  bool measure_speed = true;  // of backtest: beside the scores of a table
  std::size_t rows = 0;       // of bench
  std::size_t rounds = 0;     // of bench
  std::size_t threads = 0;
  std::size_t block_lanes = 0;  // 0: as suits the program
  ScenarioOptions scenario;
  Limits limits;
  bool lint = true;  // of check: also what is not wrong, but will be asked about
  FmtMode fmt_mode = FmtMode::rewrite;
  Shard shard;  // of batch
};

struct ReadOptions {
  std::optional<CommandOptions> options;
  std::string complaint;  // when there are none
  bool help = false;
};

// The options of `command`, and its help.
ReadOptions read_options(const std::string& command, const std::vector<std::string>& args);
std::string help_of(const std::string& command);

// How to write messages, as far as the words say before they are read: so that what is wrong with
// them is told that way too.
DiagnosticsFormat diagnostics_format(const std::vector<std::string>& args);

}  // namespace headwater
