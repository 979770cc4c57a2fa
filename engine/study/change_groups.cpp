#include "engine/study/change_groups.hpp"

#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace headwater {
namespace {

// What must be the same, to the bit, for two changes to be one.
using Alike = std::tuple<ChangeKind, SeriesId, std::uint64_t, std::uint64_t>;

Alike alike(const FigureChange& change) {
  return {change.kind, *change.series[in_old], std::bit_cast<std::uint64_t>(change.value[in_old]),
          std::bit_cast<std::uint64_t>(change.value[in_new])};
}

bool told(const FigureChange& change, PartsOfYears parts) {
  const bool of_both = change.kind == ChangeKind::lost || change.kind == ChangeKind::gained ||
                       change.kind == ChangeKind::moved;
  return of_both && (parts == PartsOfYears::kept || !change.part_of_year);
}

std::vector<ChangeGroup> over_scenarios(const ComparedModels& compared, PartsOfYears parts) {
  std::vector<ChangeGroup> groups;
  std::map<std::pair<Alike, PeriodSpan>, std::size_t> found;
  for (const FigureChange& change : compared.changes) {
    if (!told(change, parts)) continue;
    const auto [at, fresh] = found.try_emplace({alike(change), change.span}, groups.size());
    if (fresh) groups.push_back({change, {}, change.span.last});
    groups[at->second].scenarios.push_back(change.scenario);
  }
  return groups;
}

bool is_one_period(const ChangeGroup& group) {
  return group.change.span.first == group.change.span.last;
}

}  // namespace

std::string periods_text(const Calendar& calendar, const ChangeGroup& group) {
  const PeriodSpan& first = group.change.span;
  if (group.last == first.last) return calendar.name(first);
  return calendar.name(first) + ".." + calendar.name({group.last, group.last});
}

std::vector<ChangeGroup> change_groups(const ComparedModels& compared, PartsOfYears parts) {
  std::vector<ChangeGroup> groups = over_scenarios(compared, parts);
  // By what is alike and where: periods in order, so that each may follow the one before it.
  std::map<std::pair<Alike, std::vector<std::size_t>>, std::map<Period, std::size_t>> rows;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const ChangeGroup& one = groups[i];
    if (!is_one_period(one)) continue;
    rows[{alike(one.change), one.scenarios}][one.change.span.first] = i;
  }
  std::vector<bool> joined(groups.size(), false);
  for (const auto& [what, periods] : rows) {
    std::optional<std::size_t> open;
    for (const auto& [period, index] : periods) {
      const bool follows = open && groups[*open].last + 1 == period;
      if (follows) groups[*open].last = period;
      else open = index;
      joined[index] = follows;
    }
  }
  std::size_t at = 0;
  std::erase_if(groups, [&](const ChangeGroup&) { return joined[at++]; });
  return groups;
}

}  // namespace headwater
