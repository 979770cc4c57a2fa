#include "engine/study/single_run.hpp"

#include <algorithm>

#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {
namespace {

struct PlannedCheck {
  const ModelCheck* check;
  PeriodSpan span;
};

std::vector<PlannedCheck> planned_checks(const Model& model, const Precedence& precedence) {
  std::vector<PlannedCheck> planned;
  for (const ModelCheck& check : model.checks) {
    if (check.roll_up) {
      planned.push_back({&check, *check.span});
      continue;
    }
    PeriodSpan span = model.horizon;
    if (check.span) {
      span = {std::max(span.first, check.span->first), std::min(span.last, check.span->last)};
    }
    if (check.forecast_only) span.first = std::max(span.first, precedence.as_of() + 1);
    for (Period p = span.first; p <= span.last; p = p + 1) planned.push_back({&check, {p, p}});
  }
  return planned;
}

// Whether a formula has a node among its parts.
bool has_part(const Formulas& formulas, NodeId formula, NodeId part) {
  if (formula == part) return true;
  const auto& args = formulas[formula].args;
  return std::any_of(args.begin(), args.end(),
                     [&](NodeId arg) { return has_part(formulas, arg, part); });
}

// The delays of formulas that serve the end of the horizon.
std::vector<DelayedFlow> delays_at_end(const Model& model, const Precedence& precedence) {
  std::vector<DelayedFlow> delays;
  for (const DelayedFlow& one : model.delays) {
    const Winner winner = precedence.at(one.series, model.horizon.last);
    if (winner.formula && has_part(model.formulas, *winner.formula, one.delayed)) {
      delays.push_back(one);
    }
  }
  return delays;
}

CheckResult result_of(const Model& model, const PlannedCheck& planned, double left, double right) {
  CheckResult result;
  result.name = planned.check->name;
  result.title = planned.check->title.english;
  result.span = planned.span;
  result.unit = model.formulas[planned.check->left].unit;
  result.left = left;
  result.right = right;
  result.evaluable = !is_missing(left) && !is_missing(right);
  result.holds = !result.evaluable || holds(*planned.check, left, right);
  result.place = planned.check->place;
  return result;
}

std::string digest_of(const Eigen::ArrayXXd& values, std::size_t count) {
  ContentHash hash;
  for (std::size_t i = 0; i < count; ++i) {
    const double value = values(0, Eigen::Index(i));
    hash.add(std::as_bytes(std::span(&value, 1)));
  }
  return hash.hex();
}

}  // namespace

double Figures::at(SeriesId series, PeriodSpan span) const {
  if (by_series_.size() <= std::size_t(series)) return missing();
  const auto& figures = by_series_[std::size_t(series)];
  const auto found = std::ranges::lower_bound(figures, span, {}, &Figure::span);
  return found == figures.end() || found->span != span ? missing() : found->value;
}

void Figures::put(SeriesId series, PeriodSpan span, double value) {
  if (by_series_.size() <= std::size_t(series)) by_series_.resize(std::size_t(series) + 1);
  auto& figures = by_series_[std::size_t(series)];
  const auto found = std::ranges::lower_bound(figures, span, {}, &Figure::span);
  if (found != figures.end() && found->span == span) {
    found->value = value;
  } else {
    figures.insert(found, {span, value});
  }
}

