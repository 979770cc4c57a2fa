#include "engine/study/unsolved.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/run/conduct.hpp"
#include "engine/run/reducer.hpp"

namespace headwater {
namespace {

Block run_rows(const Program& program, const Design& design) {
  const RowsReducer rows;
  const auto answer = conduct({program, design, rows}, {.threads = 1});
  return dynamic_cast<const RowsReducer&>(*answer).rows();
}

// Of each unknown its residual and its terms, and how often the formulas were computed.
std::vector<Output> asked_of(const Circle& circle) {
  std::vector<Output> outputs;
  const auto ask = [&](SeriesId unknown, Solving what) {
    outputs.push_back({unknown, {circle.period, circle.period}});
    outputs.back().solving = what;
  };
  for (const SeriesId unknown : circle.unknowns) {
    ask(unknown, Solving::residual);
    ask(unknown, Solving::terms);
  }
  ask(circle.unknowns.front(), Solving::evaluations);
  return outputs;
}

Unsolved examined(const Scenario& scenario, const Circle& circle, CellId cause) {
  const auto outputs = asked_of(circle);
  const auto program = lower_answerable(*scenario.precedence, scenario.operations, {}, outputs);
  require(program.value.has_value(), "what was run once can be run again");
  const Block block = run_rows(*program.value, ListDesign());
  Unsolved found;
  found.block = circle.block;
  found.period = circle.period;
  found.unknowns = circle.unknowns;
  found.others = circle.others.size();
  found.cause = cause;
  found.evaluations = block.values(0, block.values.cols() - 1);
  double worst = -1;
  bool defined = true;
  for (std::size_t i = 0; i < circle.unknowns.size(); ++i) {
    const double residual = block.values(0, Eigen::Index(2 * i));
    const double terms = block.values(0, Eigen::Index(2 * i + 1));
    defined = defined && !is_missing(residual);
    const double share = std::fabs(residual) / (terms > 0 ? terms : 1);
    if (!(share > worst)) continue;
    worst = share;
    found.worst = circle.unknowns[i];
    found.residual = residual;
  }
  const bool tried_all = found.evaluations >= evaluations_max;
  found.why = !defined    ? Unsolved::Why::undefined
              : tried_all ? Unsolved::Why::not_found
                          : Unsolved::Why::singular;
  return found;
}

// Where Newton's method begins, as multiples of where it would.
constexpr auto beginnings = std::to_array<double>({1, -1, 0.01, -0.01, 0.3, 3, -3, 100, -100, 1e4});

bool differ(double one, double other) {
  constexpr double apart = 1e-6;  // far beyond what a solution is found to
  return std::fabs(one - other) > apart * std::max(std::fabs(one), std::fabs(other));
}

}  // namespace

std::vector<Unsolved> unsolved(const Scenario& scenario, std::span<const Failure> failures) {
  std::map<const Circle*, CellId> circles;
  for (const Failure& failure : failures) {
    const Circle* const circle = scenario.precedence->circle_of(failure.cause);
    if (circle != nullptr) circles.try_emplace(circle, failure.cause);
  }
  std::vector<Unsolved> all;
  std::set<std::size_t> told;
  for (const Circle& circle : scenario.precedence->circles()) {
    const auto lost = circles.find(&circle);
    if (lost == circles.end() || !told.insert(circle.block).second) continue;
    all.push_back(examined(scenario, circle, lost->second));
  }
  return all;
}

std::vector<OtherSolution> other_solutions(const Scenario& scenario) {
  const Precedence& precedence = *scenario.precedence;
  std::vector<Output> outputs;
  std::vector<const Circle*> circles;
  for (const Circle& circle : precedence.circles()) {
    for (const SeriesId unknown : circle.unknowns) {
      outputs.push_back({unknown, {circle.period, circle.period}});
      circles.push_back(&circle);
    }
  }
  if (outputs.empty()) return {};
  const std::vector<Axis> axes = {{"beginning", Unit()}};
  const auto program = lower_from_elsewhere(precedence, scenario.operations, axes, outputs, 0);
  require(program.value.has_value(), "what was run once can be run again");
  Eigen::ArrayXXd points(Eigen::Index(beginnings.size()), 1);
  std::ranges::copy(beginnings, points.data());
  const Block block = run_rows(*program.value, ListDesign(axes, points));
  std::vector<OtherSolution> all;
  std::set<std::size_t> told;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto column = block.values.col(Eigen::Index(i));
    if (is_missing(column(0)) || told.contains(circles[i]->block)) continue;
    for (Eigen::Index row = 1; row < column.size(); ++row) {
      if (is_missing(column(row)) || !differ(column(0), column(row))) continue;
      told.insert(circles[i]->block);
      all.push_back(
          {circles[i]->block, circles[i]->period, outputs[i].series, column(0), column(row)});
      break;
    }
  }
  return all;
}

