#include "engine/model/detail/repeats.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace headwater::detail {
namespace {

struct Candidate {
  std::uint32_t start = 0;  // a list
  std::uint32_t periods = 1;
  std::uint32_t repeats = 0;
  std::uint32_t covered() const { return periods * repeats; }
};

class LoopFinder {
 public:
  LoopFinder(const Draft& draft, const Schedule& schedule) : draft_(draft), schedule_(schedule) {}

  std::vector<Loop> run() {
    for (std::size_t i = 0; i < widths.size(); ++i) earliest_[i] = earliest_starts(widths[i]);
    search(0, std::uint32_t(schedule_.lists.size()));
    return std::move(loops_);
  }

 private:
  static constexpr std::array<std::uint32_t, 3> widths = {1, 2, 4};
  static constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();
  // Candidates that look right but disagree about a first value are rare.
  static constexpr int attempts_max = 8;

  // By list: the first list with which a body may begin, for this list and the one `width` later to
  // be two repeats of it; `never` when they are not alike.
  std::vector<std::uint32_t> earliest_starts(std::uint32_t width) const {
    const auto lists = std::uint32_t(schedule_.lists.size());
    std::vector<std::uint32_t> starts(lists, never);
    for (std::uint32_t list = 0; list + width < lists; ++list) {
      starts[list] = earliest_start(schedule_.lists[list], schedule_.lists[list + width]);
    }
    return starts;
  }

  std::uint32_t earliest_start(const PeriodList& one, const PeriodList& other) const {
    if (one.size() != other.size() || one.iterates || other.iterates) return never;
    std::uint32_t start = 0;
    for (std::uint32_t i = 0; i < one.size() && start != never; ++i) {
      start = std::max(start, earliest_start(one, other, i));
    }
    return start;
  }

  std::uint32_t earliest_start(const PeriodList& one, const PeriodList& other,
                               std::uint32_t i) const {
    const Drafted& left = instruction(one.begin + i);
    const Drafted& right = instruction(other.begin + i);
    const std::int32_t apart = other.period - one.period;
    const auto joins = [&](const PeriodList& list) {
      return schedule_.joins[schedule_.order[list.begin + i]];
    };
    if (left.op != right.op || left.operands != right.operands || joins(one) != joins(other) ||
        left.origin.series != right.origin.series ||
        right.origin.period - left.origin.period != apart) {
      return never;
    }
    std::uint32_t start = 0;
    for (std::uint32_t k = 0; k < left.operands; ++k) {
      start = std::max(start, earliest_start({left.read[k], one}, {right.read[k], other}));
      if (start == never) break;
    }
    return start;
  }

  struct Read {
    Ref ref;
    const PeriodList& by;
  };
  std::uint32_t earliest_start(Read left, Read right) const {
    const bool varies = is_varying(right.ref);
    if (!varies) {
      const bool same = left.ref == right.ref;
      return same || (left.ref.is_constant() && right.ref.is_constant()) ? 0 : never;
    }
    const std::uint32_t right_list = list_of(right.ref);
    if (is_varying(left.ref)) {
      const std::uint32_t left_list = list_of(left.ref);
      const PeriodList& at_left = schedule_.lists[left_list];
      const PeriodList& at_right = schedule_.lists[right_list];
      const std::int32_t apart = right.by.period - left.by.period;
      if (at_right.period - at_left.period == apart &&
          place(left.ref) - at_left.begin == place(right.ref) - at_right.begin) {
        return 0;
      }
      if (left.ref == right.ref) return left_list + 1;  // of before the body, in every repeat
    }
    // The left repeat reads what stood there before the body began.
    const std::int32_t back = right.by.period - schedule_.lists[right_list].period;
    const std::int64_t from = std::int64_t(left.by.period - schedule_.lists.front().period) - back;
    return from < -1 ? 0 : std::uint32_t(from + 1);
  }

  // The longest stretch of repeats in [first, last), then what is left on both sides of it.
  void search(std::uint32_t first, std::uint32_t last) {
    if (last - first < 2) return;
    std::vector<Candidate> candidates = candidates_in(first, last);
    std::stable_sort(candidates.begin(), candidates.end(), [](const auto& left, const auto& right) {
      return left.covered() > right.covered();
    });
    if (candidates.size() > attempts_max) candidates.resize(attempts_max);
    for (const Candidate& candidate : candidates) {
      auto loop = as_loop(candidate);
      if (!loop) continue;
      search(first, candidate.start);
      loops_.push_back(std::move(*loop));
      search(candidate.start + candidate.covered(), last);
      return;
    }
  }

