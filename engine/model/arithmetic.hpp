// The meaning of each operation on two numbers, written once: what folding, checking kernels and
// tests agree with, bit for bit.
//
// A missing value is the one quiet NaN of `missing()`. It goes through every operation, minimum,
// maximum and comparisons included; `otherwise` and `present` alone stop it. A result that is not
// finite is missing.
#pragma once

#include "engine/core/missing.hpp"
#include "engine/model/formula.hpp"

namespace headwater {

// One of add, subtract, multiply, divide (or per), raise, minimum, maximum, less, less_equal,
// equal, otherwise. Comparisons give 1 or 0.
double arithmetic(NodeOp op, double left, double right);

// One of negate, absolute, present, square_root, exponential, logarithm, copy: those of is_unary().
double arithmetic(NodeOp op, double operand);

// args: condition, value where it holds, value where not. A missing condition is missing.
double choose(double condition, double yes, double no);

}  // namespace headwater
