#include "engine/core/elementary.hpp"

#include <bit>
#include <cfenv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace headwater;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double epsilon = 0x1p-52;
constexpr double smallest = 0x1p-1074;

// Bits, since -0 is not 0 here and there is one missing value.
std::string shown(double value) {
  std::ostringstream text;
  text << std::hexfloat << value << " (bits " << std::hex << std::bit_cast<std::uint64_t>(value)
       << ")";
  return text.str();
}
bool same_bits(double left, double right) {
  return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}
void expect(double result, double expected, const std::string& of) {
  BOOST_TEST(same_bits(result, expected),
             of << " is " << shown(result) << ", not " << shown(expected));
}

struct Case {
  double x;
  double expected;
};
struct PowerCase {
  double x;
  double y;
  double expected;
};

// Expectations of more digits than a double has are rounded once, by the compiler.
const std::vector<Case> exponential_cases = {
    {0, 1},
    {-0.0, 1},
    {1, 2.71828182845904523536},
    {-1, 0.36787944117144232160},
    {smallest, 1},
    {-0x1p-54, 1},           // 1 - 2^-54 lies half way to the next below, which is odd
    {0x1p-52, 1 + epsilon},  // 1 + 2^-52 + 2^-105
    {709.782712893383973, 1.7976931348622732e308},  // the last below ln 2^1024
    {709.782712893384087, nan},                     // and the next
    {1e308, nan},
    {-745.133219101941108, smallest},  // ln 2^-1075 = -745.13321910194120762 lies between
    {-745.133219101941222, 0},
    {-1e308, 0},
    {nan, nan},
    {infinity, nan},
    {-infinity, nan},
};

const std::vector<Case> logarithm_cases = {
    {1, 0},
    {2, 0.69314718055994530942},
    {0.5, -0.69314718055994530942},
    {10, 2.30258509299404568402},
    {1 + epsilon, epsilon - 0x1p-105},    // e - e^2/2 + e^3/3
    {1 - epsilon / 2, -epsilon / 2},      // less 2^-107
    {largest, 709.78271289338399673},     // 1024 ln 2 - 2^-53
    {0x1p-1022, -708.39641853226410622},  // -1022 ln 2
    {smallest, -744.44007192138126231},   // -1074 ln 2
    {0, nan},
    {-0.0, nan},
    {-smallest, nan},
    {-1, nan},
    {nan, nan},
    {infinity, nan},
    {-infinity, nan},
};

const std::vector<Case> root_cases = {
    {4, 2},
    {2, 1.41421356237309504880},
    {0, 0},
    {-0.0, -0.0},
    {-smallest, nan},
    {-1, nan},
    {smallest, 0x1p-537},
    {nan, nan},
    {infinity, nan},
    {-infinity, nan},
    {0x1p-1022, 0x1p-511},
};

