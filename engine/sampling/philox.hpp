// Random uniforms that are a function of where they stand: Philox 4x32 with ten rounds.
//
// A stream is the draws of one axis: its key says whose (seed and name), half of its counter which
// (period and copy), the other half the block. A block is 128 bits: two uniforms, those of rows
// 2k and 2k + 1. So a draw depends on nothing but (seed, name, period, copy, row).
//
// Source: Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011. Our own
// rounds, a dozen lines that vectorise across blocks; the tests hold them to Random123's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace headwater {

// XXH3-64 of the seed (8 bytes, little-endian) and the name.
std::uint64_t stream_key(std::uint64_t seed, std::string_view name);

// A key of its own for each number: the finaliser of MurmurHash3 with constants of David Stafford
// ("mix 13", as in SplitMix64), a bijection of `key` + odd multiple of `number`.
std::uint64_t derived_key(std::uint64_t key, std::uint64_t number);

struct Stream {
  std::uint64_t key = 0;
  std::uint32_t period = 0;
  std::uint32_t copy = 0;
};

std::array<std::uint32_t, 4> philox_4x32_10(std::array<std::uint32_t, 4> counter,
                                            std::array<std::uint32_t, 2> key);

// (k + 1/2) / 2^52 for the leading 52 bits k: in [2^-53, 1 - 2^-53], and 1 - u is exact.
[[gnu::always_inline]] inline double unit_of_52(std::uint64_t k) {
  // A whole number in the low bits of 2^52 is the number more: a conversion that vectorises.
  const double whole = __builtin_bit_cast(double, k | 0x4330'0000'0000'0000) - 0x1p52;
  return (whole + 0.5) * 0x1p-52;
}

// The uniforms of rows first_row, first_row + 1, ... of a stream.
void fill_random(const Stream& stream, std::uint64_t first_row, double* out, std::size_t count);

}  // namespace headwater
