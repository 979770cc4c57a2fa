// The bridge of a small shop, by hand, and what must hold of any.
//
// At base a price of 10 and 100 pieces are sales of 1,000; a rent of 200 leaves a profit of 800.
#include "engine/study/bridge.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <rapidcheck.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/lower.hpp"
#include "engine/scenario/coalition_design.hpp"
#include "engine/study/detail/bridge_runs.hpp"
#include "engine/study/detail/shown.hpp"
#include "tests/model/property.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;
using iij::same_bits;

constexpr std::string_view shop_model = R"(model shop "Shop"
calendar annual
horizon FY2023..FY2026
unit piece
driver price  : JPY / piece = 10     "Price"  ja "価格"
driver pieces : piece = 100          "Pieces"
driver rent   : JPY = 200            "Rent"
driver fee    : JPY = 0              "Fee"
driver bonus  : JPY = 5 in FY2023    "Bonus"
flow   sales  : JPY                  "Sales"
  = price * pieces
flow   profit : JPY
  = sales - rent - fee
flow   paid   : JPY
  = profit - (bonus otherwise 0 JPY)
flow   inverse : JPY
  = 1000 JPY * 1 JPY / (fee - 50 JPY)
group "Trade" ja "商売" = price, pieces
group "Costs" = rent, fee, price
)";

struct Pair {
  iij::ScratchFolder folder;
  Sources sources;
  Checked<Scenario> first;
  Checked<Scenario> second;
  Checked<BridgeResult> result;

  const BridgeResult& table() const { return *result.value; }
  std::string said() const {
    std::string text;
    for (const auto* from : {&first.diagnostics, &second.diagnostics, &result.diagnostics}) {
      for (const Diagnostic& one : *from) text += one.code + ": " + one.message + "\n";
    }
    return text;
  }
  const BridgeItem& item(const BridgeRow& row) const { return table().items[row.item]; }
  std::string names() const {  // in the order shown
    std::string text;
    for (const BridgeRow& row : table().rows) text += item(row).name + " ";
    return text;
  }
  double share(std::string_view name) const {
    for (const BridgeRow& row : table().rows) {
      if (item(row).name == name) return row.share;
    }
    return missing_share;
  }
  static constexpr double missing_share = -987654321;
};

std::unique_ptr<Pair> load(std::string_view first, std::string_view second,
                           std::string_view model = shop_model) {
  auto pair = std::make_unique<Pair>();
  pair->folder.write("shop.model", model);
  const auto scenario = [&](const char* file, std::string_view body) {
    const auto path =
        pair->folder.write(file, fmt::format("scenario \"S\"\nmodel \"shop.model\"\n{}", body));
    return load_scenario(path, pair->sources);
  };
  pair->first = scenario("a.scenario", first);
  pair->second = scenario("b.scenario", second);
  BOOST_TEST_REQUIRE(bool(pair->first), pair->said());
  BOOST_TEST_REQUIRE(bool(pair->second), pair->said());
  return pair;
}

std::unique_ptr<Pair> asked(std::unique_ptr<Pair> pair, std::string_view figure,
                            const BridgeOptions& options, const RunOptions& how = {}) {
  const Model& model = *pair->first.value->model;
  const std::size_t at = figure.find('@');
  const Output output{*model.find(figure.substr(0, at)),
                      *model.calendar.parse(std::string(figure.substr(at + 1))), std::nullopt};
  pair->result = bridge(*pair->first.value, *pair->second.value, output, options, how);
  return pair;
}

constexpr BridgeOptions by_driver{BridgeBy::drivers, BridgeMethod::shapley};
constexpr BridgeOptions by_group{BridgeBy::groups, BridgeMethod::shapley};
constexpr BridgeOptions in_order{BridgeBy::drivers, BridgeMethod::sequential};

std::unique_ptr<Pair> run(std::string_view first, std::string_view second,
                          const BridgeOptions& options = by_driver,
                          std::string_view figure = "profit@FY2023") {
  auto pair = asked(load(first, second), figure, options);
  BOOST_TEST_REQUIRE(bool(pair->result), pair->said());
  return pair;
}

double plain_sum(const BridgeResult& result) {
  double level = result.first;
  for (const BridgeRow& row : result.rows) level += row.share;
  return level;
}

