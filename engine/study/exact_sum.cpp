#include "engine/study/exact_sum.hpp"

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace headwater {
namespace {

// Parts that add up to the sum exactly, smallest first: none reaches into the bits of the next.
void grow(std::vector<double>& parts, double term) {
  std::size_t kept = 0;
  for (double part : parts) {
    if (std::fabs(term) < std::fabs(part)) std::swap(term, part);
    const double sum = term + part;
    const double lost = part - (sum - term);
    if (lost != 0) parts[kept++] = lost;
    term = sum;
  }
  parts.resize(kept);
  parts.push_back(term);
}

// Of halfway cases, what lies below decides.
double rounded(double sum, double lost, double below) {
  if (!((lost < 0 && below < 0) || (lost > 0 && below > 0))) return sum;
  const double twice = 2 * lost;
  const double further = sum + twice;
  return further - sum == twice ? further : sum;
}

}  // namespace

double exact_sum(std::span<const double> terms) {
  std::vector<double> parts;
  for (const double term : terms) grow(parts, term);
  if (parts.empty()) return 0;
  double sum = parts.back();
  for (std::size_t left = parts.size() - 1; left-- > 0;) {
    const double next = sum + parts[left];
    const double lost = parts[left] - (next - sum);
    sum = next;
    if (lost != 0) return left > 0 ? rounded(sum, lost, parts[left - 1]) : sum;
  }
  return sum;
}

}  // namespace headwater
