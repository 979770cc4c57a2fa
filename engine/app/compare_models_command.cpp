// headwater compare-models OLD NEW SCENARIO...: what an edit of a model did to its figures.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/check_view.hpp"
#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/compare_models_export.hpp"
#include "engine/app/compare_models_phrases.hpp"
#include "engine/app/compare_models_view.hpp"
#include "engine/app/open.hpp"
#include "engine/app/tell_once.hpp"
#include "engine/core/error.hpp"
#include "engine/study/compare_models.hpp"

namespace headwater {
namespace {

constexpr std::size_t top_by_default = 20;

void refuse_model(Console& console, const std::string& file) {
  refused(console, "not-a-model",
          fmt::format("{} is a scenario: name the old model, the new one, then scenarios", file));
}

void refuse_scenario(Console& console, const std::string& file) {
  refused(console, "not-a-scenario",
          fmt::format("{} is a model: after the two models come scenarios", file));
}

class Opening {
 public:
  Opening(const CommandOptions& options, Sources& sources, Console& console, TellOnce& tell_once)
      : options_(options), sources_(sources), console_(console), tell_once_(tell_once) {}

  // A file of the command line; against another model when one is named.
  std::optional<Scenario> open(const std::string& file,
                               const std::optional<std::filesystem::path>& model = {}) {
    ScenarioOptions how = options_.scenario;
    how.model = model;
    try {
      auto scenario = load_scenario(file, sources_, how);
      tell_once_(scenario.diagnostics);
      return std::move(scenario.value);
    } catch (const IoError& failure) {
      refused(console_, "file-unreadable", failure.what());
      return std::nullopt;
    }
  }

  std::optional<Scenario> open_model(const std::string& file) {
    auto model = open(file);
    if (!model || model->model_file.empty()) return model;
    refuse_model(console_, file);
    return std::nullopt;
  }

  // A scenario against both models; else nothing, and `left_out` says against which it cannot be
  // read.
  std::optional<ReadAgainstBoth> open_scenario(const std::string& file,
                                               std::vector<LeftOut>& left_out) {
    std::array<std::optional<Scenario>, 2> read;
    for (const std::size_t side : {in_old, in_new}) {
      read[side] = open(file, options_.files[side]);
      if (read[side] && read[side]->model_file.empty()) {
        refuse_scenario(console_, file);
        misnamed = true;
        return std::nullopt;
      }
      if (read[side]) continue;
      left_out.push_back({file, options_.files[side]});
      return std::nullopt;
    }
    return ReadAgainstBoth{std::move(*read[in_old]), std::move(*read[in_new])};
  }

  bool misnamed = false;  // a model stands where a scenario should: the command line is wrong

 private:
  const CommandOptions& options_;
  Sources& sources_;
  Console& console_;
  TellOnce& tell_once_;
};

std::string shown_as(const CommandOptions& options, const Console& console, const TwoModels& models,
                     const ComparedModels& compared) {
  switch (options.format) {
    case Format::json: return compare_models_json(models, compared);
    case Format::csv: return compare_models_csv(models, compared);
    case Format::table:
    case Format::markdown: break;
  }
  const CompareModelsStyle style{options.language, options.top == 0 ? top_by_default : options.top,
                                 options.by_given ? PartsOfYears::kept : PartsOfYears::left_out};
  return shown(options, console, compare_models_page(models, compared, style));
}

bool same_check(const CheckResult& left, const CheckResult& right) {
  return left.name == right.name && left.span == right.span && left.holds == right.holds;
}

// The same cell without a value: models number their series each for itself.
bool same_cause(const Scenario& left, const Failure& one, const Scenario& right,
                const Failure& other) {
  return one.cause.period == other.cause.period &&
         left.model->at(one.cause.series).name == right.model->at(other.cause.series).name;
}

// What is broken or missing in one model, or in both and then once.
class Troubles {
 public:
  Troubles(const TwoModels& models, const Phrases& words, const CompareModelsPhrases& own,
           Console& console, const Sources& sources)
      : models_(models), words_(words), own_(own), console_(console), sources_(sources) {}

  void tell(const ReadAgainstBoth& scenarios, const std::array<SingleRun, 2>& runs) const {
    for (const std::size_t side : {in_old, in_new}) {
      const std::size_t other = side == in_old ? in_new : in_old;
      SingleRun here;  // what is told of this model alone
      SingleRun both;
      for (const CheckResult& one : runs[side].checks) {
        if (one.holds) continue;
        const bool there = std::ranges::any_of(
            runs[other].checks, [&](const CheckResult& two) { return same_check(one, two); });
        (there ? both : here).checks.push_back(one);
      }
      for (const Failure& one : runs[side].failures) {
        const bool there = std::ranges::any_of(runs[other].failures, [&](const Failure& two) {
          return same_cause(scenarios[side], one, scenarios[other], two);
        });
        (there ? both : here).failures.push_back(one);
      }
      tell(scenarios[side], here, side == in_old ? models_.old_file : models_.new_file);
      if (side == in_new) tell(scenarios[side], both, std::string(own_.both_models));
      tell_unsolved(console_, scenarios[side], runs[side], sources_);
    }
  }

 private:
  void tell(const Scenario& scenario, const SingleRun& told, std::string model) const {
    const RunOf of{models_.as_they_stand ? std::string() : scenario.path, std::move(model)};
    tell_checks(console_, scenario, told.checks, sources_, words_, of);
    tell_failures(console_, scenario, told, words_, of);
  }

  const TwoModels& models_;
  const Phrases& words_;
  const CompareModelsPhrases& own_;
  Console& console_;
  const Sources& sources_;
};

}  // namespace

Exit compare_models_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  TellOnce tell_once(console, sources);
  Opening opening(options, sources, console, tell_once);
  auto before = opening.open_model(options.files[0]);
  auto after = opening.open_model(options.files[1]);
  if (!before || !after) return Exit::input;

  TwoModels models{options.files[0], options.files[1], options.files.size() == 2, {}, {}};
  std::vector<ReadAgainstBoth> scenarios;
  if (models.as_they_stand) scenarios.push_back({std::move(*before), std::move(*after)});
  for (std::size_t i = 2; i < options.files.size(); ++i) {
    auto read = opening.open_scenario(options.files[i], models.left_out);
    if (read) scenarios.push_back(std::move(*read));
  }
  if (scenarios.empty() || opening.misnamed) return Exit::input;
  models.scenarios = scenarios;

  CompareModelsOptions wanted;
  if (options.by_given) wanted.by = options.outlook.by;
  const auto compared = compare_models(scenarios, wanted);
  tell_once(compared.diagnostics);
  if (!compared) return Exit::input;
  console.out = shown_as(options, console, models, *compared.value);
  const Troubles troubles(models, phrases(options.language),
                          compare_models_phrases(options.language), console, sources);
  Exit exit = Exit::done;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    troubles.tell(scenarios[i], compared.value->runs[i]);
    for (const SingleRun& run : compared.value->runs[i]) {
      if (verdict(run) != Exit::done) exit = verdict(run);
    }
  }
  write_out(options, console);
  return models.left_out.empty() ? exit : Exit::input;
}

}  // namespace headwater
