// Targets of a small shop, by hand.
//
// At base a price of 10 and 100 pieces are sales of 1,000; a rent of 200 leaves a profit of 800, of
// which 30 % are tax.
#include "engine/study/target.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/scenario/resolved.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;

constexpr std::string_view shop_model = R"(model shop "Shop"
calendar annual
horizon FY2022..FY2024
unit piece
actuals "shop.csv"
guidance "guidance.csv"
driver price  : JPY / piece = 10     "Price"
  range 8 to 12
driver pieces : piece = 100          "Pieces"
driver rent   : JPY = 200            "Rent"
driver tax    : % = 30%              "Tax"
driver level  : 1 = 1                "Level"
flow   sales  : JPY
  outlook = price * pieces
flow   profit : JPY
  outlook = sales - rent
flow   paid   : JPY
  outlook = profit * tax
flow   share  : JPY
  outlook = 100 JPY * rent / (rent - 200 JPY)
flow   square : JPY
  outlook = 1 JPY * level * level
driver u      : 1 = 1                "U"
driver v      : 1 = 1                "V"
flow   bend   : JPY
  outlook = 1 JPY * ((u - 5) * (u - 5) + 4 * (v - 2) * (v - 2))
flow   egg    : JPY
  outlook = 1 JPY * ((u - 1.1) * (u - 1.1) + 4 * (v - 1.05) * (v - 1.05))
flow   grown  : JPY
  outlook = grown[-1] * 1.1
price  price.implied : JPY / piece  actual only
)";

struct Solved {
  iij::ScratchFolder folder;
  Sources sources;
  Checked<Scenario> scenario;
  Checked<TargetResult> checked;

  const TargetResult& result() const { return *checked.value; }
  std::string said() const {
    std::string text;
    for (const auto* all : {&scenario.diagnostics, &checked.diagnostics}) {
      for (const Diagnostic& one : *all) text += one.code + ": " + one.message + "\n";
    }
    return text;
  }
  double found(std::size_t instrument) const { return result().instruments[instrument].found; }
  TargetEnding ending() const { return result().ending; }
};

std::unique_ptr<Solved> load(std::string_view body) {
  auto solved = std::make_unique<Solved>();
  solved->folder.write("shop.csv",
                       "series,period,value,unit\nsales,FY2022,900,JPY\nprofit,FY2022,700,JPY\n"
                       "price.implied,FY2022,9,JPY / piece\ngrown,FY2022,100,JPY\n");
  solved->folder.write("guidance.csv",
                       "series,period,value,unit,basis\nprofit,FY2023,850,JPY,printed\n"
                       "profit,FY2023,850.5,JPY,implied\nsales,FY2023,1100,JPY,printed\n");
  solved->folder.write("shop.model", shop_model);
  const auto path = solved->folder.write(
      "shop.scenario",
      fmt::format("scenario \"Shop\"\nmodel \"shop.model\"\nas of FY2022\n{}", body));
  solved->scenario = load_scenario(path, solved->sources);
  if (solved->scenario && !solved->scenario.value->targets.empty()) {
    solved->checked = target(*solved->scenario.value, solved->scenario.value->targets.front());
  }
  return solved;
}

std::unique_ptr<Solved> solve(std::string_view body) {
  auto solved = load(body);
  BOOST_TEST_REQUIRE(bool(solved->checked), solved->said());
  return solved;
}

bool near(double left, double right) { return std::fabs(left - right) <= 1e-9 * std::fabs(right); }