// Every value of a bridge against the run of that set's operations alone.
void hold_to_single_runs(const Pair& pair) {
  const BridgeResult& result = pair.table();
  const Scenario& first = *pair.first.value;
  const detail::BridgeJob job{first, pair.second.value->path, result.differences, result.items,
                              result.output};
  const bool all_sets = result.options.method == BridgeMethod::shapley;
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    std::vector<bool> set;
    for (std::size_t item = 0; item < result.items.size(); ++item) {
      set.push_back(all_sets ? (i >> item) % 2 != 0 : item < i);
    }
    const Operations operations = detail::operations_of(job, set);
    const Precedence precedence(*first.model, first.precedence->vintage(), operations);
    const auto program = lower(precedence, operations, {}, {&result.output, 1});
    BOOST_TEST_REQUIRE(bool(program));
    const double single = detail::single_row(*program.value).front();
    BOOST_TEST(same_bits(result.values[i], single),
               fmt::format("set {}: {:.17g}, run singly {:.17g}", i, result.values[i], single));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bridge_study)

// Rent -50 and fee +20, each alone: +50 and -20.
BOOST_AUTO_TEST_CASE(in_a_sum_each_difference_has_its_own_change) {
  const auto ran = run("", "set rent = 150\nset fee = 20\n");

  BOOST_TEST(ran->table().first == 800);
  BOOST_TEST(ran->table().second == 830);
  BOOST_TEST(ran->names() == "rent fee ");
  BOOST_TEST(ran->share("rent") == 50);
  BOOST_TEST(ran->share("fee") == -20);
  BOOST_TEST(ran->table().rows[0].level == 850);
  BOOST_TEST(ran->table().rows[1].level == 830);
}

// Price 10 to 14 at a mean of 110 pieces: 440. Pieces 100 to 120 at a mean price of 12: 240.
BOOST_AUTO_TEST_CASE(in_a_product_each_has_its_change_at_the_mean_of_the_other) {
  const auto ran = run("", "set price = 14\nset pieces = 120\n");

  BOOST_TEST(ran->share("price") == 440);
  BOOST_TEST(ran->share("pieces") == 240);
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
  BOOST_TEST(ran->share("price") == 400);
  BOOST_TEST(ran->share("pieces") == 280);
  BOOST_TEST(ran->share("rent") == 10);
  hold_to_single_runs(*ran);
}

// Price is in both groups and goes with the first. The line that has an add factor is in none.
BOOST_AUTO_TEST_CASE(groups_move_as_one_and_what_is_in_none_by_itself) {
  const auto ran = run("",
                       "set price = 14\nset pieces = 120\nset rent = 150\nset fee = 20\n"
                       "add 7 JPY to sales in FY2023\nset bonus = 6\n",
                       by_group, "paid@FY2023");

  BOOST_TEST(ran->table().items.size() == 4u);
  BOOST_TEST(ran->share("Trade") == 680);
  BOOST_TEST(ran->share("Costs") == 30);
  BOOST_TEST(ran->share("sales") == 7);
  BOOST_TEST(ran->share("bonus") == -1);
  BOOST_TEST(ran->item(ran->table().rows[0]).title.japanese == "商売");
}

// What both do is no difference, in whichever words.
BOOST_AUTO_TEST_CASE(only_what_differs_has_a_row) {
  const auto ran = run("set price = 12 why \"one\"\nmultiply pieces by 2\nset fee = 3\n",
                       "multiply pieces by 2\nset price = 12\nadd 10 to price\nset fee = 3\n");

  BOOST_TEST(ran->names() == "price ");
  BOOST_TEST(ran->share("price") == 2000);
  const auto same = run("set price = 12\n", "set price = 12\n");
  BOOST_TEST(same->table().rows.empty());
  BOOST_TEST(same->table().rounding == 0);
}

// 12 in the one and nothing in the other: from 12 to the default.
BOOST_AUTO_TEST_CASE(what_only_the_first_does_is_undone) {
  const auto ran = run("set price = 12\nadd 1 to price\n", "multiply price by 1.5\n");

  BOOST_TEST(ran->table().first == 1100);
  BOOST_TEST(ran->share("price") == 200);
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
  BOOST_TEST(ran->share("price") == 400.0 / 3 + 480.0 / 6, within);
  BOOST_TEST(ran->share("pieces") == 200.0 / 3 + 280.0 / 6, within);
  BOOST_TEST(ran->share("sales") == -500 - (600.0 / 3 + 760.0 / 6), within);
  hold_to_single_runs(*ran);
}

