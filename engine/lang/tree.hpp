// The tree of a model or scenario file, as written: nothing is resolved yet. Its parts are in
// tree_part.hpp, the studies of a scenario in tree_study.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/source.hpp"
#include "engine/lang/tree_part.hpp"
#include "engine/lang/tree_study.hpp"

namespace headwater::tree {

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
  std::optional<Draw> uncertain;
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
struct Item {
  std::variant<ModelHeader, CalendarHeader, Horizon, UnitDeclaration, UnitAliases, DataFiles,
               ResultsDates, PipelineDeclaration, TableDeclaration, Section, Declaration, OneOff,
               OutlookOf, Check, Group, Statement, For, Solve, ScenarioHeader, ModelFile, Extends,
               Include, AsOf, Why, Operation, Sweep, Tornado, Target, Uncertainty, Sensitivity,
               Backtest>
      what;
  Place place;  // of its first two words, for messages about the statement as a whole
};

struct Document {
  std::vector<Item> items;
  Place begin;  // the file's first byte
};

}  // namespace headwater::tree
