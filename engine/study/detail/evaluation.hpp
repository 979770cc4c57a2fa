// Values by the dozen: asked for once to learn what is wanted, evaluated, then asked for again.
#pragma once

#include <map>
#include <optional>
#include <tuple>

#include "engine/scenario/scenario.hpp"
#include "engine/study/explain.hpp"

namespace headwater::detail {

class Evaluation {
 public:
  explicit Evaluation(const Scenario& scenario) : scenario_(scenario) {}

  // Missing before evaluate(), and where there is nothing.
  double of(FigureId figure);
  double of(NodeId formula, PeriodSpan span);  // in the node's unit, as its parts roll up
  // Where a figure's arithmetic lost its value.
  std::optional<CellId> lost_in(FigureId figure) const;

  // All that was asked for, in one program.
  void evaluate();
  bool evaluated() const { return evaluated_; }

 private:
  using Key = std::tuple<std::optional<NodeId>, SeriesId, PeriodSpan>;
  struct Answer {
    double value;
    std::optional<CellId> lost_in;
  };
  double of(const Key& key);

  const Scenario& scenario_;
  std::map<Key, Answer> answers_;
  bool evaluated_ = false;
};

}  // namespace headwater::detail
