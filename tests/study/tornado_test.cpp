// The tornado of a small shop, by hand, and what must hold of any.
//
// At base a price of 10 and 100 pieces are sales of 1,000; a rent of 200 leaves a profit of 800.
#include "engine/study/tornado.hpp"

#include <cmath>
#include <memory>
#include <rapidcheck.h>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/lower.hpp"
#include "engine/scenario/resolved.hpp"
#include "engine/scenario/tornado_design.hpp"
#include "engine/study/detail/shown.hpp"
#include "tests/model/property.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;
using iij::same_bits;

constexpr std::string_view shop_model = R"(model shop "Shop"
calendar annual
horizon FY2023..FY2024
unit piece
driver price  : JPY / piece = 10     "Price"  ja "価格"
  range base - 2 to base + 2
driver pieces : piece = 100          "Pieces"
  range base * 0.9 to base * 1.2
driver rent   : JPY = 200            "Rent"
  range 100 to 150
driver tax    : % = 30%              "Tax"
driver bonus  : JPY = 5 in FY2023    "Bonus"
  range 0 to 10
flow   sales  : JPY
  = price * pieces
flow   profit : JPY
  = sales - rent
flow   paid   : JPY
  = (profit + (bonus otherwise 0 JPY)) * tax
group "Trade" ja "商売" = price, pieces
group "All"   = price, pieces, rent, tax, bonus
)";

struct Loaded {
  iij::ScratchFolder folder;
  Sources sources;
  Checked<Scenario> scenario;
  Checked<TornadoResult> result;

  const TornadoPlan& plan() const { return scenario.value->tornados.front(); }
  const TornadoTable& table() const { return result.value->tables.front(); }
  const Bar& bar(std::size_t rank) const { return plan().bars[table().bars[rank].bar]; }
  std::string said() const {
    std::string text;
    for (const Diagnostic& one : scenario.diagnostics) text += one.code + ": " + one.message + "\n";
    for (const Diagnostic& one : result.diagnostics) text += one.code + ": " + one.message + "\n";
    return text;
  }
};

std::unique_ptr<Loaded> load(std::string_view body, std::string_view model = shop_model) {
  auto loaded = std::make_unique<Loaded>();
  loaded->folder.write("shop.model", model);
  const auto path = loaded->folder.write(
      "shop.scenario", fmt::format("scenario \"Shop\"\nmodel \"shop.model\"\n{}", body));
  loaded->scenario = load_scenario(path, loaded->sources);
  if (loaded->scenario && !loaded->scenario.value->tornados.empty()) {
    loaded->result = tornado(*loaded->scenario.value, loaded->plan());
  }
  return loaded;
}

std::unique_ptr<Loaded> run(std::string_view body, std::string_view model = shop_model) {
  auto loaded = load(body, model);
  BOOST_TEST_REQUIRE(bool(loaded->result), loaded->said());
  return loaded;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tornado_study)

// Price 8 and 12: profit 600 and 1,000. Pieces 90 and 120: 700 and 1,000. Rent 100 and 150, both
// below base: 900 and 850. Swings 400, 300, 50 of 750.
BOOST_AUTO_TEST_CASE(bars_are_sorted_by_their_swing_with_both_ends_and_the_share) {
  const auto ran =
      run("tornado \"T\"\n"
          "  across rent, pieces, price  low range low  high range high\n"
          "  show profit in FY2023\n");
  const TornadoTable& table = ran->table();

  BOOST_TEST(table.base == 800);
  BOOST_TEST_REQUIRE(table.bars.size() == 3u);
  BOOST_TEST(ran->bar(0).name == "price");
  BOOST_TEST(table.bars[0].low == 600);
  BOOST_TEST(table.bars[0].high == 1000);
  BOOST_TEST(table.bars[0].swing == 400);
  BOOST_TEST(table.bars[0].share == 400.0 / 750);
  BOOST_TEST(ran->bar(1).name == "pieces");
  BOOST_TEST(table.bars[1].low == 700);
  BOOST_TEST(table.bars[1].high == 1000);
  BOOST_TEST(ran->bar(2).name == "rent");
  BOOST_TEST(table.bars[2].low == 900);
  BOOST_TEST(table.bars[2].high == 850);
  BOOST_TEST(table.bars[2].swing == 50);
}

// All low: 8 * 90 - 100 = 620, that is -180; the bars alone -200, -100, +100. So 20 more. All high:
// 12 * 120 - 150 = 1,290, +490; alone +200, +200, +50. So 40 more.
BOOST_AUTO_TEST_CASE(the_interaction_is_the_joint_change_less_the_single_ones) {
  const auto ran =
      run("tornado across price, pieces, rent  low range low  high range high  show profit in "
          "FY2023\n");

  BOOST_TEST(ran->table().all_low == 620);
  BOOST_TEST(ran->table().all_high == 1290);
  BOOST_TEST(ran->table().interaction_low == 20);
  BOOST_TEST(ran->table().interaction_high == 40);
}

