#include "engine/app/commands.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/app/blocks_not_run.hpp"
#include "engine/app/check_export.hpp"
#include "engine/app/check_view.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/explain_dot.hpp"
#include "engine/app/explain_json.hpp"
#include "engine/app/explain_view.hpp"
#include "engine/app/open.hpp"
#include "engine/app/outlook_view.hpp"
#include "engine/app/replace_file.hpp"
#include "engine/app/run_csv.hpp"
#include "engine/app/run_json.hpp"
#include "engine/app/tell.hpp"
#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/model/lint.hpp"
#include "engine/study/explain.hpp"

namespace headwater {

namespace {

struct Command {
  std::string_view name;
  std::string_view operands;
  bool several;  // files
  Exit (*run)(const CommandOptions&, Console&);
};
constexpr Command commands[] = {
    {"run", "FILE...", true, run_command},
    {"sweep", "FILE", false, sweep_command},
    {"tornado", "FILE", false, tornado_command},
    {"bridge", "FILE [FILE] --of NAME@PERIOD", true, bridge_command},
    {"gradient", "FILE", false, gradient_command},
    {"target", "FILE", false, target_command},
    {"simulate", "FILE", false, simulate_command},
    {"sensitivity", "FILE", false, sensitivity_command},
    {"backtest", "FILE", false, backtest_command},
    {"check", "FILE", false, check_command},
    {"explain", "FILE NAME@PERIOD...", false, explain_command},
    {"diff", "FILE FILE", true, diff_command},
    {"compare-models", "OLD.model NEW.model [SCENARIO...]", true, compare_models_command},
    {"variants", "FILE...", true, variants_command},
    {"bench", "FILE...", true, bench_command},
    {"export", "FILE", false, export_command},
    {"fmt", "FILE...", true, fmt_command},
    {"batch", "PATH... -o FILE.db", true, batch_command},
    {"merge", "FILE.db... -o FILE.db", true, merge_command}};

std::string_view operands_of(std::string_view command) {
  const auto found = std::ranges::find(commands, command, &Command::name);
  return found == std::end(commands) ? "FILE" : found->operands;
}

}  // namespace

Exit misused(Console& console, const std::string& command, const std::string& complaint) {
  Notice notice;
  notice.code = "usage";
  notice.message = complaint;
  notice.hint =
      fmt::format("usage: headwater {} {} [OPTION...]; see --help", command, operands_of(command));
  notice.text = fmt::format("headwater {}: {}\n{}\n", command, complaint, notice.hint);
  tell(console, notice);
  return Exit::usage;
}

std::string complaint_of(const CommandOptions& options, const Model& model) {
  if (const auto& year = options.outlook.fiscal_year) {
    const PeriodSpan span = model.calendar.year(*year);
    if (model.horizon.last < span.first || span.last < model.horizon.first) {
      return fmt::format("--year FY{} is outside the model's horizon, {}", *year,
                         model.calendar.name(model.horizon));
    }
  }
  if (options.statement.empty() || options.statement == "all") return "";
  std::string known;
  for (const StatementLayout& one : model.statements) {
    if (one.name == options.statement) return "";
    known += one.name + ", ";
  }
  return fmt::format("--statement takes one of {}all, not '{}'", known, options.statement);
}

std::vector<std::string> wanted_statements(const CommandOptions& options, const Model& model) {
  if (options.statement.empty()) return {};
  if (options.statement != "all") return {options.statement};
  std::vector<std::string> names;
  for (const StatementLayout& one : model.statements) names.push_back(one.name);
  return names;
}

std::string shown(const CommandOptions& options, const Console& console, const Page& page) {
  return options.format == Format::markdown ? page_markdown(page) : page_text(page, console.width);
}

Exit verdict(const SingleRun& run) {
  const bool broken = std::any_of(run.checks.begin(), run.checks.end(),
                                  [](const CheckResult& check) { return !check.holds; });
  return broken || !run.failures.empty() ? Exit::broken_check : Exit::done;
}

void write_out(const CommandOptions& options, Console& console) {
  if (options.output.empty()) return;
  replace_file(options.output, console.out);
  console.out.clear();
}

namespace {

constexpr std::string_view usage =
    "usage: headwater COMMAND FILE [OPTION...]\n"
    "\n"
    "  run FILE...   the outlook: actuals, forecast, guidance, year before; of several files\n"
    "                what each says and how far it is from the first\n"
    "  sweep FILE    the sensitivity tables a scenario file defines\n"
    "  tornado FILE  which drivers move a figure most, as a scenario file asks\n"
    "  bridge A B --of NAME@PERIOD\n"
    "                why a figure differs between two scenarios, by what they do differently;\n"
    "                of one file, from another period or from guidance\n"
    "  gradient FILE exact derivatives of figures by every driver\n"
    "  target FILE   what drivers must be for figures to be what a scenario file wants\n"
    "  simulate FILE how figures are distributed when drivers are, and how likely guidance is\n"
    "  sensitivity FILE\n"
    "                which uncertain drivers decide a figure, by several methods\n"
    "  backtest FILE how good forecasts would have been, and which model to believe\n"
    "  check FILE    diagnostics and checks only\n"
    "  explain FILE NAME@PERIOD...\n"
    "                why figures are what they are\n"
    "  diff A B      what two scenarios do differently\n"
    "  compare-models OLD.model NEW.model [SCENARIO...]\n"
    "                what an edit of a model did to every figure, under scenarios\n"
    "  variants FILE...\n"
    "                what models that extend another redefine, formula by formula, and add\n"
    "  bench FILE... how fast variants of a model are: rows per second, side by side\n"
    "  export FILE   every figure, or a sweep, as CSV, JSON lines or a workbook\n"
    "  fmt FILE...   the usual layout, written back\n"
    "  batch PATH... -o FILE.db\n"
    "                many scenarios, folders of them, and large sweeps, into a database\n"
    "  merge FILE.db... -o FILE.db\n"
    "                the shards of a batch, put together\n"
    "\n"
    "FILE is a scenario or a model. headwater COMMAND --help lists a command's options.\n";

}  // namespace

Exit run_command(const CommandOptions& options, Console& console) {
  if (options.files.size() > 1) return compare_command(options, console);
  Sources& sources = console.keep(Sources(options.limits));
  const auto& scenario =
      console.keep(open_scenario(options.files.front(), options, sources, console));
  if (!scenario) return Exit::input;
  const std::string complaint = complaint_of(options, *scenario->model);
  if (!complaint.empty()) return misused(console, "run", complaint);
  tell(console, blocks_not_run(*scenario, "run"), sources);
  const Phrases& words = phrases(options.language);
  SingleRun& run = console.keep(SingleRun());
  if (options.format == Format::json || options.format == Format::csv) {
    auto everything = run_everything(*scenario);
    tell(console, everything.diagnostics, sources);
    if (!everything) return Exit::input;
    run = std::move(*everything.value);
    console.out =
        options.format == Format::json ? run_json(*scenario, run) : run_csv(*scenario, run);
  } else {
    OutlookOptions wanted = options.outlook;
    wanted.statements = wanted_statements(options, *scenario->model);
    auto checked = outlook(*scenario, wanted);
    tell(console, checked.diagnostics, sources);
    if (!checked) return Exit::input;
    const Page page = outlook_page(*scenario, *checked.value, {options.scale, options.language});
    console.out = shown(options, console, page);
    run = std::move(checked.value->run);
  }
  tell_checks(console, *scenario, run.checks, sources, words);
  tell_failures(console, *scenario, run, words);
  tell_unsolved(console, *scenario, run, sources);
  write_out(options, console);
  return verdict(run);
}

std::string check_shown(const CommandOptions& options, const Console& console,
                        const Scenario& scenario, const SingleRun& run, const Sources& sources) {
  const Phrases& words = phrases(options.language);
  switch (options.format) {
    case Format::json: return check_json(scenario, run);
    case Format::csv: return check_csv(scenario, run, sources);
    case Format::markdown: return page_markdown(check_page(scenario, run.checks, words));
    case Format::table: break;
  }
  return page_text(check_summary(scenario, run.checks, words), console.width);
}

Exit check_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  const auto scenario = open_scenario(options.files.front(), options, sources, console);
  if (!scenario) return Exit::input;
  tell(console, blocks_not_run(*scenario, "check"), sources);
  if (options.lint) {
    tell(console, lint(*scenario->model), sources);
    tell(console, lint_operations(*scenario->precedence), sources);
    tell(console, lint_blocks(*scenario->precedence), sources);
  }
  auto run = run_everything(*scenario);
  tell(console, run.diagnostics, sources);
  if (!run) return Exit::input;
  console.out = check_shown(options, console, *scenario, *run.value, sources);
  const Phrases& words = phrases(options.language);
  tell_checks(console, *scenario, run.value->checks, sources, words);
  tell_failures(console, *scenario, *run.value, words);
  tell_unsolved(console, *scenario, *run.value, sources);
  tell_other_solutions(console, *scenario, sources);
  write_out(options, console);
  return verdict(*run.value);
}

