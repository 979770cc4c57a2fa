// Logarithm and exponential of Pairs: what exponential, logarithm and power have in common.
//
// Sources: Muller, Elementary Functions, 3rd edition, 2016 (minimax polynomials, range reduction by
// two parts of ln 2); the series of log x in (x - 1) / (x + 1) is Abramowitz and Stegun 4.1.27. The
// coefficients come from a Remez exchange in 60 digits, each then rounded to a double; the
// remainders given below are measured after that rounding.
#pragma once

#include <cstdint>

#include "engine/core/detail/pair.hpp"

namespace headwater::elementary {

// ln 2: the first 42 bits, so that a whole number of 11 bits times `high` is exact; and the rest.
inline constexpr Pair ln_2 = {0x1.62e42fefa3800p-1, 0x1.ef35793c76730p-45};

// The natural logarithm of a finite x > 0, within 2^-68 of itself. 0 at 1.
//
// x = 2^k m with m in [sqrt(1/2), sqrt(2)), s = (m - 1) / (m + 1), |s| < 0.1716, z = s^2:
// log x = k ln 2 + 2s + s z (2/3 + z (2/5 + z Q(z))). Q is the minimax polynomial of degree 7 of
// what remains of the series of 2 artanh(s) (remainder 2^-72); Q alone is summed in plain doubles.
[[gnu::always_inline]] inline Pair log_pair(double x) {
  const Mask subnormal = is_less(x, 0x1p-1022);
  const std::uint64_t pattern = bits(x * select(subnormal, 0x1p54, 1));
  const std::uint64_t exponent = (pattern + (bits(1) - bits(0x1.6a09e667f3bcdp-1))) >> 52;
  const double m = from_bits(pattern - ((exponent - 1023) << 52));
  // A whole number in the low bits of 2^52 is the number more: conversion without an instruction
  // that baseline x86-64 has not got for vectors.
  const double k = (from_bits(exponent | bits(0x1p52)) - (0x1p52 + 1023)) - value_if(subnormal, 54);

  const double numerator = m - 1;
  const Pair denominator = sum(1, m);
  const double quotient = numerator / denominator.high;
  const Pair back = product(quotient, denominator.high);
  const double rest = ((numerator - back.high) - back.low) - quotient * denominator.low;
  const Pair s = {quotient, rest / denominator.high};
  const Pair z = product(s, s);

  const double y = z.high;
  const double w = y * y;
  const double even =
      0x1.2492492492492p-2 +
      w * (0x1.745d1745a3979p-3 + w * (0x1.1110f7eb4da0fp-3 + w * 0x1.acf74ef54c62fp-4));
  const double odd =
      0x1.c71c71c71c825p-3 +
      w * (0x1.3b13b16b90956p-3 + w * (0x1.e1f004c31a313p-4 + w * 0x1.b2ea0ee3e64f9p-4));
  const Pair fifth = sum({0x1.999999999999ap-2, -0x1.999999999999ap-56}, {y * (even + y * odd), 0});
  const Pair third = sum({0x1.5555555555555p-1, 0x1.5555555555555p-55}, product(z, fifth));
  const Pair curved = product(s, product(z, third));
  const Pair log_m = sum({2 * s.high, 2 * s.low}, curved);
  const Pair total = sum({k * ln_2.high, k * ln_2.low}, log_m);
  return sum(total.high, total.low);
}

// e to the power x, rounded once, subnormals too: within 0.52 ulp of e^(x.high + x.low). Infinite
// where that overflows. |x.high| <= 760, and x.low at most an ulp or two of it.
//
// x = k ln 2 + r with |r| <= ln(2)/2: e^x = 2^k (1 + r + r^2/2 + r^3 P(r)), with P the minimax
// polynomial of degree 9 (remainder 2^-59.8 of e^r). The first three terms are summed exactly.
[[gnu::always_inline]] inline double exp_of(Pair x) {
  constexpr double round_to_whole = 0x1.8p52;  // and leaves k in the low bits, as two's complement
  const double shifted = x.high * 0x1.71547652b82fep+0 + round_to_whole;
  const double k = shifted - round_to_whole;
  const Pair rest = sum(x.high - k * ln_2.high, x.low - k * ln_2.low);
  const double r = rest.high;
  const double square = r * r;
  const double even =
      0x1.5555555555556p-3 +
      square * (0x1.11111111109b3p-7 +
                square * (0x1.a01a01a7c456cp-13 +
                          square * (0x1.71de0dada4588p-19 + square * 0x1.af38ab3f3184ep-26)));
  const double odd =
      0x1.5555555555556p-5 +
      square * (0x1.6c16c16c15dc7p-10 +
                square * (0x1.a01a01a936350p-16 +
                          square * (0x1.27e4d4d3e5553p-22 + square * 0x1.1f7f27da618f1p-29)));
  const double cubic = square * r * (even + r * odd);

  const double r_head = head(r);
  const Pair linear = sum(1, r);
  const Pair quadratic = sum(linear.high, 0.5 * r_head * r_head);  // exact: 26 bits squared
  const double one = quadratic.high;
  const double tail =
      (linear.low + quadratic.low) + ((0.5 * (r - r_head) * (r + r_head) + cubic) + rest.low * one);

  // Where 2^k * one is subnormal, adding `coarse` first makes the one rounding fall on the last
  // bit the result has.
  const double smallest = from_bits((1 - bits(shifted)) << 52);  // 2^(-1022 - k), k > 1: negative
  const double coarse = value_if(is_less(one, smallest), smallest);
  const Pair placed = sum(coarse, one);
  const double rounded = (placed.high + (placed.low + tail)) - coarse;

  // 2^k in two steps, since 2^1024 is none; both are exact but for an overflow.
  const std::uint64_t half = bits(0.5 * k + round_to_whole);
  const std::uint64_t other_half = bits(shifted) - half;
  return rounded * from_bits((half + 1023) << 52) * from_bits((other_half + 1023) << 52);
}

}  // namespace headwater::elementary
