#include "engine/core/unit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

#include <boost/multiprecision/cpp_int.hpp>
#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace headwater {

namespace {

// Without expression templates: `auto` then never holds a reference to a number that is gone.
using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>,
                                              boost::multiprecision::et_off>;
using PrimePowers = std::map<std::uint64_t, int>;

__extension__ using Wide = unsigned __int128;

// powers *= other^times; false when an exponent leaves its bound. An exponent that comes to zero
// leaves the map, so that equal products are equal maps.
template <typename Key>
bool multiply_in(std::map<Key, int>& powers, const std::map<Key, int>& other, int times) {
  for (const auto& [key, exponent] : other) {
    const auto found = powers.try_emplace(key, 0).first;
    const std::int64_t sum = found->second + static_cast<std::int64_t>(exponent) * times;
    if (std::abs(sum) > Unit::exponent_max) return false;
    found->second = static_cast<int>(sum);
    if (sum == 0) powers.erase(found);
  }
  return true;
}

// A factor of n other than 1 and n, or 1 when n is prime. n has no prime factor up to its cube
// root, hence two at most.
//
// Source: Lehman, Mathematics of Computation 28 (1974), pp. 637-646.
std::uint64_t factor_above_cube_root(std::uint64_t n) {
  const double cube_root = std::cbrt(static_cast<double>(n));
  for (std::uint64_t k = 1; static_cast<double>(k) <= cube_root + 1; ++k) {
    const Wide product = static_cast<Wide>(4 * k) * n;
    auto a = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(product)));
    while (static_cast<Wide>(a) * a < product) ++a;
    const double slack = std::sqrt(cube_root / static_cast<double>(k)) / 4;
    for (const double last = static_cast<double>(a) + slack; static_cast<double>(a) <= last; ++a) {
      const auto rest = static_cast<std::uint64_t>(static_cast<Wide>(a) * a - product);
      const auto b = static_cast<std::uint64_t>(std::llround(std::sqrt(static_cast<double>(rest))));
      if (b * b != rest) continue;
      const std::uint64_t factor = std::gcd(a + b, n);
      if (factor != 1 && factor != n) return factor;
    }
  }
  return 1;
}

// n >= 1. Dividing by every number up to the square root would take a tenth of a second for the
// largest prime of 15 digits, on every such line of a file; this takes about a millisecond.
PrimePowers primes_of(std::uint64_t n) {
  PrimePowers powers;
  constexpr std::uint64_t small = 100;  // the method above is for numbers that are not tiny
  for (std::uint64_t divisor = 2; divisor <= small || divisor * divisor * divisor <= n; ++divisor) {
    for (; n % divisor == 0; n /= divisor) ++powers[divisor];
  }
  if (n == 1) return powers;
  const std::uint64_t factor = factor_above_cube_root(n);
  if (factor != 1) ++powers[factor];
  ++powers[n / factor];
  return powers;
}

// The primes of a positive decimal literal, or nothing: "0.01" is 2^-2 5^-2.
std::optional<PrimePowers> primes_of_decimal(std::string_view literal) {
  constexpr std::size_t digits_max = 15;
  std::uint64_t number = 0;
  const std::size_t point = std::min(literal.find('.'), literal.size());
  const std::string digits = std::string(literal.substr(0, point))
                                 .append(literal.substr(std::min(point + 1, literal.size())));
  const bool has_bare_point = point == 0 || point + 1 == literal.size();
  if (has_bare_point || digits.empty() || digits.size() > digits_max) return std::nullopt;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  if (number == 0) return std::nullopt;
  PrimePowers powers = primes_of(number);
  const PrimePowers ten = {{2, 1}, {5, 1}};
  multiply_in(powers, ten, -static_cast<int>(digits.size() - point));  // 15 at most: in bounds
  return powers;
}

