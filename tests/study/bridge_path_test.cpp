// Bridges along a path, against closed forms: sums, products, kinks; and what no path leads
// through.
#include <algorithm>
#include <cmath>
#include <rapidcheck.h>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/study/bridge.hpp"
#include "tests/model/property.hpp"
#include "tests/study/bridged.hpp"

namespace {

using namespace headwater;
using namespace headwater::bridged;
using boost::test_tools::tolerance;

constexpr BridgeOptions path{BridgeBy::drivers, BridgeMethod::path};
constexpr BridgeOptions path_by_group{BridgeBy::groups, BridgeMethod::path};

// Drivers x and y, and whatever is said of z.
std::string of_two(std::string_view formula, std::string_view x = "2", std::string_view y = "10") {
  return fmt::format(
      "model m \"M\"\ncalendar annual\nhorizon FY2023..FY2026\n"
      "driver x : 1 = {}\ndriver y : 1 = {}\nflow z : JPY\n  = 1 JPY * ({})\n",
      x, y, formula);
}

std::unique_ptr<Pair> of_z(std::string_view formula, std::string_view second,
                           std::string_view first = "") {
  auto pair = asked(load(first, second, of_two(formula)), "z@FY2023", path);
  BOOST_TEST_REQUIRE(bool(pair->result), pair->said());
  return pair;
}

std::string refusal_of(std::string_view formula, std::string_view second) {
  const auto pair = asked(load("", second, of_two(formula)), "z@FY2023", path);
  BOOST_TEST(!pair->result);
  return pair->said();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bridge_path)

BOOST_AUTO_TEST_CASE(in_a_sum_each_difference_has_its_own_change) {
  const auto ran = run("", "set rent = 150\nset fee = 20\n", path);
  BOOST_TEST(ran->text() == "rent 50 fee -20 ");
  BOOST_TEST(ran->table().rounding == 0);
}

// Price 10 to 14, pieces 100 to 120. Alone: 400 and 200; together 680: each has half of the other
// 80. A path gives what Shapley gives.
BOOST_AUTO_TEST_CASE(in_a_product_of_two_each_has_half_of_what_they_do_together) {
  const auto ran = run("", "set price = 14\nset pieces = 120\n", path);
  BOOST_TEST(ran->contribution("price") == 440, tolerance(1e-14));
  BOOST_TEST(ran->contribution("pieces") == 240, tolerance(1e-14));
  BOOST_TEST(sum(ran->table()) == 680);
}

// x^2 y with x from 2 to 5 and y from 10 to 14. Along the line x = 2 + 3t, y = 10 + 4t: of x, the
// integral of 2 x y * 3 = 6 (20 + 38 t + 12 t^2) is 6 (20 + 19 + 4) = 258; of y, that of
// 4 x^2 = 4 (4 + 12 t + 9 t^2) is 4 (4 + 6 + 3) = 52.
BOOST_AUTO_TEST_CASE(of_a_power_it_is_the_integral_along_the_line) {
  const auto ran = of_z("x * x * y", "set x = 5\nset y = 14\n");
  BOOST_TEST(ran->contribution("x") == 258, tolerance(1e-13));
  BOOST_TEST(ran->contribution("y") == 52, tolerance(1e-13));
  BOOST_TEST(sum(ran->table()) == 350 - 40);
}

// max(x, y) with x from 2 to 12 and y from 10 to 10.5: they meet where 2 + 10 t = 10 + 0.5 t, at
// t = 8 / 9.5. Until then all is y's, 0.5 * t; then all is x's, 10 * (1 - t).
BOOST_AUTO_TEST_CASE(at_a_kink_each_has_its_own_side) {
  const auto ran = of_z("max(x, y)", "set x = 12\nset y = 10.5\n");
  const double meet = 8 / 9.5;
  BOOST_TEST(ran->contribution("y") == 0.5 * meet, tolerance(1e-11));
  BOOST_TEST(ran->contribution("x") == 10 * (1 - meet), tolerance(1e-11));
  BOOST_TEST(sum(ran->table()) == 2);
  BOOST_TEST(ran->table().rounding == 0);
}

// A choice whose branches meet is a kink: 2 x up to x = 4, then x + 4; y takes nothing.
BOOST_AUTO_TEST_CASE(a_choice_without_a_jump_is_a_kink) {
  const auto ran = of_z("if x < 4 then 2 * x else x + 4", "set x = 9\nset y = 11\n");
  BOOST_TEST(ran->contribution("x") == 13 - 4);
  BOOST_TEST(ran->contribution("y") == 0);
}

// x passes 4 at 2 / 7 of the way, and z falls by 20 there, from 4 x to x - 8.
BOOST_AUTO_TEST_CASE(a_jump_is_refused_by_the_name_of_its_formula) {
  const std::string said = refusal_of("if x < 4 then 4 * x else x - 8", "set x = 9\n");
  BOOST_TEST(said.starts_with("path-jumps: z@FY2023 jumps by -20 at 28.5714 % of the way to "),
             said);
  BOOST_TEST(said.ends_with(": z in FY2023 changes at once\n"), said);
}

// The one that jumps is named, not those that read it.
BOOST_AUTO_TEST_CASE(a_jump_far_below_the_figure_is_named) {
  constexpr std::string_view model = R"(model m "M"
calendar annual
horizon FY2023..FY2025
driver x : JPY = 10
flow tariff : JPY
  = if x < 15 JPY then 5 JPY else 7 JPY
flow bill : JPY
  = tariff * 3 + x
flow total : JPY
  = (bill[-1] otherwise 0 JPY) + bill
)";
  const auto pair = asked(load("", "set x = 20 from FY2024\n", model), "total@FY2025", path);
  BOOST_TEST(!pair->result);
  BOOST_TEST(pair->said().find("tariff in FY2024 changes at once") != std::string::npos,
             pair->said());
}

