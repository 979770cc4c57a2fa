// The names that ways to draw, and methods of sensitivity analysis, have in files and on the
// command line.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/scenario/uncertainty.hpp"

namespace headwater {

template <typename Value, std::size_t count>
using Names = std::array<std::pair<std::string_view, Value>, count>;

inline constexpr Names<Drawing, 4> drawing_names = {{{"sobol", Drawing::sobol},
                                                     {"lhs", Drawing::latin_hypercube},
                                                     {"random", Drawing::random},
                                                     {"antithetic", Drawing::antithetic}}};
inline constexpr Names<SensitivityMethod, 4> sensitivity_names = {
    {{"morris", SensitivityMethod::morris},
     {"sobol", SensitivityMethod::sobol},
     {"dgsm", SensitivityMethod::dgsm},
     {"shapley", SensitivityMethod::shapley}}};

template <typename Value, std::size_t count>
std::optional<Value> named(const Names<Value, count>& all, std::string_view word) {
  for (const auto& [name, value] : all) {
    if (name == word) return value;
  }
  return std::nullopt;
}

template <typename Value, std::size_t count>
std::vector<std::string> words_of(const Names<Value, count>& all) {
  std::vector<std::string> words;
  for (const auto& [name, value] : all) words.emplace_back(name);
  return words;
}

}  // namespace headwater