const std::vector<PowerCase> power_cases = {
    // What a double holds exactly.
    {2, 10, 1024},
    {3, 4, 81},
    {1.5, 2, 2.25},
    {9, 0.5, 3},
    {0.25, -1.5, 8},
    {10, 22, 1e22},
    {2, 1023, 0x1p1023},
    {2, -1074, smallest},
    {smallest, 0.5, 0x1p-537},
    {1, 1e308, 1},
    {1, -1e308, 1},
    // To the power of 1 and 0.
    {0.1, 1, 0.1},
    {smallest, 1, smallest},
    {0x1.ffffffffffffep-1023, 1, 0x1.ffffffffffffep-1023},
    {largest, 1, largest},
    {-largest, 1, -largest},
    {0, 1, 0},
    {largest, 0, 1},
    {-2.5, -0.0, 1},
    {smallest, 0, 1},
    // Known digits.
    {2, 0.5, 1.41421356237309504880},
    {10, -3, 0.001},
    {10, 308, 1e308},
    {10, -320, 1e-320},
    {1.0000001, 0, 1},
    // 0.
    {0, 0, 1},
    {-0.0, 0, 1},
    {0, -0.0, 1},
    {-0.0, -0.0, 1},
    {0, 2, 0},
    {0, 0.5, 0},
    {0, 1e308, 0},
    {-0.0, 2, 0},
    {-0.0, 0.5, 0},
    {-0.0, 3, -0.0},
    {0, -1, nan},
    {0, -smallest, nan},
    {-0.0, -3, nan},
    // Negative bases: parity, up to where all doubles are whole and then even.
    {-2, 3, -8},
    {-2, 2, 4},
    {-2, -1, -0.5},
    {-2, 0.5, nan},
    {-8, 1.0 / 3, nan},
    {-1, 0x1.fffffffffffffp51, nan},  // 2^52 - 1/2
    {-1, 0x1p52 - 1, -1},
    {-1, 0x1p52, 1},
    {-1, 0x1p52 + 1, -1},
    {-1, 0x1p53 - 1, -1},
    {-1, 0x1p53, 1},
    {-1, 0x1p53 + 2, 1},
    {-1, -1e300, 1},
    {-1, smallest, nan},
    {-2, -1077, -0.0},
    {-2, -1078, 0},
    // Beyond the doubles.
    {2, 1024, nan},
    {-2, 1025, nan},
    {largest, 2, nan},
    {smallest, -1, nan},
    {smallest, 2, 0},
    {1 + epsilon, 1e308, nan},
    {1 - epsilon / 2, 1e308, 0},
    {1 - epsilon / 2, -1e308, nan},
    {0.5, 1e308, 0},
    {2, -1076, 0},
    // Missing or infinite operands.
    {nan, 0, nan},
    {1, nan, nan},
    {nan, nan, nan},
    {infinity, 0, nan},
    {0.5, infinity, nan},
    {2, -infinity, nan},
    {1, infinity, nan},
    {-infinity, -1, nan},
};

// The flags the executor asks for, after `run`. Through the strips, which the compiler cannot see
// into, so that it moves nothing across the reading of the flags.
template <typename Run>
int flags_of(Run run) {
  std::feclearexcept(FE_ALL_EXCEPT);
  run();
  return std::fetestexcept(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW);
}

template <typename Function, typename Strip>
void expect_cases(const std::vector<Case>& cases, Function function, Strip strip,
                  const std::string& name) {
  for (const auto& [x, expected] : cases) {
    const std::string of = name + " of " + shown(x);
    expect(function(x), expected, of);
    for (const std::size_t lanes : {1u, 4u}) {
      const std::vector<double> operands(lanes, x);
      std::vector<double> out(lanes, -7);
      const int flags = flags_of([&] { strip(operands.data(), out.data(), lanes); });
      expect(out.back(), expected, of + " in a strip");
      const bool lost_here = is_missing(expected) && std::isfinite(x);
      BOOST_TEST((flags != 0) == lost_here, of << " raises " << flags);
    }
  }
}

// Missing, infinite and lost values among all magnitudes.
std::vector<double> drawn(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  const std::vector<double> special = {nan, infinity, 0, -0.0, -1, 1, largest, smallest, 800, -800};
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t pattern = generator();
    const double unit = static_cast<double>(pattern >> 11) * 0x1p-53;
    values.push_back(i % 7 == 3   ? special[pattern % special.size()]
                     : i % 3 == 0 ? std::bit_cast<double>(pattern >> 1)
                                  : 20 * unit - 5);
  }
  return values;
}

// Every length up to 67, at every place within 8: out[i] is `function` of the i-th operands, and
// what lies before and after is left alone.
template <typename Function, typename Strip>
void expect_same_bits(Function function, Strip strip) {
  const std::vector<double> x = drawn(75, 1);
  const std::vector<double> y = drawn(75, 2);
  for (std::size_t start = 0; start < 8; ++start) {
    for (std::size_t count = 0; count <= 67; ++count) {
      std::vector<double> out(77, -7);
      strip(x.data() + start, y.data() + start, out.data() + start + 1, count);
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < out.size(); ++i) {
        const bool inside = i > start && i <= start + count;
        wrong += !same_bits(out[i], inside ? function(x[i - 1], y[i - 1]) : -7);
      }
      BOOST_TEST(wrong == 0u, wrong << " lanes of " << count << " from " << start);
    }
  }
  std::vector<double> in_place = x;
  strip(in_place.data(), y.data(), in_place.data(), 67);
  for (std::size_t i = 0; i < 67; ++i) expect(in_place[i], function(x[i], y[i]), "in place");
}

