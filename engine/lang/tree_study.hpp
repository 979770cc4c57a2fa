// The studies of a scenario file, and what is uncertain, as written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/lang/tree_part.hpp"

namespace headwater::tree {

// normal(3.2%, 1.2 pp), triangular(p10 2%, p50 3%, p90 5%), discrete(0 80%, 2 20%)
struct Parameter {
  Name word;  // mean, p10, ...; empty when it goes by its place
  Expr value;
  std::optional<Expr> probability;  // behind a value of a discrete distribution
};
struct Distribution {
  Name family;
  std::vector<Parameter> parameters;
  std::optional<Name> history;  // empirical of SERIES: of what is known of it
  UnitText unit;                // of the parameters that stand bare
  std::optional<Range> within;  // truncated
  Place place;
};
enum class DrawnOn { nothing, base_plus, base_times };
enum class Course { constant, each_period, random_walk, autoregressive };
struct Draw {
  Name driver;  // empty beside the driver itself
  std::optional<PeriodText> periods;
  bool certain = false;  // ~ base: not drawn, although the model would have it so
  DrawnOn on = DrawnOn::nothing;
  Distribution distribution;
  Course course = Course::constant;
  std::optional<Expr> persistence;  // of an autoregressive course
  Place place;
};

struct Across {
  Name target;
  std::optional<PeriodText> periods;
  std::vector<Expr> values;  // listed; or, with points or a step, both ends
  int points = 0;            // 0: listed, or stepped
  std::optional<Expr> step;
  bool with = false;  // goes along with the axis before it, value by value
  Place place;
};
struct Case {  // a row of a list of cases
  Title title;
  std::vector<Expr> values;  // one an axis of the list
  Place place;
};
struct Sweep {
  Name name;
  Title title;
  std::vector<Across> axes;
  std::vector<Across> listed;  // the axes of the cases, without values
  std::vector<Case> cases;
  std::vector<Name> shown;
  std::vector<PeriodText> periods;
  Place place;
};

// One end of a tornado's bar: an end of the driver's range, or an expression that may hold `base`.
struct End {
  enum class From { value, range_low, range_high };
  From from = From::value;
  Expr value;  // of From::value
};
struct Bars {               // across ... : a bar for each driver named, or one for all of them
  bool group = false;       // names are titles of groups; one of them "*" is every group
  std::vector<Name> names;  // drivers and wildcards, or groups
  bool together = false;    // a bar a group, or one for all of the names: drivers move at once
  std::optional<PeriodText> periods;
  std::optional<End> low;
  std::optional<End> high;
  Place place;
};
struct Tornado {
  Title title;
  std::vector<Bars> bars;
  std::optional<End> low;  // of bars that have none of their own
  std::optional<End> high;
  std::vector<Name> shown;
  std::vector<PeriodText> periods;
  Place place;
};

struct Reach {
  Name series;
  PeriodText periods;
  bool guidance = false;  // else the value
  Expr value;
};
struct Instrument {
  bool add_factor = false;  // of the series, which is no driver
  Name driver;
  std::optional<PeriodText> periods;
  std::optional<Range> within;
};
struct Target {
  Title title;
  std::vector<Reach> reaches;
  std::vector<Instrument> instruments;
  Place place;
};
struct Chance {  // how likely it is that a figure is at least, or at most, so much
  Name series;
  PeriodText periods;
  bool at_most = false;
  Expr value;
  Place place;
};
struct Revision {  // guidance that is missed by more must be revised, and the revision disclosed
  std::vector<Name> series;
  Expr beyond;
  Place place;
};
struct Correlation {
  Name left;
  Name right;
  Expr value;
};
struct Uncertainty {
  std::string draws;  // digits; empty when not said
  Name method;        // sobol, lhs, random, antithetic; empty when not said
  std::string seed;   // digits; empty when not said
  Place design;       // of that line
  std::vector<Draw> lines;
  std::vector<Correlation> correlations;
  std::vector<Chance> chances;
  std::vector<Revision> revisions;
  std::vector<Name> shown;
  std::vector<PeriodText> periods;
  Place place;
};
struct SensitivityMethod {
  Name method;         // morris, sobol, dgsm, shapley
  std::string points;  // digits, of paths or points; empty when not said
};
struct Sensitivity {
  Title title;
  std::vector<SensitivityMethod> methods;
  Name across;  // groups, drivers; empty when not said
  std::vector<Name> shown;
  std::vector<PeriodText> periods;
  Place place;
};
struct BacktestVariant {
  Title title;
  Text file;  // of its model
};
// How far ahead of an origin: so many periods, or to the end of the half or year that is running.
enum class AheadTo { period, half_end, year_end };
struct Ahead {
  AheadTo to = AheadTo::period;
  std::string periods;  // digits, of AheadTo::period
  Place place;
};
struct Backtest {
  Title title;
  std::vector<BacktestVariant> variants;
  std::optional<PeriodText> origins;
  std::string rolling;  // digits: so many periods are known, the last; empty: all
  Place rolling_place;
  std::vector<Ahead> ahead;
  bool first_figures = false;  // errors are against what was printed first, else last
  std::vector<Name> shown;
  Place place;
};

}  // namespace headwater::tree
