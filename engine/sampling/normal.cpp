#include "engine/sampling/normal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/core/elementary.hpp"

namespace headwater {

namespace {

using elementary::select;

template <std::size_t N>
[[gnu::always_inline]] inline double polynomial(const double (&c)[N], double x) {
  double sum = c[0];
#pragma GCC unroll 16
  for (std::size_t i = 1; i < N; ++i) sum = sum * x + c[i];
  return sum;
}

// AS 241: for |u - 1/2| <= 0.425, by q = u - 1/2.
[[gnu::always_inline]] inline double score_in_middle(double q) {
  constexpr double above[] = {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
                              45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
                              133.14166789178437745, 3.387132872796366608};
  constexpr double below[] = {
      5226.495278852854561,  28729.085735721942674, 39307.89580009271061,  21213.794301586595867,
      5394.1960214247511077, 687.1870074920579083,  42.313330701600911252, 1.0};
  const double r = 0.180625 - q * q;
  return q * polynomial(above, r) / polynomial(below, r);
}

// By r = sqrt(-log(tail)), tail < 0.075: size of the score.
[[gnu::always_inline]] inline double score_in_tail(double tail) {
  constexpr double above[] = {7.7454501427834140764e-4, .0227238449892691845833,
                              .24178072517745061177,    1.27045825245236838258,
                              3.64784832476320460504,   5.7694972214606914055,
                              4.6303378461565452959,    1.42343711074968357734};
  constexpr double below[] = {1.05075007164441684324e-9, 5.475938084995344946e-4,
                              .0151986665636164571966,   .14810397642748007459,
                              .68976733498510000455,     1.6763848301838038494,
                              2.05319162663775882187,    1.0};
  constexpr double far_above[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                                  .0012426609473880784386,   .026532189526576123093,
                                  .29656057182850489123,     1.7848265399172913358,
                                  5.4637849111641143699,     6.6579046435011037772};
  constexpr double far_below[] = {2.04426310338993978564e-15, 1.4215117583164458887e-7,
                                  1.8463183175100546818e-5,   7.868691311456132591e-4,
                                  .0148753612908506148525,    .13692988092273580531,
                                  .59983220655588793769,      1.0};
  const double r = std::sqrt(-logarithm(tail));
  const double near = polynomial(above, r - 1.6) / polynomial(below, r - 1.6);
  const double far = polynomial(far_above, r - 5) / polynomial(far_below, r - 5);
  return select(elementary::is_less(5, r), far, near);
}

[[gnu::always_inline]] inline double tail_score(double u) {
  const double q = u - 0.5;
  const double size = score_in_tail(select(elementary::is_negative(q), u, 1 - u));
  return select(elementary::is_negative(q), -size, size);
}

bool in_middle(double u) { return std::fabs(u - 0.5) <= 0.425; }

constexpr std::size_t strip = 128;

}  // namespace

double normal_score(double u) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (in_middle(u)) return score_in_middle(u - 0.5);
  if (u > 0 && u < 1) return tail_score(u);
  if (u == 0) return -infinite;
  return u == 1 ? infinite : missing();
}

void normal_scores(const double* u, double* out, std::size_t count) {
  std::array<double, strip> tails;
  std::array<std::size_t, strip> at;
  for (std::size_t done = 0; done < count; done += strip) {
    const std::size_t now = std::min(strip, count - done);
    std::size_t found = 0;
    for (std::size_t i = 0; i < now; ++i) {
      at[found] = i;
      tails[found] = u[done + i];
      found += in_middle(u[done + i]) ? 0 : 1;
    }
    for (std::size_t i = 0; i < now; ++i) out[done + i] = score_in_middle(u[done + i] - 0.5);
    // Whole vectors: what is added is not kept.
    for (std::size_t i = found; i % 8 != 0; ++i) tails[i] = 0.25;
    bool plain = true;
    for (std::size_t i = 0; i < found; ++i) plain = plain && tails[i] > 0 && tails[i] < 1;
    if (plain) {
      const std::size_t whole = (found + 7) / 8 * 8;
      for (std::size_t i = 0; i < whole; ++i) tails[i] = tail_score(tails[i]);
    } else {
      for (std::size_t i = 0; i < found; ++i) tails[i] = normal_score(tails[i]);
    }
    for (std::size_t i = 0; i < found; ++i) out[done + at[i]] = tails[i];
  }
}

namespace {

// |z| up to here, and from there on.
constexpr double middle = 0.67448975;
constexpr double far = 5.656854249492380195206754896838;  // sqrt(32)
// exp(-size^2 / 2) by size rounded to a multiple of 1/16, whose square is exact.
[[gnu::always_inline]] inline double bell(double size) {
  const double round = 0x1.8p52 / 16;
  const double coarse = (size + round) - round;
  const double rest = (size - coarse) * (size + coarse);
  return exponential(-coarse * coarse * 0.5) * exponential(-rest * 0.5);
}

[[gnu::always_inline]] inline double below_by_middle(double z) {
  constexpr double a[] = {.065682337918207449113, 2.2352520354606839287, 161.02823106855587881,
                          1067.6894854603709582, 18154.981253343561249};
  constexpr double b[] = {1.0, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205,
                          45507.789335026729956};
  const double y = z * z;
  return 0.5 + z * polynomial(a, y) / polynomial(b, y);
}

// The probability beyond `size`, in [0.67, 38.6].
[[gnu::always_inline]] inline double beyond(double size) {
  constexpr double c[] = {1.0765576773720192317e-8, .39894151208813466764, 8.8831497943883759412,
                          93.506656132177855979,    597.27027639480026226, 2494.5375852903726711,
                          6848.1904505362823326,    11602.651437647350124, 9842.7148383839780218};
  constexpr double d[] = {1.0,
                          22.266688044328115691,
                          235.38790178262499861,
                          1519.377599407554805,
                          6485.558298266760755,
                          18615.571640885098091,
                          34900.952721145977266,
                          38912.003286093271411,
                          19685.429676859990727};
  constexpr double p[] = {.02307344176494017303, .21589853405795699,     .1274011611602473639,
                          .022235277870649807,   .001421619193227893466, 2.9112874951168792e-5};
  constexpr double q[] = {1.0,
                          1.28426009614491121,
                          .468238212480865118,
                          .0659881378689285515,
                          .00378239633202758244,
                          7.29751555083966205e-5};
  constexpr double one_of_root_2_pi = 0.398942280401432677939946059934;
  const double near = polynomial(c, size) / polynomial(d, size);
  const double y = 1 / (size * size);
  const double farther = (one_of_root_2_pi - y * polynomial(p, y) / polynomial(q, y)) / size;
  return bell(size) * select(elementary::is_less(size, far), near, farther);
}

[[gnu::always_inline]] inline double below(double z) {
  using namespace elementary;
  const double size = from_bits(size_bits(z));
  const double inner = below_by_middle(select(is_less(size, middle), z, 0));
  const double tail = beyond(greater(0.5, lesser(size, 40)));
  const double outer = select(is_negative(z), tail, 1 - tail);
  return select(is_less(size, middle), inner, outer);
}

}  // namespace

double normal_below(double z) { return is_missing(z) ? z : below(z); }
double normal_density(double z) {
  return 0.398942280401432677939946059934 * exponential(-0.5 * z * z);
}
void normals_below(const double* z, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = below(z[i]);
}

}  // namespace headwater
