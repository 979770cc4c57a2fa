#include "engine/study/estimate.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace headwater {

Estimate with_interval(double value, double standard_error, std::uint64_t freedom) {
  if (freedom == 0) return {.value = value};
  const double half = student_t_975(freedom) * standard_error;
  return {value, value - half, value + half};
}

Estimate with_interval(double value, std::span<const double> replicates) {
  if (replicates.size() < 2) return {.value = value};
  const double count = double(replicates.size());
  double mean = 0;
  for (const double one : replicates) mean += (one - replicates[0]) / count;
  mean += replicates[0];
  double squares = 0;
  for (const double one : replicates) squares += (one - mean) * (one - mean);
  const double error = std::sqrt(squares / (count - 1) / count);
  return with_interval(value, error, replicates.size() - 1);
}

// Few degrees of freedom from a table that SciPy's stats.t.ppf printed; for more, the expansion in
// their inverse about the normal quantile: Abramowitz and Stegun, 26.7.5.
double student_t_975(std::uint64_t freedom) {
  constexpr std::array few = {
      12.706204736174694, 4.302652729749462,  3.1824463052837078, 2.7764451051977934,
      2.5705818356363146, 2.4469118511449786, 2.364624251592784,  2.306004135204166,
      2.262157162798205,  2.228138851986274,  2.200985160091639,  2.1788128296672284,
      2.1603686564627913, 2.144786687917804,  2.131449545559776,  2.1199052992212546,
      2.1098155778333156, 2.1009220402410382, 2.0930240544083087, 2.085963447265864,
      2.0796138447276795, 2.0738730679040254, 2.0686576104190486, 2.0638985616280245,
      2.0595385527532972, 2.0555294386428735, 2.0518305164802846, 2.0484071417952454,
      2.045229642132703,  2.0422724563012378};
  if (freedom <= few.size()) return few[std::size_t(freedom) - 1];
  constexpr double z = 1.959963984540054;
  constexpr double z2 = z * z;
  constexpr double first = z * (z2 + 1) / 4;
  constexpr double second = z * ((5 * z2 + 16) * z2 + 3) / 96;
  constexpr double third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
  constexpr double fourth = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
  const double v = double(freedom);
  return z + (first + (second + (third + fourth / v) / v) / v) / v;
}

}  // namespace headwater
