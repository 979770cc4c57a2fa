#include "engine/model/precedence.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/model/detail/cell_value.hpp"
#include "engine/model/detail/presence.hpp"
#include "engine/model/evaluate.hpp"

namespace headwater {

namespace detail {

Presence::Value Presence::absent(const Node& node, Period period) const {
  Absence absence;
  absence.lookup = NodeId(&node - &precedence.model().formulas[NodeId{}]);
  absence.period = period;
  return absence;
}

Presence::Value Presence::cell(SeriesId series, Period period) const {
  const Winner winner = precedence.at(series, period);
  if (winner.rule == Rule::driver) {
    constexpr int depth_max = 64;
    if (depth >= depth_max) return std::nullopt;
    const auto [known, fresh] = drivers.try_emplace({series, period});
    if (!fresh) return known->second;
    Presence deeper{precedence, drivers, depth + 1, Projected::there};
    return known->second =
               CellValue(precedence, precedence.operations(), deeper).of({series, period});
  }
  return winner.rule == Rule::missing ? lost({series, period}) : Value{};
}

std::optional<Presence::Value> Presence::observed(SeriesId series, PeriodSpan span) const {
  if (precedence.stand_in(series, span) == nullptr) return std::nullopt;
  return Value{};
}

}  // namespace detail

namespace {

Vintage latest_known(const Model& model) {
  Period latest = model.horizon.first - 1;
  for (const Observation& observation : model.observations) {
    latest = std::max(latest, observation.known_since);
  }
  return {latest, std::nullopt};
}

bool was_published(const Vintage& vintage, const Observation& observation) {
  if (vintage.day && observation.published) return *observation.published <= *vintage.day;
  return observation.known_since <= vintage.period;
}

// Between two results a figure with a day of its own may be known already.
Period last_known(const Model& model, const Vintage& vintage) {
  Period last = vintage.period;
  for (const Observation& one : model.observations) {
    const bool early = vintage.day && one.published && *one.published <= *vintage.day;
    if (early) last = std::max(last, std::min(one.span.last, one.known_since));
  }
  return last;
}

// Whatever else was presented by the day of the vintage was known as well.
Day day_of(const Model& model, const Vintage& vintage) {
  if (vintage.day) return *vintage.day;
  const auto results = model.results.find(vintage.period);
  return results != model.results.end() ? results->second
                                        : end_of(model.calendar.last_month(vintage.period));
}

// Results are published at the end of the time they stand for, after whatever has a day in it.
bool is_older(const Observation& one, const Observation& other) {
  constexpr Day end{9999, 12, 31};
  return std::pair(one.known_since, one.published.value_or(end)) <
         std::pair(other.known_since, other.published.value_or(end));
}

// The one period a printed figure is also a cell of: itself, the last of a stock, the booked one.
std::optional<Period> cell_of(const Model& model, const Observation& observation) {
  const PeriodSpan span = observation.span;
  if (span.first == span.last) return span.first;
  const Series& series = model.at(observation.series);
  if (series.kind == SeriesKind::stock) return span.last;
  if (series.booked_in == 0) return std::nullopt;
  for (Period period = span.first; period <= span.last; period = period + 1) {
    if (model.calendar.quarter_of_year(period) == series.booked_in) return period;
  }
  return std::nullopt;
}

}  // namespace

Precedence::Precedence(const Model& model, std::optional<Vintage> vintage, Operations operations)
    : model_(&model),
      operations_(std::move(operations)),
      roll_ups_(model),
      vintage_(vintage.value_or(latest_known(model))),
      as_of_(last_known(model, vintage_)),
      view_(model, day_of(model, vintage_), vintage_),
      steady_(model, view_, roll_ups_),
      touched_(model.series.size(), false),
      first_(std::min(model.horizon.first, as_of_ + 1)) {
  index_observations();
  index_fixes();
  periods_ = std::size_t(as_of_ - first_ + 1);
  winners_.assign(model.series.size() * periods_, {});
  for (const Series& series : model.series) {
    standings_.push_back({.driver = series.kind == SeriesKind::driver,
                          .scheduled = series.scheduled,
                          .before = series.before.has_value(),
                          .booked_in = series.booked_in,
                          .outlook = series.outlook_formula()});
  }
  splices_.assign(model.series.size(), as_of_);
  assumed_.assign(model.series.size(), false);
  find_known();
  find_splices();
  while (find_projected()) {
    splices_.assign(model.series.size(), as_of_);  // else what comes after one would seem known
    settle();
    find_splices();
  }
  mark_assumed();
  mark_estimates();
  if (!model.solves.empty()) find_circles();
}

void Precedence::find_circles() {
  const auto is_forecast = [this](CellId cell) {
    const Rule rule = at(cell.series, cell.period).rule;
    return rule == Rule::outlook || rule == Rule::driver;
  };
  circles_ = detail::Circles(
      *model_, model_->horizon, [this](CellId cell) { return reads(cell); }, is_forecast);
}

std::size_t Precedence::FigureHash::operator()(const Figure& figure) const {
  const auto mixed = [](std::uint64_t hash, std::uint32_t more) {
    return (hash ^ more) * 0x9E3779B97F4A7C15ull;
  };
  const std::uint64_t hash =
      mixed(mixed(mixed(0, std::uint32_t(figure.series)), std::uint32_t(figure.span.first.index)),
            std::uint32_t(figure.span.last.index));
  return std::size_t(hash ^ (hash >> 32));
}

bool Precedence::knows(const Observation& observation) const {
  const bool early = vintage_.since && observation.span.first < *vintage_.since;
  return !early && was_published(vintage_, observation) && observation.span.last <= as_of_;
}

void Precedence::index_observations() {
  printed_until_.assign(model_->series.size(), {std::numeric_limits<std::int32_t>::min()});
  const auto offer = [this](SeriesId series, PeriodSpan span, const Observation& observation) {
    Period& until = printed_until_[std::size_t(series)];
    until = std::max(until, span.last);
    const Observation*& best = printed_[{series, span}];
    if (best == nullptr || is_older(*best, observation)) best = &observation;
  };
  for (const Observation& observation : model_->observations) {
    if (knows(observation)) offer(observation.series, observation.span, observation);
  }
  // After those of the cells' own, so that a coarser figure only fills what they leave open.
  for (const Observation& observation : model_->observations) {
    const auto cell = cell_of(*model_, observation);
    if (!knows(observation) || !cell) continue;
    first_ = std::min(first_, *cell);
    const PeriodSpan span{*cell, *cell};
    if (!printed_.contains({observation.series, span}))
      offer(observation.series, span, observation);
  }
}

// Of two, the later in order wins.
void Precedence::index_fixes() {
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    const Operation& one = operations_[i];
    touched_[std::size_t(one.series)] = true;
    if (one.kind != OperationKind::fix) continue;
    const Period last = std::min(one.span.last, model_->horizon.last);
    for (Period p = std::max(one.span.first, first_); p <= last; p = p + 1) {
      fixes_[{one.series, p}] = i;
    }
  }
}

