// The bridge of a small shop, by hand.
#include "engine/study/bridge.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/scenario/coalition_design.hpp"
#include "tests/study/bridged.hpp"

namespace {

using namespace headwater;
using namespace headwater::bridged;

}  // namespace

BOOST_AUTO_TEST_SUITE(bridge_study)

// Rent -50 and fee +20, each alone: +50 and -20.
BOOST_AUTO_TEST_CASE(in_a_sum_each_difference_has_its_own_change) {
  const auto ran = run("", "set rent = 150\nset fee = 20\n");

  BOOST_TEST(ran->table().first == 800);
  BOOST_TEST(ran->table().second == 830);
  BOOST_TEST(ran->names() == "rent fee ");
  BOOST_TEST(ran->contribution("rent") == 50);
  BOOST_TEST(ran->contribution("fee") == -20);
  BOOST_TEST(ran->table().rows[0].level == 850);
  BOOST_TEST(ran->table().rows[1].level == 830);
}

// Price 10 to 14 at a mean of 110 pieces: 440. Pieces 100 to 120 at a mean price of 12: 240.
BOOST_AUTO_TEST_CASE(in_a_product_each_has_its_change_at_the_mean_of_the_other) {
  const auto ran = run("", "set price = 14\nset pieces = 120\n");

  BOOST_TEST(ran->contribution("price") == 440);
  BOOST_TEST(ran->contribution("pieces") == 240);
  BOOST_TEST(ran->table().second == 1480);
  BOOST_TEST(ran->table().values.size() == 4u);
  BOOST_TEST(ran->table().programs == 1u);
  hold_to_single_runs(*ran);
}

// Price first, at 100 pieces: 400; then pieces at a price of 14: 280. Of pieces, price: the order
// is that of the model, whatever the scenario says first.
BOOST_AUTO_TEST_CASE(sequential_goes_in_the_order_of_the_model) {
  const auto ran = run("", "set rent = 190\nset pieces = 120\nset price = 14\n", in_order);

  BOOST_TEST(ran->names() == "price pieces rent ");
  BOOST_TEST(ran->contribution("price") == 400);
  BOOST_TEST(ran->contribution("pieces") == 280);
  BOOST_TEST(ran->contribution("rent") == 10);
  hold_to_single_runs(*ran);
}

// Price is in both groups and goes with the first. The line that has an add factor is in none.
BOOST_AUTO_TEST_CASE(groups_move_as_one_and_what_is_in_none_by_itself) {
  const auto ran = run("",
                       "set price = 14\nset pieces = 120\nset rent = 150\nset fee = 20\n"
                       "add 7 JPY to sales in FY2023\nset bonus = 6\n",
                       by_group, "paid@FY2023");

  BOOST_TEST(ran->table().items.size() == 4u);
  BOOST_TEST(ran->contribution("Trade") == 680);
  BOOST_TEST(ran->contribution("Costs") == 30);
  BOOST_TEST(ran->contribution("sales") == 7);
  BOOST_TEST(ran->contribution("bonus") == -1);
  BOOST_TEST(ran->item(ran->table().rows[0]).title.japanese == "商売");
}

// What both do is no difference, in whichever words.
BOOST_AUTO_TEST_CASE(only_what_differs_has_a_row) {
  const auto ran = run("set price = 12 why \"one\"\nmultiply pieces by 2\nset fee = 3\n",
                       "multiply pieces by 2\nset price = 12\nadd 10 to price\nset fee = 3\n");

  BOOST_TEST(ran->names() == "price ");
  BOOST_TEST(ran->contribution("price") == 2000);
  const auto same = run("set price = 12\n", "set price = 12\n");
  BOOST_TEST(same->table().rows.empty());
  BOOST_TEST(same->table().rounding == 0);
}

// 12 in the one and nothing in the other: from 12 to the default.
BOOST_AUTO_TEST_CASE(what_only_the_first_does_is_undone) {
  const auto ran = run("set price = 12\nadd 1 to price\n", "multiply price by 1.5\n");

  BOOST_TEST(ran->table().first == 1100);
  BOOST_TEST(ran->contribution("price") == 200);
}

