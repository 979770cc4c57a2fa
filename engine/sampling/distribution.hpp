// What a driver may turn out to be: a distribution, known by its quantiles.
//
// A draw is the quantile of a uniform, or of a standard normal score z at the probability Φ(z): so
// one number makes one draw, whatever the design, and correlated scores make correlated draws.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/sampling/detail/curve.hpp"
#include "engine/sampling/distribution_text.hpp"

namespace headwater {

namespace detail {

// A normal, or what its exponential adds to `origin`.
struct Bell {
  enum class Scale { plain, logarithmic };
  Scale scale = Scale::plain;
  double centre = 0;
  double spread = 1;
  double origin = 0;
  Cut cut;
};
struct Triangle {
  double low = 0;
  double mode = 0;
  double high = 1;
  Cut cut;
};
struct Flat {
  double low = 0;
  double high = 1;
};
// Values in ascending order, each up to its own share of probability: a correlation is of ranks, so
// they are in the order of ranks, whatever the order in which they were written.
struct Steps {
  std::vector<double> values;
  std::vector<double> up_to;  // the last is 1; empty: all alike
};
using Shape = std::variant<Bell, Triangle, Flat, Curve, Steps>;

}  // namespace detail

class Distribution {
 public:
  // What is known of a shape besides its draws; the ends are infinite where it has none, the
  // moments missing where there are none.
  struct Facts {
    double lowest = 0;
    double highest = 0;
    double mean = 0;
    double sd = 0;
  };
  Distribution(detail::Shape shape, const Facts& facts) : shape_(std::move(shape)), facts_(facts) {}

  // The value that u in (0, 1) of all draws are below.
  double quantile(double u) const;
  void quantiles(std::span<const double> u, std::span<double> out) const;  // `out` may be `u`
  // The quantiles at the probabilities Φ(score).
  void values_of(std::span<const double> scores, std::span<double> out) const;
  double value_of(double score) const;
  // How fast the value rises with the score; missing where it jumps.
  double slope(double score) const;

  bool continuous() const { return !std::holds_alternative<detail::Steps>(shape_); }
  double lowest() const { return facts_.lowest; }
  double highest() const { return facts_.highest; }
  double mean() const { return facts_.mean; }
  double sd() const { return facts_.sd; }

 private:
  void keep_within(std::span<double> values) const;
  detail::Shape shape_;
  Facts facts_;
};

// Why there is no such distribution, in the words of whoever wrote it: "a standard deviation is
// more than 0, this one is -1". `parameter` is the one to blame, absent when it is all together.
struct Impossible {
  std::string what;
  std::string hint;
  std::optional<std::size_t> parameter;
};
std::variant<Distribution, Impossible> make_distribution(const DistributionText& text);

}  // namespace headwater
