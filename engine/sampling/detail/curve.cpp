#include "engine/sampling/detail/curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/elementary.hpp"
#include "engine/sampling/normal.hpp"

namespace headwater::detail {

namespace {

struct Knot {
  double y = 0;
  double x = 0;
  double slope = 0;      // dx/dz
  double curvature = 0;  // d²x/dz²
};

Knot knot_at(const Law& law, const Cut& cut, double z, double near) {
  const double below = cut.below + normal_below(z) * cut.mass;
  const double above = cut.above + normal_below(-z) * cut.mass;
  Knot knot;
  knot.y = coordinate_of(law, below, above, near);
  const LawAt at = law_at(law, knot.y);
  const double log_normal = -0.5 * z * z - 0.918938533204672741780329736406;
  const double y_slope = exponential(log_normal + logarithm(cut.mass) - at.log_density);
  const double y_curvature = y_slope * (-z - y_slope * at.bend);
  knot.x = at.x;
  knot.slope = at.step * y_slope;
  knot.curvature = at.turn * y_slope * y_slope + at.step * y_curvature;
  return knot;
}

// Hermite's polynomial in t = 0 ... 1 from one knot to the next, `apart` in scores.
void hermite(const Knot& left, const Knot& right, double apart, double (&c)[6]) {
  const double curve_left = apart * apart * left.curvature;
  const double curve_right = apart * apart * right.curvature;
  c[0] = left.x;
  c[1] = apart * left.slope;
  c[2] = curve_left / 2;
  const double value = right.x - c[0] - c[1] - c[2];
  const double slope = apart * right.slope - c[1] - 2 * c[2];
  const double bend = curve_right - curve_left;
  c[3] = 10 * value - 4 * slope + bend / 2;
  c[4] = -15 * value + 7 * slope - bend;
  c[5] = 6 * value - 3 * slope + bend / 2;
}

[[gnu::always_inline]] inline double polynomial(const double (&c)[6], double t) {
  return c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * (c[4] + t * c[5]))));
}

constexpr std::size_t pieces_first = 136;  // 8 a score
constexpr std::size_t pieces_max = pieces_first << 5;
constexpr double tolerance = 1e-11;

double score_of(std::size_t index, std::size_t pieces) {
  return (2 * double(index) / double(pieces) - 1) * Curve::score_max;
}

// Twice as many pieces; whether halfway the coarser ones were good enough.
bool refine(const Law& law, const Cut& cut, double spread, std::vector<Knot>& knots) {
  const std::size_t pieces = knots.size() - 1;
  std::vector<Knot> finer(2 * pieces + 1);
  bool good = true;
  for (std::size_t i = 0; i <= pieces; ++i) finer[2 * i] = knots[i];
  for (std::size_t i = 0; i < pieces; ++i) {
    Knot& middle = finer[2 * i + 1];
    middle = knot_at(law, cut, score_of(2 * i + 1, 2 * pieces), (knots[i].y + knots[i + 1].y) / 2);
    double c[6];
    hermite(knots[i], knots[i + 1], 2 * Curve::score_max / double(pieces), c);
    const double size = std::max(std::fabs(middle.x), spread);
    good = good && std::fabs(polynomial(c, 0.5) - middle.x) <= tolerance * size;
  }
  knots = std::move(finer);
  return good;
}

// Half of what lies between the scores -1 and 1: the first knots are 8 a score.
double spread_of(const std::vector<Knot>& knots) {
  const std::size_t middle = knots.size() / 2;
  return (knots[middle + 8].x - knots[middle - 8].x) / 2;
}

}  // namespace

Curve::Curve(const Law& law, const Cut& cut, double origin, double scale) {
  std::vector<Knot> knots(pieces_first + 1);
  double near = 0;
  for (std::size_t i = 0; i < knots.size(); ++i) {
    knots[i] = knot_at(law, cut, score_of(i, pieces_first), near);
    near = knots[i].y;
  }
  const double spread = spread_of(knots);
  while (knots.size() <= pieces_max && !refine(law, cut, spread, knots)) continue;
  for (Knot& knot : knots) {
    knot.x = origin + scale * knot.x;
    knot.slope *= scale;
    knot.curvature *= scale;
  }
  pieces_.resize(knots.size() - 1);
  per_score_ = double(pieces_.size()) / (2 * score_max);
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    hermite(knots[i], knots[i + 1], 1 / per_score_, pieces_[i].c);
  }
}

void Curve::values(const double* scores, double* out, std::size_t count) const {
  const double last = double(pieces_.size() - 1);
  for (std::size_t i = 0; i < count; ++i) {
    const double at = (std::clamp(scores[i], -score_max, score_max) + score_max) * per_score_;
    const double piece = std::min(double(std::int32_t(at)), last);
    out[i] = polynomial(pieces_[std::size_t(std::int32_t(piece))].c, at - piece);
  }
}

double Curve::slope(double score) const {
  if (std::fabs(score) > score_max) return 0;
  const double at = (score + score_max) * per_score_;
  const std::size_t piece = std::min(std::size_t(at), pieces_.size() - 1);
  const double t = at - double(piece);
  const auto& c = pieces_[piece].c;
  return per_score_ * (c[1] + t * (2 * c[2] + t * (3 * c[3] + t * (4 * c[4] + t * 5 * c[5]))));
}

double Curve::moment(double centre, int power) const {
  double sum = 0;
  double weights = 0;
  for (std::size_t i = 0; i <= pieces_.size(); ++i) {
    const double score = score_of(i, pieces_.size());
    double x = 0;
    values(&score, &x, 1);
    const double weight = normal_density(score);
    double term = weight;
    for (int k = 0; k < power; ++k) term *= x - centre;
    sum += term;
    weights += weight;
  }
  return sum / weights;
}

}  // namespace headwater::detail
