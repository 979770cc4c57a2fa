#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "engine/core/elementary.hpp"
#include "engine/sampling/detail/families.hpp"
#include "engine/sampling/detail/numbers.hpp"
#include "engine/sampling/distribution.hpp"

namespace headwater {

namespace {

using detail::Ends;
using detail::Made;
using detail::not_positive;
using detail::not_rising;
using detail::Numbers;
using detail::Percentiles;
using detail::Refusal;
using detail::shown;
using detail::word;
using detail::words;
using detail::wrong;

constexpr double z_of_p90 = 1.2815515655446004;  // Φ(z) = 0.9

// Two of the percentiles: with the sizes of their scores, what they say is a line.
struct Two {
  Says lower, upper;
  double apart;        // scores from one to the other, in units of that of p90
  double lower_score;  // likewise
};

std::optional<Two> two_of(const Numbers& numbers, std::optional<Says> besides = {}) {
  constexpr Two all[] = {
      {Says::p10, Says::p50, 1, -1}, {Says::p50, Says::p90, 1, 0}, {Says::p10, Says::p90, 2, -1}};
  for (const Two& two : all) {
    if (besides ? numbers.are({two.lower, two.upper, *besides})
                : numbers.are({two.lower, two.upper})) {
      return two;
    }
  }
  return std::nullopt;
}

struct Line {
  double centre, unit;  // unit: from p50 to p90
};

Line line_of(const Two& two, double lower, double upper) {
  const double unit = (upper - lower) / two.apart;
  return {lower - two.lower_score * unit, unit};
}

Refusal not_three(const Numbers& numbers) {
  if (auto refusal = not_rising(numbers, Says::p10, Says::p50)) return refusal;
  return not_rising(numbers, Says::p50, Says::p90);
}

Percentiles three_of(const Numbers& numbers) {
  return {numbers.of(Says::p10), numbers.of(Says::p50), numbers.of(Says::p90)};
}

Made takes_others(Family family) {
  const auto [name, takes] = words(family);
  const char* const article = family == Family::empirical ? "an" : "a";
  return wrong(fmt::format("{} {} distribution takes {}", article, name, takes),
               fmt::format("give {}", takes));
}

Made make_normal(const Numbers& numbers, const Ends& ends) {
  if (numbers.are({Says::mean, Says::sd})) {
    if (auto refusal = not_positive(numbers, Says::sd)) return *refusal;
    return detail::normal(numbers.of(Says::mean), numbers.of(Says::sd), ends);
  }
  const auto two = two_of(numbers);
  if (!two) return takes_others(Family::normal);
  if (auto refusal = not_rising(numbers, two->lower, two->upper)) return *refusal;
  const Line line = line_of(*two, numbers.of(two->lower), numbers.of(two->upper));
  return detail::normal(line.centre, line.unit / z_of_p90, ends);
}

Made lognormal_of_three(const Percentiles& at, const Ends& ends) {
  const double ratio = (at.p90 - at.p50) / (at.p50 - at.p10);
  if (!(ratio > 1 + 1e-9)) {
    return wrong(fmt::format("a lognormal reaches farther up than down: p90 is farther from p50 "
                             "than p10, but {} is not more than {}",
                             shown(at.p90 - at.p50), shown(at.p50 - at.p10)),
                 fmt::format("give p90 more than {}, or take a pert", shown(2 * at.p50 - at.p10)));
  }
  const double log_ratio = logarithm(ratio);
  const double scale = (at.p50 - at.p10) * ratio / (ratio - 1);
  return detail::lognormal(at.p50 - scale, logarithm(scale), log_ratio / z_of_p90, ends);
}

Made make_lognormal(const Numbers& numbers, const Ends& ends) {
  if (numbers.are({Says::mean, Says::sd})) {
    if (auto refusal = not_positive(numbers, Says::mean)) return *refusal;
    if (auto refusal = not_positive(numbers, Says::sd)) return *refusal;
    const double mean = numbers.of(Says::mean);
    const double part = numbers.of(Says::sd) / mean;
    const double square = part * part;
    // log(1 + small) without cancellation.
    const double variance = logarithm(1 + square) + (square - ((1 + square) - 1)) / (1 + square);
    return detail::lognormal(0, logarithm(mean) - variance / 2, std::sqrt(variance), ends);
  }
  if (numbers.are({Says::p10, Says::p50, Says::p90})) {
    if (auto refusal = not_three(numbers)) return *refusal;
    return lognormal_of_three(three_of(numbers), ends);
  }
  const auto two = two_of(numbers);
  if (!two) return takes_others(Family::lognormal);
  if (auto refusal = not_positive(numbers, two->lower)) return *refusal;
  if (auto refusal = not_rising(numbers, two->lower, two->upper)) return *refusal;
  const Line line =
      line_of(*two, logarithm(numbers.of(two->lower)), logarithm(numbers.of(two->upper)));
  return detail::lognormal(0, line.centre, line.unit / z_of_p90, ends);
}

Refusal not_low_mode_high(const Numbers& numbers) {
  if (auto refusal = not_rising(numbers, Says::low, Says::high)) return refusal;
  const double mode = numbers.of(Says::mode);
  const double low = numbers.of(Says::low);
  const double high = numbers.of(Says::high);
  if (mode >= low && mode <= high) return std::nullopt;
  return wrong(fmt::format("the mode lies between low and high, but {} is not between {} and {}",
                           shown(mode), shown(low), shown(high)),
               fmt::format("give a mode from {} to {}", shown(low), shown(high)),
               numbers.where(Says::mode));
}

struct LowModeHigh {
  double low, mode, high;
};

// The mode on [0, 1] that puts p50 where it was said to lie between p10 and p90; that share rises
// with the mode. `standard` gives the percentiles of a mode.
template <typename Standard>
std::variant<LowModeHigh, Impossible> solve(const Percentiles& asked, const Standard& standard) {
  const double share = asked.share();
  double low = 0;
  double high = 1;
  const double least = standard(low).share();
  const double most = standard(high).share();
  if (!(share >= least && share <= most)) {
    const double width = asked.p90 - asked.p10;
    return wrong(
        fmt::format("there is none with these percentiles: with p10 {} and p90 {}, p50 lies "
                    "between {} and {}",
                    shown(asked.p10), shown(asked.p90), shown(asked.p10 + least * width),
                    shown(asked.p10 + most * width)),
        fmt::format("give a p50 from {} to {}, or take a lognormal",
                    shown(asked.p10 + least * width), shown(asked.p10 + most * width)));
  }
  for (int round = 0; round < 60; ++round) {
    const double middle = (low + high) / 2;
    (standard(middle).share() < share ? low : high) = middle;
  }
  const double mode = (low + high) / 2;
  const Percentiles at = standard(mode);
  const double scale = (asked.p90 - asked.p10) / (at.p90 - at.p10);
  const double origin = asked.p10 - scale * at.p10;
  return LowModeHigh{origin, origin + scale * mode, origin + scale};
}

Made make_triangular(const Numbers& numbers, const Ends& ends) {
  if (numbers.are({Says::low, Says::mode, Says::high})) {
    if (auto refusal = not_low_mode_high(numbers)) return *refusal;
    return detail::triangular(numbers.of(Says::low), numbers.of(Says::mode), numbers.of(Says::high),
                              ends);
  }
  if (!numbers.are({Says::p10, Says::p50, Says::p90})) return takes_others(Family::triangular);
  if (auto refusal = not_three(numbers)) return *refusal;
  const auto solved = solve(three_of(numbers), detail::triangular_percentiles);
  if (const auto* none = std::get_if<Impossible>(&solved)) return *none;
  const auto& [low, mode, high] = std::get<LowModeHigh>(solved);
  return detail::triangular(low, mode, high, ends);
}

Made pert(const LowModeHigh& at, double shape, const Ends& ends) {
  const double width = at.high - at.low;
  return detail::beta(1 + shape * ((at.mode - at.low) / width),
                      1 + shape * ((at.high - at.mode) / width), at.low, at.high, ends);
}

Refusal too_large(const Numbers& numbers, Says says, double most) {
  if (numbers.of(says) <= most) return std::nullopt;
  return wrong(fmt::format("a {} is at most {}, this one is {}", word(says), shown(most),
                           shown(numbers.of(says))),
               "take a normal", numbers.where(says));
}
constexpr double shape_max = 1e5;
constexpr double freedom_max = 1e6;

Made make_pert(const Numbers& numbers, const Ends& ends) {
  const double shape = numbers.has(Says::shape) ? numbers.of(Says::shape) : 4;
  if (numbers.has(Says::shape)) {
    if (auto refusal = not_positive(numbers, Says::shape)) return *refusal;
    if (auto refusal = too_large(numbers, Says::shape, shape_max)) return *refusal;
  }
  if (numbers.are({Says::low, Says::mode, Says::high}) ||
      numbers.are({Says::low, Says::mode, Says::high, Says::shape})) {
    if (auto refusal = not_low_mode_high(numbers)) return *refusal;
    return pert({numbers.of(Says::low), numbers.of(Says::mode), numbers.of(Says::high)}, shape,
                ends);
  }
  if (!numbers.are({Says::p10, Says::p50, Says::p90}) &&
      !numbers.are({Says::p10, Says::p50, Says::p90, Says::shape})) {
    return takes_others(Family::pert);
  }
  if (auto refusal = not_three(numbers)) return *refusal;
  const auto solved = solve(three_of(numbers),
                            [shape](double mode) { return detail::pert_percentiles(mode, shape); });
  if (const auto* none = std::get_if<Impossible>(&solved)) return *none;
  return pert(std::get<LowModeHigh>(solved), shape, ends);
}

Made make_uniform(const Numbers& numbers, const Ends& ends) {
  if (numbers.are({Says::low, Says::high})) {
    if (auto refusal = not_rising(numbers, Says::low, Says::high)) return *refusal;
    return detail::uniform(numbers.of(Says::low), numbers.of(Says::high), ends);
  }
  if (numbers.are({Says::mean, Says::sd})) {
    if (auto refusal = not_positive(numbers, Says::sd)) return *refusal;
    const double half = numbers.of(Says::sd) * std::sqrt(3.0);
    return detail::uniform(numbers.of(Says::mean) - half, numbers.of(Says::mean) + half, ends);
  }
  const auto two = two_of(numbers);
  if (!two) return takes_others(Family::uniform);
  if (auto refusal = not_rising(numbers, two->lower, two->upper)) return *refusal;
  const Line line = line_of(*two, numbers.of(two->lower), numbers.of(two->upper));
  const double half = line.unit / 0.8;  // from p50 to p90 is 0.4 of the width
  return detail::uniform(line.centre - half, line.centre + half, ends);
}

Made beta_of_moments(const Numbers& numbers, const Ends& ends) {
  if (auto refusal = not_positive(numbers, Says::sd)) return *refusal;
  const double low = numbers.of(Says::low);
  const double high = numbers.of(Says::high);
  const double mean = (numbers.of(Says::mean) - low) / (high - low);
  if (!(mean > 0 && mean < 1)) {
    return wrong(fmt::format("the mean lies between low and high, but {} is not between {} and {}",
                             shown(numbers.of(Says::mean)), shown(low), shown(high)),
                 fmt::format("give a mean between {} and {}", shown(low), shown(high)),
                 numbers.where(Says::mean));
  }
  const double sd = numbers.of(Says::sd) / (high - low);
  const double both = mean * (1 - mean) / (sd * sd) - 1;
  const double most = (high - low) * std::sqrt(mean * (1 - mean));
  if (!(both * std::min(mean, 1 - mean) >= 1e-3)) {
    return wrong(fmt::format("between {} and {} with mean {} a standard deviation is less than {}, "
                             "this one is {}",
                             shown(low), shown(high), shown(numbers.of(Says::mean)), shown(most),
                             shown(numbers.of(Says::sd))),
                 fmt::format("give an sd below {}", shown(most)), numbers.where(Says::sd));
  }
  if (both > shape_max) {
    return wrong(fmt::format("an sd of {} is too small for low {} and high {}",
                             shown(numbers.of(Says::sd)), shown(low), shown(high)),
                 "take a normal", numbers.where(Says::sd));
  }
  return detail::beta(both * mean, both * (1 - mean), low, high, ends);
}

Made make_beta(const Numbers& numbers, const Ends& ends) {
  if (!numbers.has(Says::low) || !numbers.has(Says::high)) return takes_others(Family::beta);
  if (auto refusal = not_rising(numbers, Says::low, Says::high)) return *refusal;
  if (numbers.are({Says::mean, Says::sd, Says::low, Says::high})) {
    return beta_of_moments(numbers, ends);
  }
  if (!numbers.are({Says::shape, Says::low, Says::high}) || !numbers.second_at()) {
    return takes_others(Family::beta);
  }
  if (auto refusal = not_positive(numbers, Says::shape)) return *refusal;
  if (auto refusal = too_large(numbers, Says::shape, shape_max)) return *refusal;
  if (!(numbers.second() > 0 && numbers.second() <= shape_max)) {
    return wrong(fmt::format("a shape is more than 0 and at most {}, this one is {}",
                             shown(shape_max), shown(numbers.second())),
                 "give shape a number above 0", numbers.second_at());
  }
  return detail::beta(numbers.of(Says::shape), numbers.second(), numbers.of(Says::low),
                      numbers.of(Says::high), ends);
}

Made make_student_t(const Numbers& numbers, const Ends& ends) {
  if (!numbers.has(Says::freedom)) return takes_others(Family::student_t);
  if (auto refusal = not_positive(numbers, Says::freedom)) return *refusal;
  if (auto refusal = too_large(numbers, Says::freedom, freedom_max)) return *refusal;
  const double freedom = numbers.of(Says::freedom);
  if (freedom < 0.1) {
    return wrong(fmt::format("freedom is at least 0.1, this one is {}", shown(freedom)),
                 "give freedom 1 or more", numbers.where(Says::freedom));
  }
  if (numbers.are({Says::freedom, Says::mean, Says::scale})) {
    if (auto refusal = not_positive(numbers, Says::scale)) return *refusal;
    return detail::student_t(freedom, numbers.of(Says::mean), numbers.of(Says::scale), ends);
  }
  const auto two = two_of(numbers, Says::freedom);
  if (!two) return takes_others(Family::student_t);
  if (auto refusal = not_rising(numbers, two->lower, two->upper)) return *refusal;
  const Line line = line_of(*two, numbers.of(two->lower), numbers.of(two->upper));
  return detail::student_t(freedom, line.centre, line.unit / detail::student_p90(freedom), ends);
}

Made make_discrete(const DistributionText& text) {
  const auto& said = text.parameters;
  std::vector<std::pair<double, double>> values;
  double sum = 0;
  if (said.empty() || said.size() % 2 != 0) return takes_others(Family::discrete);
  for (std::size_t i = 0; i < said.size(); i += 2) {
    if (said[i].says != Says::value || said[i + 1].says != Says::probability) {
      return takes_others(Family::discrete);
    }
    if (said[i + 1].value < 0) {
      return wrong(
          fmt::format("a probability is not less than 0, this one is {}", shown(said[i + 1].value)),
          "give each value a probability from 0 to 1", i + 1);
    }
    values.emplace_back(said[i].value, said[i + 1].value);
    sum += said[i + 1].value;
  }
  if (!(std::fabs(sum - 1) <= 1e-9)) {
    return wrong(fmt::format("probabilities sum to 1, these to {:.10g}", sum),
                 fmt::format("change one of them by {:.10g}", 1 - sum));
  }
  return detail::steps(std::move(values));
}

Made make_empirical(const DistributionText& text) {
  std::vector<double> values;
  for (const Parameter& parameter : text.parameters) {
    if (parameter.says != Says::value) return takes_others(Family::empirical);
    values.push_back(parameter.value);
  }
  if (values.empty()) return takes_others(Family::empirical);
  return detail::steps(std::move(values));
}

Refusal twice_or_lost(const DistributionText& text) {
  const bool listed = text.family == Family::discrete || text.family == Family::empirical;
  std::array<int, 13> times = {};
  for (std::size_t i = 0; i < text.parameters.size(); ++i) {
    const auto [says, value] = text.parameters[i];
    if (!std::isfinite(value)) {
      return wrong(fmt::format("{} is not a finite number", word(says)),
                   fmt::format("give {} a number", word(says)), i);
    }
    const int most = text.family == Family::beta && says == Says::shape ? 2 : 1;
    if (!listed && ++times[std::size_t(says)] > most) {
      return wrong(fmt::format("{} is given twice", word(says)),
                   fmt::format("leave one {} out", word(says)), i);
    }
  }
  if (!text.within) return std::nullopt;
  const auto [low, high] = *text.within;
  if (listed) {
    return wrong("values that are listed have no limits", "leave out the values beyond them");
  }
  if (low < high) return std::nullopt;
  return wrong(fmt::format("the lower limit is less than the upper, but {} is not less than {}",
                           shown(low), shown(high)),
               low == high ? fmt::format("give an upper limit above {}", shown(low))
                           : fmt::format("write {}, {}", shown(high), shown(low)));
}

Made make(const DistributionText& text) {
  const Numbers numbers(text);
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const Ends ends =
      text.within ? Ends{text.within->first, text.within->second} : Ends{-infinite, infinite};
  switch (text.family) {
    case Family::normal: return make_normal(numbers, ends);
    case Family::lognormal: return make_lognormal(numbers, ends);
    case Family::triangular: return make_triangular(numbers, ends);
    case Family::pert: return make_pert(numbers, ends);
    case Family::uniform: return make_uniform(numbers, ends);
    case Family::beta: return make_beta(numbers, ends);
    case Family::student_t: return make_student_t(numbers, ends);
    case Family::discrete: return make_discrete(text);
    case Family::empirical: return make_empirical(text);
  }
  return takes_others(text.family);
}

}  // namespace

std::variant<Distribution, Impossible> make_distribution(const DistributionText& text) {
  if (auto refusal = twice_or_lost(text)) return *refusal;
  return make(text);
}

}  // namespace headwater
