// Values at which arithmetic is most likely to go wrong, and how tests compare values to the bit.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/model/arithmetic.hpp"

namespace headwater::test {

inline std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }
inline constexpr std::uint64_t missing_bits = 0x7ff8000000000000;

// Both zeros, numbers that round, the smallest and the largest, and a missing one.
inline std::vector<double> special_values() {
  using Limits = std::numeric_limits<double>;
  return {0.0,
          -0.0,
          1.0,
          -1.0,
          0.1,
          -3.0,
          1.0 / 3,
          Limits::min(),
          Limits::max(),
          -Limits::max(),
          1e200,
          1e-200,
          Limits::epsilon(),
          Limits::denorm_min(),
          -Limits::denorm_min(),
          missing()};
}

inline std::vector<NodeOp> binary_operations() {
  return {NodeOp::add,     NodeOp::subtract, NodeOp::multiply,   NodeOp::divide, NodeOp::minimum,
          NodeOp::maximum, NodeOp::less,     NodeOp::less_equal, NodeOp::equal,  NodeOp::otherwise};
}
inline std::vector<NodeOp> unary_operations() {
  return {NodeOp::negate, NodeOp::absolute, NodeOp::present};
}

}  // namespace headwater::test
