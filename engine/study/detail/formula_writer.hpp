// Formulas written out in pieces, each with its value: as in the file, and with values put in.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/source.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/detail/evaluation.hpp"
#include "engine/study/explain.hpp"

namespace headwater::detail {

// Writes one formula. Names are those the formula means, so that the holes of a `for` are filled.
//
// Values of another scale than the formula's unit get their factor among the values; a percentage
// needs none, since 3% says that it is 0.03.
class FormulaWriter {
 public:
  FormulaWriter(const Scenario& scenario, const Sources& sources, Evaluation& evaluation)
      : model_(*scenario.model),
        precedence_(*scenario.precedence),
        sources_(sources),
        evaluation_(evaluation) {}

  void write(NodeId id, Period period) { emit(id, period, 0, 0); }
  void write_over(NodeId id, PeriodSpan span) { emit_over(id, span, 0); }
  // The terms of a pipeline's sum that are not zero.
  void write_deals(NodeId sum, Period period);
  // A series over a span: the sum of its two parts, the mean along the calendar's tree, its rates
  // compounded, its last level.
  void write_total(SeriesId series, PeriodSpan span);
  void write_mean(SeriesId series, PeriodSpan span);
  void write_compound(SeriesId series, PeriodSpan span);
  void write_last(FigureId last) { figure(label(last.span), last); }

  ExplainedFormula formula;     // without role, place and result
  std::vector<FigureId> reads;  // in the formula's order

 private:
  // `lag` is how far back the words stand; `period` is there already.
  void emit(NodeId id, Period period, int lag, int tightness);
  void emit_over(NodeId id, PeriodSpan span, int tightness);
  void emit_operation(NodeId id, Period period, int lag);
  void emit_side(NodeId id, PeriodSpan span, int tightness);
  void emit_mean_of(SeriesId series, PeriodSpan span);
  void emit_choice(const Node& node, Period period, int lag);
  void emit_function(std::string_view name, const Node& node, Period period, int lag);
  void emit_constant(const Node& node);
  void call(NodeId id, PeriodSpan span, int lag);
  void delayed(NodeId id, Period period, int lag);
  void projection(NodeId id, Period period, int lag);
  void explain_projection(const Node& node, const std::string& written, PeriodSpan known,
                          Period period);
  void lookup(NodeId id, Period period, int lag);
  void one_off(NodeId id, Period period, int lag);
  void note_reads(NodeId id, Period period);
  bool pays(NodeId id, Period period) const;
  // What `inside` writes, given how tightly it must bind, and its factor among the values.
  void converted(NodeId id, Period period, int tightness, const std::function<void(int)>& inside);

  void both(std::string_view text);
  void only_valued(std::string text);
  void figure(std::string written, NodeId id, PeriodSpan span);
  void figure(std::string written, FigureId id);
  void read(FigureId id);

  // The words alone, nothing noted.
  static std::string_view operator_words(NodeOp op);
  std::string words(NodeId id, int lag, int tightness = 0);
  std::string call_words(const Node& node, int lag);
  std::string lookup_words(const Node& node, int lag);
  std::string cell_words(const Node& node, int lag) const;
  std::string label(PeriodSpan span) const { return model_.calendar.label(span); }
  int tightness_of(NodeId id) const;
  double shown_per_held(NodeId id, Period period) const;
  std::optional<bool> condition(NodeId id, Period period) const;

  const Model& model_;
  const Precedence& precedence_;
  const Sources& sources_;
  Evaluation& evaluation_;
  bool quiet_ = false;  // words only: no values, nothing noted
};

}  // namespace headwater::detail