// A fix of sales in the one scenario leaves price and pieces nothing to do there. With the fix
// last: price 400, pieces +20 at the two prices. By hand, with P, Q, F: v = 800, P 1200, Q 1000,
// PQ 1480, and 300 wherever F is made.
BOOST_AUTO_TEST_CASE(a_fix_is_a_program_of_its_own_and_has_a_row) {
  const auto ran = run("", "set price = 14\nset pieces = 120\nfix sales = 500 JPY in FY2023\n");
  const BridgeResult& result = ran->table();

  BOOST_TEST(result.programs == 2u);
  BOOST_TEST(result.items.size() == 3u);
  BOOST_TEST(int(result.items[2].change) == int(Change::structure));
  BOOST_TEST(result.first == 800);
  BOOST_TEST(result.second == 300);
  // P: (400 + 0) / 3 + (480 + 0) / 6; Q: (200 + 0) / 3 + (280 + 0) / 6; F takes the rest.
  const auto within = boost::test_tools::tolerance(1e-12);
  BOOST_TEST(ran->contribution("price") == 400.0 / 3 + 480.0 / 6, within);
  BOOST_TEST(ran->contribution("pieces") == 200.0 / 3 + 280.0 / 6, within);
  BOOST_TEST(ran->contribution("sales") == -500 - (600.0 / 3 + 760.0 / 6), within);
  hold_to_single_runs(*ran);
}

// A fix that both have stays, and costs no program.
BOOST_AUTO_TEST_CASE(a_fix_in_common_is_no_difference) {
  const auto ran = run("fix sales = 500 JPY in FY2023\n",
                       "fix sales = 500 JPY in FY2023\nset price = 14\nset rent = 100\n");

  BOOST_TEST(ran->table().programs == 1u);
  BOOST_TEST(ran->contribution("price") == 0);
  BOOST_TEST(ran->contribution("rent") == 100);
}

BOOST_AUTO_TEST_CASE(growths_ramps_and_carries_are_programs_of_their_own) {
  const auto ran =
      run("grow price by 10% in FY2024..FY2025 then hold\nset fee = 1\n",
          "ramp price to 15 in FY2024..FY2025 then hold\nset pieces = 90\nset fee = 2\n", by_driver,
          "profit@FY2025");

  BOOST_TEST(ran->table().programs == 2u);
  hold_to_single_runs(*ran);
  const auto steps = run("grow price by 10% in FY2024..FY2025 then hold\nset fee = 1\n",
                         "set pieces = 90\nset fee = 2\n", in_order, "profit@FY2025");
  BOOST_TEST(steps->table().programs == 2u);
  BOOST_TEST(steps->table().values.size() == 4u);
  hold_to_single_runs(*steps);
}

// The bonus has no value in FY2024: with it, another figure is there.
BOOST_AUTO_TEST_CASE(a_value_where_there_was_none_is_a_program_of_its_own) {
  const auto ran = run("", "set bonus = 9\nset rent = 199\n", by_driver, "paid@FY2024");

  BOOST_TEST(ran->table().programs == 2u);
  BOOST_TEST(ran->contribution("bonus") == -9);
  BOOST_TEST(ran->contribution("rent") == 1);
  hold_to_single_runs(*ran);
}

BOOST_AUTO_TEST_CASE(equal_shares_are_in_the_order_of_names) {
  const auto ran = run("", "set rent = 190\nset fee = -10\n");
  BOOST_TEST(ran->names() == "fee rent ");
}

// 1000 / (fee - 50): at a fee of 50, which neither scenario has, but the one difference without the
// other does.
BOOST_AUTO_TEST_CASE(a_figure_missing_halfway_is_refused_by_name) {
  constexpr std::string_view model = R"(model shop "Shop"
calendar annual
horizon FY2023..FY2024
driver a : JPY = 10
driver b : JPY = 5
flow ratio : JPY
  = 1000 JPY * 1 JPY / (a - b)
)";
  const auto pair = asked(load("", "set a = 5\nset b = 1\n", model), "ratio@FY2023", by_driver);
  BOOST_TEST(!pair->result);
  BOOST_TEST(
      pair->said() ==
      fmt::format("missing-halfway: ratio@FY2023 has no value when only a is as in {}: ratio "
                  "in FY2023 has no value\n",
                  pair->second.value->path));
}