BOOST_AUTO_TEST_CASE(what_is_missing_between_is_refused) {
  const std::string said = refusal_of("1 / (x - 5)", "set x = 8\n");
  BOOST_TEST(said.starts_with("path-"), said);
  const std::string gone = refusal_of("sqrt(abs(x - 5) - 1)", "set x = 8\n");
  BOOST_TEST(gone.starts_with("path-misses: z@FY2023 has no value at "), gone);
  BOOST_TEST(gone.ends_with(": z in FY2023 has no value\n"), gone);
}

BOOST_AUTO_TEST_CASE(a_fix_is_refused_by_name) {
  const auto pair = asked(load("", "set fee = 3\nfix sales = 500 JPY in FY2023\n"), "profit@FY2023",
                          path_by_group);
  BOOST_TEST(!pair->result);
  BOOST_TEST(pair->said() ==
             "path-of-structures: a path leads through values, and this is done or not: sales\n");
}

// What both do in other words, what overlaps, what begins and ends in other periods: the line goes
// from the one figure to the other. FY2024: price 12 * 1.5 = 18 to 10 + 5 = 15 at pieces of 100 to
// 80: (18 * 100 to 15 * 80); price -3 * 90, pieces -20 * 16.5.
BOOST_AUTO_TEST_CASE(sets_factors_and_amounts_of_any_span_move_evenly) {
  const auto ran = run("set price = 12 in FY2023..FY2024\nmultiply price by 1.5 from FY2024\n",
                       "add 5 to price\nset pieces = 80 from FY2024\n", path, "sales@FY2024");
  BOOST_TEST(ran->table().first == 1800);
  BOOST_TEST(ran->table().second == 1200);
  BOOST_TEST(ran->contribution("price") == -270, tolerance(1e-13));
  BOOST_TEST(ran->contribution("pieces") == -330, tolerance(1e-13));
  const auto added = run("add 7 JPY to sales in FY2024\n",
                         "multiply sales by 1.1 in FY2024\nset fee = 2\n", path, "profit@FY2024");
  BOOST_TEST(added->contribution("sales") == 93, tolerance(1e-13));
  BOOST_TEST(added->contribution("fee") == -2);
}

BOOST_AUTO_TEST_CASE(groups_move_as_one) {
  const auto ran = run("", "set price = 14\nset pieces = 120\nset rent = 150\n", path_by_group);
  BOOST_TEST(ran->contribution("Trade") == 680, tolerance(1e-14));
  BOOST_TEST(ran->contribution("Costs") == 50);
}

