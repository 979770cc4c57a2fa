// What a bridge shows: figures that add up as printed, and the cells of its waterfall.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <rapidcheck.h>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/app/shown_sum.hpp"
#include "engine/app/waterfall.hpp"
#include "engine/core/width.hpp"
#include "tests/model/property.hpp"

namespace {

using namespace headwater;

const Phrases& english = phrases(Language::english);

FigureStyle with_decimals(int decimals) {
  FigureStyle style;
  style.decimals = decimals;
  return style;
}

ShownSum shown(double start, const std::vector<double>& changes, double end, int decimals = 0) {
  return shown_sum(start, changes, end, with_decimals(decimals), english);
}

// "-1,234.5" as ten times that.
std::int64_t units(const std::string& text) {
  std::int64_t number = 0;
  for (const char character : text) {
    if (character >= '0' && character <= '9') number = number * 10 + (character - '0');
  }
  return text.starts_with('-') ? -number : number;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bridge_figures)

// 0.4, 0.45 and 0.4 are 1.25: of three noughts the one that lost most becomes a 1.
BOOST_AUTO_TEST_CASE(the_largest_remainder_gives_way_and_is_marked) {
  const ShownSum sum = shown(10, {0.4, 0.45, 0.4}, 11.25);

  BOOST_TEST(sum.start == "10");
  BOOST_TEST(sum.end == "11");
  BOOST_TEST(sum.changes[0].change == "0");
  BOOST_TEST(sum.changes[1].change == "+1");
  BOOST_TEST(sum.changes[2].change == "0");
  BOOST_TEST(!sum.changes[0].forced);
  BOOST_TEST(sum.changes[1].forced);
  BOOST_TEST(sum.changes[2].level == "11");
}

// From 0 as shown, 2 and 2 are 4, as 3.9 is. But from 0 to 3.49 they are to make 3: the one that
// rounding gave more gives way.
BOOST_AUTO_TEST_CASE(what_adds_up_by_itself_is_left_alone) {
  const ShownSum sum = shown(0.4, {1.6, 1.9}, 3.9);
  BOOST_TEST(sum.end == "4");
  BOOST_TEST(!sum.changes[0].forced);
  BOOST_TEST(!sum.changes[1].forced);

  const ShownSum less = shown(0, {1.59, 1.9}, 3.49);
  BOOST_TEST(less.changes[0].change == "+1");
  BOOST_TEST(less.changes[0].forced);
  BOOST_TEST(less.changes[1].change == "+2");
}

// Halves go away from zero: 5.5 is 6 and -2.5 is -3. To 1 it is 5 down, and -3, -1 and 0 are 4: the
// fall of 1.4 has lost most.
BOOST_AUTO_TEST_CASE(falls_are_rounded_as_rises_are) {
  const ShownSum sum = shown(5.5, {-2.5, -1.4, -0.2}, 1.4);
  BOOST_TEST(sum.start == "6");
  BOOST_TEST(sum.changes[0].change == "-3");
  BOOST_TEST(sum.changes[1].change == "-2");
  BOOST_TEST(sum.changes[1].forced);
  BOOST_TEST(sum.changes[2].change == "0");
  BOOST_TEST(sum.changes[2].level == "1");
}

BOOST_AUTO_TEST_CASE(points_of_a_percentage_add_up_in_tenths) {
  FigureStyle style = with_decimals(1);
  style.factor = 100;
  style.percent = true;
  const ShownSum sum = shown_sum(0.25, std::vector<double>{0.0144, -0.0034}, 0.261, style, english);
  BOOST_TEST(sum.start == "25.0%");
  BOOST_TEST(sum.changes[0].change == "+1.4pp");
  BOOST_TEST(sum.changes[1].change == "-0.3pp");
  BOOST_TEST(sum.end == "26.1%");
}

// Shown figures add up in any case, none is off by a whole unit, and what changes nothing stays.
BOOST_AUTO_TEST_CASE(figures_shown_always_add_up) {
  test::hold_for_all("sums as shown", 2000, [] {
    const int decimals = *rc::gen::inRange(0, 3);
    const double start = *rc::gen::inRange(-100'000, 100'000) / 37.0;
    double end = start;
    std::vector<double> changes;
    for (int i = *rc::gen::inRange(0, 17); i > 0; --i) {
      const bool none = *rc::gen::inRange(0, 5) == 0;
      changes.push_back(none ? 0 : *rc::gen::inRange(-9'999, 9'999) / 1000.0);
      end += changes.back();
    }
    const ShownSum sum = shown(start, changes, end, decimals);
    std::int64_t level = units(sum.start);
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const std::int64_t change = units(sum.changes[i].change);
      level += change;
      RC_ASSERT(level == units(sum.changes[i].level));
      const double scaled = changes[i] * std::pow(10, decimals);
      RC_ASSERT(std::fabs(double(change) - scaled) < 1 + 1e-6);
      if (changes[i] == 0) RC_ASSERT(change == 0);
      const std::string own = change_text(changes[i], with_decimals(decimals), english);
      RC_ASSERT(sum.changes[i].forced == (own != sum.changes[i].change));
    }
    if (!changes.empty()) RC_ASSERT(sum.changes.back().level == sum.end);
  });
}

