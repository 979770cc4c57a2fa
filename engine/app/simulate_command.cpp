// headwater simulate: how figures are distributed when drivers are.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/blocks_not_run.hpp"
#include "engine/app/check_view.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/draw_phrases.hpp"
#include "engine/app/draw_steps.hpp"
#include "engine/app/open.hpp"
#include "engine/app/progress_bar.hpp"
#include "engine/app/simulate_export.hpp"
#include "engine/app/simulate_phrases.hpp"
#include "engine/app/simulate_view.hpp"
#include "engine/app/stop_signals.hpp"
#include "engine/app/tell.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/fan.hpp"
#include "engine/study/simulation.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {
namespace {

bool is_by(OutlookBy by, const PeriodSpan& span, const Calendar& calendar) {
  const std::int32_t year = calendar.periods_per_year();
  switch (by) {
    case OutlookBy::quarter: return span.count() == 1;
    case OutlookBy::half: return 2 * span.count() == year;
    case OutlookBy::year: return span.count() == year;
  }
  return false;
}

// The spans of the horizon of one length.
std::vector<PeriodSpan> spans_by(OutlookBy by, const Model& model) {
  std::vector<PeriodSpan> spans;
  for (const PeriodSpan& span : spans_of(model)) {
    if (is_by(by, span, model.calendar)) spans.push_back(span);
  }
  return spans;
}

// Each series of --fan in every span that is forecast; nothing after saying which is unknown.
std::optional<std::vector<Output>> fan_outputs(const CommandOptions& options,
                                               const Scenario& scenario, Console& console) {
  std::vector<Output> outputs;
  for (std::size_t at = 0; at <= options.draw.fan.size();) {
    const std::size_t end = std::min(options.draw.fan.find(',', at), options.draw.fan.size());
    const std::string name = options.draw.fan.substr(at, end - at);
    at = end + 1;
    const auto series = scenario.model->find(name);
    if (!series) {
      misused(console, "simulate", fmt::format("--fan takes series, and none is named '{}'", name));
      return std::nullopt;
    }
    for (const PeriodSpan& span : spans_by(options.outlook.by, *scenario.model)) {
      const Output output{*series, span};
      const bool forecast = scenario.precedence->as_of() < span.last;
      if (forecast && !refusal(*scenario.precedence, output)) outputs.push_back(output);
    }
  }
  return outputs;
}

// Figures that are known, before those of the fan.
std::vector<std::pair<PeriodSpan, double>> actuals_before(const CommandOptions& options,
                                                          const Scenario& scenario,
                                                          SeriesId series) {
  std::vector<Output> outputs;
  for (const PeriodSpan& span : spans_by(options.outlook.by, *scenario.model)) {
    const bool known = span.last <= scenario.precedence->as_of();
    if (known && !refusal(*scenario.precedence, {series, span})) outputs.push_back({series, span});
  }
  std::vector<std::pair<PeriodSpan, double>> actuals;
  const auto run = run_single(scenario, outputs);
  if (!run) return actuals;
  for (const Output& one : outputs) {
    actuals.emplace_back(one.span, run.value->figures.at(one.series, one.span));
  }
  return actuals;
}

std::vector<double> base_of(const Scenario& scenario, const Simulation& simulation) {
  const auto run = run_single(scenario, simulation.outputs);
  std::vector<double> base;
  for (const Output& one : simulation.outputs) {
    base.push_back(run ? run.value->figures.at(one.series, one.span) : missing());
  }
  return base;
}

// "Simulation · as of 2Q23", in both languages.
Title page_title(const Scenario& scenario) {
  const Period last = scenario.precedence->as_of();
  const std::string period = scenario.model->calendar.label({last, last});
  const auto in = [&](Language language) {
    return say(phrases(language).title_as_of, std::string_view(simulate_phrases(language).title),
               period);
  };
  return {in(Language::english), in(Language::japanese)};
}

// What is shown, and beside what.
SimulateShown shown_of(const CommandOptions& options, const Scenario& scenario,
                       const Simulation& simulation, const SimulateResult& result) {
  const UncertaintyPlan& plan = *scenario.uncertainty;
  SimulateShown shown{result, page_title(scenario), base_of(scenario, simulation)};
  for (const Observation* one : simulation.guidance) {
    shown.guidance.push_back(
        one == nullptr ? std::nullopt : std::optional(GuidanceShown{one->value, one->half_width}));
  }
  shown.guidance_met = simulation.guidance_met;
  shown.method = method_words(plan.drawing, options.language);
  shown.seed = plan.seed;
  shown.until = options.draw.until;
  if (const std::size_t random = simulation.design.axes_drawn_random(); random > 0) {
    shown.notes.push_back(
        say(draw_phrases(options.language).drawn_random, random, UnitPoints::sobol_axes_max));
  }
  return shown;
}

// Of the figures asked for: an event may ask about others.
std::vector<FanShown> fans_shown(const CommandOptions& options, const Scenario& scenario,
                                 std::span<const Output> asked, const SimulateResult& result) {
  std::vector<FanShown> fans;
  for (Fan& fan : fans_of(result)) {
    const auto is_asked = [&](const Output& one) { return one.series == fan.series; };
    if (std::none_of(asked.begin(), asked.end(), is_asked)) continue;
    auto actuals = actuals_before(options, scenario, fan.series);
    fans.push_back({std::move(fan), std::move(actuals)});
  }
  return fans;
}

void append(Page& page, Page more) {
  for (PageBlock& block : more.blocks) page.blocks.push_back(std::move(block));
}

std::string answer(const CommandOptions& options, const Console& console, const Scenario& scenario,
                   const Simulation& simulation, const SimulateResult& result) {
  const std::size_t width = options.format == Format::table ? console.width : 0;
  const SimulateStyle style{options.scale, options.language, width};
  const SimulateShown shows = shown_of(options, scenario, simulation, result);
  if (!options.draw.fan.empty()) {
    const auto shown_ones = std::span(simulation.outputs).first(simulation.shown);
    const auto fans = fans_shown(options, scenario, shown_ones, result);
    switch (options.format) {
      case Format::json: return simulate_json(scenario, shows, fans);
      case Format::csv: return fan_csv(scenario, fans);
      case Format::table:
      case Format::markdown: break;
    }
    Page page;
    page.blocks.emplace_back(PageTitle{in_language(scenario.title, phrases(options.language)),
                                       in_language(shows.title, phrases(options.language))});
    append(page, fan_page(scenario, fans, style));
    return shown(options, console, page);
  }
  switch (options.format) {
    case Format::json: return simulate_json(scenario, shows);
    case Format::csv: return simulate_csv(scenario, shows);
    case Format::table:
    case Format::markdown: break;
  }
  Page page = simulate_page(scenario, shows, style);
  if (options.draw.histogram) append(page, histogram_page(scenario, shows, style));
  return shown(options, console, page);
}

// A run that is shown on a terminal while it lasts, and that Ctrl-C ends.
Checked<SimulateResult> run(const CommandOptions& options, Console& console,
                            const Scenario& scenario, const Simulation& simulation) {
  const StopSignals signals;
  ProgressBar bar(scenario.path, console.width, console.live);
  SimulateRequest request = request_of(scenario, simulation);
  for (std::size_t i = 0; i < request.events.size(); ++i) {
    request.events[i].name = event_name(scenario, simulation, i, options.language);
  }
  request.until = options.draw.until;
  request.told = [&](std::uint64_t done, std::uint64_t rows) { bar.show({rows, 0, done, 0}); };
  return run_simulation(scenario, request,
                        {options.block_lanes, options.threads, &signals.requested()});
}

}  // namespace

