#include "engine/app/check_view.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/app/tell.hpp"
#include "engine/core/width.hpp"
#include "engine/study/unsolved.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {
namespace {

std::string amount(double value, const Phrases& words) {
  const int decimals = std::fabs(value) < 100 ? 3 : std::fabs(value) < 10'000 ? 1 : 0;
  return grouped(value, {.decimals = decimals, .language = words.language});
}

std::string title_of(const Scenario& scenario, const Phrases& words) {
  return in_language(scenario.model->title, words);
}

PageLine line_of(std::string text) { return {"", {std::move(text)}, "", "", ""}; }

PageLine what_the_model_holds(const Scenario& scenario, const Phrases& words) {
  const Model& model = *scenario.model;
  const auto drivers =
      std::size_t(std::count_if(model.series.begin(), model.series.end(),
                                [](const Series& one) { return one.kind == SeriesKind::driver; }));
  return line_of(say(words.model_holds, title_of(scenario, words), model.series.size() - drivers,
                     drivers, model.observations.size(),
                     scenario.precedence->as_of() - model.horizon.first + 1));
}

std::string_view state_of(const CheckResult& check, const Phrases& words) {
  if (!check.evaluable) return words.not_evaluable;
  return check.holds ? words.holds : words.broken;
}

RunOf run_of(const Scenario& scenario, NameFile name_file) {
  return {name_file == NameFile::yes ? scenario.path : std::string(), ""};
}

// In brackets, behind a message; nothing where there is but one run.
std::string named(const RunOf& run, const Phrases& words) {
  std::string text = run.scenario;
  if (!run.scenario.empty() && !run.model.empty()) text += words.between_list;
  text += run.model;
  return text.empty() ? text : say(words.in_brackets, text);
}

void write_run_of(JsonWriter& json, const RunOf& run) {
  if (!run.scenario.empty()) json.key("scenario").text(run.scenario);
  if (!run.model.empty()) json.key("of_model").text(run.model);
}

Notice broken(const CheckResult& check, const Scenario& scenario, const Sources& sources,
              const Phrases& words, const RunOf& run) {
  const std::string period = scenario.model->calendar.name(check.span);
  std::string message = say(
      words.check_broken, check.name, period, amount(check.left, words), amount(check.right, words),
      unit_text(*scenario.model, check.unit, words), amount(check.left - check.right, words));
  if (!check.source.empty()) message += say(words.printed_on, check.source);
  message += named(run, words);
  const auto at = sources.position(check.place.file, check.place.begin);
  Notice notice;
  notice.code = "broken-check";
  notice.message = message;
  notice.text = fmt::format("{}:{}: {}\n", escaped_for_terminal(sources.path(check.place.file)),
                            at.line, escaped_for_terminal(message));
  notice.place = check.place;
  notice.more = [&check, &run, period](JsonWriter& json) {
    write_run_of(json, run);
    json.key("check").text(check.name);
    json.key("period").text(period);
    json.key("unit").text(check.unit.text());
    json.key("left").number(check.left);
    json.key("right").number(check.right);
    json.key("difference").number(check.left - check.right);
    json.key("source").text(check.source);
  };
  return notice;
}

}  // namespace

Page check_summary(const Scenario& scenario, const std::vector<CheckResult>& checks,
                   const Phrases& words) {
  std::size_t broken = 0;
  std::size_t blind = 0;
  for (const CheckResult& check : checks) {
    broken += check.holds ? 0 : 1;
    blind += check.evaluable ? 0 : 1;
  }
  PageLines lines{"", {what_the_model_holds(scenario, words)}, Apart::no};
  std::size_t rows = 0;
  std::string unused;
  for (const auto& [name, unused_rows] : scenario.model->observations_unused) {
    rows += unused_rows.rows;
    unused += (unused.empty() ? "" : std::string(words.between_list)) + name;
  }
  if (rows > 0) lines.lines.push_back(line_of(say(words.rows_unused, rows, unused)));
  lines.lines.push_back(
      line_of(say(words.checks_stand, checks.size() - broken - blind, broken, blind)));
  return {{std::move(lines)}};
}

Page check_page(const Scenario& scenario, const std::vector<CheckResult>& checks,
                const Phrases& words) {
  Page page = check_summary(scenario, checks, words);
  TextTable table;
  table.columns = {{std::string(words.check), Align::left, 0, 0},
                   {std::string(words.period), Align::left, 0, 2},
                   {std::string(words.left_side), Align::right, 0, 2},
                   {std::string(words.right_side), Align::right, 0, 2},
                   {std::string(words.difference), Align::right, 0, 2},
                   {std::string(words.unit), Align::left, 0, 2},
                   {std::string(words.state), Align::left, 0, 2}};
  for (const CheckResult& check : checks) {
    table.rows.push_back(
        {{check.name, scenario.model->calendar.name(check.span), amount(check.left, words),
          amount(check.right, words), amount(check.left - check.right, words),
          unit_text(*scenario.model, check.unit, words), std::string(state_of(check, words))},
         ""});
  }
  page.blocks.emplace_back(PageTable{"", std::move(table), Apart::yes});
  return page;
}