// Figures so large that doubles have no halves are printed as they are.
BOOST_AUTO_TEST_CASE(figures_beyond_whole_doubles_are_not_touched) {
  const ShownSum sum = shown(2e16, {4e15}, 2.4e16);
  BOOST_TEST(sum.changes[0].change == "+4,000,000,000,000,000");
  BOOST_TEST(!sum.changes[0].forced);
}

// 10 cells for 0 to 100.
BOOST_AUTO_TEST_CASE(levels_are_bars_and_changes_go_from_one_to_the_next) {
  const WaterfallAxis axis{0, 100, 0, 10};
  BOOST_TEST(level_bar(40, axis) == "████      ");
  BOOST_TEST(change_bar(40, 70, axis) == "    ▓▓▓   ");
  BOOST_TEST(change_bar(70, 50, axis) == "     ░░   ");
  BOOST_TEST(change_bar(50, 52, axis) == "     │    ");
  BOOST_TEST(change_bar(100, 99, axis) == "         │");
}

// -50 to 50: zero is in the middle, and a loss is a bar to its left.
BOOST_AUTO_TEST_CASE(bars_of_losses_are_left_of_zero) {
  const WaterfallAxis axis = waterfall_axis(std::vector<double>{-50, 50}, 10);
  BOOST_TEST(axis.anchor == 0.0);
  BOOST_TEST(level_bar(-20, axis) == "   ██     ");
  BOOST_TEST(level_bar(20, axis) == "     ██   ");
  BOOST_TEST(change_bar(-20, 20, axis) == "   ▓▓▓▓   ");
}

// A quarter of the span below the least, 960 - 25, down to a multiple of the power of ten that the
// span of 100 holds.
BOOST_AUTO_TEST_CASE(bars_of_small_changes_begin_at_a_round_value) {
  const WaterfallAxis axis = waterfall_axis(std::vector<double>{1000, 1060, 960}, 10);
  BOOST_TEST(axis.begin == 900.0);
  BOOST_TEST(axis.anchor == 900.0);
  const WaterfallAxis below = waterfall_axis(std::vector<double>{-1000, -1060, -960}, 10);
  BOOST_TEST(below.end == -900.0);
  BOOST_TEST(below.anchor == -900.0);
  BOOST_TEST(waterfall_axis(std::vector<double>{1000, 400}, 10).anchor == 0.0);
  BOOST_TEST(waterfall_axis(std::vector<double>{1000, 1000}, 10).anchor == 0.0);
  BOOST_TEST(level_bar(0, waterfall_axis(std::vector<double>{0, 0}, 4)) == "    ");
}

BOOST_AUTO_TEST_CASE(any_bar_is_as_wide_as_its_axis) {
  test::hold_for_all("waterfalls", 500, [] {
    std::vector<double> levels;
    for (int i = *rc::gen::inRange(1, 8); i > 0; --i) {
      levels.push_back(*rc::gen::inRange(-1000, 1000) / 7.0);
    }
    const auto cells = std::size_t(*rc::gen::inRange(1, 60));
    const WaterfallAxis axis = waterfall_axis(levels, cells);
    RC_ASSERT(axis.begin < axis.end);
    for (std::size_t i = 0; i < levels.size(); ++i) {
      RC_ASSERT(axis.begin <= levels[i] && levels[i] <= axis.end);
      RC_ASSERT(display_width(level_bar(levels[i], axis)) == cells);
      RC_ASSERT(display_width(change_bar(levels[0], levels[i], axis)) == cells);
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
