// A program made ready for one width of block: kernels with the places of their operands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/model/program.hpp"
#include "engine/run/detail/step.hpp"

namespace headwater::detail {

// Where slots and constants stand in the table, in bytes.
struct TableLayout {
  std::size_t strip = Step::stride;  // of a slot: a multiple of Step::stride
  std::size_t slots = 0;
  std::size_t constants = 0;
  std::size_t slot(std::size_t index) const { return index * strip; }
  std::size_t constant(std::size_t index) const { return slots * strip + index * Step::line; }
  std::size_t bytes() const { return constant(constants); }
};

// An operand, or a result, that goes round a ring with the repeats of its body.
struct Move {
  std::uint32_t step = 0;
  int which = 0;            // of the reads; -1: the result
  std::uint32_t first = 0;  // bytes
  std::uint32_t apart = 0;
  std::uint32_t ring = 1;
  std::uint32_t offset = 0;
  std::uint32_t now = 0;  // where it stands while the program runs
};

struct Pass {
  std::uint32_t steps_begin = 0;
  std::uint32_t steps_end = 0;
  std::uint32_t moves_begin = 0;
  std::uint32_t moves_end = 0;
  std::uint32_t repeats = 1;
  std::optional<std::uint32_t> until;  // a strip, in bytes: as Region::until
};

struct StepProgram {
  TableLayout layout;
  std::vector<Step> steps;
  std::vector<Move> moves;
  std::vector<Pass> passes;
};

// Instructions that join become one step. The table must be less than 2^32 bytes.
StepProgram step_program(const Program& program, const KernelSet& kernels,
                         const TableLayout& layout);

}  // namespace headwater::detail
