// What must hold of any bridge, up to the most that it takes.
#include <algorithm>
#include <cmath>
#include <limits>
#include <rapidcheck.h>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/study/bridge.hpp"
#include "engine/study/contributions.hpp"
#include "engine/study/exact_sum.hpp"
#include "tests/model/property.hpp"
#include "tests/study/bridged.hpp"

namespace {

using namespace headwater;
using namespace headwater::bridged;

// Drivers d1 ... dN, each of which is a part of the total.
std::string wide_model(int drivers) {
  std::string text = "model m \"M\"\ncalendar annual\nhorizon FY2023..FY2024\n";
  std::string sum;
  for (int i = 1; i <= drivers; ++i) {
    text += fmt::format("driver d{} : JPY = {}\n", i, i);
    text += fmt::format("flow f{} : JPY\n  = d{} * 2\n", i, i);
    sum += fmt::format("{}f{}", i == 1 ? "" : " + ", i);
  }
  return text + "flow total : JPY\n  = " + sum + "\n";
}

std::string changes(int drivers, std::string_view form) {
  std::string text;
  for (int i = 1; i <= drivers; ++i) text += fmt::format(fmt::runtime(form), i, 3 * i);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bridge_property)

BOOST_AUTO_TEST_CASE(sixteen_items_are_shared_out_and_of_more_orders_are_drawn) {
  const auto whole =
      asked(load("", changes(16, "set d{} = {}\n"), wide_model(16)), "total@FY2023", by_driver);
  BOOST_TEST_REQUIRE(bool(whole->result), whole->said());
  BOOST_TEST(whole->table().values.size() == 65536u);
  for (int i = 1; i <= 16; ++i) BOOST_TEST(whole->contribution(fmt::format("d{}", i)) == 4.0 * i);

  const auto more =
      asked(load("", changes(17, "set d{} = {}\n"), wide_model(17)), "total@FY2023", by_driver);
  BOOST_TEST_REQUIRE(bool(more->result), more->said());
  BOOST_TEST(more->table().orders == 256u);
  BOOST_TEST(more->table().programs == 1u);
  for (int i = 1; i <= 17; ++i) BOOST_TEST(more->contribution(fmt::format("d{}", i)) == 4.0 * i);
  for (const BridgeRow& row : more->table().rows) BOOST_TEST(row.error == 0.0);

  // One of them built: what it is decides between two programs. f18 is fixed at 54 instead of 36.
  const auto built = asked(
      load("", changes(17, "set d{} = {}\n") + "fix f18 = 54 JPY in FY2023\n", wide_model(18)),
      "total@FY2023", by_driver);
  BOOST_TEST_REQUIRE(bool(built->result), built->said());
  BOOST_TEST(built->table().programs == 2u);
  BOOST_TEST(built->contribution("f18") == 18.0);
  BOOST_TEST(built->contribution("d17") == 68.0);

  const auto steps =
      asked(load("", changes(17, "set d{} = {}\n"), wide_model(17)), "total@FY2023", in_order);
  BOOST_TEST_REQUIRE(bool(steps->result), steps->said());
  BOOST_TEST(steps->contribution("d17") == 68);
}

BOOST_AUTO_TEST_CASE(six_structures_are_shared_out_and_more_refused_by_name_but_in_order) {
  constexpr std::string_view form = "fix f{} = {} JPY in FY2023\n";
  const auto six = asked(load("", changes(6, form), wide_model(7)), "total@FY2023", by_driver);
  BOOST_TEST_REQUIRE(bool(six->result), six->said());
  BOOST_TEST(six->table().programs == 64u);
  for (int i = 1; i <= 6; ++i) BOOST_TEST(six->contribution(fmt::format("f{}", i)) == i);
  hold_to_single_runs(*six);

  const auto seven = asked(load("", changes(7, form), wide_model(7)), "total@FY2023", by_driver);
  BOOST_TEST(!seven->result);
  BOOST_TEST(seven->said() ==
             "too-many-structures: 7 differences are fixes, ramps and the like, and shapley takes "
             "at most 6: "
             "f1, f2, f3, f4, f5, f6, f7\n");
  const auto steps = asked(load("", changes(7, form), wide_model(7)), "total@FY2023", in_order);
  BOOST_TEST_REQUIRE(bool(steps->result), steps->said());
  BOOST_TEST(steps->table().programs == 8u);
  hold_to_single_runs(*steps);
}

namespace {

// A statement on one of the shop's series, of any kind that a scenario has.
std::string drawn_statement() {
  const int value = *rc::gen::inRange(1, 400);
  switch (*rc::gen::inRange(0, 9)) {
    case 0: return fmt::format("set price = {}\n", value);
    case 1: return fmt::format("multiply pieces by 0.{:03}\n", value);
    case 2: return fmt::format("add {} to rent in FY2024\n", value);
    case 3: return fmt::format("set fee = {} from FY2024\n", value);
    case 4: return fmt::format("grow price by {}% in FY2024..FY2025 then hold\n", value % 30);
    case 5: return fmt::format("add {} JPY to sales in FY2025 \n", value);
    case 6: return fmt::format("fix sales = {} JPY in FY2024\n", value);
    case 7: return fmt::format("set bonus = {}\n", value);
    default: return fmt::format("multiply sales by 1.{:03} from FY2025\n", value);
  }
}

std::string drawn_scenario() {
  std::string text;
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) text += drawn_statement();
  return text;
}

// The change is that of the figures wherever one contribution is no larger than it, or than both
// figures; where all are larger, it is as near as doubles of their size come.
void hold_sum(const BridgeResult& result) {
  double smallest = std::numeric_limits<double>::infinity();
  for (const BridgeRow& row : result.rows) {
    if (row.contribution != 0) smallest = std::min(smallest, std::fabs(row.contribution));
  }
  const double change = result.second - result.first;
  const double ulp = std::nextafter(smallest, 1e300) - smallest;
  RC_ASSERT(same_bits(sum(result), result.change));
  RC_ASSERT(result.rounding == change - result.change);
  const double finest =
      std::max(std::fabs(change), std::min(std::fabs(result.first), std::fabs(result.second)));
  if (smallest <= finest || result.rows.empty()) RC_ASSERT(result.rounding == 0);
  else RC_ASSERT(std::fabs(result.rounding) <= ulp / 2);
}

// Whether what the method gives does not sum to the change as it is.
bool needed_landing(const BridgeResult& result) {
  const bool all_orders = result.options.method == BridgeMethod::shapley;
  const auto raw = all_orders ? shapley_contributions(result.values, result.items.size())
                              : stepwise_contributions(result.values);
  return exact_sum(raw) != result.second - result.first;
}

}  // namespace

