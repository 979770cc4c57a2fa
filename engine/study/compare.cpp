#include "engine/study/compare.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"

namespace headwater {
namespace {

bool same_periods(const Calendar& left, const Calendar& right) {
  return left.base() == right.base() &&
         left.start_of_year(2000).month == right.start_of_year(2000).month;
}

// "quarterly, fiscal year starts april", as a model's calendar line says it.
std::string calendar_text(const Calendar& calendar) {
  constexpr std::array<std::string_view, 12> months = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  const auto month = std::size_t(calendar.start_of_year(2000).month - 1);
  const char* base = calendar.base() == BasePeriod::month     ? "monthly"
                     : calendar.base() == BasePeriod::quarter ? "quarterly"
                                                              : "annual";
  return fmt::format("{}, fiscal year starts {}", base, months[month]);
}

std::optional<Counterpart> counterpart_of(const Series& series, const Model& other) {
  const auto found = other.find(series.name);
  if (!found) return std::nullopt;
  return Counterpart{*found, other.at(*found).unit.factor_to(series.unit)};
}

// The years that contain a forecast of the first scenario, or all of its horizon.
std::vector<PeriodSpan> years_of(const Scenario& first, const CompareOptions& options) {
  const Model& model = *first.model;
  const Calendar& calendar = model.calendar;
  std::vector<PeriodSpan> years;
  const int begin = calendar.fiscal_year(model.horizon.first);
  for (int year = begin; year <= calendar.fiscal_year(model.horizon.last); ++year) {
    const PeriodSpan span = calendar.year(year);
    const bool ahead = first.precedence->as_of() < span.last;
    const bool wanted =
        options.fiscal_year ? year == *options.fiscal_year : ahead || options.by == OutlookBy::year;
    if (wanted && model.horizon.contains(span)) years.push_back(span);
  }
  return years;
}

// The parts of one year, and the year.
std::vector<PeriodSpan> parts_of(const Scenario& first, OutlookBy by, int year) {
  const Calendar& calendar = first.model->calendar;
  std::vector<PeriodSpan> spans;
  if (calendar.base() != BasePeriod::year) {
    const bool quarters = by == OutlookBy::quarter;
    for (int part = 1; part <= (quarters ? 4 : 2); ++part) {
      spans.push_back(quarters ? calendar.quarter(year, part) : calendar.half(year, part));
    }
  }
  spans.push_back(calendar.year(year));
  std::erase_if(spans, [&](PeriodSpan one) { return !first.model->horizon.contains(one); });
  return spans;
}

std::vector<PeriodSpan> compared_spans(const Scenario& first, const CompareOptions& options) {
  const Model& model = *first.model;
  const Period next = std::min(first.precedence->as_of() + 1, model.horizon.last);
  const int year = options.fiscal_year.value_or(model.calendar.fiscal_year(next));
  const PeriodSpan whole = model.calendar.year(year);
  if (model.horizon.last < whole.first || whole.last < model.horizon.first) {
    throw std::invalid_argument("CompareOptions::fiscal_year must lie in the first horizon");
  }
  if (options.by && *options.by != OutlookBy::year) return parts_of(first, *options.by, year);
  auto years = years_of(first, options);
  // A horizon that cuts its last year has no such year: its periods then stand for it.
  return years.empty() ? parts_of(first, OutlookBy::quarter, year) : years;
}

class Builder {
 public:
  Builder(std::span<const Scenario> scenarios, const CompareOptions& options)
      : scenarios_(scenarios), first_(*scenarios.front().model), options_(options) {}

  Checked<SideBySide> build() {
    auto statements = statements_of(first_, options_.statements);
    diagnostics_ = std::move(statements.diagnostics);
    if (!statements) return failed();
    comparison_.statements = std::move(*statements.value);
    comparison_.spans = compared_spans(scenarios_.front(), options_);
    for (const Scenario& one : scenarios_) {
      comparison_.matchings.push_back(match(scenarios_.front(), one));
      auto run = run_single(one, outputs_of(one, comparison_.matchings.back()));
      for (Diagnostic& said : run.diagnostics) diagnostics_.push_back(std::move(said));
      if (run) comparison_.runs.push_back(std::move(*run.value));
    }
    if (comparison_.runs.size() < scenarios_.size()) return failed();
    for (std::size_t i = 0; i < comparison_.statements.size(); ++i) {
      for (const StatementRow& row : comparison_.statements[i]->rows) add_row(i, row);
    }
    return {std::move(comparison_), std::move(diagnostics_)};
  }

 private:
  Checked<SideBySide> failed() { return {std::nullopt, std::move(diagnostics_)}; }

