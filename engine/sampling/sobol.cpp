#include "engine/sampling/sobol.hpp"

#include <algorithm>

#include <boost/random/sobol.hpp>

#include "engine/sampling/philox.hpp"

namespace headwater {

namespace {

[[gnu::always_inline]] inline std::uint32_t reversed(std::uint32_t x) {
  x = ((x >> 1) & 0x5555'5555) | ((x & 0x5555'5555) << 1);
  x = ((x >> 2) & 0x3333'3333) | ((x & 0x3333'3333) << 2);
  x = ((x >> 4) & 0x0f0f'0f0f) | ((x & 0x0f0f'0f0f) << 4);
  x = ((x >> 8) & 0x00ff'00ff) | ((x & 0x00ff'00ff) << 8);
  return (x >> 16) | (x << 16);
}

struct Scramble {
  std::uint32_t add, multiply, below;
};

Scramble scramble_of(std::uint64_t key) {
  const std::uint64_t more = derived_key(key, 0);
  return {std::uint32_t(key), std::uint32_t(key >> 32) | 1, std::uint32_t(more)};
}

// A bit of the result depends on bits no higher; of the number backwards, on bits no lower.
[[gnu::always_inline]] inline std::uint32_t carried_up(std::uint32_t x, const Scramble& by) {
  x ^= x * 0x3d20'adea;
  x += by.add;
  x *= by.multiply;
  x ^= x * 0x0552'6c56;
  x ^= x * 0x53a2'2864;
  return x;
}

// 20 bits, any function of all bits of `x`.
[[gnu::always_inline]] inline std::uint32_t bits_below(std::uint32_t x, const Scramble& by) {
  x = (x ^ by.below) * 0x7feb'352d;
  x = (x ^ (x >> 15)) * 0x846c'a68b;
  return (x ^ (x >> 16)) >> 12;
}

[[gnu::always_inline]] inline double scrambled(std::uint32_t backwards, const Scramble& by) {
  const std::uint32_t net = reversed(carried_up(backwards, by));
  return unit_of_52((std::uint64_t{net} << 20) | bits_below(net, by));
}

void scrambled_strip(const std::uint32_t* first, std::uint32_t base, Scramble by, double* out,
                     std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = scrambled(first[i] ^ base, by);
}

}  // namespace

Sobol::Sobol(std::size_t dimensions) : dimensions_(dimensions) {
  if (dimensions == 0) return;
  using Table = boost::random::default_sobol_table;
  const boost::random::qrng_detail::sobol_lattice<std::uint32_t, 32, Table> lattice(dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) {
    auto& [directions, first] = dimensions_[d];
    for (std::size_t bit = 0; bit < 32; ++bit) {
      directions[bit] = reversed(*(lattice.iter_at(dimensions * bit) + std::ptrdiff_t(d)));
    }
    for (std::uint32_t i = 0; i < strip; ++i) first[i] = backwards(d, i);
  }
}

std::uint32_t Sobol::backwards(std::size_t dimension, std::uint32_t index) const {
  const auto& directions = dimensions_[dimension].directions;
  std::uint32_t sum = 0;
  std::uint32_t gray = index ^ (index >> 1);
  for (std::size_t bit = 0; gray != 0; ++bit, gray >>= 1) sum ^= directions[bit] & (0 - (gray & 1));
  return sum;
}

std::uint32_t Sobol::point(std::size_t dimension, std::uint32_t index) const {
  return reversed(backwards(dimension, index));
}

void Sobol::fill(std::size_t dimension, std::uint64_t key, std::uint64_t first, double* out,
                 std::size_t count) const {
  const Scramble by = scramble_of(key);
  while (count > 0) {
    const std::size_t skip = first % strip;
    const std::size_t now = std::min(count, strip - skip);
    const std::uint32_t base = backwards(dimension, std::uint32_t(first - skip));
    scrambled_strip(dimensions_[dimension].first.data() + skip, base, by, out, now);
    first += now;
    out += now;
    count -= now;
  }
}

}  // namespace headwater
