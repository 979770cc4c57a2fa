// Two models under the same scenarios: which figures an edit moved, and how far.
//
// Series meet by name, as where scenarios are compared, and a figure is told in the unit of the old
// model's series. Every figure of both is compared: in base periods, halves and years, or in the
// spans that are asked for. Nothing is summed: a change is one figure beside the other.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/compare.hpp"
#include "engine/study/outlook.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {

inline constexpr std::size_t in_old = 0;
inline constexpr std::size_t in_new = 1;

// One scenario, read against the old model and against the new one.
using ReadAgainstBoth = std::array<Scenario, 2>;

// In the order in which changes are told.
enum class ChangeKind {
  only_old,  // of a series or a span that the new model has not got
  only_new,
  lost,    // the new model's figure is missing, or it has none for such a span
  gained,  // the old model's
  moved,
  rounding,  // apart by less than 1e-12 of the largest figure of its series: another order of sums
};

struct FigureChange {
  ChangeKind kind = ChangeKind::moved;
  std::size_t scenario = 0;
  std::array<std::optional<SeriesId>, 2> series;  // in the old model, in the new one
  PeriodSpan span;
  std::array<double, 2> value = {};  // missing where there is none
  double relative = 0;               // new / old - 1: infinite where old is 0
  bool part_of_year = false;         // the figure of its whole fiscal year is compared too
};

// A check that is broken in one model and not in the other.
struct CheckChange {
  std::size_t scenario = 0;
  std::string name;
  PeriodSpan span;
  std::array<const CheckResult*, 2> result = {};  // null where the model has no such check
};

struct ComparedModels {
  Matching matching;                  // of the new model's series with the old one's
  std::vector<SeriesId> other_unit;   // of the old model: its figures of the new one are converted
  std::vector<SeriesId> other_kind;   // of the old model: a flow there, a stock here
  std::vector<FigureChange> changes;  // in the order of their kinds, then the largest first
  std::vector<std::size_t> compared;  // by scenario, figures of series and spans that both have
  std::vector<CheckChange> checks;
  std::vector<std::array<SingleRun, 2>> runs;  // by scenario

  std::size_t figures() const;                // compared in all scenarios
  std::size_t count(ChangeKind kind) const;   // of changes
  std::size_t differ() const;                 // lost, gained or moved
  std::size_t scenarios_that_differ() const;  // in which any figure does
};

// Which spans are compared; absent: every base period, half and year of both horizons.
struct CompareModelsOptions {
  std::optional<OutlookBy> by;
};

// `scenarios` outlive the answer. Errors: calendars at odds, and those of lower(). Throws
// std::invalid_argument without a scenario.
Checked<ComparedModels> compare_models(std::span<const ReadAgainstBoth> scenarios,
                                       const CompareModelsOptions& options = {});

}  // namespace headwater
