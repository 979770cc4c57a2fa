#include "engine/study/detail/bridge_path.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/study/detail/path_runs.hpp"

namespace headwater::detail {
namespace {

std::string cell_name(const Model& model, CellId cell) {
  return fmt::format("{} in {}", model.at(cell.series).name,
                     model.calendar.name({cell.period, cell.period}));
}

// As a part of the way, to what tells it apart.
std::string part_of_way(const BridgeJob& job, double place) {
  return fmt::format("{:.6g} % of the way to {}", 100 * place, job.second.path);
}

std::string figure_name(const BridgeJob& job) {
  const Model& model = *job.scenario.model;
  return fmt::format("{}@{}", model.at(job.output.series).name,
                     model.calendar.name(job.output.span));
}

Diagnostic refused(const BridgeJob& job, const char* code, std::string message) {
  Diagnostic error;
  error.code = code;
  error.place = job.scenario.model->at(job.output.series).place;
  error.message = std::move(message);
  error.hint = "--method shapley asks nothing of what lies between";
  return error;
}

// At the formula that jumps, where one does.
Diagnostic jump(const BridgeJob& job, const PathRuns& runs, const PathBreak& broken) {
  const Model& model = *job.scenario.model;
  const auto cell = runs.jumping(broken.from, broken.to);
  Diagnostic error = refused(
      job, "path-jumps",
      fmt::format(
          "{} jumps by {:.6g} at {}: {}", figure_name(job), broken.gap, part_of_way(job, broken.to),
          cell ? cell_name(model, *cell) + " changes at once" : "a formula changes at once"));
  if (cell) error.place = model.at(cell->series).place;
  return error;
}

Diagnostic said_of(const BridgeJob& job, const PathRuns& runs, const PathBreak& broken) {
  switch (broken.stop) {
    case PathStop::jump: return jump(job, runs, broken);
    case PathStop::missing: {
      const auto cell = runs.lost_in();
      const std::string why =
          cell ? ": " + cell_name(*job.scenario.model, *cell) + " has no value" : "";
      return refused(job, "path-misses",
                     fmt::format("{} has no value at {}{}", figure_name(job),
                                 part_of_way(job, broken.from), why));
    }
    case PathStop::no_slope:
      return refused(job, "path-has-no-slope",
                     fmt::format("{} has no slope between {:.6g} and {}", figure_name(job),
                                 100 * broken.from, part_of_way(job, broken.to)));
    case PathStop::unsteady: break;
  }
  return refused(job, "path-unsteady",
                 fmt::format("{} bends so often on the way to {} that its slopes do not sum up",
                             figure_name(job), job.second.path));
}

}  // namespace

Checked<BridgePath> along_path(const BridgeJob& job, const RunOptions& how) {
  PathRuns runs(job, how);
  auto diagnostics = runs.prepare();
  if (!diagnostics.empty()) return {std::nullopt, std::move(diagnostics)};
  const auto found = integrate_path([&](std::span<const double> places) { return runs.at(places); },
                                    job.items.size());
  if (found.broken) return {std::nullopt, {said_of(job, runs, *found.broken)}};
  return {BridgePath{found.contributions, found.samples}, {}};
}

}  // namespace headwater::detail
