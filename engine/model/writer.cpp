#include "engine/model/detail/writer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
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
  // x - 0 and x * 1 are x to the bit; x + 0 and x - -0 are not, since they turn -0 into 0.
  const bool zero = b.constant && b.number == 0 && !std::signbit(b.number);
  const bool one = b.constant && b.number == 1;
  if (zero && op == NodeOp::subtract) return a;
  if (one && (op == NodeOp::multiply || op == NodeOp::divide)) return a;
  if (a.constant && a.number == 1 && op == NodeOp::multiply) return b;
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
  if (!value.constant) return {false, value.result, {}};
  const CellId lost = is_missing(value.number) ? value.lost : CellId{};
  return {true, std::bit_cast<std::uint64_t>(value.number), lost};
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
  find_last_reads(outputs);
  slot_of_.assign(results_, 0);
  for (std::uint32_t axis = 0; axis < axes_; ++axis) slot_of_[axis] = axis;
  program.slots = axes_;
  std::vector<std::uint32_t> free;
  for (std::size_t i = 0; i < written_.size(); ++i) {
    const Written& one = written_[i];
    if (last_read_[one.result] == unread) continue;
    Instruction instruction{one.op, SlotId{}, operand(one.a, program), {}, {}, one.origin};
    if (one.operands > 1) instruction.b = operand(one.b, program);
    if (one.operands > 2) instruction.c = operand(one.c, program);
    // An operation may write over what it reads for the last time: lanes do not mix.
    for (const Value* value : operands_of(one)) release(*value, i, free);
    if (free.empty()) {
      slot_of_[one.result] = program.slots++;
    } else {
      slot_of_[one.result] = free.back();
      free.pop_back();
    }
    instruction.result = SlotId{slot_of_[one.result]};
    program.code.push_back(instruction);
  }
  for (const Value& value : outputs) program.results.push_back(operand(value, program));
}

std::vector<const ProgramWriter::Value*> ProgramWriter::operands_of(const Written& one) {
  std::vector<const Value*> operands = {&one.a};
  if (one.operands > 1) operands.push_back(&one.b);
  if (one.operands > 2) operands.push_back(&one.c);
  return operands;
}

// By result: the last instruction that reads it, `always` for axes and outputs, or `unread`.
void ProgramWriter::find_last_reads(std::span<const Value> outputs) {
  last_read_.assign(results_, unread);
  std::fill_n(last_read_.begin(), axes_, always);
  for (const Value& value : outputs) {
    if (!value.constant) last_read_[value.result] = always;
  }
  for (std::size_t i = written_.size(); i-- > 0;) {
    if (last_read_[written_[i].result] == unread) continue;
    for (const Value* value : operands_of(written_[i])) {
      // Backwards, so the first reader met is the last to run.
      if (!value->constant && last_read_[value->result] == unread) last_read_[value->result] = i;
    }
  }
}

void ProgramWriter::release(const Value& value, std::size_t reader,
                            std::vector<std::uint32_t>& free) {
  if (value.constant || last_read_[value.result] != reader) return;
  free.push_back(slot_of_[value.result]);
  last_read_[value.result] = always;  // once, though two operands be the same
}

}  // namespace headwater::detail