// A fix that both have stays, and costs no program.
BOOST_AUTO_TEST_CASE(a_fix_in_common_is_no_difference) {
  const auto ran = run("fix sales = 500 JPY in FY2023\n",
                       "fix sales = 500 JPY in FY2023\nset price = 14\nset rent = 100\n");

  BOOST_TEST(ran->table().programs == 1u);
  BOOST_TEST(ran->share("price") == 0);
  BOOST_TEST(ran->share("rent") == 100);
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
  BOOST_TEST(ran->share("bonus") == -9);
  BOOST_TEST(ran->share("rent") == 1);
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

namespace {

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

BOOST_AUTO_TEST_CASE(sixteen_items_are_shared_out_and_more_refused_but_in_order) {
  const auto whole =
      asked(load("", changes(16, "set d{} = {}\n"), wide_model(16)), "total@FY2023", by_driver);
  BOOST_TEST_REQUIRE(bool(whole->result), whole->said());
  BOOST_TEST(whole->table().values.size() == 65536u);
  for (int i = 1; i <= 16; ++i) BOOST_TEST(whole->share(fmt::format("d{}", i)) == 4.0 * i);

  const auto more =
      asked(load("", changes(17, "set d{} = {}\n"), wide_model(17)), "total@FY2023", by_driver);
  BOOST_TEST(!more->result);
  BOOST_TEST(
      more->said().find("differ in 17 drivers, groups and lines, and shapley takes at most 16") !=
      std::string::npos);
  const auto steps =
      asked(load("", changes(17, "set d{} = {}\n"), wide_model(17)), "total@FY2023", in_order);
  BOOST_TEST_REQUIRE(bool(steps->result), steps->said());
  BOOST_TEST(steps->share("d17") == 68);
}

BOOST_AUTO_TEST_CASE(six_structures_are_shared_out_and_more_refused_by_name_but_in_order) {
  constexpr std::string_view form = "fix f{} = {} JPY in FY2023\n";
  const auto six = asked(load("", changes(6, form), wide_model(7)), "total@FY2023", by_driver);
  BOOST_TEST_REQUIRE(bool(six->result), six->said());
  BOOST_TEST(six->table().programs == 64u);
  for (int i = 1; i <= 6; ++i) BOOST_TEST(six->share(fmt::format("f{}", i)) == i);
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

BOOST_AUTO_TEST_CASE(scenarios_of_two_models_have_no_bridge) {
  const auto pair = load("", "");
  const auto other = load("", "",
                          "model m \"M\"\ncalendar annual\nhorizon FY2023..FY2024\n"
                          "driver d : JPY = 1\nflow f : JPY\n  = d\n");
  const Scenario& first = *pair->first.value;
  BOOST_TEST(int(comparable(first, *other->first.value)) == int(Comparable::other_model));
  BOOST_CHECK_THROW(bridge(first, *other->first.value, {}), std::invalid_argument);
  const auto later = load("as of FY2023\n", "as of FY2024\n");
  BOOST_TEST(int(comparable(*later->first.value, *later->second.value)) ==
             int(Comparable::other_vintage));
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

}  // namespace

// Of any two scenarios: every set is its single run to the bit, the shares land on the second
// figure, and the two methods and any number of threads agree on what they must.
BOOST_AUTO_TEST_CASE(any_bridge_sums_to_the_bit_and_rests_on_single_runs) {
  test::hold_for_all("bridges", 60, [] {
    const std::string first = drawn_scenario();
    const std::string second = drawn_scenario();
    const BridgeBy by = *rc::gen::element(BridgeBy::groups, BridgeBy::drivers);
    const std::string figure =
        *rc::gen::element(std::string("paid@FY2024"), std::string("profit@FY2026"));
    for (const BridgeMethod method : {BridgeMethod::shapley, BridgeMethod::sequential}) {
      const auto pair = asked(load(first, second), figure, {by, method});
      RC_ASSERT(bool(pair->result));
      const BridgeResult& result = pair->table();
      RC_ASSERT(result.rounding == result.second - plain_sum(result));
      const bool near = std::fabs(result.second) > std::fabs(result.first) / 2;
      if (near && !result.rows.empty()) RC_ASSERT(same_bits(plain_sum(result), result.second));
      hold_to_single_runs(*pair);
      const auto again = asked(load(first, second), figure, {by, method}, {1, 1});
      RC_ASSERT(again->table().values == result.values);
    }
  });
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
    for (const BridgeMethod method : {BridgeMethod::shapley, BridgeMethod::sequential}) {
      const auto pair = asked(load("", fmt::format("set x = {}\nset y = {}\n", x, y), model),
                              "z@FY2023", {BridgeBy::drivers, method});
      RC_ASSERT(bool(pair->result));
      RC_ASSERT(pair->share("x") == a * (x - 7));
      RC_ASSERT(pair->share("y") == -b * (y - 3));
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
