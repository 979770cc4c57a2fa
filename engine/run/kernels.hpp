// The kernels that run a program, and the ones that define what it means.
//
// The fast ones are loops over vectors, for what the processor has: see
// engine/run/detail/kernel_bodies.hpp. The checking one is arithmetic() of
// engine/model/arithmetic.hpp, lane by lane, and keeps the cause of a missing value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/model/formula.hpp"
#include "engine/run/detail/step.hpp"

namespace headwater {

// What of x86-64 a kernel may use; never changes a result.
enum class InstructionSet : std::uint8_t { baseline, avx2, avx512 };

// Those this processor has, the widest last.
std::span<const InstructionSet> instruction_sets();

namespace detail {
const KernelSet& kernels_of(InstructionSet set);
}

namespace kernel {

// Why a lane's value is missing: the number of the instruction that lost it, plus one; 0 while it
// is not. Follows values through all operations.
struct Traced {
  const double* values;         // one per lane, or one for all
  const std::uint32_t* causes;  // likewise
  bool constant;
};
struct TracedResult {
  double* values;
  std::uint32_t* causes;
  std::uint32_t instruction;
};
// Operands a, b, c as the operation needs them.
void checking(NodeOp op, Traced a, Traced b, Traced c, TracedResult out, std::size_t lanes);

}  // namespace kernel
}  // namespace headwater