// The double nearest to numerator / denominator, ties to even; both are positive.
double nearest_double(Integer numerator, Integer denominator) {
  constexpr int smallest_bit = -1074;  // of a subnormal
  int top_bit = static_cast<int>(msb(numerator)) - static_cast<int>(msb(denominator));
  const bool is_below =
      top_bit >= 0 ? numerator < (denominator << top_bit) : (numerator << -top_bit) < denominator;
  if (is_below) --top_bit;  // now 2^top_bit <= quotient < 2^(top_bit + 1)

  const int last_bit = std::max(top_bit - 52, smallest_bit);
  if (last_bit < 0) numerator <<= -last_bit;
  if (last_bit > 0) denominator <<= last_bit;
  Integer quotient;
  Integer remainder;
  divide_qr(numerator, denominator, quotient, remainder);
  const int against_half = Integer(remainder * 2).compare(denominator);
  if (against_half > 0 || (against_half == 0 && bit_test(quotient, 0))) ++quotient;
  return std::ldexp(quotient.convert_to<double>(), last_bit);  // 53 bits at most: exact
}

// number *= prime^exponent; false when it is no longer a whole number that doubles hold exactly.
bool multiply_in(std::uint64_t& number, std::uint64_t prime, int exponent) {
  constexpr std::uint64_t exact_max = std::uint64_t{1} << 53;
  for (; exponent > 0; --exponent) {
    if (number > exact_max / prime) return false;
    number *= prime;
  }
  return true;
}

// The nearest double to above / below, when both sides of the fraction are exact doubles: then one
// division rounds once. Nothing when they are too large for that.
std::optional<double> small_quotient(const PrimePowers& above, const PrimePowers& below) {
  std::uint64_t numerator = 1;
  std::uint64_t denominator = 1;
  for (const auto& [prime, exponent] : above) {
    if (!multiply_in(exponent > 0 ? numerator : denominator, prime, std::abs(exponent))) return {};
  }
  for (const auto& [prime, exponent] : below) {
    if (!multiply_in(exponent > 0 ? denominator : numerator, prime, std::abs(exponent))) return {};
  }
  return static_cast<double>(numerator) / static_cast<double>(denominator);
}

Unit within_bounds(std::optional<Unit> product) {
  if (product) return *std::move(product);
  throw std::invalid_argument(
      fmt::format("the exponents of a unit must be -{0} to {0}", Unit::exponent_max));
}

std::string with_exponent(std::string_view name, int exponent) {
  return exponent == 1 ? std::string(name) : fmt::format("{}^{}", name, exponent);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  const std::size_t end = text.find_last_not_of(" \t") + 1;  // 0 when there are only blanks
  return text.substr(begin, std::max(begin, end) - begin);
}

// "2", "-1": what may stand behind a ^.
std::optional<int> parse_exponent(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 3) return std::nullopt;
  int exponent = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    exponent = exponent * 10 + (digit - '0');
  }
  return is_negative ? -exponent : exponent;
}

constexpr std::array<std::string_view, 32> currencies = {
    "AED", "AUD", "BRL", "CAD", "CHF", "CLP", "CNY", "CZK", "DKK", "EUR", "GBP",
    "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KRW", "MXN", "MYR", "NOK", "NZD",
    "PHP", "PLN", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "USD", "VND"};

}  // namespace

std::optional<Unit> Unit::times(const Unit& other, int exponent) const {
  if (!other.factors_) return *this;
  if (!factors_ && exponent == 1) return other;
  Factors product = factors();
  const Factors& more = other.factors();
  const bool is_in_bounds = multiply_in(product.written, more.written, exponent) &&
                            multiply_in(product.dimension, more.dimension, exponent) &&
                            multiply_in(product.scale, more.scale, exponent);
  return is_in_bounds ? std::optional(Unit(std::move(product))) : std::nullopt;
}

Unit::Unit(Factors factors) {
  const bool none = factors.written.empty() && factors.dimension.empty() && factors.scale.empty();
  if (!none) factors_ = std::make_shared<const Factors>(std::move(factors));
}

const Unit::Factors& Unit::plain() {
  static const Factors none;
  return none;
}

Unit operator*(const Unit& left, const Unit& right) { return within_bounds(left.times(right, 1)); }

Unit operator/(const Unit& left, const Unit& right) { return within_bounds(left.times(right, -1)); }

Unit Unit::power(int exponent) const { return within_bounds(Unit().times(*this, exponent)); }

