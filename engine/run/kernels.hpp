// One operation over the lanes of a block, fast or checking.
//
// The fast kernels are plain loops: right whenever no operand is missing where an order is asked
// and no result overflows. Each such case raises a floating-point flag (invalid, zero-divide or
// overflow), and the executor then runs the block again with the checking kernels, which define
// the result: arithmetic() of engine/model/arithmetic.hpp, lane by lane.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/model/formula.hpp"

namespace headwater::kernel {

struct Strip {  // one value per lane, or one for all
  const double* values;
  bool constant;
};

// Operands a, b, c as the operation needs them.
void fast(NodeOp op, Strip a, Strip b, Strip c, double* out, std::size_t lanes);

// Why a lane's value is missing: the number of the instruction that lost it, plus one; 0 while
// it is not. Follows values through all operations.
struct Traced {
  Strip values;
  const std::uint32_t* causes;  // one per lane, or one for all
};
void checking(NodeOp op, Traced a, Traced b, Traced c, double* out, std::uint32_t* out_causes,
              std::uint32_t instruction, std::size_t lanes);

}  // namespace headwater::kernel