// As one bar, price and pieces have nothing left to interact with: 720 - 200 and 1,440 - 200.
BOOST_AUTO_TEST_CASE(drivers_together_are_one_bar) {
  for (const char* who : {"group \"Trade\" together", "price, pieces together"}) {
    const auto ran = run(fmt::format(
        "tornado across {}  low range low  high range high  show profit in FY2023\n", who));
    BOOST_TEST_REQUIRE(ran->table().bars.size() == 1u);
    BOOST_TEST(ran->table().bars[0].low == 520);
    BOOST_TEST(ran->table().bars[0].high == 1240);
    BOOST_TEST(ran->table().interaction_low == 0);
    BOOST_TEST(ran->table().interaction_high == 0);
    BOOST_TEST(ran->bar(0).drivers.size() == 2u);
  }
  const auto group =
      run("tornado across group \"Trade\" together low range low high range high show profit in "
          "FY2023\n");
  BOOST_TEST(group->bar(0).name == "Trade");
  BOOST_TEST(group->bar(0).title.japanese == "商売");
}

// tax has no range; price and pieces are in two groups.
BOOST_AUTO_TEST_CASE(every_driver_of_every_group_has_one_bar_and_those_without_range_are_named) {
  const auto ran =
      run("tornado across group *  low range low  high range high  show paid in FY2023\n");

  BOOST_TEST(ran->table().bars.size() == 4u);
  BOOST_TEST(ran->said() == "no-range: left out, since nobody gave them a range: tax\n");
}

BOOST_AUTO_TEST_CASE(a_driver_named_by_itself_is_left_out_of_wildcards) {
  const auto ran =
      run("tornado\n"
          "  across *\n"
          "  across price  low 9  high 10.5\n"
          "  low base * 0.5  high base\n"
          "  show profit in FY2023\n");

  BOOST_TEST_REQUIRE(ran->table().bars.size() == 5u);
  BOOST_TEST(ran->bar(0).name == "pieces");
  BOOST_TEST(ran->table().bars[0].low == 300);
  BOOST_TEST(ran->table().bars[0].high == 800);
  BOOST_TEST(ran->bar(1).name == "price");
  BOOST_TEST(ran->table().bars[1].low == 700);
  BOOST_TEST(ran->table().bars[1].high == 850);
}

BOOST_AUTO_TEST_CASE(a_range_about_base_adds_or_multiplies_and_one_of_numbers_sets) {
  const auto ran =
      run("tornado across price, pieces, rent  low range low  high range high  show profit in "
          "FY2023\n");
  const auto& bars = ran->plan().bars;

  BOOST_TEST(int(bars[0].low[0].kind) == int(OperationKind::add));
  BOOST_TEST(bars[0].low[0].value == -2);
  BOOST_TEST(int(bars[1].high[0].kind) == int(OperationKind::multiply));
  BOOST_TEST(bars[1].high[0].value == 1.2);
  BOOST_TEST(int(bars[2].low[0].kind) == int(OperationKind::set));
  BOOST_TEST(bars[2].low[0].value == 100);
}

// A scenario's own price is the base that ends add to: 20 less 2 and more 2, times 100 pieces.
BOOST_AUTO_TEST_CASE(base_is_the_scenario_and_not_the_model) {
  const auto ran =
      run("set price = 20\n"
          "tornado across price  low range low  high range high  show profit in FY2023\n");

  BOOST_TEST(ran->table().base == 1800);
  BOOST_TEST(ran->table().bars[0].low == 1600);
  BOOST_TEST(ran->table().bars[0].high == 2000);
}

// What holds in FY2024 only does nothing in FY2023.
BOOST_AUTO_TEST_CASE(periods_are_those_of_the_clause) {
  const auto ran =
      run("tornado across price in FY2024  low 8  high base + 1  show profit in FY2023, FY2024\n");

  BOOST_TEST(ran->result.value->tables[0].bars[0].swing == 0);
  BOOST_TEST(ran->result.value->tables[0].bars[0].share == 0);
  BOOST_TEST(ran->result.value->tables[1].bars[0].low == 600);
  BOOST_TEST(ran->result.value->tables[1].bars[0].high == 900);
}