BOOST_AUTO_TEST_CASE(a_figure_missing_in_a_scenario_is_refused) {
  const auto pair = asked(load("", "set fee = 50\n"), "inverse@FY2023", by_driver);
  BOOST_TEST(!pair->result);
  BOOST_TEST(pair->said().starts_with("nothing-to-bridge: inverse@FY2023 has no value in "));
}

BOOST_AUTO_TEST_CASE(scenarios_of_two_models_have_no_bridge) {
  const auto pair = load("", "");
  const auto other = load("", "",
                          "model m \"M\"\ncalendar annual\nhorizon FY2023..FY2024\n"
                          "driver d : JPY = 1\nflow f : JPY\n  = d\n");
  const Scenario& first = *pair->first.value;
  BOOST_TEST(comparable(first, *pair->second.value));
  BOOST_TEST(!comparable(first, *other->first.value));
  BOOST_CHECK_THROW(bridge(first, *other->first.value, {}), std::invalid_argument);
}

// Sales of 100 are known as of FY2022, 130 for FY2023 as of FY2023, where the outlook had 100
// * 1.1; FY2024 grows from there by 10 % in the one scenario, by 20 % in the other: 121 and 156.
// With G of growth and K of what became known, v = 121, G 144, K 143, GK 156: K has (22 + 12) / 2 =
// 17, and G (23 + 13) / 2 = 18.
BOOST_AUTO_TEST_CASE(what_became_known_is_an_item_of_its_own) {
  constexpr std::string_view model = R"(model shop "Shop"
calendar annual
horizon FY2022..FY2024
actuals "a.csv"
driver growth : % = 10%
flow sales : JPY
  outlook = sales[-1] * (1 + growth)
)";
  const auto ask = [&](std::string_view first, std::string_view second, const BridgeOptions& how) {
    auto pair = load(first, second, model,
                     "series,period,value,unit,source\nsales,FY2022,100,JPY,p.1\n"
                     "sales,FY2023,130,JPY,p.2\n");
    return asked(std::move(pair), "sales@FY2024", how);
  };
  const auto ran = ask("as of FY2022\n", "as of FY2023\nset growth = 20%\n", by_driver);
  BOOST_TEST_REQUIRE(bool(ran->result), ran->said());
  const auto within = boost::test_tools::tolerance(1e-14);
  BOOST_TEST(ran->table().first == 121, within);
  BOOST_TEST(ran->table().second == 156, within);
  BOOST_TEST(ran->item(ran->table().rows[1]).known);
  BOOST_TEST(ran->contribution("known") == 17, within);
  BOOST_TEST(ran->contribution("growth") == 18, within);
  hold_to_single_runs(*ran);
  const auto steps = ask("as of FY2022\n", "as of FY2023\nset growth = 20%\n", in_order);
  BOOST_TEST(steps->contribution("known") == 22, within);
  hold_to_single_runs(*steps);
  const auto along =
      ask("as of FY2022\n", "as of FY2023\n", {BridgeBy::drivers, BridgeMethod::path});
  BOOST_TEST(along->said() ==
             "path-of-structures: a path leads through values, and this is done or not: known\n");
}

BOOST_AUTO_TEST_CASE(the_design_has_every_set_once_and_is_one_group) {
  const CoalitionDesign design({"a", "b", "c"});
  BOOST_TEST(design.rows() == 8u);
  BOOST_TEST(design.rows_per_group() == 8u);
  Eigen::ArrayXXd points(5, 3);
  design.fill(3, points);
  const double expected[5][3] = {{1, 1, 0}, {0, 0, 1}, {1, 0, 1}, {0, 1, 1}, {1, 1, 1}};
  for (int row = 0; row < 5; ++row) {
    for (int axis = 0; axis < 3; ++axis) BOOST_TEST(points(row, axis) == expected[row][axis]);
  }
  BOOST_CHECK_THROW(CoalitionDesign(std::vector<std::string>(17, "x")), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
