// Mistakes that show only once periods are known: forecasts of missing cells, and cycles.
#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/detail/cell_table.hpp"
#include "engine/model/detail/presence.hpp"
#include "engine/model/evaluate.hpp"
#include "engine/model/precedence.hpp"

namespace headwater {
namespace {

// The series that a series reads in its own period. History has its circles too: x = a otherwise b
// is known by b, and a = x + 1 by x.
class SamePeriod {
 public:
  SamePeriod(const Precedence& precedence, Period period)
      : precedence_(precedence), period_(period) {}

  std::vector<SeriesId> reads(SeriesId series) const {
    std::vector<SeriesId> result;
    for (const CellId& cell : precedence_.reads({series, period_})) {
      if (cell.period == period_) result.push_back(cell.series);
    }
    return result;
  }

  // The shortest way from a series back to itself, itself at both ends.
  std::vector<SeriesId> shortest(SeriesId start) const {
    std::map<SeriesId, SeriesId> from;
    std::deque<SeriesId> queue = {start};
    while (!queue.empty()) {
      const SeriesId series = queue.front();
      queue.pop_front();
      for (const SeriesId next : reads(series)) {
        if (next == start) {
          std::vector<SeriesId> way = {start};
          for (SeriesId at = series; at != start; at = from.at(at)) way.push_back(at);
          way.push_back(start);
          std::reverse(way.begin(), way.end());
          return way;
        }
        if (from.try_emplace(next, series).second) queue.push_back(next);
      }
    }
    return {};
  }

  // The shortest circle on the way from a series that is not declared, or else that is.
  std::vector<SeriesId> worst(SeriesId start) const {
    std::vector<SeriesId> best;
    bool best_is_declared = true;
    for (const SeriesId member : reached(start)) {
      const auto way = shortest(member);
      if (way.empty()) continue;
      const bool declared = std::any_of(way.begin(), way.end(), [this](SeriesId one) {
        return precedence_.model().at(one).solve.has_value();
      });
      const bool better = declared == best_is_declared ? best.empty() || way.size() < best.size()
                                                       : best_is_declared;
      if (!better) continue;
      best = way;
      best_is_declared = declared;
    }
    return best;
  }

 private:
  std::vector<SeriesId> reached(SeriesId start) const {
    std::vector<SeriesId> all = {start};
    std::set<SeriesId> seen = {start};
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (const SeriesId next : reads(all[i])) {
        if (seen.insert(next).second) all.push_back(next);
      }
    }
    return all;
  }

  const Precedence& precedence_;
  Period period_;
};

// Goes through all cells that some cells read, in search of one that needs itself: in its own
// period, or by way of ever earlier ones.
class Descent {
 public:
  struct Knot {
    CellId cell;
    bool endless = false;
  };

  Descent(const Precedence& precedence, PeriodSpan usual, Period floor)
      : precedence_(precedence),
        floor_(floor),
        progress_(precedence.model().series.size(), usual) {}

  std::optional<Knot> from(CellId start) {
    if (!enter(standing_for(start))) return std::nullopt;
    while (!path_.empty()) {
      Step& step = path_.back();
      if (step.next == step.reads.size()) {
        progress_[step.cell] = Progress::done;
        path_.pop_back();
        continue;
      }
      const CellId next = standing_for(step.reads[step.next++]);
      if (next.period < floor_) return Knot{next, true};
      if (progress_[next] == Progress::on_the_way) return Knot{next};
      enter(next);
    }
    return std::nullopt;
  }

 private:
  enum class Progress : std::uint8_t { none, on_the_way, done };
  struct Step {
    CellId cell;
    std::vector<CellId> reads;
    std::size_t next = 0;
  };

  // A circle that is declared stands as one cell.
  CellId standing_for(CellId cell) const {
    const Circle* const circle = precedence_.circle_of(cell);
    return circle == nullptr ? cell : CellId{circle->unknowns.front(), circle->period};
  }

