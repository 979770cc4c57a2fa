// Probability laws that have no quantile in closed form, in a coordinate y in which their tails are
// nearly straight lines of log probability: beta by x = logistic(y), Student's t by x = sinh(y).
//
// Source: the continued fraction of the incomplete beta function, DLMF 8.17.22, by the modified
// Lentz algorithm (Thompson and Barnett, J. Comput. Phys. 64, 1986, pp. 490-509). The constant is
// had from I_x(a, b) + I_{1-x}(b, a) = 1, so no gamma function is needed; all of it is made of
// core's exponential and logarithm, so that tables are the same bits everywhere.
#pragma once

#include <variant>

namespace headwater::detail {

// What is known of a law at one y.
struct LawAt {
  double x = 0;
  double step = 0;         // dx/dy
  double turn = 0;         // d²x/dy²
  double log_density = 0;  // of y
  double bend = 0;         // d log_density / dy
  double below = 0;        // probabilities, each without cancellation in its tail
  double above = 0;
};

// Regularised: that of [0, x] and that of [x, 1], for x = logistic(y).
class BetaLaw {
 public:
  BetaLaw(double left, double right);
  LawAt at(double y) const;
  double coordinate(double x) const;  // of x in [0, 1]; infinite at the ends

 private:
  double left_;
  double right_;
  double log_constant_;
};

class StudentLaw {
 public:
  explicit StudentLaw(double freedom);
  LawAt at(double y) const;
  double coordinate(double x) const;

 private:
  double freedom_;
  double log_constant_;
};

using Law = std::variant<BetaLaw, StudentLaw>;

LawAt law_at(const Law& law, double y);
double coordinate(const Law& law, double x);

// The y whose probability below is `below` and above is `above`, to the last few bits of the
// smaller; `near` is a guess.
double coordinate_of(const Law& law, double below, double above, double near);

}  // namespace headwater::detail
