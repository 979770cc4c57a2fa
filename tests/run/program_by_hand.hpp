// A program written instruction by instruction, for tests that need one no model would give.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "engine/model/program.hpp"

namespace headwater::test {

inline ProgramOperand slot(std::uint32_t index) { return {false, index}; }

class ProgramByHand {
 public:
  explicit ProgramByHand(std::uint32_t axes) {
    for (std::uint32_t i = 0; i < axes; ++i) {
      program_.axes.push_back({"axis" + std::to_string(i), Unit()});
    }
    program_.slots = axes;
  }

  // Instruction i stands for the cell of series i in period 100 + i.
  ProgramOperand write(NodeOp op, ProgramOperand a, ProgramOperand b = {}, ProgramOperand c = {}) {
    return write_to(program_.slots++, op, a, b, c);
  }
  ProgramOperand write_to(std::uint32_t result, NodeOp op, ProgramOperand a, ProgramOperand b = {},
                          ProgramOperand c = {}) {
    program_.code.push_back({op, slot(result), a, b, c, cell(program_.code.size())});
    program_.regions = {{0, std::uint32_t(program_.code.size())}};
    return slot(result);
  }
  ProgramOperand constant(double value, CellId origin = {}) {
    program_.constants.push_back({value, origin});
    return {true, std::uint32_t(program_.constants.size() - 1)};
  }
  void output(ProgramOperand operand) {
    program_.outputs.push_back({SeriesId(program_.outputs.size()), {}, std::nullopt});
    program_.results.push_back(operand);
  }
  const Program& program() const { return program_; }

  static CellId cell(std::size_t instruction) {
    return {SeriesId(instruction), {std::int32_t(100 + instruction)}};
  }

 private:
  Program program_;
};

}  // namespace headwater::test
