#include "engine/model/detail/schedule.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

#include "engine/model/detail/iterations.hpp"
#include "engine/model/detail/spread.hpp"

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

// What instructions that run as one make together.
enum class Shape : std::uint8_t { other, one, two, three, both, comparison, choice, linked_choice };

class Scheduling {
 public:
  explicit Scheduling(const Draft& draft) : draft_(draft) {}

  Schedule run() {
    iteration_ = iterations_of(draft_);
    find_live();
    count_uses();
    find_periods();
    find_hoisted();
    find_joins();
    emit();
    return std::move(result_);
  }

 private:
  bool is_instruction(Ref ref) const { return !ref.is_constant() && ref.number() >= draft_.axes; }
  bool is_live(std::uint32_t value) const { return live_[value]; }

  // Without these what an iteration carries would not go on.
  template <typename Visit>
  void visit_next(std::uint32_t value, Visit visit) const {
    if (iteration_[value] == 0) return;
    const Iteration& one = draft_.iterations[iteration_[value] - 1];
    for (const std::uint32_t result : one.results) visit(result);
    visit(one.until.number());
  }

  void find_live() {
    live_.assign(draft_.values(), false);
    std::vector<std::uint32_t> open;
    const auto visit = [&](std::uint32_t value) {
      if (live_[value]) return;
      live_[value] = true;
      if (value >= draft_.axes) open.push_back(value);
    };
    for (const Root& output : draft_.outputs) {
      if (!output.value.is_constant()) visit(output.value.number());
    }
    while (!open.empty()) {
      const std::uint32_t value = open.back();
      open.pop_back();
      for (const Ref read : draft_.of(value).reads()) {
        if (!read.is_constant()) visit(read.number());
      }
      visit_next(value, visit);
    }
  }

