// Morris' effects: right by hand and by enumeration, and what they say where something is missing.
#include "engine/study/morris_effects.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/missing.hpp"
#include "tests/study/conduct_function.hpp"
#include "tests/study/functions.hpp"

using namespace headwater;
using namespace headwater::test;

namespace {

std::vector<MorrisEffect> effects_of(const Inputs& inputs, const Function& function,
                                     const MorrisOptions& options) {
  const MorrisDesign design(inputs, options);
  const auto folded = conduct_function({design, function, MorrisReducer(design)});
  return morris_effects(dynamic_cast<const MorrisReducer&>(*folded), names_of(inputs))[0];
}

struct Enumerated {
  double mean = 0;
  double mean_abs = 0;
  double spread = 0;
};

// Effects of factor `axis` of a function on (0, 1)^k over every pair of grid points {l, l + 2} of 4
// levels, all other axes on every level: what an unbiased sampler of trajectories tends to.
Enumerated enumerated(const Function& function, std::size_t axes, std::size_t axis) {
  std::vector<double> effects;
  const std::size_t points = std::size_t(1) << (2 * axes);
  for (std::size_t i = 0; i < points; ++i) {
    Eigen::ArrayXXd ends(2, Eigen::Index(axes));
    for (std::size_t j = 0; j < axes; ++j) ends.col(Eigen::Index(j)) = double(i >> (2 * j) & 3) / 3;
    if (ends(0, Eigen::Index(axis)) > 0.5) continue;
    ends(1, Eigen::Index(axis)) += 2.0 / 3;
    const Eigen::ArrayXXd values = function(ends);
    effects.push_back((values(1, 0) - values(0, 0)) * 1.5);
  }
  Enumerated all;
  for (const double effect : effects) {
    all.mean += effect / double(effects.size());
    all.mean_abs += std::abs(effect) / double(effects.size());
  }
  for (const double effect : effects) {
    all.spread += (effect - all.mean) * (effect - all.mean) / double(effects.size());
  }
  all.spread = std::sqrt(all.spread);
  return all;
}

Function on_unit_cube(const Ishigami& function) {
  return [function](const Eigen::ArrayXXd& u) { return function((2 * u - 1) * std::numbers::pi); };
}

// A mean of n effects of standard deviation s is off by more than 5 s / sqrt(n) once in a million
// seeds, and so is their deviation by more than 5 s sqrt((k - 1) / (4 n)); the kurtosis k of
// effects of so few levels is below 9. A size that is always the same has but rounding errors.
void check_near(const MorrisEffect& effect, const Enumerated& exact) {
  const double n = double(effect.effects);
  const double abs_spread =
      std::sqrt(std::max(0.0, exact.spread * exact.spread + exact.mean * exact.mean -
                                  exact.mean_abs * exact.mean_abs));
  BOOST_TEST_CONTEXT(effect.factor << ": " << effect.mean << ' ' << effect.mean_abs.value << ' '
                                   << effect.spread) {
    BOOST_TEST(std::abs(effect.mean - exact.mean) <= 5 * exact.spread / std::sqrt(n));
    BOOST_TEST(std::abs(effect.mean_abs.value - exact.mean_abs) <=
               5 * abs_spread / std::sqrt(n) + 1e-9);
    BOOST_TEST(std::abs(effect.spread - exact.spread) <= 5 * exact.spread * std::sqrt(2 / n));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(morris)

// The table of effects by enumeration, to the digits it was printed with.
BOOST_AUTO_TEST_CASE(enumeration_gives_what_was_printed) {
  const auto near = boost::test_tools::tolerance(1e-9);
  const Enumerated x1 = enumerated(on_unit_cube({}), 3, 0);
  BOOST_TEST(x1.mean == 7.704054112, near);
  BOOST_TEST(x1.spread == 6.248796103, near);
  const Enumerated x3 = enumerated(on_unit_cube({}), 3, 2);
  BOOST_TEST(x3.mean_abs == 6.248796103, near);
  BOOST_TEST(x3.spread == 8.837132198, near);
  const std::vector<double> mean = {90.05, 71.045, 41.47, 20.825};
  const std::vector<double> spread = {40.138649, 31.447852, 22.366038, 14.911313};
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(enumerated(polynomial, 4, i).mean == mean[i], near);
    BOOST_TEST(enumerated(polynomial, 4, i).spread == spread[i],
               boost::test_tools::tolerance(1e-7));
  }
}

// sin^2 x2 is 0 at -pi and pi and 3/4 at -pi/3 and pi/3: every effect is 7 * 3/4 * 3/2 = 7.875.
BOOST_AUTO_TEST_CASE(every_effect_of_the_second_of_ishigami_is_alike) {
  const auto effects = effects_of(Ishigami::inputs(), Ishigami(), {.trajectories = 40, .tail = 0});
  const auto near = boost::test_tools::tolerance(1e-12);
  BOOST_TEST(effects[1].mean_abs.value == 7.875, near);
  BOOST_TEST(effects[1].mean_abs.low == 7.875, near);
  BOOST_TEST(effects[1].mean_abs.high == 7.875, near);
  BOOST_TEST(effects[1].effects == 40u);
}

BOOST_AUTO_TEST_CASE(many_trajectories_tend_to_the_enumeration) {
  const auto ishigami =
      effects_of(Ishigami::inputs(), Ishigami(), {.trajectories = 10000, .tail = 0});
  for (std::size_t i = 0; i < 3; ++i) {
    check_near(ishigami[i], enumerated(on_unit_cube({}), 3, i));
  }
  const auto four = effects_of(alike(4, uniform(0, 1)), polynomial, {.trajectories = 10000});
  for (std::size_t i = 0; i < 4; ++i) check_near(four[i], enumerated(polynomial, 4, i));
}

// cost = 3 hours, and rent plays no part: each effect of hours is 3 times its range of 5, of rent
// 0.
BOOST_AUTO_TEST_CASE(a_linear_driver_shows_its_slope_and_no_spread) {
  const Inputs inputs =
      inputs_of({{"rent", uniform(0, 1), {}, false}, {"hours", uniform(5, 10), {}, false}});
  const Function cost = [](const Eigen::ArrayXXd& x) -> Eigen::ArrayXXd { return 3 * x.col(1); };
  const auto effects = effects_of(inputs, cost, {.trajectories = 10});
  BOOST_TEST(effects[1].mean == 15, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(effects[1].mean_abs.value == 15, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(effects[1].spread < 1e-12);
  BOOST_TEST(effects[0].mean_abs.value == 0);
  BOOST_TEST((effects[0].mean_abs == Estimate{0, 0, 0}));
}

// f = x y with x and y one factor: both margins move, each its own way, so an effect has no sign.
BOOST_AUTO_TEST_CASE(of_a_factor_of_several_margins_only_the_size_is_told) {
  Inputs inputs = alike(3, uniform(0, 1));
  inputs.factors = {{"pair", {0, 1}}, {"alone", {2}}};
  const Function product = [](const Eigen::ArrayXXd& x) -> Eigen::ArrayXXd {
    return x.col(0) * x.col(1) + x.col(2);
  };
  const auto effects = effects_of(inputs, product, {.trajectories = 100});
  BOOST_TEST(is_missing(effects[0].mean));
  BOOST_TEST(is_missing(effects[0].spread));
  BOOST_TEST(effects[0].mean_abs.value > 0);
  BOOST_TEST(effects[0].mean_abs.low < effects[0].mean_abs.value);
  BOOST_TEST(effects[1].mean == 1, boost::test_tools::tolerance(1e-12));
}

// By hand: three trajectories of one factor on levels 0, 1/3, 2/3, 1 whose changes are given, the
// second without an end. With signs as the design says, sizes 3 and 6: mean 4.5, error 1.5.
BOOST_AUTO_TEST_CASE(an_effect_that_lacks_an_end_is_left_out_and_counted) {
  const MorrisDesign design(alike(1, uniform(0, 1)), {.trajectories = 3});
  MorrisReducer reducer(design);
  Block block;
  block.values.resize(6, 1);
  block.values << 1, 3, missing(), 5, 7, 3;  // 2 / (2/3) = 3, and 4 / (2/3) = 6
  reducer.add(block);
  const MorrisEffect effect = morris_effects(reducer, std::vector<std::string>{"x"})[0][0];
  BOOST_TEST(effect.effects == 2u);
  BOOST_TEST(effect.missing == 1u);
  BOOST_TEST(effect.mean_abs.value == 4.5, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(effect.standard_error == 1.5, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(effect.mean_abs.high == 4.5 + 12.706204736174694 * 1.5,
             boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(without_any_effect_all_is_missing) {
  const MorrisDesign design(alike(1, uniform(0, 1)), {.trajectories = 1});
  MorrisReducer reducer(design);
  Block block;
  block.values.resize(2, 1);
  block.values << missing(), 3;
  reducer.add(block);
  const MorrisEffect effect = morris_effects(reducer, std::vector<std::string>{"x"})[0][0];
  BOOST_TEST(is_missing(effect.mean));
  BOOST_TEST(is_missing(effect.mean_abs.value));
  BOOST_TEST(is_missing(effect.spread));
}

BOOST_AUTO_TEST_SUITE_END()
