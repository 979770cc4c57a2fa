#include "engine/model/detail/schedule.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace headwater::detail {
namespace {

constexpr std::uint32_t nobody = Schedule::nowhere;

bool is_binary_arithmetic(NodeOp op) {
  return op == NodeOp::add || op == NodeOp::subtract || op == NodeOp::multiply ||
         op == NodeOp::divide || op == NodeOp::minimum || op == NodeOp::maximum;
}

bool is_comparison(NodeOp op) {
  return op == NodeOp::less || op == NodeOp::less_equal || op == NodeOp::equal;
}

// Up to how many operations of arithmetic run as one, their values in between kept nowhere.
constexpr std::uint8_t chain_max = 3;

class Scheduling {
 public:
  explicit Scheduling(const Draft& draft) : draft_(draft) {}

  Schedule run() {
    count_uses();
    find_periods();
    find_hoisted();
    find_chains();
    emit();
    return std::move(result_);
  }

 private:
  bool is_instruction(Ref ref) const { return !ref.is_constant() && ref.number() >= draft_.axes; }
  bool is_live(std::uint32_t value) const { return uses_[value] != 0; }

  // An output counts as two readers, so that its value is kept.
  void count_uses() {
    uses_.assign(draft_.values(), 0);
    reader_.assign(draft_.values(), nobody);
    for (const Root& output : draft_.outputs) {
      if (!output.value.is_constant()) uses_[output.value.number()] += 2;
    }
    for (std::uint32_t value = draft_.values(); value-- > draft_.axes;) {
      if (!is_live(value)) continue;
      for (const Ref read : draft_.of(value).reads()) {
        if (read.is_constant()) continue;
        ++uses_[read.number()];
        reader_[read.number()] = value;
      }
    }
  }

  // The period of a value is that of the first cell which needs it.
  void find_periods() {
    roots_ = draft_.cells;
    const auto earlier = [](const Root& left, const Root& right) {
      return std::tie(left.period, left.series) < std::tie(right.period, right.series);
    };
    std::sort(roots_.begin(), roots_.end(), earlier);
    std::vector<Root> outputs = draft_.outputs;
    std::stable_sort(outputs.begin(), outputs.end(), [](const Root& left, const Root& right) {
      return left.period < right.period;
    });
    std::vector<Root> all;
    std::merge(roots_.begin(), roots_.end(), outputs.begin(), outputs.end(),
               std::back_inserter(all),
               [](const Root& left, const Root& right) { return left.period < right.period; });
    roots_ = std::move(all);
    std::erase_if(roots_, [this](const Root& root) {
      return !is_instruction(root.value) || !is_live(root.value.number());
    });
    period_.assign(draft_.values(), std::numeric_limits<std::int32_t>::max());
    std::vector<std::uint32_t> path;
    for (const Root& root : roots_) {
      path.assign(1, root.value.number());
      while (!path.empty()) {
        const std::uint32_t value = path.back();
        path.pop_back();
        if (period_[value] <= root.period.index) continue;
        period_[value] = root.period.index;
        for (const Ref read : draft_.of(value).reads()) {
          if (is_instruction(read)) path.push_back(read.number());
        }
      }
    }
  }

  // What reads but axes, and is read in three periods or more, or for others that are. What is read
  // in two may be a lag and belongs to its own period.
  void find_hoisted() {
    std::vector<bool> invariant(draft_.values(), true);
    for (std::uint32_t value = draft_.axes; value < draft_.values(); ++value) {
      for (const Ref read : draft_.of(value).reads()) {
        if (!read.is_constant() && !invariant[read.number()]) invariant[value] = false;
      }
    }
    struct Readers {
      std::int32_t first = std::numeric_limits<std::int32_t>::min();
      std::int32_t second = std::numeric_limits<std::int32_t>::min();
      bool many = false;
      void add(std::int32_t period) {
        constexpr std::int32_t none = std::numeric_limits<std::int32_t>::min();
        if (many || period == first || period == second) return;
        if (first == none) {
          first = period;
        } else if (second == none) {
          second = period;
        } else {
          many = true;
        }
      }
    };
    std::vector<Readers> readers(draft_.values());
    hoisted_.assign(draft_.values(), false);
    for (std::uint32_t value = draft_.values(); value-- > draft_.axes;) {
      if (!is_live(value)) continue;
      hoisted_[value] = invariant[value] && readers[value].many;
      for (const Ref read : draft_.of(value).reads()) {
        if (read.is_constant()) continue;
        if (hoisted_[value]) readers[read.number()].many = true;
        readers[read.number()].add(period_[value]);
      }
    }
  }