  bool enter(CellId cell) {
    Progress& progress = progress_[cell];
    if (progress != Progress::none) return false;
    progress = Progress::on_the_way;
    path_.push_back({cell, precedence_.needs(cell)});
    return true;
  }

  const Precedence& precedence_;
  Period floor_;
  std::vector<Step> path_;
  detail::CellTable<Progress> progress_;
};

}  // namespace

std::vector<Diagnostic> Precedence::diagnose() const {
  std::vector<Diagnostic> diagnostics;
  diagnose_cycles(diagnostics);
  if (diagnostics.empty()) diagnose_missing(diagnostics);
  if (diagnostics.empty()) diagnose_carries(diagnostics);
  diagnose_projections(diagnostics);
  return diagnostics;
}

// What a carry carries is the outlook formula's own error at the splice, so that must be there.
void Precedence::diagnose_carries(std::vector<Diagnostic>& diagnostics) const {
  for (const Operation& one : operations_) {
    if (one.kind != OperationKind::carry) continue;
    const Series& series = model_->at(one.series);
    const Period splice = splices_[std::size_t(one.series)];
    const auto formula = series.outlook_formula();
    const bool known = !lacks(one.series, {splice, splice});
    if (known && formula && !lacks(*formula, splice)) continue;
    Diagnostic diagnostic;
    diagnostic.code = "nothing-to-carry";
    diagnostic.place = one.place;
    diagnostic.message =
        known ? fmt::format(
                    "the outlook formula of {} gives nothing for {}, where the forecast "
                    "takes over, so there is no residual",
                    series.name, model_->calendar.name({splice, splice}))
              : fmt::format("{} has no figure before its forecast, so there is no residual",
                            series.name);
    diagnostic.labels.push_back({series.place, "declared here"});
    diagnostic.hint =
        fmt::format("add an amount instead: add {} to {} from {}", series.unit.text_of("1"),
                    series.name, model_->calendar.name({splice + 1, splice + 1}));
    diagnostics.push_back(std::move(diagnostic));
  }
}

void Precedence::diagnose_missing(std::vector<Diagnostic>& diagnostics) const {
  std::set<SeriesId> told;  // what one cell lacks, others often lack too
  std::set<NodeId> told_lookups;
  for (std::size_t i = 0; i < model_->series.size(); ++i) {
    for (Period p = model_->horizon.first; p <= model_->horizon.last; p = p + 1) {
      const Winner winner = at(SeriesId(i), p);
      if (winner.rule != Rule::outlook) continue;
      const auto absence = lacks(*winner.formula, p);
      if (!absence) continue;
      const bool fresh = absence->cell ? told.insert(absence->cell->series).second
                                       : told_lookups.insert(absence->lookup).second;
      if (fresh) diagnostics.push_back(missing({SeriesId(i), p}, *absence));
      if (diagnostics.size() < mistakes_max) break;
      diagnostics.push_back(more_mistakes(model_->at(SeriesId(i)).place));
      return;
    }
  }
}

Diagnostic Precedence::missing(CellId reader, const Absence& absence) const {
  const auto name = [this](Period period) { return model_->calendar.name({period, period}); };
  const Series& series = model_->at(reader.series);
  Diagnostic diagnostic;
  diagnostic.code = "forecast-of-missing";
  diagnostic.place = series.place;
  if (!absence.cell && model_->formulas[absence.lookup].op == NodeOp::projection) {
    return nothing_known(absence.lookup);
  }
  if (!absence.cell) {
    const Node& lookup = model_->formulas[absence.lookup];
    const std::string& table = model_->tables[lookup.index].name;
    diagnostic.message = fmt::format("{} in {} needs a row of table {} that is not there",
                                     series.name, name(reader.period), table);
    diagnostic.labels.push_back({lookup.place, "looked up here"});
    diagnostic.hint = fmt::format(
        "add the row, or say what holds until then: {0}(fiscal_year) otherwise "
        "{0}(fiscal_year - 1)",
        table);
    return diagnostic;
  }
  const Series& lacking = model_->at(absence.cell->series);
  const std::string period = name(absence.cell->period);
  diagnostic.message = fmt::format("{} in {} needs {} in {}, which has no value", series.name,
                                   name(reader.period), lacking.name, period);
  if (&lacking != &series) diagnostic.labels.push_back({lacking.place, "declared here"});
  const bool early = absence.cell->period < model_->horizon.first;
  diagnostic.hint =
      lacking.kind == SeriesKind::driver
          ? fmt::format("add a value for it, for example: 0 from {}", period)
      : early ? fmt::format("say where it begins: before = {}", lacking.unit.text_of("100"))
              : fmt::format("give it an actual for {}, or say what to use instead: {} otherwise {}",
                            period, lacking.name, lacking.unit.text_of("0"));
  return diagnostic;
}

