// Units of measurement: a free abelian group over base units with exact rational scale.
//
// `JPY mn / line / month` is a product of named units, each a base unit or a declared multiple of
// others. The scale is kept as powers of primes, so that products, quotients and powers are exact
// and cannot overflow; it becomes a double once, when a conversion is written into a program.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headwater {

class Unit {
 public:
  static constexpr int exponent_max = 1000;  // of a name, a base unit or a prime, either sign

  Unit() = default;  // the dimensionless unit of scale one

  bool is_dimensionless() const { return factors().dimension.empty(); }
  bool is_plain() const {
    return is_dimensionless() && factors().scale.empty();
  }  // of bare numbers
  bool same_dimension(const Unit& other) const {
    return factors_ == other.factors_ || factors().dimension == other.factors().dimension;
  }

  // The nearest double to the exact factor that turns a value in this unit into one in `to`.
  // Exactly 1.0 when the scales agree; zero or infinite only beyond the range of doubles. The
  // dimensions must be the same.
  double factor_to(const Unit& to) const;

  // As written, for messages: "JPY mn / line / month"; the plain unit is "a plain number".
  std::string text() const;

  // The named units it is written with and their exponents, none zero.
  const std::map<std::string, int>& written() const { return factors().written; }

  // An amount of it as it is typed: "40 JPY mn"; of the plain unit "40".
  std::string text_of(std::string_view number) const;

  // Exponent of the base unit `name` in the dimension: -1 for month in JPY / month.
  int exponent(std::string_view name) const;

  // Same dimension and same scale, however written ("pp" equals "%").
  bool operator==(const Unit& other) const { return same_dimension(other) && same_scale(other); }

  // This unit times other^exponent; nothing when an exponent would pass exponent_max, so that no
  // file can make a unit that takes minutes to convert.
  std::optional<Unit> times(const Unit& other, int exponent) const;

  // The same for a caller who knows the exponents are small: these throw std::invalid_argument.
  friend Unit operator*(const Unit& left, const Unit& right);
  friend Unit operator/(const Unit& left, const Unit& right);
  Unit power(int exponent) const;

 private:
  friend class Units;
  struct Factors {
    std::map<std::string, int> written;    // named units and their exponents, none zero
    std::map<std::string, int> dimension;  // base units and their exponents, none zero
    std::map<std::uint64_t, int> scale;    // primes and their exponents, none zero
  };
  explicit Unit(Factors factors);
  const Factors& factors() const { return factors_ ? *factors_ : plain(); }
  static const Factors& plain();
  bool same_scale(const Unit& other) const {
    return factors_ == other.factors_ || factors().scale == other.factors().scale;
  }

  // Shared by all copies and never changed: every node of every formula has a unit, and most are
  // the same few. Empty for the plain unit.
  std::shared_ptr<const Factors> factors_;
};

// The units a model knows. Built in: %, pp (the same as %), bp, month, quarter (3 month), year
// (12 month), day, and the ISO currency codes people use (JPY, USD, EUR, ...) as base units.
class Units {
 public:
  Units();

  // A new base unit, or `number` times `definition` when given. `number` is a decimal literal as
  // typed ("1000000", "0.01"). False when the name is taken already, the number is not a
  // positive decimal of at most 15 digits, or an exponent passes its bound.
  bool declare(const std::string& name);
  bool declare(const std::string& name, std::string_view number, const Unit& definition);
  // Another spelling of a whole unit ("JPY_per_share"); false when taken.
  bool alias(const std::string& spelling, const Unit& unit);

  // One named unit or alias: "JPY mn", "10k line", "%".
  std::optional<Unit> find(std::string_view name) const;
  // A product: names joined by / and *, each optionally ^n: "JPY / line / month", "1 / month". An
  // alias may stand for the whole. Nothing when a name is unknown or an exponent passes its bound.
  std::optional<Unit> parse(std::string_view text) const;
  std::vector<std::string> names() const;

 private:
  std::optional<std::pair<Unit, int>> parse_factor(std::string_view text) const;

  std::map<std::string, Unit, std::less<>> units_;
};

}  // namespace headwater
