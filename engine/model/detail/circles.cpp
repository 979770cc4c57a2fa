#include "engine/model/detail/circles.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace headwater::detail {
namespace {

using Neighbours = std::map<SeriesId, std::vector<SeriesId>>;  // by series: what it reads

// What of one period's cells a cell needs, itself among them, and who reads whom.
class Reached {
 public:
  Reached(const Circles::Reads& reads, CellId from) {
    std::vector<SeriesId> open = {from.series};
    reads_[from.series];
    while (!open.empty()) {
      const SeriesId series = open.back();
      open.pop_back();
      for (const CellId& read : reads({series, from.period})) {
        if (read.period != from.period) continue;
        reads_[series].push_back(read.series);
        if (reads_.try_emplace(read.series).second) open.push_back(read.series);
      }
    }
  }

  // Those of them that need the cell in turn: its circle, with what of it they read. Empty when it
  // is on none.
  Neighbours circle_of(SeriesId from) const {
    Neighbours readers;
    for (const auto& [series, read] : reads_) {
      for (const SeriesId one : read) readers[one].push_back(series);
    }
    std::set<SeriesId> members;
    std::vector<SeriesId> open = {from};
    while (!open.empty()) {
      const SeriesId series = open.back();
      open.pop_back();
      for (const SeriesId reader : readers[series]) {
        if (members.insert(reader).second) open.push_back(reader);
      }
    }
    Neighbours circle;
    if (!members.contains(from)) return circle;
    for (const SeriesId member : members) {
      auto& inner = circle[member];
      for (const SeriesId read : reads_.at(member)) {
        if (members.contains(read)) inner.push_back(read);
      }
    }
    return circle;
  }

 private:
  Neighbours reads_;
};

// The members without `unknowns`, each after those it reads; nothing when they still go in circles.
std::optional<std::vector<SeriesId>> in_order(const Neighbours& circle,
                                              const std::vector<SeriesId>& unknowns) {
  std::map<SeriesId, std::size_t> waits_for;
  Neighbours readers;
  std::vector<SeriesId> ready;
  const auto is_unknown = [&](SeriesId one) {
    return std::binary_search(unknowns.begin(), unknowns.end(), one);
  };
  for (const auto& [member, read] : circle) {
    if (is_unknown(member)) continue;
    std::size_t& count = waits_for[member];
    for (const SeriesId one : read) {
      if (is_unknown(one)) continue;
      ++count;
      readers[one].push_back(member);
    }
    if (count == 0) ready.push_back(member);
  }
  std::vector<SeriesId> order;
  while (!ready.empty()) {
    const auto first = std::min_element(ready.begin(), ready.end());
    const SeriesId member = *first;
    ready.erase(first);
    order.push_back(member);
    for (const SeriesId reader : readers[member]) {
      if (--waits_for[reader] == 0) ready.push_back(reader);
    }
  }
  return order.size() == waits_for.size() ? std::optional(order) : std::nullopt;
}

// As few of the candidates as break every circle: one, or two, or what is left when each is taken
// away that can be. Nothing when all of them do not.
std::optional<std::vector<SeriesId>> fewest(const Neighbours& circle,
                                            const std::vector<SeriesId>& candidates) {
  for (const SeriesId one : candidates) {
    if (in_order(circle, {one})) return std::vector{one};
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    for (std::size_t k = i + 1; k < candidates.size(); ++k) {
      std::vector<SeriesId> both = {candidates[i], candidates[k]};
      if (in_order(circle, both)) return both;
    }
  }
  if (!in_order(circle, candidates)) return std::nullopt;
  std::vector<SeriesId> left = candidates;
  for (const SeriesId one : candidates) {
    std::vector<SeriesId> fewer = left;
    std::erase(fewer, one);
    if (in_order(circle, fewer)) left = std::move(fewer);
  }
  return left;
}

}  // namespace

Circles::Circles(const Model& model, PeriodSpan span, const Reads& reads,
                 const std::function<bool(CellId)>& is_forecast) {
  for (Period period = span.first; period <= span.last; period = period + 1) {
    for (std::size_t i = 0; i < model.series.size(); ++i) {
      const CellId cell{SeriesId(i), period};
      if (!model.series[i].solve || of(cell) != nullptr || !is_forecast(cell)) continue;
      const Neighbours members = Reached(reads, cell).circle_of(cell.series);
      std::vector<SeriesId> candidates;
      bool forecasts = !members.empty();
      for (const auto& [member, read] : members) {
        forecasts = forecasts && is_forecast({member, period});
        if (model.at(member).solve) candidates.push_back(member);
      }
      auto unknowns = forecasts ? fewest(members, candidates) : std::nullopt;
      if (!unknowns) continue;  // told as a circle like any other
      auto others = in_order(members, *unknowns);
      for (const auto& [member, read] : members) by_cell_[{member, period}] = circles_.size();
      circles_.push_back(
          {*model.series[i].solve, period, std::move(*unknowns), std::move(*others)});
    }
  }
}

const Circle* Circles::of(CellId cell) const {
  if (circles_.empty()) return nullptr;
  const auto found = by_cell_.find(cell);
  return found == by_cell_.end() ? nullptr : &circles_[found->second];
}

}  // namespace headwater::detail
