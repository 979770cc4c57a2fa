// Which value wins at each (series, period): observation, formula for history, outlook, or none.
//
// What a scenario fixes wins over all else. History is a least fixed point: a formula serves a past
// period once every cell it reads is known; cells still missing then take an observation that a
// formula had beaten, and the fixed point runs once more. Each series has its own splice point, the
// last period so won (the ragged edge); after it the outlook takes over. A gap in history is never
// forecast over.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/model/cell_id.hpp"
#include "engine/model/detail/circles.hpp"
#include "engine/model/detail/steady_reads.hpp"
#include "engine/model/model.hpp"
#include "engine/model/operation.hpp"
#include "engine/model/roll_up.hpp"
#include "engine/model/static_view.hpp"

namespace headwater {

enum class Rule {
  missing,
  observation,
  history,  // the formula for history
  before,   // earlier than the model begins
  outlook,
  driver,
  not_booked,  // a flow booked in another quarter: zero
  fixed,       // a scenario says its value
};

struct Winner {
  Rule rule = Rule::missing;
  const Observation* observation = nullptr;  // of rule observation
  std::optional<NodeId> formula;             // of rules history, before, outlook
  bool estimated = false;          // rests on an estimate, or on a driver although it is history
  std::optional<std::size_t> fix;  // of rule fixed: which of the operations
};

// Why a figure cannot be had: the cell without a value, or the lookup without a row.
struct Absence {
  std::optional<CellId> cell;
  NodeId lookup{};
  Period period;
};

class Precedence {
 public:
  // Without a vintage, all there is is known. The operations are a scenario's: its fixes win, and
  // what it sets has a value. The model must outlive this.
  Precedence(const Model& model, std::optional<Vintage> vintage, Operations operations = {});

  Winner at(SeriesId series, Period period) const;
  // The last period won by an observation or a formula for history.
  Period splice(SeriesId series) const { return splices_[std::size_t(series)]; }
  Period as_of() const { return as_of_; }
  const Vintage& vintage() const { return vintage_; }
  const StaticView& view() const { return view_; }
  const RollUps& roll_ups() const { return roll_ups_; }
  const Model& model() const { return *model_; }
  const Operations& operations() const { return operations_; }

  // The latest known figure printed for a span (a cell, or a coarser one).
  const Observation* printed(SeriesId series, PeriodSpan span) const;

  // A coarser figure that stands for the sum or mean of cells of which some are missing, or only
  // forecast: never spread over them.
  const Observation* stand_in(SeriesId series, PeriodSpan span) const;
  // The piece of a driver's default that serves a period.
  const DefaultPiece* default_at(SeriesId driver, Period period) const;

  // What a formula at a period, or a roll-up, lacks, if anything.
  std::optional<Absence> lacks(NodeId formula, Period period) const;
  std::optional<Absence> lacks(SeriesId series, PeriodSpan span) const;
  std::optional<Absence> lacks_rolled(NodeId formula, PeriodSpan span) const;

  // Forecast cells of the horizon that must read a missing one, and cycles: all mistakes of the
  // model's author that only show once periods are known.
  std::vector<Diagnostic> diagnose() const;

  // Cells that a cell's winning formula reads.
  std::vector<CellId> reads(CellId cell) const;
  // And those that a roll-up reads, or a formula at a period.
  std::vector<CellId> reads(SeriesId series, PeriodSpan span) const;
  std::vector<CellId> reads(NodeId formula, Period period) const;

  // The circle that a cell is solved with, if it is on one that is declared.
  const Circle* circle_of(CellId cell) const { return circles_.of(cell); }
  const std::vector<Circle>& circles() const { return circles_.all(); }
  // What must be there before a cell can be computed: what it reads; of one on a circle, what all
  // of its cells read of others, and what its unknowns were a period before, where they begin.
  std::vector<CellId> needs(CellId cell) const;

 private:
  bool knows(const Observation& observation) const;
  void index_observations();
  bool beaten(const Series& series, const Observation& observation) const;
  void find_known();
  struct Attempt {
    bool known = false;           // the cell has its value now
    std::optional<CellId> lacks;  // else what it waits for; without it nothing would help
  };
  void settle();
  bool settle_once();
  std::vector<CellId> open_cells() const;
  std::optional<CellId> gap(NodeId formula, Period period) const;  // if one is certain to matter
  Attempt try_formula(CellId cell);
  // What a formula lacks to be known: a projection beyond what is known is a forecast.
  std::optional<Absence> lacks_as_known(NodeId formula, Period period) const;
  void take_beaten();
  void find_splices();
  bool find_projected();  // whether any of what is projected is known longer than before
  std::optional<PeriodSpan> known_span(NodeId formula) const;
  enum class KnownReads { lacking, none, figures };  // none: it reads no figure there
  KnownReads known_reads(NodeId formula, Period period) const;
  void mark_assumed();
  void mark_estimates();
  void find_circles();
  bool is_stored(Period period) const { return first_ <= period && period <= as_of_; }
  std::size_t place_of(CellId cell) const {  // in winners_
    return std::size_t(cell.series) * periods_ + std::size_t(cell.period - first_);
  }
  Winner& winner(CellId cell) { return winners_[place_of(cell)]; }
  void index_fixes();
  // A cell's formula, when all it reads stands in that: no operation changes its series.
  std::optional<NodeId> undisturbed(CellId cell) const;
  bool is_there(SeriesId series, Period period) const;  // for certain; else nobody has looked
  bool all_there(NodeId formula, Period period) const;  // likewise
  bool all_there(SeriesId series, PeriodSpan span) const;
  void diagnose_carries(std::vector<Diagnostic>& diagnostics) const;
  void diagnose_missing(std::vector<Diagnostic>& diagnostics) const;
  void diagnose_cycles(std::vector<Diagnostic>& diagnostics) const;
  void diagnose_projections(std::vector<Diagnostic>& diagnostics) const;
  Diagnostic nothing_known(NodeId projection) const;
  Diagnostic missing(CellId reader, const Absence& absence) const;
  std::vector<CellId> wanted() const;
  Diagnostic circle(CellId cell) const;
  Diagnostic endless(SeriesId series) const;

  const Model* model_;
  Operations operations_;
  std::map<CellId, std::size_t> fixes_;  // which operation fixes a cell
  RollUps roll_ups_;
  Vintage vintage_;
  Period as_of_;  // of the vintage, or the last period a dated figure was known for by its day
  StaticView view_;
  detail::SteadyReads steady_;
  std::vector<bool> touched_;    // by series: an operation names it
  Period first_;                 // of the stored winners; the last is as_of_
  std::size_t periods_ = 0;      // of them
  std::vector<Winner> winners_;  // by series, then period
  // What of a series decides who wins: a few words, where it has many.
  struct Standing {
    bool driver = false;
    bool scheduled = false;
    bool before = false;
    int booked_in = 0;
    std::optional<NodeId> outlook;
  };
  std::vector<Standing> standings_;
  std::vector<Period> splices_;
  std::vector<bool> assumed_;  // by series: whether its `before` rests on a driver
  detail::Circles circles_;

  struct Figure {  // a cell, or a coarser one
    SeriesId series{};
    PeriodSpan span;
    bool operator==(const Figure&) const = default;
  };
  struct FigureHash {
    std::size_t operator()(const Figure& figure) const;
  };
  std::unordered_map<Figure, const Observation*, FigureHash> printed_;  // never gone through
  std::vector<Period> printed_until_;  // by series: no figure ends later
};

}  // namespace headwater
