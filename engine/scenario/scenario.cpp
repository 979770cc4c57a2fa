#include "engine/scenario/scenario.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/lang/parser.hpp"
#include "engine/model/load.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {
namespace {

using tree::Item;

Diagnostic error(std::string code, const Place& place, std::string message, std::string hint = {}) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.place = place;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

// The statements of a scenario and its parents, the eldest first, and where each file stands.
struct Chain {
  std::vector<Item> items;
  std::optional<tree::ModelFile> model;
  std::filesystem::path model_folder;  // of the file that names it
  std::optional<tree::AsOf> as_of;
  std::vector<FileId> files;
  Title title;  // of the file itself, not of its parents
  std::string why;
};

class Loading {
 public:
  Loading(const std::filesystem::path& path, Sources& sources, const ScenarioOptions& options)
      : path_(path), sources_(sources), options_(options) {
    confinement_.root = path.parent_path().empty() ? "." : path.parent_path();
    confinement_.allow_outside = options.allow_outside;
  }

  Checked<Scenario> load() {
    const FileId file = sources_.add(path_.string(), read_file(path_.string()));
    Parsed parsed = parse(file, sources_);
    if (is_model(parsed.document)) return finish_model();
    follow(path_, file, std::move(parsed), {});
    if (!chain_.model && !has_errors(diagnostics_)) {
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

  static bool is_model(const tree::Document& document) {
    return std::any_of(document.items.begin(), document.items.end(), [](const Item& item) {
      return std::holds_alternative<tree::ModelHeader>(item.what) ||
             std::holds_alternative<tree::CalendarHeader>(item.what) ||
             std::holds_alternative<tree::Declaration>(item.what);
    });
  }

  // Parents before the file itself, since operations apply in order, parent first.
  void follow(const std::filesystem::path& path, FileId file, Parsed parsed,
              std::vector<std::filesystem::path> above) {
    above.push_back(path.lexically_normal());
    report(std::move(parsed.diagnostics));
    for (const Item& item : parsed.document.items) {
      if (const auto* extends = std::get_if<tree::Extends>(&item.what)) {
        follow_parent(path, *extends, above);
      }
    }
    chain_.files.push_back(file);
    chain_.title = {};
    chain_.why.clear();
    for (Item& item : parsed.document.items) take(std::move(item), path);
  }

  void follow_parent(const std::filesystem::path& path, const tree::Extends& extends,
                     const std::vector<std::filesystem::path>& above) {
    const auto resolved = confinement_.resolve(path.parent_path(), extends.file.text);
    if (!resolved.refusal.empty()) {
      report(error("file-refused", extends.file.place,
                   fmt::format("\"{}\" may not be read: {}", extends.file.text, resolved.refusal),
                   "keep it beside this file, or allow it with --allow-outside"));
      return;
    }
    if (std::find(above.begin(), above.end(), resolved.path) != above.end()) {
      std::string way;
      for (const auto& one : above) way += one.filename().string() + " -> ";
      report(error(
          "extends-itself", extends.file.place,
          fmt::format("this file extends itself: {}{}", way, resolved.path.filename().string())));
      return;
    }
    try {
      const FileId parent = sources_.add(resolved.path.string(), read_file(resolved.path.string()));
      follow(resolved.path, parent, parse(parent, sources_), above);
    } catch (const IoError& failure) {
      report(error("file-unreadable", extends.file.place, failure.what()));
    }
  }

  void take(Item item, const std::filesystem::path& path) {
    if (auto* header = std::get_if<tree::ScenarioHeader>(&item.what)) {
      chain_.title = {header->title.english.text, header->title.japanese.text};
    } else if (auto* model = std::get_if<tree::ModelFile>(&item.what)) {
      chain_.model = *model;
      chain_.model_folder = path.parent_path();
    } else if (auto* as_of = std::get_if<tree::AsOf>(&item.what)) {
      chain_.as_of = *as_of;
    } else if (auto* why = std::get_if<tree::Why>(&item.what)) {
      chain_.why = why->text.text;
    } else if (std::holds_alternative<tree::Operation>(item.what) ||
               std::holds_alternative<tree::Sweep>(item.what)) {
      chain_.items.push_back(std::move(item));
    } else if (!std::holds_alternative<tree::Extends>(item.what)) {
      report(error("model-in-scenario", {chain_.files.back(), 0, 0},
                   "this scenario file holds a statement that belongs in a model",
                   "a scenario changes drivers: set, add, multiply, sweep"));
    }
  }

  Checked<Scenario> finish_model() {
    auto model = load_model(path_, sources_, confinement_);
    report(std::move(model.diagnostics));
    if (!model) return result(std::nullopt);
    Scenario scenario;
    scenario.title = model.value->title;
    return finish(std::move(scenario), std::move(*model.value), std::nullopt);
  }

  Checked<Scenario> finish_scenario() {
    const auto resolved = confinement_.resolve(chain_.model_folder, chain_.model->file.text);
    if (!resolved.refusal.empty()) {
      report(error(
          "file-refused", chain_.model->file.place,
          fmt::format("\"{}\" may not be read: {}", chain_.model->file.text, resolved.refusal),
          "keep it beside this file, or allow it with --allow-outside"));
      return result(std::nullopt);
    }
    std::optional<Checked<Model>> model;
    try {
      model = load_model(resolved.path, sources_, confinement_);
    } catch (const IoError& failure) {
      report(error("file-unreadable", chain_.model->file.place, failure.what()));
      return result(std::nullopt);
    }
    report(std::move(model->diagnostics));
    if (!*model) return result(std::nullopt);
    Scenario scenario;
    scenario.title = chain_.title;
    scenario.why = chain_.why;
    return finish(std::move(scenario), std::move(*model->value), as_of(*model->value));
  }

  std::optional<Period> as_of(const Model& model) {
    if (!chain_.as_of) return std::nullopt;
    const auto span = model.calendar.parse(chain_.as_of->period.text);
    if (span) return span->last;
    report(error("not-a-period", chain_.as_of->period.place,
                 fmt::format("'{}' is no period of this calendar", chain_.as_of->period.text),
                 "for example as of 2023Q2"));
    return std::nullopt;
  }

  Checked<Scenario> finish(Scenario scenario, Model model, std::optional<Period> known) {
    scenario.path = path_.string();
    scenario.model = std::make_unique<const Model>(std::move(model));
    scenario.precedence = std::make_unique<const Precedence>(*scenario.model, known);
    report(scenario.precedence->diagnose());
    parse_sets();
    for (const Item& item : chain_.items) {
      if (const auto* operation = std::get_if<tree::Operation>(&item.what)) {
        auto checked = read_operation(*scenario.model, sources_, *operation);
        report(std::move(checked.diagnostics));
        if (checked) scenario.operations.push_back(*checked.value);
      } else if (const auto* sweep = std::get_if<tree::Sweep>(&item.what)) {
        read_sweep(scenario, *sweep);
      }
    }
    hash(scenario);
    return result(std::move(scenario));
  }

  // What stands after --set is a statement of the language, in a file of its own for messages.
  void parse_sets() {
    for (const std::string& set : options_.sets) {
      const FileId file = sources_.add("--set", "set " + set + "\n");
      Parsed parsed = parse(file, sources_);
      report(std::move(parsed.diagnostics));
      chain_.files.push_back(file);
      for (Item& item : parsed.document.items) {
        if (std::holds_alternative<tree::Operation>(item.what)) {
          chain_.items.push_back(std::move(item));
        } else {
          report(error("not-a-set", {file, 0, 0}, "--set takes one assignment",
                       "--set 'bandwidth.growth = 2.5%'"));
        }
      }
    }
  }

  void read_sweep(Scenario& scenario, const tree::Sweep& sweep) {
    SweepPlan plan;
    plan.name = sweep.name.text;
    plan.title = {sweep.title.english.text, sweep.title.japanese.text};
    plan.place = sweep.place;
    bool whole = true;
    for (const tree::Across& across : sweep.axes) {
      auto levels = read_levels(*scenario.model, sources_, across);
      report(std::move(levels.diagnostics));
      whole = whole && levels;
      if (levels) plan.axes.push_back(std::move(*levels.value));
    }
    auto shown = read_shown(*scenario.model, sources_, sweep.shown, sweep.periods);
    report(std::move(shown.diagnostics));
    if (!whole || !shown) return;
    plan.shown = std::move(*shown.value);
    scenario.sweeps.push_back(std::move(plan));
  }

  void hash(Scenario& scenario) {
    ContentHash of_model;
    for (const FileId file : scenario.model->files) of_model.add(sources_.text(file));
    ContentHash of_scenario;
    for (const FileId file : chain_.files) of_scenario.add(sources_.text(file));
    scenario.model_hash = of_model.hex();
    scenario.scenario_hash = of_scenario.hex();
  }

  std::filesystem::path path_;
  Sources& sources_;
  const ScenarioOptions& options_;
  FileConfinement confinement_;
  Chain chain_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

Checked<Scenario> load_scenario(const std::filesystem::path& path, Sources& sources,
                                const ScenarioOptions& options) {
  return Loading(path, sources, options).load();
}

}  // namespace headwater