bool reached_all(const TargetResult& result) {
  bool all = true;
  for (const TargetLine& one : result.lines) all = all && one.reached;
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(target_study)

// 900 of profit are 1,100 of sales: a price of 11. A straight line takes one step, and a look.
BOOST_AUTO_TEST_CASE(a_straight_line_is_solved_in_one_step) {
  const auto solved = solve("target reach profit in FY2023 = 900 JPY\n  by price in FY2023\n");
  BOOST_TEST((solved->ending() == TargetEnding::reached));
  BOOST_TEST(near(solved->found(0), 11));
  BOOST_TEST(solved->result().lines[0].base == 800);
  BOOST_TEST(near(solved->result().lines[0].found, 900));
  BOOST_TEST(solved->result().instruments[0].start == 10);
  BOOST_TEST(solved->result().rounds <= 8u);
}

// Paid 300 of 1,000 of profit at a price of 12, or any other way: two lines, two drivers.
BOOST_AUTO_TEST_CASE(two_lines_by_two_drivers_have_one_answer) {
  const auto solved = solve(
      "target \"Two\"\n  reach profit in FY2023 = 1000 JPY\n  reach paid in FY2023 = 400 JPY\n"
      "  by price in FY2023\n  by tax in FY2023\n");
  BOOST_TEST(near(solved->found(0), 12));
  BOOST_TEST(near(solved->found(1), 40));
  BOOST_TEST(reached_all(solved->result()));
}

// 100 more of profit by price or by rent. In their weights (4 wide, 200 wide) one of price is worth
// 400 of profit and one of rent 200: least change is 100 * (400, 200) / (400^2 + 200^2) = 0.2 and
// 0.1 of them: a price of 10.8 and a rent of 180.
BOOST_AUTO_TEST_CASE(more_drivers_than_lines_change_as_little_as_they_can_by_weight) {
  const auto solved = solve(
      "target reach profit in FY2023 = 900 JPY\n"
      "  by price in FY2023 within 8 to 12\n  by rent in FY2023 within 100 to 300\n");
  BOOST_TEST(near(solved->found(0), 10.8));
  BOOST_TEST(near(solved->found(1), 180));
  BOOST_TEST(solved->result().instruments[0].weight == 4);
  BOOST_TEST(solved->result().instruments[1].weight == 200);
}

// 280 more of profit would be 0.56 and 0.28 of their widths, but the price stops at 12, half of its
// own, which brings 200: so the rent goes to 120. Of 350 more, both bounds together leave out 50.
BOOST_AUTO_TEST_CASE(what_stops_at_its_bound_leaves_the_rest_to_the_others) {
  const auto within = solve(
      "target reach profit in FY2023 = 1080 JPY\n"
      "  by price in FY2023 within 8 to 12\n  by rent in FY2023 within 100 to 300\n");
  BOOST_TEST((within->ending() == TargetEnding::reached));
  BOOST_TEST(within->found(0) == 12);
  BOOST_TEST(near(within->found(1), 120));
  BOOST_TEST((within->result().instruments[0].at == AtBound::high));
  BOOST_TEST(!within->result().instruments[0].holds_back);

  const auto beyond = solve(
      "target reach profit in FY2023 = 1150 JPY\n"
      "  by price in FY2023 within 8 to 12\n  by rent in FY2023 within 100 to 300\n");
  BOOST_TEST((beyond->ending() == TargetEnding::bounded));
  BOOST_TEST(beyond->found(0) == 12);
  BOOST_TEST(beyond->found(1) == 100);
  BOOST_TEST(beyond->result().instruments[0].holds_back);
  BOOST_TEST(beyond->result().instruments[1].holds_back);
  BOOST_TEST((beyond->result().instruments[1].at == AtBound::low));
  BOOST_TEST(beyond->result().lines[0].found == 1100);
  BOOST_TEST(beyond->result().lines[0].gap == -50);
}

// Bounds by base multiply: 900 of profit are 1,100 of sales, so 1.1 times as many pieces.
BOOST_AUTO_TEST_CASE(bounds_by_base_make_it_a_factor_or_an_amount) {
  const auto factor = solve(
      "target reach profit in FY2023 = 900 JPY\n"
      "  by pieces in FY2023 within base * 0.8 to base * 1.2\n");
  BOOST_TEST(near(factor->found(0), 1.1));
  BOOST_TEST(factor->result().instruments[0].start == 1);
  BOOST_TEST(near(factor->result().instruments[0].value_after, 110));
  const auto amount = solve(
      "target reach profit in FY2023 = 900 JPY\n"
      "  by rent in FY2023 within base - 150 to base + 150\n");
  BOOST_TEST(near(amount->found(0), -100));
  BOOST_TEST(near(amount->result().instruments[0].value_after, 100));
}

// Profit is implied at 850.5, printed as 850; of sales only 1,100 is printed.
BOOST_AUTO_TEST_CASE(guidance_is_what_is_implied_else_what_is_printed) {
  const auto solved = solve(
      "target reach profit in FY2023 = guidance\n  reach sales in FY2023 = guidance\n"
      "  by price in FY2023\n  by rent in FY2023\n");
  BOOST_TEST(solved->result().lines[0].wanted == 850.5);
  BOOST_TEST(solved->result().lines[1].wanted == 1100);
  BOOST_TEST(reached_all(solved->result()));
  const auto without = load("target reach profit in FY2024 = guidance\n  by price\n");
  BOOST_TEST(without->said().find("no-guidance") != std::string::npos);
  BOOST_TEST_REQUIRE(!without->scenario.diagnostics.empty());
  BOOST_TEST(without->scenario.diagnostics[0].hint == "there is some for FY2023");
}

// Nothing that is moved has to do with tax: it is the line that stays behind, and the other is
// reached all the same.
BOOST_AUTO_TEST_CASE(a_line_that_nothing_moves_is_told_from_the_others) {
  const auto solved = solve(
      "target reach paid in FY2024 = 100 JPY\n  reach profit in FY2023 = 900 JPY\n"
      "  by price in FY2023\n  by rent in FY2023\n");
  BOOST_TEST((solved->ending() == TargetEnding::stuck));
  BOOST_TEST(!solved->result().lines[0].moved);
  BOOST_TEST(!solved->result().lines[0].reached);
  BOOST_TEST(solved->result().lines[1].moved);
  BOOST_TEST(solved->result().lines[1].reached);
}

// Profit is sales less 200, whatever the price: 900 and 1,000 cannot both be. In shares, g = (s -
// 200 - 900) / 900 and h = (s - 1,000) / 1,000 are least where g / 900 + h / 1,000 = 0.
BOOST_AUTO_TEST_CASE(lines_that_contradict_each_other_meet_in_the_middle) {
  const auto solved = solve(
      "target reach profit in FY2023 = 900 JPY\n  reach sales in FY2023 = 1000 JPY\n"
      "  by price in FY2023\n  by pieces in FY2023\n");
  const double a = 1 / (900.0 * 900.0);
  const double b = 1 / (1000.0 * 1000.0);
  BOOST_TEST((solved->ending() == TargetEnding::stuck));
  BOOST_TEST(std::fabs(solved->result().lines[1].found - (a * 1100 + b * 1000) / (a + b)) < 1e-3);
}

// The fix of sales leaves price nothing to do, which is said; rent still acts.
BOOST_AUTO_TEST_CASE(a_fix_between_a_driver_and_a_line_is_named) {
  const auto solved = solve(
      "fix sales = 950 JPY in FY2023\n"
      "target reach profit in FY2023 = 900 JPY\n  by price in FY2023\n  by rent in FY2023\n");
  BOOST_TEST(solved->said().find("cut-by-fix: the fix of sales in FY2023 cuts off price") !=
             std::string::npos);
  BOOST_TEST(!solved->result().instruments[0].moves);
  BOOST_TEST(near(solved->found(1), 50));
  BOOST_TEST(solved->found(0) == 10);
}

// share = 100 r / (r - 200) has no value where it begins.
BOOST_AUTO_TEST_CASE(a_figure_that_is_missing_where_it_begins_is_lost) {
  const auto solved = solve("target reach share in FY2023 = 150 JPY\n  by rent in FY2023\n");
  BOOST_TEST((solved->ending() == TargetEnding::lost));
  BOOST_TEST(is_missing(solved->result().lines[0].base));
  BOOST_TEST_REQUIRE(!solved->result().failures.empty());
  BOOST_TEST(solved->result().failures[0].output == 0u);
}

// Newton's first step from a square's 1 to 10,000 is far too long for nothing; from 1 to 2 the root
// is 1.4142..., and below nought there is none: the nearest is where the slope ends, at 0.
BOOST_AUTO_TEST_CASE(a_curve_is_followed_and_a_value_it_never_has_is_not_claimed) {
  const auto root = solve("target reach square in FY2023 = 2 JPY\n  by level in FY2023\n");
  BOOST_TEST(near(root->found(0), std::sqrt(2.0)));
  const auto far = solve("target reach square in FY2023 = 100000000 JPY\n  by level in FY2023\n");
  BOOST_TEST(near(far->found(0), 10000));
  const auto none = solve("target reach square in FY2023 = -1 JPY\n  by level in FY2023\n");
  BOOST_TEST((none->ending() != TargetEnding::reached));
  BOOST_TEST(std::fabs(none->result().lines[0].found) < 1e-6);
}

// Ellipses around a far point, and around one so near that the curve bends as much as the way to it
// is long: steps along them go wrong at once. Where change is least, it goes the way of the slopes,
// (2 (u - a), 8 (v - b)); and of a million points none is nearer to (1, 1).
BOOST_AUTO_TEST_CASE(the_least_change_is_found_on_a_curve_that_bends_sharply) {
  const auto check = [](const char* figure, double a, double b, double within) {
    const auto solved = solve(fmt::format(
        "target reach {} in FY2023 = 1 JPY\n  by u in FY2023\n  by v in FY2023\n", figure));
    const double u = solved->found(0);
    const double v = solved->found(1);
    double least = 1e9;
    for (int i = 0; i < 1'000'000; ++i) {
      const double t = 2 * 3.14159265358979 * i / 1'000'000;
      least = std::min(least, std::hypot(a - 1 + std::cos(t), b - 1 + std::sin(t) / 2));
    }
    BOOST_TEST((solved->ending() == TargetEnding::reached), figure);
    BOOST_TEST(std::hypot(u - 1, v - 1) < least + 1e-9, figure);
    const double across = (u - 1) * 8 * (v - b) - (v - 1) * 2 * (u - a);
    BOOST_TEST(std::fabs(across) < within, figure << " is off the way by " << across);
  };
  check("bend", 5, 2, 1e-4);  // a millionth off changes the length by a millionth of that
  check("egg", 1.1, 1.05, 1e-7);
}

// One number over both years, and a line for each of two years by a driver of its own.
BOOST_AUTO_TEST_CASE(several_periods) {
  const auto both =
      solve("target reach profit in FY2024 = 900 JPY\n  by price in FY2023..FY2024\n");
  BOOST_TEST(near(both->found(0), 11));
  const auto each = solve(
      "target reach profit in FY2023 = 900 JPY\n  reach profit in FY2024 = 1000 JPY\n"
      "  by price in FY2023\n  by price in FY2024\n");
  BOOST_TEST(near(each->found(0), 11));
  BOOST_TEST(near(each->found(1), 12));
}

// price.implied is 9 in FY2022, the one year that is known.
BOOST_AUTO_TEST_CASE(the_best_in_history_is_that_of_the_implied_series) {
  const auto solved = solve(
      "target reach profit in FY2023 = 900 JPY\n  by price in FY2023 within 8 to 12\n"
      "  by rent in FY2023 within 199 to 201\n");
  BOOST_TEST(solved->result().instruments[0].best == 9);
  BOOST_TEST(solved->result().instruments[0].best_in.has_value());
  BOOST_TEST(is_missing(solved->result().instruments[1].best));
}

// What was found, written as a scenario and read back, gives the figures to the bit.
BOOST_AUTO_TEST_CASE(the_answer_is_a_scenario_that_gives_the_same_figures) {
  const auto solved = solve(
      "set pieces = 90 in FY2024\n"
      "target reach profit in FY2023 = 901.7 JPY\n  reach paid in FY2023 = 333.3 JPY\n"
      "  by price in FY2023 within 8 to 12\n  by tax in FY2023\n"
      "  by rent in FY2023 within base - 100 to base + 100\n");
  const Scenario& scenario = *solved->scenario.value;
  const std::string text = print_operations(scenario, operations_with(scenario, solved->result()));
  solved->folder.write("answer.scenario", text);
  const auto again = iij::run_file(solved->folder.path() / "answer.scenario");
  BOOST_TEST(again->at("profit", "FY2023") == solved->result().lines[0].found);
  BOOST_TEST(again->at("paid", "FY2023") == solved->result().lines[1].found);
  BOOST_TEST(near(again->at("profit", "FY2023"), 901.7));
  BOOST_TEST(again->at("sales", "FY2024") == 900);
}

// Exogenised at 950, sales are 50 less than their formula says. What grows by a tenth a year from
// 100 would be 121 in two: 10 more in each year are 11 and 10 more, 142.
BOOST_AUTO_TEST_CASE(an_add_factor_is_backed_out) {
  const auto plain =
      solve("target reach sales in FY2023 = 950 JPY\n  by add factor of sales in FY2023..FY2024\n");
  BOOST_TEST((plain->ending() == TargetEnding::reached));
  BOOST_TEST(near(plain->found(0), -50));
  BOOST_TEST(plain->result().instruments[0].value_before == 0);
  BOOST_TEST(plain->result().instruments[0].value_after == plain->found(0));
  BOOST_TEST((plain->result().found.front().kind == OperationKind::add));
  const auto lagged =
      solve("target reach grown in FY2024 = 142 JPY\n  by add factor of grown in FY2023..FY2024\n");
  BOOST_TEST(near(lagged->found(0), 10));
}

// Each cell is the target of its own scenario, to the bit. Sales less 900 is what the rent may be,
// from 20 to 250: 1,000, 1,080 and 1,100 leave that, 810, 900, 990 (90), 1,200 are others.
BOOST_AUTO_TEST_CASE(in_each_cell_of_a_sweep_it_is_the_target_of_that_cell) {
  const std::string wanted =
      "target reach profit in FY2023 = 900 JPY\n  by rent in FY2023 within 20 to 250\n"
      "  by tax in FY2023\n";
  const auto solved = load(wanted +
                           "sweep prices across price in FY2023 = 9, 10, 11, 12\n"
                           "  across pieces in FY2023 = base * 0.9, base\n"
                           "  show profit in FY2023\n");
  const Scenario& scenario = *solved->scenario.value;
  const auto all = target(scenario, scenario.targets.front(), scenario.sweeps.front());
  BOOST_TEST_REQUIRE(bool(all));
  BOOST_TEST_REQUIRE(all.value->cells.size() == 8u);
  std::size_t reached = 0;
  for (std::size_t row = 0; row < 8; ++row) {
    const double price = 9.0 + double(row / 2);
    const bool fewer = row % 2 == 0;
    const auto single =
        solve(fmt::format("set price = {} in FY2023\nmultiply pieces by {} in FY2023\n{}", price,
                          fewer ? "0.9" : "1", wanted));
    const TargetResult& cell = all.value->cells[row];
    BOOST_TEST((cell.ending == single->ending()));
    BOOST_TEST(iij::same_bits(cell.instruments[0].found, single->found(0)));
    BOOST_TEST(iij::same_bits(cell.lines[0].found, single->result().lines[0].found));
    const double rent = price * (fewer ? 90 : 100) - 900;
    if (rent < 20 || rent > 250) continue;
    BOOST_TEST(near(cell.instruments[0].found, rent));
    ++reached;
  }
  BOOST_TEST(reached == 4u);
}

BOOST_AUTO_TEST_SUITE_END()
