#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/scenario/detail/sweeps.hpp"

namespace headwater::detail {
namespace {

// The axes of a list of cases, each with its values, going along with each other.
std::vector<tree::Across> columns(const tree::Sweep& sweep) {
  std::vector<tree::Across> all = sweep.listed;
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].with = i > 0;
    for (const tree::Case& one : sweep.cases) all[i].values.push_back(one.values[i]);
  }
  return all;
}

}  // namespace

Checked<SweepPlan> SweepReader::read(OperationReader& reader, const tree::Sweep& sweep) {
  said_.clear();
  auto plan = plan_of(reader, sweep);
  if (has_errors(said_)) plan.reset();
  return {std::move(plan), std::move(said_)};
}

std::optional<SweepPlan> SweepReader::plan_of(OperationReader& reader, const tree::Sweep& sweep) {
  if (refuse_second(sweep)) return std::nullopt;
  SweepPlan plan;
  plan.name = sweep.name.text;
  plan.title = {sweep.title.english.text, sweep.title.japanese.text};
  plan.place = sweep.place;
  std::vector<tree::Across> all = sweep.axes;
  for (tree::Across& listed : columns(sweep)) all.push_back(std::move(listed));
  for (const tree::Case& one : sweep.cases) {
    plan.cases.push_back({one.title.english.text, one.title.japanese.text});
  }
  bool whole = !refuse_both(sweep) && !refuse_levels(sweep, all);
  if (levels_ > limits_.sweep_rows) return std::nullopt;
  for (const tree::Across& across : all) {
    auto levels = reader.levels(across);
    report(std::move(levels.diagnostics));
    whole = levels && !refuse_again(plan, across, *levels.value) &&
            !refuse_uneven(plan, across, *levels.value) && whole;
    if (levels) plan.axes.push_back(std::move(*levels.value));
  }
  auto shown = reader.shown(sweep.shown, sweep.periods);
  report(std::move(shown.diagnostics));
  if (!whole || !shown) return std::nullopt;
  plan.shown = std::move(*shown.value);
  return plan;
}

bool SweepReader::refuse_second(const tree::Sweep& sweep) {
  const auto [first, fresh] = first_.try_emplace(sweep.name.text, sweep.name.place);
  if (fresh) return false;
  Diagnostic twice = error("declared-twice", sweep.name.place,
                           fmt::format("there is a sweep '{}' already", sweep.name.text),
                           "rename one of them, or leave it out");
  twice.labels.push_back({first->second, "first here"});
  report(std::move(twice));
  return true;
}

// The values of all axes are kept, so they are counted before they are made.
bool SweepReader::refuse_levels(const tree::Sweep& sweep, const std::vector<tree::Across>& axes) {
  const std::size_t most = limits_.sweep_rows;
  const bool told = levels_ > most;
  for (const tree::Across& one : axes) {
    levels_ += std::max(one.values.size(), std::size_t(one.points));
  }
  if (told || levels_ <= most) return levels_ > most;
  report(error("too-many-rows", sweep.place,
               fmt::format("the axes of the sweeps up to here have more than {} values", most),
               "give them fewer points, " + raise_limit("sweep-rows", most)));
  return true;
}

bool SweepReader::refuse_both(const tree::Sweep& sweep) {
  if (sweep.axes.empty() || sweep.cases.empty()) return false;
  report(error("cases-and-axes", sweep.place, "this sweep has both axes and cases",
               "make two sweeps of it, or write the axes into the cases"));
  return true;
}

// Of two axes that set one driver in one period, the first would vary nothing.
bool SweepReader::refuse_again(const SweepPlan& plan, const tree::Across& across,
                               const Levels& levels) {
  const Operation& again = levels.operation;
  for (const Levels& axis : plan.axes) {
    const Operation& first = axis.operation;
    const bool apart = first.span.last < again.span.first || again.span.last < first.span.first;
    if (first.series != again.series || again.kind != OperationKind::set || apart) continue;
    Diagnostic twice = error("axis-twice", across.target.place,
                             fmt::format("{} is set on two axes", across.target.text),
                             "keep one of them, or give them periods apart");
    twice.labels.push_back({axis.operation.place, "the first"});
    report(std::move(twice));
    return true;
  }
  return false;
}

bool SweepReader::refuse_uneven(const SweepPlan& plan, const tree::Across& across,
                                const Levels& levels) {
  const bool alike = plan.axes.empty() || plan.axes.back().values.size() == levels.values.size();
  if (!across.with || alike) return false;
  Diagnostic uneven = error("uneven-axes", across.place,
                            fmt::format("{} values go along with {}", levels.values.size(),
                                        plan.axes.back().values.size()),
                            "give both as many values, or write across instead of with");
  uneven.labels.push_back({plan.axes.back().operation.place, "with these"});
  report(std::move(uneven));
  return true;
}

}  // namespace headwater::detail
