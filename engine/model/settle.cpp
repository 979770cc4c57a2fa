// History: which cells are known, up to when, and which of them rest on estimates.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/model/detail/presence.hpp"
#include "engine/model/evaluate.hpp"
#include "engine/model/precedence.hpp"

namespace headwater {

bool Precedence::beaten(const Series& series, const Observation& observation) const {
  const bool weak = observation.basis == "derived" || series.kind == SeriesKind::ratio;
  return weak && series.history_formula();
}

void Precedence::find_known() {
  for (std::size_t i = 0; i < model_->series.size(); ++i) {
    const Series& series = model_->series[i];
    if (series.kind == SeriesKind::driver || series.scheduled) continue;
    for (Period period = first_; period <= as_of_; period = period + 1) {
      Winner& winner = this->winner({SeriesId(i), period});
      if (touched_[i] && fixes_.contains({SeriesId(i), period})) {
        winner.rule = Rule::fixed;
        continue;
      }
      const Observation* figure = printed(SeriesId(i), {period, period});
      const bool elsewhere =
          series.booked_in != 0 && model_->calendar.quarter_of_year(period) != series.booked_in;
      if (elsewhere) {
        winner.rule = Rule::not_booked;
      } else if (figure != nullptr && !beaten(series, *figure)) {
        winner = {.rule = Rule::observation, .observation = figure};
      }
    }
  }
  settle();
  take_beaten();
  settle();
}

// The least fixed point. A cell that lacks another waits for it and is looked at again when that
// one becomes known, so that long chains cost no more than their length. Of `x otherwise y` only y
// is waited for; another round catches an x that comes later.
void Precedence::settle() {
  while (settle_once()) {
  }
}

// Whether any cell became known.
bool Precedence::settle_once() {
  std::vector<std::optional<CellId>> first_waiting(winners_.size());  // for a cell
  std::vector<std::optional<CellId>> next_waiting(winners_.size());   // after a cell, for the same
  std::vector<CellId> open = open_cells();
  bool changed = false;
  while (!open.empty()) {
    const CellId cell = open.back();
    open.pop_back();
    const Attempt attempt = try_formula(cell);
    if (attempt.lacks && is_stored(attempt.lacks->period)) {
      next_waiting[place_of(cell)] = std::exchange(first_waiting[place_of(*attempt.lacks)], cell);
    }
    if (!attempt.known) continue;
    changed = true;
    for (auto freed = std::exchange(first_waiting[place_of(cell)], {}); freed;
         freed = next_waiting[place_of(*freed)]) {
      open.push_back(*freed);
    }
  }
  return changed;
}

// Cells without a winner that a formula might serve, the earliest last: it is looked at first.
std::vector<CellId> Precedence::open_cells() const {
  std::vector<CellId> open;
  for (Period period = as_of_; first_ <= period; period = period - 1) {
    for (std::size_t i = model_->series.size(); i-- > 0;) {
      const Series& series = model_->series[i];
      const bool formula = series.history_formula() || series.before;
      const bool mine = series.kind != SeriesKind::driver && !series.scheduled && formula;
      const Rule rule = winners_[place_of({SeriesId(i), period})].rule;
      if (mine && rule == Rule::missing) open.push_back({SeriesId(i), period});
    }
  }
  return open;
}

Precedence::Attempt Precedence::try_formula(CellId cell) {
  const Series& series = model_->at(cell.series);
  Winner& winner = this->winner(cell);
  if (winner.rule != Rule::missing) return {};
  const bool early = cell.period < model_->horizon.first && series.before.has_value();
  const auto formula = early ? series.before : series.history_formula();
  if (!formula) return {};
  if (const auto missing = gap(*formula, cell.period)) return {false, missing};
  if (const auto absence = lacks_as_known(*formula, cell.period)) return {false, absence->cell};
  winner = {.rule = early ? Rule::before : Rule::history, .formula = formula};
  return {true, std::nullopt};
}

std::optional<Absence> Precedence::lacks_as_known(NodeId formula, Period period) const {
  if (all_there(formula, period)) return std::nullopt;
  std::map<CellId, detail::Presence::Value> drivers;
  detail::Presence presence{*this, drivers, 0, detail::Presence::Projected::not_known};
  return Evaluator(*model_, view_, roll_ups_, presence).node(formula, period);
}

std::optional<CellId> Precedence::gap(NodeId formula, Period period) const {
  const auto read = steady_.of(formula);
  if (!read || !steady_.needs_all(formula)) return std::nullopt;
  for (const auto& [series, lag] : *read) {
    if (at(series, period - lag).rule == Rule::missing) return CellId{series, period - lag};
  }
  return std::nullopt;
}

void Precedence::take_beaten() {
  for (std::size_t i = 0; i < model_->series.size(); ++i) {
    for (Period period = first_; period <= as_of_; period = period + 1) {
      Winner& winner = this->winner({SeriesId(i), period});
      const Observation* figure = printed(SeriesId(i), {period, period});
      if (winner.rule != Rule::missing || figure == nullptr) continue;
      winner = {.rule = Rule::observation, .observation = figure};
    }
  }
}

// `before` is no knowledge of the series, nor is the zero of a quarter it is not booked in, so
// these alone do not hold the outlook back.
void Precedence::find_splices() {
  for (std::size_t i = 0; i < model_->series.size(); ++i) {
    const bool any_actuals = !model_->observations.empty();
    Period splice = any_actuals ? vintage_.period : model_->horizon.first - 1;
    for (Period period = as_of_; first_ <= period; period = period - 1) {
      const Rule rule = winners_[place_of({SeriesId(i), period})].rule;
      if (rule != Rule::observation && rule != Rule::history) continue;
      splice = period;
      break;
    }
    splices_[i] = splice;
  }
}

// History that reads a driver which is projected may be known once that is.
bool Precedence::find_projected() {
  bool longer = false;
  for (const NodeId projection : model_->projections) {
    const auto span = known_span(model_->formulas[projection].args[0]);
    if (!span || view_.known(projection) == span) continue;
    view_.know(projection, *span);
    longer = true;
  }
  return longer;
}

// The last periods in a row. They begin and end with a figure that is known: where a formula reads
// none, its value is as old as those about it, and up to what is known by now.
std::optional<PeriodSpan> Precedence::known_span(NodeId formula) const {
  Period last = model_->horizon.last;
  while (first_ <= last && known_reads(formula, last) != KnownReads::figures) last = last - 1;
  if (last < first_) return std::nullopt;
  Period first = last;
  while (first_ < first && known_reads(formula, first - 1) != KnownReads::lacking) {
    first = first - 1;
  }
  while (last < as_of_ && known_reads(formula, last + 1) == KnownReads::none) last = last + 1;
  return PeriodSpan{first, last};
}

// Whether all that a formula reads was won by what is known, not by what is assumed.
Precedence::KnownReads Precedence::known_reads(NodeId formula, Period period) const {
  KnownReads found = KnownReads::none;
  for (const CellId& read : reads(formula, period)) {
    const Rule rule = at(read.series, read.period).rule;
    if (rule == Rule::driver || model_->at(read.series).scheduled) continue;
    const bool won = rule == Rule::observation || rule == Rule::history ||
                     rule == Rule::not_booked || rule == Rule::fixed;
    if (!won || splice(read.series) < read.period) return KnownReads::lacking;
    found = KnownReads::figures;
  }
  return lacks(formula, period) ? KnownReads::lacking : found;
}

// Earlier than all that is stored `before` reads only cells as early.
void Precedence::mark_assumed() {
  std::vector<std::pair<SeriesId, SeriesId>> readers;  // what is read, and by whom
  std::vector<SeriesId> open;
  for (std::size_t i = 0; i < assumed_.size(); ++i) {
    if (!model_->series[i].before) continue;
    for (const CellId& read : reads({SeriesId(i), first_ - 1})) {
      if (model_->at(read.series).kind == SeriesKind::driver) open.push_back(SeriesId(i));
      readers.emplace_back(read.series, SeriesId(i));
    }
  }
  std::ranges::sort(readers);
  while (!open.empty()) {
    const SeriesId series = open.back();
    open.pop_back();
    if (assumed_[std::size_t(series)]) continue;
    assumed_[std::size_t(series)] = true;
    for (const auto& [read, reader] :
         std::ranges::equal_range(readers, series, {}, &std::pair<SeriesId, SeriesId>::first)) {
      open.push_back(reader);
    }
  }
}

// Estimates spread from figures that are estimates, and from drivers, to all that reads them.
void Precedence::mark_estimates() {
  std::vector<std::pair<CellId, CellId>> readers;  // what is read, and by whom
  std::vector<CellId> open;
  for (std::size_t i = 0; i < model_->series.size(); ++i) {
    for (Period period = first_; period <= as_of_; period = period + 1) {
      const Winner& winner = this->winner({SeriesId(i), period});
      const CellId cell{SeriesId(i), period};
      const bool printed = winner.rule == Rule::observation;
      if (printed && winner.observation->basis == "estimated") open.push_back(cell);
      if (winner.rule == Rule::fixed) open.push_back(cell);
      if (printed || winner.rule == Rule::missing) continue;
      for (const CellId& read : reads(cell)) {
        const bool early = !is_stored(read.period);
        const bool driver = model_->at(read.series).kind == SeriesKind::driver;
        if (driver || (early && at(read.series, read.period).estimated)) open.push_back(cell);
        if (!early) readers.emplace_back(read, cell);
      }
    }
  }
  std::ranges::sort(readers);
  while (!open.empty()) {
    const CellId cell = open.back();
    open.pop_back();
    Winner& winner = this->winner(cell);
    if (std::exchange(winner.estimated, true)) continue;
    for (const auto& [read, reader] :
         std::ranges::equal_range(readers, cell, {}, &std::pair<CellId, CellId>::first)) {
      open.push_back(reader);
    }
  }
}

}  // namespace headwater
