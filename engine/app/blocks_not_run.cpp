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

// Blocks that have a title and a place, by their word.
template <typename Plan>
std::vector<Left> titled(std::string_view what, const std::vector<Plan>& plans) {
  std::vector<Left> left;
  for (const Plan& one : plans) {
    const Title& title = one.title;
    left.push_back(
        {named(what, title.english.empty() ? title.japanese : title.english), one.place});
  }
  return left;
}

// A block of the file, not what stands beside drivers.
std::vector<Left> uncertainty_of(const Scenario& scenario) {
  const auto& plan = scenario.uncertainty;
  if (!plan || !plan->place) return {};
  return {{"the uncertainty", *plan->place}};
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
  if (command != "tornado")
    add(titled("tornado", scenario.tornados), "headwater tornado " + scenario.path);
  if (command != "target")
    add(titled("target", scenario.targets), "headwater target " + scenario.path);
  const bool draws = command == "simulate" || command == "sensitivity" || command == "backtest";
  if (!draws) add(uncertainty_of(scenario), "headwater simulate " + scenario.path);
  if (command != "sensitivity") {
    add(titled("sensitivity", scenario.sensitivities), "headwater sensitivity " + scenario.path);
  }
  if (command != "backtest")
    add(titled("backtest", scenario.backtests), "headwater backtest " + scenario.path);
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