double Unit::factor_to(const Unit& to) const {
  require(same_dimension(to), "a conversion stays within one dimension");
  if (same_scale(to)) return 1.0;
  if (const auto factor = small_quotient(factors().scale, to.factors().scale)) return *factor;
  Integer numerator = 1;
  Integer denominator = 1;
  const auto multiply = [](const PrimePowers& powers, Integer& above, Integer& below) {
    for (const auto& [prime, exponent] : powers) {
      const auto times = static_cast<unsigned>(std::abs(exponent));
      (exponent > 0 ? above : below) *= pow(Integer(prime), times);
    }
  };
  multiply(factors().scale, numerator, denominator);
  multiply(to.factors().scale, denominator, numerator);
  return nearest_double(numerator, denominator);
}

std::string Unit::text() const {
  if (is_plain()) return "a plain number";
  std::string above;
  std::string below;
  for (const auto& [name, exponent] : written()) {
    if (exponent > 0) {
      above += (above.empty() ? "" : " * ") + with_exponent(name, exponent);
    } else {
      below += " / " + with_exponent(name, -exponent);
    }
  }
  return (above.empty() ? "1" : above) + below;
}

std::string Unit::text_of(std::string_view number) const {
  return is_plain() ? std::string(number) : fmt::format("{} {}", number, text());
}

int Unit::exponent(std::string_view name) const {
  const auto& dimension = factors().dimension;
  const auto found = dimension.find(std::string(name));
  return found == dimension.end() ? 0 : found->second;
}

Units::Units() {
  for (const std::string_view currency : currencies) declare(std::string(currency));
  declare("month");
  declare("day");
  declare("quarter", "3", *find("month"));
  declare("year", "12", *find("month"));
  for (const char* one : {"month", "quarter", "year", "day"})
    alias(std::string(one) + "s", *find(one));
  declare("%", "0.01", Unit());
  declare("pp", "0.01", Unit());
  declare("bp", "0.0001", Unit());
}

bool Units::declare(const std::string& name) {
  return alias(name, Unit({.written = {{name, 1}}, .dimension = {{name, 1}}, .scale = {}}));
}

bool Units::declare(const std::string& name, std::string_view number, const Unit& definition) {
  const auto factor = primes_of_decimal(number);
  if (!factor) return false;
  const auto unit = Unit({.written = {}, .dimension = {}, .scale = *factor}).times(definition, 1);
  if (!unit) return false;
  Unit::Factors named = unit->factors();
  named.written = {{name, 1}};
  return alias(name, Unit(std::move(named)));
}

bool Units::alias(const std::string& spelling, const Unit& unit) {
  return units_.try_emplace(spelling, unit).second;
}

std::optional<Unit> Units::find(std::string_view name) const {
  const auto found = units_.find(name);
  return found == units_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Unit> Units::parse(std::string_view text) const {
  if (const auto whole = find(trimmed(text))) return whole;
  std::optional<Unit> product = Unit();
  int sign = 1;
  while (product) {
    const std::size_t end = text.find_first_of("*/");
    const auto factor = parse_factor(trimmed(text.substr(0, end)));
    if (!factor) return std::nullopt;
    product = product->times(factor->first, sign * factor->second);
    if (end == std::string_view::npos) break;
    sign = text[end] == '*' ? 1 : -1;
    text.remove_prefix(end + 1);
  }
  return product;
}

// One name and its exponent. A bare 1 is what "1 / month" begins with.
std::optional<std::pair<Unit, int>> Units::parse_factor(std::string_view text) const {
  const std::size_t caret = std::min(text.rfind('^'), text.size());
  const auto exponent =
      caret == text.size() ? std::optional(1) : parse_exponent(trimmed(text.substr(caret + 1)));
  const std::string_view name = trimmed(text.substr(0, caret));
  const auto unit = name == "1" ? std::optional(Unit()) : find(name);
  if (!unit || !exponent) return std::nullopt;
  return std::pair(*unit, *exponent);
}

std::vector<std::string> Units::names() const {
  std::vector<std::string> names;
  for (const auto& named : units_) names.push_back(named.first);
  return names;
}

}  // namespace headwater
