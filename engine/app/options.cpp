#include "engine/app/options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <utility>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include "engine/app/describe_options.hpp"
#include "engine/core/diagnostic.hpp"

namespace headwater {
namespace {

namespace po = boost::program_options;

template <typename Value, std::size_t count>
using Choices = std::array<std::pair<std::string_view, Value>, count>;

constexpr Choices<OutlookBy, 3> by_choices = {
    {{"quarter", OutlookBy::quarter}, {"half", OutlookBy::half}, {"year", OutlookBy::year}}};
constexpr Choices<BridgeBy, 3> bridge_by_choices = {
    {{"groups", BridgeBy::groups}, {"drivers", BridgeBy::drivers}, {"lines", BridgeBy::lines}}};
constexpr Choices<BridgeMethod, 3> method_choices = {{{"shapley", BridgeMethod::shapley},
                                                      {"sequential", BridgeMethod::sequential},
                                                      {"path", BridgeMethod::path}}};
constexpr Choices<Format, 4> format_choices = {{{"table", Format::table},
                                                {"json", Format::json},
                                                {"csv", Format::csv},
                                                {"markdown", Format::markdown}}};
constexpr Choices<ExportFormat, 3> export_choices = {{{"csv", ExportFormat::csv},
                                                      {"jsonl", ExportFormat::json_lines},
                                                      {"workbook", ExportFormat::workbook}}};
constexpr Choices<GradientBy, 2> gradient_choices = {
    {{"driver", GradientBy::driver}, {"period", GradientBy::period}}};
constexpr Choices<Language, 2> language_choices = {
    {{"en", Language::english}, {"ja", Language::japanese}}};
constexpr Choices<DiagnosticsFormat, 2> diagnostics_choices = {
    {{"text", DiagnosticsFormat::text}, {"json", DiagnosticsFormat::json}}};
constexpr Choices<MoneyScale, 3> scale_choices = {
    {{"mn", MoneyScale::mn}, {"oku", MoneyScale::oku}, {"bn", MoneyScale::bn}}};

template <typename Value, std::size_t count>
bool choose(const po::variables_map& given, const char* name, const Choices<Value, count>& choices,
            Value& chosen, std::string& complaint) {
  if (given.count(name) == 0) return true;
  const auto& word = given[name].as<std::string>();
  std::string known;
  for (const auto& [text, value] : choices) {
    if (text == word) {
      chosen = value;
      return true;
    }
    known += (known.empty() ? "" : ", ") + std::string(text);
  }
  complaint = fmt::format("--{} takes one of {}, not '{}'", name, known, word);
  return false;
}

bool choose_year(const po::variables_map& given, CommandOptions& options, std::string& complaint) {
  if (given.count("year") == 0) return true;
  std::string year = given["year"].as<std::string>();
  if (year.starts_with("FY")) year = year.substr(2);
  if (year.size() == 4 && year.find_first_not_of("0123456789") == std::string::npos) {
    options.outlook.fiscal_year = std::stoi(year);
    return true;
  }
  complaint = fmt::format("--year takes a fiscal year such as FY2024, not '{}'",
                          given["year"].as<std::string>());
  return false;
}

bool choose_fmt_mode(const po::variables_map& given, CommandOptions& options,
                     std::string& complaint) {
  const bool print = given.count("stdout") > 0;
  if (given.count("check") > 0) options.fmt_mode = FmtMode::check;
  if (print && options.fmt_mode == FmtMode::check) {
    complaint = "--check or --stdout, not both";
    return false;
  }
  if (print && options.files.size() > 1) {
    complaint = "one file at a time with --stdout";
    return false;
  }
  if (print) options.fmt_mode = FmtMode::print;
  const bool resolved = given.count("resolved") > 0;
  if (resolved && (print || options.fmt_mode == FmtMode::check)) {
    complaint = "--resolved stands alone";
    return false;
  }
  if (resolved && options.files.size() > 1) {
    complaint = "one file at a time with --resolved";
    return false;
  }
  if (resolved) options.fmt_mode = FmtMode::resolve;
  return true;
}

std::string no_limit(const std::string& name) {
  std::vector<std::string> known;
  for (const LimitName& one : limit_names()) known.emplace_back(one.name);
  const auto near = nearest(name, known);
  return near ? fmt::format("no limit is named '{}'; did you mean {}?", name, *near)
              : fmt::format("no limit is named '{}'; there are {}", name, fmt::join(known, ", "));
}

// One NAME=VALUE; says what is wrong with it, if anything is.
std::string set_limit(const std::string& text, Limits& limits) {
  const std::size_t sign = text.find('=');
  const std::string name = text.substr(0, sign);
  const auto names = limit_names();
  const auto found = std::ranges::find(names, std::string_view(name), &LimitName::name);
  if (found == names.end()) return no_limit(name);
  const std::string value = sign == std::string::npos ? "" : text.substr(sign + 1);
  std::size_t number = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == value.data() + value.size();
  if (!whole || number < 1 || number > found->most) {
    return fmt::format("--limit {} is a whole number from 1 to {}, not '{}'", name, found->most,
                       value);
  }
  limits.*(found->value) = number;
  return "";
}

bool choose_limits(const po::variables_map& given, Limits& limits, std::string& complaint) {
  if (given.count("limit") == 0) return true;
  for (const std::string& text : given["limit"].as<std::vector<std::string>>()) {
    complaint = set_limit(text, limits);
    if (!complaint.empty()) return false;
  }
  return true;
}

// By --format, or by what -o ends in.
bool choose_export(const po::variables_map& given, CommandOptions& options,
                   std::string& complaint) {
  if (given.count("format") > 0) {
    if (!choose(given, "format", export_choices, options.export_format, complaint)) return false;
  } else if (options.output.ends_with(".xlsx")) {
    options.export_format = ExportFormat::workbook;
  } else if (options.output.ends_with(".jsonl")) {
    options.export_format = ExportFormat::json_lines;
  } else if (!options.output.ends_with(".csv")) {
    complaint = "which format? -o NAME.csv, NAME.jsonl or NAME.xlsx, or --format csv";
    return false;
  }
  const bool needs_file = options.export_format == ExportFormat::workbook;
  if (needs_file && options.output.empty()) complaint = "a workbook needs a file: -o NAME.xlsx";
  return complaint.empty();
}

// The first word is the file, each further one a figure.
bool choose_explanation(const po::variables_map& given, CommandOptions& options,
                        std::string& complaint) {
  if (options.files.size() > 1) {
    options.figures.assign(options.files.begin() + 1, options.files.end());
    options.files.resize(1);
  }
  if (!options.files.empty() && options.figures.empty()) {
    complaint = "which figure? for example: headwater explain FILE operating_profit@FY2023";
    return false;
  }
  options.dot = given.count("dot") > 0;
  options.depth = options.dot ? std::nullopt : std::optional(2);
  if (options.dot && given.count("format") > 0) {
    complaint = "--dot is a format of its own: leave out --format";
    return false;
  }
  const std::string format =
      given.count("format") > 0 ? given["format"].as<std::string>() : "table";
  if (format == "csv" || format == "markdown") {
    complaint = fmt::format("explanations are text or json, not {}", format);
    return false;
  }
  if (given.count("depth") == 0) return true;
  const auto& depth = given["depth"].as<std::string>();
  if (depth == "all") {
    options.depth = std::nullopt;
    return true;
  }
  constexpr std::size_t digits_max = 4;
  const bool whole = !depth.empty() && depth.size() <= digits_max &&
                     depth.find_first_not_of("0123456789") == std::string::npos;
  if (whole) options.depth = std::stoi(depth);
  if (!whole) complaint = fmt::format("--depth takes a number of steps or all, not '{}'", depth);
  return whole;
}

// One --of after the other, each with commas between its figures.
void choose_figures(const po::variables_map& given, CommandOptions& options) {
  if (given.count("of") == 0) return;
  for (const std::string& several : given["of"].as<std::vector<std::string>>()) {
    for (std::size_t at = 0; at <= several.size();) {
      const std::size_t end = std::min(several.find(',', at), several.size());
      options.figures.push_back(several.substr(at, end - at));
      at = end + 1;
    }
  }
}

// "2/7" into number and count.
bool choose_shard(const po::variables_map& given, Shard& shard, std::string& complaint) {
  if (given.count("shard") == 0) return true;
  const auto& text = given["shard"].as<std::string>();
  const char* end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, shard.number);
  bool whole = number.ec == std::errc() && number.ptr != end && *number.ptr == '/';
  if (whole) {
    const auto count = std::from_chars(number.ptr + 1, end, shard.count);
    whole = count.ec == std::errc() && count.ptr == end;
  }
  if (whole && 1 <= shard.number && shard.number <= shard.count && shard.count <= shards_max) {
    return true;
  }
  complaint = fmt::format("--shard takes one part of several, from 1/1 to {0}/{0}, not '{1}'",
                          shards_max, text);
  return false;
}

// A database goes to no stdout.
bool has_output(const std::string& command, const CommandOptions& options, std::string& complaint) {
  const bool needed = command == "batch" || command == "merge";
  if (needed && options.output.empty()) complaint = "which database? for example: -o runs.db";
  return complaint.empty();
}

// What of a sweep or a tornado is shown, when not all of it.
bool choose_digest(const po::variables_map& given, CommandOptions& options,
                   std::string& complaint) {
  options.summary = given.count("summary") > 0;
  if (given.count("top") > 0) {
    options.top = given["top"].as<std::size_t>();
    constexpr std::size_t top_max = 1'000'000;
    if (options.top < 1 || options.top > top_max) {
      complaint = fmt::format("--top is from 1 to {}", top_max);
      return false;
    }
  }
  if (given.count("of") > 0 && options.figures.empty()) {
    options.ranked_by = given["of"].as<std::string>();
  }
  if (options.summary && options.top > 0) complaint = "--summary or --top, not both";
  else if (!options.ranked_by.empty() && options.top == 0) complaint = "--of goes with --top N";
  return complaint.empty();
}

// By which periods an outlook is shown, or by what a gradient.
bool choose_by(const po::variables_map& given, const std::string& command, CommandOptions& options,
               std::string& complaint) {
  if (command == "sensitivity") return true;  // see draw_options.hpp
  return command == "gradient"
             ? choose(given, "by", gradient_choices, options.gradient_by, complaint)
             : choose(given, "by", by_choices, options.outlook.by, complaint);
}

// Which figure is explained, by what and how.
bool choose_bridge(const po::variables_map& given, CommandOptions& options,
                   std::string& complaint) {
  if (given.count("of") == 0) {
    complaint = "which figure? for example: --of operating_profit@FY2023";
    return false;
  }
  options.bridged = given["of"].as<std::string>();
  if (given.count("from") > 0) options.bridged_from = given["from"].as<std::string>();
  if (!options.bridged_from.empty()) options.bridge.by = BridgeBy::lines;
  if (!choose(given, "by", bridge_by_choices, options.bridge.by, complaint) ||
      !choose(given, "method", method_choices, options.bridge.method, complaint)) {
    return false;
  }
  const bool lines = options.bridge.by == BridgeBy::lines;
  if (lines && given.count("method") > 0) complaint = "by lines there is but one way: no --method";
  else if (!lines && !options.bridged_from.empty()) complaint = "--from goes --by lines";
  return complaint.empty();
}

// How much a benchmark measures, by default on one thread: a figure per core.
bool choose_bench(const po::variables_map& given, CommandOptions& options, std::string& complaint) {
  struct Count {
    const char* name;
    std::size_t CommandOptions::* value;
    std::size_t fallback;
    std::size_t most;
  };
  for (const Count& one : {Count{"rows", &CommandOptions::rows, 100'000, 1'000'000'000},
                           Count{"rounds", &CommandOptions::rounds, 5, 1'000}}) {
    const bool chosen = given.count(one.name) > 0;
    options.*one.value = chosen ? given[one.name].as<std::size_t>() : one.fallback;
    if (options.*one.value >= 1 && options.*one.value <= one.most) continue;
    complaint = fmt::format("--{} is from 1 to {}", one.name, one.most);
    return false;
  }
  if (given.count("threads") == 0) options.threads = 1;
  return true;
}

bool choose_format(const std::string& command, const po::variables_map& given,
                   CommandOptions& options, std::string& complaint) {
  if (command == "export") return choose_export(given, options, complaint);
  const bool named = given.count("format") > 0;
  options.as_scenario =
      command == "target" && named && given["format"].as<std::string>() == "scenario";
  return options.as_scenario || choose(given, "format", format_choices, options.format, complaint);
}

bool fill(const std::string& command, const po::variables_map& given, CommandOptions& options,
          std::string& complaint) {
  const auto text = [&](const char* name) {
    return given.count(name) == 0 ? std::string() : given[name].as<std::string>();
  };
  const auto number = [&](const char* name, std::size_t fallback) {
    return given.count(name) == 0 ? fallback : given[name].as<std::size_t>();
  };
  if (given.count("file") > 0) options.files = given["file"].as<std::vector<std::string>>();
  if (given.count("set") > 0) options.scenario.sets = given["set"].as<std::vector<std::string>>();
  options.scenario.allow_outside = given.count("allow-outside") > 0;
  options.output = text("output");
  options.lint = given.count("no-lint") == 0;
  options.statement = text("statement");
  options.sweep = text("sweep");
  options.measure_speed = given.count("no-speed") == 0;
  options.by_given = given.count("by") > 0;
  if (command == "explain" && !choose_explanation(given, options, complaint)) return false;
  const bool bridge = command == "bridge";
  if (command == "gradient" || command == "sensitivity") choose_figures(given, options);
  if (!choose_draw_options(given, command, options.draw, complaint)) return false;
  options.changed_in = text("in");
  if (bridge && !choose_bridge(given, options, complaint)) return false;
  if (!bridge && !choose_digest(given, options, complaint)) return false;
  options.threads = number("threads", 0);
  options.block_lanes = number("block-width", 0);
  if (command == "bench" && !choose_bench(given, options, complaint)) return false;
  const bool chosen = given.count("block-width") > 0;
  if ((chosen && options.block_lanes == 0) || options.block_lanes > 1'000'000) {
    complaint = "--block-width is from 1 to 1000000";
    return false;
  }
  if (options.threads > 1'024) {
    complaint = "--threads is at most 1024";
    return false;
  }
  DiagnosticsFormat diagnostics{};  // read before the other words: see diagnostics_format()
  return choose(given, "diagnostics", diagnostics_choices, diagnostics, complaint) &&
         choose_limits(given, options.limits, complaint) &&
         choose(given, "lang", language_choices, options.language, complaint) &&
         choose_fmt_mode(given, options, complaint) &&
         (bridge || choose_by(given, command, options, complaint)) &&
         choose_format(command, given, options, complaint) &&
         choose(given, "scale", scale_choices, options.scale, complaint) &&
         choose_year(given, options, complaint) && choose_shard(given, options.shard, complaint) &&
         has_output(command, options, complaint);
}

}  // namespace

ReadOptions read_options(const std::string& command, const std::vector<std::string>& args) {
  ReadOptions read;
  po::options_description all = describe_options(command);
  all.add_options()("file", po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add("file", -1);
  try {
    po::variables_map given;
    const int style =
        po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(args).options(all).positional(positional).style(style).run(),
              given);
    po::notify(given);
    read.help = given.count("help") > 0;
    CommandOptions options;
    if (read.help || fill(command, given, options, read.complaint))
      read.options = std::move(options);
  } catch (const po::error& mistake) {
    read.complaint = mistake.what();
  }
  return read;
}

DiagnosticsFormat diagnostics_format(const std::vector<std::string>& args) {
  DiagnosticsFormat format = DiagnosticsFormat::text;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (args[i] == "--") break;
    const bool apart = args[i] == "--diagnostics" && i + 1 < args.size() && args[i + 1] == "json";
    if (apart || args[i] == "--diagnostics=json") format = DiagnosticsFormat::json;
  }
  return format;
}

std::string help_of(const std::string& command) {
  std::ostringstream text;
  text << describe_options(command);
  return text.str();
}

}  // namespace headwater