  static bool rolls(const Scenario& scenario, SeriesId series, PeriodSpan span) {
    return span.first == span.last || scenario.precedence->roll_ups().of(series) != Rolling::none;
  }

  // The lines' figures in one scenario, but for gaps of what is `actual only`.
  std::vector<Output> outputs_of(const Scenario& scenario, const Matching& matching) const {
    std::set<std::pair<SeriesId, PeriodSpan>> wanted;
    for (const StatementLayout* statement : comparison_.statements) {
      for (const StatementRow& row : statement->rows) {
        const auto& there = matching.counterpart[std::size_t(row.series)];
        if (!there) continue;
        for (const PeriodSpan span : comparison_.spans) {
          if (has(scenario, there->series, span)) wanted.insert({there->series, span});
        }
      }
    }
    std::vector<Output> outputs;
    for (const auto& [series, span] : wanted) outputs.push_back({series, span, std::nullopt});
    return outputs;
  }

  static bool has(const Scenario& scenario, SeriesId series, PeriodSpan span) {
    const Model& model = *scenario.model;
    const bool blank = model.at(series).actual_only && scenario.precedence->lacks(series, span);
    return model.horizon.contains(span) && rolls(scenario, series, span) && !blank;
  }

  Mark mark(std::size_t scenario, SeriesId series, PeriodSpan span, double value) const {
    const auto& there = comparison_.matchings[scenario].counterpart[std::size_t(series)];
    if (!there || is_missing(value)) return Mark::missing;
    return mark_of(*scenarios_[scenario].precedence, there->series, span);
  }

  void add_row(std::size_t statement, const StatementRow& row) {
    ComparedRow result{statement, row.series, row.depth, {}};
    for (const PeriodSpan span : comparison_.spans) {
      auto& figures = result.figures.emplace_back();
      for (std::size_t i = 0; i < scenarios_.size(); ++i) {
        const double value =
            figure_as_first(comparison_.runs[i], comparison_.matchings[i], row.series, span);
        const double first = figures.empty() ? value : figures.front().value;
        figures.push_back({value, value - first, mark(i, row.series, span, value)});
      }
    }
    comparison_.rows.push_back(std::move(result));
  }

  std::span<const Scenario> scenarios_;
  const Model& first_;
  const CompareOptions& options_;
  SideBySide comparison_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

Matching match(const Scenario& first, const Scenario& other) {
  Matching matching;
  matching.same_model = first.model_hash == other.model_hash;
  for (std::size_t i = 0; i < first.model->series.size(); ++i) {
    const Series& series = first.model->series[i];
    const auto found = other.model->find(series.name);
    const bool alike = found && other.model->at(*found).unit.same_dimension(series.unit);
    if (!found) matching.only_first.push_back(SeriesId(i));
    if (found && !alike) matching.unlike.push_back(SeriesId(i));
    matching.counterpart.push_back(alike ? counterpart_of(series, *other.model) : std::nullopt);
  }
  for (std::size_t i = 0; i < other.model->series.size(); ++i) {
    if (!first.model->find(other.model->series[i].name)) matching.only_other.push_back(SeriesId(i));
  }
  return matching;
}

double figure_as_first(const SingleRun& run, const Matching& matching, SeriesId series,
                       PeriodSpan span) {
  const auto& there = matching.counterpart[std::size_t(series)];
  if (!there) return missing();
  return run.figures.at(there->series, span) * there->factor;
}

std::vector<Diagnostic> calendars_at_odds(std::span<const Scenario> scenarios) {
  std::vector<Diagnostic> diagnostics;
  const Scenario& first = scenarios.front();
  for (const Scenario& other : scenarios) {
    if (same_periods(first.model->calendar, other.model->calendar)) continue;
    Diagnostic diagnostic;
    diagnostic.code = "calendars-at-odds";
    diagnostic.place = {other.model->files.front(), 0, 0};
    diagnostic.message = fmt::format("the calendar of model {} is {}, but that of {} is {}",
                                     other.model->name, calendar_text(other.model->calendar),
                                     first.model->name, calendar_text(first.model->calendar));
    diagnostic.hint = "compare scenarios of one calendar, or run this file alone";
    diagnostics.push_back(std::move(diagnostic));
  }
  return diagnostics;
}

Checked<SideBySide> compare(std::span<const Scenario> scenarios, const CompareOptions& options) {
  if (scenarios.empty()) throw std::invalid_argument("compare: scenarios must not be empty");
  auto at_odds = calendars_at_odds(scenarios);
  if (!at_odds.empty()) return {std::nullopt, std::move(at_odds)};
  return Builder(scenarios, options).build();
}

}  // namespace headwater