const Observation* Precedence::printed(SeriesId series, PeriodSpan span) const {
  if (span.last > printed_until_[std::size_t(series)]) return nullptr;
  const auto found = printed_.find({series, span});
  return found == printed_.end() ? nullptr : found->second;
}

const Observation* Precedence::stand_in(SeriesId series, PeriodSpan span) const {
  const Observation* figure = printed(series, span);
  if (figure == nullptr || span.first == span.last) return nullptr;
  const Rolling rolling = roll_ups_.of(series);
  if (rolling != Rolling::sum && rolling != Rolling::mean) return nullptr;
  for (Period period = span.first; period <= span.last; period = period + 1) {
    const Rule rule = at(series, period).rule;
    if (rule == Rule::missing || rule == Rule::outlook) return figure;
  }
  return nullptr;
}

const DefaultPiece* Precedence::default_at(SeriesId driver, Period period) const {
  const Series& series = model_->at(driver);
  const int position = series.default_by_month ? model_->calendar.month_of_year(period)
                                               : model_->calendar.quarter_of_year(period);
  for (const DefaultPiece& piece : series.defaults) {
    if (piece.position != 0 && piece.position != position) continue;
    if (piece.span && !piece.span->contains(period)) continue;
    return &piece;
  }
  return nullptr;
}

Winner Precedence::at(SeriesId id, Period period) const {
  const Standing& series = standings_[std::size_t(id)];
  if (series.driver) return {.rule = Rule::driver};
  if (touched_[std::size_t(id)]) {
    const auto fix = fixes_.find({id, period});
    if (fix != fixes_.end()) {
      return {.rule = Rule::fixed, .estimated = true, .fix = fix->second};
    }
  }
  if (series.scheduled) return {.rule = Rule::history, .formula = model_->at(id).plain};
  const Winner* known = is_stored(period) ? &winners_[place_of({id, period})] : nullptr;
  if (known != nullptr && known->rule != Rule::missing) return *known;
  if (period < first_ || period <= splices_[std::size_t(id)]) {
    const bool early = known == nullptr && period < model_->horizon.first && series.before;
    if (!early) return {};
    return {.rule = Rule::before,
            .formula = model_->at(id).before,
            .estimated = assumed_[std::size_t(id)]};
  }
  const bool booked =
      series.booked_in == 0 || model_->calendar.quarter_of_year(period) == series.booked_in;
  if (!booked) return {.rule = Rule::not_booked};
  if (!series.outlook) return {};
  return {.rule = Rule::outlook, .formula = series.outlook};
}

