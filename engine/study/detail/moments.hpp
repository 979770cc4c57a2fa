// Mean, spread and skew of values that come in pieces: pieces merge, and no value is kept.
//
// Source: Pébay, Formulas for robust, one-pass parallel computation of covariances and
// arbitrary-order statistical moments, SAND2008-6212, Sandia, 2008, eq. 2.1 and 3.1.
#pragma once

#include <cstdint>
#include <span>

namespace headwater::detail {

struct Moments {
  std::uint64_t count = 0;
  double mean = 0;
  double squares = 0;  // sum of (value - mean)^2
  double cubes = 0;    // and ^3

  void merge(const Moments& right);  // values that follow
  double variance() const;           // about the mean, by count; missing without a value
  double skewness() const;           // third moment by spread^3, by count; 0 of a constant
};

// Of every `step`-th value from `first` on, in two passes; missing ones are left out.
struct Every {
  std::size_t first = 0;
  std::size_t step = 1;
};
Moments moments_of(std::span<const double> values, const Every& every = {});

}  // namespace headwater::detail