namespace {

// Of outputs that are known to be answerable, only what a run asks for besides is still to be
// tried.
Checked<Program> lowered(const Scenario& scenario, const std::vector<Output>& all,
                         std::size_t answerable) {
  const Precedence& precedence = *scenario.precedence;
  const bool refused =
      std::any_of(all.begin() + std::ptrdiff_t(answerable), all.end(),
                  [&](const Output& output) { return refusal(precedence, output).has_value(); });
  return refused ? lower(precedence, scenario.operations, {}, all)
                 : lower_answerable(precedence, scenario.operations, {}, all);
}

Checked<SingleRun> run_single(const Scenario& scenario, std::span<const Output> outputs,
                              std::size_t answerable) {
  const Model& model = *scenario.model;
  const Precedence& precedence = *scenario.precedence;
  const auto planned = planned_checks(model, precedence);
  std::vector<Output> all(outputs.begin(), outputs.end());
  for (const PlannedCheck& check : planned) {
    all.push_back({{}, check.span, check.check->left});
    all.push_back({{}, check.span, check.check->right});
  }
  const auto delays = delays_at_end(model, precedence);
  const PeriodSpan end{model.horizon.last, model.horizon.last};
  for (const DelayedFlow& one : delays) all.push_back({one.series, end, one.on_its_way});
  auto program = lowered(scenario, all, answerable);
  Checked<SingleRun> checked{std::nullopt, std::move(program.diagnostics)};
  keep_wholly_unread(scenario, checked.diagnostics);
  if (!program) return checked;

  const RowsReducer rows;
  const ListDesign once;
  const auto answer = conduct({*program.value, once, rows}, {.block_lanes = 1, .threads = 1});
  const Block& block = dynamic_cast<const RowsReducer&>(*answer).rows();
  SingleRun run;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    run.figures.put(outputs[i].series, outputs[i].span, block.values(0, Eigen::Index(i)));
  }
  run.digest = digest_of(block.values, outputs.size());
  run.checks = automatic_checks(precedence, scenario.operations);
  for (std::size_t i = 0; i < planned.size(); ++i) {
    const auto side = Eigen::Index(outputs.size() + 2 * i);
    run.checks.push_back(
        result_of(model, planned[i], block.values(0, side), block.values(0, side + 1)));
  }
  for (std::size_t i = 0; i < delays.size(); ++i) {
    const auto side = Eigen::Index(outputs.size() + 2 * planned.size() + i);
    const double amount = block.values(0, side);
    if (!is_missing(amount) && amount != 0) run.leavings.push_back({delays[i].series, amount});
  }
  for (const Failure& failure : block.failures) {
    if (failure.output >= outputs.size()) continue;
    const Output& output = outputs[failure.output];
    const bool wanted =
        precedence.as_of() < output.span.last && !precedence.model().at(output.series).actual_only;
    if (wanted) run.failures.push_back(failure);
  }
  checked.value = std::move(run);
  return checked;
}

}  // namespace

Checked<SingleRun> run_single(const Scenario& scenario, std::span<const Output> outputs) {
  return run_single(scenario, outputs, 0);
}

void keep_wholly_unread(const Scenario& scenario, std::vector<Diagnostic>& diagnostics) {
  const auto is_own = [&](const Diagnostic& one) {
    return one.code.starts_with("operation-") &&
           std::any_of(scenario.operations.begin(), scenario.operations.end(),
                       [&](const Operation& own) { return own.place == one.place; });
  };
  if (std::none_of(diagnostics.begin(), diagnostics.end(), is_own)) return;
  const auto whole =
      lower(*scenario.precedence, scenario.operations, {}, every_output(scenario)).diagnostics;
  std::erase_if(diagnostics, [&](const Diagnostic& one) {
    return is_own(one) && std::none_of(whole.begin(), whole.end(), [&](const Diagnostic& other) {
             return other.place == one.place && other.code == one.code;
           });
  });
}

std::vector<Output> every_output(const Scenario& scenario) {
  const Model& model = *scenario.model;
  const auto spans = spans_of(model);
  std::vector<Output> outputs;
  for (std::size_t i = 0; i < model.series.size(); ++i) {
    for (const PeriodSpan span : spans) {
      const Output output{SeriesId(i), span, std::nullopt};
      if (!refusal(*scenario.precedence, output)) outputs.push_back(output);
    }
  }
  return outputs;
}

Checked<SingleRun> run_everything(const Scenario& scenario) {
  const std::vector<Output> outputs = every_output(scenario);
  return run_single(scenario, outputs, outputs.size());
}

Mark mark_of(const Precedence& precedence, SeriesId series, PeriodSpan span) {
  if (precedence.lacks(series, span)) return Mark::missing;
  const bool level = precedence.roll_ups().of(series) == Rolling::last;
  const PeriodSpan seen = level ? PeriodSpan{span.last, span.last} : span;
  Mark mark = Mark::actual;
  for (Period p = seen.first; p <= seen.last; p = p + 1) {
    const Winner winner = precedence.at(series, p);
    const bool known = p <= precedence.as_of();
    if (winner.rule == Rule::outlook || winner.rule == Rule::driver || !known) {
      return known && winner.rule == Rule::driver ? Mark::estimated : Mark::forecast;
    }
    if (winner.estimated) mark = Mark::estimated;
  }
  return mark;
}

std::vector<PeriodSpan> spans_of(const Model& model) {
  const Calendar& calendar = model.calendar;
  std::vector<PeriodSpan> spans;
  for (Period p = model.horizon.first; p <= model.horizon.last; p = p + 1) spans.push_back({p, p});
  if (calendar.base() == BasePeriod::year) return spans;
  const int first = calendar.fiscal_year(model.horizon.first);
  const int last = calendar.fiscal_year(model.horizon.last);
  const auto offer = [&](PeriodSpan span) {
    if (model.horizon.contains(span) && span.first != span.last) spans.push_back(span);
  };
  for (int year = first; year <= last; ++year) {
    for (int half = 1; half <= 2; ++half) offer(calendar.half(year, half));
  }
  for (int year = first; year <= last; ++year) offer(calendar.year(year));
  return spans;
}

}  // namespace headwater
