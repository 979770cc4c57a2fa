// One character of UTF-8 at a time, for whoever must tell text from bytes.
#pragma once

#include <cstddef>
#include <string_view>

namespace headwater::detail {

// What the bytes begin with: a whole character, or the longest start of one that is not.
struct Utf8Start {
  std::size_t bytes;  // >= 1 unless there were none
  bool whole;
};

// Ranges are those of the Unicode Standard 15.0, table 3-7: no surrogates, no overlong forms,
// nothing above U+10FFFF. A broken start is cut where section 3.9 ("maximal subparts") cuts it.
constexpr Utf8Start utf8_start(std::string_view bytes) {
  if (bytes.empty()) return {0, false};
  const auto at = [&](std::size_t index) { return static_cast<unsigned char>(bytes[index]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return {1, true};
  if (lead < 0xC2 || lead > 0xF4) return {1, false};

  const std::size_t due = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (std::size_t index = 1; index < due; ++index) {
    if (index == bytes.size() || at(index) < low || at(index) > high) return {index, false};
    low = 0x80;
    high = 0xBF;
  }
  return {due, true};
}

}  // namespace headwater::detail
