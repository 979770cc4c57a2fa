// A model lowered for running: straight instructions over slots, axes in, outputs out.
//
// A slot is a row of the working table, one value per lane. Whatever depends on no axis was
// computed when the program was made, by the same arithmetic, and stands among the constants.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/operation.hpp"
#include "engine/model/precedence.hpp"

namespace headwater {

enum class SlotId : std::uint32_t {};

// A slot, or a constant of the program.
struct ProgramOperand {
  bool constant = false;
  std::uint32_t index = 0;
  bool operator==(const ProgramOperand&) const = default;
};

struct Instruction {
  NodeOp op = NodeOp::add;  // arithmetic: negate to equal, choose, otherwise, present
  SlotId result{};
  ProgramOperand a;
  ProgramOperand b;  // of binary operations and choose
  ProgramOperand c;  // of choose
  CellId origin;     // the cell it was written for
};

struct Constant {
  double value = 0;
  CellId origin;  // of a missing one: where the value went missing
};

// What to compute: a cell or the roll-up of a span; or one side of a check.
struct Output {
  SeriesId series{};
  PeriodSpan span;
  std::optional<NodeId> side;  // instead of the series: a check's formula over the span
  bool operator==(const Output&) const = default;
};

struct Program {
  std::vector<Axis> axes;  // slot i holds axis i when a block starts
  std::vector<Output> outputs;
  std::vector<ProgramOperand> results;  // by output
  std::vector<Constant> constants;
  std::vector<Instruction> code;
  std::uint32_t slots = 0;  // of the working table, axes included
};

// The program as text, one instruction a line with the cell it was written for.
std::string listing(const Program& program, const Model& model);

}  // namespace headwater
