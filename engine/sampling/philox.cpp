#include "engine/sampling/philox.hpp"

#include <algorithm>
#include <cstring>
#include <vector>
#define XXH_INLINE_ALL  // the one header, so that nothing is left to link
#include <xxhash.h>

namespace headwater {

namespace {

struct Words {
  std::uint32_t a, b, c, d;
};

[[gnu::always_inline]] inline Words rounds(Words x, std::uint32_t key_0, std::uint32_t key_1) {
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t left = std::uint64_t{0xD2511F53} * x.a;
    const std::uint64_t right = std::uint64_t{0xCD9E8D57} * x.c;
    x = {std::uint32_t(right >> 32) ^ x.b ^ key_0, std::uint32_t(right),
         std::uint32_t(left >> 32) ^ x.d ^ key_1, std::uint32_t(left)};
    key_0 += 0x9E3779B9;
    key_1 += 0xBB67AE85;
  }
  return x;
}

[[gnu::always_inline]] inline double unit_of_words(std::uint32_t high, std::uint32_t low) {
  return unit_of_52((std::uint64_t{high} << 20) | (low >> 12));
}

// Draws of whole blocks.
void fill_blocks(const Stream& stream, std::uint64_t first_block, double* out, std::size_t blocks) {
  const auto key_0 = std::uint32_t(stream.key);
  const auto key_1 = std::uint32_t(stream.key >> 32);
  for (std::size_t i = 0; i < blocks; ++i) {
    const std::uint64_t block = first_block + i;
    const Words word =
        rounds({std::uint32_t(block), std::uint32_t(block >> 32), stream.period, stream.copy},
               key_0, key_1);
    out[2 * i] = unit_of_words(word.a, word.b);
    out[2 * i + 1] = unit_of_words(word.c, word.d);
  }
}

}  // namespace

std::uint64_t stream_key(std::uint64_t seed, std::string_view name) {
  std::vector<unsigned char> bytes;
  for (int i = 0; i < 8; ++i, seed >>= 8) bytes.push_back(static_cast<unsigned char>(seed & 0xff));
  bytes.insert(bytes.end(), name.begin(), name.end());
  return XXH3_64bits(bytes.data(), bytes.size());
}

std::uint64_t derived_key(std::uint64_t key, std::uint64_t number) {
  key += (number + 1) * 0x9e37'79b9'7f4a'7c15;
  key = (key ^ (key >> 30)) * 0xbf58'476d'1ce4'e5b9;
  key = (key ^ (key >> 27)) * 0x94d0'49bb'1331'11eb;
  return key ^ (key >> 31);
}

std::array<std::uint32_t, 4> philox_4x32_10(std::array<std::uint32_t, 4> counter,
                                            std::array<std::uint32_t, 2> key) {
  const Words x = rounds({counter[0], counter[1], counter[2], counter[3]}, key[0], key[1]);
  return {x.a, x.b, x.c, x.d};
}

void fill_random(const Stream& stream, std::uint64_t first_row, double* out, std::size_t count) {
  double pair[2];
  if (first_row % 2 == 1 && count > 0) {
    fill_blocks(stream, first_row / 2, pair, 1);
    *out++ = pair[1];
    ++first_row;
    --count;
  }
  fill_blocks(stream, first_row / 2, out, count / 2);
  if (count % 2 == 1) {
    fill_blocks(stream, (first_row + count) / 2, pair, 1);
    out[count - 1] = pair[0];
  }
}

}  // namespace headwater
