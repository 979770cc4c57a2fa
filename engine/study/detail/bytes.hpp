// Numbers as bytes, one behind the other.
#pragma once

#include <cstddef>
#include <cstring>
#include <vector>

namespace headwater::detail {

template <typename Number>
void append(std::vector<std::byte>& bytes, const Number& number) {
  const std::size_t before = bytes.size();
  bytes.resize(before + sizeof(Number));
  std::memcpy(bytes.data() + before, &number, sizeof(Number));
}

}  // namespace headwater::detail
