// The distributions of the language: their names, and what their numbers say.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "engine/sampling/distribution_text.hpp"

namespace headwater::detail {

struct FamilyRow {
  std::string_view name;
  Family family;
  std::span<const Says> in_order;  // of numbers without a word
  std::size_t least;               // so many of these at least, where no number has a word
  std::string_view example;        // for a driver without a unit
};

inline constexpr auto mean_sd = std::to_array<Says>({Says::mean, Says::sd});
inline constexpr auto three_points = std::to_array<Says>({Says::low, Says::mode, Says::high});
inline constexpr auto pert_order =
    std::to_array<Says>({Says::low, Says::mode, Says::high, Says::shape});
inline constexpr auto two_ends = std::to_array<Says>({Says::low, Says::high});
inline constexpr auto beta_order =
    std::to_array<Says>({Says::shape, Says::shape, Says::low, Says::high});
inline constexpr auto student_order = std::to_array<Says>({Says::freedom, Says::mean, Says::scale});

inline constexpr auto families = std::to_array<FamilyRow>({
    {"normal", Family::normal, mean_sd, 2, "normal(3, 1), or normal(p10 2, p90 4)"},
    {"lognormal", Family::lognormal, mean_sd, 2, "lognormal(3, 1), or lognormal(p10 2, p90 4)"},
    {"triangular", Family::triangular, three_points, 3,
     "triangular(2, 3, 5), or triangular(p10 2, p50 3, p90 5)"},
    {"pert", Family::pert, pert_order, 3, "pert(2, 3, 5), or pert(p10 2, p50 3, p90 5)"},
    {"uniform", Family::uniform, two_ends, 2, "uniform(2, 4)"},
    {"beta", Family::beta, beta_order, 4,
     "beta(2, 3, 0, 1), or beta(mean 0.4, sd 0.1, low 0, high 1)"},
    {"student_t", Family::student_t, student_order, 3,
     "student_t(5, 3, 1): degrees of freedom, centre, scale"},
    {"discrete", Family::discrete, {}, 1, "discrete(0 80%, 2 20%)"},
    {"empirical", Family::empirical, {}, 1, "empirical(1, 2, 4), or empirical of a.series"},
});

struct SaysRow {
  std::string_view word;
  Says says;
};
inline constexpr auto says_words = std::to_array<SaysRow>({{"mean", Says::mean},
                                                           {"sd", Says::sd},
                                                           {"p10", Says::p10},
                                                           {"p50", Says::p50},
                                                           {"p90", Says::p90},
                                                           {"low", Says::low},
                                                           {"mode", Says::mode},
                                                           {"high", Says::high},
                                                           {"shape", Says::shape},
                                                           {"freedom", Says::freedom},
                                                           {"scale", Says::scale}});

}  // namespace headwater::detail
