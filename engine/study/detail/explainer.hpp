// The graph below a figure: built twice, first to learn which values it takes, then with them.
#pragma once

#include <map>
#include <string>

#include "engine/scenario/scenario.hpp"
#include "engine/study/detail/evaluation.hpp"
#include "engine/study/detail/formula_writer.hpp"
#include "engine/study/explain.hpp"

namespace headwater::detail {

class Explainer {
 public:
  Explainer(const Scenario& scenario, const Sources& sources, Evaluation& evaluation)
      : scenario_(scenario),
        model_(*scenario.model),
        precedence_(*scenario.precedence),
        sources_(sources),
        evaluation_(evaluation) {}

  // The figure, then whatever it rests on within the depth, nearest first.
  std::vector<ExplainedCell> cells(FigureId figure, std::optional<int> depth);

  // Of the operations on any driver among `cells`.
  std::vector<ExplainedOverride> overrides(const std::vector<ExplainedCell>& cells);

 private:
  std::size_t index_of(FigureId id, int depth);
  void describe(ExplainedCell& cell);
  void describe_driver(ExplainedCell& cell);
  void take_operations(ExplainedCell& cell);
  void describe_missing(ExplainedCell& cell);
  void expand(std::size_t index);
  void expand_cell(ExplainedCell& cell);
  void expand_span(ExplainedCell& cell);
  ExplainedFormula written(NodeId id, Period period, FormulaWriter& writer);
  std::string role_of(const Series& series, NodeId formula) const;
  void take(ExplainedCell& cell, FormulaWriter& writer);

  const Scenario& scenario_;
  const Model& model_;
  const Precedence& precedence_;
  const Sources& sources_;
  Evaluation& evaluation_;
  std::vector<ExplainedCell> cells_;
  std::map<FigureId, std::size_t> index_;
};

}  // namespace headwater::detail