void tell_checks(Console& console, const Scenario& scenario, const std::vector<CheckResult>& checks,
                 const Sources& sources, const Phrases& words, NameFile name_file) {
  tell_checks(console, scenario, checks, sources, words, run_of(scenario, name_file));
}

void tell_checks(Console& console, const Scenario& scenario, const std::vector<CheckResult>& checks,
                 const Sources& sources, const Phrases& words, const RunOf& run) {
  for (const CheckResult& check : checks) {
    if (!check.holds) tell(console, broken(check, scenario, sources, words, run), sources);
  }
}

void tell_failures(Console& console, const Scenario& scenario, const SingleRun& run,
                   const Phrases& words, NameFile name_file) {
  tell_failures(console, scenario, run, words, run_of(scenario, name_file));
}

void tell_failures(Console& console, const Scenario& scenario, const SingleRun& run,
                   const Phrases& words, const RunOf& of) {
  const Model& model = *scenario.model;
  std::set<CellId> told;
  for (const Failure& failure : run.failures) {
    if (scenario.precedence->circle_of(failure.cause) != nullptr) continue;  // see tell_unsolved
    if (!told.insert(failure.cause).second) continue;
    const std::string& series = model.at(failure.cause.series).name;
    const std::string period = model.calendar.name({failure.cause.period, failure.cause.period});
    Notice notice;
    notice.code = "missing-forecast";
    notice.message = say(words.forecast_missing, series, period) + named(of, words);
    notice.text = "headwater: " + notice.message + "\n";
    notice.more = [&](JsonWriter& json) {
      write_run_of(json, of);
      json.key("series").text(series);
      json.key("period").text(period);
    };
    tell(console, notice);
  }
}

void tell_unsolved(Console& console, const Scenario& scenario, const SingleRun& run,
                   const Sources& sources) {
  tell(console, in_words(*scenario.model, unsolved(scenario, run.failures)), sources);
}

void tell_other_solutions(Console& console, const Scenario& scenario, const Sources& sources) {
  tell(console, in_words(*scenario.model, other_solutions(scenario)), sources);
}

namespace {

// What a study has lost: its kind, its name, and how both are told.
struct Lost {
  std::string_view kind;
  std::string name;
  std::string_view phrase;
  const std::vector<Failure>& failures;  // at least the first
  std::uint64_t count = 0;               // of figures, or of rows
};

void tell_lost(Console& console, const Scenario& scenario, const Lost& lost) {
  const auto& failures = lost.failures;
  if (failures.empty()) return;
  const Model& model = *scenario.model;
  const CellId cause = failures.front().cause;
  const std::string& series = model.at(cause.series).name;
  const std::string period = model.calendar.name({cause.period, cause.period});
  Notice notice;
  notice.code = "missing-figures";
  notice.message = say(lost.phrase, lost.name, lost.count, series, period);
  notice.text = "headwater: " + notice.message + "\n";
  notice.more = [&](JsonWriter& json) {
    json.key(lost.kind).text(lost.name);
    json.key("count").integer(std::int64_t(lost.count));
    json.key("series").text(series);
    json.key("period").text(period);
  };
  tell(console, notice);
}

}  // namespace

void tell_failures(Console& console, const Scenario& scenario, const SweepResult& sweep,
                   const Phrases& words) {
  tell_lost(console, scenario,
            {"sweep", sweep.plan->name, words.sweep_lost, sweep.rows.failures,
             sweep.rows.failures.size()});
}

void tell_failures(Console& console, const Scenario& scenario, const TornadoResult& tornado,
                   const Phrases& words) {
  tell_lost(console, scenario,
            {"tornado", in_language(tornado.plan->title, words), words.tornado_lost,
             tornado.rows.failures, tornado.rows.failures.size()});
}

void tell_failures(Console& console, const Scenario& scenario, const SweepDigest& digest,
                   const Phrases& words) {
  std::uint64_t count = 0;
  if (digest.by) {
    count = digest.top().missing();
  } else {
    for (const OutputSummary& one : digest.summary().outputs()) count += one.missing;
  }
  tell_lost(console, scenario,
            {"sweep", digest.fold.plan->name, words.sweep_lost, digest.first_failure(), count});
}

void tell_failures(Console& console, const Bench& bench, const Phrases& words) {
  const Scenario& scenario = *bench.scenario;
  tell_lost(console, scenario,
            {"file", scenario.path, words.bench_lost, bench.first_failure, bench.rows_missing});
}

}  // namespace headwater
