#include "engine/sampling/distribution.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "engine/core/elementary.hpp"
#include "engine/sampling/normal.hpp"

namespace headwater {

namespace {

using detail::Bell;
using detail::Curve;
using detail::Cut;
using detail::Flat;
using detail::Steps;
using detail::Triangle;

constexpr std::size_t strip = 256;
using Strip = std::array<double, strip>;

bool whole(const Cut& cut) { return cut.mass == 1; }

// Scores of u's share of what is left, from the nearer tail.
void scores_of_cut(const Cut& cut, const double* u, double* out, std::size_t count) {
  Strip tail = {};
  for (std::size_t i = 0; i < count; ++i) {
    const double below = cut.below + u[i] * cut.mass;
    const double above = cut.above + (1 - u[i]) * cut.mass;
    tail[i] = std::min(below, above);
    out[i] = below <= above ? 1.0 : -1.0;
  }
  normal_scores(tail.data(), tail.data(), count);
  for (std::size_t i = 0; i < count; ++i) out[i] *= tail[i];
}

void bell_values(const Bell& bell, const double* scores, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = bell.centre + bell.spread * scores[i];
  if (bell.scale == Bell::Scale::plain) return;
  exponentials(out, out, count);
  for (std::size_t i = 0; i < count; ++i) out[i] += bell.origin;
}

void of_scores(const Bell& bell, const double* scores, double* out, std::size_t count) {
  if (whole(bell.cut)) return bell_values(bell, scores, out, count);
  normals_below(scores, out, count);
  scores_of_cut(bell.cut, out, out, count);
  bell_values(bell, out, out, count);
}

void of_units(const Bell& bell, const double* u, double* out, std::size_t count) {
  if (whole(bell.cut)) {
    normal_scores(u, out, count);
  } else {
    scores_of_cut(bell.cut, u, out, count);
  }
  bell_values(bell, out, out, count);
}

void of_units(const Triangle& triangle, const double* u, double* out, std::size_t count) {
  const auto [low, mode, high, cut] = triangle;
  const double turn = (mode - low) / (high - low);
  const double rise = (high - low) * (mode - low);
  const double fall = (high - low) * (high - mode);
  for (std::size_t i = 0; i < count; ++i) {
    const double below = cut.below + u[i] * cut.mass;
    const double above = cut.above + (1 - u[i]) * cut.mass;
    const double side = std::sqrt(below < turn ? below * rise : above * fall);
    out[i] = below < turn ? low + side : high - side;
  }
}

void of_units(const Flat& flat, const double* u, double* out, std::size_t count) {
  const double width = flat.high - flat.low;
  for (std::size_t i = 0; i < count; ++i) out[i] = flat.low + u[i] * width;
}

void of_units(const Curve& curve, const double* u, double* out, std::size_t count) {
  normal_scores(u, out, count);
  curve.values(out, out, count);
}

void of_units(const Steps& steps, const double* u, double* out, std::size_t count) {
  const std::size_t last = steps.values.size() - 1;
  const double all = double(steps.values.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t step =
        steps.up_to.empty()
            ? std::size_t(u[i] * all)
            : std::size_t(std::ranges::upper_bound(steps.up_to, u[i]) - steps.up_to.begin());
    out[i] = steps.values[std::min(step, last)];
  }
}

void of_scores(const Curve& curve, const double* scores, double* out, std::size_t count) {
  curve.values(scores, out, count);
}

template <typename OfUnits>
void of_scores(const OfUnits& shape, const double* scores, double* out, std::size_t count) {
  normals_below(scores, out, count);
  of_units(shape, out, out, count);
}

// In strips, so that what lies between stays in the cache and `out` may be `in`.
template <typename Write>
void by_strips(std::span<const double> in, std::span<double> out, const Write& write) {
  for (std::size_t done = 0; done < in.size(); done += strip) {
    write(in.data() + done, out.data() + done, std::min(strip, in.size() - done));
  }
}

double slope_of(const Bell& bell, double score) {
  double inner = score;
  double slope = bell.spread;
  if (!whole(bell.cut)) {
    const double u = normal_below(score);
    scores_of_cut(bell.cut, &u, &inner, 1);
    slope *= bell.cut.mass * normal_density(score) / normal_density(inner);
  }
  if (bell.scale == Bell::Scale::plain) return slope;
  return slope * exponential(bell.centre + bell.spread * inner);
}

double slope_of(const Triangle& triangle, double score) {
  double x = normal_below(score);
  of_units(triangle, &x, &x, 1);
  const auto [low, mode, high, cut] = triangle;
  const double part = x < mode ? (x - low) / (mode - low) : (high - x) / (high - mode);
  const double density = 2 / (high - low) * part;
  return density > 0 ? cut.mass * normal_density(score) / density : 0;
}

double slope_of(const Flat& flat, double score) {
  return (flat.high - flat.low) * normal_density(score);
}

double slope_of(const Curve& curve, double score) { return std::max(0.0, curve.slope(score)); }

double slope_of(const Steps&, double) { return missing(); }

}  // namespace

void Distribution::keep_within(std::span<double> values) const {
  const double lowest = facts_.lowest;
  const double highest = facts_.highest;
  for (double& value : values) {
    value = value < lowest ? lowest : value;
    value = value > highest ? highest : value;
  }
}

double Distribution::quantile(double u) const {
  double out = 0;
  quantiles({&u, 1}, {&out, 1});
  return out;
}

void Distribution::quantiles(std::span<const double> u, std::span<double> out) const {
  std::visit(
      [&](const auto& shape) {
        by_strips(u, out, [&](const double* from, double* to, std::size_t count) {
          of_units(shape, from, to, count);
        });
      },
      shape_);
  keep_within(out);
}

double Distribution::value_of(double score) const {
  double out = 0;
  values_of({&score, 1}, {&out, 1});
  return out;
}

void Distribution::values_of(std::span<const double> scores, std::span<double> out) const {
  std::visit(
      [&](const auto& shape) {
        by_strips(scores, out, [&](const double* from, double* to, std::size_t count) {
          of_scores(shape, from, to, count);
        });
      },
      shape_);
  keep_within(out);
}

double Distribution::slope(double score) const {
  return std::visit([score](const auto& shape) { return slope_of(shape, score); }, shape_);
}

}  // namespace headwater
