// Scenarios side by side: a statement's lines in each, and how far each is from the first.
//
// The first scenario is what the others are compared with. Models may differ: series are matched
// by name, and a figure is told in the unit of the first model's series. Calendars may not differ.
// A difference is the one subtraction of two figures that single runs give, never a sum of others.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/outlook.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {

struct CompareOptions {
  std::optional<OutlookBy> by;          // absent: the fiscal years that contain a forecast
  std::optional<int> fiscal_year;       // of years that one only; else absent: as the outlook's
  std::vector<std::string> statements;  // of the first model, by name; empty: its first
};

// A series of the first model in another: value there * factor is its value in the first's unit.
struct Counterpart {
  SeriesId series{};
  double factor = 1;
};

// How the series of a model meet those of the first.
struct Matching {
  bool same_model = true;                               // the same files, by hash
  std::vector<std::optional<Counterpart>> counterpart;  // by series of the first
  std::vector<SeriesId> only_first;                     // of the first model
  std::vector<SeriesId> only_other;                     // of the other model
  std::vector<SeriesId> unlike;  // of the first: the other measures it in another dimension
};
Matching match(const Scenario& first, const Scenario& other);

// A figure of a run in the unit of the first model's series; missing where there is none.
double figure_as_first(const SingleRun& run, const Matching& matching, SeriesId series,
                       PeriodSpan span);

struct ComparedFigure {
  double value = 0;       // in the unit of the first's series
  double difference = 0;  // value less the first's value
  Mark mark = Mark::missing;
};

struct ComparedRow {
  std::size_t statement = 0;  // of SideBySide::statements
  SeriesId series{};          // of the first model
  int depth = 0;
  std::vector<std::vector<ComparedFigure>> figures;  // by span, by scenario
};

struct SideBySide {
  std::vector<const StatementLayout*> statements;
  std::vector<PeriodSpan> spans;
  std::vector<ComparedRow> rows;    // statement by statement
  std::vector<Matching> matchings;  // by scenario; the first meets itself
  std::vector<SingleRun> runs;      // by scenario
};

// The mistake of a scenario whose calendar is not the first's, at its model; empty when all agree.
std::vector<Diagnostic> calendars_at_odds(std::span<const Scenario> scenarios);

// Errors: a calendar at odds, a first model without a statement, and those of lower(). Throws
// std::invalid_argument without a scenario, for a statement the first model has not got and for a
// year outside its horizon.
Checked<SideBySide> compare(std::span<const Scenario> scenarios,
                            const CompareOptions& options = {});

}  // namespace headwater
