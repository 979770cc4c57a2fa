#include <string>
#include <string_view>

#include <fmt/format.h>

#include "engine/model/program.hpp"

namespace headwater {
namespace {

std::string_view name_of(NodeOp op) {
  switch (op) {
    case NodeOp::negate: return "negate";
    case NodeOp::add: return "add";
    case NodeOp::subtract: return "subtract";
    case NodeOp::multiply: return "multiply";
    case NodeOp::divide: return "divide";
    case NodeOp::minimum: return "minimum";
    case NodeOp::maximum: return "maximum";
    case NodeOp::absolute: return "absolute";
    case NodeOp::raise: return "raise";
    case NodeOp::square_root: return "square_root";
    case NodeOp::exponential: return "exponential";
    case NodeOp::logarithm: return "logarithm";
    case NodeOp::less: return "less";
    case NodeOp::less_equal: return "less_equal";
    case NodeOp::equal: return "equal";
    case NodeOp::choose: return "choose";
    case NodeOp::otherwise: return "otherwise";
    case NodeOp::present: return "present";
    default: return "?";
  }
}

std::string text_of(const ProgramOperand& operand, const Program& program) {
  if (!operand.constant) return fmt::format("s{}", operand.index);
  return fmt::format("{}", program.constants[operand.index].value);
}

int operands_of(NodeOp op) {
  if (op == NodeOp::choose) return 3;
  return is_unary(op) ? 1 : 2;
}

}  // namespace

std::string listing(const Program& program, const Model& model) {
  std::string text = fmt::format("axes {}  slots {}  instructions {}\n", program.axes.size(),
                                 program.slots, program.code.size());
  for (std::size_t i = 0; i < program.axes.size(); ++i) {
    text += fmt::format("s{} = {} ({})\n", i, program.axes[i].name, program.axes[i].unit.text());
  }
  for (const Instruction& one : program.code) {
    const int operands = operands_of(one.op);
    std::string line = fmt::format("s{} = {} {}", std::uint32_t(one.result), name_of(one.op),
                                   text_of(one.a, program));
    if (operands > 1) line += " " + text_of(one.b, program);
    if (operands > 2) line += " " + text_of(one.c, program);
    const Period period = one.origin.period;
    text += fmt::format("{:<48} # {} {}\n", line, model.at(one.origin.series).name,
                        model.calendar.name({period, period}));
  }
  for (std::size_t i = 0; i < program.outputs.size(); ++i) {
    const Output& output = program.outputs[i];
    text += fmt::format("output {} {} = {}\n", model.at(output.series).name,
                        model.calendar.name(output.span), text_of(program.results[i], program));
  }
  return text;
}

}  // namespace headwater
