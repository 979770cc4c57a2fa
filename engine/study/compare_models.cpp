#include "engine/study/compare_models.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"

namespace headwater {
namespace {

using Spans = std::set<PeriodSpan>;

// Quarters, halves or years of a horizon; years where periods are no shorter.
Spans spans_by(const Model& model, OutlookBy by) {
  const Calendar& calendar = model.calendar;
  const bool whole_years = by == OutlookBy::year || calendar.base() == BasePeriod::year;
  const bool quarters = by == OutlookBy::quarter;
  Spans spans;
  const int last = calendar.fiscal_year(model.horizon.last);
  for (int year = calendar.fiscal_year(model.horizon.first); year <= last; ++year) {
    if (whole_years) spans.insert(calendar.year(year));
    for (int part = 1; !whole_years && part <= (quarters ? 4 : 2); ++part) {
      spans.insert(quarters ? calendar.quarter(year, part) : calendar.half(year, part));
    }
  }
  std::erase_if(spans, [&](PeriodSpan one) { return !model.horizon.contains(one); });
  return spans;
}

Spans compared_spans(const Model& model, const CompareModelsOptions& options) {
  if (options.by) return spans_by(model, *options.by);
  const auto all = spans_of(model);
  return {all.begin(), all.end()};
}

Checked<SingleRun> run_over(const Scenario& scenario, const CompareModelsOptions& options) {
  if (!options.by) return run_everything(scenario);
  std::vector<Output> outputs;
  const Spans spans = compared_spans(*scenario.model, options);
  for (std::size_t i = 0; i < scenario.model->series.size(); ++i) {
    for (const PeriodSpan span : spans) {
      const Output output{SeriesId(i), span, std::nullopt, std::nullopt};
      if (!refusal(*scenario.precedence, output)) outputs.push_back(output);
    }
  }
  return run_single(scenario, outputs);
}

// The figures of one series in one scenario, both in the unit of the old model's.
struct Line {
  std::array<std::optional<SeriesId>, 2> series;
  std::map<PeriodSpan, std::array<double, 2>> values;  // where either has one
  double largest = 0;

  void put(PeriodSpan span, double before, double after) {
    if (is_missing(before) && is_missing(after)) return;
    values[span] = {before, after};
    for (const double one : {before, after}) {
      if (!is_missing(one)) largest = std::max(largest, std::fabs(one));
    }
  }
};

// What became of a figure of a span that both models reach and a series that both have.
ChangeKind kind_of(const Line& line, double before, double after) {
  constexpr double rounding = 1e-12;
  if (is_missing(after)) return ChangeKind::lost;
  if (is_missing(before)) return ChangeKind::gained;
  const bool near = std::fabs(after - before) <= rounding * line.largest;
  return near ? ChangeKind::rounding : ChangeKind::moved;
}

double relative_change(double before, double after) {
  if (before == 0) return std::numeric_limits<double>::infinity();
  return after / before - 1;
}

// Broken, as against holding and having nothing to hold.
bool broken(const CheckResult* check) { return check != nullptr && !check->holds; }

class Comparing {
 public:
  Comparing(std::span<const ReadAgainstBoth> scenarios, const CompareModelsOptions& options)
      : scenarios_(scenarios),
        options_(options),
        old_model_(*scenarios.front()[in_old].model),
        new_model_(*scenarios.front()[in_new].model),
        spans_(compared_spans(old_model_, options)) {
    spans_.merge(compared_spans(new_model_, options));
    compared_.matching = match(scenarios.front()[in_old], scenarios.front()[in_new]);
  }

  Checked<ComparedModels> compare() {
    list_unlike();
    compared_.runs.reserve(scenarios_.size());  // results of checks stay where they are
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      if (!run(i)) return {std::nullopt, std::move(diagnostics_)};
      add_figures(i);
      add_checks(i);
    }
    sort();
    return {std::move(compared_), std::move(diagnostics_)};
  }

 private:
  void list_unlike() {
    for (std::size_t i = 0; i < old_model_.series.size(); ++i) {
      const auto there = new_model_.find(old_model_.series[i].name);
      if (!there) continue;
      if (old_model_.series[i].kind != new_model_.at(*there).kind) {
        compared_.other_kind.push_back(SeriesId(i));
      }
      const auto& alike = compared_.matching.counterpart[i];
      if (alike && alike->factor != 1) compared_.other_unit.push_back(SeriesId(i));
    }
  }

  bool run(std::size_t scenario) {
    std::array<SingleRun, 2> both;
    for (const std::size_t side : {in_old, in_new}) {
      auto one = run_over(scenarios_[scenario][side], options_);
      for (Diagnostic& said : one.diagnostics) diagnostics_.push_back(std::move(said));
      if (!one) return false;
      both[side] = std::move(*one.value);
    }
    compared_.runs.push_back(std::move(both));
    return true;
  }

