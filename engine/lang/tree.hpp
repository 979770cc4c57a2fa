// The tree of a model or scenario file, as written: nothing is resolved yet.
//
// Names may hold holes (`revenue.mobile.{m}`) inside a `for`, which engine/lang/expand.hpp fills.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/source.hpp"

namespace headwater::tree {

struct Name {  // a dotted path, a word or a wildcard
  std::string text;
  Place place;
};
struct Text {  // between double quotes
  std::string text;
  Place place;
};
struct Title {  // both languages, either may be empty
  Text english;
  Text japanese;
};
struct UnitText {
  std::string text;  // "JPY / line / month"; empty when none is written
  std::string per;   // the note in "% per quarter": "quarter"
  Place place;       // without the note
  Place per_place;   // of the note alone
};
struct PeriodText {  // 2023Q3, FY2024, 2023Q3..2024Q2, FY2024.., ..2023Q2
  Name first;        // empty text: open
  Name last;         // empty text: open; equal to first when a single period is written
  Place place;
};

enum class Operator {
  add,
  subtract,
  multiply,
  divide,
  per,
  power,
  otherwise,
  le,
  lt,
  ge,
  gt,
  eq,
  ne
};

// One kind of expression each; `args` are its operands in reading order.
enum class ExprKind {
  number,       // 12, 12.5%, 3 JPY mn: `digits` and `unit`
  name,         // x, x[-1]: `text` and `lag`
  negate,       // args[0]
  binary,       // args[0] op args[1]
  call,         // text(args...); with `vintage` the last argument is "by start of ..."
  conditional,  // if args[0] then args[1] else args[2]
  text,         // between quotes: in the rows of a `for`, and the key of a table
};

struct Expr {
  ExprKind kind = ExprKind::number;
  Place place;
  std::string text;  // a name, a function, or the digits of a number
  Place text_place;  // of the name or of the operator
  UnitText unit;
  int lag = 0;  // periods back, >= 0
  Operator op = Operator::add;
  bool vintage = false;
  std::vector<Expr> args;
};

enum class Kind { flow, stock, price, ratio, driver };
enum class Role { plain, history, outlook, before };

struct Formula {
  Role role = Role::plain;
  Expr expr;
  Place place;  // of its word, or of its '='
};
struct Entry {                        // one piece of a driver's default
  Name position;                      // Q1, M01 or else; empty when none
  std::optional<PeriodText> periods;  // in P; open-ended when written `from P`
  Expr value;
};
struct Default {
  std::string by;  // "", "quarter of year", "month of year", "fiscal year"
  std::vector<Entry> entries;
};
struct Parts {
  Name by;
  std::vector<Name> members;
};
struct Range {
  Expr low;
  Expr high;
  Place place;
};
struct Basis {
  Name word;  // printed, derived, history, judgement
  Text reason;
};

struct Declaration {  // flow, stock, price, ratio, driver; or `redefine`, which keeps kind and unit
  bool redefines = false;
  Kind kind = Kind::flow;
  Name name;
  UnitText unit;
  Title title;
  std::optional<Name> booked_in;
  std::optional<Name> rolls_up_as;
  bool actual_only = false;
  std::optional<Default> value;
  std::vector<Formula> formulas;
  std::vector<Parts> parts;
  std::optional<Range> range;
  std::optional<Basis> basis;
  Place place;
  std::vector<Place> superseded;     // formulas and values that a redefinition has replaced
  std::optional<std::size_t> solve;  // once written out: which of the blocks it stands in
};

struct ModelHeader {
  Name name;
  Title title;
};
struct CalendarHeader {
  Name base;         // monthly, quarterly, annual
  Name first_month;  // april
  Text labels;
  Place place;
};
struct Horizon {
  PeriodText periods;
};
struct UnitDeclaration {
  Name name;
  std::string number;  // digits, empty for a base unit
  Place number_place;
  UnitText definition;
  Title title;
  std::vector<Text> aliases;
  Place place;
};
struct UnitAliases {
  std::vector<std::pair<Text, UnitText>> aliases;
};
struct Where {  // column = value, column != value
  Name column;
  bool equal = true;
  Text value;
};
struct DataFiles {
  bool guidance = false;  // else actuals
  std::vector<Text> files;
  std::optional<Where> where;
  Place place;
};
struct ResultsDates {  // when the results of each period were published
  Text file;
};
struct PipelineDeclaration {
  Name name;
  Text file;
  std::optional<Name> weighting;  // as scheduled, as weighted
};
struct TableDeclaration {
  Name name;
  UnitText unit;
  Text file;
  std::vector<Name> keys;
  std::optional<Name> vintage;
  std::optional<Where> where;
};
struct Section {
  Title title;
};
struct OneOff {
  Name series;
  PeriodText periods;
  bool from = false;  // a step of a stock, from the first period on; else an amount of a flow
  Expr amount;
  Text why;
  Text source;
  Place place;
};
struct OutlookOf {  // outlook NAME = ...
  Name name;
  Formula formula;
};
struct Check {
  Name name;
  Title title;
  std::optional<PeriodText> periods;
  Expr condition;  // a comparison
  std::optional<Expr> within;
  Place place;
};
struct Group {
  Title title;
  std::vector<Name> patterns;
};
struct StatementEntry {
  Name pattern;
  std::vector<Name> unfold_by;
};
struct StatementLine {
  std::vector<StatementEntry> entries;
  std::uint32_t column = 0;  // its indentation: deeper lines belong under shallower ones
};
struct Statement {
  Name name;
  Title title;
  std::vector<StatementLine> lines;
};

struct Item;
struct For {
  std::vector<Name> variables;
  std::vector<std::vector<Expr>> rows;
  std::vector<Item> body;
  Place place;            // of its head
  std::size_t words = 0;  // in the body
};

// Series that one period determines together: what is declared in it closes circles.
struct Solve {
  Title title;
  std::vector<Item> body;  // declarations; none once written out
  Place place;             // of its head
};

// Scenario files.
struct ScenarioHeader {
  Title title;
};
struct ModelFile {
  Text file;
};
struct Extends {
  Text file;
};
struct Include {
  Text file;
  bool override = false;  // of a scenario: what it changes may have been changed by one before it
};
struct AsOf {
  Name period;  // or a date: 2023-11-08
};
struct Why {
  Text text;
};
enum class OperationKind { set, add, multiply, grow, ramp, slip, fix, unfix, carry };
enum class Then { unsaid, hold, base };  // after the last of a list, or the end of a ramp
struct Operation {
  OperationKind kind = OperationKind::set;
  Name target;
  std::vector<Expr> values;  // one; of a list several, a period each; of unfix none
  bool list = false;         // written in square brackets
  std::optional<PeriodText> periods;
  Then then = Then::unsaid;
  Text profile;  // of fix: "last year's", "even"; `values` is then a total to spread
  Text why;      // of an add factor, as the three below
  Text owner;
  std::optional<PeriodText> expires;
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

// Blocks that studies to come will run.
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
struct Draw {
  Name driver;
  std::optional<PeriodText> periods;
  Expr value;     // with calls of distributions
  UnitText unit;  // of a call whose numbers stand bare
  bool each_period = false;
};
struct Correlation {
  Name left;
  Name right;
  Expr value;
};
struct Uncertainty {
  std::string draws;  // digits; empty when not said
  Name method;        // sobol, lhs, random; empty when not said
  std::string seed;   // digits; empty when not said
  std::vector<Draw> lines;
  std::vector<Correlation> correlations;
  std::vector<Name> shown;
  std::vector<PeriodText> periods;
  Place place;
};

struct Item {
  std::variant<ModelHeader, CalendarHeader, Horizon, UnitDeclaration, UnitAliases, DataFiles,
               ResultsDates, PipelineDeclaration, TableDeclaration, Section, Declaration, OneOff,
               OutlookOf, Check, Group, Statement, For, Solve, ScenarioHeader, ModelFile, Extends,
               Include, AsOf, Why, Operation, Sweep, Tornado, Target, Uncertainty>
      what;
  Place place;  // of its first two words, for messages about the statement as a whole
};

struct Document {
  std::vector<Item> items;
  Place begin;  // the file's first byte
};

}  // namespace headwater::tree
