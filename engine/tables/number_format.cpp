#include "engine/tables/number_format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "engine/core/error.hpp"

namespace headwater {
namespace {

constexpr int decimals_max = 20;

void append_digits(std::string& text, double value, std::chars_format format) {
  std::array<char, 32> buffer;
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
  require(error == std::errc{}, "the shortest digits of a double fit 32 characters");
  text.append(buffer.data(), end);
}

std::string digits_of(double value, std::chars_format format) {
  std::string text;
  append_digits(text, value, format);
  return text;
}

// 0.digits × 10^point: the digits that read back to the double, which people take to be its value.
struct Decimal {
  std::string digits;
  int point;
};

Decimal shortest_decimal(double magnitude) {
  if (magnitude == 0.0) return {"", 0};
  const std::string text = digits_of(magnitude, std::chars_format::scientific);  // d.ddde±dd
  const std::size_t e = text.find('e');
  Decimal decimal{text.substr(0, 1), 0};
  if (e > 1) decimal.digits += text.substr(2, e - 2);
  const char* exponent = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(exponent, text.data() + text.size(), decimal.point);
  ++decimal.point;
  return decimal;
}

// Whole digits followed by `decimals` more, without a point; at least one whole digit.
std::string rounded_digits(const Decimal& decimal, int decimals) {
  const int keep = decimal.point + decimals;
  if (keep < 0) return std::string(static_cast<std::size_t>(decimals) + 1, '0');

  const auto kept = static_cast<std::size_t>(keep);
  std::string digits = "0" + decimal.digits.substr(0, std::min(kept, decimal.digits.size()));
  digits.resize(kept + 1, '0');
  if (kept < decimal.digits.size() && decimal.digits[kept] >= '5') {
    std::size_t place = digits.size() - 1;
    for (; digits[place] == '9'; --place) digits[place] = '0';  // the leading 0 ends the carry
    ++digits[place];
  }

  const std::size_t due = static_cast<std::size_t>(decimals) + 1;
  if (digits.size() < due) digits.insert(0, due - digits.size(), '0');
  if (digits.size() > due && digits.front() == '0') digits.erase(0, 1);
  return digits;
}

std::string with_commas(std::string_view whole) {
  std::string text;
  for (std::size_t index = 0; index < whole.size(); ++index) {
    if (index > 0 && (whole.size() - index) % 3 == 0) text += ',';
    text += whole[index];
  }
  return text;
}

std::string_view sign_of(bool negative, const NumberStyle& style) {
  if (!negative) return style.sign ? "+" : "";
  switch (style.language) {
    case Language::english: return "-";
    case Language::japanese: return "△";
  }
  return "-";
}

}  // namespace

std::string grouped(double value, const NumberStyle& style) {
  if (style.decimals < 0 || style.decimals > decimals_max) {
    throw std::invalid_argument("NumberStyle::decimals must lie in 0..20");
  }
  if (std::isnan(value)) return "–";
  require(std::isfinite(value), "a number shown to people is finite or missing");

  const std::string digits = rounded_digits(shortest_decimal(std::fabs(value)), style.decimals);
  const std::size_t whole = digits.size() - static_cast<std::size_t>(style.decimals);
  std::string text = with_commas(std::string_view(digits).substr(0, whole));
  if (style.decimals > 0) text += "." + digits.substr(whole);

  const bool zero = digits.find_first_not_of('0') == std::string::npos;  // as shown, not as held
  if (!zero) text.insert(0, sign_of(value < 0.0, style));
  return text;
}

std::string round_trip(double value) {
  std::string text;
  append_round_trip(text, value);
  return text;
}

void append_round_trip(std::string& text, double value) {
  if (std::isnan(value)) throw std::invalid_argument("round_trip: value must not be missing (NaN)");
  require(std::isfinite(value), "a number written for programs is finite");

  const double magnitude = std::fabs(value);
  if (magnitude == 0.0) {
    text += '0';
    return;
  }
  // Left to itself to_chars writes 100000 as 1e+05, a character shorter and worse to read. Below
  // 2^53 (about 9e15) fixed notation has no digit that the shortest form lacks, but for zeros.
  const bool fixed = magnitude >= 1e-4 && magnitude < 9e15;
  append_digits(text, value, fixed ? std::chars_format::fixed : std::chars_format::scientific);
}

}  // namespace headwater
