#include "engine/study/detail/explainer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/model/arithmetic.hpp"

namespace headwater::detail {
namespace {

bool is_single(PeriodSpan span) { return span.first == span.last; }

}  // namespace

std::vector<ExplainedCell> Explainer::cells(FigureId figure, std::optional<int> depth) {
  cells_.clear();
  index_.clear();
  index_of(figure, 0);
  // The list grows as it is read, so the nearest come first and each has its least depth.
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (!depth || cells_[i].depth < *depth || i == 0) expand(i);
  }
  return std::move(cells_);
}

std::size_t Explainer::index_of(FigureId id, int depth) {
  const auto [found, fresh] = index_.try_emplace(id, cells_.size());
  if (!fresh) return found->second;
  ExplainedCell cell;
  cell.id = id;
  cell.depth = depth;
  describe(cell);
  cells_.push_back(std::move(cell));
  return found->second;
}

void Explainer::describe(ExplainedCell& cell) {
  const auto [series, span] = cell.id;
  cell.value = evaluation_.of(cell.id);
  cell.printed = precedence_.printed(series, span);
  if (is_single(span)) {
    cell.winner = precedence_.at(series, span.first);
  } else {
    cell.rolling = precedence_.roll_ups().of(series);
    if (const Observation* figure = precedence_.stand_in(series, span)) {
      cell.winner = {.rule = Rule::observation, .observation = figure};
    }
  }
  cell.mark = mark_of(precedence_, series, span);
  for (const OneOff& one : model_.one_offs) {
    const bool here = one.step ? span.contains(one.span.first)
                               : one.span.first <= span.last && span.first <= one.span.last;
    if (one.series == series && here) cell.one_offs.push_back(&one);
  }
  if (cell.winner.rule == Rule::driver) describe_driver(cell);
  if (is_single(span)) take_operations(cell);
  if (is_missing(cell.value)) describe_missing(cell);
}

void Explainer::describe_driver(ExplainedCell& cell) {
  const Series& series = model_.at(cell.id.series);
  const PeriodSpan span = cell.id.span;
  ExplainedDriver driver;
  driver.piece = precedence_.default_at(cell.id.series, span.first);
  driver.standard = driver.piece == nullptr ? missing() : evaluation_.of(driver.piece->value, span);
  if (series.range_low) driver.low = evaluation_.of(*series.range_low, span);
  if (series.range_high) driver.high = evaluation_.of(*series.range_high, span);
  cell.driver = driver;
}

// Those in force: of a series, add factors where it is forecast, and the one fix that wins.
void Explainer::take_operations(ExplainedCell& cell) {
  const Rule rule = cell.winner.rule;
  if (rule == Rule::fixed)
    return cell.operations.push_back(&scenario_.operations[*cell.winner.fix]);
  if (rule != Rule::driver && rule != Rule::outlook) return;
  for (const Operation& one : scenario_.operations) {
    const bool here = one.series == cell.id.series && one.span.contains(cell.id.span.first);
    if (here) cell.operations.push_back(&one);
  }
}

void Explainer::describe_missing(ExplainedCell& cell) {
  const auto [series, span] = cell.id;
  cell.lost_in = evaluation_.lost_in(cell.id);
  if (!is_single(span)) {
    cell.absence = precedence_.lacks(series, span);
    return;
  }
  auto formula = cell.winner.formula;
  const bool history = span.first <= precedence_.splice(series);
  if (cell.winner.rule == Rule::missing && history) formula = model_.at(series).history_formula();
  if (cell.driver && cell.driver->piece != nullptr) formula = cell.driver->piece->value;
  if (formula) cell.absence = precedence_.lacks(*formula, span.first);
}

void Explainer::expand(std::size_t index) {
  ExplainedCell cell = cells_[index];  // a copy: the list grows meanwhile
  is_single(cell.id.span) ? expand_cell(cell) : expand_span(cell);
  cells_[index] = std::move(cell);
}

