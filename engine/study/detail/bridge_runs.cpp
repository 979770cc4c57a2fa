#include "engine/study/detail/bridge_runs.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/scenario/coalition_design.hpp"

namespace headwater::detail {
namespace {

using Set = std::vector<bool>;  // by item: as in the second scenario

void append(Operations& to, const Operations& from, std::optional<Switch> when = std::nullopt) {
  for (Operation one : from) {
    one.when = when;
    to.push_back(std::move(one));
  }
}

class BridgeRuns {
 public:
  BridgeRuns(const BridgeJob& job, const RunOptions& how) : job_(job), how_(how) {
    for (std::size_t i = 0; i < job.items.size(); ++i) {
      const bool value = job.items[i].change == Change::value;
      (value ? switched_ : built_).push_back(i);
    }
  }

  Checked<BridgeValues> by_set() {
    BridgeValues found;
    found.values.assign(std::size_t(1) << job_.items.size(), missing());
    for (std::size_t built = 0; built < std::size_t(1) << built_.size(); ++built) {
      Set set(job_.items.size(), false);
      for (std::size_t i = 0; i < built_.size(); ++i) set[built_[i]] = (built >> i) % 2 != 0;
      const CoalitionDesign design(names());
      const auto rows = run(set, design);
      if (!rows) return refused();
      for (std::size_t row = 0; row < rows->size(); ++row) {
        for (std::size_t i = 0; i < switched_.size(); ++i) set[switched_[i]] = (row >> i) % 2 != 0;
        if (lost(set, (*rows)[row])) return refused();
        found.values[index_of(set)] = (*rows)[row];
      }
    }
    found.programs = programs_;
    return {std::move(found), {}};
  }

  // Steps between which nothing built differs are rows of one program.
  Checked<BridgeValues> by_step() {
    BridgeValues found;
    const std::size_t count = job_.items.size();
    std::size_t from = 0;
    while (from <= count) {
      std::size_t to = from;
      while (to < count && job_.items[to].change == Change::value) ++to;
      const auto rows = run(after(from), steps(from, to));
      if (!rows) return refused();
      for (std::size_t i = 0; i < rows->size(); ++i) {
        if (lost(after(from + i), (*rows)[i])) return refused();
        found.values.push_back((*rows)[i]);
      }
      from = to + 1;
    }
    found.programs = programs_;
    return {std::move(found), {}};
  }

  // Sets in which what is built is alike are rows of one program.
  Checked<BridgeValues> by_order(std::span<const std::vector<std::size_t>> orders) {
    std::vector<Set> sets;
    for (const auto& order : orders) {
      sets.emplace_back(job_.items.size(), false);
      for (const std::size_t item : order) {
        sets.push_back(sets.back());
        sets.back()[item] = true;
      }
    }
    std::map<Set, std::vector<std::size_t>> alike;  // by what is built: which of the sets
    for (std::size_t i = 0; i < sets.size(); ++i) {
      Set built;
      for (const std::size_t item : built_) built.push_back(sets[i][item]);
      alike[built].push_back(i);
    }
    BridgeValues found;
    found.values.assign(sets.size(), missing());
    for (const auto& [built, which] : alike) {
      const auto rows = run(sets[which.front()], points_of(sets, which));
      if (!rows) return refused();
      for (std::size_t row = 0; row < which.size(); ++row) {
        if (lost(sets[which[row]], (*rows)[row])) return refused();
        found.values[which[row]] = (*rows)[row];
      }
    }
    found.programs = programs_;
    return {std::move(found), {}};
  }

 private:
  ListDesign points_of(const std::vector<Set>& sets, const std::vector<std::size_t>& which) const {
    std::vector<Axis> axes;
    for (const std::string& name : names()) axes.push_back({name, Unit()});
    Eigen::ArrayXXd points(Eigen::Index(which.size()), Eigen::Index(axes.size()));
    for (std::size_t row = 0; row < which.size(); ++row) {
      for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        points(Eigen::Index(row), Eigen::Index(axis)) =
            sets[which[row]][switched_[axis]] ? CoalitionDesign::second : CoalitionDesign::first;
      }
    }
    return {std::move(axes), std::move(points)};
  }

  Set after(std::size_t items) const {
    Set set(job_.items.size(), false);
    std::fill(set.begin(), set.begin() + std::ptrdiff_t(items), true);
    return set;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const std::size_t item : switched_) names.push_back(job_.items[item].name);
    return names;
  }

  // After `from` items, after one more, ... after `to`.
  ListDesign steps(std::size_t from, std::size_t to) const {
    std::vector<Axis> axes;
    for (const std::string& name : names()) axes.push_back({name, Unit()});
    if (axes.empty()) return {};
    Eigen::ArrayXXd points(Eigen::Index(to - from + 1), Eigen::Index(axes.size()));
    for (Eigen::Index row = 0; row < points.rows(); ++row) {
      for (Eigen::Index axis = 0; axis < points.cols(); ++axis) {
        const bool made = switched_[std::size_t(axis)] < from + std::size_t(row);
        points(row, axis) = made ? CoalitionDesign::second : CoalitionDesign::first;
      }
    }
    return {std::move(axes), std::move(points)};
  }

