#include "engine/study/detail/line_figures.hpp"

#include <optional>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/detail/shown.hpp"
#include "engine/study/outlook.hpp"

namespace headwater::detail {
namespace {

// Of a figure that stands for its cells, its own; else those of the cells that were printed.
double half_width_of(const Precedence& precedence, SeriesId series, PeriodSpan span) {
  if (const Observation* whole = precedence.stand_in(series, span)) return whole->half_width;
  double sum = 0;
  for (Period p = span.first; p <= span.last; p = p + 1) {
    const Winner winner = precedence.at(series, p);
    if (winner.observation != nullptr) sum += winner.observation->half_width;
  }
  return sum;
}

// Lines that the end's own model has, as it names them.
std::vector<std::pair<SeriesId, Counterpart>> there(const Matching& matching,
                                                    std::span<const SeriesId> lines) {
  std::vector<std::pair<SeriesId, Counterpart>> found;
  for (const SeriesId line : lines) {
    const auto& counterpart = matching.counterpart[std::size_t(line)];
    if (counterpart) found.emplace_back(line, *counterpart);
  }
  return found;
}

LineFigures of_guidance(const LineEnd& end, const Matching& matching,
                        std::span<const SeriesId> lines) {
  LineFigures figures;
  for (const auto& [line, own] : there(matching, lines)) {
    const Observation* printed = guidance_for(*end.scenario.precedence, own.series, end.end.span);
    if (printed == nullptr) continue;
    figures[line] = {printed->value * own.factor, printed->half_width * own.factor};
  }
  return figures;
}

Checked<LineFigures> of_run(const LineEnd& end, const Matching& matching,
                            std::span<const SeriesId> lines) {
  const Precedence& precedence = *end.scenario.precedence;
  std::vector<std::pair<SeriesId, Counterpart>> asked;
  std::vector<Output> outputs;
  for (const auto& one : there(matching, lines)) {
    const Output output{one.second.series, end.end.span, std::nullopt, std::nullopt};
    if (!end.scenario.model->horizon.contains(output.span) || refusal(precedence, output)) continue;
    asked.push_back(one);
    outputs.push_back(output);
  }
  auto program = lower(precedence, end.scenario.operations, {}, outputs);
  keep_wholly_unread(end.scenario, program.diagnostics);
  if (!program) return {std::nullopt, std::move(program.diagnostics)};
  const auto values = single_row(*program.value);
  LineFigures figures;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (is_missing(values[i])) continue;
    const auto& [line, own] = asked[i];
    figures[line] = {values[i] * own.factor,
                     half_width_of(precedence, own.series, end.end.span) * own.factor};
  }
  return {std::move(figures), std::move(program.diagnostics)};
}

}  // namespace

Checked<LineFigures> line_figures(const LineEnd& end, const Matching& matching,
                                  std::span<const SeriesId> lines) {
  switch (end.end.source) {
    case BridgeSource::run: return of_run(end, matching, lines);
    case BridgeSource::guidance: return {of_guidance(end, matching, lines), {}};
  }
  return {};
}

}  // namespace headwater::detail
