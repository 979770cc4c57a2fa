#include "engine/scenario/scenario.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <system_error>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/limits.hpp"
#include "engine/lang/parser.hpp"
#include "engine/model/load.hpp"
#include "engine/scenario/detail/aimed.hpp"
#include "engine/scenario/detail/backtests.hpp"
#include "engine/scenario/detail/chain.hpp"
#include "engine/scenario/detail/composition.hpp"
#include "engine/scenario/detail/sweeps.hpp"
#include "engine/scenario/detail/uncertain.hpp"
#include "engine/scenario/detail/valued.hpp"
#include "engine/scenario/hash.hpp"
#include "engine/scenario/resolved.hpp"

namespace headwater {
namespace {

using tree::Item;

class Loading {
 public:
  Loading(const std::filesystem::path& path, Sources& sources, const ScenarioOptions& options)
      : path_(path),
        sources_(sources),
        options_(options),
        confinement_{path.parent_path().empty() ? "." : path.parent_path(), options.allow_outside},
        files_(sources, confinement_) {}

  Checked<Scenario> load(FileId file) {
    Parsed parsed = parse(file, sources_);
    if (parsed.document.items.empty() && parsed.diagnostics.empty()) {
      report(error("empty-file", {file, 0, 0}, "this file is empty",
                   "begin with: model NAME \"Title\", or: scenario \"Title\""));
      return result(std::nullopt);
    }
    if (detail::is_model(parsed.document)) {
      return finish_model(options_.model
                              ? load_other()
                              : load_model(path_, file, std::move(parsed), sources_, confinement_));
    }
    files_.read(path_, file, std::move(parsed));
    report(std::exchange(files_.diagnostics, {}));
    if (!chain_.model && !options_.model && !has_errors(diagnostics_)) {
      report(error("no-model", {file, 0, 0}, "this scenario names no model",
                   "add: model \"company.model\", or: extends \"base.scenario\""));
    }
    if (has_errors(diagnostics_)) return result(std::nullopt);
    return finish_scenario();
  }

 private:
  void report(Diagnostic diagnostic) { diagnostics_.push_back(std::move(diagnostic)); }
  void report(std::vector<Diagnostic> several) {
    for (Diagnostic& one : several) report(std::move(one));
  }

  Checked<Scenario> result(std::optional<Scenario> scenario) {
    Checked<Scenario> checked{std::move(scenario), in_file_order(std::move(diagnostics_))};
    if (has_errors(checked.diagnostics)) checked.value.reset();
    return checked;
  }

  Checked<Scenario> finish_model(Checked<Model> model) {
    report(std::move(model.diagnostics));
    if (!model) return result(std::nullopt);
    Scenario scenario;
    scenario.title = model.value->title;
    return finish(std::move(scenario), std::move(*model.value), std::nullopt);
  }

  // Whoever gives a model to read against has opened it like the scenario: it may name what lies
  // beside it.
  Checked<Model> load_other() {
    const std::filesystem::path folder = options_.model->parent_path();
    FileConfinement confinement = confinement_;
    if (!confinement.resolve({}, options_.model->string()).refusal.empty()) {
      confinement.root = folder.empty() ? "." : folder;
    }
    return load_model(*options_.model, sources_, confinement);
  }

  std::optional<Checked<Model>> load_named() {
    const auto path = files_.trail.resolved(chain_.model_folder, chain_.model->file);
    report(std::exchange(files_.diagnostics, {}));
    if (!path) return std::nullopt;
    try {
      return load_model(*path, sources_, confinement_);
    } catch (const IoError& failure) {
      report(unreadable(chain_.model->file, failure));
      return std::nullopt;
    }
  }

  Checked<Scenario> finish_scenario() {
    auto model = options_.model ? load_other() : load_named();
    if (!model) return result(std::nullopt);
    report(std::move(model->diagnostics));
    if (!*model) return result(std::nullopt);
    Scenario scenario;
    scenario.title = chain_.title;
    scenario.why = chain_.why;
    const auto known = as_of(*model->value);
    if (has_errors(diagnostics_)) {
      name_other_model(0);
      return result(std::nullopt);
    }
    return finish(std::move(scenario), std::move(*model->value), known);
  }

  // What a scenario asks of a model it was not written for is no slip of its author: errors from
  // the `from`th on, in the scenario's own files, say which model they are about.
  void name_other_model(std::size_t from) {
    if (!options_.model) return;
    for (; from < diagnostics_.size(); ++from) {
      Diagnostic& one = diagnostics_[from];
      const auto& ours = chain_.files;
      const bool in_scenario = std::find(ours.begin(), ours.end(), one.place.file) != ours.end();
      if (one.severity != Severity::error || !in_scenario) continue;
      one.message += fmt::format(" (read against {})", options_.model->string());
    }
  }

