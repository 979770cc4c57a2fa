#include "engine/tables/number_format.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"

using namespace headwater;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// `units` / 10^decimals as grouped() should write it, by whole-number arithmetic alone.
std::string grouped_by_hand(std::int64_t units, int decimals) {
  const std::int64_t scale = power_of_ten(decimals);
  std::string whole = std::to_string(std::abs(units) / scale);
  for (auto at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3) {
    whole.insert(static_cast<std::size_t>(at), ",");
  }
  // scale + fraction has a 1 in front, which keeps the fraction's leading zeros.
  const std::string fraction = std::to_string(scale + std::abs(units) % scale).substr(1);
  return (units < 0 ? "-" : "") + whole + (decimals > 0 ? "." + fraction : "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(number_format)

BOOST_AUTO_TEST_CASE(thousands_are_set_apart_by_commas) {
  BOOST_TEST(grouped(0) == "0");
  BOOST_TEST(grouped(999) == "999");
  BOOST_TEST(grouped(1000) == "1,000");
  BOOST_TEST(grouped(66770) == "66,770");
  BOOST_TEST(grouped(123456) == "123,456");
  BOOST_TEST(grouped(1234567) == "1,234,567");
  BOOST_TEST(grouped(1234.5, {.decimals = 2}) == "1,234.50");
}

// 2.675 is held as 2.67499999999999982…, yet it is 2.675 that the author wrote and reads back.
BOOST_AUTO_TEST_CASE(a_half_is_rounded_away_from_zero_on_the_digits_people_wrote) {
  BOOST_TEST(grouped(2.675, {.decimals = 2}) == "2.68");
  BOOST_TEST(grouped(-2.675, {.decimals = 2}) == "-2.68");
  BOOST_TEST(grouped(1.005, {.decimals = 2}) == "1.01");
  BOOST_TEST(grouped(0.5) == "1");
  BOOST_TEST(grouped(1.5) == "2");
  BOOST_TEST(grouped(2.5) == "3");
  BOOST_TEST(grouped(-0.5) == "-1");
  BOOST_TEST(grouped(0.49999999999999994) == "0");  // the double below a half
  BOOST_TEST(grouped(0.05, {.decimals = 1}) == "0.1");
  BOOST_TEST(grouped(0.005, {.decimals = 1}) == "0.0");
}

BOOST_AUTO_TEST_CASE(a_carry_runs_through_nines_and_may_add_a_digit) {
  BOOST_TEST(grouped(0.999, {.decimals = 2}) == "1.00");
  BOOST_TEST(grouped(9.5) == "10");
  BOOST_TEST(grouped(999.5) == "1,000");
  BOOST_TEST(grouped(999999.96, {.decimals = 1}) == "1,000,000.0");
  BOOST_TEST(grouped(1299.96, {.decimals = 1}) == "1,300.0");
  BOOST_TEST(grouped(0.0096, {.decimals = 3}) == "0.010");
}

BOOST_AUTO_TEST_CASE(what_rounds_to_zero_has_no_sign) {
  for (const double value : {0.0, -0.0, 0.4, -0.4, -1e-300}) {
    BOOST_TEST_CONTEXT("value " << value) {
      BOOST_TEST(grouped(value) == "0");
      BOOST_TEST(grouped(value, {.sign = true}) == "0");
      BOOST_TEST(grouped(value, {.language = Language::japanese}) == "0");
    }
  }
  BOOST_TEST(grouped(-0.04, {.decimals = 1}) == "0.0");
}

BOOST_AUTO_TEST_CASE(negatives_follow_the_language) {
  BOOST_TEST(grouped(-1234) == "-1,234");
  BOOST_TEST(grouped(-1234, {.language = Language::japanese}) == "△1,234");
  BOOST_TEST(grouped(-16.1, {.decimals = 1, .language = Language::japanese}) == "△16.1");
}

BOOST_AUTO_TEST_CASE(a_sign_is_shown_on_positives_when_asked_for) {
  BOOST_TEST(grouped(1234, {.sign = true}) == "+1,234");
  BOOST_TEST(grouped(-1234, {.sign = true}) == "-1,234");
  BOOST_TEST(grouped(1234, {.language = Language::japanese, .sign = true}) == "+1,234");
  BOOST_TEST(grouped(-1234, {.language = Language::japanese, .sign = true}) == "△1,234");
}

BOOST_AUTO_TEST_CASE(a_missing_number_is_a_dash) {
  BOOST_TEST(grouped(missing) == "–");
  BOOST_TEST(grouped(-missing, {.decimals = 2, .sign = true}) == "–");
}

// 1e23 is held as 99999999999999991611392; its digits are 1 and zeros.
BOOST_AUTO_TEST_CASE(the_largest_and_smallest_numbers_are_written_out) {
  BOOST_TEST(grouped(1e23) == "100,000,000,000,000,000,000,000");
  BOOST_TEST(grouped(9007199254740993.0) == "9,007,199,254,740,992");
  BOOST_TEST(grouped(std::numeric_limits<double>::max()).size() == 309u + 102u);  // 102 commas
  BOOST_TEST(grouped(5e-324, {.decimals = 20}) == "0.00000000000000000000");
}

BOOST_AUTO_TEST_CASE(decimals_out_of_bounds_are_the_callers_mistake) {
  BOOST_CHECK_THROW(grouped(1, {.decimals = -1}), std::invalid_argument);
  BOOST_CHECK_THROW(grouped(1, {.decimals = 21}), std::invalid_argument);
  BOOST_TEST(grouped(1, {.decimals = 20}) == "1.00000000000000000000");
}

BOOST_AUTO_TEST_CASE(an_infinity_breaks_a_promise) {
  for (const double value : {infinite, -infinite}) {
    BOOST_CHECK_THROW(grouped(value), BrokenPromise);
    BOOST_CHECK_THROW(round_trip(value), BrokenPromise);
  }
}

// A number of up to 15 digits is the shortest that reads back to its double, so whole-number
// arithmetic on those digits says what grouped() must write.
BOOST_AUTO_TEST_CASE(rounding_agrees_with_whole_number_arithmetic) {
  std::mt19937_64 random(1);
  for (int draw = 0; draw < 5'000; ++draw) {
    const auto bits = random();
    const int digits = static_cast<int>(bits % 12) + 1;
    const int written = static_cast<int>(bits / 16 % 7);
    const int shown = static_cast<int>(bits / 128 % 7);
    const std::int64_t magnitude = static_cast<std::int64_t>(random() >> 1) % power_of_ten(digits);
    const std::int64_t units = bits % 2 == 0 ? magnitude : -magnitude;
    const double value = static_cast<double>(units) / static_cast<double>(power_of_ten(written));

    std::int64_t rounded = units * power_of_ten(std::max(0, shown - written));
    if (written > shown) {
      const std::int64_t step = power_of_ten(written - shown);
      rounded = (std::abs(units) + step / 2) / step * (units < 0 ? -1 : 1);
    }
    BOOST_TEST_REQUIRE(grouped(value, {.decimals = shown}) == grouped_by_hand(rounded, shown),
                       "units " << units << ", written with " << written << " decimals, shown with "
                                << shown << ": " << grouped(value, {.decimals = shown}));
  }
}

BOOST_AUTO_TEST_CASE(whole_numbers_round_trip_without_a_point) {
  BOOST_TEST(round_trip(0) == "0");
  BOOST_TEST(round_trip(-0.0) == "0");
  BOOST_TEST(round_trip(1) == "1");
  BOOST_TEST(round_trip(-61429) == "-61429");
  BOOST_TEST(round_trip(100000) == "100000");
  BOOST_TEST(round_trip(8999999999999999) == "8999999999999999");
}

BOOST_AUTO_TEST_CASE(a_number_round_trips_by_its_shortest_digits) {
  BOOST_TEST(round_trip(0.1) == "0.1");
  BOOST_TEST(round_trip(0.1 + 0.2) == "0.30000000000000004");
  BOOST_TEST(round_trip(2.675) == "2.675");
  BOOST_TEST(round_trip(0.0001) == "0.0001");
  BOOST_TEST(round_trip(0.00001) == "1e-05");
  BOOST_TEST(round_trip(9e15) == "9e+15");
  BOOST_TEST(round_trip(-1.5e20) == "-1.5e+20");
  BOOST_TEST(round_trip(5e-324) == "5e-324");
  BOOST_TEST(round_trip(std::numeric_limits<double>::max()) == "1.7976931348623157e+308");
}

BOOST_AUTO_TEST_CASE(any_finite_double_reads_back_to_the_same_bits) {
  std::mt19937_64 random(2);
  for (int draw = 0; draw < 5'000; ++draw) {
    // Bits drawn at large are mostly of extreme size; every other draw is of everyday size.
    const double large = std::bit_cast<double>(random());
    const double everyday = std::ldexp(static_cast<double>(random() >> 11), -30);
    const double value = draw % 2 == 0 ? large : everyday;
    if (!std::isfinite(value)) continue;

    const std::string text = round_trip(value);
    double back = 0.0;
    std::from_chars(text.data(), text.data() + text.size(), back);
    BOOST_TEST_REQUIRE(std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value),
                       text << " reads back to another double");
  }
}

BOOST_AUTO_TEST_CASE(a_missing_number_has_no_digits_to_round_trip) {
  BOOST_CHECK_THROW(round_trip(missing), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
