// A program made ready for one width of block: kernels with the places of their operands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/model/program.hpp"
#include "engine/run/detail/step.hpp"

namespace headwater::detail {

// Where slots and constants stand in the table, in lines of 64 bytes.
struct TableLayout {
  std::uint32_t lines_per_slot = 1;
  std::uint32_t slots = 0;
  std::uint32_t constants = 0;
  std::uint32_t slot(std::uint32_t index) const { return index * lines_per_slot; }
  std::uint32_t constant(std::uint32_t index) const { return slots * lines_per_slot + index; }
  std::uint32_t lines() const { return constant(constants); }
};

// An operand, or a result, that goes round a ring with the repeats of its body.
struct Move {
  std::uint32_t step = 0;
  int which = 0;  // of the reads; -1: the result
  std::uint32_t first = 0;
  std::uint32_t apart = 1;
  std::uint32_t ring = 1;
  std::uint32_t offset = 0;
};

struct Pass {
  std::uint32_t steps_begin = 0;
  std::uint32_t steps_end = 0;
  std::uint32_t moves_begin = 0;
  std::uint32_t moves_end = 0;
  std::uint32_t repeats = 1;
};

struct StepProgram {
  TableLayout layout;
  std::vector<Step> steps;
  std::vector<Move> moves;
  std::vector<Pass> passes;
};

// Instructions that pass their value on become one step with the next: up to three operations of
// arithmetic, or a comparison and the choice it makes.
StepProgram step_program(const Program& program, const KernelSet& kernels,
                         std::uint32_t lines_per_slot);

}  // namespace headwater::detail