  void add_figures(std::size_t scenario) {
    const auto& [before, after] = compared_.runs[scenario];
    const Matching& matching = compared_.matching;
    std::size_t figures = 0;
    for (std::size_t i = 0; i < old_model_.series.size(); ++i) {
      const auto& there = matching.counterpart[i];
      if (!there) continue;
      Line line{{SeriesId(i), there->series}, {}, 0};
      for (const PeriodSpan span : spans_) {
        line.put(span, before.figures.at(SeriesId(i), span),
                 figure_as_first(after, matching, SeriesId(i), span));
      }
      figures += std::size_t(std::ranges::count_if(
          line.values, [&](const auto& one) { return in_both(line, one.first); }));
      add_changes(scenario, line);
    }
    compared_.compared.push_back(figures);
    for (const SeriesId one : matching.only_first) {
      Line line{{one, std::nullopt}, {}, 0};
      for (const PeriodSpan span : spans_) line.put(span, before.figures.at(one, span), missing());
      add_changes(scenario, line);
    }
    for (const SeriesId one : matching.only_other) {
      Line line{{std::nullopt, one}, {}, 0};
      for (const PeriodSpan span : spans_) line.put(span, missing(), after.figures.at(one, span));
      add_changes(scenario, line);
    }
  }

  bool reaches(std::size_t side, const Line& line, PeriodSpan span) const {
    const Model& model = side == in_old ? old_model_ : new_model_;
    return line.series[side] && model.horizon.contains(span);
  }
  bool in_both(const Line& line, PeriodSpan span) const {
    return reaches(in_old, line, span) && reaches(in_new, line, span);
  }

  void add_changes(std::size_t scenario, const Line& line) {
    const Calendar& calendar = old_model_.calendar;
    for (const auto& [span, value] : line.values) {
      const auto [before, after] = value;
      if (before == after) continue;
      const PeriodSpan year = calendar.year(calendar.fiscal_year(span.first));
      const bool part = span != year && line.values.contains(year);
      const ChangeKind kind = !reaches(in_new, line, span)   ? ChangeKind::only_old
                              : !reaches(in_old, line, span) ? ChangeKind::only_new
                                                             : kind_of(line, before, after);
      compared_.changes.push_back(
          {kind, scenario, line.series, span, value, relative_change(before, after), part});
    }
  }

  void add_checks(std::size_t scenario) {
    std::map<std::pair<std::string, PeriodSpan>, std::array<const CheckResult*, 2>> results;
    for (const std::size_t side : {in_old, in_new}) {
      for (const CheckResult& one : compared_.runs[scenario][side].checks) {
        const CheckResult*& kept = results[{one.name, one.span}][side];
        if (!broken(kept)) kept = &one;
      }
    }
    for (const auto& [key, result] : results) {
      if (broken(result[in_old]) == broken(result[in_new])) continue;
      compared_.checks.push_back({scenario, key.first, key.second, result});
    }
  }

  // The largest first; of equals, years before their parts, then as scenarios and models have them.
  // Sizes count as floats: what is apart by the rounding of a division only is as large.
  void sort() {
    const auto rank = [](const FigureChange& one) {
      const bool sized = one.kind == ChangeKind::moved || one.kind == ChangeKind::rounding;
      return std::tuple(one.kind, sized ? -std::fabs(float(one.relative)) : 0, one.part_of_year);
    };
    std::ranges::stable_sort(compared_.changes, {}, rank);
  }

  std::span<const ReadAgainstBoth> scenarios_;
  const CompareModelsOptions& options_;
  const Model& old_model_;
  const Model& new_model_;
  Spans spans_;
  ComparedModels compared_;
  std::vector<Diagnostic> diagnostics_;
};

bool differs(const FigureChange& change) {
  return change.kind == ChangeKind::lost || change.kind == ChangeKind::gained ||
         change.kind == ChangeKind::moved;
}

}  // namespace

std::size_t ComparedModels::figures() const {
  std::size_t sum = 0;
  for (const std::size_t one : compared) sum += one;
  return sum;
}

std::size_t ComparedModels::count(ChangeKind kind) const {
  return std::size_t(std::ranges::count(changes, kind, &FigureChange::kind));
}

std::size_t ComparedModels::differ() const {
  return std::size_t(std::ranges::count_if(changes, differs));
}

std::size_t ComparedModels::scenarios_that_differ() const {
  std::set<std::size_t> scenarios;
  for (const FigureChange& one : changes) {
    if (differs(one)) scenarios.insert(one.scenario);
  }
  return scenarios.size();
}

Checked<ComparedModels> compare_models(std::span<const ReadAgainstBoth> scenarios,
                                       const CompareModelsOptions& options) {
  if (scenarios.empty()) {
    throw std::invalid_argument("compare_models: scenarios must not be empty");
  }
  auto at_odds = calendars_at_odds(scenarios.front());
  if (!at_odds.empty()) return {std::nullopt, std::move(at_odds)};
  return Comparing(scenarios, options).compare();
}

}  // namespace headwater
