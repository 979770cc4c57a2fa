// A fingerprint of texts and numbers: the same everywhere, for telling results apart. It is no
// protection against somebody who wants two things to look alike.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headwater {

class ContentHash {
 public:
  void add(std::string_view text);  // with its length, so that "ab" "c" and "a" "bc" differ
  void add(std::span<const std::byte> bytes);
  std::string hex() const;  // 32 digits, XXH3-128

 private:
  std::vector<std::byte> bytes_;
};

}  // namespace headwater