  // How the scenario would name the model it was read against.
  std::string other_model_file() const {
    std::error_code failure;
    const auto way = std::filesystem::proximate(*options_.model, confinement_.root, failure);
    return (failure ? *options_.model : way).generic_string();
  }

  std::optional<Vintage> as_of(const Model& model) {
    if (!chain_.as_of) return std::nullopt;
    const tree::Name& wanted = chain_.as_of->period;
    if (const auto day = parse_day(wanted.text)) return as_of_day(model, *day, wanted.place);
    const auto span = model.calendar.parse(wanted.text);
    const Period end = model.horizon.last;
    const std::string hint = fmt::format("for example: as of {}", model.calendar.name({end, end}));
    if (!span) {
      report(error("not-a-period", wanted.place,
                   fmt::format("'{}' is no period of this calendar", wanted.text), hint));
    } else if (end < span->last) {
      report(error("outside-horizon", wanted.place,
                   fmt::format("the model ends with {}", model.calendar.name({end, end})), hint));
    } else {
      return Vintage{span->last, std::nullopt};
    }
    return std::nullopt;
  }

  std::optional<Vintage> as_of_day(const Model& model, const Day& day, const Place& place) {
    if (model.results.empty()) {
      report(error("no-results-dates", place,
                   "a day needs the days on which results were published",
                   "add a line to the model: results \"results.csv\", a file with the columns "
                   "period and date; or name a period: as of 2023Q2"));
      return std::nullopt;
    }
    const auto period = model.published_by(day);
    if (!period) {
      report(error("not-yet-published", place,
                   fmt::format("no results were published by {}", text_of(day)),
                   fmt::format("the first are of {}", text_of(model.results.begin()->second))));
      return std::nullopt;
    }
    return Vintage{std::min(*period, model.horizon.last), day};
  }

  Checked<Scenario> finish(Scenario scenario, Model model, std::optional<Vintage> known) {
    scenario.path = path_.string();
    if (!chain_.files.empty()) {
      scenario.model_file = options_.model ? other_model_file() : chain_.model->file.text;
    }
    scenario.model = std::make_unique<const Model>(std::move(model));
    parse_sets();
    const std::size_t before = diagnostics_.size();
    const bool any_uncertain =
        std::any_of(scenario.model->series.begin(), scenario.model->series.end(),
                    [](const Series& one) { return one.uncertain.has_value(); });
    if (!chain_.items.empty() || any_uncertain) read_chain(scenario);  // which copies the model
    scenario.precedence =
        std::make_unique<const Precedence>(*scenario.model, known, scenario.operations);
    report(scenario.precedence->diagnose());
    for (TornadoPlan& plan : scenario.tornados) {
      report(detail::move_what_is_there(*scenario.precedence, plan));
    }
    for (TargetPlan& plan : scenario.targets) {
      report(detail::aim_at_figures(*scenario.precedence, plan));
    }
    if (scenario.uncertainty && !has_errors(diagnostics_)) {
      report(detail::make_ready(*scenario.precedence, *scenario.uncertainty));
    }
    report(detail::notes_on_fixes(*scenario.precedence));
    name_other_model(before);
    hash(scenario);
    return result(std::move(scenario));
  }

  void read_chain(Scenario& scenario) {
    OperationReader reader(*scenario.model, sources_);
    detail::Composition changes(*scenario.model, reader);
    for (const detail::ChainItem& one : chain_.items) {
      const Item& item = one.item;
      if (const auto* operation = std::get_if<tree::Operation>(&item.what)) {
        report(changes.add(*operation, one.way));
      } else if (const auto* sweep = std::get_if<tree::Sweep>(&item.what)) {
        auto plan = sweeps_.read(reader, *sweep);
        report(std::move(plan.diagnostics));
        if (plan) scenario.sweeps.push_back(std::move(*plan.value));
      } else if (const auto* tornado = std::get_if<tree::Tornado>(&item.what)) {
        read_tornado(scenario, reader, *tornado);
      } else if (const auto* target = std::get_if<tree::Target>(&item.what)) {
        auto plan = detail::read_target(reader, *target);
        report(std::move(plan.diagnostics));
        if (plan) scenario.targets.push_back(std::move(*plan.value));
      } else {
        if (const auto* asked = std::get_if<tree::Sensitivity>(&item.what)) {
          auto plan = detail::read_sensitivity(reader, *asked);
          report(std::move(plan.diagnostics));
          if (plan) scenario.sensitivities.push_back(std::move(*plan.value));
        }
        if (const auto* asked = std::get_if<tree::Backtest>(&item.what)) {
          auto plan = detail::read_backtest(reader, *scenario.model, sources_, *asked);
          report(std::move(plan.diagnostics));
          if (plan) scenario.backtests.push_back(std::move(*plan.value));
        }
        scenario.kept.push_back(item);
      }
    }
    read_uncertainty(scenario, reader);
    scenario.operations = std::move(changes).operations();
  }

