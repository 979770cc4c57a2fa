#include "engine/model/detail/writer.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/model/arithmetic.hpp"

namespace headwater::detail {

ProgramWriter::Value ProgramWriter::constant(double number) { return {true, number, 0, {}}; }

ProgramWriter::Value ProgramWriter::missing(CellId where) {
  return {true, headwater::missing(), 0, where};
}

ProgramWriter::Value ProgramWriter::unary(NodeOp op, const Value& a, CellId origin) {
  if (!a.constant) return write(op, 1, a, {}, {}, origin);
  Value folded = constant(arithmetic(op, a.number));
  folded.lost = a.lost;
  return folded;
}

ProgramWriter::Value ProgramWriter::binary(NodeOp op, const Value& a, const Value& b,
                                           CellId origin) {
  if (a.constant && b.constant) {
    Value folded = constant(arithmetic(op, a.number, b.number));
    const bool a_lost = is_missing(a.number);
    const bool b_lost = is_missing(b.number);
    folded.lost = op == NodeOp::otherwise ? b.lost : a_lost ? a.lost : b_lost ? b.lost : origin;
    return folded;
  }
  // x - 0 and x * 1 are x to the bit; x + 0 is not, since it turns -0 into 0.
  const bool zero = b.constant && b.number == 0;
  const bool one = b.constant && b.number == 1;
  if (zero && op == NodeOp::subtract) return a;
  if (one && (op == NodeOp::multiply || op == NodeOp::divide)) return a;
  if (op == NodeOp::otherwise && a.constant) return is_missing(a.number) ? b : a;
  return write(op, 2, a, b, {}, origin);
}

ProgramWriter::Value ProgramWriter::choose(const Value& condition, const Value& yes,
                                           const Value& no, CellId origin) {
  if (condition.constant) {
    if (is_missing(condition.number)) return missing(condition.lost);
    return condition.number != 0 ? yes : no;
  }
  return write(NodeOp::choose, 3, condition, yes, no, origin);
}

ProgramWriter::OperandKey ProgramWriter::key(const Value& value) {
  return {value.constant,
          value.constant ? std::bit_cast<std::uint64_t>(value.number) : value.result};
}

ProgramWriter::Value ProgramWriter::write(NodeOp op, int operands, const Value& a, const Value& b,
                                          const Value& c, CellId origin) {
  const auto [found, fresh] = known_.try_emplace(Key{op, key(a), key(b), key(c)}, results_);
  if (fresh) written_.push_back({op, results_++, a, b, c, operands, origin});
  return {false, 0, found->second, {}};
}

ProgramOperand ProgramWriter::operand(const Value& value, Program& program) {
  if (!value.constant) return {false, slot_of_[value.result]};
  const CellId origin = is_missing(value.number) ? value.lost : CellId{};
  const auto next = std::uint32_t(program.constants.size());
  const auto [found, fresh] =
      constants_.try_emplace({std::bit_cast<std::uint64_t>(value.number), origin}, next);
  if (fresh) program.constants.push_back({value.number, origin});
  return {true, found->second};
}

void ProgramWriter::finish(std::span<const Value> outputs, Program& program) {
  constexpr auto never = std::uint32_t(-1);
  // The last instruction that reads each result; results nobody reads are dead.
  std::vector<std::uint32_t> last_read(results_, 0);
  std::vector<bool> live(results_, false);
  const auto end = std::uint32_t(written_.size()) + 1;
  for (std::uint32_t axis = 0; axis < axes_; ++axis) last_read[axis] = end;
  const auto reads = [&](const Value& value, std::uint32_t at) {
    if (value.constant || last_read[value.result] == end) return;
    live[value.result] = true;
    last_read[value.result] = std::max(last_read[value.result], at);
  };
  for (const Value& value : outputs) {
    if (value.constant) continue;
    live[value.result] = true;
    last_read[value.result] = end;
  }
  for (std::size_t i = written_.size(); i-- > 0;) {
    const Written& one = written_[i];
    if (!live[one.result]) continue;
    const auto at = std::uint32_t(i) + 1;
    reads(one.a, at);
    if (one.operands > 1) reads(one.b, at);
    if (one.operands > 2) reads(one.c, at);
  }
  slot_of_.assign(results_, never);
  for (std::uint32_t axis = 0; axis < axes_; ++axis) slot_of_[axis] = axis;
  program.slots = axes_;
  std::vector<std::uint32_t> free;
  for (std::size_t i = 0; i < written_.size(); ++i) {
    const Written& one = written_[i];
    if (!live[one.result]) continue;
    Instruction instruction{one.op, SlotId{}, operand(one.a, program), {}, {}, one.origin};
    if (one.operands > 1) instruction.b = operand(one.b, program);
    if (one.operands > 2) instruction.c = operand(one.c, program);
    const auto release = [&](const Value& value) {
      if (value.constant || last_read[value.result] != i + 1) return;
      free.push_back(slot_of_[value.result]);
      last_read[value.result] = end;  // once, though two operands be the same
    };
    release(one.a);
    if (one.operands > 1) release(one.b);
    if (one.operands > 2) release(one.c);
    const std::uint32_t slot = free.empty() ? program.slots++ : free.back();
    if (!free.empty()) free.pop_back();
    slot_of_[one.result] = slot;
    instruction.result = SlotId{slot};
    program.code.push_back(instruction);
  }
  for (const Value& value : outputs) program.results.push_back(operand(value, program));
}

}  // namespace headwater::detail
