// Why a figure is what it is: the rule that won, its formula with values put in, what that reads.
//
// The figures below one form a graph: a cell read twice is one cell. Every value comes from the
// engine that answers `run`, parts of formulas included; nothing here computes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/projection/project.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/figure_inputs.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {

struct Quantity {
  double value = 0;
  Unit unit;
};

// A formula is its pieces, side by side: written as in the file, and with values put in.
struct FormulaPiece {
  std::string written;             // a name, an operator, a bracket; empty: only among the values
  std::string valued;              // what stands there among the values, unless a figure does
  std::optional<Quantity> figure;  // the value of what is written
};

// A function in a formula: what it stands for, written out.
struct ExplainedCall {
  std::string written;  // "mid(lines)"
  std::vector<FormulaPiece> pieces;
  Quantity result;
};

// A table's row that a formula took; none when the table has no row for it.
struct ExplainedLookup {
  std::string written;
  const LookupTable* table = nullptr;
  const LookupRow* row = nullptr;
};

// How known values go on: by which rule, from which values, and where the next may lie.
struct ExplainedProjection {
  std::string written;
  ProjectionRule wanted{};
  ProjectionRule used{};  // another where too few are known
  PeriodSpan known;
  ProjectionFit fit;
  Unit unit;  // of the bounds; missing where the history is too short to tell
  double low_80 = 0, high_80 = 0, low_95 = 0, high_95 = 0;
};

// One side of a quotient over a span, where it is no series of its own: its periods.
struct ExplainedSide {
  std::string written;
  Rolling rolling = Rolling::sum;  // or mean
  Quantity result;
  std::vector<std::pair<PeriodSpan, double>> terms;
};

struct ExplainedFormula {
  std::string role;  // "history", "outlook", "before", "parts by service", "default", "measure"
  Place place;       // of its words; of a roll-up without words, none
  std::vector<FormulaPiece> pieces;
  Quantity result;
  std::vector<ExplainedCall> calls;
  std::vector<ExplainedLookup> lookups;
  std::vector<ExplainedProjection> projections;
  std::vector<ExplainedSide> sides;
  std::vector<const OneOff*> one_offs;  // that it leaves out
  std::vector<Place> deals;             // of a pipeline: the rows that pay, in order
};

// A driver's default.
struct ExplainedDriver {
  double standard = 0;                  // the default; missing when none serves the period
  const DefaultPiece* piece = nullptr;  // that serves it
  std::optional<double> low, high;      // its range in the period
};

// Series and span, of the horizon's periods or of those before it.
struct FigureId {
  SeriesId series{};
  PeriodSpan span;
  auto operator<=>(const FigureId&) const = default;
};

struct ExplainedCell {
  FigureId id;
  double value = 0;  // in the series' unit
  Mark mark = Mark::missing;
  // Of a span of several periods: how they add up. `winner` then only tells of a printed figure
  // that stands for cells of which some are missing.
  std::optional<Rolling> rolling;
  Winner winner;
  const Observation* printed = nullptr;     // known for the span, whether it wins or not
  std::optional<ExplainedFormula> formula;  // that gives the value; not beyond the depth asked for
  std::optional<ExplainedFormula> outdone;  // the formula that a printed figure wins over
  std::optional<ExplainedDriver> driver;
  std::vector<const Operation*> operations;  // of the scenario, in force, in order; add factors too
  std::vector<const OneOff*> one_offs;       // of the series, in the span; a step where it begins
  std::optional<Absence> absence;            // of a missing value: what was not there
  std::optional<CellId> lost_in;             // of a missing value: the cell whose arithmetic failed
  std::vector<std::size_t> precedents;       // what `formula` reads, in its order
  int depth = 0;                             // steps from the figure asked for, at least
};

// A scenario's operation on a driver or series that the figure rests on.
struct ExplainedOverride {
  const Operation* operation = nullptr;
  PeriodSpan span;      // of its periods that the figure reads, the first and the last
  double standard = 0;  // default or formula, and value, in the first of them; of a fix missing
  double value = 0;
};

struct Explanation {
  std::vector<ExplainedCell> cells;  // the figure asked for first, then by depth
  std::vector<ExplainedOverride> overrides;
  std::vector<CheckResult> checks;  // that the figure itself takes part in
  FigureInputs inputs;              // of a figure that is computed
};

struct ExplainOptions {
  std::optional<int> depth;  // how many steps are explained; absent: down to drivers and actuals
};

// What `text`, such as "operating_profit@FY2023", asks for. Errors: no period, an unknown name or
// period, a period outside the horizon, a series without a roll-up. `sources` takes the text,
// under the name of what asked: the command, or an option of it.
Checked<FigureId> read_figure(const Scenario& scenario, std::string_view text, Sources& sources,
                              std::string_view asked_by = "explain");

// A missing figure is explained too. `figure` is one that read_figure() gave.
Explanation explain(const Scenario& scenario, const Sources& sources, FigureId figure,
                    const ExplainOptions& options = {});

}  // namespace headwater
