#include "engine/projection/detail/errors.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/elementary.hpp"
#include "engine/core/missing.hpp"

namespace headwater {
namespace projection {
namespace {

double square(double x) { return x * x; }

// Squared errors of all origins, one step or more ahead.
struct Squares {
  double amounts = 0;
  double shares = 0;  // each error over what was said; missing where these have no one sign
  std::size_t count = 0;
};

Squares squares_ahead(const Told& told, std::span<const double> values, std::size_t step) {
  Squares sum;
  for (std::size_t origin = told.first; origin + step <= values.size(); ++origin) {
    const double said = told.said(origin, step);
    const double value = values[origin + step - 1];
    const double error = value - said;
    if (!std::isfinite(error)) continue;  // nothing was said, or nothing is known
    sum.amounts += square(error);
    const bool one_sign = said * value > 0 && said * values.back() > 0;
    sum.shares += one_sign ? square(error / said) : missing();
    ++sum.count;
  }
  return sum;
}

// Of errors that are shares, beside errors that are amounts; `one_ahead` are those of one step.
double weight_of_shares(const Told& told, std::span<const double> values,
                        const Squares& one_ahead) {
  if (!(one_ahead.amounts > 0) || !(one_ahead.shares > 0)) return 0;
  double log_said = 0;
  for (std::size_t origin = told.first; origin < values.size(); ++origin) {
    const double said = told.said(origin, 1);
    if (std::isfinite(values[origin] - said)) log_said += logarithm(std::fabs(said));
  }
  const double half = static_cast<double>(one_ahead.count) / 2;
  const double ahead =
      half * (logarithm(one_ahead.amounts) - logarithm(one_ahead.shares)) - log_said;
  if (is_missing(ahead)) return 0;
  const double ratio = exponential(std::clamp(ahead, -100.0, 100.0));
  return ratio / (1 + ratio);
}

// `assumed` is the variance by the textbook, `found` that of errors that many steps ahead.
double larger(double before, double assumed, double found) {
  return std::max({before, assumed, std::isfinite(found) ? found : 0});
}

}  // namespace

Deviations deviations_of(const Told& told, std::span<const double> values, std::size_t steps) {
  const Squares one = squares_ahead(told, values, 1);
  if (one.count <= told.parameters) return {std::vector<double>(steps, missing()), 0};

  Deviations made{{}, one.count - told.parameters};
  const double weight = weight_of_shares(told, values, one);
  const auto freedom = static_cast<double>(made.freedom);
  const double lost = static_cast<double>(one.count) / freedom;
  double amount = 0;
  double share = 0;
  double growth = 1;
  for (std::size_t step = 1; step <= steps; ++step) {
    if (step > 1) growth += square(told.response(step - 1));
    const double assumed = growth * (1 + static_cast<double>(step) * told.slope_share) / freedom;
    const Squares found = squares_ahead(told, values, step);
    const bool told_enough = 2 * found.count >= one.count;
    const double per_error = told_enough ? lost / static_cast<double>(found.count) : 0;
    amount = larger(amount, one.amounts * assumed, found.amounts * per_error);
    double variance = amount;
    if (weight > 0) {
      share = larger(share, one.shares * assumed, found.shares * per_error);
      variance = (1 - weight) * amount + weight * share * square(told.said(values.size(), step));
    }
    const double deviation = std::sqrt(variance);
    made.by_step.push_back(std::isfinite(deviation) ? deviation : missing());
  }
  return made;
}

}  // namespace projection
}  // namespace headwater