// Of two linear forms' product, whatever the coefficients, path and Shapley agree: each of two
// factors has its change at the mean of the other.
BOOST_AUTO_TEST_CASE(of_two_factors_path_and_shapley_agree) {
  test::hold_for_all("path of products", 60, [] {
    const int a = *rc::gen::inRange(-30, 30);
    const int b = *rc::gen::inRange(-30, 30);
    const int x = *rc::gen::inRange(-20, 20);
    const int y = *rc::gen::inRange(-20, 20);
    const auto model = of_two(fmt::format("(x + {}) * (y - {}) + 3 * x", a, b));
    const auto second = fmt::format("set x = {}\nset y = {}\n", x, y);
    const auto along = asked(load("", second, model), "z@FY2023", path);
    RC_ASSERT(bool(along->result));
    // By hand: x has (x - 2) ((10 - b) + (y - b)) / 2 + 3 (x - 2), and y the like.
    const double of_x = (x - 2) * ((10 - b) + (y - b)) / 2.0 + 3 * (x - 2);
    const double of_y = (y - 10) * ((2 + a) + (x + a)) / 2.0;
    const double size = std::fabs(of_x) + std::fabs(of_y) + 1;
    if (x != 2) RC_ASSERT(std::fabs(along->contribution("x") - of_x) < 1e-12 * size);
    if (y != 10) RC_ASSERT(std::fabs(along->contribution("y") - of_y) < 1e-12 * size);
    RC_ASSERT(sum(along->table()) == along->table().second - along->table().first);
    const auto shared = asked(load("", second, model), "z@FY2023", by_driver);
    RC_ASSERT(std::fabs(shared->contribution("x") - along->contribution("x")) < 1e-12 * size);
  });
}

// max(a x, b y) + c x y between drawn points: a x and b y are straight along the line and meet once
// at most, at t = (b y0 - a x0) / (a dx - b dy). Of the way on which a x is the larger, x has a dx;
// of the rest, y has b dy. Of c x y each has its change at the mean of the other.
BOOST_AUTO_TEST_CASE(kinks_at_drawn_places_are_split_to_the_closed_form) {
  int met = 0;
  test::hold_for_all("path over kinks", 150, [&] {
    const auto drawn = [](int least, int most) { return double(*rc::gen::inRange(least, most)); };
    const double a = drawn(-9, 10), b = drawn(-9, 10), c = drawn(-3, 4);
    const double x0 = drawn(-20, 21), y0 = drawn(-20, 21), dx = drawn(1, 30), dy = drawn(-30, 0);
    const auto model = of_two(fmt::format("max(({}) * x, ({}) * y) + ({}) * x * y", a, b, c),
                              fmt::format("{}", x0), fmt::format("{}", y0));
    const auto ran =
        asked(load("", fmt::format("set x = {}\nset y = {}\n", x0 + dx, y0 + dy), model),
              "z@FY2023", path);
    RC_ASSERT(bool(ran->result));
    const double slope = a * dx - b * dy;  // of a x less b y
    const double start = a * x0 - b * y0;
    double part = start + slope / 2 > 0 ? 1 : 0;  // of the way on which a x is the larger
    const double place = slope == 0 ? -1 : -start / slope;
    if (place > 0 && place < 1) {
      part = slope > 0 ? 1 - place : place;
      ++met;
    }
    RC_PRE(start != 0 || slope != 0);
    const double of_x = part * a * dx + c * dx * (y0 + dy / 2);
    const double of_y = (1 - part) * b * dy + c * dy * (x0 + dx / 2);
    RC_LOG() << ran->text() << of_x << " " << of_y;
    const double largest = std::max(std::fabs(of_x), std::fabs(of_y)) + 1e-3;
    RC_ASSERT(std::fabs(ran->contribution("x") - of_x) <= 1e-10 * largest);
    RC_ASSERT(std::fabs(ran->contribution("y") - of_y) <= 1e-10 * largest);
    RC_ASSERT(same_bits(sum(ran->table()), ran->table().change));
  });
  BOOST_TEST(met > 20);
}

BOOST_AUTO_TEST_CASE(threads_and_widths_change_no_bit) {
  const auto ask = [](const RunOptions& how) {
    return asked(load("", "set x = 12\nset y = 10.5\n", of_two("max(x, y) * exp(x / 10)")),
                 "z@FY2023", path, how);
  };
  const auto expected = ask({1, 1});
  BOOST_TEST_REQUIRE(bool(expected->result), expected->said());
  for (const std::size_t width : {3u, 64u, 4096u}) {
    const auto again = ask({width, 2});
    BOOST_TEST(same_bits(again->contribution("x"), expected->contribution("x")));
    BOOST_TEST(same_bits(again->contribution("y"), expected->contribution("y")));
  }
}

BOOST_AUTO_TEST_SUITE_END()
