// A number that carries its slope along, by the complex step: the derivative is the imaginary part
// of the same formula at a point that lies the least bit beside the real line (Squire and Trapp,
// SIAM Review 1998). Nothing cancels, so it is as exact as the arithmetic; the engine's reverse
// sweep has nothing in common with it.
//
// Its value is computed beside it as the engine computes its own, to the bit, and alone decides
// which branch is taken. `size` is what the slope would be if no two terms of it ever cancelled:
// what an error of rounding is to be measured by. It is infinite where a partial slope on the way
// is so steep that products of a few leave the range of doubles.
#pragma once

#include <cmath>
#include <complex>

#include "engine/core/elementary.hpp"

namespace headwater::test {

struct SlopeNumber {
  using Complex = std::complex<long double>;
  static constexpr long double step = 1e-2000L;  // room for slopes of any size

  // Whether a power of a number that is not above 0 was met since it was last cleared: by its
  // exponent that has no slope, which a reverse sweep cannot know to be multiplied by 0 later.
  static inline bool met_no_slope = false;

  double value = 0;
  Complex beside;
  double size = 0;

  SlopeNumber() = default;
  SlopeNumber(double number) : value(number), beside(number) {}
  SlopeNumber(double number, Complex along, double terms)
      : value(number), beside(number, along.imag()), size(terms) {}
  static SlopeNumber varying(double number) { return {number, {number, step}, 1}; }
  double slope() const { return double(beside.imag() / step); }
  explicit operator bool() const { return value != 0; }
};

using headwater::exponential;
using headwater::logarithm;
using headwater::power;
using headwater::square_root;

// A term of the size: the partial slope by a number, times the size of that number's own slope.
inline double sized(double partial, double size) {
  const double steep = 1e100;
  return std::fabs(partial) < steep ? std::fabs(partial) * size : HUGE_VAL;
}

inline double value_of(const SlopeNumber& number) { return number.value; }
inline bool isnan(const SlopeNumber& x) { return std::isnan(x.value); }
inline bool isfinite(const SlopeNumber& x) { return std::isfinite(x.value); }

inline SlopeNumber operator+(const SlopeNumber& a, const SlopeNumber& b) {
  return {a.value + b.value, a.beside + b.beside, a.size + b.size};
}
inline SlopeNumber operator-(const SlopeNumber& a, const SlopeNumber& b) {
  return {a.value - b.value, a.beside - b.beside, a.size + b.size};
}
inline SlopeNumber operator-(const SlopeNumber& a) { return {-a.value, -a.beside, a.size}; }
inline SlopeNumber operator*(const SlopeNumber& a, const SlopeNumber& b) {
  return {a.value * b.value, a.beside * b.beside, sized(a.value, b.size) + sized(b.value, a.size)};
}
inline SlopeNumber operator/(const SlopeNumber& a, const SlopeNumber& b) {
  const double quotient = a.value / b.value;
  return {quotient, a.beside / b.beside,
          sized(1 / b.value, a.size) + sized(quotient / b.value, b.size)};
}

inline bool operator<(const SlopeNumber& a, const SlopeNumber& b) { return a.value < b.value; }
inline bool operator<=(const SlopeNumber& a, const SlopeNumber& b) { return a.value <= b.value; }
inline bool operator>(const SlopeNumber& a, const SlopeNumber& b) { return a.value > b.value; }
inline bool operator>=(const SlopeNumber& a, const SlopeNumber& b) { return a.value >= b.value; }
inline bool operator==(const SlopeNumber& a, const SlopeNumber& b) { return a.value == b.value; }

inline SlopeNumber fabs(const SlopeNumber& x) {
  return x.value < 0 ? -x : SlopeNumber(std::fabs(x.value), x.beside, x.size);
}
inline SlopeNumber square_root(const SlopeNumber& x) {
  const double root = headwater::square_root(x.value);
  return {root, std::sqrt(x.beside), sized(0.5 / root, x.size)};
}
inline SlopeNumber exponential(const SlopeNumber& x) {
  const double result = headwater::exponential(x.value);
  return {result, std::exp(x.beside), sized(result, x.size)};
}
inline SlopeNumber logarithm(const SlopeNumber& x) {
  return {headwater::logarithm(x.value), std::log(x.beside), sized(1 / x.value, x.size)};
}

// By the logarithm, which a negative number has none of: its whole powers are those of its
// opposite, up to a sign. A power of 0 has a slope by the base alone, where that is finite.
inline SlopeNumber power(const SlopeNumber& a, const SlopeNumber& b) {
  using Complex = SlopeNumber::Complex;
  const double result = headwater::power(a.value, b.value);
  if (a.value <= 0) SlopeNumber::met_no_slope = true;
  if (a.value == 0) {
    const double slope = b.value == 1 ? 1 : b.value > 1 || b.value == 0 ? 0 : std::nan("");
    return {result, Complex(result, slope * a.beside.imag()), std::fabs(slope) * a.size};
  }
  const bool vanished = result == 0;  // and the slope with it, which says nothing
  const double by_base = result * b.value / a.value;
  const double by_exponent = result * std::log(std::fabs(a.value));
  const double size = vanished ? HUGE_VAL : sized(by_base, a.size) + sized(by_exponent, b.size);
  if (a.value > 0) return {result, std::exp(b.beside * std::log(a.beside)), size};
  const bool varies = b.size != 0;  // though its terms may cancel
  const Complex opposite = std::exp(b.beside * std::log(-a.beside));
  const bool odd = std::fmod(b.value, 2) != 0;
  return {result, varies ? Complex(std::nan(""), std::nan("")) : odd ? -opposite : opposite, size};
}

}  // namespace headwater::test
