#include "engine/app/blocks_not_run.hpp"

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace headwater {
namespace {

struct Left {
  std::string name;  // the sweep rates, the tornado "FY2024"
  Place place;
};

std::string named(std::string_view what, const std::string& title) {
  return title.empty() ? fmt::format("the {}", what) : fmt::format("the {} \"{}\"", what, title);
}

std::vector<Left> sweeps_of(const Scenario& scenario) {
  std::vector<Left> left;
  for (const SweepPlan& one : scenario.sweeps) left.push_back({"the sweep " + one.name, one.place});
  return left;
}

std::vector<Left> tornados_of(const Scenario& scenario) {
  std::vector<Left> left;
  for (const TornadoPlan& one : scenario.tornados) {
    const Title& title = one.title;
    const std::string& text = title.english.empty() ? title.japanese : title.english;
    left.push_back({named("tornado", text), one.place});
  }
  return left;
}

std::vector<Left> targets_of(const Scenario& scenario) {
  std::vector<Left> left;
  for (const TargetPlan& one : scenario.targets) {
    const Title& title = one.title;
    left.push_back(
        {named("target", title.english.empty() ? title.japanese : title.english), one.place});
  }
  return left;
}

// A block of the file, not what stands beside drivers.
std::vector<Left> uncertainty_of(const Scenario& scenario) {
  const auto& plan = scenario.uncertainty;
  if (!plan || !plan->place) return {};
  return {{"the uncertainty", *plan->place}};
}

std::vector<Left> sensitivities_of(const Scenario& scenario) {
  std::vector<Left> left;
  for (const SensitivityPlan& one : scenario.sensitivities) {
    const Title& title = one.title;
    left.push_back(
        {named("sensitivity", title.english.empty() ? title.japanese : title.english), one.place});
  }
  return left;
}

}  // namespace

std::vector<Diagnostic> blocks_not_run(const Scenario& scenario, std::string_view command) {
  std::vector<Left> left;
  std::vector<std::string> hints;
  const auto add = [&](std::vector<Left> several, std::string hint) {
    if (!several.empty()) hints.push_back(std::move(hint));
    left.insert(left.end(), several.begin(), several.end());
  };
  if (command != "sweep") add(sweeps_of(scenario), "headwater sweep " + scenario.path);
  if (command != "tornado") add(tornados_of(scenario), "headwater tornado " + scenario.path);
  if (command != "target") add(targets_of(scenario), "headwater target " + scenario.path);
  const bool draws = command == "simulate" || command == "sensitivity";
  if (!draws) add(uncertainty_of(scenario), "headwater simulate " + scenario.path);
  if (command != "sensitivity") {
    add(sensitivities_of(scenario), "headwater sensitivity " + scenario.path);
  }
  if (left.empty()) return {};
  std::vector<std::string> names;
  for (const Left& one : left) names.push_back(one.name);
  Diagnostic note;
  note.severity = Severity::note;
  note.code = "block-not-run";
  note.place = left.front().place;
  note.message = fmt::format("'{}' does not run {}", command, fmt::join(names, ", "));
  note.hint = fmt::format("{}", fmt::join(hints, "; "));
  return {std::move(note)};
}

}  // namespace headwater