// The bonus is known for FY2023 only: setting it in FY2024 would be another model, not a range.
BOOST_AUTO_TEST_CASE(a_driver_moves_only_where_it_has_a_value) {
  const auto ran =
      run("tornado across bonus  low range low  high range high  show paid in FY2023, FY2024\n");
  BOOST_TEST(ran->result.value->tables[0].bars[0].swing == 3, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(ran->result.value->tables[1].bars[0].swing == 0);

  const auto later = load(
      "tornado across price, bonus in FY2024 low range low high range high show paid in FY2024\n");
  BOOST_TEST(later->said() ==
             "bar-without-value: left out, having no value in these periods: bonus\n");
}

BOOST_AUTO_TEST_CASE(equal_swings_are_in_the_order_of_names) {
  const auto ran =
      run("tornado across rent, price, bonus  low base  high base  show profit in FY2023\n");
  BOOST_TEST(ran->bar(0).name == "bonus");
  BOOST_TEST(ran->bar(1).name == "price");
  BOOST_TEST(ran->bar(2).name == "rent");
}

// Divided by nothing, the price has no value, and neither have the swing and what rests on it.
BOOST_AUTO_TEST_CASE(a_missing_end_is_missing_and_last_with_its_first_cause) {
  constexpr std::string_view model = R"(model shop "Shop"
calendar annual
horizon FY2023..FY2024
driver ratio : 1 = 2
driver rent  : JPY = 200
flow   sales : JPY
  = 1000 JPY / ratio
flow   profit : JPY
  = sales - rent
)";
  const auto ran =
      run("tornado across ratio low 0 high 1 across rent low 100 high 300 show profit in FY2023\n",
          model);
  BOOST_TEST(ran->bar(0).name == "rent");
  BOOST_TEST(ran->bar(1).name == "ratio");
  BOOST_TEST(std::isnan(ran->table().bars[1].swing));
  BOOST_TEST(ran->table().bars[0].share == 1);
  BOOST_TEST(ran->table().bars[1].high == 800);
  BOOST_TEST(std::isnan(ran->table().interaction_low));
  const auto& failures = ran->result.value->rows.failures;
  BOOST_TEST_REQUIRE(failures.size() == 2u);  // of the bar, and of all together
  BOOST_TEST(ran->scenario.value->model->at(failures[0].cause.series).name == "sales");
}

// profit = a * x - b * y: swings are |coefficient| * width, and nothing interacts.
BOOST_AUTO_TEST_CASE(in_a_sum_swings_are_the_slopes_and_nothing_interacts) {
  test::hold_for_all("linear tornado", 50, [] {
    const int a = *rc::gen::inRange(-50, 50);
    const int b = *rc::gen::inRange(-50, 50);
    const int low = *rc::gen::inRange(-20, 20);
    const int high = *rc::gen::inRange(-20, 20);
    const auto ran = run(
        fmt::format("tornado across x, y  low base + ({})  high base + ({})  show z in FY2023\n",
                    low, high),
        fmt::format(
            "model m \"M\"\ncalendar annual\nhorizon FY2023..FY2024\n"
            "driver x : JPY = 7\ndriver y : JPY = 3\nflow z : JPY\n  = ({}) * x - ({}) * y\n",
            a, b));
    for (const TornadoBar& one : ran->table().bars) {
      const int slope = ran->plan().bars[one.bar].name == "x" ? a : -b;
      RC_ASSERT(one.low == ran->table().base + slope * low);
      RC_ASSERT(one.high == ran->table().base + slope * high);
      RC_ASSERT(one.swing == std::abs(slope * (high - low)));
    }
    RC_ASSERT(ran->table().bars[0].swing >= ran->table().bars[1].swing);
    RC_ASSERT(ran->table().interaction_low == 0);
    RC_ASSERT(ran->table().interaction_high == 0);
  });
}

BOOST_AUTO_TEST_CASE(a_resolved_tornado_says_the_same_and_its_title_is_not_in_the_hash) {
  const auto ran =
      run("tornado \"A\" across group \"Trade\" in FY2024 low range low high base * 1.5 show "
          "profit in FY2024\n");
  const Scenario& first = *ran->scenario.value;
  const auto path = ran->folder.write("resolved.scenario", print_resolved(first, Titles::kept));
  const auto again = load_scenario(path, ran->sources);
  BOOST_TEST_REQUIRE(bool(again));
  BOOST_TEST(again.value->scenario_hash == first.scenario_hash);

  const auto other =
      run("tornado \"B\" across group \"Trade\" in FY2024 low range low high base * 1.5 show "
          "profit in FY2024\n");
  BOOST_TEST(other->scenario.value->scenario_hash == first.scenario_hash);
  const auto wider =
      run("tornado \"A\" across group \"Trade\" in FY2024 low range low high base * 1.6 show "
          "profit in FY2024\n");
  BOOST_TEST(wider->scenario.value->scenario_hash != first.scenario_hash);
}

BOOST_AUTO_TEST_CASE(the_design_moves_one_bar_a_group_and_then_all) {
  const TornadoDesign design({"a", "b"});
  BOOST_TEST(design.rows() == 6u);
  BOOST_TEST(design.rows_per_group() == 2u);
  Eigen::ArrayXXd points(6, 2);
  design.fill(0, points);
  const double expected[6][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {1, 1}};
  for (int row = 0; row < 6; ++row) {
    for (int bar = 0; bar < 2; ++bar) BOOST_TEST(points(row, bar) == expected[row][bar]);
  }
  Eigen::ArrayXXd rest(3, 2);
  design.fill(3, rest);
  BOOST_TEST((rest == points.bottomRows(3)).all());
}

BOOST_AUTO_TEST_SUITE_END()
