// Mistakes that show only once periods are known: forecasts of missing cells, and cycles.
#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/precedence.hpp"

namespace headwater {
namespace {

// The series that a series reads in its own period, by forecast.
class SamePeriod {
 public:
  SamePeriod(const Precedence& precedence, Period period)
      : precedence_(precedence), period_(period) {}

  std::vector<SeriesId> reads(SeriesId series) const {
    std::vector<SeriesId> result;
    const Rule rule = precedence_.at(series, period_).rule;
    if (rule != Rule::outlook && rule != Rule::driver) return result;
    for (const CellId& cell : precedence_.reads({series, period_})) {
      if (cell.period == period_) result.push_back(cell.series);
    }
    return result;
  }

  // A series on a cycle, if there is one.
  std::optional<SeriesId> on_cycle() const {
    enum class Mark { fresh, open, done };
    std::vector<Mark> marks(precedence_.model().series.size(), Mark::fresh);
    struct Step {
      SeriesId series;
      std::vector<SeriesId> reads;
      std::size_t next = 0;
    };
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (marks[i] != Mark::fresh) continue;
      std::vector<Step> path;
      path.push_back({SeriesId(i), reads(SeriesId(i))});
      marks[i] = Mark::open;
      while (!path.empty()) {
        Step& step = path.back();
        if (step.next == step.reads.size()) {
          marks[std::size_t(step.series)] = Mark::done;
          path.pop_back();
          continue;
        }
        const SeriesId next = step.reads[step.next++];
        Mark& mark = marks[std::size_t(next)];
        if (mark == Mark::open) return next;
        if (mark == Mark::done) continue;
        mark = Mark::open;
        path.push_back({next, reads(next)});
      }
    }
    return std::nullopt;
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

 private:
  const Precedence& precedence_;
  Period period_;
};

}  // namespace

std::vector<Diagnostic> Precedence::diagnose() const {
  std::vector<Diagnostic> diagnostics;
  diagnose_cycles(diagnostics);
  if (diagnostics.empty()) diagnose_missing(diagnostics);
  return diagnostics;
}

void Precedence::diagnose_missing(std::vector<Diagnostic>& diagnostics) const {
  const auto name = [this](Period period) { return model_->calendar.name({period, period}); };
  for (std::size_t i = 0; i < model_->series.size(); ++i) {
    const Series& series = model_->series[i];
    for (Period p = model_->horizon.first; p <= model_->horizon.last; p = p + 1) {
      const Winner winner = at(SeriesId(i), p);
      if (winner.rule != Rule::outlook) continue;
      const auto absence = lacks(*winner.formula, p);
      if (!absence) continue;
      Diagnostic diagnostic;
      diagnostic.code = "forecast-of-missing";
      diagnostic.place = series.place;
      if (absence->cell) {
        const Series& lacking = model_->at(absence->cell->series);
        diagnostic.message = fmt::format("{} in {} needs {} in {}, which has no value", series.name,
                                         name(p), lacking.name, name(absence->cell->period));
        diagnostic.labels.push_back({lacking.place, "declared here"});
        diagnostic.hint = lacking.kind == SeriesKind::driver
                              ? "give the driver a value in that period"
                              : "give it an observation or a 'before', or say what to use instead: "
                                "x otherwise y";
      } else {
        const Node& lookup = model_->formulas[absence->lookup];
        diagnostic.message = fmt::format("{} in {} needs a row of table {} that is not there",
                                         series.name, name(p), model_->tables[lookup.index].name);
        diagnostic.labels.push_back({lookup.place, "looked up here"});
        diagnostic.hint = "add the row, or say what holds until then: ... otherwise 0%";
      }
      diagnostics.push_back(std::move(diagnostic));
      break;
    }
  }
}

void Precedence::diagnose_cycles(std::vector<Diagnostic>& diagnostics) const {
  for (Period p = model_->horizon.first; p <= model_->horizon.last; p = p + 1) {
    const SamePeriod graph(*this, p);
    const auto start = graph.on_cycle();
    if (!start) continue;
    std::vector<SeriesId> best = graph.shortest(*start);
    for (const SeriesId member : std::vector<SeriesId>(best)) {
      const auto way = graph.shortest(member);
      if (way.size() < best.size()) best = way;
    }
    std::string path;
    for (const SeriesId series : best) {
      path += (path.empty() ? "" : " <- ") + model_->at(series).name;
    }
    Diagnostic diagnostic;
    diagnostic.code = "cycle";
    diagnostic.place = model_->at(best.front()).place;
    diagnostic.message =
        fmt::format("{} in {} depends on itself: {}", model_->at(best.front()).name,
                    model_->calendar.name({p, p}), path);
    diagnostic.hint = "break the circle with a lag such as x[-1]";
    diagnostics.push_back(std::move(diagnostic));
    return;  // other cycles are often the same one in another period
  }
}

}  // namespace headwater
