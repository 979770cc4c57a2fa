// The numbers of a distribution by what they say, and what is wrong with them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "engine/sampling/distribution.hpp"

namespace headwater::detail {

// A family's name and what it takes, in words; the word of what a number says.
struct Words {
  std::string_view name;
  std::string_view takes;
};
Words words(Family family);
std::string_view word(Says says);

// What was said of each, at most once but for the second shape of a beta.
class Numbers {
 public:
  explicit Numbers(const DistributionText& text) : text_(text) {
    for (std::size_t i = 0; i < text.parameters.size(); ++i) {
      auto& at = at_[std::size_t(text.parameters[i].says)];
      (at ? second_ : at) = i;
    }
  }
  bool has(Says says) const { return at_[std::size_t(says)].has_value(); }
  double of(Says says) const { return text_.parameters[*at_[std::size_t(says)]].value; }
  double second() const { return text_.parameters[*second_].value; }
  std::optional<std::size_t> second_at() const { return second_; }
  std::optional<std::size_t> where(Says says) const { return at_[std::size_t(says)]; }
  // Whether what was said is these, all and only.
  bool are(std::initializer_list<Says> wanted) const {
    std::size_t said = 0;
    for (const auto& at : at_) said += at ? 1 : 0;
    return said == wanted.size() &&
           std::ranges::all_of(wanted, [&](Says says) { return has(says); });
  }

 private:
  const DistributionText& text_;
  std::array<std::optional<std::size_t>, 13> at_ = {};
  std::optional<std::size_t> second_;
};

using Refusal = std::optional<Impossible>;

Impossible wrong(std::string what, std::string hint, std::optional<std::size_t> parameter = {});
Refusal not_positive(const Numbers& numbers, Says says);
Refusal not_rising(const Numbers& numbers, Says low, Says high);

}  // namespace headwater::detail
