#include "engine/core/elementary.hpp"

namespace headwater {

void exponentials(const double* x, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = exponential(x[i]);
}

void logarithms(const double* x, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = logarithm(x[i]);
}

void square_roots(const double* x, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = square_root(x[i]);
}

void powers(const double* x, const double* y, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = power(x[i], y[i]);
}

void powers(const double* x, double y, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = power(x[i], y);
}

void powers(double x, const double* y, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = power(x, y[i]);
}

}  // namespace headwater
