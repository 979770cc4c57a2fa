#include "engine/study/bridge.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/contributions.hpp"
#include "engine/study/detail/bridge_path.hpp"
#include "engine/study/detail/bridge_rows.hpp"
#include "engine/study/detail/bridge_runs.hpp"
#include "engine/study/detail/shown.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {
namespace {

// What a pipeline says of a deal: its name is the pipeline's, the deal's and the word's. Only
// pipelines have scheduled series, which begin with the same name.
bool is_of_deal(const Model& model, const Series& series) {
  const std::string_view name = series.name;
  const std::size_t word = name.rfind('.');
  if (word == std::string_view::npos || word == 0) return false;
  const std::size_t deal = name.rfind('.', word - 1);
  if (deal == std::string_view::npos) return false;
  const std::string_view pipeline = name.substr(0, deal + 1);
  return std::any_of(model.series.begin(), model.series.end(), [&](const Series& one) {
    return one.scheduled && std::string_view(one.name).starts_with(pipeline);
  });
}

// The group that a series moves with, if any.
std::optional<std::size_t> group_of(const Model& model, SeriesId id) {
  const Series& series = model.at(id);
  if (series.kind != SeriesKind::driver || is_of_deal(model, series)) return std::nullopt;
  for (std::size_t i = 0; i < model.groups.size(); ++i) {
    const auto& drivers = model.groups[i].drivers;
    if (std::ranges::find(drivers, id) != drivers.end()) return i;
  }
  return std::nullopt;
}

void put(BridgeItem& item, const ScenarioDifferences& differences, std::size_t difference) {
  item.differences.push_back(difference);
  item.series.push_back(differences.of[difference].series);
  if (differences.of[difference].change == Change::structure) item.change = Change::structure;
}

Place place_of(const BridgeResult& result, const Model& model, const BridgeItem& item) {
  if (item.differences.empty()) return model.at(result.output.series).place;
  const ScenarioDifference& one = result.differences.of[item.differences.front()];
  return (one.second.empty() ? one.first : one.second).front().place;
}

class Bridging {
 public:
  Bridging(const Scenario& first, const Scenario& second, const RunOptions& how)
      : first_(first), second_(second), how_(how) {}

  Checked<BridgeResult> run(const Output& output, const BridgeOptions& options) {
    result_.output = output;
    result_.options = options;
    result_.ends = {BridgeEnd{output.span}, BridgeEnd{output.span}};
    if (!read_end(first_, result_.first) || !read_end(second_, result_.second)) return refused();
    result_.differences = differences_between(first_, second_);
    result_.items = bridge_items(*first_.model, result_.differences, options.by);
    if (is_too_much() || !divide_up()) return refused();
    return {std::move(result_), std::move(said_)};
  }

 private:
  Checked<BridgeResult> refused() { return {std::nullopt, std::move(said_)}; }

  void say(std::vector<Diagnostic> diagnostics) {
    for (Diagnostic& one : diagnostics) said_.push_back(std::move(one));
  }

  // The figure in one of the scenarios. A difference that moves nothing is shown to: only what is
  // read nowhere is worth a warning.
  bool read_end(const Scenario& scenario, double& value) {
    auto program = lower(*scenario.precedence, scenario.operations, {}, {&result_.output, 1});
    keep_wholly_unread(scenario, program.diagnostics);
    say(std::move(program.diagnostics));
    if (!program) return false;
    value = detail::single_row(*program.value).front();
    if (!is_missing(value)) return true;
    Diagnostic error;
    error.code = "nothing-to-bridge";
    error.place = scenario.model->at(result_.output.series).place;
    error.message = fmt::format("{} has no value in {}", figure(), scenario.path);
    error.hint = fmt::format("headwater explain {} {} says why", scenario.path, figure());
    said_.push_back(std::move(error));
    return false;
  }

  std::string figure() const {
    const Model& model = *first_.model;
    return fmt::format("{}@{}", model.at(result_.output.series).name,
                       model.calendar.name(result_.output.span));
  }

  // What each method cannot take.
  bool is_too_much() {
    switch (result_.options.method) {
      case BridgeMethod::shapley: check_sets(); break;
      case BridgeMethod::path: check_path(); break;
      case BridgeMethod::sequential: break;
    }
    return has_errors(said_);
  }

  std::vector<const BridgeItem*> structures() const {
    std::vector<const BridgeItem*> found;
    for (const BridgeItem& one : result_.items) {
      if (one.change == Change::structure) found.push_back(&one);
    }
    return found;
  }

  static std::string names_of(const std::vector<const BridgeItem*>& items) {
    std::string names;
    for (const BridgeItem* one : items) names += (names.empty() ? "" : ", ") + one->name;
    return names;
  }

  void check_sets() {
    const auto built = structures();
    if (built.size() <= shapley_structures_max) return;
    refuse("too-many-structures", *built.front(),
           fmt::format(
               "{} differences are fixes, ramps and the like, and shapley takes at most {}: {}",
               built.size(), shapley_structures_max, names_of(built)),
           "--method sequential, or bridge in two steps");
  }

  void check_path() {
    const auto built = structures();
    if (built.empty()) return;
    refuse("path-of-structures", *built.front(),
           fmt::format("a path leads through values, and this is done or not: {}", names_of(built)),
           "--method shapley");
  }

