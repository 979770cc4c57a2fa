// Finds things again that stand in an array: a hash table of their numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace headwater::detail {

// Spreads the bits of a key over all of the result (the finaliser of SplitMix64, Steele, Lea and
// Flood, OOPSLA 2014).
constexpr std::uint64_t spread(std::uint64_t key) {
  key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9;
  key = (key ^ (key >> 27)) * 0x94d049bb133111eb;
  return key ^ (key >> 31);
}

class NumberTable {
 public:
  // The number of the equal thing that is in the table, or `fresh`, which then is. `is_equal(n)`
  // says whether thing n is the one looked for; `hash_of(n)` gives back its hash.
  template <typename Equal, typename HashOf>
  std::uint32_t find_or_add(std::uint64_t hash, std::uint32_t fresh, Equal is_equal,
                            HashOf hash_of) {
    if (2 * (count_ + 1) > places_.size()) grow(hash_of);
    const std::size_t mask = places_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      if (places_[at] == free) {
        places_[at] = fresh;
        ++count_;
        return fresh;
      }
      if (is_equal(places_[at])) return places_[at];
    }
  }

 private:
  static constexpr std::uint32_t free = std::uint32_t(-1);

  template <typename HashOf>
  void grow(HashOf hash_of) {
    std::vector<std::uint32_t> old(places_.empty() ? 64 : 2 * places_.size(), free);
    std::swap(old, places_);
    const std::size_t mask = places_.size() - 1;
    for (const std::uint32_t number : old) {
      if (number == free) continue;
      std::size_t at = hash_of(number) & mask;
      while (places_[at] != free) at = (at + 1) & mask;
      places_[at] = number;
    }
  }

  std::vector<std::uint32_t> places_;  // a power of two of them, at most half of them taken
  std::size_t count_ = 0;
};

}  // namespace headwater::detail
