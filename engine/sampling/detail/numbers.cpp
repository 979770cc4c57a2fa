#include "engine/sampling/detail/numbers.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/sampling/detail/families.hpp"

namespace headwater::detail {

Words words(Family family) {
  switch (family) {
    case Family::normal: return {"normal", "a mean and an sd, or two of p10, p50 and p90"};
    case Family::lognormal:
      return {"lognormal", "a mean and an sd, or two or all of p10, p50 and p90"};
    case Family::triangular: return {"triangular", "low, mode and high, or p10, p50 and p90"};
    case Family::pert:
      return {"pert", "low, mode and high, or p10, p50 and p90, and a shape if it is not 4"};
    case Family::uniform:
      return {"uniform", "low and high, a mean and an sd, or two of p10, p50 and p90"};
    case Family::beta: return {"beta", "two shapes or a mean and an sd, and low and high"};
    case Family::student_t:
      return {"student_t", "freedom, and a mean and a scale, or two of p10, p50 and p90"};
    case Family::discrete: return {"discrete", "values, each with its probability"};
    case Family::empirical: return {"empirical", "values"};
  }
  return {};
}

std::string_view word(Says says) {
  constexpr std::array<std::string_view, 13> all = {
      "mean", "sd",    "p10",     "p50",   "p90",   "low",        "mode",
      "high", "shape", "freedom", "scale", "value", "probability"};
  return all[std::size_t(says)];
}

Impossible wrong(std::string what, std::string hint, std::optional<std::size_t> parameter) {
  return {std::move(what), std::move(hint), parameter};
}

Refusal not_positive(const Numbers& numbers, Says says) {
  const double value = numbers.of(says);
  if (value > 0) return std::nullopt;
  return wrong(fmt::format("{} is more than 0, this one is {}",
                           says == Says::sd        ? "a standard deviation"
                           : says == Says::freedom ? "a number of degrees of freedom"
                                                   : fmt::format("a {}", word(says)),
                           shown(value)),
               fmt::format("give {} a number above 0", word(says)), numbers.where(says));
}

Refusal not_rising(const Numbers& numbers, Says low, Says high) {
  if (numbers.of(low) < numbers.of(high)) return std::nullopt;
  return wrong(fmt::format("{} is less than {}, but {} is not less than {}", word(low), word(high),
                           shown(numbers.of(low)), shown(numbers.of(high))),
               numbers.of(low) == numbers.of(high)
                   ? fmt::format("give {} more than {}", word(high), shown(numbers.of(low)))
                   : fmt::format("write {} {}, {} {}", word(low), shown(numbers.of(high)),
                                 word(high), shown(numbers.of(low))),
               numbers.where(high));
}

}  // namespace headwater::detail