  // An output, and what ends an iteration, count as two readers, so that the value is kept.
  void count_uses() {
    uses_.assign(draft_.values(), 0);
    reader_.assign(draft_.values(), nobody);
    for (const Root& output : draft_.outputs) {
      if (!output.value.is_constant()) uses_[output.value.number()] += 2;
    }
    for (const Iteration& one : draft_.iterations) uses_[one.until.number()] += 2;
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
        visit_next(value, [&](std::uint32_t next) { path.push_back(next); });
      }
    }
  }

  // What reads but axes and one another, and is written anew in periods that are far apart: of the
  // same formula in all periods, or in all of a season. A value that later periods merely read, by
  // a lag, belongs to its own.
  void find_hoisted() {
    constexpr std::int32_t far = 3;
    hoisted_.assign(draft_.values(), false);
    std::fill_n(hoisted_.begin(), draft_.axes, true);
    for (std::uint32_t value = draft_.axes; value < draft_.values(); ++value) {
      const Drafted& one = draft_.of(value);
      const auto reads = one.reads();
      hoisted_[value] = is_live(value) && one.last - one.origin.period >= far &&
                        std::all_of(reads.begin(), reads.end(), [this](Ref read) {
                          return read.is_constant() || hoisted_[read.number()];
                        });
    }
  }

  // Which of its operands an instruction runs as one with.
  void find_joins() {
    shape_.assign(draft_.values(), Shape::other);
    joined_.assign(draft_.values(), 0);
    for (std::uint32_t value = draft_.axes; value < draft_.values(); ++value) {
      if (!is_live(value)) continue;
      const NodeOp op = draft_.of(value).op;
      if (is_comparison(op)) shape_[value] = Shape::comparison;
      if (op == NodeOp::choose) join_choice(value);
      if (is_binary_arithmetic(op)) join_arithmetic(value);
    }
  }

  void join_arithmetic(std::uint32_t value) {
    const Shape left = open_shape(value, 0);
    const Shape right = open_shape(value, 1);
    const auto take = [&](std::uint8_t operands, Shape shape) {
      joined_[value] = operands;
      shape_[value] = shape;
    };
    if (left == Shape::choice) return take(1, Shape::linked_choice);
    if (right == Shape::choice) return take(2, Shape::linked_choice);
    if (left == Shape::two) return take(1, Shape::three);
    if (right == Shape::two) return take(2, Shape::three);
    if (left == Shape::one && right == Shape::one) return take(3, Shape::both);
    if (left == Shape::one) return take(1, Shape::two);
    if (right == Shape::one) return take(2, Shape::two);
    take(0, Shape::one);
  }

  // With the comparison that decides; and then with products to choose from.
  void join_choice(std::uint32_t value) {
    if (open_shape(value, 0) != Shape::comparison) return;
    shape_[value] = Shape::choice;
    joined_[value] = 1;
    for (const int arm : {1, 2}) {
      if (open_shape(value, arm) != Shape::one) continue;
      if (draft_.of(draft_.of(value).read[std::size_t(arm)].number()).op != NodeOp::multiply)
        continue;
      joined_[value] |= std::uint8_t(1 << arm);
    }
  }

  // The shape of an operand which nobody else reads.
  Shape open_shape(std::uint32_t value, int operand) const {
    const Ref read = draft_.of(value).read[std::size_t(operand)];
    return is_instruction(read) && waits(read.number()) ? shape_[read.number()] : Shape::other;
  }

  // A value with one reader comes right before it, unless that is in another period.
  bool waits(std::uint32_t value) const {
    if (uses_[value] != 1) return false;
    const std::uint32_t reader = reader_[value];
    return hoisted_[reader] == hoisted_[value] && period_[reader] == period_[value] &&
           iteration_[reader] == iteration_[value];
  }

  void emit() {
    result_.place.assign(draft_.values(), nobody);
    std::vector<std::uint32_t> varying;
    emitted_.assign(draft_.values(), false);
    result_.joins.assign(draft_.values(), 0);
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
    spread(varying);
    result_.order.insert(result_.order.end(), varying.begin(), varying.end());
    for (std::uint32_t i = 0; i < result_.order.size(); ++i) result_.place[result_.order[i]] = i;
  }

  // Within lists; an iteration keeps to itself, and what it goes on with comes last of it.
  void spread(std::vector<std::uint32_t>& varying) {
    const auto stretch = [&](std::uint32_t begin, std::uint32_t end) {
      spread_divisions(draft_, result_.joins, std::span(varying).subspan(begin, end - begin));
    };
    std::size_t next = 0;
    for (PeriodList& list : result_.lists) {
      std::uint32_t begin = list.begin;
      for (; next < result_.spins.size() && result_.spins[next].begin < list.end; ++next) {
        Spin& spin = result_.spins[next];
        const auto results = draft_.iterations[spin.iteration].results.size();
        stretch(begin, spin.begin);
        stretch(spin.begin, spin.end - std::uint32_t(results));
        list.iterates = true;
        begin = spin.end;
        spin.begin += result_.hoisted;
        spin.end += result_.hoisted;
      }
      stretch(begin, list.end);
      list.begin += result_.hoisted;
      list.end += result_.hoisted;
    }
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

  // Instructions that run as one stand together, after all that they read.
  void emit_with_operands(std::uint32_t root, std::vector<std::uint32_t>& varying) {
    path_.assign(1, {root, false});
    while (!path_.empty()) {
      const auto [value, ready] = path_.back();
      path_.pop_back();
      if (emitted_[value]) continue;
      if (iteration_[value] != 0) {
        if (ready) {
          emit_iteration(iteration_[value] - 1, varying);
        } else {
          path_.emplace_back(value, true);
          push_operands_of_iteration(iteration_[value] - 1);
        }
        continue;
      }
      group_.clear();
      gather(value);
      if (ready) {
        auto& list = hoisted_[value] ? result_.order : varying;
        list.insert(list.end(), group_.begin(), group_.end());
        emitted_[value] = true;
        result_.joins[value] = std::uint8_t(group_.size() - 1);
        continue;
      }
      path_.emplace_back(value, true);
      for (std::size_t i = group_.size(); i-- > 0;) push_operands(group_[i]);
    }
  }

  // What an iteration carries comes right before it.
  void emit_iteration(std::uint32_t number, std::vector<std::uint32_t>& varying) {
    const Iteration& one = draft_.iterations[number];
    for (const std::uint32_t carried : one.carried) {
      varying.push_back(carried);
      emitted_[carried] = true;
    }
    const auto begin = std::uint32_t(varying.size());
    for (std::uint32_t value = one.carried.front(); value <= one.results.back(); ++value) {
      if (iteration_[value] != number + 1 || emitted_[value]) continue;
      emitted_[value] = true;
      if (is_joined(value)) continue;
      group_.clear();
      gather(value);
      varying.insert(varying.end(), group_.begin(), group_.end());
      result_.joins[value] = std::uint8_t(group_.size() - 1);
    }
    result_.spins.push_back({begin, std::uint32_t(varying.size()), number});
  }

  // Whether a value runs as one with its reader.
  bool is_joined(std::uint32_t value) const {
    if (!waits(value)) return false;
    const std::uint32_t reader = reader_[value];
    const auto reads = draft_.of(reader).reads();
    for (std::size_t k = 0; k < reads.size(); ++k) {
      if ((joined_[reader] >> k & 1) != 0 && reads[k] == Ref::value(value)) return true;
    }
    return false;
  }

  void push_operands_of_iteration(std::uint32_t number) {
    const Iteration& one = draft_.iterations[number];
    for (std::uint32_t value = one.results.back() + 1; value-- > one.carried.front();) {
      if (iteration_[value] != number + 1) continue;
      for (const Ref read : draft_.of(value).reads()) {
        if (!is_instruction(read) || iteration_[read.number()] == number + 1) continue;
        if (!emitted_[read.number()]) path_.emplace_back(read.number(), false);
      }
    }
  }

  // A value after those it is joined with.
  void gather(std::uint32_t value) {
    const auto reads = draft_.of(value).reads();
    for (std::size_t k = 0; k < reads.size(); ++k) {
      if ((joined_[value] >> k & 1) != 0) gather(reads[k].number());
    }
    group_.push_back(value);
  }

  void push_operands(std::uint32_t value) {
    const auto reads = draft_.of(value).reads();
    for (std::size_t k = reads.size(); k-- > 0;) {
      if ((joined_[value] >> k & 1) != 0 || !is_instruction(reads[k])) continue;
      if (!emitted_[reads[k].number()]) path_.emplace_back(reads[k].number(), false);
    }
  }

  const Draft& draft_;
  Schedule result_;
  std::vector<std::uint32_t> iteration_;  // by value: 1 + the number of the one it is of, or 0
  std::vector<bool> live_;                // by value: an output needs it
  std::vector<std::uint32_t> uses_;       // by value: its readers
  std::vector<std::uint32_t> reader_;     // by value: one that reads it
  std::vector<Root> roots_;               // by period: its cells by series, then its outputs
  std::vector<std::int32_t> period_;      // by value
  std::vector<bool> hoisted_;
  std::vector<Shape> shape_;
  std::vector<std::uint8_t> joined_;  // by value: a bit for each operand it is joined with
  std::vector<bool> emitted_;
  std::vector<std::pair<std::uint32_t, bool>> path_;
  std::vector<std::uint32_t> group_;
};

}  // namespace

Schedule schedule(const Draft& draft) { return Scheduling(draft).run(); }

}  // namespace headwater::detail
