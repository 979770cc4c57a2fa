// Integrals along a way, by hand: powers, kinks, jumps, and what is not there.
#include "engine/study/path_integral.hpp"

#include <cmath>
#include <functional>
#include <rapidcheck.h>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/missing.hpp"
#include "tests/model/property.hpp"

namespace {

using namespace headwater;
using boost::test_tools::tolerance;

struct Item {
  std::function<double(double)> value;  // that it adds to the whole
  std::function<double(double)> slope;
};

PathIntegral along(const std::vector<Item>& items) {
  const PathFunction function = [&](std::span<const double> places) {
    PathSamples samples;
    samples.slopes.resize(Eigen::Index(places.size()), Eigen::Index(items.size()));
    for (std::size_t i = 0; i < places.size(); ++i) {
      double value = 0;
      for (std::size_t item = 0; item < items.size(); ++item) {
        value += items[item].value(places[i]);
        samples.slopes(Eigen::Index(i), Eigen::Index(item)) = items[item].slope(places[i]);
      }
      samples.values.push_back(value);
    }
    return samples;
  };
  return integrate_path(function, items.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(path_integral)

// The sum over ten points is exact up to the power 19 = 2 * 10 - 1: one panel and its halves do.
BOOST_AUTO_TEST_CASE(powers_up_to_the_nineteenth_are_exact_at_once) {
  for (int power = 1; power <= 20; ++power) {
    const auto found = along({{[=](double x) { return std::pow(x, power); },
                               [=](double x) { return power * std::pow(x, power - 1); }}});
    BOOST_TEST_REQUIRE(!found.broken.has_value());
    BOOST_TEST(found.contributions[0] == 1.0, tolerance(4e-15));
    BOOST_TEST(found.samples == 12u + 21u, "power " << power);
  }
}

// min(x, c) has c; to one side of the kink the slope is 1, to the other 0. Panels close in on it.
BOOST_AUTO_TEST_CASE(panels_close_in_on_a_kink) {
  for (const double kink : {0.1, 1.0 / 3, 0.5, 0.7071, 0.999}) {
    const auto found = along({{[=](double x) { return std::fmin(x, kink); },
                               [=](double x) { return x < kink ? 1.0 : 0.0; }}});
    BOOST_TEST_REQUIRE(!found.broken.has_value());
    BOOST_TEST(std::fabs(found.contributions[0] - kink) < 1e-12, "at " << kink);
    BOOST_TEST(found.samples < 3000u);
  }
}

// Two that bend against each other: their sum has no kink, each of them has.
BOOST_AUTO_TEST_CASE(a_kink_that_cancels_in_the_sum_is_seen_in_its_items) {
  const double kink = 0.3;
  const auto slope = [=](double x) { return x < kink ? 5.0 : 2.0; };
  const auto value = [=](double x) { return x < kink ? 5 * x : 5 * kink + 2 * (x - kink); };
  const auto found =
      along({{value, slope},
             {[=](double x) { return 7 * x - value(x); }, [=](double x) { return 7 - slope(x); }}});
  BOOST_TEST_REQUIRE(!found.broken.has_value());
  BOOST_TEST(std::fabs(found.contributions[0] - 2.9) < 1e-11);  // 5 * 0.3 + 2 * 0.7
  BOOST_TEST(std::fabs(found.contributions[1] - 4.1) < 1e-11);
}

BOOST_AUTO_TEST_CASE(a_jump_is_found_with_its_place_and_height) {
  for (const double place : {0.0, 0.3, 0.5, 0.9}) {
    const auto found = along({{[=](double x) { return 10 * x + (x > place ? 2.5 : 0.0); },
                               [](double) { return 10.0; }}});
    BOOST_TEST_REQUIRE(found.broken.has_value());
    BOOST_TEST(int(found.broken->stop) == int(PathStop::jump));
    BOOST_TEST(found.broken->from <= place);
    BOOST_TEST(found.broken->to >= place);
    BOOST_TEST(found.broken->to - found.broken->from < 1e-12);
    BOOST_TEST(found.broken->gap == 2.5, tolerance(1e-9));
    BOOST_TEST(found.contributions.empty());
  }
}

// The slope of sqrt(x) has no end at 0, and its integral is 1 nevertheless: panels of 2^-45 hold
// less than 2e-7 of it there, and what ten points miss of that is a jump to them.
BOOST_AUTO_TEST_CASE(what_is_too_steep_is_refused_rather_than_guessed) {
  const auto found =
      along({{[](double x) { return std::sqrt(x); }, [](double x) { return 0.5 / std::sqrt(x); }}});
  BOOST_TEST_REQUIRE(found.broken.has_value());
  BOOST_TEST(found.broken->from == 0.0);
  BOOST_TEST(found.broken->to < 1e-12);
}

BOOST_AUTO_TEST_CASE(what_is_missing_on_the_way_is_said) {
  const auto gone = along({{[](double x) { return x < 0.4 ? x : missing(); },
                            [](double x) { return x < 0.4 ? 1.0 : missing(); }}});
  BOOST_TEST_REQUIRE(gone.broken.has_value());
  BOOST_TEST(int(gone.broken->stop) == int(PathStop::missing));
  BOOST_TEST(gone.broken->from >= 0.4);
  const auto steep = along({{[](double x) { return x; },
                             [](double x) { return x > 0.6 && x < 0.9 ? missing() : 1.0; }}});
  BOOST_TEST_REQUIRE(steep.broken.has_value());
  BOOST_TEST(int(steep.broken->stop) == int(PathStop::no_slope));
}

// sin(w x) bends more than 20,000 panels side by side can follow.
BOOST_AUTO_TEST_CASE(what_never_settles_comes_to_an_end) {
  const double w = 1e7;
  const auto found = along(
      {{[=](double x) { return std::sin(w * x); }, [=](double x) { return w * std::cos(w * x); }}});
  BOOST_TEST_REQUIRE(found.broken.has_value());
  BOOST_TEST(int(found.broken->stop) == int(PathStop::unsteady));
}

// Slopes of steps at drawn places: what an item adds is the sum of its slopes times their lengths.
BOOST_AUTO_TEST_CASE(slopes_in_steps_sum_to_their_areas) {
  test::hold_for_all("kinks at drawn places", 40, [] {
    std::vector<Item> items;
    std::vector<double> areas;
    for (int item = 0; item < 3; ++item) {
      const double place = double(*rc::gen::inRange(1, 9999)) / 10000;
      const double before = *rc::gen::inRange(-50, 50);
      const double after = *rc::gen::inRange(-50, 50);
      items.push_back(
          {[=](double x) { return x < place ? before * x : before * place + after * (x - place); },
           [=](double x) { return x < place ? before : after; }});
      areas.push_back(before * place + after * (1 - place));
    }
    const auto found = along(items);
    RC_ASSERT(!found.broken);
    for (std::size_t i = 0; i < items.size(); ++i) {
      RC_ASSERT(std::fabs(found.contributions[i] - areas[i]) < 1e-10);
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