std::optional<NodeId> Precedence::undisturbed(CellId cell) const {
  if (touched_[std::size_t(cell.series)]) return std::nullopt;
  const Winner winner = at(cell.series, cell.period);
  if (winner.rule != Rule::driver) return winner.formula;
  const DefaultPiece* piece = default_at(cell.series, cell.period);
  return piece == nullptr ? std::nullopt : std::optional(piece->value);
}

bool Precedence::is_there(SeriesId series, Period period) const {
  const Winner winner = at(series, period);
  if (winner.rule != Rule::driver) return winner.rule != Rule::missing;
  const auto value = undisturbed({series, period});
  const auto read = value ? steady_.of(*value) : std::nullopt;
  return read && read->empty();
}

bool Precedence::all_there(NodeId formula, Period period) const {
  const auto read = steady_.of(formula);
  return read && std::ranges::all_of(*read, [&](const detail::LaggedSeries& one) {
           return is_there(one.series, period - one.lag);
         });
}

bool Precedence::all_there(SeriesId series, PeriodSpan span) const {
  const Rolling rolling = roll_ups_.of(series);
  const bool own = rolling == Rolling::sum || rolling == Rolling::mean ||
                   rolling == Rolling::compound || span.first == span.last;
  if (!own && rolling != Rolling::last) return false;
  for (Period p = own ? span.first : span.last; p <= span.last; p = p + 1) {
    if (!is_there(series, p)) return false;
  }
  return true;
}

std::optional<Absence> Precedence::lacks(NodeId formula, Period period) const {
  if (all_there(formula, period)) return std::nullopt;
  std::map<CellId, detail::Presence::Value> drivers;
  detail::Presence presence{*this, drivers};
  return Evaluator(*model_, view_, roll_ups_, presence).node(formula, period);
}

std::optional<Absence> Precedence::lacks(SeriesId series, PeriodSpan span) const {
  if (all_there(series, span)) return std::nullopt;
  std::map<CellId, detail::Presence::Value> drivers;
  detail::Presence presence{*this, drivers};
  return Evaluator(*model_, view_, roll_ups_, presence).rolled(series, span);
}

std::optional<Absence> Precedence::lacks_rolled(NodeId formula, PeriodSpan span) const {
  std::map<CellId, detail::Presence::Value> drivers;
  detail::Presence presence{*this, drivers};
  return Evaluator(*model_, view_, roll_ups_, presence).rolled(formula, span);
}

namespace {

std::vector<CellId> once_each(std::vector<CellId> cells) {
  std::sort(cells.begin(), cells.end());
  cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
  return cells;
}

}  // namespace

std::vector<CellId> Precedence::reads(CellId cell) const {
  std::vector<CellId> cells;
  const auto formula = undisturbed(cell);
  const auto steady = formula ? steady_.of(*formula) : std::nullopt;
  if (steady) {
    cells.reserve(steady->size());
    for (const auto& [series, lag] : *steady) cells.push_back({series, cell.period - lag});
    return cells;
  }
  detail::Reading reading{cells};
  detail::CellValue(*this, operations_, reading).of(cell);
  return once_each(std::move(cells));
}

std::vector<CellId> Precedence::reads(SeriesId series, PeriodSpan span) const {
  std::vector<CellId> cells;
  detail::Reading reading{cells};
  detail::CellValue(*this, operations_, reading).evaluator().rolled(series, span);
  return once_each(std::move(cells));
}

std::vector<CellId> Precedence::reads(NodeId formula, Period period) const {
  std::vector<CellId> cells;
  detail::Reading reading{cells};
  detail::CellValue(*this, operations_, reading).evaluator().node(formula, period);
  return once_each(std::move(cells));
}

std::vector<CellId> Precedence::needs(CellId cell) const {
  const Circle* const circle = circle_of(cell);
  if (circle == nullptr) return reads(cell);
  std::vector<CellId> cells;
  const auto add_reads = [&](SeriesId member) {
    for (const CellId& read : reads({member, circle->period})) {
      if (circle_of(read) != circle) cells.push_back(read);
    }
  };
  std::for_each(circle->unknowns.begin(), circle->unknowns.end(), add_reads);
  std::for_each(circle->others.begin(), circle->others.end(), add_reads);
  for (const SeriesId unknown : circle->unknowns) {
    const Period before = circle->period - 1;
    if (at(unknown, before).rule != Rule::missing) cells.push_back({unknown, before});
  }
  return once_each(std::move(cells));
}

}  // namespace headwater
