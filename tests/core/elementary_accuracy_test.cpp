// How far exponential, logarithm and power are from the truth, which is Boost.Multiprecision's with
// 113 bits (the smallest that is plenty, as it takes some 15 s for the 10^6 points of each
// function).
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <sstream>
#include <string>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include "engine/core/elementary.hpp"

using namespace headwater;

namespace {

using Truth = boost::multiprecision::cpp_bin_float_quad;
using MoreTruth = boost::multiprecision::cpp_bin_float_50;

constexpr double ulp_max = 0.53;
constexpr double largest = std::numeric_limits<double>::max();
constexpr double log_largest = 0x1.62e42fefa39efp+9;  // of the doubles with finite e^x, the last

class Draw {
 public:
  double between(double low, double high) {
    return low + (high - low) * (static_cast<double>(generator_() >> 11) * 0x1p-53);
  }
  // Every exponent is as likely, subnormals included.
  double positive() {
    const double bits = between(0, 2046);
    return bits < 1 ? between(0x1p-1074, 0x1p-1022)
                    : std::ldexp(between(1, 2), static_cast<int>(bits) - 1023);
  }
  double near_one() { return 1 + std::ldexp(between(-1, 1), -static_cast<int>(between(1, 53))); }

 private:
  std::mt19937_64 generator_{20231114};
};

// In units of the last place a double has at `truth`. Missing is right beyond the largest double.
double ulps(double result, const Truth& truth) {
  if (is_missing(result)) return truth > largest ? 0 : HUGE_VAL;
  int exponent = 0;
  frexp(truth, &exponent);
  const Truth error = fabs(Truth(result) - truth);
  return static_cast<double>(ldexp(error, -std::max(exponent - 53, -1074)));
}

struct Worst {
  double error = 0;
  std::string where = "nowhere";
  void see(double at_error, double x, double y = 0) {
    if (at_error <= error) return;
    std::ostringstream text;
    text << std::hexfloat << x << ", " << y;
    error = at_error;
    where = text.str();
  }
};

void expect_small(const Worst& worst, const char* function) {
  BOOST_TEST_MESSAGE(function << ": at most " << worst.error << " ulp, at " << worst.where);
  BOOST_TEST(worst.error <= ulp_max,
             function << " errs by " << worst.error << " ulp at " << worst.where);
  BOOST_TEST(worst.error > 0.4, "no point of " << function << " needed rounding");
}

void measure_exponential(int rounds) {
  Draw draw;
  Worst worst;
  const auto see = [&](double x) { worst.see(ulps(exponential(x), exp(Truth(x))), x); };
  for (int i = 0; i < rounds; ++i) {
    see(std::ldexp(draw.between(-1, 1), static_cast<int>(draw.between(-60, 10))));
    see(draw.between(-0.7, 0.7));
    see(draw.between(-30, 30));
    see(draw.between(705, log_largest));
    see(draw.between(-745.2, -707));
  }
  expect_small(worst, "exponential");
}

void measure_logarithm(int rounds) {
  Draw draw;
  Worst worst;
  const auto see = [&](double x) {
    if (x != 1) worst.see(ulps(logarithm(x), log(Truth(x))), x);
  };
  for (int i = 0; i < rounds; ++i) {
    see(draw.positive());
    see(draw.near_one());
    see(draw.between(0.5, 2));
    see(draw.between(0.01, 1e6));
    see(draw.between(0x1p-1074, 0x1p-1021));
  }
  expect_small(worst, "logarithm");
}

void measure_power(int rounds) {
  Draw draw;
  Worst worst;
  const auto see = [&](double x, double y) {
    worst.see(ulps(power(x, y), exp(Truth(y) * log(Truth(x)))), x, y);
  };
  // The exponent that makes the power of x about e^log_result.
  const auto towards = [](double x, double log_result) {
    const double log_x = std::log(x);
    return log_x == 0 ? log_result : log_result / log_x;
  };
  for (int i = 0; i < rounds; ++i) {
    double x = draw.positive();
    see(x, towards(x, draw.between(-746, 711)));
    x = draw.near_one();
    see(x, towards(x, draw.between(-1, 1)));
    see(draw.between(0.5, 2), draw.between(-40, 40));
    x = draw.between(0.1, 10);
    see(x, towards(x, draw.between(700, 709.79)));
    x = draw.near_one();
    see(x, towards(x, draw.between(-745.5, -707)));
  }
  see(1.0000001, 1e6);
  see(1 + 0x1p-52, 0x1p52);
  see(1 - 0x1p-53, 0x1p53);
  expect_small(worst, "power");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(elementary_accuracy)

BOOST_AUTO_TEST_CASE(the_truth_agrees_with_one_of_50_digits) {
  Draw draw;
  const auto differ = [](const Truth& truth, const MoreTruth& more) {
    return static_cast<double>(fabs((MoreTruth(truth) - more) / more));
  };
  double worst = 0;
  for (int i = 0; i < 500; ++i) {
    const double exponent = draw.between(-746, 710);
    worst = std::max(worst, differ(exp(Truth(exponent)), exp(MoreTruth(exponent))));
    for (const double x : {draw.positive(), draw.near_one(), draw.between(0.5, 2)}) {
      if (x == 1) continue;
      worst = std::max(worst, differ(log(Truth(x)), log(MoreTruth(x))));
      const double y = draw.between(-700, 700) / std::log(x);
      worst =
          std::max(worst, differ(exp(Truth(y) * log(Truth(x))), pow(MoreTruth(x), MoreTruth(y))));
    }
  }
  BOOST_TEST(worst < 0x1p-80);  // an ulp's 2^-27th
}

BOOST_AUTO_TEST_CASE(errors_stay_well_below_an_ulp) {
  measure_exponential(2'000);
  measure_logarithm(2'000);
  measure_power(2'000);
}

// 5 * 200,000 points each.
BOOST_AUTO_TEST_CASE(errors_stay_well_below_an_ulp_over_a_million_points,
                     *boost::unit_test::label("slow") * boost::unit_test::disabled()) {
  measure_exponential(200'000);
  measure_logarithm(200'000);
  measure_power(200'000);
}

BOOST_AUTO_TEST_SUITE_END()
