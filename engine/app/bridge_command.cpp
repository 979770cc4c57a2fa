// headwater bridge A B: why a figure differs between two scenarios.
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
#include "engine/study/explain.hpp"

namespace headwater {
namespace {

std::string bridge_shown(const CommandOptions& options, const Console& console,
                         const std::vector<Scenario>& scenarios, const BridgeResult& result) {
  const Scenario& first = scenarios[0];
  const Scenario& second = scenarios[1];
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

std::string known_by(const Scenario& scenario) {
  const Vintage& vintage = scenario.precedence->vintage();
  if (vintage.day) return text_of(*vintage.day);
  return scenario.model->calendar.name({vintage.period, vintage.period});
}

std::string other_model(const Scenario& first, const Scenario& second) {
  return fmt::format(
      "{} and {} are not of one model and its data: a bridge explains what two scenarios of one "
      "model do differently; headwater run {} {} compares them",
      first.path, second.path, first.path, second.path);
}

std::string other_vintage(const Scenario& first, const Scenario& second) {
  return fmt::format(
      "{} is as of {}, {} as of {}: a bridge does not explain what became known in between; give "
      "both one 'as of'",
      first.path, known_by(first), second.path, known_by(second));
}

// Says which two cannot be bridged, if they cannot.
bool refuse_incomparable(const Scenario& first, const Scenario& second, Console& console) {
  switch (comparable(first, second)) {
    case Comparable::yes: return false;
    case Comparable::other_model:
      refused(console, "bridge-other-model", other_model(first, second));
      return true;
    case Comparable::other_vintage:
      refused(console, "bridge-other-vintage", other_vintage(first, second));
      return true;
  }
  return false;
}

}  // namespace

Exit bridge_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  TellOnce tell_once(console, sources);
  const auto scenarios = open_all(options, sources, console, tell_once);
  if (scenarios.empty()) return Exit::input;
  if (refuse_incomparable(scenarios[0], scenarios[1], console)) return Exit::input;
  for (const Scenario& one : scenarios) tell_once(blocks_not_run(one, "bridge"));
  const auto figure = read_figure(scenarios[0], options.bridged, sources, "--of");
  tell_once(figure.diagnostics);
  if (!figure) return Exit::input;
  const Output output{figure.value->series, figure.value->span, std::nullopt};
  const auto result = bridge(scenarios[0], scenarios[1], output, options.bridge,
                             {options.block_lanes, options.threads});
  tell_once(result.diagnostics);
  if (!result) return Exit::input;
  console.out = bridge_shown(options, console, scenarios, *result.value);
  write_out(options, console);
  return Exit::done;
}

}  // namespace headwater
