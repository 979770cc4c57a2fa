#include "engine/app/estimate_text.hpp"

#include <cmath>

#include "engine/core/missing.hpp"

namespace headwater {
namespace {

constexpr const char* none = "–";

std::string with_unit(double value, int decimals, const FigureStyle& style, const Phrases& words) {
  const std::string number =
      grouped(value, {.decimals = decimals, .language = words.language, .sign = false});
  return style.percent ? number + std::string(words.points) : number;
}

// So many that half of the interval, in percent, shows one digit that is not 0.
int percent_decimals(const Estimate& probability) {
  constexpr int most = 4;
  const double half = (probability.high - probability.low) * 100 / 2;
  int decimals = 0;
  for (double unit = 0.5; decimals < most && half < unit; unit /= 10) ++decimals;
  return decimals;
}

std::string percent(double share, int decimals, const Phrases& words) {
  const Sign sign = Sign::of_negatives;
  return short_number(share * 100, decimals, sign, words);
}

}  // namespace

std::string half_text(const Estimate& estimate, const FigureStyle& style, const Phrases& words) {
  constexpr int decimals_more = 4;
  const double half = (estimate.high - estimate.low) / 2 * style.factor;
  if (is_missing(half)) return none;
  int decimals = style.decimals;
  double least = 0.5;
  for (int i = 0; i < decimals; ++i) least /= 10;
  for (int i = 0; i < decimals_more && half > 0 && half < least; ++i, ++decimals) least /= 10;
  return with_unit(half, decimals, style, words);
}

std::string size_text(double value, const FigureStyle& style, const Phrases& words) {
  if (is_missing(value)) return none;
  return with_unit(value * style.factor, style.decimals, style, words);
}

std::string probability_text(const Estimate& estimate, const Phrases& words) {
  if (is_missing(estimate.value)) return none;
  return percent(estimate.value, percent_decimals(estimate), words) + "%";
}

std::string interval_text(const Estimate& probability, const Phrases& words,
                          const SimulatePhrases& says) {
  if (is_missing(probability.value)) return none;
  const int decimals = percent_decimals(probability);
  return say(says.interval, probability_text(probability, words),
             percent(probability.low, decimals, words), percent(probability.high, decimals, words));
}

}  // namespace headwater
