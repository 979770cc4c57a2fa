// headwater gradient: exact derivatives of figures by every driver.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/app/blocks_not_run.hpp"
#include "engine/app/check_view.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/gradient_export.hpp"
#include "engine/app/gradient_view.hpp"
#include "engine/app/open.hpp"
#include "engine/app/tell.hpp"
#include "engine/study/explain.hpp"
#include "engine/study/gradient.hpp"

namespace headwater {
namespace {

// Those asked for, each once; without any those that the scenario shows. Nothing after a mistake.
std::optional<std::vector<Output>> figures(const CommandOptions& options, const Scenario& scenario,
                                           Sources& sources, Console& console) {
  if (options.figures.empty()) return figures_shown(scenario);
  std::vector<Output> outputs;
  bool whole = true;
  for (const std::string& text : options.figures) {
    const auto figure = read_figure(scenario, text, sources, "--of");
    tell(console, figure.diagnostics, sources);
    whole = whole && figure;
    if (!figure) continue;
    const Output output{figure.value->series, figure.value->span};
    if (std::find(outputs.begin(), outputs.end(), output) == outputs.end()) {
      outputs.push_back(output);
    }
  }
  return whole ? std::optional(outputs) : std::nullopt;
}

// "FY2024", "2023Q3..", "2023Q3..2024Q2", "all"; nothing when it is none of these.
std::optional<PeriodSpan> periods(const std::string& text, const Scenario& scenario) {
  PeriodSpan span = text.empty() ? forecast_periods(scenario) : PeriodSpan{{-forever}, {forever}};
  if (text.empty() || text == "all") return span;
  const Calendar& calendar = scenario.model->calendar;
  const std::size_t dots = text.find("..");
  const auto first = calendar.parse(text.substr(0, dots));
  if (!first) return std::nullopt;
  span.first = first->first;
  if (dots != std::string::npos && dots + 2 == text.size()) return span;
  const auto last = dots == std::string::npos ? first : calendar.parse(text.substr(dots + 2));
  if (!last || last->last < span.first) return std::nullopt;
  span.last = last->last;
  return span;
}

std::string gradient_shown(const CommandOptions& options, const Console& console,
                           const Scenario& scenario, const Sources& sources,
                           const GradientResult& result) {
  switch (options.format) {
    case Format::json: return gradient_json(scenario, sources, result);
    case Format::csv: return gradient_csv(scenario, result, options.gradient_by);
    case Format::table:
    case Format::markdown: break;
  }
  const std::size_t width = options.format == Format::table ? console.width : 0;
  const GradientStyle style{options.language, options.gradient_by, options.top, width};
  return shown(options, console, gradient_page(scenario, sources, result, style));
}

}  // namespace

Exit gradient_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  const auto scenario = open_scenario(options.files.front(), options, sources, console);
  if (!scenario) return Exit::input;
  const auto outputs = figures(options, *scenario, sources, console);
  if (!outputs) return Exit::input;
  if (outputs->empty()) {
    return misused(console, "gradient",
                   "which figure? for example --of operating_profit@FY2023; without --of a "
                   "scenario's tornados and sweeps say which they show");
  }
  const auto changed = periods(options.changed_in, *scenario);
  if (!changed) {
    return misused(console, "gradient",
                   fmt::format("--in takes periods such as FY2024 or 2023Q3.., or all, not '{}'",
                               options.changed_in));
  }
  tell(console, blocks_not_run(*scenario, "gradient"), sources);
  const auto result = gradient(*scenario, *outputs, *changed);
  tell(console, result.diagnostics, sources);
  if (!result) return Exit::input;
  console.out = gradient_shown(options, console, *scenario, sources, *result.value);
  SingleRun lost;
  for (const Failure& failure : result.value->failures) {
    const bool forecast = scenario->precedence->as_of() < (*outputs)[failure.output].span.last;
    if (forecast) lost.failures.push_back(failure);
  }
  tell_failures(console, *scenario, lost, phrases(options.language));
  write_out(options, console);
  return lost.failures.empty() ? Exit::done : Exit::broken_check;
}

}  // namespace headwater
