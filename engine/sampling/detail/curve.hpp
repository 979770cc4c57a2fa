// The quantiles of a law, tabulated once against the normal score.
//
// Between knots a polynomial of degree 5 has the law's own value, slope and curvature at both.
// Knots are doubled until, midway between them, it is within 1e-11 of the larger of |x| and half of
// what lies between the scores -1 and 1, x being the law's own (2^12 + 2^8 pieces at most). It
// rises but for rounding, where it is flat near an end: 1e-14 of the value and of its sd.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/sampling/detail/law.hpp"

namespace headwater::detail {

// What is left of a law: probability `mass`, with `below` less and `above` more cut away.
struct Cut {
  double below = 0;
  double above = 0;
  double mass = 1;
  bool operator==(const Cut&) const = default;
};

class Curve {
 public:
  // Scores beyond are taken for these: a share of 1e-17 of all.
  static constexpr double score_max = 8.5;

  // x = origin + scale * (the law's x).
  Curve(const Law& law, const Cut& cut, double origin, double scale);

  void values(const double* scores, double* out, std::size_t count) const;
  double slope(double score) const;
  // The expectation of (x - centre)^power, by the trapezoidal rule over scores, which for smooth
  // curves is exact to rounding.
  double moment(double centre, int power) const;

 private:
  struct Piece {
    double c[6];
  };
  std::vector<Piece> pieces_;
  double per_score_ = 0;  // pieces
};

}  // namespace headwater::detail
