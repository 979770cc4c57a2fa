#include "engine/model/detail/allot.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/model/detail/pools.hpp"

namespace headwater::detail {
namespace {

constexpr std::uint32_t nowhere = Schedule::nowhere;
constexpr std::uint32_t always = nowhere - 1;

// What becomes of a body's value: how many repeats of it are kept, where, and until when.
struct BodyValue {
  std::uint32_t ring = 1;
  bool kept = false;  // beyond its repeat
  std::uint32_t slot = nowhere;
  std::uint32_t last_read = 0;  // step of the code: within the body, or after it where kept
};

class Allotment {
 public:
  Allotment(const Draft& draft, const Schedule& schedule, const std::vector<Loop>& loops,
            Program& program)
      : draft_(draft),
        schedule_(schedule),
        loops_(loops),
        program_(program),
        constants_(draft, program),
        slots_(draft.axes) {}

  void run() {
    lay_out();
    find_last_reads();
    for (Stretch& stretch : stretches_) {
      if (stretch.loop == nullptr) {
        write_straight(stretch);
      } else {
        write_loop(stretch);
      }
    }
    for (const Root& output : draft_.outputs) program_.results.push_back(operand(output.value));
    program_.slots = slots_.slots();
  }

 private:
  // Steps count the code as it is written: an instruction is one, and so is each end of a loop.
  struct Stretch {
    std::uint32_t begin = 0;  // of Schedule::order
    std::uint32_t end = 0;
    std::uint32_t step = 0;
    std::int32_t periods = 0;
    Period begins;
    const Loop* loop = nullptr;
    std::vector<BodyValue> values;  // of a loop
    const Iteration* iteration = nullptr;

    std::uint32_t step_of(std::uint32_t place) const {
      return loop == nullptr ? step + place - begin : step + 1 + (place - begin) % loop->length;
    }
    std::uint32_t last_step() const {
      return loop == nullptr ? step + end - begin : step + loop->length + 1;
    }
    std::uint32_t repeat_of(std::uint32_t place) const { return (place - begin) / loop->length; }
    std::uint32_t which_of(std::uint32_t place) const { return (place - begin) % loop->length; }
  };

  void lay_out() {
    const auto& lists = schedule_.lists;
    if (schedule_.hoisted > 0) add_stretch({0, schedule_.hoisted, 0, 0, {}, nullptr, {}});
    std::uint32_t list = 0;
    const auto straight_until = [&](std::uint32_t end) {
      for (; list < end; ++list) {
        if (lists[list].size() != 0) lay_out_straight(lists[list]);
      }
    };
    for (const Loop& loop : loops_) {
      straight_until(loop.first_list);
      Stretch stretch{loop.begin,         loop.end(), 0, std::int32_t(loop.periods),
                      lists[list].period, &loop,      {}};
      stretch.values.resize(loop.length);
      add_stretch(std::move(stretch));
      list += loop.periods * loop.repeats;
    }
    straight_until(std::uint32_t(lists.size()));
  }

  void lay_out_straight(const PeriodList& list) {
    std::uint32_t begin = list.begin;
    const auto until = [&](std::uint32_t end, const Iteration* iteration) {
      if (begin == end) return;
      add_stretch({begin, end, 0, 1, list.period, nullptr, {}, iteration});
      begin = end;
    };
    for (const Spin& spin : schedule_.spins) {
      if (spin.begin < list.begin || spin.begin >= list.end) continue;
      until(spin.begin, nullptr);
      until(spin.end, &draft_.iterations[spin.iteration]);
    }
    until(list.end, nullptr);
  }

  void add_stretch(Stretch stretch) {
    stretch.step = steps_;
    steps_ += stretch.loop == nullptr ? stretch.end - stretch.begin + 1 : stretch.loop->length + 2;
    if (stretch.loop != nullptr) loop_stretches_.push_back(stretches_.size());
    stretches_.push_back(std::move(stretch));
  }