  // Which operand, if any, an instruction takes over from the one right before it: the end of the
  // longest chain that still has room.
  void find_chains() {
    chain_from_.assign(draft_.values(), nobody);
    std::vector<std::uint8_t> length(draft_.values(), 1);
    for (std::uint32_t value = draft_.axes; value < draft_.values(); ++value) {
      if (!is_live(value)) continue;
      const Drafted& one = draft_.of(value);
      for (const Ref read : one.reads()) {
        if (!is_instruction(read) || !fits_before(read.number(), value)) continue;
        if (one.op == NodeOp::choose && read != one.read[0]) continue;
        const std::uint8_t longer = std::uint8_t(length[read.number()] + 1);
        if (longer > chain_max || longer < length[value]) continue;
        chain_from_[value] = read.number();
        length[value] = longer;
      }
    }
    result_.passes_on.assign(draft_.values(), false);
    for (const std::uint32_t link : chain_from_) {
      if (link != nobody) result_.passes_on[link] = true;
    }
  }

  bool fits_before(std::uint32_t link, std::uint32_t value) const {
    if (uses_[link] != 1 || hoisted_[link] != hoisted_[value]) return false;
    if (!hoisted_[link] && period_[link] != period_[value]) return false;
    const NodeOp op = draft_.of(value).op;
    if (op == NodeOp::choose) return is_comparison(draft_.of(link).op);
    return is_binary_arithmetic(op) && is_binary_arithmetic(draft_.of(link).op);
  }

  // A value with one reader comes right before it, unless that is in another period.
  bool waits(std::uint32_t value) const {
    if (uses_[value] != 1) return false;
    const std::uint32_t reader = reader_[value];
    return hoisted_[reader] == hoisted_[value] && period_[reader] == period_[value];
  }

  void emit() {
    result_.place.assign(draft_.values(), nobody);
    std::vector<std::uint32_t> varying;
    emitted_.assign(draft_.values(), false);
    for (const Root& root : roots_) {
      const std::uint32_t value = root.value.number();
      if (waits(value)) continue;
      if (result_.lists.empty() || result_.lists.back().period != root.period) {
        open_list(root.period, std::uint32_t(varying.size()));
      }
      emit_with_operands(value, varying);
    }
    close_list(std::uint32_t(varying.size()));
    result_.hoisted = std::uint32_t(result_.order.size());
    for (PeriodList& list : result_.lists) {
      list.begin += result_.hoisted;
      list.end += result_.hoisted;
    }
    result_.order.insert(result_.order.end(), varying.begin(), varying.end());
    for (std::uint32_t i = 0; i < result_.order.size(); ++i) result_.place[result_.order[i]] = i;
  }

  void open_list(Period period, std::uint32_t begin) {
    close_list(begin);
    if (!result_.lists.empty()) {
      for (Period p = result_.lists.back().period + 1; p < period; p = p + 1) {
        result_.lists.push_back({p, begin, begin});
      }
    }
    result_.lists.push_back({period, begin, begin});
  }
  void close_list(std::uint32_t end) {
    if (!result_.lists.empty()) result_.lists.back().end = end;
  }

  // The operand that a chain takes over last, so that it stands right before its reader.
  void emit_with_operands(std::uint32_t root, std::vector<std::uint32_t>& varying) {
    path_.assign(1, {root, false});
    while (!path_.empty()) {
      const auto [value, ready] = path_.back();
      path_.pop_back();
      if (emitted_[value]) continue;
      if (ready) {
        emitted_[value] = true;
        (hoisted_[value] ? result_.order : varying).push_back(value);
        continue;
      }
      path_.emplace_back(value, true);
      const auto reads = draft_.of(value).reads();
      if (chain_from_[value] != nobody) path_.emplace_back(chain_from_[value], false);
      for (std::size_t i = reads.size(); i-- > 0;) {
        if (!is_instruction(reads[i]) || reads[i].number() == chain_from_[value]) continue;
        if (!emitted_[reads[i].number()]) path_.emplace_back(reads[i].number(), false);
      }
    }
  }

  const Draft& draft_;
  Schedule result_;
  std::vector<std::uint32_t> uses_;    // by value; 0: no output needs it
  std::vector<std::uint32_t> reader_;  // by value: one that reads it
  std::vector<Root> roots_;            // by period: its cells by series, then its outputs
  std::vector<std::int32_t> period_;   // by value
  std::vector<bool> hoisted_;
  std::vector<std::uint32_t> chain_from_;  // by value: whose value it takes over
  std::vector<bool> emitted_;
  std::vector<std::pair<std::uint32_t, bool>> path_;
};

}  // namespace

Schedule schedule(const Draft& draft) { return Scheduling(draft).run(); }

}  // namespace headwater::detail
