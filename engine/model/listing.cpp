#include <string>
#include <string_view>
#include <vector>

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
    case NodeOp::copy: return "copy";
    default: return "?";
  }
}

// A ring by its first and last slot, and how many repeats ago it was written: s5..s6[r-1].
std::string text_of(const ProgramOperand& operand, const Program& program) {
  if (!operand.constant) {
    if (operand.ring == 1) return fmt::format("s{}", operand.index);
    const std::uint32_t last = operand.index + operand.ring - 1;
    const std::uint32_t back = (operand.ring - operand.offset) % operand.ring;
    return fmt::format("s{}..s{}[r{}]", operand.index, last,
                       back == 0 ? "" : fmt::format("-{}", back));
  }
  std::string row;
  for (std::uint32_t i = 0; i < operand.ring; ++i) {
    row += fmt::format("{}{}", i == 0 ? "" : " ", program.constants[operand.index + i].value);
  }
  return operand.ring == 1 ? row : "{" + row + "}";
}

int operands_of(NodeOp op) {
  if (op == NodeOp::choose) return 3;
  return is_unary(op) ? 1 : 2;
}

std::string heading(const Region& region, const Model& model) {
  if (region.until) {
    const std::string period = model.calendar.name({region.begins, region.begins});
    return fmt::format("{}: until s{} is not 0, at most {} times\n", period, *region.until,
                       region.repeats);
  }
  if (region.periods == 0) return "once\n";
  const std::int32_t all = region.periods * std::int32_t(region.repeats);
  const std::string span = model.calendar.name({region.begins, region.begins + (all - 1)});
  if (region.repeats == 1) return span + "\n";
  return fmt::format("{}: {} times a body of {}\n", span, region.repeats, region.periods);
}

// What runs as one is indented under its first.
std::string line_of(const Program& program, std::uint32_t i, bool joined, const Model& model) {
  const Instruction& one = program.code[i];
  const int operands = operands_of(one.op);
  std::string line = fmt::format("  {}{} = {} {}", joined ? "+ " : "", text_of(one.result, program),
                                 name_of(one.op), text_of(one.a, program));
  if (operands > 1) line += " " + text_of(one.b, program);
  if (operands > 2) line += " " + text_of(one.c, program);
  const Period period = one.origin.period;
  return fmt::format("{:<48} # {} {}\n", line, model.at(one.origin.series).name,
                     model.calendar.name({period, period}));
}

}  // namespace

ProgramSize size_of(const Program& program) {
  ProgramSize size;
  for (const Region& region : program.regions) {
    const std::uint64_t run = std::uint64_t{region.count} * region.repeats;
    size.per_row += run;
    if (region.periods == 0 && !region.until) size.hoisted += run;
    if (region.repeats > 1) size.looped += run;
  }
  return size;
}

std::vector<std::uint32_t> first_of_steps(const Program& program, const Region& region) {
  std::vector<std::uint32_t> first(region.count);
  for (std::uint32_t i = 0; i < region.count; ++i) {
    const std::uint32_t joins = program.code[region.first + i].joins;
    for (std::uint32_t k = 0; k <= joins; ++k) first[i - k] = region.first + i - joins;
  }
  return first;
}

std::string listing(const Program& program, const Model& model) {
  const ProgramSize size = size_of(program);
  std::string text = fmt::format(
      "axes {}  slots {}  instructions {}  a row {}, once {}, repeated {}\n", program.axes.size(),
      program.slots, program.code.size(), size.per_row, size.hoisted, size.looped);
  for (std::size_t i = 0; i < program.axes.size(); ++i) {
    text += fmt::format("s{} = {} ({})\n", i, program.axes[i].name, program.axes[i].unit.text());
  }
  for (const Region& region : program.regions) {
    text += heading(region, model);
    const std::vector<std::uint32_t> heads = first_of_steps(program, region);
    for (std::uint32_t i = region.first; i < region.first + region.count; ++i) {
      text += line_of(program, i, heads[i - region.first] != i, model);
    }
  }
  for (std::size_t i = 0; i < program.outputs.size(); ++i) {
    const Output& output = program.outputs[i];
    text += fmt::format("output {} {} = {}\n", model.at(output.series).name,
                        model.calendar.name(output.span), text_of(program.results[i], program));
  }
  return text;
}

}  // namespace headwater