  // The loop a value is of, if it is of one.
  Stretch* loop_of(Ref ref) {
    const std::uint32_t place = schedule_.place[ref.number()];
    if (place == nowhere) return nullptr;  // an axis
    const auto after = std::upper_bound(
        loop_stretches_.begin(), loop_stretches_.end(), place,
        [&](std::uint32_t at, std::size_t one) { return at < stretches_[one].end; });
    if (after == loop_stretches_.end() || place < stretches_[*after].begin) return nullptr;
    return &stretches_[*after];
  }

  void find_last_reads() {
    last_read_.assign(draft_.values(), 0);
    slot_.assign(draft_.values(), nowhere);
    for (std::uint32_t axis = 0; axis < draft_.axes; ++axis) slot_[axis] = axis;
    if (!draft_.iterations.empty()) next_.assign(draft_.values(), nowhere);
    for (const Iteration& one : draft_.iterations) {
      for (std::size_t i = 0; i < one.carried.size(); ++i) next_[one.carried[i]] = one.results[i];
    }
    for (Stretch& stretch : stretches_) {
      if (stretch.loop != nullptr) {
        read_by_loop(stretch);
        continue;
      }
      for (std::uint32_t place = stretch.begin; place < stretch.end; ++place) {
        for (const Ref read : instruction(place).reads()) {
          read_at(read, step_of_read(stretch, place, read));
        }
      }
    }
    for (const Stretch& stretch : stretches_) {
      if (stretch.iteration != nullptr) read_at(stretch.iteration->until, stretch.last_step());
    }
    for (const Root& output : draft_.outputs) read_at(output.value, always);
  }

  // What an iteration reads of before it, or carries, it reads to the last time it runs.
  std::uint32_t step_of_read(const Stretch& stretch, std::uint32_t place, Ref read) const {
    if (stretch.iteration == nullptr || read.is_constant()) return stretch.step_of(place);
    const std::uint32_t written = schedule_.place[read.number()];
    const bool own = written != nowhere && stretch.begin <= written && written < place;
    return own ? stretch.step_of(place) : stretch.last_step();
  }

  // What is carried and what it goes on with are one value, in one slot.
  std::uint32_t holder(std::uint32_t value) const {
    return next_.empty() || next_[value] == nowhere ? value : next_[value];
  }

  // A value read at a step outside the loop, if any, that it is of.
  void read_at(Ref ref, std::uint32_t step) {
    if (ref.is_constant()) return;
    Stretch* const home = loop_of(ref);
    if (home == nullptr) {
      std::uint32_t& last = last_read_[holder(ref.number())];
      last = std::max(last, step);
      return;
    }
    const std::uint32_t place = schedule_.place[ref.number()];
    BodyValue& value = home->values[home->which_of(place)];
    value.kept = true;
    value.ring = std::max(value.ring, home->loop->repeats - home->repeat_of(place));
    value.last_read = std::max(value.last_read, step);
  }

  void read_by_loop(Stretch& stretch) {
    const Loop& loop = *stretch.loop;
    for (std::uint32_t i = 0; i < loop.length; ++i) {
      const Drafted& one = instruction(loop.begin + i);
      for (std::uint32_t k = 0; k < one.operands; ++k) {
        const BodyRead& read = loop.reads[i][k];
        if (read.kind == BodyRead::Kind::outside) read_at(one.read[k], stretch.last_step());
        if (read.kind != BodyRead::Kind::inside) continue;
        read_inside(stretch, read, i);
      }
    }
    for (const Initial& initial : loop.initials) read_at(initial.value, stretch.step);
  }

  // A reader after the writer of the same slot would find the new value: one more must be kept.
  static void read_inside(Stretch& stretch, const BodyRead& read, std::uint32_t reader) {
    BodyValue& value = stretch.values[read.which];
    const std::uint32_t ring = read.back + (reader > read.which ? 1 : 0);
    value.ring = std::max(value.ring, ring);
    if (read.back > 0) {
      value.kept = true;
      value.last_read = std::max(value.last_read, stretch.last_step());
    } else {
      value.last_read = std::max(value.last_read, stretch.step + 1 + reader);
    }
  }

