// Numbers as people read them, and as programs read them back.
#pragma once

#include <string>

namespace headwater {

enum class Language { english, japanese };

struct NumberStyle {
  int decimals = 0;  // 0..20; rounded half away from zero on the digits that round_trip shows
  Language language = Language::english;  // negatives as -1,234 or as △1,234
  bool sign = false;                      // a leading + on positives
};

// Grouped by thousands; "–" for a missing value (NaN). What rounds to zero has no sign. Throws
// std::invalid_argument when `decimals` breaks its bound; an infinity breaks a promise.
std::string grouped(double value, const NumberStyle& style = {});

// The shortest digits that read back to the same double; "null" is the caller's business, so a
// missing value throws std::invalid_argument and an infinity breaks a promise. Never "-0". Fixed
// notation from 0.0001 to 9e15, so 100000 and not 1e+05; beyond, 1.5e+20.
std::string round_trip(double value);
void append_round_trip(std::string& text, double value);

}  // namespace headwater
