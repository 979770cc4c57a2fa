#include "engine/study/detail/difference.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>

namespace headwater::detail {

std::vector<double> differences(const PairedLosses& losses) {
  if (losses.left.size() != losses.right.size()) {
    throw std::invalid_argument("left and right must have equally many losses");
  }
  if (losses.horizon == 0) throw std::invalid_argument("horizon must be at least 1");
  std::vector<double> differences(losses.left.size());
  std::transform(losses.left.begin(), losses.left.end(), losses.right.begin(), differences.begin(),
                 [](double left, double right) { return left - right; });
  return differences;
}

std::vector<double> present(std::span<const double> values) {
  std::vector<double> there;
  std::copy_if(values.begin(), values.end(), std::back_inserter(there),
               [](double value) { return !is_missing(value); });
  return there;
}

bool all_are(std::span<const double> values, double value) {
  return std::all_of(values.begin(), values.end(), [=](double one) { return one == value; });
}

double signs_agree(std::size_t count, std::size_t horizon) {
  const std::size_t independent = count / horizon;
  return independent == 0 ? 1 : std::ldexp(1, 1 - int(std::min<std::size_t>(independent, 1000)));
}

}  // namespace headwater::detail
