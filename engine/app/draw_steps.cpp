#include "engine/app/draw_steps.hpp"

#include <cmath>

#include <fmt/format.h>

#include "engine/app/command_steps.hpp"
#include "engine/app/draw_phrases.hpp"
#include "engine/app/figure_style.hpp"
#include "engine/app/open.hpp"

namespace headwater {
namespace {

// What the options say wrong of how to draw; empty when nothing.
std::string apply(const std::string& command, const CommandOptions& options,
                  UncertaintyPlan& plan) {
  if (options.draw.seed) plan.seed = *options.draw.seed;
  if (options.draw.drawing) plan.drawing = *options.draw.drawing;
  if (options.draw.draws) {
    if (*options.draw.draws > options.limits.draws) {
      return fmt::format("--draws is at most {}, {}", options.limits.draws,
                         raise_limit("draws", options.limits.draws));
    }
    if (command == "simulate") plan.draws = *options.draw.draws;
  }
  const bool rule = options.draw.until > 0;
  if (rule && plan.drawing == Drawing::latin_hypercube) {
    return "--until does not go with lhs: a Latin hypercube is made for all of its draws, and part "
           "of one is none; use sobol";
  }
  return "";
}

std::string amount(const Scenario& scenario, SeriesId id, double value, const Phrases& words) {
  const Series& series = scenario.model->at(id);
  const FigureStyle style =
      figure_style({*scenario.model, words, MoneyScale::as_declared}, series, std::fabs(value));
  return amount_text(value, style, Sign::of_negatives, words);
}

}  // namespace

OpenedUncertain open_uncertain(const std::string& command, const CommandOptions& options,
                               Sources& sources, Console& console) {
  OpenedUncertain opened;
  opened.scenario = open_scenario(options.files.front(), options, sources, console);
  if (!opened.scenario) return opened;
  auto& plan = opened.scenario->uncertainty;
  if (!plan || plan->axes.empty()) {
    opened.otherwise = refuse_certain(console, options.files.front());
    opened.scenario.reset();
    return opened;
  }
  const std::string complaint = apply(command, options, *plan);
  if (complaint.empty()) return opened;
  opened.otherwise = misused(console, command, complaint);
  opened.scenario.reset();
  return opened;
}

Exit refuse_certain(Console& console, const std::string& file) {
  return refused(console, "nothing-uncertain",
                 fmt::format("{} makes no driver uncertain: in a scenario, write a line such as "
                             "'growth ~ normal(3%, 1 pp)' under uncertainty",
                             file));
}

Exit refuse_unshown(Console& console, const std::string& file) {
  return refused(console, "nothing-shown",
                 fmt::format("the uncertainty of {} shows no figure: add a line such as 'show "
                             "operating_profit in FY2023'",
                             file));
}

std::string method_words(Drawing drawing, Language language) {
  const DrawPhrases& words = draw_phrases(language);
  switch (drawing) {
    case Drawing::sobol: return say(words.sobol, replicates_of(drawing));
    case Drawing::latin_hypercube: return say(words.lhs, replicates_of(drawing));
    case Drawing::antithetic: return say(words.antithetic, replicates_of(drawing));
    case Drawing::random: break;
  }
  return std::string(words.random);
}

std::string event_name(const Scenario& scenario, const Simulation& simulation, std::size_t event,
                       Language language) {
  const DrawPhrases& words = draw_phrases(language);
  const Phrases& common = phrases(language);
  const Condition& first = simulation.events[event].conditions.front();
  const Output& output = simulation.outputs[first.output];
  const std::string series = label_of(scenario.model->at(output.series), common);
  const std::string period = scenario.model->calendar.label(output.span);
  switch (simulation.questions[event]) {
    case Question::guidance: return say(words.guidance_met, series, period);
    case Question::all_guidance: return std::string(words.all_guidance);
    case Question::chance:
      return say(first.at_most ? words.at_most : words.at_least, series, period,
                 amount(scenario, output.series, first.value, common));
    case Question::revision: {
      const double guidance = simulation.guidance_of(event);
      const double share = std::fabs(first.value / guidance - 1);
      return say(words.revision, series, period,
                 short_number(100 * share, 1, Sign::of_negatives, common) + "%");
    }
    case Question::any_revision: return std::string(words.any_revision);
  }
  return "";
}

}  // namespace headwater
