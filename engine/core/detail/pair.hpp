// Numbers of about 106 bits as unevaluated sums of two doubles, and choices without branches.
//
// Everything is forced inline and free of branches, so that a loop over these functions becomes
// vector code; and is made of single IEEE operations, so that the bits are those of the scalar
// code.
//
// Source: Dekker, Numerische Mathematik 18, 1971, pp. 224-242 (exact sum and product; the split
// here is by mask, not by multiplication, so that it cannot overflow).
#pragma once

#include <cstdint>

namespace headwater::elementary {

// high + low, where low is at most a few units in the last place of high.
struct Pair {
  double high;
  double low;
};

[[gnu::always_inline]] inline std::uint64_t bits(double value) {
  return __builtin_bit_cast(std::uint64_t, value);
}
[[gnu::always_inline]] inline double from_bits(std::uint64_t pattern) {
  return __builtin_bit_cast(double, pattern);
}

// All ones where a claim holds, else 0. Claims are made by integer arithmetic alone: of a
// comparison g++ 12 makes a branch, moves code into it, and then neither vectorises the loop nor
// raises the floating-point flags of what it moved.
using Mask = std::uint64_t;

[[gnu::always_inline]] inline Mask top_bit_set(std::uint64_t pattern) {
  return 0 - (pattern >> 63);
}
[[gnu::always_inline]] inline Mask is_negative(double value) { return top_bit_set(bits(value)); }
[[gnu::always_inline]] inline std::uint64_t size_bits(double value) {
  return bits(value) & 0x7fff'ffff'ffff'ffff;
}
[[gnu::always_inline]] inline Mask is_zero(double value) {
  return top_bit_set(size_bits(value) - 1);
}
[[gnu::always_inline]] inline Mask is_finite(double value) {
  return top_bit_set(size_bits(value) - 0x7ff0'0000'0000'0000);
}
// Of numbers, not both -0 and 0 in this order, whose difference does not overflow.
[[gnu::always_inline]] inline Mask is_less(double left, double right) {
  return is_negative(left - right);
}

[[gnu::always_inline]] inline double select(Mask holds, double yes, double no) {
  return from_bits((bits(yes) & holds) | (bits(no) & ~holds));
}
// The value, or else 0.
[[gnu::always_inline]] inline double value_if(Mask holds, double value) {
  return from_bits(bits(value) & holds);
}
[[gnu::always_inline]] inline double lesser(double left, double right) {
  return select(is_less(left, right), left, right);
}
[[gnu::always_inline]] inline double greater(double left, double right) {
  return select(is_less(left, right), right, left);
}

// Exact when `large` is 0 or |large| >= |small|; otherwise off by at most an ulp of `small`.
[[gnu::always_inline]] inline Pair sum(double large, double small) {
  const double high = large + small;
  return {high, small - (high - large)};
}

// The 26 leading bits; what they leave of a double fits 27.
[[gnu::always_inline]] inline double head(double value) {
  return from_bits(bits(value) & 0xffff'ffff'f800'0000);
}

// Within 2^-104 of the product, where nothing underflows: only the product of the two tails rounds.
[[gnu::always_inline]] inline Pair product(double left, double right) {
  const double high = left * right;
  const double left_head = head(left);
  const double right_head = head(right);
  const double left_tail = left - left_head;
  const double right_tail = right - right_head;
  const double missed = left_head * right_head - high;
  return {high,
          ((missed + left_head * right_tail) + left_tail * right_head) + left_tail * right_tail};
}
[[gnu::always_inline]] inline Pair product(Pair left, Pair right) {
  const Pair exact = product(left.high, right.high);
  return {exact.high, exact.low + (left.high * right.low + left.low * right.high)};
}

// |large| >= |small|, or large is 0.
[[gnu::always_inline]] inline Pair sum(Pair large, Pair small) {
  const Pair exact = sum(large.high, small.high);
  return {exact.high, exact.low + (large.low + small.low)};
}

}  // namespace headwater::elementary
