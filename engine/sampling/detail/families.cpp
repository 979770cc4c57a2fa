#include "engine/sampling/detail/families.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "engine/core/elementary.hpp"
#include "engine/sampling/normal.hpp"

namespace headwater::detail {

namespace {

constexpr double mass_least = 1e-9;

// Probabilities below and above each end of a truncation.
struct Sides {
  double below_low, above_low, below_high, above_high;
};

std::optional<Cut> cut_of(const Sides& at) {
  double mass = 1 - at.below_low - at.above_high;
  if (at.above_low < 0.5) mass = at.above_low - at.above_high;
  if (at.below_high < 0.5) mass = at.below_high - at.below_low;
  if (!(mass >= mass_least)) return std::nullopt;
  return Cut{.below = at.below_low, .above = at.above_high, .mass = mass};
}

Impossible nothing_within(const Ends& ends) {
  return {
      .what = fmt::format("nothing of it lies within {} and {}", shown(ends.low), shown(ends.high)),
      .hint = "widen the limits, or leave them out",
      .parameter = std::nullopt};
}

bool cuts(const Ends& ends) { return std::isfinite(ends.low) || std::isfinite(ends.high); }

Sides bell_sides(double low, double high) {
  return {normal_below(low), normal_below(-low), normal_below(high), normal_below(-high)};
}

// The first two moments as they are needed: of z times the density, none at an infinite end.
double weighted(double z) { return std::isinf(z) ? 0 : z * normal_density(z); }
double density(double z) { return std::isinf(z) ? 0 : normal_density(z); }

}  // namespace

std::string shown(double value) { return fmt::format("{:.6g}", value); }

Made normal(double mean, double sd, const Ends& ends) {
  Bell bell = {.centre = mean, .spread = sd};
  Distribution::Facts facts = {ends.low, ends.high, mean, sd};
  if (!cuts(ends)) return Distribution(std::move(bell), facts);
  const double low = (ends.low - mean) / sd;
  const double high = (ends.high - mean) / sd;
  const auto cut = cut_of(bell_sides(low, high));
  if (!cut) return nothing_within(ends);
  bell.cut = *cut;
  const double shift = (density(low) - density(high)) / cut->mass;
  const double square = 1 + (weighted(low) - weighted(high)) / cut->mass;
  facts.mean = mean + sd * shift;
  facts.sd = sd * std::sqrt(std::max(0.0, square - shift * shift));
  return Distribution(std::move(bell), facts);
}

namespace {

double log_end(double end, double origin) {
  return end > origin ? logarithm(end - origin) : -std::numeric_limits<double>::infinity();
}

// The probability of a bell from `low` to `high`, without cancellation in a tail.
double between(double low, double high) {
  return low > 0 ? normal_below(-low) - normal_below(-high)
                 : normal_below(high) - normal_below(low);
}

}  // namespace

Made lognormal(double origin, double centre, double spread, const Ends& ends) {
  Bell bell = {
      .scale = Bell::Scale::logarithmic, .centre = centre, .spread = spread, .origin = origin};
  const Ends held = {std::max(ends.low, origin), ends.high};
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  if (cuts(ends)) {
    if (held.low >= held.high) return nothing_within(ends);
    low = (log_end(held.low, origin) - centre) / spread;
    if (std::isfinite(ends.high)) high = (log_end(held.high, origin) - centre) / spread;
    const auto cut = cut_of(bell_sides(low, high));
    if (!cut) return nothing_within(ends);
    bell.cut = *cut;
  }
  // E[exp(k (centre + spread z))] of what is left.
  const auto power = [&](double k) {
    const double all = exponential(k * centre + k * k * spread * spread / 2);
    return all * between(low - k * spread, high - k * spread) / bell.cut.mass;
  };
  const double first = power(1);
  Distribution::Facts facts = {held.low, held.high, origin + first,
                               std::sqrt(std::max(0.0, power(2) - first * first))};
  if (!cuts(ends)) {
    // exp(s²) - 1 cancels where s is small.
    const double s = spread * spread;
    const double ratio = s < 1e-4 ? s * (1 + s / 2 * (1 + s / 3)) : exponential(s) - 1;
    facts.sd = first * std::sqrt(ratio);
  }
  return Distribution(std::move(bell), facts);
}

Made triangular(double low, double mode, double high, const Ends& ends) {
  Triangle triangle = {low, mode, high, {}};
  const Ends held = {std::max(low, ends.low), std::min(high, ends.high)};
  if (held.low >= held.high) return nothing_within(ends);
  const double width = high - low;
  const auto density_at = [&](double x) {
    if (x == mode) return 2 / width;
    return 2 / width * (x < mode ? (x - low) / (mode - low) : (high - x) / (high - mode));
  };
  const auto below = [&](double x) {
    return x < mode ? density_at(x) * (x - low) / 2 : 1 - density_at(x) * (high - x) / 2;
  };
  const auto above = [&](double x) {
    return x < mode ? 1 - density_at(x) * (x - low) / 2 : density_at(x) * (high - x) / 2;
  };
  const auto cut = cut_of({below(held.low), above(held.low), below(held.high), above(held.high)});
  if (!cut) return nothing_within(ends);
  if (cuts(ends)) triangle.cut = *cut;

  // Simpson's rule is exact for (x - mode)² times a straight line.
  const auto moment = [&](auto of) {
    const auto part = [&](double from, double to) {
      if (!(from < to)) return 0.0;
      const double middle = from + (to - from) / 2;
      const auto term = [&](double x) { return of(x) * density_at(x); };
      return (to - from) / 6 * (term(from) + 4 * term(middle) + term(to));
    };
    const double turn = std::clamp(mode, held.low, held.high);
    return (part(held.low, turn) + part(turn, held.high)) / cut->mass;
  };
  const double mean = mode + moment([&](double x) { return x - mode; });
  const double square = moment([&](double x) { return (x - mean) * (x - mean); });
  return Distribution(triangle, {held.low, held.high, mean, std::sqrt(square)});
}

Made uniform(double low, double high, const Ends& ends) {
  const Flat flat = {std::max(low, ends.low), std::min(high, ends.high)};
  if (flat.low >= flat.high) return nothing_within(ends);
  const double width = flat.high - flat.low;
  return Distribution(flat, {flat.low, flat.high, flat.low + width / 2, width / std::sqrt(12.0)});
}

namespace {

std::optional<Cut> law_cut(const Law& law, double low, double high) {
  Sides sides = {0, 1, 1, 0};
  const double from = coordinate(law, low);
  const double to = coordinate(law, high);
  if (std::isfinite(from)) {
    const LawAt at = law_at(law, from);
    sides.below_low = at.below;
    sides.above_low = at.above;
  }
  if (std::isfinite(to)) {
    const LawAt at = law_at(law, to);
    sides.below_high = at.below;
    sides.above_high = at.above;
  }
  return cut_of(sides);
}

}  // namespace

Made beta(double left, double right, double low, double high, const Ends& ends) {
  const Ends held = {std::max(low, ends.low), std::min(high, ends.high)};
  if (held.low >= held.high) return nothing_within(ends);
  const double width = high - low;
  const Law law = BetaLaw(left, right);
  const auto cut = law_cut(law, (held.low - low) / width, (held.high - low) / width);
  if (!cut) return nothing_within(ends);
  const bool whole = held.low == low && held.high == high;
  Curve curve(law, whole ? Cut{} : *cut, low, width);
  const double both = left + right;
  Distribution::Facts facts = {held.low, held.high, low + width * (left / both),
                               width / both * std::sqrt(left * right / (both + 1))};
  if (!whole) {
    facts.mean = held.low + curve.moment(held.low, 1);
    facts.sd = std::sqrt(curve.moment(facts.mean, 2));
  }
  return Distribution(std::move(curve), facts);
}

namespace {

double student_end(double freedom, double x) {
  // (ν + x²) f(x): 0 at an infinite end, where ν > 1.
  if (std::isinf(x)) return 0;
  const StudentLaw law(freedom);
  const LawAt at = law.at(law.coordinate(x));
  return (freedom + x * x) * exponential(at.log_density) / at.step;
}

}  // namespace

Made student_t(double freedom, double centre, double scale, const Ends& ends) {
  const Law law = StudentLaw(freedom);
  const double low = (ends.low - centre) / scale;
  const double high = (ends.high - centre) / scale;
  const auto cut = law_cut(law, low, high);
  if (!cut) return nothing_within(ends);
  Curve curve(law, cuts(ends) ? *cut : Cut{}, centre, scale);
  const bool both = std::isfinite(low) && std::isfinite(high);
  Distribution::Facts facts = {ends.low, ends.high, missing(), missing()};
  if (both) {
    facts.mean = centre + curve.moment(centre, 1);
    facts.sd = std::sqrt(curve.moment(facts.mean, 2));
  } else if (freedom > 1) {
    const double shift =
        (student_end(freedom, low) - student_end(freedom, high)) / ((freedom - 1) * cut->mass);
    facts.mean = centre + scale * shift;
    if (freedom > 2) {
      // x² f is a multiple of the density of two degrees fewer less one of this one.
      const double shrunk = std::sqrt((freedom - 2) / freedom);
      const auto fewer = law_cut(StudentLaw(freedom - 2), low * shrunk, high * shrunk);
      const double mass = fewer ? fewer->mass : 0;
      const double square =
          freedom * ((freedom - 1) / (freedom - 2) * mass / cut->mass - 1) - shift * shift;
      facts.sd = scale * std::sqrt(std::max(0.0, square));
    }
  }
  return Distribution(std::move(curve), facts);
}

Made steps(std::vector<std::pair<double, double>> values) {
  std::ranges::stable_sort(values, {}, &std::pair<double, double>::first);
  double all = 0;
  double mean = 0;
  for (const auto& [value, probability] : values) all += probability;
  for (const auto& [value, probability] : values) mean += value * (probability / all);
  Steps made;
  double sum = 0;
  double square = 0;
  for (const auto& [value, probability] : values) {
    sum += probability / all;
    square += (value - mean) * (value - mean) * (probability / all);
    if (probability == 0) continue;
    made.values.push_back(value);
    made.up_to.push_back(sum);
  }
  made.up_to.back() = 1;
  const Distribution::Facts facts = {made.values.front(), made.values.back(), mean,
                                     std::sqrt(square)};
  return Distribution(std::move(made), facts);
}

Made steps(std::vector<double> values) {
  std::ranges::sort(values);
  const double all = double(values.size());
  double mean = 0;
  double square = 0;
  for (const double value : values) mean += value / all;
  for (const double value : values) square += (value - mean) * (value - mean) / all;
  const Distribution::Facts facts = {values.front(), values.back(), mean, std::sqrt(square)};
  return Distribution(Steps{std::move(values), {}}, facts);
}

Percentiles triangular_percentiles(double mode) {
  const auto at = [mode](double u) {
    return u < mode ? std::sqrt(u * mode) : 1 - std::sqrt((1 - u) * (1 - mode));
  };
  return {at(0.1), at(0.5), at(0.9)};
}

Percentiles pert_percentiles(double mode, double shape) {
  const Law law = BetaLaw(1 + shape * mode, 1 + shape * (1 - mode));
  const auto at = [&law](double below, double above) {
    return law_at(law, coordinate_of(law, below, above, 0)).x;
  };
  return {at(0.1, 0.9), at(0.5, 0.5), at(0.9, 0.1)};
}

double student_p90(double freedom) {
  const Law law = StudentLaw(freedom);
  return law_at(law, coordinate_of(law, 0.9, 0.1, 1)).x;
}

}  // namespace headwater::detail