// `function` never falls over 400 neighbours of `middle`.
template <typename Function>
void expect_rising(Function function, double middle) {
  double x = middle;
  for (int i = 0; i < 200; ++i) x = std::nextafter(x, -infinity);
  int falls = 0;
  for (int i = 0; i < 400; ++i) {
    const double next = std::nextafter(x, infinity);
    falls += !(function(x) <= function(next));
    x = next;
  }
  BOOST_TEST(falls == 0, falls << " falls about " << shown(middle));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(elementary_functions)

BOOST_AUTO_TEST_CASE(exponentials_have_their_special_values_and_flags) {
  expect_cases(exponential_cases, exponential, exponentials, "exponential");
}

BOOST_AUTO_TEST_CASE(logarithms_have_their_special_values_and_flags) {
  expect_cases(logarithm_cases, logarithm, logarithms, "logarithm");
}

BOOST_AUTO_TEST_CASE(square_roots_have_their_special_values_and_flags) {
  expect_cases(root_cases, square_root, square_roots, "square root");
}

BOOST_AUTO_TEST_CASE(powers_have_their_special_values_and_flags) {
  for (const auto& [x, y, expected] : power_cases) {
    const std::string of = shown(x) + " to the power " + shown(y);
    expect(power(x, y), expected, of);
    for (const std::size_t lanes : {1u, 4u}) {
      const std::vector<double> bases(lanes, x);
      std::vector<double> out(lanes, -7);
      const int flags = flags_of([&] { powers(bases.data(), y, out.data(), lanes); });
      expect(out.back(), expected, of + " in a strip");
      const bool lost_here = is_missing(expected) && std::isfinite(x) && std::isfinite(y);
      BOOST_TEST((flags != 0) == lost_here, of << " raises " << flags);
    }
  }
}

BOOST_AUTO_TEST_CASE(strips_of_any_length_and_place_have_the_bits_of_the_function) {
  const auto unary = [](auto function) { return [=](double x, double) { return function(x); }; };
  const auto unary_strip = [](auto strip) {
    return [=](const double* x, const double*, double* out, std::size_t count) {
      strip(x, out, count);
    };
  };
  expect_same_bits(unary(exponential), unary_strip(exponentials));
  expect_same_bits(unary(logarithm), unary_strip(logarithms));
  expect_same_bits(unary(square_root), unary_strip(square_roots));
  expect_same_bits(power, [](const double* x, const double* y, double* out, std::size_t count) {
    powers(x, y, out, count);
  });
  expect_same_bits(unary([](double x) { return power(x, 2.5); }),
                   unary_strip([](const double* x, double* out, std::size_t count) {
                     powers(x, 2.5, out, count);
                   }));
  expect_same_bits(unary([](double x) { return power(1.02, x); }),
                   unary_strip([](const double* x, double* out, std::size_t count) {
                     powers(1.02, x, out, count);
                   }));
}

// Where the reduction changes its k, and where results turn subnormal.
BOOST_AUTO_TEST_CASE(functions_do_not_fall_over_neighbours_of_their_seams) {
  for (int k = -1010; k <= 1020; k += 7) {
    const double seam = std::ldexp(1.41421356237309504880, k);
    expect_rising(exponential, (k + 0.5) * 0.69314718055994530942);
    expect_rising(logarithm, seam);
    expect_rising([](double x) { return power(x, 0.75); }, seam);
  }
  expect_rising(exponential, -708.39641853226410622);
  expect_rising(exponential, 0);
  expect_rising(logarithm, 1);
  expect_rising(logarithm, 0x1p-1022);
}

BOOST_AUTO_TEST_SUITE_END()
