#include "engine/sampling/unit_points.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

#include <Random123/philox.h>
#include <boost/test/unit_test.hpp>

#include "engine/sampling/latin.hpp"
#include "engine/sampling/philox.hpp"
#include "engine/sampling/sobol.hpp"

namespace {

using namespace headwater;
using Block = std::array<std::uint32_t, 4>;

constexpr std::array drawings = {Drawing::random, Drawing::antithetic, Drawing::sobol,
                                 Drawing::latin_hypercube};

// Exceeded once in a million: by a Kolmogorov-Smirnov distance times sqrt(n), whose tail is
// 2 exp(-2 x²), x = sqrt(ln(2e6) / 2); and by the size of a normal score.
constexpr double ks_bound = 2.694;
constexpr double score_bound = 4.892;

std::vector<UnitAxis> axes_named(std::initializer_list<const char*> names) {
  std::vector<UnitAxis> axes;
  for (const char* name : names) axes.push_back({name, 0, 0});
  return axes;
}

Eigen::ArrayXXd rows_of(const UnitPoints& points, std::uint64_t first, std::uint64_t count) {
  Eigen::ArrayXXd rows(Eigen::Index(count), Eigen::Index(points.axes().size()));
  points.fill(first, rows);
  return rows;
}

double ks_distance(std::vector<double> u) {
  std::ranges::sort(u);
  const double n = double(u.size());
  double most = 0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    most = std::max({most, u[i] - double(i) / n, double(i + 1) / n - u[i]});
  }
  return most;
}

