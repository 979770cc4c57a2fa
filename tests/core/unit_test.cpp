#include "engine/core/unit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <ostream>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"

using namespace headwater;

namespace headwater {

std::ostream& boost_test_print_type(std::ostream& out, const Unit& unit) {
  return out << unit.text();
}

}  // namespace headwater

namespace {

// The units of a telecom company.
Units telecom() {
  Units units;
  units.declare("line");
  units.declare("person");
  units.declare("Mbps");
  units.declare("share");
  units.declare("JPY mn", "1000000", *units.find("JPY"));
  units.declare("oku", "100", *units.find("JPY mn"));
  units.declare("10k line", "10000", *units.find("line"));
  units.declare("Gbps", "1000", *units.find("Mbps"));
  units.alias("JPY_per_share", *units.find("JPY") / *units.find("share"));
  return units;
}

const Units units = telecom();

Unit unit(std::string_view text) {
  const auto found = units.parse(text);
  require(found.has_value(), "the test's units are known: " + std::string(text));
  return *found;
}

double factor(std::string_view from, std::string_view to) { return unit(from).factor_to(unit(to)); }

// A unit of `literal` plain ones.
Unit number(std::string_view literal) {
  Units own;
  const std::string name(literal);
  require(own.declare(name, literal, Unit()), "the test's number is a decimal: " + name);
  return *own.find(name);
}

double factor_of_number(std::string_view literal) { return number(literal).factor_to(Unit()); }

bool is_number(std::string_view literal) { return Units().declare("it", literal, Unit()); }

// A product of up to four named units with exponents from -3 to 3.
Unit drawn_unit(std::mt19937_64& random) {
  const std::vector<std::string> names = units.names();
  Unit product;
  for (std::uint64_t factors = random() % 5; factors > 0; --factors) {
    product = product *
              units.find(names[random() % names.size()])->power(static_cast<int>(random() % 7) - 3);
  }
  return product;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(unit_of_measurement)

BOOST_AUTO_TEST_CASE(a_conversion_is_the_exact_factor_rounded_once) {
  BOOST_TEST(factor("JPY mn", "JPY") == 1e6);
  BOOST_TEST(factor("JPY", "JPY mn") == 1e-6);
  BOOST_TEST(factor("oku", "JPY mn") == 100.0);
  BOOST_TEST(factor("JPY mn / 10k line", "JPY / line") == 100.0);  // 10^6 / 10^4
  BOOST_TEST(factor("JPY / Mbps / quarter", "JPY / Gbps / month") == 1000.0 / 3);
  BOOST_TEST(factor("month", "quarter") == 1.0 / 3);
  BOOST_TEST(factor("year", "quarter") == 4.0);
  BOOST_TEST(factor("%", "bp") == 100.0);
  BOOST_TEST(factor("bp", "%") == 0.01);
  BOOST_TEST(factor("%", "1") == 0.01);
}

BOOST_AUTO_TEST_CASE(a_conversion_between_equal_scales_is_exactly_one) {
  BOOST_TEST(factor("%", "pp") == 1.0);
  BOOST_TEST(factor("oku / JPY mn", "1 / %") == 1.0);  // 100 both
  BOOST_TEST(factor("Gbps^7 / Mbps^6", "Gbps^7 / Mbps^6") == 1.0);
}

BOOST_AUTO_TEST_CASE(a_conversion_across_dimensions_is_our_own_fault) {
  BOOST_CHECK_THROW(factor("JPY", "USD"), BrokenPromise);
  BOOST_CHECK_THROW(factor("JPY", "JPY / month"), BrokenPromise);
}

// A literal is rounded to the nearest double by the compiler; so is the factor, by other means.
BOOST_AUTO_TEST_CASE(a_decimal_becomes_the_double_its_literal_becomes) {
  BOOST_TEST(factor_of_number("1") == 1.0);
  BOOST_TEST(factor_of_number("0.7") == 0.7);
  BOOST_TEST(factor_of_number("0.1") == 0.1);
  BOOST_TEST(factor_of_number("0.00001") == 0.00001);
  BOOST_TEST(factor_of_number("123456789.012345") == 123456789.012345);
  BOOST_TEST(factor_of_number("999999999999989") == 999999999999989.0);  // a prime
  BOOST_TEST(factor_of_number("299792.458") == 299792.458);
  BOOST_TEST(factor_of_number("0.45359237") == 0.45359237);
}

BOOST_AUTO_TEST_CASE(a_quotient_and_a_power_are_rounded_once) {
  BOOST_TEST(1.0 / 3 == Unit().factor_to(number("3")));
  BOOST_TEST(2.0 / 3 == number("2").factor_to(number("3")));
  BOOST_TEST(1.0 / 9 == Unit().factor_to(number("3").power(2)));
  BOOST_TEST(1e22 == number("10").power(22).factor_to(Unit()));  // the last that is a double
  BOOST_TEST(1e23 == number("10").power(23).factor_to(Unit()));  // ten times it would miss by one
  BOOST_TEST(1e-23 == number("10").power(-23).factor_to(Unit()));
  BOOST_TEST(1e300 == number("10").power(300).factor_to(Unit()));
  BOOST_TEST(1e-300 == number("10").power(-300).factor_to(Unit()));
}

// 2^53 + 1 = 321 * 28059810762433 and 2^53 + 3 = 456995 * 19709623201 lie halfway between two
// doubles; the even one is below the first and above the second. A little more or less decides.
BOOST_AUTO_TEST_CASE(a_factor_halfway_between_two_doubles_goes_to_the_even_one) {
  const Unit first = number("321") * number("28059810762433");
  const Unit second = number("456995") * number("19709623201");
  const Unit more = number("1.00000000000001");
  const Unit less = number("0.99999999999999");
  const double even = 9007199254740992.0;

  BOOST_TEST(first.factor_to(Unit()) == even);
  BOOST_TEST(second.factor_to(Unit()) == even + 4);
  BOOST_TEST((first * more).factor_to(Unit()) > even);
  BOOST_TEST((second * less).factor_to(Unit()) < even + 4);
  BOOST_TEST((first / number("2").power(60)).factor_to(Unit()) == even / std::pow(2.0, 60));
  BOOST_TEST((second * number("2").power(60)).factor_to(Unit()) == (even + 4) * std::pow(2.0, 60));
}

BOOST_AUTO_TEST_CASE(a_factor_beyond_the_doubles_is_infinite_and_one_beneath_them_zero) {
  const Unit million = unit("JPY mn") / unit("JPY");

  BOOST_TEST(million.power(51).factor_to(Unit()) == 1e306);
  BOOST_TEST(million.power(52).factor_to(Unit()) == std::numeric_limits<double>::infinity());
  BOOST_TEST(million.power(-53).factor_to(Unit()) == 1e-318);  // subnormal: it has fewer bits
  BOOST_TEST(million.power(-60).factor_to(Unit()) == 0.0);
}

// Just below 1.5 smallest doubles, by one part in 10^28: the smallest is nearest. Rounded to 53
// bits first, it would be 1.5 of them, and the tie would go up to two.
BOOST_AUTO_TEST_CASE(a_factor_among_the_smallest_doubles_is_rounded_once_too) {
  const Unit almost_one = number("0.99999999999999") * number("1.00000000000001");
  const Unit from = number("1.5") * almost_one / number("2").power(600);
  const Unit to = number("2").power(474);

  BOOST_TEST(from.factor_to(to) == std::numeric_limits<double>::denorm_min());
}

BOOST_AUTO_TEST_CASE(products_quotients_and_powers_combine_dimensions) {
  const Unit price = unit("JPY") / unit("line") / unit("month");

  BOOST_TEST(price == unit("JPY / line / month"));
  BOOST_TEST(price.exponent("JPY") == 1);
  BOOST_TEST(price.exponent("month") == -1);
  BOOST_TEST(price.exponent("person") == 0);
  BOOST_TEST((price * unit("line") * unit("quarter")).same_dimension(unit("JPY")));
  BOOST_TEST((price * unit("line") * unit("quarter")).factor_to(unit("JPY")) == 3.0);
  BOOST_TEST(unit("line").power(3) == unit("line") * unit("line") * unit("line"));
  BOOST_TEST(unit("line").power(-1) == Unit() / unit("line"));
  BOOST_TEST(unit("line").power(0) == Unit());
}

BOOST_AUTO_TEST_CASE(equality_is_of_scale_and_dimension_and_not_of_spelling) {
  BOOST_TEST(unit("pp") == unit("%"));
  BOOST_TEST(unit("quarter / month").is_dimensionless());
  BOOST_TEST(unit("quarter / month") != Unit());  // it is 3
  BOOST_TEST(unit("JPY mn") != unit("JPY"));
  BOOST_TEST(unit("JPY mn").same_dimension(unit("oku")));
  BOOST_TEST(!unit("JPY").same_dimension(unit("USD")));
  BOOST_TEST(unit("10k line / line") == unit("1 / bp"));
}

BOOST_AUTO_TEST_CASE(only_a_bare_number_is_plain) {
  BOOST_TEST(Unit().is_plain());
  BOOST_TEST((unit("%") / unit("pp")).is_plain());
  BOOST_TEST(!unit("%").is_plain());
  BOOST_TEST(unit("%").is_dimensionless());
  BOOST_TEST(!unit("JPY").is_dimensionless());
}

BOOST_AUTO_TEST_CASE(a_unit_is_written_as_people_write_it) {
  BOOST_TEST(Unit().text() == "a plain number");
  BOOST_TEST(unit("JPY mn / line / month").text() == "JPY mn / line / month");
  BOOST_TEST(unit("person * JPY").text() == "JPY * person");
  BOOST_TEST(unit("JPY / line / line").text() == "JPY / line^2");
  BOOST_TEST(unit("line^2").text() == "line^2");
  BOOST_TEST((Unit() / unit("month")).text() == "1 / month");
  BOOST_TEST(unit("%").text() == "%");
  BOOST_TEST(unit("pp").text() == "pp");
  BOOST_TEST((unit("%") * unit("pp")).text() == "% * pp");
  BOOST_TEST((unit("%") / unit("pp")).text() == "a plain number");
  BOOST_TEST(unit("JPY_per_share").text() == "JPY / share");
  BOOST_TEST((unit("oku") / unit("JPY mn")).text() == "oku / JPY mn");
}

BOOST_AUTO_TEST_CASE(a_unit_is_read_however_it_is_spaced) {
  BOOST_TEST(unit("JPY mn/10k line/month") == unit("JPY mn / 10k line / month"));
  BOOST_TEST(unit(" \t JPY  ") == unit("JPY"));
  BOOST_TEST(unit("line ^ 2") == unit("line^2"));
  BOOST_TEST(unit("line^-1") == unit("1 / line"));
  BOOST_TEST(unit("JPY / line * month") == unit("JPY * month / line"));  // from left to right
  BOOST_TEST(unit("JPY_per_share / month") == unit("JPY / share / month"));
}

BOOST_AUTO_TEST_CASE(what_is_no_unit_is_nothing) {
  for (const std::string_view text :
       {"",    " ",         "/",        "JPY /", "/ JPY",    "JPY // line", "JPY * / line",
        "yen", "JPY / yen", "JPY^",     "JPY^x", "JPY^1.5",  "JPY^--1",     "JPY^2^2",
        "^2",  "2",         "JPY line", "jpy",   "JPY^9999", "JPY mn^999"}) {
    BOOST_TEST(!units.parse(text).has_value(), "'" << text << "'");
  }
}

BOOST_AUTO_TEST_CASE(a_name_is_taken_once) {
  Units own;

  BOOST_TEST(own.declare("line"));
  BOOST_TEST(!own.declare("line"));
  BOOST_TEST(!own.declare("line", "2", *own.find("month")));
  BOOST_TEST(!own.alias("line", *own.find("month")));
  BOOST_TEST(!own.declare("JPY"));
  BOOST_TEST(own.find("line")->exponent("line") == 1);
}

BOOST_AUTO_TEST_CASE(a_number_is_a_positive_decimal_of_fifteen_digits_at_most) {
  for (const std::string_view literal :
       {"1", "0.01", "100", "123456789012345", "0.00000000000001"}) {
    BOOST_TEST(is_number(literal), "'" << literal << "'");
  }
  for (const std::string_view literal : {"", "0", "0.0", "-1", "+1", "1e6", "1,000", ".5", "5.",
                                         ".", "1.2.3", "1234567890123456", " 1", "0x10", "nan"}) {
    BOOST_TEST(!is_number(literal), "'" << literal << "'");
  }
}

BOOST_AUTO_TEST_CASE(the_names_are_the_built_in_and_the_declared) {
  const auto names = units.names();
  const auto is_known = [&names](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const std::string_view name :
       {"%", "pp", "bp", "month", "quarter", "year", "day", "JPY", "USD", "EUR", "10k line"}) {
    BOOST_TEST(is_known(name), name);
  }
  BOOST_TEST(!is_known("yen"));
}

// JPY mn is 2^6 5^6 JPY, so its 166th power has exponents of 996: one more factor, or five more
// tens, pass 1000.
BOOST_AUTO_TEST_CASE(exponents_have_a_bound) {
  const Unit million = unit("JPY mn");

  BOOST_TEST(million.power(166).exponent("JPY") == 166);
  BOOST_TEST(!Unit().times(million, 167).has_value());
  BOOST_TEST(!million.power(166).times(million, 1).has_value());
  BOOST_TEST(!Unit().times(unit("JPY"), std::numeric_limits<int>::min()).has_value());
  BOOST_CHECK_THROW(million.power(167), std::invalid_argument);
  BOOST_CHECK_THROW(million.power(166) * million, std::invalid_argument);
  BOOST_CHECK_THROW(million.power(-166) / million, std::invalid_argument);
  BOOST_TEST(!Units().declare("it", "100000", million.power(166)));
}

// Were a composite taken for a prime, a number would differ from the product of its factors.
// First a square and a product of primes near 10^7.5 and a cube near 10^15, then small numbers.
BOOST_AUTO_TEST_CASE(numbers_are_factored_whole) {
  const auto is_product = [](std::uint64_t left, std::uint64_t right) {
    const auto of = [](std::uint64_t value) { return number(std::to_string(value)); };
    return of(left * right) == of(left) * of(right);
  };
  BOOST_TEST(is_product(31622743, 31622743));
  BOOST_TEST(is_product(9999991, 31622743));
  BOOST_TEST(is_product(99991, 99991ull * 99991));
  for (std::uint64_t left = 1; left <= 130; ++left) {
    for (std::uint64_t right = left; right <= 130; ++right) {
      BOOST_TEST(is_product(left, right), left << " * " << right);
    }
  }
  std::mt19937_64 random(1974);
  for (int draw = 0; draw < 500; ++draw) {
    const std::uint64_t left = random() % 31'000'000 + 1;
    const std::uint64_t right = random() % 31'000'000 + 1;
    BOOST_TEST(is_product(left, right), "draw " << draw << ": " << left << " * " << right);
  }
}

BOOST_AUTO_TEST_CASE(drawn_units_obey_the_laws_of_a_group) {
  std::mt19937_64 random(2023);
  for (int draw = 0; draw < 500; ++draw) {
    const Unit a = drawn_unit(random);
    const Unit b = drawn_unit(random);
    const int m = static_cast<int>(random() % 7) - 3;
    const int n = static_cast<int>(random() % 7) - 3;
    BOOST_TEST_CONTEXT("draw " << draw << ": " << a.text() << " and " << b.text()) {
      BOOST_TEST(a * b == b * a);
      BOOST_TEST((a * b) / b == a);
      BOOST_TEST(((a * b) / b).text() == a.text());
      BOOST_TEST((a / a).is_plain());
      BOOST_TEST(a.power(m) * a.power(n) == a.power(m + n));
      BOOST_TEST(a.power(m).power(n) == a.power(m * n));
      BOOST_TEST((a * b).power(n) == a.power(n) * b.power(n));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_drawn_unit_reads_back_as_it_is_written) {
  std::mt19937_64 random(7);
  for (int draw = 0; draw < 500; ++draw) {
    const Unit drawn = drawn_unit(random);
    if (drawn.is_plain()) continue;
    BOOST_TEST_CONTEXT("draw " << draw << ": " << drawn.text()) {
      const auto read = units.parse(drawn.text());
      BOOST_TEST_REQUIRE(read.has_value());
      BOOST_TEST(*read == drawn);
      BOOST_TEST(read->text() == drawn.text());
    }
  }
}

// Each factor is off by half a unit in its last place at most, hence the product by about one.
BOOST_AUTO_TEST_CASE(there_and_back_is_one) {
  std::mt19937_64 random(42);
  const std::array<Unit, 5> scales = {unit("%"), unit("quarter / month"), unit("year / month"),
                                      unit("bp"), unit("10k line / line")};
  for (int draw = 0; draw < 500; ++draw) {
    const Unit from = drawn_unit(random);
    Unit to = from;
    for (const Unit& scale : scales) to = to * scale.power(static_cast<int>(random() % 9) - 4);
    const double there_and_back = from.factor_to(to) * to.factor_to(from);
    BOOST_TEST_CONTEXT("draw " << draw << ": " << from.text() << " to " << to.text()) {
      BOOST_TEST(std::abs(there_and_back - 1) <= std::numeric_limits<double>::epsilon());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