  // The shortest bodies come first, and of one length the earliest.
  std::vector<Candidate> candidates_in(std::uint32_t first, std::uint32_t last) const {
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::uint32_t width = widths[i];
      std::uint32_t end = first;  // no later start ends earlier
      for (std::uint32_t start = first; start + 2 * width <= last; ++start) {
        end = std::max(end, start);
        while (end + width < last && earliest_[i][end] <= start) ++end;
        const std::uint32_t repeats = (end - start) / width + 1;
        if (repeats >= 2 && schedule_.lists[start].begin < schedule_.lists[end].begin) {
          candidates.push_back({start, width, repeats});
        }
      }
    }
    return candidates;
  }

  std::optional<Loop> as_loop(const Candidate& candidate) const {
    const PeriodList& head = schedule_.lists[candidate.start];
    const PeriodList& tail = schedule_.lists[candidate.start + candidate.periods - 1];
    Loop loop{candidate.start,
              candidate.periods,
              candidate.repeats,
              head.begin,
              tail.end - head.begin,
              {},
              {}};
    std::map<std::pair<std::uint32_t, std::uint32_t>, Ref> initials;
    loop.reads.resize(loop.length);
    for (std::uint32_t i = 0; i < loop.length; ++i) {
      for (std::uint32_t k = 0; k < instruction(loop.begin + i).operands; ++k) {
        if (!classify(loop, i, k, initials)) return std::nullopt;
      }
    }
    for (const auto& [at, value] : initials) {
      loop.initials.push_back({at.first, at.second, value});
    }
    return loop;
  }

  // The last repeat shows what operand k of instruction i reads; the others must agree.
  bool classify(Loop& loop, std::uint32_t i, std::uint32_t k,
                std::map<std::pair<std::uint32_t, std::uint32_t>, Ref>& initials) const {
    const auto read = [&](std::uint32_t repeat) {
      return instruction(loop.begin + repeat * loop.length + i).read[k];
    };
    BodyRead& kind = loop.reads[i][k];
    const Ref last = read(loop.repeats - 1);
    if (last.is_constant()) {
      kind.kind = BodyRead::Kind::constant;
      for (std::uint32_t r = 0; r < loop.repeats; ++r) {
        if (!read(r).is_constant()) return false;
      }
      return true;
    }
    if (!is_varying(last) || place(last) < loop.begin) {
      kind.kind = BodyRead::Kind::outside;
      for (std::uint32_t r = 0; r < loop.repeats; ++r) {
        if (read(r) != last) return false;
      }
      return true;
    }
    const std::uint32_t at = place(last) - loop.begin;
    kind = {BodyRead::Kind::inside, loop.repeats - 1 - at / loop.length, at % loop.length};
    for (std::uint32_t r = 0; r < loop.repeats; ++r) {
      const Ref ref = read(r);
      if (r >= kind.back) {
        const std::uint32_t expected = loop.begin + (r - kind.back) * loop.length + kind.which;
        if (!is_varying(ref) || place(ref) != expected) return false;
      } else {
        if (is_varying(ref) && place(ref) >= loop.begin) return false;
        const auto [known, fresh] = initials.try_emplace({kind.which, kind.back - r}, ref);
        if (!fresh && known->second != ref) return false;
      }
    }
    return true;
  }

  const Drafted& instruction(std::uint32_t place) const {
    return draft_.of(schedule_.order[place]);
  }
  // Neither constant nor axis nor hoisted.
  bool is_varying(Ref ref) const {
    return !ref.is_constant() && ref.number() >= draft_.axes && place(ref) >= schedule_.hoisted;
  }
  std::uint32_t place(Ref ref) const { return schedule_.place[ref.number()]; }
  std::uint32_t list_of(Ref ref) const {
    const auto after =
        std::upper_bound(schedule_.lists.begin(), schedule_.lists.end(), place(ref),
                         [](std::uint32_t at, const PeriodList& list) { return at < list.end; });
    return std::uint32_t(after - schedule_.lists.begin());
  }

  const Draft& draft_;
  const Schedule& schedule_;
  std::array<std::vector<std::uint32_t>, widths.size()> earliest_;
  std::vector<Loop> loops_;
};

}  // namespace

std::vector<Loop> find_loops(const Draft& draft, const Schedule& schedule) {
  if (schedule.lists.empty()) return {};
  return LoopFinder(draft, schedule).run();
}

}  // namespace headwater::detail
