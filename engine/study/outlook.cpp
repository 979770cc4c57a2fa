#include "engine/study/outlook.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"

namespace headwater {
namespace {

Diagnostic no_statement(const Model& model) {
  Diagnostic diagnostic;
  diagnostic.code = "no-statement";
  diagnostic.place = {model.files.front(), 0, 0};
  diagnostic.message = "this model has no statement to print";
  diagnostic.hint = "add: statement pl \"Profit and loss\", and its lines below";
  return diagnostic;
}

PeriodSpan year_before(const Calendar& calendar, PeriodSpan span) {
  return {span.first - calendar.periods_per_year(), span.last - calendar.periods_per_year()};
}

std::vector<OutlookColumn> columns_by_quarter(const Model& model, int year, Period as_of) {
  const Calendar& calendar = model.calendar;
  std::vector<OutlookColumn> columns;
  const PeriodSpan whole = calendar.year(year);
  const bool halves = calendar.base() != BasePeriod::year;
  if (halves) {
    for (int quarter = 1; quarter <= 4; ++quarter) {
      columns.push_back(
          {ColumnKind::figure, calendar.quarter(year, quarter), quarter <= 2 ? 3 : 2});
      if (quarter == 2) columns.push_back({ColumnKind::figure, calendar.half(year, 1), 6});
    }
    const bool ahead = as_of < calendar.half(year, 2).last;
    columns.push_back({ColumnKind::figure, calendar.half(year, 2), ahead ? 4 : 5});
  }
  columns.push_back({ColumnKind::figure, whole, 0});
  return columns;
}

std::vector<OutlookColumn> columns_by_half(const Model& model, int year) {
  const Calendar& calendar = model.calendar;
  std::vector<OutlookColumn> columns;
  for (int y = year - 1; y <= year; ++y) {
    for (int half = 1; half <= 2; ++half) {
      columns.push_back({ColumnKind::figure, calendar.half(y, half), y < year ? 3 : 0});
    }
  }
  columns.push_back({ColumnKind::figure, calendar.year(year), 0});
  return columns;
}

std::vector<OutlookColumn> columns_by_year(const Model& model) {
  const Calendar& calendar = model.calendar;
  std::vector<OutlookColumn> columns;
  const int first = calendar.fiscal_year(model.horizon.first);
  for (int year = first; year <= calendar.fiscal_year(model.horizon.last); ++year) {
    columns.push_back({ColumnKind::figure, calendar.year(year), 0});
    if (year > first) columns.push_back({ColumnKind::growth, calendar.year(year), 1});
  }
  return columns;
}

bool has_guidance(const Model& model, PeriodSpan span) {
  return std::any_of(model.guidance.begin(), model.guidance.end(),
                     [&](const Observation& one) { return one.span == span; });
}

std::vector<OutlookColumn> columns_of(const Scenario& scenario, const OutlookOptions& options,
                                      int year) {
  const Model& model = *scenario.model;
  if (options.by == OutlookBy::year) return columns_by_year(model);
  auto columns = options.by == OutlookBy::half
                     ? columns_by_half(model, year)
                     : columns_by_quarter(model, year, scenario.precedence->as_of());
  const PeriodSpan whole = model.calendar.year(year);
  if (has_guidance(model, whole)) {
    columns.push_back({ColumnKind::guidance, whole, 0});
    columns.push_back({ColumnKind::difference, whole, 0});
  }
  const PeriodSpan before = year_before(model.calendar, whole);
  if (model.horizon.contains(before)) {
    columns.push_back({ColumnKind::figure, before, 1});
    columns.push_back({ColumnKind::growth, whole, 0});
  }
  std::erase_if(columns,
                [&](const OutlookColumn& one) { return !model.horizon.contains(one.span); });
  return columns;
}

class Builder {
 public:
  Builder(const Scenario& scenario, const OutlookOptions& options)
      : scenario_(scenario),
        options_(options),
        model_(*scenario.model),
        precedence_(*scenario.precedence) {}

