#include "engine/study/detail/cosine.hpp"

#include <algorithm>
#include <numbers>

namespace headwater::detail {
namespace {

// Taylor's series 1 - x^2 / (a (a + 1)) (1 - x^2 / ((a + 2) (a + 3)) ( ... )): the cosine's for
// a = 1, for a = 2 the sine's over x. Up to pi / 4 the first term left out is below 1e-20.
double series(double x, double first) {
  double sum = 1;
  for (double a = first + 16; a >= first; a -= 2) sum = 1 - sum * (x * x) / (a * (a + 1));
  return sum;
}

}  // namespace

// By whole numbers into the first eighth of a turn, so that no digit is lost on the way.
double cosine_of_turn(std::uint64_t part, std::uint64_t whole) {
  part %= whole;
  part = std::min(part, whole - part);  // cos(-x) = cos(x)
  const bool beyond_quarter = 4 * part > whole;
  const std::uint64_t twice = beyond_quarter ? whole - 2 * part : 2 * part;  // cos(pi - x)
  const double sign = beyond_quarter ? -1 : 1;
  if (4 * twice <= whole) return sign * series(std::numbers::pi * double(twice) / double(whole), 1);
  const std::uint64_t to_quarter = whole - 2 * twice;  // cos(x) = sin(pi / 2 - x)
  const double x = std::numbers::pi * double(to_quarter) / (2 * double(whole));
  return sign * x * series(x, 2);
}

}  // namespace headwater::detail
