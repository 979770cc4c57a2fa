// headwater bridge A B: why a figure differs between two scenarios; of one file, from a period or
// from its guidance.
#include <optional>
#include <string>

#include <fmt/format.h>

#include "engine/app/blocks_not_run.hpp"
#include "engine/app/bridge_export.hpp"
#include "engine/app/bridge_view.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/open.hpp"
#include "engine/app/tell_once.hpp"
#include "engine/study/bridge.hpp"
#include "engine/study/compare.hpp"
#include "engine/study/explain.hpp"
#include "engine/study/line_bridge.hpp"

namespace headwater {
namespace {

std::string bridge_shown(const CommandOptions& options, const Console& console,
                         const std::vector<Scenario>& scenarios, const BridgeResult& result) {
  const Scenario& first = scenarios.front();
  const Scenario& second = scenarios.back();
  switch (options.format) {
    case Format::json: return bridge_json(first, second, result);
    case Format::csv: return bridge_csv(first, second, result);
    case Format::table:
    case Format::markdown: break;
  }
  const bool narrow = options.format == Format::table;
  const BridgeStyle style{options.language, narrow ? console.width : 0};
  return shown(options, console, bridge_page(first, second, result, style));
}

std::string other_model(const Scenario& first, const Scenario& second) {
  return fmt::format(
      "{} and {} are not of one model and its data: what they do differently can be told of one "
      "model only; --by lines tells which lines differ",
      first.path, second.path);
}

// Where a bridge of one file begins: "guidance", or a period.
Checked<BridgeEnd> read_from(const CommandOptions& options, const Scenario& scenario,
                             FigureId figure, Sources& sources) {
  if (options.bridged_from == "guidance") {
    return {BridgeEnd{figure.span, BridgeSource::guidance}, {}};
  }
  const std::string& name = scenario.model->at(figure.series).name;
  auto from = read_figure(scenario, name + "@" + options.bridged_from, sources, "--from");
  if (!from) return {std::nullopt, std::move(from.diagnostics)};
  return {BridgeEnd{from.value->span}, std::move(from.diagnostics)};
}

Checked<BridgeResult> by_lines(const CommandOptions& options,
                               const std::vector<Scenario>& scenarios, FigureId figure,
                               Sources& sources) {
  auto at_odds = calendars_at_odds(scenarios);
  if (!at_odds.empty()) return {std::nullopt, std::move(at_odds)};
  BridgeEnd from{figure.span};
  if (!options.bridged_from.empty()) {
    auto read = read_from(options, scenarios.front(), figure, sources);
    if (!read) return {std::nullopt, std::move(read.diagnostics)};
    from = *read.value;
  }
  return line_bridge({scenarios.front(), from}, {scenarios.back(), {figure.span}}, figure.series);
}

}  // namespace

Exit bridge_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  TellOnce tell_once(console, sources);
  const auto scenarios = open_all(options, sources, console, tell_once);
  if (scenarios.empty()) return Exit::input;
  const bool lines = options.bridge.by == BridgeBy::lines;
  if (!lines && !comparable(scenarios.front(), scenarios.back())) {
    refused(console, "bridge-other-model", other_model(scenarios.front(), scenarios.back()));
    return Exit::input;
  }
  for (const Scenario& one : scenarios) tell_once(blocks_not_run(one, "bridge"));
  const auto figure = read_figure(scenarios.front(), options.bridged, sources, "--of");
  tell_once(figure.diagnostics);
  if (!figure) return Exit::input;
  const Output output{figure.value->series, figure.value->span, std::nullopt, std::nullopt};
  const auto result = lines ? by_lines(options, scenarios, *figure.value, sources)
                            : bridge(scenarios.front(), scenarios.back(), output, options.bridge,
                                     {options.block_lanes, options.threads});
  tell_once(result.diagnostics);
  if (!result) return Exit::input;
  console.out = bridge_shown(options, console, scenarios, *result.value);
  write_out(options, console);
  return Exit::done;
}

}  // namespace headwater