  Checked<Outlook> build() {
    if (!choose_statements()) return failed();
    choose_year();
    outlook_.columns = columns_of(scenario_, options_, outlook_.fiscal_year);
    auto run = run_single(scenario_, outputs());
    diagnostics_ = std::move(run.diagnostics);
    if (!run) return failed();
    outlook_.run = std::move(*run.value);
    for (std::size_t i = 0; i < outlook_.statements.size(); ++i) {
      for (const StatementRow& row : outlook_.statements[i]->rows) add_row(i, row);
    }
    add_progress();
    return {std::move(outlook_), std::move(diagnostics_)};
  }

 private:
  Checked<Outlook> failed() { return {std::nullopt, std::move(diagnostics_)}; }

  bool choose_statements() {
    auto statements = statements_of(model_, options_.statements);
    diagnostics_ = std::move(statements.diagnostics);
    if (statements) outlook_.statements = std::move(*statements.value);
    return bool(statements);
  }

  void choose_year() {
    const Calendar& calendar = model_.calendar;
    const Period next = std::min(precedence_.as_of() + 1, model_.horizon.last);
    const int year = options_.fiscal_year.value_or(calendar.fiscal_year(next));
    const PeriodSpan span = calendar.year(year);
    if (model_.horizon.last < span.first || span.last < model_.horizon.first) {
      throw std::invalid_argument("OutlookOptions::fiscal_year must lie in the model's horizon");
    }
    outlook_.fiscal_year = year;
    for (Period p = span.first; p <= span.last; p = p + 1) {
      ++(p <= precedence_.as_of() ? outlook_.actual_periods : outlook_.forecast_periods);
    }
  }

  bool rolls(SeriesId series, PeriodSpan span) const {
    return span.first == span.last || precedence_.roll_ups().of(series) != Rolling::none;
  }

  std::vector<Output> outputs() {
    std::set<std::pair<SeriesId, PeriodSpan>> wanted;
    const auto want = [&](SeriesId series, PeriodSpan span) {
      if (model_.horizon.contains(span) && rolls(series, span)) wanted.insert({series, span});
    };
    std::vector<SeriesId> series;
    for (const StatementLayout* statement : outlook_.statements) {
      for (const StatementRow& row : statement->rows) series.push_back(row.series);
    }
    for (const Observation& figure : model_.guidance) series.push_back(figure.series);
    const PeriodSpan year = model_.calendar.year(outlook_.fiscal_year);
    for (const SeriesId id : series) {
      for (const OutlookColumn& column : outlook_.columns) {
        want(id, column.span);
        want(id, year_before(model_.calendar, column.span));
      }
      if (outlook_.actual_periods == 0 || outlook_.forecast_periods == 0) continue;
      const PeriodSpan so_far{year.first, precedence_.as_of()};
      want(id, so_far);
      want(id, year_before(model_.calendar, so_far));
    }
    std::vector<Output> outputs;
    for (const auto& [id, span] : wanted) {
      // A gap of history is blank; so is what is `actual only`, after its last actual.
      const bool blank = model_.at(id).actual_only && precedence_.lacks(id, span);
      if (!blank) outputs.push_back({id, span, std::nullopt});
    }
    return outputs;
  }

  double figure(SeriesId series, PeriodSpan span) const {
    return outlook_.run.figures.at(series, span);
  }

  // The printed figure, as the company said it; of a quotient of two such figures, their quotient.
  double guidance(SeriesId series, PeriodSpan span) const {
    if (const Observation* printed = guidance_for(precedence_, series, span)) return printed->value;
    const auto measure = precedence_.roll_ups().measure(series);
    if (!measure || model_.at(series).kind != SeriesKind::ratio) return missing();
    const Node& top = model_.formulas[*measure];
    const Node& per = top.op == NodeOp::convert ? model_.formulas[top.args[0]] : top;
    if (per.op != NodeOp::per) return missing();
    const Node& left = model_.formulas[per.args[0]];
    const Node& right = model_.formulas[per.args[1]];
    if (left.op != NodeOp::cell || right.op != NodeOp::cell) return missing();
    const double factor = top.op == NodeOp::convert ? top.value : 1;
    return guidance(left.series, span) / guidance(right.series, span) * factor;
  }

