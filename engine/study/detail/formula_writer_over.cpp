// Formulas over a half or a year, piece by piece as engine/model/evaluate.hpp rolls them up.
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/projection/project.hpp"
#include "engine/study/detail/confidence.hpp"
#include "engine/study/detail/formula_writer.hpp"

namespace headwater::detail {

void FormulaWriter::write_total(SeriesId series, PeriodSpan span) {
  const auto [left, right] = *model_.calendar.parts(span);
  figure(label(left), {series, left});
  both(" + ");
  figure(label(right), {series, right});
}

void FormulaWriter::write_mean(SeriesId series, PeriodSpan span) {
  both("(");
  emit_mean_of(series, span);
  both(fmt::format(") / {}", span.count()));
}

// A coarser figure that stands for its periods counts as often as there are periods.
void FormulaWriter::emit_mean_of(SeriesId series, PeriodSpan span) {
  if (span.first == span.last) return figure(label(span), {series, span});
  if (precedence_.stand_in(series, span) != nullptr) {
    figure(label(span), {series, span});
    return both(fmt::format(" * {}", span.count()));
  }
  const auto [left, right] = *model_.calendar.parts(span);
  emit_mean_of(series, left);
  both(" + ");
  emit_mean_of(series, right);
}

void FormulaWriter::write_compound(SeriesId series, PeriodSpan span) {
  for (Period p = span.first; p <= span.last; p = p + 1) {
    both(p == span.first ? "(1 + " : " * (1 + ");
    figure(label({p, p}), {series, {p, p}});
    both(")");
  }
  both(" - 1");
}

void FormulaWriter::emit_over(NodeId id, PeriodSpan span, int tightness) {
  const Node& node = model_.formulas[id];
  const Rolling rolling = precedence_.roll_ups().of(id);
  if (span.first == span.last) return emit(id, span.first, 0, tightness);
  if (rolling == Rolling::constant) return emit(id, span.last, 0, tightness);
  if (rolling != Rolling::quotient) return emit_side(id, span, tightness);
  if (node.op == NodeOp::convert) {
    return converted(id, span.last, tightness,
                     [&](int tight) { emit_over(node.args[0], span, tight); });
  }
  if (node.op == NodeOp::cell) return figure(cell_words(node, 0), {node.series, span});
  if (node.op == NodeOp::call) return call(id, span, 0);
  const int tight = tightness_of(id);
  if (tight < tightness) both("(");
  if (node.op == NodeOp::negate) {
    both("-");
    emit_over(node.args[0], span, tight);
  } else {
    emit_over(node.args[0], span, tight);
    both(operator_words(node.op));
    emit_over(node.args[1], span, tight + 1);
  }
  if (tight < tightness) both(")");
}

// A series by itself is a figure of its own; anything else is told period by period.
void FormulaWriter::emit_side(NodeId id, PeriodSpan span, int tightness) {
  const Node& node = model_.formulas[id];
  const Rolling rolling = precedence_.roll_ups().of(id);
  if (node.op == NodeOp::cell) {
    const PeriodSpan then{span.first - node.lag, span.last - node.lag};
    const bool own = precedence_.roll_ups().of(node.series) == rolling;
    if (rolling == Rolling::last)
      return figure(cell_words(node, 0), {node.series, {then.last, then.last}});
    if (own && node.lag % model_.calendar.periods_per_year() == 0) {
      return figure(cell_words(node, 0), {node.series, then});
    }
  }
  if (rolling == Rolling::last) return emit(id, span.last, 0, tightness);
  figure(words(id, 0, tightness), id, span);
  if (quiet_) return;
  ExplainedSide side{words(id, 0), rolling, *formula.pieces.back().figure, {}};
  for (Period p = span.first; p <= span.last; p = p + 1) {
    side.terms.emplace_back(PeriodSpan{p, p}, evaluation_.of(id, {p, p}));
    note_reads(id, p);
  }
  formula.sides.push_back(std::move(side));
}

// What a formula reads in a period, and the one-offs it leaves out, without its pieces.
void FormulaWriter::note_reads(NodeId id, Period period) {
  auto pieces = std::exchange(formula.pieces, {});
  auto calls = std::exchange(formula.calls, {});
  emit(id, period, 0, 0);
  formula.pieces = std::move(pieces);
  formula.calls = std::move(calls);
}

// A flow that comes later is told by what of it has come, a deal by its name.
void FormulaWriter::delayed(NodeId id, Period period, int lag) {
  const Node& node = model_.formulas[id];
  const std::string flow = words(node.args[0], lag);
  const bool deal = model_.formulas[node.args[0]].op == NodeOp::schedule;
  const char* part = node.op == NodeOp::on_its_way ? "what is on its way of " : "what arrives of ";
  figure(deal && node.op == NodeOp::delayed ? flow : part + flow, id, {period, period});
  if (quiet_) return;
  for (std::int32_t later = 0; later <= (deal ? 0 : node.lag); ++later) {
    note_reads(node.args[0], period - later);
  }
  note_reads(node.args[1], period);
}

// A projection rests on all that is known of what it projects.
void FormulaWriter::projection(NodeId id, Period period, int lag) {
  const Node& node = model_.formulas[id];
  const ProjectionRow& row = projection_rules()[node.index];
  const std::string count = row.arguments > 1 ? fmt::format(", {}", node.lag) : "";
  const std::string written = fmt::format("{}({}{})", row.name, words(node.args[0], lag), count);
  figure(written, id, {period, period});
  const auto known = precedence_.view().known(id);
  if (quiet_ || !known) return;
  for (Period p = known->first; p <= std::min(known->last, period); p = p + 1) {
    note_reads(node.args[0], p);
  }
  if (known->last < period) explain_projection(node, written, *known, period);
}

// What the rule made of the values once more, with what it found on the way.
void FormulaWriter::explain_projection(const Node& node, const std::string& written,
                                       PeriodSpan known, Period period) {
  std::vector<double> values;
  for (Period p = known.first; p <= known.last; p = p + 1) {
    values.push_back(evaluation_.of(node.args[0], {p, p}));
  }
  const auto lost = std::find_if(values.rbegin(), values.rend(), is_missing).base();
  values.erase(values.begin(), lost);
  if (values.empty()) return;
  known.first = known.last - (std::int32_t(values.size()) - 1);
  const ProjectionRow& row = projection_rules()[node.index];
  const ProjectionSetting setting{std::size_t(model_.calendar.periods_per_year()),
                                  std::size_t(node.lag)};
  const Projection made = project(row.rule, values, setting, std::size_t(period - known.last));
  ExplainedProjection explained{written,   row.rule,  made.used, known,     made.fit,
                                node.unit, missing(), missing(), missing(), missing()};
  if (!is_missing(made.deviations.back())) {
    const double point = made.points.back();
    const double wide_80 = made.deviations.back() * student_quantile(0.9, made.freedom);
    const double wide_95 = made.deviations.back() * student_quantile(0.975, made.freedom);
    explained.low_80 = point - wide_80, explained.high_80 = point + wide_80;
    explained.low_95 = point - wide_95, explained.high_95 = point + wide_95;
  }
  formula.projections.push_back(std::move(explained));
}

// Whether a term may come to something: a deal pays in the period, or slips into it.
bool FormulaWriter::pays(NodeId id, Period period) const {
  const Node& node = model_.formulas[id];
  if (node.op == NodeOp::schedule) return precedence_.view().scheduled(node.index, period) != 0;
  const std::int32_t reach = node.op == NodeOp::delayed ? node.lag : 0;
  for (const NodeId arg : node.args) {
    for (std::int32_t later = 0; later <= reach; ++later) {
      if (pays(arg, period - later)) return true;
    }
  }
  return false;
}

void FormulaWriter::write_deals(NodeId sum, Period period) {
  std::vector<NodeId> terms;
  for (NodeId id = sum;; id = model_.formulas[id].args[0]) {
    const Node& node = model_.formulas[id];
    const NodeId term = node.op == NodeOp::add ? node.args[1] : id;
    const bool comes = pays(term, period) && evaluation_.of(term, {period, period}) != 0;
    if (comes) terms.push_back(term);
    if (node.op != NodeOp::add) break;
  }
  if (terms.empty()) return both("no deal falls into it");
  for (std::size_t i = terms.size(); i-- > 0;) {
    if (i + 1 < terms.size()) both(" + ");
    emit(terms[i], period, 0, 0);
  }
}

}  // namespace headwater::detail
