#include "engine/model/detail/spread.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <unordered_map>
#include <utility>

namespace headwater::detail {
namespace {

constexpr std::uint32_t division_steps = 4;  // 16 cycles a vector against 4 or so

struct Unit {
  std::uint32_t begin = 0;  // of the list
  std::uint32_t end = 0;
  std::uint32_t divisions = 0;
  std::uint32_t waits_for = 0;         // units not yet placed
  std::uint32_t ready = 0;             // when the last of them is done
  std::vector<std::uint32_t> readers;  // units
};

class Spreading {
 public:
  Spreading(const Draft& draft, std::span<const std::uint8_t> joins, std::span<std::uint32_t> list)
      : draft_(draft), joins_(joins), list_(list) {}

  void run() {
    find_units();
    if (std::ranges::none_of(units_, [](const Unit& unit) { return unit.divisions > 0; })) return;
    find_readers();
    for (std::uint32_t unit = 0; unit < units_.size(); ++unit) {
      if (units_[unit].waits_for == 0) make_available(unit);
    }
    std::vector<std::uint32_t> order;
    order.reserve(list_.size());
    while (order.size() < list_.size()) {
      const Unit& unit = units_[next()];
      order.insert(order.end(), list_.begin() + unit.begin, list_.begin() + unit.end);
    }
    std::ranges::copy(order, list_.begin());
  }

 private:
  using Later = std::pair<std::uint32_t, std::uint32_t>;  // when, unit

  void find_units() {
    for (std::uint32_t i = 0; i < list_.size(); ++i) {
      const std::uint32_t begin = i - joins_[list_[i]];
      while (!units_.empty() && units_.back().begin >= begin) units_.pop_back();
      Unit unit;
      unit.begin = begin;
      unit.end = i + 1;
      for (std::uint32_t k = begin; k <= i; ++k) {
        if (draft_.of(list_[k]).op == NodeOp::divide) ++unit.divisions;
      }
      units_.push_back(std::move(unit));
    }
  }

  void find_readers() {
    std::unordered_map<std::uint32_t, std::uint32_t> unit_of;  // by value; looked up only
    for (std::uint32_t u = 0; u < units_.size(); ++u) {
      for (std::uint32_t i = units_[u].begin; i < units_[u].end; ++i) unit_of.emplace(list_[i], u);
    }
    for (std::uint32_t u = 0; u < units_.size(); ++u) {
      for (std::uint32_t i = units_[u].begin; i < units_[u].end; ++i) {
        for (const Ref read : draft_.of(list_[i]).reads()) {
          if (read.is_constant()) continue;
          const auto found = unit_of.find(read.number());
          if (found == unit_of.end() || found->second == u) continue;
          units_[found->second].readers.push_back(u);
          ++units_[u].waits_for;
        }
      }
    }
  }

  void make_available(std::uint32_t unit) { waiting_.emplace(units_[unit].ready, unit); }

  // The earliest in the list of those whose operands are there, and whose divisions find the
  // divider free; else the one for which that comes soonest.
  std::uint32_t next() {
    while (!waiting_.empty() && waiting_.top().first <= now_) {
      ready_.push(waiting_.top().second);
      waiting_.pop();
    }
    if (ready_.empty()) {
      now_ = waiting_.top().first;
      return next();
    }
    const std::uint32_t first = ready_.top();
    ready_.pop();
    Unit& unit = units_[first];
    if (unit.divisions > 0 && divider_free_ > now_ && !(ready_.empty() && waiting_.empty())) {
      waiting_.emplace(divider_free_, first);
      return next();
    }
    place(unit);
    return first;
  }

  void place(Unit& unit) {
    ++now_;
    std::uint32_t done = now_;
    if (unit.divisions > 0) {
      done += unit.divisions * division_steps;
      divider_free_ = done;
    }
    for (const std::uint32_t reader : unit.readers) {
      units_[reader].ready = std::max(units_[reader].ready, done);
      if (--units_[reader].waits_for == 0) make_available(reader);
    }
  }

  const Draft& draft_;
  std::span<const std::uint8_t> joins_;
  std::span<std::uint32_t> list_;
  std::vector<Unit> units_;
  std::priority_queue<Later, std::vector<Later>, std::greater<>> waiting_;
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> ready_;
  std::uint32_t now_ = 0;
  std::uint32_t divider_free_ = 0;
};

}  // namespace

void spread_divisions(const Draft& draft, std::span<const std::uint8_t> joins,
                      std::span<std::uint32_t> list) {
  Spreading(draft, joins, list).run();
}

}  // namespace headwater::detail