  bool points(SeriesId series) const {
    return model_.at(series).kind == SeriesKind::ratio && model_.at(series).unit.is_dimensionless();
  }

  OutlookCell cell(SeriesId series, const OutlookColumn& column) const {
    const double now = figure(series, column.span);
    switch (column.kind) {
      case ColumnKind::figure: {
        const bool shown = rolls(series, column.span) && !is_missing(now);
        return {now, shown ? mark_of(precedence_, series, column.span) : Mark::missing};
      }
      case ColumnKind::guidance: return {guidance(series, column.span), Mark::actual};
      case ColumnKind::difference: return {now - guidance(series, column.span), Mark::actual};
      case ColumnKind::growth: {
        const double before = figure(series, year_before(model_.calendar, column.span));
        if (points(series)) return {now - before, Mark::actual};
        // Against a loss, or from one, a percentage says nothing.
        const bool told = before > 0 && now >= 0;
        return {told ? now / before - 1 : missing(), Mark::actual};
      }
    }
    return {missing(), Mark::missing};
  }

  void add_row(std::size_t statement, const StatementRow& row) {
    OutlookRow result{statement, row.series, row.depth, {}};
    for (const OutlookColumn& column : outlook_.columns) {
      result.cells.push_back(cell(row.series, column));
    }
    outlook_.rows.push_back(std::move(result));
  }

  void add_progress() {
    if (outlook_.actual_periods == 0 || outlook_.forecast_periods == 0) return;
    const PeriodSpan year = model_.calendar.year(outlook_.fiscal_year);
    const PeriodSpan so_far{year.first, precedence_.as_of()};
    for (const OutlookRow& row : outlook_.rows) {
      const auto told = [&](const Progress& one) { return one.series == row.series; };
      if (std::any_of(outlook_.progress.begin(), outlook_.progress.end(), told)) continue;
      const double target = guidance(row.series, year);
      if (is_missing(target) || model_.at(row.series).kind != SeriesKind::flow) continue;
      Progress progress;
      progress.series = row.series;
      progress.guidance = target;
      progress.so_far = figure(row.series, so_far);
      progress.share = progress.so_far / target;
      const double before = figure(row.series, year_before(model_.calendar, year));
      progress.share_year_before =
          figure(row.series, year_before(model_.calendar, so_far)) / before;
      progress.remainder = target - progress.so_far;
      progress.forecast = figure(row.series, year) - progress.so_far;
      outlook_.progress.push_back(progress);
    }
  }

  const Scenario& scenario_;
  const OutlookOptions& options_;
  const Model& model_;
  const Precedence& precedence_;
  Outlook outlook_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

Checked<std::vector<const StatementLayout*>> statements_of(const Model& model,
                                                           std::span<const std::string> names) {
  Checked<std::vector<const StatementLayout*>> checked;
  if (model.statements.empty()) {
    checked.diagnostics.push_back(no_statement(model));
    return checked;
  }
  std::vector<const StatementLayout*> statements;
  for (const std::string& name : names) {
    const auto layout = std::find_if(model.statements.begin(), model.statements.end(),
                                     [&](const auto& one) { return one.name == name; });
    if (layout == model.statements.end()) {
      throw std::invalid_argument("statements must be the model's");
    }
    statements.push_back(&*layout);
  }
  if (statements.empty()) statements.push_back(&model.statements.front());
  checked.value = std::move(statements);
  return checked;
}

const Observation* guidance_for(const Precedence& precedence, SeriesId series, PeriodSpan span) {
  const Observation* latest = nullptr;
  for (const Observation& one : precedence.model().guidance) {
    const bool known = one.known_since <= precedence.as_of();
    if (one.series != series || one.span != span || one.basis == "implied" || !known) continue;
    if (latest == nullptr || latest->known_since < one.known_since) latest = &one;
  }
  return latest;
}

Checked<Outlook> outlook(const Scenario& scenario, const OutlookOptions& options) {
  return Builder(scenario, options).build();
}

}  // namespace headwater