  // Where a value stands that was computed before, for a reader outside its loop.
  ProgramOperand operand(Ref ref) {
    if (ref.is_constant()) return constants_.one(ref);
    const Stretch* const home = loop_of(ref);
    if (home == nullptr) return {false, slot_[ref.number()]};
    const std::uint32_t place = schedule_.place[ref.number()];
    const BodyValue& kept = home->values[home->which_of(place)];
    return {false, kept.slot + home->repeat_of(place) % kept.ring};
  }

  // After a step: whatever was read there for the last time.
  void release(Ref ref, std::uint32_t step) {
    if (ref.is_constant()) return;
    Stretch* const home = loop_of(ref);
    if (home == nullptr) {
      std::uint32_t& last = last_read_[holder(ref.number())];
      if (last != step) return;
      last = 0;  // once, though two operands be the same
      slots_.give_back(slot_[ref.number()], 1);
      return;
    }
    BodyValue& value = home->values[home->which_of(schedule_.place[ref.number()])];
    if (value.last_read != step) return;
    value.last_read = 0;
    slots_.give_back(value.slot, value.ring);
  }

  Region& region_for(std::uint32_t repeats, const Stretch& stretch) {
    auto& regions = program_.regions;
    const bool joins = repeats == 1 && stretch.iteration == nullptr && !regions.empty() &&
                       regions.back().repeats == 1 && !regions.back().until &&
                       regions.back().periods != 0 && stretch.periods != 0;
    if (!joins) {
      regions.push_back(
          {std::uint32_t(program_.code.size()), 0, repeats, stretch.periods, stretch.begins});
    } else {
      regions.back().periods = stretch.begins + stretch.periods - regions.back().begins;
    }
    return regions.back();
  }

  void write_straight(const Stretch& stretch) {
    if (stretch.iteration == nullptr) {
      region_for(1, stretch);
    } else {
      program_.regions.push_back({std::uint32_t(program_.code.size()), 0,
                                  stretch.iteration->times_max, 0, stretch.begins, 0});
    }
    for (std::uint32_t place = stretch.begin; place < stretch.end; ++place) {
      const Drafted& one = instruction(place);
      const std::uint32_t value = schedule_.order[place];
      Instruction written;
      written.op = one.op;
      written.origin = one.origin;
      written.joins = schedule_.joins[value];
      const std::array<ProgramOperand*, 3> to = {&written.a, &written.b, &written.c};
      for (std::uint32_t k = 0; k < one.operands; ++k) *to[k] = operand(one.read[k]);
      // An operation may write over what it reads for the last time: lanes do not mix.
      for (const Ref read : one.reads()) release(read, stretch.step_of(place));
      if (slot_[value] == nowhere) take_slot(value);
      written.result = {false, slot_[value]};
      append(written);
    }
    if (stretch.iteration != nullptr) end_iteration(stretch);
  }

  void take_slot(std::uint32_t value) {
    slot_[value] = slots_.take(1);
    if (!next_.empty() && next_[value] != nowhere) slot_[next_[value]] = slot_[value];
  }

  void end_iteration(const Stretch& stretch) {
    const Ref until = stretch.iteration->until;
    program_.regions.back().until = operand(until).index;
    for (std::uint32_t place = stretch.begin; place < stretch.end; ++place) {
      for (const Ref read : instruction(place).reads()) release(read, stretch.last_step());
    }
    release(until, stretch.last_step());
  }

  void append(const Instruction& one) {
    program_.code.push_back(one);
    ++program_.regions.back().count;
  }

  void write_loop(Stretch& stretch) {
    put_in_place(stretch);
    region_for(stretch.loop->repeats, stretch);
    for (std::uint32_t i = 0; i < stretch.loop->length; ++i) write_body(stretch, i);
    for (std::uint32_t i = 0; i < stretch.loop->length; ++i) {
      for (std::uint32_t k = 0; k < 3; ++k) {
        if (stretch.loop->reads[i][k].kind != BodyRead::Kind::outside) continue;
        release(instruction(stretch.begin + i).read[k], stretch.last_step());
      }
      const BodyValue& value = stretch.values[i];
      if (value.kept && value.last_read == stretch.last_step()) {
        slots_.give_back(value.slot, value.ring);
      }
    }
  }