Exit explain_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  const auto scenario = open_scenario(options.files.front(), options, sources, console);
  if (!scenario) return Exit::input;
  std::vector<FigureId> figures;
  for (const std::string& text : options.figures) {
    const auto figure = read_figure(*scenario, text, sources);
    tell(console, figure.diagnostics, sources);
    if (figure) figures.push_back(*figure.value);
  }
  if (figures.size() < options.figures.size()) return Exit::input;
  std::vector<Explanation> explanations;
  bool lost = false;
  for (const FigureId figure : figures) {
    explanations.push_back(explain(*scenario, sources, figure, {options.depth}));
    const bool forecast = scenario->precedence->as_of() < figure.span.last;
    lost = lost || (forecast && is_missing(explanations.back().cells.front().value));
  }
  if (options.dot) {
    console.out = explain_dot(*scenario, explanations);
  } else if (options.format == Format::json) {
    console.out = explain_json(*scenario, sources, explanations);
  } else {
    for (const Explanation& one : explanations) {
      if (!console.out.empty()) console.out += "\n";
      console.out += explain_text(*scenario, sources, one, console.width);
    }
  }
  write_out(options, console);
  return lost ? Exit::broken_check : Exit::done;
}

Exit headwater_main(const std::vector<std::string>& args, Console& console) {
  const std::string command = args.empty() ? "" : args.front();
  if (command == "--help" || command == "-h" || command == "help") {
    console.out = usage;
    return Exit::done;
  }
  console.diagnostics = diagnostics_format(args);
  const auto found = std::ranges::find(commands, std::string_view(command), &Command::name);
  const bool known = found != std::end(commands);
  if (!known) {
    Notice notice;
    notice.code = "usage";
    notice.message = command.empty() ? "which command?" : fmt::format("no command '{}'", command);
    notice.hint = usage.substr(0, usage.find('\n'));
    if (!command.empty()) notice.text = fmt::format("headwater: {}\n", notice.message);
    notice.text += usage;
    tell(console, notice);
    return Exit::usage;
  }
  const auto read = read_options(command, {args.begin() + 1, args.end()});
  if (read.help) {
    console.out = fmt::format("usage: headwater {} {} [OPTION...]\n\n{}", command, found->operands,
                              help_of(command));
    return Exit::done;
  }
  if (!read.options || read.options->files.empty() ||
      (read.options->files.size() > 1 && !found->several)) {
    const std::string complaint = !read.options                 ? read.complaint
                                  : read.options->files.empty() ? "which file?"
                                                                : "one file at a time";
    return misused(console, command, complaint);
  }
  const bool from = !read.options->bridged_from.empty();
  const bool of_two = command == "diff" || (command == "bridge" && !from);
  if (of_two && read.options->files.size() != 2) {
    const char* else_one = command == "bridge" ? ", or one with --from PERIOD or guidance" : "";
    return misused(console, command, fmt::format("two files, please{}", else_one));
  }
  if (command == "compare-models" && read.options->files.size() < 2) {
    return misused(console, command, "two models, please, and any number of scenarios");
  }
  if (from && read.options->files.size() != 1) {
    return misused(console, command, "one file with --from, please");
  }
  return found->run(*read.options, console);
}

}  // namespace headwater
