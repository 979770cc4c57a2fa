#include "engine/study/detail/moments.hpp"

#include <cmath>

#include "engine/core/missing.hpp"

namespace headwater::detail {

void Moments::merge(const Moments& right) {
  if (right.count == 0) return;
  if (count == 0) {
    *this = right;
    return;
  }
  const double own = double(count);
  const double other = double(right.count);
  const double all = own + other;
  const double apart = right.mean - mean;
  cubes += right.cubes + apart * apart * apart * own * other * (own - other) / (all * all) +
           3 * apart * (own * right.squares - other * squares) / all;
  squares += right.squares + apart * apart * own * other / all;
  mean += apart * other / all;
  count += right.count;
}

double Moments::variance() const { return count == 0 ? missing() : squares / double(count); }

double Moments::skewness() const {
  if (count == 0) return missing();
  if (squares == 0) return 0;
  const double spread = std::sqrt(variance());
  return cubes / double(count) / (spread * spread * spread);
}

Moments moments_of(std::span<const double> values, const Every& every) {
  Moments moments;
  double sum = 0;
  for (std::size_t i = every.first; i < values.size(); i += every.step) {
    if (is_missing(values[i])) continue;
    sum += values[i];
    ++moments.count;
  }
  if (moments.count == 0) return moments;
  moments.mean = sum / double(moments.count);
  for (std::size_t i = every.first; i < values.size(); i += every.step) {
    if (is_missing(values[i])) continue;
    const double apart = values[i] - moments.mean;
    moments.squares += apart * apart;
    moments.cubes += apart * apart * apart;
  }
  return moments;
}

}  // namespace headwater::detail