// floor(u * parts), exactly, for a power of two.
std::size_t part_of(double u, std::size_t parts) { return std::size_t(u * double(parts)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(unit_points)

// kat_vectors of Random123: philox4x32 10.
BOOST_AUTO_TEST_CASE(philox_gives_the_known_answers) {
  BOOST_TEST(philox_4x32_10({0, 0, 0, 0}, {0, 0}) ==
             (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  const std::uint32_t ones = 0xffffffff;
  BOOST_TEST(philox_4x32_10({ones, ones, ones, ones}, {ones, ones}) ==
             (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  BOOST_TEST(
      philox_4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
      (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

BOOST_AUTO_TEST_CASE(philox_is_that_of_random123_and_its_strips_are_its_blocks) {
  const Stream stream = {0x0123'4567'89ab'cdef, 7, 3};
  std::vector<double> strip(41);
  const std::uint64_t first = (std::uint64_t{1} << 33) + 5;
  fill_random(stream, first, strip.data(), strip.size());
  for (std::size_t i = 0; i < strip.size(); ++i) {
    const std::uint64_t block = (first + i) / 2;
    const philox4x32_ctr_t counter = {
        {std::uint32_t(block), std::uint32_t(block >> 32), stream.period, stream.copy}};
    const philox4x32_key_t key = {{std::uint32_t(stream.key), std::uint32_t(stream.key >> 32)}};
    const philox4x32_ctr_t found = philox4x32(counter, key);
    const std::size_t half = (first + i) % 2 * 2;
    const std::uint64_t bits = (std::uint64_t{found.v[half]} << 32 | found.v[half + 1]) >> 12;
    BOOST_TEST(strip[i] == (double(bits) + 0.5) / 0x1p52);
  }
}

// The ends of what 52 bits can be.
BOOST_AUTO_TEST_CASE(units_lie_strictly_within_0_and_1) {
  BOOST_TEST(unit_of_52(0) == 0x1p-53);
  BOOST_TEST(unit_of_52((std::uint64_t{1} << 52) - 1) == 1 - 0x1p-53);
}

// SALib, tests/test_sobol.py: the values are exact.
BOOST_AUTO_TEST_CASE(sobol_begins_as_salib_does) {
  const double expected[10][3] = {{0, 0, 0},
                                  {.5, .5, .5},
                                  {.75, .25, .25},
                                  {.25, .75, .75},
                                  {.375, .375, .625},
                                  {.875, .875, .125},
                                  {.625, .125, .875},
                                  {.125, .625, .375},
                                  {.1875, .3125, .9375},
                                  {.6875, .8125, .4375}};
  const Sobol sobol(3);
  for (std::uint32_t i = 0; i < 10; ++i) {
    for (std::size_t d = 0; d < 3; ++d) BOOST_TEST(sobol.point(d, i) * 0x1p-32 == expected[i][d]);
  }
}

BOOST_AUTO_TEST_CASE(every_scrambled_axis_has_one_point_in_each_interval) {
  std::vector<UnitAxis> axes;
  for (std::uint32_t d = 0; d < 1024; ++d) axes.push_back({"driver", 0, d});
  const UnitPoints points(axes, {.seed = 5, .points = 256, .replicates = 2});
  BOOST_TEST(points.axes_drawn_random() == 0u);
  const Eigen::ArrayXXd rows = rows_of(points, 0, points.rows());
  int wrong = 0;
  for (Eigen::Index d = 0; d < 1024; ++d) {
    for (Eigen::Index replicate = 0; replicate < 2; ++replicate) {
      std::vector<int> counts(256);
      for (Eigen::Index i = 0; i < 256; ++i) ++counts[part_of(rows(2 * i + replicate, d), 256)];
      wrong += counts != std::vector<int>(256, 1);
    }
  }
  BOOST_TEST(wrong == 0);
}

// A scramble maps elementary intervals onto elementary intervals: of each shape, as many hold one,
// two ... points as before. Of dimensions 1 and 2, a (0, 8, 2)-net, each holds exactly one.
BOOST_AUTO_TEST_CASE(scrambled_pairs_of_axes_are_the_nets_they_were) {
  const Sobol sobol(10);
  const UnitPoints points(axes_named({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}),
                          {.seed = 3, .points = 256});
  const Eigen::ArrayXXd rows = rows_of(points, 0, 256);
  for (std::size_t left = 0; left < 10; ++left) {
    for (std::size_t right = 0; right < left; ++right) {
      for (int bits = 0; bits <= 8; ++bits) {
        const std::size_t wide = std::size_t{1} << bits;
        const std::size_t high = 256 / wide;
        std::vector<int> before(256), after(256);
        for (std::uint32_t i = 0; i < 256; ++i) {
          ++before[part_of(sobol.point(left, i) * 0x1p-32, wide) * high +
                   part_of(sobol.point(right, i) * 0x1p-32, high)];
          ++after[part_of(rows(i, Eigen::Index(left)), wide) * high +
                  part_of(rows(i, Eigen::Index(right)), high)];
        }
        std::ranges::sort(before);
        std::ranges::sort(after);
        BOOST_TEST(before == after);
        if (left == 1) BOOST_TEST(after == std::vector<int>(256, 1));
      }
    }
  }
}

// Of n points one lies in each interval, uniform there and independent of the others: the mean has
// variance 1 / (12 n³). The variance of 4,096 means is off by sqrt(2 / 4096) of itself.
BOOST_AUTO_TEST_CASE(scrambles_are_independent_of_each_other_and_between_intervals) {
  const int scrambles = 4096;
  const UnitPoints points(axes_named({"a"}), {.seed = 9, .points = 16, .replicates = scrambles});
  const Eigen::ArrayXXd rows = rows_of(points, 0, points.rows());
  double square = 0;
  std::vector<double> firsts;
  for (Eigen::Index r = 0; r < scrambles; ++r) {
    double sum = 0;
    for (Eigen::Index i = 0; i < 16; ++i) sum += rows(i * scrambles + r, 0) - 0.5;
    square += sum / 16 * (sum / 16) / scrambles;
    firsts.push_back(rows(r, 0));
  }
  BOOST_TEST(std::fabs(square * 12 * 16 * 16 * 16 - 1) < score_bound * std::sqrt(2.0 / scrambles));
  BOOST_TEST(ks_distance(firsts) < ks_bound / std::sqrt(double(scrambles)));
}

BOOST_AUTO_TEST_CASE(a_latin_hypercube_has_one_point_in_each_stratum) {
  for (const std::uint64_t count : {1u, 2u, 7u, 1000u, 1024u, 4097u}) {
    const UnitPoints points(
        axes_named({"a", "b"}),
        {.drawing = Drawing::latin_hypercube, .points = count, .replicates = 3});
    const Eigen::ArrayXXd rows = rows_of(points, 0, points.rows());
    for (Eigen::Index axis = 0; axis < 2; ++axis) {
      for (Eigen::Index replicate = 0; replicate < 3; ++replicate) {
        std::vector<int> counts(count);
        for (Eigen::Index i = 0; i < Eigen::Index(count); ++i) {
          ++counts[part_of(rows(3 * i + replicate, axis), count)];
        }
        BOOST_TEST(counts == std::vector<int>(count, 1));
      }
    }
  }
}

// 24,000 keys over the 24 orders of 4: a chi-square of 23 degrees of freedom, above 72 once in a
// million.
BOOST_AUTO_TEST_CASE(every_order_of_few_strata_is_as_likely) {
  std::map<std::array<std::uint64_t, 4>, int> counts;
  for (std::uint64_t key = 0; key < 24'000; ++key) {
    const Permutation order(4, derived_key(11, key));
    ++counts[{order(0), order(1), order(2), order(3)}];
  }
  BOOST_TEST(counts.size() == 24u);
  double chi_square = 0;
  for (const auto& [order, count] : counts) chi_square += (count - 1000) * (count - 1000) / 1000.0;
  BOOST_TEST(chi_square < 72);
}

BOOST_AUTO_TEST_CASE(antithetic_points_come_in_pairs_that_sum_to_1) {
  const UnitPoints points(axes_named({"a", "b"}),
                          {.drawing = Drawing::antithetic, .points = 100, .replicates = 3});
  const Eigen::ArrayXXd rows = rows_of(points, 0, points.rows());
  for (Eigen::Index point = 0; point < 100; point += 2) {
    for (Eigen::Index replicate = 0; replicate < 3; ++replicate) {
      for (Eigen::Index axis = 0; axis < 2; ++axis) {
        const double u = rows(3 * point + replicate, axis);
        BOOST_TEST(rows(3 * point + 3 + replicate, axis) == 1 - u);
      }
    }
  }
  BOOST_TEST(rows(0, 0) != rows(1, 0));
}

BOOST_AUTO_TEST_CASE(any_chunks_give_the_same_bits) {
  std::mt19937 random(1);
  for (const Drawing drawing : drawings) {
    for (const std::uint32_t replicates : {1u, 3u}) {
      const UnitPoints points(axes_named({"a", "b", "c"}),
                              {.drawing = drawing, .points = 1000, .replicates = replicates});
      const Eigen::ArrayXXd whole = rows_of(points, 0, points.rows());
      BOOST_TEST((whole > 0).all());
      BOOST_TEST((whole < 1).all());
      for (int trial = 0; trial < 100; ++trial) {
        const std::uint64_t first = random() % points.rows();
        const std::uint64_t count = random() % std::min<std::uint64_t>(700, points.rows() - first);
        const Eigen::ArrayXXd part = rows_of(points, first, count);
        BOOST_TEST((part == whole.middleRows(Eigen::Index(first), Eigen::Index(count))).all());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(axes_appended_change_no_other_and_random_ones_may_stand_anywhere) {
  for (const Drawing drawing : drawings) {
    const UnitPointsOptions options = {.drawing = drawing, .points = 64};
    const Eigen::ArrayXXd two = rows_of({axes_named({"a", "b"}), options}, 0, 64);
    const Eigen::ArrayXXd three = rows_of({axes_named({"a", "b", "c"}), options}, 0, 64);
    BOOST_TEST((three.leftCols(2) == two).all());
    if (drawing == Drawing::sobol) continue;
    const Eigen::ArrayXXd first = rows_of({axes_named({"c", "a", "b"}), options}, 0, 64);
    BOOST_TEST((first.rightCols(2) == two).all());
  }
}

BOOST_AUTO_TEST_CASE(seed_name_period_and_copy_each_make_other_draws) {
  for (const Drawing drawing : drawings) {
    const auto drawn = [&](const UnitAxis& axis, std::uint64_t seed) {
      return rows_of({{axis}, {.drawing = drawing, .seed = seed, .points = 64}}, 0, 64).eval();
    };
    const Eigen::ArrayXXd base = drawn({"a", 1, 0}, 1);
    BOOST_TEST((drawn({"a", 1, 0}, 1) == base).all());
    for (const UnitAxis& other : {UnitAxis{"b", 1, 0}, {"a", 2, 0}, {"a", -1, 0}, {"a", 1, 1}}) {
      BOOST_TEST((drawn(other, 1) != base).all());
    }
    BOOST_TEST((drawn({"a", 1, 0}, 2) != base).all());
  }
}

BOOST_AUTO_TEST_CASE(axes_beyond_those_of_sobol_are_random) {
  std::vector<UnitAxis> axes;
  for (std::uint32_t d = 0; d < 1026; ++d) axes.push_back({"driver", 0, d});
  const UnitPoints points(axes, {.points = 64});
  BOOST_TEST(points.axes_drawn_random() == 2u);
  const UnitPoints random({axes.back()}, {.drawing = Drawing::random, .points = 64});
  BOOST_TEST((rows_of(points, 0, 64).col(1025) == rows_of(random, 0, 64).col(0)).all());
}

BOOST_AUTO_TEST_CASE(random_axes_are_uniform_and_unrelated) {
  const std::uint64_t count = 1 << 16;
  const double root = std::sqrt(double(count));
  const UnitPoints points({{"a", 0, 0}, {"b", 0, 0}, {"a", 1, 0}, {"a", 0, 1}},
                          {.drawing = Drawing::random, .points = count});
  const Eigen::ArrayXXd rows = rows_of(points, 0, count);
  for (Eigen::Index i = 0; i < 4; ++i) {
    BOOST_TEST(ks_distance({rows.col(i).begin(), rows.col(i).end()}) < ks_bound / root);
    // A product of two independent uniforms about their means has variance 1 / 144; so too that of
    // a draw and the next.
    for (Eigen::Index j = 0; j < i; ++j) {
      const double mean = ((rows.col(i) - 0.5) * (rows.col(j) - 0.5)).mean();
      BOOST_TEST(std::fabs(mean) < score_bound / 12 / root);
    }
    const auto head = rows.col(i).head(Eigen::Index(count - 1)) - 0.5;
    const auto tail = rows.col(i).tail(Eigen::Index(count - 1)) - 0.5;
    BOOST_TEST(std::fabs((head * tail).mean()) < score_bound / 12 / (root - 1));
  }
}

namespace {

// The slope of log2 of the root mean square error, of 16 replicates, against m of 2^m points,
// m = 8 ... 16: the mean of exp((u1 + ... + u4) / 4) is (4 (e^(1/4) - 1))^4.
double error_slope(Drawing drawing) {
  constexpr int replicates = 16;
  const double exact = std::pow(4 * std::expm1(0.25), 4);
  double slope = 0;
  for (int m = 8; m <= 16; ++m) {
    const std::uint64_t count = std::uint64_t{1} << m;
    const UnitPoints points(
        axes_named({"a", "b", "c", "d"}),
        {.drawing = drawing, .seed = std::uint64_t(m), .points = count, .replicates = replicates});
    const Eigen::ArrayXXd rows = rows_of(points, 0, points.rows());
    const Eigen::ArrayXd values = (rows.rowwise().sum() / 4).exp();
    double square = 0;
    for (int r = 0; r < replicates; ++r) {
      double sum = 0;
      for (Eigen::Index i = 0; i < Eigen::Index(count); ++i) sum += values(i * replicates + r);
      const double error = sum / double(count) - exact;
      square += error * error / replicates;
    }
    slope += (m - 12) * 0.5 * std::log2(square) / 60;  // sum of (m - 12)² is 60
  }
  return slope;
}

}  // namespace

// log2 of a root mean square of 16 is off by 1 / (sqrt(32) ln 2) = 0.255, so a slope by 0.255 /
// sqrt(60) = 0.033.
BOOST_AUTO_TEST_CASE(errors_fall_as_fast_as_the_drawing_promises) {
  const double noise = score_bound * 0.033;
  BOOST_TEST(std::fabs(error_slope(Drawing::random) + 0.5) < noise);
  BOOST_TEST(error_slope(Drawing::sobol) < -0.8);
  BOOST_TEST(error_slope(Drawing::sobol) < -1.5 + noise);  // Owen: n^-1.5 where all is smooth
}

BOOST_AUTO_TEST_CASE(options_out_of_bounds_are_refused) {
  const auto refused = [](const UnitPointsOptions& options) {
    BOOST_CHECK_THROW(UnitPoints(axes_named({"a"}), options), std::invalid_argument);
  };
  refused({.points = 0});
  refused({.replicates = 0});
  refused({.drawing = Drawing::antithetic, .points = 3});
  refused({.points = (std::uint64_t{1} << 32) + 1});
  refused({.drawing = Drawing::random, .points = std::uint64_t{1} << 62, .replicates = 2});
  const UnitPoints points(axes_named({"a"}), {.points = 8});
  Eigen::ArrayXXd rows(4, 1);
  BOOST_CHECK_THROW(points.fill(5, rows), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
