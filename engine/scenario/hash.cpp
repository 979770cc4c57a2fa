#include "engine/scenario/hash.hpp"

#include <cstdint>
#include <cstring>
#define XXH_INLINE_ALL  // the one header, so that nothing is left to link
#include <xxhash.h>

#include <fmt/format.h>

namespace headwater {

void ContentHash::add(std::string_view text) {
  add(std::as_bytes(std::span(text.data(), text.size())));
}

void ContentHash::add(std::span<const std::byte> bytes) {
  std::uint64_t size = bytes.size();
  for (int i = 0; i < 8; ++i, size >>= 8) bytes_.push_back(std::byte(size & 0xff));
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

std::string ContentHash::hex() const {
  const XXH128_hash_t hash = XXH3_128bits(bytes_.data(), bytes_.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace headwater
