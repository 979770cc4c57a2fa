#include "engine/scenario/differences.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace headwater {
namespace {

bool does_the_same(const Operation& left, const Operation& right) {
  return left.kind == right.kind && left.series == right.series && left.span == right.span &&
         left.profile == right.profile &&
         std::bit_cast<std::uint64_t>(left.value) == std::bit_cast<std::uint64_t>(right.value);
}

bool do_the_same(std::span<const Operation> left, std::span<const Operation> right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), does_the_same);
}

// Of one series, in order. A fix wins wherever it stands, so fixes are a list of their own.
struct Done {
  Operations changes;
  Operations fixes;
};

std::vector<Done> done_by_series(const Scenario& scenario) {
  std::vector<Done> done(scenario.model->series.size());
  for (const Operation& one : scenario.operations) {
    Done& of = done[std::size_t(one.series)];
    (one.kind == OperationKind::fix ? of.fixes : of.changes).push_back(one);
  }
  return done;
}

// How many of both do the same, from the first on.
std::size_t shared(const Operations& left, const Operations& right) {
  std::size_t count = 0;
  while (count < left.size() && count < right.size() && does_the_same(left[count], right[count])) {
    ++count;
  }
  return count;
}

void append(Operations& to, std::span<const Operation> from) {
  to.insert(to.end(), from.begin(), from.end());
}

bool is_switchable(const Operation& one) {
  return one.kind == OperationKind::set || one.kind == OperationKind::add ||
         one.kind == OperationKind::multiply;
}

// Whether a driver has a value of its own wherever one of the operations acts. Where it has none,
// a `set` decides what the model knows.
bool stands_alone(const Precedence& bare, SeriesId series, std::span<const Operation> operations) {
  const PeriodSpan& horizon = bare.model().horizon;
  for (const Operation& one : operations) {
    const Period first = std::max(one.span.first, horizon.first);
    const Period last = std::min(one.span.last, horizon.last);
    for (Period p = first; p <= last; p = p + 1) {
      if (bare.lacks(series, {p, p})) return false;
    }
  }
  return true;
}

// `bare` holds what both do, known as to the one scenario and as to the other.
Change change_of(std::span<const Precedence> bare, const ScenarioDifference& one) {
  const bool driver = bare.front().model().at(one.series).kind == SeriesKind::driver;
  for (const Operations* side : {&one.first, &one.second}) {
    if (!std::all_of(side->begin(), side->end(), is_switchable)) return Change::structure;
    const auto alone = [&](const Precedence& known) {
      return stands_alone(known, one.series, *side);
    };
    if (driver && !std::all_of(bare.begin(), bare.end(), alone)) return Change::structure;
  }
  return Change::value;
}

bool same_vintage(const Vintage& left, const Vintage& right) {
  return left.period == right.period && left.day == right.day;
}

}  // namespace

ScenarioDifferences differences_between(const Scenario& first, const Scenario& second) {
  ScenarioDifferences found;
  const auto left = done_by_series(first);
  const auto right = done_by_series(second);
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::size_t same = shared(left[i].changes, right[i].changes);
    const bool fixed_alike = do_the_same(left[i].fixes, right[i].fixes);
    append(found.common, std::span(left[i].changes).first(same));
    if (fixed_alike) append(found.common, left[i].fixes);
    ScenarioDifference one;
    one.series = SeriesId(i);
    append(one.first, std::span(left[i].changes).subspan(same));
    append(one.second, std::span(right[i].changes).subspan(same));
    if (!fixed_alike) {
      append(one.first, left[i].fixes);
      append(one.second, right[i].fixes);
    }
    if (!one.first.empty() || !one.second.empty()) found.of.push_back(std::move(one));
  }
  const Vintage& earlier = first.precedence->vintage();
  const Vintage& later = second.precedence->vintage();
  found.known = !same_vintage(earlier, later);
  if (found.of.empty()) return found;
  std::vector<Precedence> bare;
  bare.reserve(2);  // they stay where they are
  bare.emplace_back(*first.model, earlier, found.common);
  if (found.known) bare.emplace_back(*first.model, later, found.common);
  for (ScenarioDifference& one : found.of) one.change = change_of(bare, one);
  return found;
}

bool comparable(const Scenario& first, const Scenario& second) {
  return first.model_hash == second.model_hash;
}

}  // namespace headwater