namespace {

std::string name_of(const Model& model, std::size_t block) {
  const std::string& title = model.solves[block].title.english;
  return title.empty() ? "this block" : fmt::format("\"{}\"", title);
}

std::string names_of(const Model& model, const Unsolved& one) {
  std::string names;
  for (const SeriesId unknown : one.unknowns) {
    names += (names.empty() ? "" : ", ") + model.at(unknown).name;
  }
  return names;
}

std::string figure(double value, const Series& series) {
  return series.unit.text_of(fmt::format("{:.6g}", value));
}

Diagnostic at_block(const Model& model, std::size_t block, std::string code, std::string message) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.place = model.solves[block].place;
  diagnostic.message = std::move(message);
  return diagnostic;
}

Diagnostic in_words(const Model& model, const Unsolved& one) {
  const std::string period = model.calendar.name({one.period, one.period});
  const std::string name = name_of(model, one.block);
  switch (one.why) {
    case Unsolved::Why::singular: {
      Diagnostic found = at_block(
          model, one.block, "solve-singular",
          fmt::format("{} has no single solution in {}: its equations contradict one another, or "
                      "leave {} open",
                      name, period, names_of(model, one)));
      found.labels.push_back({model.at(one.cause.series).place, "lost first here"});
      found.hint =
          "a series on the circle may take all of what it passes on back: let a share of "
          "it be lost, or read the period before";
      return found;
    }
    case Unsolved::Why::undefined: {
      const Series& cause = model.at(one.cause.series);
      Diagnostic found = at_block(
          model, one.block, "solve-undefined",
          fmt::format("{} cannot be solved in {}: {} has no value where the search begins, at the "
                      "figures of the period before, or at 1",
                      name, period, cause.name));
      found.labels.push_back({cause.place, "declared here"});
      const Series& unknown = model.at(one.unknowns.front());
      found.hint = fmt::format("say what {} is before the horizon: before = {}", unknown.name,
                               unknown.unit.text_of("100"));
      return found;
    }
    case Unsolved::Why::not_found: break;
  }
  const Series& worst = model.at(one.worst);
  Diagnostic found = at_block(
      model, one.block, "solve-not-found",
      fmt::format(
          "{} has no solution in {} that could be found: after {} tries {} still misses its "
          "formula by {}",
          name, period, one.evaluations, worst.name, figure(one.residual, worst)));
  std::string label = fmt::format("solved for {}", names_of(model, one));
  if (one.others > 0) label += fmt::format(", with {} more on the circle", one.others);
  found.labels.push_back({worst.place, std::move(label)});
  found.hint = "look at the formulas on the circle for figures that no value can meet at once";
  return found;
}

}  // namespace

std::vector<Diagnostic> in_words(const Model& model, std::span<const Unsolved> unsolved) {
  std::vector<Diagnostic> all;
  for (const Unsolved& one : unsolved) all.push_back(in_words(model, one));
  return all;
}

std::vector<Diagnostic> in_words(const Model& model, std::span<const OtherSolution> others) {
  std::vector<Diagnostic> all;
  for (const OtherSolution& one : others) {
    const Series& series = model.at(one.series);
    all.push_back(at_block(
        model, one.block, "solve-ambiguous",
        fmt::format("{} has more than one solution in {}: {} is {}, or {} when the search begins "
                    "elsewhere",
                    name_of(model, one.block), model.calendar.name({one.period, one.period}),
                    series.name, figure(one.value, series), figure(one.other, series))));
    all.back().severity = Severity::warning;
    all.back().labels.push_back({series.place, "the search begins at the period before"});
    all.back().hint =
        "the figures are those of the solution nearest the period before; 'max' or "
        "'min' in a formula can rule the other out";
  }
  return all;
}

}  // namespace headwater