  // Items that are built are as the set says; the others follow their axes.
  Operations with_switches(const Set& set) const {
    Operations operations = job_.differences.common;
    for (const std::size_t item : built_) add(item, set[item], operations);
    for (std::size_t axis = 0; axis < switched_.size(); ++axis) {
      for (const std::size_t i : job_.items[switched_[axis]].differences) {
        const ScenarioDifference& one = job_.differences.of[i];
        append(operations, one.first, Switch{std::uint32_t(axis), CoalitionDesign::first});
        append(operations, one.second, Switch{std::uint32_t(axis), CoalitionDesign::second});
      }
    }
    return operations;
  }

  void add(std::size_t item, bool second, Operations& operations) const {
    for (const std::size_t i : job_.items[item].differences) {
      const ScenarioDifference& one = job_.differences.of[i];
      append(operations, second ? one.second : one.first);
    }
  }

  const Vintage& vintage_of(const Set& set) const {
    const bool later = !job_.items.empty() && job_.items.front().known && set.front();
    return (later ? job_.second : job_.scenario).precedence->vintage();
  }

  // Nothing after saying why.
  std::optional<std::vector<double>> run(const Set& set, const Design& design) {
    const Scenario& scenario = job_.scenario;
    const Operations operations = with_switches(set);
    const Precedence precedence(*scenario.model, vintage_of(set), operations);
    if (!built_.empty() && told(set, precedence.diagnose())) return std::nullopt;
    const auto program = lower(precedence, operations, design.axes(), {&job_.output, 1});
    if (told(set, program.diagnostics)) return std::nullopt;
    ++programs_;
    const auto answer = conduct({*program.value, design, RowsReducer()}, how_);
    const Block& rows = dynamic_cast<const RowsReducer&>(*answer).rows();
    if (!rows.failures.empty()) cause_ = rows.failures.front().cause;
    return std::vector<double>(rows.values.data(), rows.values.data() + rows.values.size());
  }

  bool told(const Set& set, const std::vector<Diagnostic>& diagnostics) {
    const auto error = std::ranges::find(diagnostics, Severity::error, &Diagnostic::severity);
    if (error == diagnostics.end()) return false;
    said_ = between(set, error->message);
    return true;
  }

  bool lost(const Set& set, double value) {
    if (!is_missing(value)) return false;
    std::string why = "a value is missing";
    if (cause_) {
      const Model& model = *job_.scenario.model;
      why = fmt::format("{} in {} has no value", model.at(cause_->series).name,
                        model.calendar.name({cause_->period, cause_->period}));
    }
    said_ = between(set, why);
    return true;
  }

  // A figure that both scenarios have, and that is not there halfway.
  Diagnostic between(const Set& set, const std::string& why) const {
    const Model& model = *job_.scenario.model;
    std::vector<std::string> made;
    std::optional<Place> place;
    for (std::size_t i = 0; i < set.size(); ++i) {
      if (!set[i]) continue;
      made.push_back(job_.items[i].name);
      if (job_.items[i].differences.empty()) continue;
      const ScenarioDifference& one = job_.differences.of[job_.items[i].differences.front()];
      if (!place) place = (one.second.empty() ? one.first : one.second).front().place;
    }
    Diagnostic error;
    error.code = "missing-halfway";
    error.place = place.value_or(model.at(job_.output.series).place);
    error.message =
        fmt::format("{}@{} has no value when only {} {} as in {}: {}",
                    model.at(job_.output.series).name, model.calendar.name(job_.output.span),
                    made.empty() ? "nothing" : fmt::format("{}", fmt::join(made, ", ")),
                    made.size() > 1 ? "are" : "is", job_.second.path, why);
    error.hint = "put what goes together into one group of the model, or bridge in two steps";
    return error;
  }

  Checked<BridgeValues> refused() { return {std::nullopt, {std::move(said_)}}; }

  static std::size_t index_of(const Set& set) {
    std::size_t index = 0;
    for (std::size_t i = 0; i < set.size(); ++i) index |= std::size_t(set[i]) << i;
    return index;
  }

  const BridgeJob& job_;
  const RunOptions& how_;
  std::vector<std::size_t> switched_;  // items by axis
  std::vector<std::size_t> built_;     // items that need a program for each way they are
  std::size_t programs_ = 0;
  std::optional<CellId> cause_;
  Diagnostic said_;
};

}  // namespace

Checked<BridgeValues> values_by_set(const BridgeJob& job, const RunOptions& how) {
  return BridgeRuns(job, how).by_set();
}

Checked<BridgeValues> values_by_step(const BridgeJob& job, const RunOptions& how) {
  return BridgeRuns(job, how).by_step();
}

Checked<BridgeValues> values_by_order(const BridgeJob& job,
                                      std::span<const std::vector<std::size_t>> orders,
                                      const RunOptions& how) {
  return BridgeRuns(job, how).by_order(orders);
}

Operations operations_of(const BridgeJob& job, const std::vector<bool>& set) {
  Operations operations = job.differences.common;
  for (std::size_t item = 0; item < job.items.size(); ++item) {
    for (const std::size_t i : job.items[item].differences) {
      const ScenarioDifference& one = job.differences.of[i];
      append(operations, set[item] ? one.second : one.first);
    }
  }
  return operations;
}

}  // namespace headwater::detail
