#include "engine/sampling/latin.hpp"

#include <algorithm>
#include <bit>

namespace headwater {

Permutation::Permutation(std::uint64_t size, std::uint64_t key) : size_(size) {
  // Of few bits the rounds make some orders more often than others.
  const int bits = std::max(10, int(std::bit_width(size - 1)));
  mask_ = (std::uint64_t{1} << bits) - 1;
  shift_ = (bits + 1) / 2;
  for (std::size_t round = 0; round < rounds; ++round) {
    multiply_[round] = derived_key(key, 2 * round) | 1;
    add_[round] = derived_key(key, 2 * round + 1);
  }
}

std::uint64_t Permutation::once(std::uint64_t index) const {
  for (std::size_t round = 0; round < rounds; ++round) {
    index = (index * multiply_[round] + add_[round]) & mask_;
    index ^= index >> shift_;
  }
  return index;
}

std::uint64_t Permutation::operator()(std::uint64_t index) const {
  do index = once(index);
  while (index >= size_);
  return index;
}

void fill_latin(const Permutation& permutation, std::uint64_t points, const Stream& jitter,
                std::uint64_t first, double* out, std::size_t count) {
  fill_random(jitter, first, out, count);
  // (stratum + place) / points must round to no other stratum: both fit 51 bits, so that the
  // nearest neighbour is two roundings away.
  const int bits = 51 - std::max(1, int(std::bit_width(points - 1)));
  const double parts = double(std::uint64_t{1} << bits);
  const double all = double(points) * parts;
  for (std::size_t i = 0; i < count; ++i) {
    const auto part = double(std::uint64_t(out[i] * parts));
    out[i] = (double(permutation(first + i)) * parts + part + 0.5) / all;
  }
}

}  // namespace headwater
