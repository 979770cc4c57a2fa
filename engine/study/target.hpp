// A target: drivers moved, within bounds, until figures are what they are to be.
//
// Newton's method on exact slopes, one round of points an iteration: one program with the
// instruments as axes, asked for the figures and for their derivatives. Of several answers the one
// of least change is taken: the sum of squares of each instrument's change divided by its weight.
// Where no answer lies within the bounds, the nearest figures are taken, by the sum of squares of
// their gaps as shares of what is wanted; of several such the one of least change.
//
// An instrument is one number over its periods: the value of a `set`, or what is added or
// multiplied where its bounds are given by base. An add factor is what is added to a series after
// its outlook, the same in each of its periods: `reach X .. by add factor of X` exogenises X and
// backs its add factor out. A driver starts from the driver's mean over those periods that are
// forecast (from 0 or 1 where added or multiplied). Its weight is the width of its bounds; else of
// the driver's range; else its own value, or 1 where that is 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/sweep.hpp"

namespace headwater {

enum class TargetEnding {
  reached,     // every figure, to 1e-9 of it
  bounded,     // the nearest within the bounds; an instrument without them would go on
  stuck,       // the nearest there is, and no bound is why: the lines contradict each other, or
               // nothing moves one of them
  lost,        // a figure or a slope is missing where it began
  unfinished,  // no nearest figures were found
};

struct TargetLine {
  Output output;
  double wanted = 0;
  double base = 0;       // of the scenario as it stands
  double found = 0;      // of the scenario with the operations found
  double gap = 0;        // found - wanted
  bool reached = false;  // to 1e-9 of what is wanted
  bool moved = false;    // by any instrument, where it ended
};

enum class AtBound { no, low, high };

struct InstrumentMove {
  double start = 0;  // all of the operation's operand
  double found = 0;
  double low = 0;  // infinite without bounds
  double high = 0;
  double weight = 0;
  AtBound at = AtBound::no;
  bool holds_back = false;  // beyond the bound figures would be nearer
  bool moves = false;       // any figure, where it ended
  // The driver's mean over its forecast periods; may be missing. Of an add factor what is added.
  double value_before = 0;
  double value_after = 0;
  // Where the model has a series NAME.implied: of its figures known by then the highest, of a
  // driver that is to fall the lowest; else missing.
  double best = 0;
  std::optional<Period> best_in;
};

struct TargetResult {
  const TargetPlan* plan = nullptr;
  TargetEnding ending = TargetEnding::unfinished;
  std::vector<TargetLine> lines;            // as the plan's aims
  std::vector<InstrumentMove> instruments;  // as the plan's
  Operations found;  // one for each instrument that moves anything, after the scenario's own
  std::vector<Failure> failures;  // of a lost one: row 0, output by line
  std::size_t rounds = 0;
};

// Errors and warnings are those of lower(); notes say what a fix cuts off.
Checked<TargetResult> target(const Scenario& scenario, const TargetPlan& plan,
                             const RunOptions& options = {});

// The same in each cell of a sweep: each is, bit for bit, the target of the scenario with that
// cell's operations. What a sweep shows plays no part.
struct TargetSweep {
  const TargetPlan* plan = nullptr;
  const SweepPlan* sweep = nullptr;
  std::vector<TargetResult> cells;  // by row of the sweep
};

// Errors: those of prepare_sweep(), and of lower() in a cell.
Checked<TargetSweep> target(const Scenario& scenario, const TargetPlan& plan,
                            const SweepPlan& sweep, const RunOptions& options = {},
                            std::uint64_t rows_max = Limits{}.sweep_rows);

// The scenario's operations followed by those found.
Operations operations_with(const Scenario& scenario, const TargetResult& result);

}  // namespace headwater
