// One run of one scenario: the figures asked for, and how every check stands.
#pragma once

#include <span>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/model/checks.hpp"
#include "engine/model/program.hpp"
#include "engine/run/block.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

class Figures {
 public:
  // In the series' unit; missing (NaN) when it is, or when it was not asked for.
  double at(SeriesId series, PeriodSpan span) const;
  void put(SeriesId series, PeriodSpan span, double value);

 private:
  struct Figure {
    PeriodSpan span;
    double value = 0;
  };
  std::vector<std::vector<Figure>> by_series_;  // each in the order of spans
};

// What a delayed flow still has on its way when the horizon ends.
struct Leaving {
  SeriesId series{};
  double amount = 0;  // in the series' unit; not 0
};

struct SingleRun {
  Figures figures;
  std::vector<Leaving> leavings;
  std::vector<CheckResult> checks;  // automatic ones first
  std::vector<Failure> failures;    // outputs that are missing although they forecast
  std::string digest;               // of the values asked for, in order
};

// Errors: those of lower(). Warnings: operations nothing reads.
Checked<SingleRun> run_single(const Scenario& scenario, std::span<const Output> outputs);

// Of the warnings that nothing shown reads an operation of the scenario, those that stay when every
// figure of the horizon is shown: what is said of other years is no mistake.
void keep_wholly_unread(const Scenario& scenario, std::vector<Diagnostic>& diagnostics);

// Every series in every span of spans_of() in which it has a figure or a gap of history.
std::vector<Output> every_output(const Scenario& scenario);
Checked<SingleRun> run_everything(const Scenario& scenario);

// What a figure is made of, over a span.
enum class Mark { missing, actual, estimated, forecast };
Mark mark_of(const Precedence& precedence, SeriesId series, PeriodSpan span);

// The spans of the horizon that people ask for: base periods, halves, years.
std::vector<PeriodSpan> spans_of(const Model& model);

}  // namespace headwater