Exit simulate_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  auto opened = open_uncertain("simulate", options, sources, console);
  if (!opened.scenario) return opened.otherwise;
  const Scenario& scenario = *opened.scenario;
  std::vector<Output> fan;
  if (!options.draw.fan.empty()) {
    auto outputs = fan_outputs(options, scenario, console);
    if (!outputs) return Exit::usage;
    fan = std::move(*outputs);
    opened.scenario->uncertainty->shown = {};  // a fan stands by itself
  }
  if (fan.empty() && scenario.uncertainty->shown.series.empty()) {
    return refuse_unshown(console, options.files.front());
  }
  tell(console, blocks_not_run(scenario, "simulate"), sources);
  const Simulation simulation = simulation_of(scenario, fan);
  const auto result = run(options, console, scenario, simulation);
  tell(console, result.diagnostics, sources);
  if (!result) return Exit::input;
  if (result.value->stopped) {
    Notice notice;
    notice.code = "stopped";
    notice.message = "stopped before all was drawn: there is no answer";
    notice.text = "headwater: " + notice.message + "\n";
    tell(console, notice);
    return Exit::interrupted;
  }
  console.out = answer(options, console, scenario, simulation, *result.value);
  write_out(options, console);
  bool lost = false;
  for (std::size_t i = 0; i < simulation.shown; ++i) {
    lost = lost || result.value->distributions[i].missing > 0;
  }
  return lost ? Exit::broken_check : Exit::done;
}

}  // namespace headwater
