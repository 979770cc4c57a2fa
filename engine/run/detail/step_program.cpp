#include "engine/run/detail/step_program.hpp"

#include "engine/core/error.hpp"

namespace headwater::detail {
namespace {

// Right-handed where what came before stands on the right.
Link link_of(NodeOp op, bool on_the_right) {
  switch (op) {
    case NodeOp::add: return Link::add;
    case NodeOp::subtract: return on_the_right ? Link::subtract_from : Link::subtract;
    case NodeOp::multiply: return Link::multiply;
    case NodeOp::divide: return on_the_right ? Link::divide_into : Link::divide;
    case NodeOp::minimum: return on_the_right ? Link::minimum_right : Link::minimum;
    case NodeOp::maximum: return on_the_right ? Link::maximum_right : Link::maximum;
    default: break;
  }
  require(false, "only arithmetic is linked");
  return Link::add;
}

bool can_link(NodeOp op) {
  return op == NodeOp::add || op == NodeOp::subtract || op == NodeOp::multiply ||
         op == NodeOp::divide || op == NodeOp::minimum || op == NodeOp::maximum;
}

int comparison_of(NodeOp op) {
  return op == NodeOp::less ? 0 : op == NodeOp::less_equal ? 1 : op == NodeOp::equal ? 2 : -1;
}

class Stepping {
 public:
  Stepping(const Program& program, const KernelSet& kernels, std::uint32_t lines_per_slot)
      : program_(program), kernels_(kernels) {
    done_.layout = {lines_per_slot, program.slots, std::uint32_t(program.constants.size())};
  }

  StepProgram run() {
    for (const Region& region : program_.regions) {
      const auto steps = std::uint32_t(done_.steps.size());
      const auto moves = std::uint32_t(done_.moves.size());
      const std::uint32_t end = region.first + region.count;
      for (std::uint32_t i = region.first; i < end;) i += add_step(i, end);
      done_.passes.push_back({steps, std::uint32_t(done_.steps.size()), moves,
                              std::uint32_t(done_.moves.size()), region.repeats});
    }
    return std::move(done_);
  }

 private:
  // Returns how many instructions the step takes.
  std::uint32_t add_step(std::uint32_t i, std::uint32_t end) {
    const Instruction& one = program_.code[i];
    done_.steps.emplace_back();
    reads_ = 0;
    const bool goes_on = one.passes_on && i + 1 < end;
    if (can_link(one.op)) return add_chain(i, end);
    if (comparison_of(one.op) >= 0 && goes_on && program_.code[i + 1].op == NodeOp::choose &&
        program_.code[i + 1].a == one.result) {
      const Instruction& choice = program_.code[i + 1];
      return finish(kernels_.select[comparison_of(one.op)], {one.a, one.b, choice.b, choice.c},
                    choice, 2);
    }
    return add_single(one);
  }

  std::uint32_t add_chain(std::uint32_t i, std::uint32_t end) {
    const Instruction* last = &program_.code[i];
    const int first = int(link_of(last->op, false));
    read(last->a);
    read(last->b);
    int numbers[2] = {};
    std::uint32_t count = 1;
    while (count < 3 && last->passes_on && i + count < end) {
      const Instruction& next = program_.code[i + count];
      const bool on_the_right = next.b == last->result;
      if (!can_link(next.op) || (!on_the_right && next.a != last->result)) break;
      read(on_the_right ? next.a : next.b);
      numbers[count - 1] = int(link_of(next.op, on_the_right));
      last = &next;
      ++count;
    }
    const int pair = first * links + numbers[0];
    write(count == 1   ? kernels_.one[first]
          : count == 2 ? kernels_.two[pair]
                       : kernels_.three[pair * links + numbers[1]],
          *last);
    return count;
  }

  std::uint32_t add_single(const Instruction& one) {
    const int comparison = comparison_of(one.op);
    if (comparison >= 0) return finish(kernels_.compare[comparison], {one.a, one.b}, one, 1);
    switch (one.op) {
      case NodeOp::choose: return finish(kernels_.choose, {one.a, one.b, one.c}, one, 1);
      case NodeOp::otherwise: return finish(kernels_.otherwise, {one.a, one.b}, one, 1);
      case NodeOp::raise: return finish(kernels_.raise, {one.a, one.b}, one, 1);
      case NodeOp::present: return finish(kernels_.present, {one.a}, one, 1);
      case NodeOp::negate: return finish(kernels_.negate, {one.a}, one, 1);
      case NodeOp::absolute: return finish(kernels_.absolute, {one.a}, one, 1);
      case NodeOp::copy: return finish(kernels_.copy, {one.a}, one, 1);
      case NodeOp::square_root: return finish(kernels_.square_root, {one.a}, one, 1);
      case NodeOp::exponential: return finish(kernels_.exponential, {one.a}, one, 1);
      case NodeOp::logarithm: return finish(kernels_.logarithm, {one.a}, one, 1);
      default: break;
    }
    require(false, "only arithmetic is run");
    return 1;
  }

  std::uint32_t finish(Kernel kernel, std::initializer_list<ProgramOperand> operands,
                       const Instruction& last, std::uint32_t count) {
    for (const ProgramOperand& operand : operands) read(operand);
    write(kernel, last);
    return count;
  }

  void read(const ProgramOperand& operand) {
    Step& step = done_.steps.back();
    step.read[reads_] = place(operand, reads_);
    step.stays[reads_] = operand.constant;
    ++reads_;
  }

  void write(Kernel kernel, const Instruction& last) {
    Step& step = done_.steps.back();
    step.run = kernel;
    step.result = place(last.result, -1);
  }

  std::uint32_t place(const ProgramOperand& operand, int which) {
    const TableLayout& layout = done_.layout;
    const auto at = [&](std::uint32_t index) {
      return operand.constant ? layout.constant(index) : layout.slot(index);
    };
    if (operand.ring > 1) {
      done_.moves.push_back({std::uint32_t(done_.steps.size() - 1), which, at(operand.index),
                             operand.constant ? 1 : layout.lines_per_slot, operand.ring,
                             operand.offset});
    }
    return at(operand.at(0));
  }

  const Program& program_;
  const KernelSet& kernels_;
  StepProgram done_;
  int reads_ = 0;
};

}  // namespace

StepProgram step_program(const Program& program, const KernelSet& kernels,
                         std::uint32_t lines_per_slot) {
  return Stepping(program, kernels, lines_per_slot).run();
}

}  // namespace headwater::detail