  // What the first repeats read of the time before them.
  void put_in_place(Stretch& stretch) {
    for (BodyValue& value : stretch.values) {
      if (value.kept) value.slot = slots_.take(value.ring);
    }
    const auto& initials = stretch.loop->initials;
    if (!initials.empty() && (program_.regions.empty() || program_.regions.back().repeats > 1)) {
      program_.regions.push_back({std::uint32_t(program_.code.size()), 0, 1, 0, {}});
    }
    for (const Initial& initial : initials) {
      const BodyValue& value = stretch.values[initial.which];
      Instruction copy;
      copy.op = NodeOp::copy;
      copy.a = operand(initial.value);
      copy.result = {false, value.slot + before(value, initial.back)};
      copy.origin = instruction(stretch.begin + initial.which).origin;
      copy.origin.period = copy.origin.period - std::int32_t(initial.back) * stretch.periods;
      append(copy);
    }
    for (const Initial& initial : initials) release(initial.value, stretch.step);
  }

  // Which of its ring a value stood in so many repeats before the first.
  static std::uint32_t before(const BodyValue& value, std::uint32_t back) {
    return (value.ring - back % value.ring) % value.ring;
  }

  void write_body(Stretch& stretch, std::uint32_t i) {
    const Drafted& one = instruction(stretch.begin + i);
    BodyValue& value = stretch.values[i];
    Instruction written;
    written.op = one.op;
    written.origin = one.origin;
    written.joins = schedule_.joins[schedule_.order[stretch.begin + i]];
    const std::array<ProgramOperand*, 3> to = {&written.a, &written.b, &written.c};
    for (std::uint32_t k = 0; k < one.operands; ++k) *to[k] = body_operand(stretch, i, k);
    const std::uint32_t step = stretch.step + 1 + i;
    for (const BodyRead& read : stretch.loop->reads[i]) {
      if (read.kind != BodyRead::Kind::inside) continue;
      BodyValue& done = stretch.values[read.which];
      if (done.kept || done.last_read != step) continue;
      done.last_read = 0;
      slots_.give_back(done.slot, 1);
    }
    if (!value.kept) value.slot = slots_.take(1);
    written.result = {false, value.slot, value.ring};
    append(written);
  }

  ProgramOperand body_operand(const Stretch& stretch, std::uint32_t i, std::uint32_t k) {
    const Loop& loop = *stretch.loop;
    const BodyRead& read = loop.reads[i][k];
    if (read.kind == BodyRead::Kind::inside) {
      const BodyValue& value = stretch.values[read.which];
      return {false, value.slot, value.ring, before(value, read.back)};
    }
    if (read.kind == BodyRead::Kind::outside) return operand(instruction(loop.begin + i).read[k]);
    std::vector<Ref> row;
    for (std::uint32_t r = 0; r < loop.repeats; ++r) {
      row.push_back(instruction(loop.begin + r * loop.length + i).read[k]);
    }
    return constants_.row(row);
  }

  const Drafted& instruction(std::uint32_t place) const {
    return draft_.of(schedule_.order[place]);
  }

  const Draft& draft_;
  const Schedule& schedule_;
  const std::vector<Loop>& loops_;
  Program& program_;
  ConstantPool constants_;
  SlotPool slots_;
  std::vector<Stretch> stretches_;
  std::vector<std::size_t> loop_stretches_;  // those that are loops
  std::uint32_t steps_ = 1;
  std::vector<std::uint32_t> last_read_;  // by value of no loop: a step
  std::vector<std::uint32_t> slot_;       // by value of no loop
  std::vector<std::uint32_t> next_;  // by value: what an iteration that carries it goes on with
};

}  // namespace

void allot(const Draft& draft, const Schedule& schedule, const std::vector<Loop>& loops,
           Program& program) {
  Allotment(draft, schedule, loops, program).run();
}

}  // namespace headwater::detail