  void read_uncertainty(Scenario& scenario, OperationReader& reader) {
    std::vector<const tree::Uncertainty*> blocks;
    for (const Item& item : scenario.kept) {
      if (const auto* one = std::get_if<tree::Uncertainty>(&item.what)) blocks.push_back(one);
    }
    auto plan = detail::read_uncertainty(reader, *scenario.model, blocks, sources_.limits());
    report(std::move(plan.diagnostics));
    if (plan && (plan.value->place || !plan.value->lines.empty())) {
      scenario.uncertainty = std::move(*plan.value);
    }
  }

  // What stands after --set is a statement of the language, in a file of its own for messages.
  void parse_sets() {
    for (const std::string& set : options_.sets) {
      const bool whole =
          set.starts_with("set ") || set.starts_with("add ") || set.starts_with("multiply ");
      const FileId file = sources_.add("--set", (whole ? set : "set " + set) + "\n");
      Parsed parsed = parse(file, sources_);
      chain_.files.push_back(file);
      auto& items = parsed.document.items;
      const auto* only =
          items.size() == 1 && !whole ? std::get_if<tree::Operation>(&items[0].what) : nullptr;
      if (only != nullptr) chain_.items.push_back({items[0], {}});
      if (whole || items.size() > 1) {
        report(
            error("not-a-set",
                  items.size() > 1 ? items[1].place : Place{file, 0, std::uint32_t(set.find(' '))},
                  "--set takes one assignment", "--set 'bandwidth.growth = 2.5%'"));
      } else {
        report(std::move(parsed.diagnostics));
      }
    }
  }

  void read_tornado(Scenario& scenario, OperationReader& reader, const tree::Tornado& tornado) {
    auto bars = reader.bars(tornado);
    report(std::move(bars.diagnostics));
    auto shown = reader.shown(tornado.shown, tornado.periods);
    report(std::move(shown.diagnostics));
    if (!bars || !shown) return;
    scenario.tornados.push_back({{tornado.title.english.text, tornado.title.japanese.text},
                                 std::move(*bars.value),
                                 std::move(*shown.value),
                                 tornado,
                                 tornado.place});
  }

  void hash(Scenario& scenario) {
    ContentHash of_model;
    for (const FileId file : scenario.model->files) of_model.add(sources_.text(file));
    ContentHash of_scenario;
    of_scenario.add(print_resolved(scenario, Titles::left_out));
    scenario.model_hash = of_model.hex();
    scenario.scenario_hash = of_scenario.hex();
  }

  std::filesystem::path path_;
  Sources& sources_;
  const ScenarioOptions& options_;
  FileConfinement confinement_;
  detail::ChainReader files_;
  detail::Chain& chain_ = files_.chain;
  detail::SweepReader sweeps_{sources_.limits()};
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

std::vector<std::vector<std::size_t>> SweepPlan::dimensions() const {
  std::vector<std::vector<std::size_t>> all;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (!axes[i].with || all.empty()) all.emplace_back();
    all.back().push_back(i);
  }
  return all;
}

std::vector<std::size_t> SweepPlan::levels_at(std::uint64_t row) const {
  std::vector<std::size_t> levels(axes.size());
  const auto all = dimensions();
  for (std::size_t i = all.size(); i-- > 0;) {
    const std::size_t size = axes[all[i].front()].values.size();
    for (const std::size_t axis : all[i]) levels[axis] = std::size_t(row % size);
    row /= size;
  }
  return levels;
}

Checked<Scenario> load_scenario(const std::filesystem::path& path, Sources& sources,
                                const ScenarioOptions& options) {
  const FileId file = sources.add(
      path.string(), read_file(path.string(), sources.limits().text_bytes, "text-bytes"));
  return load_scenario(path, file, sources, options);
}

Checked<Scenario> load_scenario(const std::filesystem::path& path, FileId file, Sources& sources,
                                const ScenarioOptions& options) {
  return Loading(path, sources, options).load(file);
}

}  // namespace headwater
