#include "engine/model/detail/writer.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/model/arithmetic.hpp"
#include "engine/model/detail/adjoint.hpp"
#include "engine/model/detail/allot.hpp"
#include "engine/model/detail/repeats.hpp"
#include "engine/model/detail/schedule.hpp"

namespace headwater::detail {
namespace {

// A divisor that is a power of two has an exact inverse, and a product costs a fraction.
bool has_exact_inverse(double divisor) {
  int exponent = 0;
  const double fraction = std::frexp(divisor, &exponent);
  return std::fabs(fraction) == 0.5 && exponent > -1000 && exponent < 1000;
}

std::uint64_t hash_of(const Drafted& one) {
  const auto pair = [](std::uint32_t high, std::uint32_t low) {
    return std::uint64_t{high} << 32 | low;
  };
  const std::uint64_t first = spread(pair(one.read[0].bits(), one.read[1].bits()));
  return spread(first ^ pair(one.read[2].bits(), std::uint32_t(one.op)));
}

std::uint64_t hash_of(const Constant& one) {
  const auto lost = std::uint64_t{std::uint32_t(one.origin.series)} << 32 |
                    std::uint32_t(one.origin.period.index);
  return spread(spread(std::bit_cast<std::uint64_t>(one.value)) ^ lost);
}

bool is_earlier(CellId left, CellId right) {
  return std::tie(left.period, left.series) < std::tie(right.period, right.series);
}

ProgramWriter::Value fold(NodeOp op, const ProgramWriter::Value& a, CellId origin) {
  auto folded = ProgramWriter::constant(arithmetic(op, a.number));
  folded.lost = is_missing(a.number) ? a.lost : origin;
  return folded;
}

ProgramWriter::Value fold(NodeOp op, const ProgramWriter::Value& a, const ProgramWriter::Value& b,
                          CellId origin) {
  auto folded = ProgramWriter::constant(arithmetic(op, a.number, b.number));
  const bool a_lost = is_missing(a.number);
  const bool b_lost = is_missing(b.number);
  folded.lost = op == NodeOp::otherwise ? b.lost : a_lost ? a.lost : b_lost ? b.lost : origin;
  return folded;
}

ProgramWriter::Value choose_known(const ProgramWriter::Value& condition,
                                  const ProgramWriter::Value& yes, const ProgramWriter::Value& no) {
  if (is_missing(condition.number)) return ProgramWriter::missing(condition.lost);
  return condition.number != 0 ? yes : no;
}

}  // namespace

ProgramWriter::Value ProgramWriter::folded(const Drafted& one, std::span<const Value> operands) {
  if (one.op == NodeOp::choose) return choose_known(operands[0], operands[1], operands[2]);
  if (one.operands == 1) return fold(one.op, operands[0], one.origin);
  return fold(one.op, operands[0], operands[1], one.origin);
}

ProgramWriter::Value ProgramWriter::unary(NodeOp op, const Value& a, CellId origin) {
  if (a.constant) return fold(op, a, origin);
  return write({op, 1, {ref(a)}, origin});
}

ProgramWriter::Value ProgramWriter::binary(NodeOp op, const Value& a, const Value& b,
                                           CellId origin) {
  if (a.constant && b.constant) return fold(op, a, b, origin);
  // x - 0 and x * 1 are x to the bit; x + 0 and x - -0 are not, since they turn -0 into 0.
  const bool zero = b.constant && b.number == 0 && !std::signbit(b.number);
  const bool one = b.constant && b.number == 1;
  if (zero && op == NodeOp::subtract) return a;
  if (one && (op == NodeOp::multiply || op == NodeOp::divide)) return a;
  if (a.constant && a.number == 1 && op == NodeOp::multiply) return b;
  if (op == NodeOp::otherwise && a.constant) return is_missing(a.number) ? b : a;
  if (op == NodeOp::divide && b.constant && has_exact_inverse(b.number)) {
    return write({NodeOp::multiply, 2, {ref(a), ref(constant(1 / b.number))}, origin});
  }
  return write({op, 2, {ref(a), ref(b)}, origin});
}

ProgramWriter::Value ProgramWriter::choose(const Value& condition, const Value& yes,
                                           const Value& no, CellId origin) {
  if (condition.constant) return choose_known(condition, yes, no);
  return write({NodeOp::choose, 3, {ref(condition), ref(yes), ref(no)}, origin});
}

ProgramWriter::Value ProgramWriter::write(Drafted one) {
  const auto fresh = std::uint32_t(draft_.code.size());
  const auto is_equal = [&](std::uint32_t i) {
    return draft_.code[i].op == one.op && draft_.code[i].read == one.read;
  };
  const std::uint32_t number = known_.find_or_add(
      hash_of(one), fresh, is_equal, [&](std::uint32_t i) { return hash_of(draft_.code[i]); });
  if (number == fresh) {
    write_anew(one);
  } else {
    Drafted& known = draft_.code[number];
    if (is_earlier(one.origin, known.origin)) known.origin = one.origin;
    known.last = std::max(known.last, one.origin.period);
  }
  return {false, draft_.axes + number, 0, {}};
}

ProgramWriter::Value ProgramWriter::write_anew(Drafted one) {
  one.last = one.origin.period;
  draft_.code.push_back(one);
  return written(draft_.values() - 1);
}

Ref ProgramWriter::ref(const Value& value) {
  if (!value.constant) return Ref::value(value.result);
  const Constant one{value.number, is_missing(value.number) ? value.lost : CellId{}};
  const auto is_equal = [&](std::uint32_t i) {
    const Constant& known = draft_.constants[i];
    return std::bit_cast<std::uint64_t>(known.value) == std::bit_cast<std::uint64_t>(one.value) &&
           known.origin == one.origin;
  };
  const auto fresh = std::uint32_t(draft_.constants.size());
  const std::uint32_t number = constants_.find_or_add(
      hash_of(one), fresh, is_equal, [&](std::uint32_t i) { return hash_of(draft_.constants[i]); });
  if (number == fresh) draft_.constants.push_back(one);
  return Ref::constant(number);
}

ProgramWriter::Value ProgramWriter::hold(const Value& value, CellId origin) {
  return value.constant ? value : write({NodeOp::copy, 1, {ref(value)}, origin});
}

ProgramWriter::Value ProgramWriter::carry(const Value& initial, CellId origin) {
  return write_anew({NodeOp::copy, 1, {ref(initial)}, origin});
}

std::vector<ProgramWriter::Value> ProgramWriter::iterate(std::span<const Carried> carried,
                                                         const Value& until,
                                                         std::uint32_t times_max) {
  require(!until.constant && until.result >= draft_.axes, "an iteration computes when it ends");
  Iteration one{{}, {}, ref(until), times_max};
  std::vector<Value> results;
  for (const auto& [from, next] : carried) {
    require(!next.constant && next.result >= draft_.axes, "what is carried is computed anew");
    one.carried.push_back(from.result);
    results.push_back(carry(next, draft_.of(from.result).origin));
    one.results.push_back(results.back().result);
  }
  draft_.iterations.push_back(std::move(one));
  return results;
}

void ProgramWriter::name(CellId cell, const Value& value) {
  place(cell.period, std::uint32_t(cell.series), value);
}

void ProgramWriter::place(Period period, std::uint32_t order, const Value& value) {
  if (value.constant || value.result < draft_.axes) return;
  draft_.cells.push_back({period, order, Ref::value(value.result)});
}

ProgramWriter::Value ProgramWriter::value_of(Ref ref) const {
  if (!ref.is_constant()) return written(ref.number());
  const Constant& one = draft_.constants[ref.number()];
  return {true, 0, one.value, one.origin};
}

void ProgramWriter::want(std::span<const Wanted> outputs) {
  for (const Wanted& output : outputs) {
    draft_.outputs.push_back(
        {output.at.period, std::uint32_t(output.at.series), ref(output.value)});
  }
  if (std::none_of(outputs.begin(), outputs.end(), [](const auto& one) { return one.by; })) return;
  const Schedule forward = schedule(draft_);
  std::vector<std::pair<Ref, std::vector<Value>>> done;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (!outputs[i].by) continue;
    const Ref of = ref(outputs[i].value);
    auto known =
        std::find_if(done.begin(), done.end(), [&](const auto& one) { return one.first == of; });
    if (known == done.end()) {
      done.emplace_back(of, derivatives(*this, forward, outputs[i].value));
      known = done.end() - 1;
    }
    require(*outputs[i].by < draft_.axes, "a derivative is by an axis of the program");
    draft_.outputs[i].value = ref(known->second[*outputs[i].by]);
  }
  // They come after all of the time that ran back.
  const auto last = std::max_element(
      draft_.cells.begin(), draft_.cells.end(),
      [](const Root& left, const Root& right) { return left.period < right.period; });
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].by && last != draft_.cells.end()) draft_.outputs[i].period = last->period + 1;
  }
}

void ProgramWriter::finish(std::span<const Wanted> outputs, Program& program) {
  want(outputs);
  const Schedule order = schedule(draft_);
  allot(draft_, order, find_loops(draft_, order), program);
}

}  // namespace headwater::detail
