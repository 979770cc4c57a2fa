#include "engine/study/detail/evaluation.hpp"

#include <vector>

#include "engine/core/error.hpp"
#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"
#include "engine/run/conduct.hpp"

namespace headwater::detail {

double Evaluation::of(const Key& key) {
  const auto [found, fresh] = answers_.try_emplace(key, Answer{missing(), std::nullopt});
  require(!fresh || !evaluated_, "what is asked for was asked for before it was evaluated");
  return found->second.value;
}

double Evaluation::of(FigureId figure) { return of(Key{std::nullopt, figure.series, figure.span}); }

double Evaluation::of(NodeId formula, PeriodSpan span) {
  return of(Key{formula, SeriesId{}, span});
}

std::optional<CellId> Evaluation::lost_in(FigureId figure) const {
  const auto found = answers_.find(Key{std::nullopt, figure.series, figure.span});
  return found == answers_.end() ? std::nullopt : found->second.lost_in;
}

void Evaluation::evaluate() {
  evaluated_ = true;
  std::vector<Output> outputs;
  std::vector<Answer*> wanted;
  for (auto& [key, answer] : answers_) {
    const auto& [side, series, span] = key;
    const Output output{series, span, side};
    if (refusal(*scenario_.precedence, output)) continue;
    outputs.push_back(output);
    wanted.push_back(&answer);
  }
  const auto lowered = lower(*scenario_.precedence, scenario_.operations, {}, outputs);
  require(bool(lowered), "outputs that were not refused can be lowered");
  const RowsReducer rows;
  const ListDesign once;
  const auto answer = conduct({*lowered.value, once, rows}, {.block_lanes = 1, .threads = 1});
  const Block& block = dynamic_cast<const RowsReducer&>(*answer).rows();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    wanted[i]->value = block.values(0, Eigen::Index(i));
  }
  for (const Failure& failure : block.failures) wanted[failure.output]->lost_in = failure.cause;
}

}  // namespace headwater::detail
