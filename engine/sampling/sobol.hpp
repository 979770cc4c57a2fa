// Sobol' points in Gray-code order, scrambled the way of Owen by a hash.
//
// Point i of a dimension is the sum over GF(2) of the directions at the bits of i ^ (i >> 1). That
// map is linear, so the points of an aligned strip are its first one plus those of the first strip.
//
// A scramble flips each bit by a random function of the bits above it: the points stay a net and
// become uniform. A hash whose every step carries bits upwards only, of the number read backwards,
// is such a function. Of 52 bits the first 32 are the net; beyond, the bits of an unscrambled point
// are 0 and scrambled ones are random by the 32 above them, which is what is done.
//
// Sources: directions of Joe and Kuo, SIAM J. Sci. Comput. 30, 2008, as Boost has them; Burley,
// Practical hash-based Owen scrambling, JCGT 9(4), 2020; constants of the hash after Vegdahl,
// Building a better LK hash, 2021.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace headwater {

class Sobol {
 public:
  static constexpr std::size_t strip = 64;

  explicit Sobol(std::size_t dimensions);  // at most 3,667

  // The point without a scramble, 32 bits after the point.
  std::uint32_t point(std::size_t dimension, std::uint32_t index) const;

  // Scrambled by `key`: points first, first + 1, ..., all below 2^32.
  void fill(std::size_t dimension, std::uint64_t key, std::uint64_t first, double* out,
            std::size_t count) const;

 private:
  // Read backwards, lowest bit first, as the hash wants them.
  std::uint32_t backwards(std::size_t dimension, std::uint32_t index) const;
  struct Dimension {
    std::array<std::uint32_t, 32> directions;
    std::array<std::uint32_t, strip> first;
  };
  std::vector<Dimension> dimensions_;
};

}  // namespace headwater