std::string Explainer::role_of(const Series& series, NodeId formula) const {
  if (series.outlook == formula) return "outlook";
  if (series.history == formula) return "history";
  if (series.before == formula) return "before";
  for (const Parts& parts : series.parts) {
    if (parts.sum == formula) return "parts by " + parts.by;
  }
  return "";
}

ExplainedFormula Explainer::written(NodeId id, Period period, FormulaWriter& writer) {
  const Node& node = model_.formulas[id];
  writer.write(id, period);
  writer.formula.place = node.place;
  writer.formula.result = {evaluation_.of(id, {period, period}), node.unit};
  return std::move(writer.formula);
}

void Explainer::take(ExplainedCell& cell, FormulaWriter& writer) {
  for (const FigureId read : writer.reads) {
    const std::size_t index = index_of(read, cell.depth + 1);
    const auto& known = cell.precedents;
    if (std::find(known.begin(), known.end(), index) == known.end()) {
      cell.precedents.push_back(index);
    }
  }
}

void Explainer::expand_cell(ExplainedCell& cell) {
  const Series& series = model_.at(cell.id.series);
  const Period period = cell.id.span.first;
  FormulaWriter writer(scenario_, sources_, evaluation_);
  if (series.scheduled) {
    writer.write_deals(*series.plain, period);
    writer.formula.place = series.place;
    writer.formula.result = {cell.value, series.unit};
    cell.formula = std::move(writer.formula);
  } else if (cell.winner.formula) {
    cell.formula = written(*cell.winner.formula, period, writer);
    cell.formula->role = role_of(series, *cell.winner.formula);
  } else if (cell.driver && cell.driver->piece != nullptr) {
    const NodeId standard = cell.driver->piece->value;
    if (model_.formulas[standard].op == NodeOp::constant) return;
    cell.formula = written(standard, period, writer);
    cell.formula->role = "default";
  } else if (cell.winner.rule == Rule::observation) {
    const auto formula = series.history_formula();
    if (!formula || precedence_.lacks(*formula, period)) return;
    cell.outdone = written(*formula, period, writer);
    cell.outdone->role = role_of(series, *formula);
    return;  // the printed figure rests on nothing
  }
  take(cell, writer);
}

void Explainer::expand_span(ExplainedCell& cell) {
  if (cell.winner.rule == Rule::observation) return;
  const auto [id, span] = cell.id;
  FormulaWriter writer(scenario_, sources_, evaluation_);
  ExplainedFormula& formula = writer.formula;
  switch (*cell.rolling) {
    case Rolling::none:
    case Rolling::constant: return;
    case Rolling::sum: writer.write_total(id, span); break;
    case Rolling::mean: writer.write_mean(id, span); break;
    case Rolling::last: writer.write_last({id, {span.last, span.last}}); break;
    case Rolling::compound: writer.write_compound(id, span); break;
    case Rolling::quotient: {
      const NodeId measure = *precedence_.roll_ups().measure(id);
      writer.write_over(measure, span);
      formula.role = "measure";
      formula.place = model_.formulas[measure].place;
      break;
    }
  }
  formula.result = {cell.value, model_.at(id).unit};
  cell.formula = std::move(formula);
  take(cell, writer);
}

std::vector<ExplainedOverride> Explainer::overrides(const std::vector<ExplainedCell>& cells) {
  std::vector<ExplainedOverride> result;
  for (const Operation& operation : scenario_.operations) {
    std::optional<ExplainedOverride> found;
    for (const ExplainedCell& cell : cells) {
      const auto& all = cell.operations;
      if (std::find(all.begin(), all.end(), &operation) == all.end()) continue;
      const double standard = cell.driver    ? cell.driver->standard
                              : cell.formula ? cell.formula->result.value
                                             : missing();
      if (!found) found = {&operation, cell.id.span, standard, cell.value};
      if (cell.id.span.first < found->span.first) {
        found = {&operation, {cell.id.span.first, found->span.last}, standard, cell.value};
      }
      found->span.last = std::max(found->span.last, cell.id.span.last);
    }
    if (found) result.push_back(*found);
  }
  return result;
}

}  // namespace headwater::detail