// Of any two scenarios: every set is its single run to the bit, the contributions sum to the
// change, and the methods and any number of threads agree on what they must.
BOOST_AUTO_TEST_CASE(any_bridge_sums_to_the_bit_and_rests_on_single_runs) {
  int landed = 0;
  int paths = 0;
  test::hold_for_all("bridges", 60, [&] {
    const std::string first = drawn_scenario();
    const std::string second = drawn_scenario();
    const BridgeBy by = *rc::gen::element(BridgeBy::groups, BridgeBy::drivers);
    const std::string figure =
        *rc::gen::element(std::string("paid@FY2024"), std::string("profit@FY2026"));
    for (const BridgeMethod method : {BridgeMethod::shapley, BridgeMethod::sequential}) {
      const auto pair = asked(load(first, second), figure, {by, method});
      RC_ASSERT(bool(pair->result));
      const BridgeResult& result = pair->table();
      RC_LOG() << fmt::format("{}\nto\n{}{:.17g} to {:.17g}: {}", first, second, result.first,
                              result.second, pair->text());
      hold_sum(result);
      if (needed_landing(result)) ++landed;
      hold_to_single_runs(*pair);
      const auto again = asked(load(first, second), figure, {by, method}, {1, 1});
      RC_ASSERT(again->table().values == result.values);
    }
    const auto along = asked(load(first, second), figure, {by, BridgeMethod::path});
    const auto any = asked(load(first, second), figure, {by, BridgeMethod::sequential});
    const bool built = std::ranges::any_of(
        any->table().items, [](const BridgeItem& one) { return one.change == Change::structure; });
    RC_ASSERT(bool(along->result) == !built);
    if (built) RC_ASSERT(along->said().find("path-of-structures") != std::string::npos);
    else {
      hold_sum(along->table());
      ++paths;
    }
  });
  BOOST_TEST(paths > 0);
  BOOST_TEST(landed > 0);
}

// profit = a x - b y: each method gives each driver its slope times its change.
BOOST_AUTO_TEST_CASE(in_a_linear_model_every_method_gives_slope_times_change) {
  test::hold_for_all("linear bridge", 50, [] {
    const int a = *rc::gen::inRange(-50, 50);
    const int b = *rc::gen::inRange(-50, 50);
    const int x = *rc::gen::inRange(-20, 20);
    const int y = *rc::gen::inRange(-20, 20);
    const std::string model = fmt::format(
        "model m \"M\"\ncalendar annual\nhorizon FY2023..FY2024\n"
        "driver x : JPY = 7\ndriver y : JPY = 3\nflow z : JPY\n  = ({}) * x - ({}) * y\n",
        a, b);
    for (const BridgeMethod method :
         {BridgeMethod::shapley, BridgeMethod::sequential, BridgeMethod::path}) {
      const auto pair = asked(load("", fmt::format("set x = {}\nset y = {}\n", x, y), model),
                              "z@FY2023", {BridgeBy::drivers, method});
      RC_ASSERT(bool(pair->result));
      RC_ASSERT(pair->contribution("x") == a * (x - 7));
      RC_ASSERT(pair->contribution("y") == -b * (y - 3));
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
