#include "engine/study/detail/confidence.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/elementary.hpp"

namespace headwater::detail {
namespace {

// Stirling's series from 12 on, where its first term left out is below 1e-15; below by x Γ(x) =
// Γ(x + 1).
double log_gamma(double x) {
  double below = 0;
  for (; x < 12; x += 1) below += logarithm(x);
  const double square = 1 / (x * x);
  const double series =
      (1.0 / 12 -
       square * (1.0 / 360 - square * (1.0 / 1260 -
                                       square * (1.0 / 1680 -
                                                 square * (1.0 / 1188 - square * 691 / 360360))))) /
      x;
  constexpr double half_log_two_pi = 0.91893853320467274178;
  return (x - 0.5) * logarithm(x) - x + half_log_two_pi + series - below;
}

// Lentz's method; it takes some sqrt(a + b) rounds.
double beta_fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  constexpr int rounds_max = 1'000'000;
  const auto apart = [](double value) { return std::fabs(value) < tiny ? tiny : value; };
  double c = 1;
  double d = 1 / apart(1 - (a + b) * x / (a + 1));
  double product = d;
  for (int m = 1; m < rounds_max; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / apart(1 + even * d);
    c = apart(1 + even / c);
    product *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / apart(1 + odd * d);
    c = apart(1 + odd / c);
    product *= d * c;
    if (std::fabs(d * c - 1) < 1e-15) break;
  }
  return product;
}

// I_x(a, b); `rest` is 1 - x, given apart so that it keeps its digits.
double incomplete_beta(double a, double b, double x, double rest) {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const double front = exponential(log_gamma(a + b) - log_gamma(a) - log_gamma(b) +
                                   a * logarithm(x) + b * logarithm(rest));
  const bool near = x < (a + 1) / (a + b + 2);
  return near ? front * beta_fraction(a, b, x) / a : 1 - front * beta_fraction(b, a, rest) / b;
}

// Where `below` turns from true to false, by halving.
template <typename Below>
double turn(double low, double high, const Below& below) {
  constexpr int halvings = 100;
  for (int i = 0; i < halvings; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle == low || middle == high) break;
    (below(middle) ? low : high) = middle;
  }
  return high;
}

// The first count in [0, n] for which at most so many have a probability of at least `wanted`.
std::uint64_t binomial_quantile(std::uint64_t n, double p, double wanted) {
  std::uint64_t low = 0;
  std::uint64_t high = n;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (binomial_at_most(middle, n, p) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

}  // namespace

double student_t_outside(double t, std::uint64_t degrees) {
  const double n = double(degrees);
  const double whole = n + t * t;
  return incomplete_beta(n / 2, 0.5, n / whole, t * t / whole);
}

double student_t(std::uint64_t degrees) {
  // 12.7 of one degree
  return turn(0, 16, [&](double t) { return student_t_outside(t, degrees) / 2 > half_tail; });
}

// Halved until no double lies between.
double student_quantile(double p, std::uint64_t degrees) {
  if (p == 0.5) return 0;
  if (p < 0.5) return -student_quantile(1 - p, degrees);
  const double outside = 2 * (1 - p);
  double low = 0;
  double high = 1;
  while (student_t_outside(high, degrees) > outside) high *= 2;
  for (double middle = high / 2; low < middle && middle < high; middle = low + (high - low) / 2) {
    (student_t_outside(middle, degrees) > outside ? low : high) = middle;
  }
  return high;
}

double binomial_at_most(std::uint64_t k, std::uint64_t n, double p) {
  if (k >= n) return 1;
  return incomplete_beta(double(n - k), double(k) + 1, 1 - p, p);
}

ProbabilityBounds exact_bounds(std::uint64_t successes, std::uint64_t n) {
  ProbabilityBounds bounds;
  if (successes > 0) {  // so many or more would be as rare as half a tail
    bounds.low =
        turn(0, 1, [&](double p) { return 1 - binomial_at_most(successes - 1, n, p) < half_tail; });
  }
  if (successes < n) {
    bounds.high =
        turn(0, 1, [&](double p) { return binomial_at_most(successes, n, p) > half_tail; });
  }
  return bounds;
}

// Value number l (from 1) is at most the quantile when l or more values are: so l - 1 is the
// largest count with P(B <= l - 1) <= half_tail; and u the least with P(B <= u - 1) >= 1 - that.
RankBounds quantile_ranks(std::uint64_t n, double p) {
  RankBounds bounds;
  if (n == 0) return bounds;
  std::uint64_t above = binomial_quantile(n, p, half_tail);
  if (binomial_at_most(above, n, p) <= half_tail) ++above;
  if (above > 0) bounds.low = std::min(above - 1, n - 1);
  const std::uint64_t high = binomial_quantile(n, p, 1 - half_tail);
  if (high < n) bounds.high = high;
  return bounds;
}

}  // namespace headwater::detail