void Precedence::diagnose_cycles(std::vector<Diagnostic>& diagnostics) const {
  constexpr std::int32_t reach_max = 10'000;  // periods before the first; no lag is longer
  const Period first = std::min(first_, model_->horizon.first);
  const Period early = first - 2 * model_->calendar.periods_per_year();
  Descent descent(*this, {early, model_->horizon.last}, first - reach_max);
  for (const CellId& cell : wanted()) {
    const auto knot = descent.from(cell);
    if (!knot) continue;
    diagnostics.push_back(knot->endless ? endless(knot->cell.series) : circle(knot->cell));
    return;  // other circles are often the same one in another period
  }
}

// Whatever may be asked for: the horizon's cells, and what checks read of others.
std::vector<CellId> Precedence::wanted() const {
  std::vector<CellId> cells;
  detail::Reading reading{cells};
  Evaluator evaluator(*model_, view_, roll_ups_, reading);
  for (Period p = model_->horizon.first; p <= model_->horizon.last; p = p + 1) {
    for (std::size_t i = 0; i < model_->series.size(); ++i) cells.push_back({SeriesId(i), p});
    for (const ModelCheck& check : model_->checks) {
      evaluator.node(check.left, p);
      evaluator.node(check.right, p);
    }
  }
  return cells;
}

Diagnostic Precedence::circle(CellId cell) const {
  const std::vector<SeriesId> best = SamePeriod(*this, cell.period).worst(cell.series);
  std::string path;
  for (const SeriesId series : best) {
    path += (path.empty() ? "" : " <- ") + model_->at(series).name;
  }
  Diagnostic diagnostic;
  diagnostic.code = "cycle";
  diagnostic.place = model_->at(best.front()).place;
  diagnostic.message = fmt::format("{} in {} depends on itself: {}", model_->at(best.front()).name,
                                   model_->calendar.name({cell.period, cell.period}), path);
  const Series& last = model_->at(best[best.size() - 2]);
  const bool early = at(cell.series, cell.period).rule == Rule::before;
  diagnostic.hint =
      early ? fmt::format("let one of them begin by itself: before = {}", last.unit.text_of("100"))
            : fmt::format(
                  "break the circle with a lag, for example {0}[-1]; or let it be solved, with "
                  "the declaration of {0} in braces: solve {{ ... }}",
                  last.name);
  return diagnostic;
}

Diagnostic Precedence::endless(SeriesId id) const {
  const Series& series = model_->at(id);
  const auto name = [this](Period period) { return model_->calendar.name({period, period}); };
  const Period first = model_->horizon.first;
  Diagnostic diagnostic;
  diagnostic.code = "never-begins";
  diagnostic.place = series.place;
  diagnostic.message =
      fmt::format("{} never begins: each of its periods needs an earlier one", series.name);
  diagnostic.hint =
      series.kind == SeriesKind::driver
          ? fmt::format("say where it begins: driver {0} : {1} = 100 in ..{2}, {0}[-1] from {3}",
                        series.name, series.unit.text(), name(first), name(first + 1))
          : fmt::format("'before' holds for every earlier period, so it reads none: before = {}",
                        series.unit.text_of("100"));
  return diagnostic;
}

}  // namespace headwater
