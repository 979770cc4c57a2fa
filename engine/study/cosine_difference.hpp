// Two forecasters on identical origins: a test of their difference that keeps its level with few
// origins and overlapping forecasts.
//
// Differences of h-step forecasts move slowly, since neighbours share h - 1 periods. What their
// mean may be off by is read from their slowest waves: the variance is the mean square of the B
// products with sqrt(2 / n) cos(pi j (t - 1/2) / n), j = 1 ... B, which are orthogonal to a
// constant and nearly independent of each other, and Student's t has B degrees of freedom.
//
// B is n / (2 h) rounded down; at h = 1 it is n - 1, when the waves hold all there is and this is
// the paired t test. Up to there the spectrum of h overlapping steps of equal weight, (sin(h w / 2)
// / (h sin(w / 2)))^2, has not fallen below 0.81, nor its mean over many waves below 0.93: so the
// error is understated by 10 % where there is one wave, of which t is wide anyway, and by 3 % where
// there are many. Below n = 2 h even the first wave is too fast, and there is no test. The price is
// power: t has few degrees of freedom. In 5,000 worlds of equally good forecasters each, with 8 to
// 160 origins and 1 to 8 steps, it calls them different in 4.5 to 6.2 of 100 where it should in 5,
// and Diebold and Mariano's test in 5 to 17: tests/study/verdict_power.cpp.
//
// Source: Mueller, "A theory of robust long-run variance estimation", Journal of Econometrics
// 141(2), 2007, pp. 1331-1352; Lazarus, Lewis, Stock and Watson, "HAR inference: recommendations
// for practice", Journal of Business & Economic Statistics 36(4), 2018, pp. 541-559; that such
// tests keep their level where Diebold and Mariano's does not: Coroneo and Iacone, "Comparing
// predictive accuracy in small samples using fixed-smoothing asymptotics", Journal of Applied
// Econometrics 35(4), 2020, pp. 391-409.
#pragma once

#include <cstddef>

#include "engine/core/missing.hpp"
#include "engine/study/estimate.hpp"
#include "engine/study/paired_difference.hpp"

namespace headwater {

struct CosineDifference {
  std::size_t count = 0;       // origins at which both have a loss
  std::size_t freedom = 0;     // B; 0 where there is no test
  Estimate mean;               // with its interval of 95 %, where there is one
  double p_value = missing();  // two-sided; missing where there is no test

  bool operator==(const CosineDifference&) const = default;
};

// From max(2, 2 h) origins on (2 at h = 1). Origins left out are closed up: what then stands side
// by side is farther apart, and depends less, than is allowed for. Equal losses and constant
// differences are as in paired_difference, but p of constant ones from two origins on. Throws as
// that does.
CosineDifference cosine_difference(const PairedLosses& losses);

}  // namespace headwater
