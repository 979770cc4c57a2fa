#include "engine/scenario/scenario.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
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
    const FileId file = sources_.add(path_.string(), read_file(path_.string(), text_bytes_max));
    Parsed parsed = parse(file, sources_);
    if (parsed.document.items.empty() && parsed.diagnostics.empty()) {
      report(error("empty-file", {file, 0, 0}, "this file is empty",
                   "begin with: model NAME \"Title\", or: scenario \"Title\""));
      return result(std::nullopt);
    }
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

  // The first statement says what a file is: a later one may have strayed into it.
  static bool is_model(const tree::Document& document) {
    return !document.items.empty() && !belongs_in_scenario(document.items.front());
  }

  // Parents before the file itself, since operations apply in order, parent first.
  void follow(const std::filesystem::path& path, FileId file, Parsed parsed,
              std::vector<std::filesystem::path> above) {
    above.push_back(path.lexically_normal());
    report(std::move(parsed.diagnostics));
    std::erase_if(parsed.document.items, [this, seen = FirstPlaces()](const Item& item) mutable {
      return refuse_second(item, seen);
    });
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
    constexpr std::size_t parents_max = 32;
    const auto parent = resolved(path.parent_path(), extends.file);
    if (!parent) return;
    if (std::find(above.begin(), above.end(), *parent) != above.end()) {
      std::string way;
      for (const auto& one : above) way += one.filename().string() + " -> ";
      report(error("extends-itself", extends.file.place,
                   fmt::format("this file extends itself: {}{}", way, parent->filename().string()),
                   "leave this line out, or name the file it builds on"));
      return;
    }
    if (above.size() > parents_max) {
      report(error("too-many-parents", extends.file.place,
                   fmt::format("a scenario has at most {} others above it", parents_max),
                   "extend one that stands higher"));
      return;
    }
    if (const auto file = read(*parent, extends.file)) {
      follow(*parent, *file, parse(*file, sources_), above);
    }
  }

  // Where a file that a scenario names lies; nothing, with a message, when it may not be read.
  std::optional<std::filesystem::path> resolved(const std::filesystem::path& folder,
                                                const tree::Text& file) {
    auto found = confinement_.resolve(folder, file.text);
    if (found.refusal.empty()) return std::move(found.path);
    report(error("file-refused", file.place,
                 fmt::format("\"{}\" may not be read: {}", file.text, found.refusal), found.hint));
    return std::nullopt;
  }

  std::optional<FileId> read(const std::filesystem::path& path, const tree::Text& named) {
    try {
      return sources_.add(path.string(), read_file(path.string(), text_bytes_max));
    } catch (const IoError& failure) {
      report(unreadable(named, failure));
      return std::nullopt;
    }
  }

  static Diagnostic unreadable(const tree::Text& named, const IoError& failure) {
    return error("file-unreadable", named.place, failure.what(),
                 "a file is named from the folder of the one that names it");
  }

  using FirstPlaces = std::map<std::size_t, Place>;  // by alternative of Item

  // Whether a statement of which a file has one stands there a second time; reports it.
  bool refuse_second(const Item& item, FirstPlaces& seen) {
    const bool once = std::holds_alternative<tree::ScenarioHeader>(item.what) ||
                      std::holds_alternative<tree::ModelFile>(item.what) ||
                      std::holds_alternative<tree::Extends>(item.what) ||
                      std::holds_alternative<tree::AsOf>(item.what) ||
                      std::holds_alternative<tree::Why>(item.what);
    if (!once) return false;
    const auto [first, fresh] = seen.try_emplace(item.what.index(), item.place);
    if (fresh) return false;
    const std::string_view words = sources_.text(item.place);
    Diagnostic twice = error(
        "header-twice", item.place,
        fmt::format("this scenario has a line '{} ...' already", words.substr(0, words.find(' '))),
        "keep one of them");
    twice.labels.push_back({first->second, "the first"});
    report(std::move(twice));
    return true;
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
      report(error("model-in-scenario", item.place,
                   "this belongs in a model file, and this file is a scenario",
                   "move it there; a scenario changes drivers: set, add, multiply, sweep"));
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
    const auto path = resolved(chain_.model_folder, chain_.model->file);
    if (!path) return result(std::nullopt);
    std::optional<Checked<Model>> model;
    try {
      model = load_model(*path, sources_, confinement_);
    } catch (const IoError& failure) {
      report(unreadable(chain_.model->file, failure));
      return result(std::nullopt);
    }
    report(std::move(model->diagnostics));
    if (!*model) return result(std::nullopt);
    Scenario scenario;
    scenario.title = chain_.title;
    scenario.why = chain_.why;
    const auto known = as_of(*model->value);
    if (has_errors(diagnostics_)) return result(std::nullopt);
    return finish(std::move(scenario), std::move(*model->value), known);
  }

  std::optional<Period> as_of(const Model& model) {
    if (!chain_.as_of) return std::nullopt;
    const tree::Name& period = chain_.as_of->period;
    const auto span = model.calendar.parse(period.text);
    const Period end = model.horizon.last;
    if (!span) {
      report(error("not-a-period", period.place,
                   fmt::format("'{}' is no period of this calendar", period.text),
                   fmt::format("for example: as of {}", model.calendar.name({end, end}))));
    } else if (end < span->last) {
      report(error("outside-horizon", period.place,
                   fmt::format("the model ends with {}", model.calendar.name({end, end})),
                   fmt::format("for example: as of {}", model.calendar.name({end, end}))));
    } else {
      return span->last;
    }
    return std::nullopt;
  }

  Checked<Scenario> finish(Scenario scenario, Model model, std::optional<Period> known) {
    scenario.path = path_.string();
    scenario.model = std::make_unique<const Model>(std::move(model));
    scenario.precedence = std::make_unique<const Precedence>(*scenario.model, known);
    report(scenario.precedence->diagnose());
    parse_sets();
    OperationReader reader(*scenario.model, sources_);
    for (const Item& item : chain_.items) {
      if (const auto* operation = std::get_if<tree::Operation>(&item.what)) {
        auto checked = reader.operation(*operation);
        report(std::move(checked.diagnostics));
        if (checked) scenario.operations.push_back(*checked.value);
      } else if (const auto* sweep = std::get_if<tree::Sweep>(&item.what)) {
        read_sweep(scenario, reader, *sweep);
      }
    }
    hash(scenario);
    return result(std::move(scenario));
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
      if (only != nullptr) chain_.items.push_back(items[0]);
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

  void read_sweep(Scenario& scenario, OperationReader& reader, const tree::Sweep& sweep) {
    const auto [first, fresh] = sweeps_.try_emplace(sweep.name.text, sweep.name.place);
    if (!fresh) {
      Diagnostic twice = error("declared-twice", sweep.name.place,
                               fmt::format("there is a sweep '{}' already", sweep.name.text),
                               "rename one of them, or leave it out");
      twice.labels.push_back({first->second, "first here"});
      return report(std::move(twice));
    }
    SweepPlan plan;
    plan.name = sweep.name.text;
    plan.title = {sweep.title.english.text, sweep.title.japanese.text};
    plan.place = sweep.place;
    bool whole = true;
    for (const tree::Across& across : sweep.axes) {
      auto levels = reader.levels(across);
      report(std::move(levels.diagnostics));
      whole = whole && levels && !refuse_again(plan, sweep, across, *levels.value);
      if (levels) plan.axes.push_back(std::move(*levels.value));
    }
    auto shown = reader.shown(sweep.shown, sweep.periods);
    report(std::move(shown.diagnostics));
    if (!whole || !shown) return;
    plan.shown = std::move(*shown.value);
    scenario.sweeps.push_back(std::move(plan));
  }

  // Of two axes that set one driver in one period, the first would vary nothing.
  bool refuse_again(const SweepPlan& plan, const tree::Sweep& sweep, const tree::Across& across,
                    const Levels& levels) {
    const Operation& again = levels.operation;
    for (std::size_t i = 0; i < plan.axes.size(); ++i) {
      const Operation& first = plan.axes[i].operation;
      const bool apart = first.span.last < again.span.first || again.span.last < first.span.first;
      if (first.driver != again.driver || again.kind != OperationKind::set || apart) continue;
      Diagnostic twice = error("axis-twice", across.target.place,
                               fmt::format("{} is set on two axes", across.target.text),
                               "keep one of them, or give them periods apart");
      twice.labels.push_back({sweep.axes[i].target.place, "the first"});
      report(std::move(twice));
      return true;
    }
    return false;
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
  std::map<std::string, Place> sweeps_;  // where each is first defined
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

Checked<Scenario> load_scenario(const std::filesystem::path& path, Sources& sources,
                                const ScenarioOptions& options) {
  return Loading(path, sources, options).load();
}

}  // namespace headwater
