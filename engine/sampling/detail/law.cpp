#include "engine/sampling/detail/law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/elementary.hpp"

namespace headwater::detail {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
// Beyond, exponentials are not finite. No table reaches so far.
constexpr double y_max = 700;

double within_y(double y) { return std::clamp(y, -y_max, y_max); }

struct Logistic {
  double x, rest;          // rest = 1 - x
  double log_x, log_rest;  // without cancellation
};

// log(1 + small), small in [0, 1].
double log_of_1_and(double small) {
  const double whole = 1 + small;
  return logarithm(whole) + (small - (whole - 1)) / whole;
}

Logistic logistic(double y) {
  const double small = exponential(-std::fabs(y));
  const double log_whole = log_of_1_and(small);
  const Logistic positive = {1 / (1 + small), small / (1 + small), -log_whole,
                             -std::fabs(y) - log_whole};
  if (y >= 0) return positive;
  return {positive.rest, positive.x, positive.log_rest, positive.log_x};
}

// DLMF 8.17.22: I_x(a, b) = x^a (1-x)^b / (a B(a, b)) times this; quick for x < (a+1) / (a+b+2).
double fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  const auto apart = [](double value) { return std::fabs(value) < tiny ? tiny : value; };
  double c = 1;
  double d = 1 / apart(1 - (a + b) * x / (a + 1));
  double product = d;
  for (int m = 1; m < 100'000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / apart(1 + even * d);
    c = apart(1 + even / c);
    product *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / apart(1 + odd * d);
    c = apart(1 + odd / c);
    const double factor = d * c;
    product *= factor;
    if (std::fabs(factor - 1) < 0x1p-52) break;
  }
  return product;
}

struct Tails {
  double below, above;
};

// `constant` is -log B(a, b).
Tails tails(double a, double b, const Logistic& at, double constant) {
  const double front = exponential(a * at.log_x + b * at.log_rest + constant);
  if (at.x < (a + 1) / (a + b + 2)) {
    const double below = std::min(1.0, front * fraction(a, b, at.x) / a);
    return {below, 1 - below};
  }
  const double above = std::min(1.0, front * fraction(b, a, at.rest) / b);
  return {1 - above, above};
}

double log_constant(double a, double b) {
  // At the mean both fractions are quick enough; what they sum to is B(a, b), in units of the peak.
  const double x = a / (a + b);
  const double rest = b / (a + b);
  const double sum = fraction(a, b, x) / a + fraction(b, a, rest) / b;
  return -(a * logarithm(x) + b * logarithm(rest)) - logarithm(sum);
}

}  // namespace

BetaLaw::BetaLaw(double left, double right)
    : left_(left), right_(right), log_constant_(log_constant(left, right)) {}

LawAt BetaLaw::at(double y) const {
  const Logistic at = logistic(within_y(y));
  const Tails tail = tails(left_, right_, at, log_constant_);
  const double step = at.x * at.rest;
  return {at.x,
          step,
          step * (at.rest - at.x),
          left_ * at.log_x + right_ * at.log_rest + log_constant_,
          left_ * at.rest - right_ * at.x,
          tail.below,
          tail.above};
}

double BetaLaw::coordinate(double x) const {
  if (x <= 0) return -infinite;
  if (x >= 1) return infinite;
  return logarithm(x) - logarithm(1 - x);
}

StudentLaw::StudentLaw(double freedom)
    : freedom_(freedom), log_constant_(log_constant(freedom / 2, 0.5)) {}

LawAt StudentLaw::at(double y) const {
  const double up = exponential(within_y(y));
  const double down = exponential(-within_y(y));
  // sinh without cancellation: its series where that is short.
  const double square = y * y;
  const double x =
      std::fabs(y) < 0.1
          ? y * (1 + square / 6 * (1 + square / 20 * (1 + square / 42 * (1 + square / 72))))
          : (up - down) / 2;
  const double step = (up + down) / 2;
  // x² / (freedom + x²) is logistic(log(x² / freedom)).
  const double odds = 2 * logarithm(std::max(std::fabs(x), 1e-300)) - logarithm(freedom_);
  const Logistic inner = logistic(-odds);
  const double beyond = tails(freedom_ / 2, 0.5, inner, log_constant_).below / 2;
  const double log_density =
      log_constant_ - logarithm(freedom_) / 2 + (freedom_ + 1) / 2 * inner.log_x + logarithm(step);
  const double bend = -(freedom_ + 1) * (x / (freedom_ + x * x)) * step + x / step;
  return {x, step, x, log_density, bend, x < 0 ? beyond : 1 - beyond, x < 0 ? 1 - beyond : beyond};
}

double StudentLaw::coordinate(double x) const {
  if (std::isinf(x)) return x;
  const double size = std::fabs(x);
  const double y = size > 1e150 ? logarithm(size) + logarithm(2.0)
                                : logarithm(size + std::sqrt(1 + size * size));
  return x < 0 ? -y : y;
}

LawAt law_at(const Law& law, double y) {
  return std::visit([y](const auto& of) { return of.at(y); }, law);
}

double coordinate(const Law& law, double x) {
  return std::visit([x](const auto& of) { return of.coordinate(x); }, law);
}

double coordinate_of(const Law& law, double below, double above, double near) {
  const bool by_above = above < below;
  const double wanted = logarithm(by_above ? above : below);
  double low = -y_max;
  double high = y_max;
  double y = std::clamp(near, low, high);
  for (int round = 0; round < 200; ++round) {
    const LawAt at = law_at(law, y);
    const double tail = by_above ? at.above : at.below;
    const double found = tail > 0 ? logarithm(tail) : -infinite;
    // Positive where y is to rise.
    const double error = by_above ? found - wanted : wanted - found;
    (error > 0 ? low : high) = y;
    const double move = error * exponential(std::min(600.0, found - at.log_density));
    double next = y + move;
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (std::fabs(next - y) <= 0x1p-51 * (1 + std::fabs(y))) return next;
    y = next;
  }
  return y;
}

}  // namespace headwater::detail
