// Two forecasters on identical origins: how far their losses are apart, and how sure that is.
//
// A difference is left - right: below 0 the left one lost less. From eight origins on it is the
// test of Diebold and Mariano with the correction of Harvey, Leybourne and Newbold: the mean
// difference over the root of its long-run variance, of autocovariances up to h - 1 since forecasts
// h origins apart share no period, times sqrt((n - h) (n - h + 1)) / n, by Student's t of n - 1
// degrees. At h = 1 that is the paired t test. A variance that comes out at 0 or below is taken
// again with Bartlett's weights 1 - k / h, which keep it above.
//
// With two to seven origins there is Student's interval of their mean, as if differences were
// independent: at h > 1 they are not, and it is then too narrow. With two it is the exact one of
// independent normal differences like any other, if a wide one: 12.7 times half their distance.
//
// The correction does not mend everything. With h > 1 and few origins the test rejects too often:
// tests/study/verdict_power.cpp prints by how much. Where that matters, see
// engine/study/cosine_difference.hpp.
//
// Source: Diebold and Mariano, "Comparing predictive accuracy", Journal of Business & Economic
// Statistics 13(3), 1995, pp. 253-263; Harvey, Leybourne and Newbold, "Testing the equality of
// prediction mean squared errors", International Journal of Forecasting 13(2), 1997, pp. 281-291.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/study/estimate.hpp"

namespace headwater {

// Losses by origin, the earliest first and evenly apart; missing where there is none. `horizon`
// counts steps between origins, rounded up: four quarters ahead is 4 with an origin every quarter,
// 1 with one every year.
struct PairedLosses {
  std::span<const double> left;
  std::span<const double> right;
  std::size_t horizon = 1;  // >= 1
};

enum class DifferenceMethod {
  none,         // no interval, no p: one origin or none, or a horizon of n or more from eight on
  independent,  // Student's interval as if origins were independent; no p
  diebold_mariano,  // eight origins or more
  equal,            // all differences are 0: no spread, hence no interval; p is 1
  constant,         // all are the same and not 0: no spread, hence no interval. From
                    // eight on p is 2^(1 - n / h): that so many independent signs agree
};

enum class LongRunWeights { plain, bartlett };

struct PairedDifference {
  std::size_t count = 0;     // origins at which both have a loss
  std::size_t left_out = 0;  // the others
  std::size_t horizon = 1;
  std::vector<double> differences;  // by origin; missing where left out
  Estimate mean;                    // with its interval of 95 %, where there is one
  double p_value = missing();       // two-sided
  DifferenceMethod method = DifferenceMethod::none;
  LongRunWeights weights = LongRunWeights::plain;

  bool operator==(const PairedDifference&) const = default;
};

inline constexpr std::size_t origins_to_test = 8;

// An origin left out takes its pairs out of the autocovariances and closes no gap (Parzen, "On
// spectral analysis with missing observations", Sankhya A 25(4), 1963, pp. 383-392). Throws
// std::invalid_argument when the sides are not equally long or `horizon` is 0.
PairedDifference paired_difference(const PairedLosses& losses);

}  // namespace headwater
