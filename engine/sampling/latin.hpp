// A Latin hypercube: of so many points, one in each of as many equal strata of every axis.
//
// Which point is in which stratum is a permutation that nobody stores: rounds of a multiplication
// by an odd number and a shift, each a bijection of the numbers of b bits; what falls outside goes
// round again until it is inside (cycle walking; Black and Rogaway, CT-RSA 2002, section 3).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/sampling/philox.hpp"

namespace headwater {

class Permutation {
 public:
  static constexpr std::uint64_t size_max = std::uint64_t{1} << 32;

  // Of 0, 1, ..., size - 1.
  Permutation(std::uint64_t size, std::uint64_t key);
  std::uint64_t operator()(std::uint64_t index) const;

 private:
  static constexpr int rounds = 6;
  std::uint64_t once(std::uint64_t index) const;
  std::uint64_t size_;
  std::uint64_t mask_;
  int shift_;
  std::array<std::uint64_t, rounds> multiply_;
  std::array<std::uint64_t, rounds> add_;
};

// Points first, first + 1, ... of `points`: stratum by permutation, place within it by `jitter`'s
// row of the same number, with as many bits as 51 leave.
void fill_latin(const Permutation& permutation, std::uint64_t points, const Stream& jitter,
                std::uint64_t first, double* out, std::size_t count);

}  // namespace headwater
