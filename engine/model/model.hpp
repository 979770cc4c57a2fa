// A checked model: series with typed formulas, the data they splice onto, and what is said of them.
//
// Everything is in declaration order and indexed by number; names are resolved. A model is never
// changed by a scenario: operations (engine/model/operation.hpp) stand beside it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/calendar.hpp"
#include "engine/core/source.hpp"
#include "engine/core/unit.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/formula.hpp"

namespace headwater {

enum class SeriesKind { flow, stock, price, ratio, driver };
enum class RollUp { by_measure, mean, last, compound };  // by_measure: as kind and formula decide

struct Title {
  std::string english;
  std::string japanese;  // empty when none was written
};

struct Parts {  // a cut of a total
  std::string by;
  std::vector<SeriesId> members;
  NodeId total{};  // the total's own cell
  NodeId sum{};    // of the members, in the total's unit
};

// A piece of a driver's default: its value where position and span fit; the first that fits wins.
struct DefaultPiece {
  int position = 0;                // quarter (or civil month) of the year; 0: any
  std::optional<PeriodSpan> span;  // absent: any period
  NodeId value{};                  // in the driver's unit
};

struct Series {
  std::string name;
  SeriesKind kind = SeriesKind::flow;
  Unit unit;
  std::string per;  // the note in "% per quarter", else empty
  Title title;
  Place place;  // of its name where it is declared

  std::optional<NodeId> plain;
  std::optional<NodeId> history;
  std::optional<NodeId> outlook;
  std::optional<NodeId> before;
  std::vector<Parts> parts;  // the first defines a total that has no formula
  int booked_in = 0;         // the one quarter of the year a flow falls in; 0: every quarter
  RollUp roll_up = RollUp::by_measure;
  bool actual_only = false;
  bool scheduled = false;  // of a pipeline: known at every period

  bool default_by_month = false;       // positions are civil months, else quarters
  std::vector<DefaultPiece> defaults;  // of a driver; a formula is one piece that always fits
  std::optional<NodeId> range_low;
  std::optional<NodeId> range_high;
  std::optional<tree::Draw> uncertain;  // of a driver, unless a scenario says otherwise
  std::string basis;                    // printed, derived, history or judgement
  std::string basis_reason;
  std::vector<Place> superseded;  // formulas and values that redefinitions replaced, eldest first
  std::optional<std::size_t> solve;  // which of the blocks that close circles it stands in

  // The formula that serves history, and the one that serves the outlook, if any.
  std::optional<NodeId> history_formula() const;
  std::optional<NodeId> outlook_formula() const;
};

// A figure somebody printed, in the series' unit.
struct Observation {
  SeriesId series{};
  PeriodSpan span;  // one period, or a coarser one it is the roll-up of
  double value = 0;
  double half_width = 0;  // half of the last printed digit
  std::string basis;      // reported, derived, estimated; of guidance: printed, implied
  std::string source;
  Period known_since;  // the period with whose results it was known: the first not before its day
  std::optional<Day> published;  // where a day was given
  bool pseudo = false;           // no date was given: taken to be published with its own period
  Place place;
};

struct OneOff {
  SeriesId series{};
  PeriodSpan span;
  bool step = false;  // of a stock, from span.first on
  double amount = 0;  // in the series' unit
  std::string why;
  std::string source;
};

enum class KeyKind { fiscal_year, period, text };
struct LookupRow {
  std::vector<std::int32_t> keys;  // a fiscal year, a period's index, the number of a text
  std::optional<Day> presented;    // its vintage
  double value = 0;
  std::string source;
};
struct LookupTable {
  std::string name;
  Unit unit;
  std::vector<KeyKind> keys;
  std::vector<std::string> key_names;  // of their columns
  std::vector<std::string> texts;      // by number: those that are keys
  std::map<std::vector<std::int32_t>, std::vector<LookupRow>> rows;  // by keys, in file order
  Place place;
};

// Whether what a model says of its own accord (deals, one-offs) is known whenever it is read, or
// only from the period on in which somebody could have said it.
enum class Foresight { as_written, none };

// What is known: all that was published with the results of `period` or before; given a day, what
// was published until then.
struct Vintage {
  Period period;
  std::optional<Day> day;
  Foresight foresight = Foresight::as_written;
  std::optional<Period> since;  // figures of earlier periods are left out; absent: none are
};

// What a pipeline says for one deal: amounts by period, or a level that holds until it changes.
struct Schedule {
  std::map<Period, double> values;
  bool holds = false;
  std::optional<Period> known_since;  // the period with whose results the deal was known
  double at(Period period) const;     // 0 where nothing is said
};

// A flow that a formula delays: what of it is still on its way at the end of the horizon leaves it.
struct DelayedFlow {
  SeriesId series{};  // whose formula it is
  NodeId delayed{};   // the expansion in that formula
  NodeId on_its_way{};
};

enum class Comparison { equal, less_equal, greater_equal };

struct ModelCheck {
  std::string name;
  Title title;
  std::optional<PeriodSpan> span;  // absent: every period of the horizon
  bool roll_up = false;            // the span is compared as one figure
  bool forecast_only = false;      // a further cut of a total: intervals check its history
  Comparison comparison = Comparison::equal;
  NodeId left{};
  NodeId right{};                // in the unit of left
  std::optional<double> within;  // in the unit of left
  Place place;
};

// Series of which a circle may run through: what one period determines together.
struct SolveBlock {
  Title title;
  Place place;
};

struct DriverGroup {
  Title title;
  std::vector<SeriesId> drivers;
};

struct StatementRow {
  SeriesId series{};
  int depth = 0;  // indentation
};
struct StatementLayout {
  std::string name;
  Title title;
  std::vector<StatementRow> rows;
};

struct Model {
  std::string name;
  Title title;
  Calendar calendar;
  PeriodSpan horizon;
  Units units;
  std::map<std::string, Title, std::less<>> unit_titles;  // of the units it declares
  Formulas formulas;
  std::vector<Series> series;
  std::map<std::string, SeriesId, std::less<>> series_by_name;
  std::vector<Observation> observations;  // actuals
  std::vector<Observation> guidance;
  std::vector<OneOff> one_offs;
  std::vector<LookupTable> tables;
  std::map<Period, Day> results;  // when the results of periods were published, where it is said
  std::vector<Schedule> schedules;
  std::vector<DelayedFlow> delays;
  std::vector<NodeId> projections;           // of its formulas
  std::map<SeriesId, double> longest_delay;  // of drivers that delay something, in their own unit
  std::vector<SolveBlock> solves;
  std::vector<ModelCheck> checks;
  std::vector<DriverGroup> groups;
  std::vector<StatementLayout> statements;
  struct UnusedRows {
    std::size_t rows = 0;
    Place first;  // the name in the first of them
  };
  std::map<std::string, UnusedRows> observations_unused;  // by a name that is no series
  std::vector<FileId> files;                              // read for this model, in order

  const Series& at(SeriesId id) const { return series[std::size_t(id)]; }
  // The period with whose results something published on a day was known; nothing when the model
  // does not say when its results were published.
  std::optional<Period> known_with(const Day& day) const;
  // The last period whose results were out on a day; nothing when none were.
  std::optional<Period> published_by(const Day& day) const;
  std::optional<SeriesId> find(std::string_view wanted) const;
  std::vector<std::string> series_names() const;
};

}  // namespace headwater