  void refuse(const char* code, const BridgeItem& item, std::string message, std::string hint) {
    Diagnostic error;
    error.code = code;
    error.place = place_of(result_, *first_.model, item);
    error.message = std::move(message);
    error.hint = std::move(hint);
    said_.push_back(std::move(error));
  }

  bool divide_up() {
    const detail::BridgeJob job{first_, second_, result_.differences, result_.items,
                                result_.output};
    switch (result_.options.method) {
      case BridgeMethod::shapley:
        return result_.items.size() <= shapley_items_max ? by_values(values_by_set(job, how_))
                                                         : by_drawn_orders(job);
      case BridgeMethod::sequential: return by_values(values_by_step(job, how_));
      case BridgeMethod::path: return by_slopes(along_path(job, how_));
    }
    return false;
  }

  bool by_values(Checked<detail::BridgeValues> runs) {
    say(std::move(runs.diagnostics));
    if (!runs) return false;
    result_.values = std::move(runs.value->values);
    result_.runs = result_.values.size();
    result_.programs = runs.value->programs;
    require(result_.values.front() == result_.first && result_.values.back() == result_.second,
            "a bridge begins and ends with the figures of its scenarios");
    const bool all_orders = result_.options.method == BridgeMethod::shapley;
    return close(all_orders ? shapley_contributions(result_.values, result_.items.size())
                            : stepwise_contributions(result_.values));
  }

  bool by_drawn_orders(const detail::BridgeJob& job) {
    const auto orders = drawn_orders(result_.items.size(), shapley_order_pairs);
    auto runs = values_by_order(job, orders, how_);
    say(std::move(runs.diagnostics));
    if (!runs) return false;
    result_.values = std::move(runs.value->values);
    result_.runs = result_.values.size();
    result_.programs = runs.value->programs;
    result_.orders = orders.size();
    require(result_.values.front() == result_.first && result_.values.back() == result_.second,
            "a bridge begins and ends with the figures of its scenarios");
    const SampledContributions sampled = sampled_contributions(result_.values, orders);
    errors_ = sampled.errors;
    return close(sampled.means);
  }

  bool by_slopes(Checked<detail::BridgePath> path) {
    say(std::move(path.diagnostics));
    if (!path) return false;
    result_.values = {result_.first, result_.second};
    result_.runs = path.value->runs;
    result_.programs = 1;
    return close(path.value->contributions);
  }

  bool close(const std::vector<double>& contributions) {
    constexpr double error_max = 1e-10;
    const double error = closure_error(contributions, result_.first, result_.second);
    if (!(error <= error_max)) {
      double largest = 0;
      for (const double value : result_.values) largest = std::max(largest, std::fabs(value));
      refuse("lost-in-rounding", result_.items.front(),
             fmt::format("{} goes from {} to {}, and by some of the changes to {:.3g}: what each "
                         "contributes is lost in rounding",
                         figure(), result_.first, result_.second, largest),
             "put what goes together into one group of the model");
      return false;
    }
    for (std::size_t i = 0; i < contributions.size(); ++i)
      result_.rows.push_back({i, contributions[i], errors_.empty() ? 0 : errors_[i], 0});
    if (result_.options.method != BridgeMethod::sequential) sort();
    detail::land_rows(result_);
    return true;
  }

  void sort() {
    std::stable_sort(result_.rows.begin(), result_.rows.end(),
                     [&](const BridgeRow& left, const BridgeRow& right) {
                       const double one = std::fabs(left.contribution);
                       const double other = std::fabs(right.contribution);
                       if (one != other) return one > other;
                       return result_.items[left.item].name < result_.items[right.item].name;
                     });
  }

  const Scenario& first_;
  const Scenario& second_;
  const RunOptions& how_;
  BridgeResult result_;
  std::vector<double> errors_;  // by item, where orders are drawn
  std::vector<Diagnostic> said_;
};

}  // namespace

std::vector<BridgeItem> bridge_items(const Model& model, const ScenarioDifferences& differences,
                                     BridgeBy by) {
  std::map<std::size_t, BridgeItem> groups;
  std::vector<BridgeItem> alone;
  for (std::size_t i = 0; i < differences.of.size(); ++i) {
    const SeriesId id = differences.of[i].series;
    const auto group = by == BridgeBy::groups ? group_of(model, id) : std::nullopt;
    if (group) {
      const Title& title = model.groups[*group].title;
      const std::string& name = title.english.empty() ? title.japanese : title.english;
      const auto [found, fresh] =
          groups.try_emplace(*group, BridgeItem{name, title, true, {}, {}, {}, false, false});
      put(found->second, differences, i);
    } else {
      const Series& series = model.at(id);
      alone.push_back({series.name, series.title, false, Change::value, {}, {}, false, false});
      put(alone.back(), differences, i);
    }
  }
  std::vector<BridgeItem> items;
  if (differences.known)
    items.push_back({"known", {}, false, Change::structure, {}, {}, true, false});
  for (auto& [group, item] : groups) items.push_back(std::move(item));
  for (BridgeItem& item : alone) items.push_back(std::move(item));
  return items;
}

Checked<BridgeResult> bridge(const Scenario& first, const Scenario& second, const Output& output,
                             const BridgeOptions& options, const RunOptions& how) {
  if (!comparable(first, second)) {
    throw std::invalid_argument("bridge: the scenarios are not of one model");
  }
  if (options.by == BridgeBy::lines) {
    throw std::invalid_argument("bridge: lines have a bridge of their own");
  }
  return Bridging(first, second, how).run(output, options);
}

}  // namespace headwater
