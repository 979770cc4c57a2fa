// The gradient of a small workshop, by hand; and of the reference model against its runs.
//
// 20 hours a quarter at a rate of 5 are sales of 100. A fee of a tenth is paid on what is above a
// free amount of 60, at most 30: so 4 a quarter, and 96 stay. The year 2022 has two printed and two
// forecast quarters.
#include "engine/study/gradient.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/study/detail/shown.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;

constexpr std::string_view workshop_model = R"(model workshop "Workshop"
calendar quarterly, fiscal year starts april
horizon 2022Q1..2023Q4
unit hour
actuals "actuals.csv"
driver hours : hour per quarter = 20  "Hours"
  range 10 to 25
driver rate  : JPY / hour = 5         "Rate"
  range base - 1 to base + 3
driver free  : JPY per quarter = 60   "Free of fees"
driver share : % = 10%                "Fee"
  range 5% to 20%
driver late  : quarter = 0            "Paid late"
  range 0 to 2
driver rent  : JPY per quarter = 7    "Rent"
driver bonus : JPY per quarter = 3 in 2022Q3
flow   sales : JPY
  outlook = hours * rate
flow   fee   : JPY
  outlook = min(share * max(sales - free, 0 JPY), 30 JPY)
flow   left  : JPY
  before = 0 JPY
  = sales - fee
flow   paid  : JPY
  = delay(left, late)
flow   prize : JPY
  outlook = 2 * (bonus otherwise 0 JPY)
flow   level : JPY
  outlook = if sales < free then 2 * sales else abs(free - sales)
)";
constexpr std::string_view actuals =
    "series,period,value,unit,basis,source,page\n"
    "sales,2022Q1,90,JPY,reported,r,1\nsales,2022Q2,80,JPY,reported,r,1\n"
    "fee,2022Q1,3,JPY,reported,r,1\nfee,2022Q2,2,JPY,reported,r,1\n";

struct Workshop {
  iij::ScratchFolder folder;
  Sources sources;
  Checked<Scenario> scenario;

  explicit Workshop(std::string_view changes = "") {
    folder.write("workshop.model", workshop_model);
    folder.write("actuals.csv", actuals);
    const auto path = folder.write(
        "workshop.scenario",
        "scenario \"Workshop\"\nmodel \"workshop.model\"\nas of 2022Q2\n" + std::string(changes));
    scenario = load_scenario(path, sources);
    BOOST_TEST_REQUIRE(scenario.value.has_value(), messages(scenario.diagnostics));
  }

  static std::string messages(const std::vector<Diagnostic>& diagnostics) {
    std::string text;
    for (const Diagnostic& one : diagnostics) text += one.code + ": " + one.message + "\n";
    return text;
  }
  const Model& model() const { return *scenario.value->model; }
  Output figure(std::string_view series, std::string_view span) const {
    return {*model().find(series), *model().calendar.parse(span)};
  }
  GradientResult of(const std::vector<Output>& figures, std::string_view periods = "") const {
    const PeriodSpan span =
        periods.empty() ? forecast_periods(*scenario.value) : *model().calendar.parse(periods);
    auto result = gradient(*scenario.value, figures, span);
    BOOST_TEST_REQUIRE(result.value.has_value(), messages(result.diagnostics));
    return std::move(*result.value);
  }
  const DriverSlope& driver(const GradientTable& table, std::string_view name) const {
    const auto found = std::ranges::find(table.drivers, *model().find(name), &DriverSlope::driver);
    BOOST_TEST_REQUIRE((found != table.drivers.end()), name << " is not there");
    return *found;
  }
  std::string names(const GradientTable& table) const {
    std::string text;
    for (const DriverSlope& one : table.drivers) text += model().at(one.driver).name + " ";
    return text;
  }
  // "fee 2022Q3 max left 100 60": what is compared, and with what.
  std::string kinks(const GradientTable& table) const {
    std::string text;
    for (const Kink& one : table.kinks) {
      text += fmt::format("{} {}: {} {} by {}\n", model().at(one.cell.series).name,
                          model().calendar.name({one.cell.period, one.cell.period}), one.left,
                          one.right, one.distance);
    }
    return text;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(gradients)

// By hand, in each forecast quarter: left = sales - share * (sales - free), so by an hour
// 5 * 0.9 = 4.5, by the rate 20 * 0.9 = 18, by the free amount 0.1, by a point of the share
// -(100 - 60) / 100 = -0.4. Two quarters of the year are forecast.
BOOST_AUTO_TEST_CASE(a_driver_counts_in_every_forecast_period_and_each_by_itself) {
  const Workshop shop;
  const auto result = shop.of({shop.figure("left", "FY2022")});
  BOOST_TEST_REQUIRE(result.tables.size() == 1u);
  const GradientTable& table = result.tables.front();

  BOOST_TEST(table.value == 90 - 3 + 80 - 2 + 96 + 96);
  BOOST_TEST(shop.names(table) == "rate hours share free ");
  BOOST_TEST(shop.driver(table, "hours").slope == 9.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(shop.driver(table, "rate").slope == 36.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(shop.driver(table, "free").slope == 0.2, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(shop.driver(table, "share").slope == -0.8, boost::test_tools::tolerance(1e-14));
  // Of 1 % more hours: 9 * 20 / 357; ranges are 15 wide for hours, 4 for the rate, none for free.
  const DriverSlope& hours = shop.driver(table, "hours");
  BOOST_TEST(hours.elasticity == 9.0 * 20 / 357, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(hours.effect == 135.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(shop.driver(table, "rate").effect == 144.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(is_missing(shop.driver(table, "free").effect));
  BOOST_TEST_REQUIRE(hours.by_period.size() == 2u);
  for (const PeriodSlope& at : hours.by_period) {
    BOOST_TEST(at.slope == 4.5, boost::test_tools::tolerance(1e-14));
  }
  BOOST_TEST(table.still == 0u);
  BOOST_TEST(table.unread == 3u);  // late, rent, bonus
  BOOST_TEST(result.failures.empty());
}

BOOST_AUTO_TEST_CASE(drivers_change_in_the_periods_that_are_asked_for) {
  const Workshop shop;
  const auto result = shop.of({shop.figure("left", "FY2022")}, "2022Q4");
  const GradientTable& table = result.tables.front();
  BOOST_TEST(shop.driver(table, "hours").slope == 4.5, boost::test_tools::tolerance(1e-14));

  const auto past = shop.of({shop.figure("left", "FY2022")}, "2022H1");
  BOOST_TEST(past.tables.front().drivers.empty());
  BOOST_TEST(past.tables.front().elsewhere == 4u);
}

// The free amount is 40 below the sales, the fee 26 below its most. Where nothing is forecast,
// nothing is compared.
BOOST_AUTO_TEST_CASE(a_kink_is_named_with_its_distance) {
  const Workshop shop;
  const auto result = shop.of({shop.figure("left", "2022Q3"), shop.figure("left", "2022Q1")});
  BOOST_TEST(shop.kinks(result.tables[0]) == "fee 2022Q3: 4 30 by 26\nfee 2022Q3: 40 0 by 40\n");
  BOOST_TEST((result.tables[0].kinks[0].taken == Branch::left));
  BOOST_TEST((result.tables[0].kinks[1].taken == Branch::left));
  BOOST_TEST(shop.kinks(result.tables[1]).empty());
}

// At a share of 100 % the fee is at its most, whatever is above the free amount: the max within the
// branch not taken is no kink of the figure.
BOOST_AUTO_TEST_CASE(a_kink_in_a_branch_that_is_not_taken_is_none) {
  const Workshop shop("set share = 100%\n");
  const auto result = shop.of({shop.figure("left", "2022Q3")});
  BOOST_TEST(shop.kinks(result.tables.front()) == "fee 2022Q3: 40 30 by 10\n");
  BOOST_TEST((result.tables.front().kinks.front().taken == Branch::right));
  BOOST_TEST(result.tables.front().still == 2u);  // the share and the free amount
}

// What is sent is what is left: 87, 78, 96, 96. Nothing is late, so the slope is that of being
// later: a quarter of forecast flows leaves the year by its end.
BOOST_AUTO_TEST_CASE(a_whole_delay_is_a_kink_of_its_driver) {
  const Workshop shop;
  const auto result = shop.of({shop.figure("paid", "2022Q4")});
  const GradientTable& table = result.tables.front();
  BOOST_TEST(shop.driver(table, "late").slope == -96 + 96);
  BOOST_TEST(shop.driver(table, "late").by_period.size() == 2u);
  const std::string kinks = shop.kinks(table);
  BOOST_TEST(kinks.find("late 2022Q4: 0 0 by 0") != std::string::npos, kinks);
}

BOOST_AUTO_TEST_CASE(choices_and_signs_are_kinks_too) {
  const Workshop shop;
  const auto result = shop.of({shop.figure("level", "2022Q3")});
  const GradientTable& table = result.tables.front();
  BOOST_TEST(shop.kinks(table) == "level 2022Q3: 100 60 by 40\nlevel 2022Q3: -40 0 by 40\n");
  BOOST_TEST((table.kinks[0].taken == Branch::no));
  BOOST_TEST((table.kinks[1].taken == Branch::below));
  BOOST_TEST(shop.driver(table, "free").slope == -1);
}

// There is no bonus in the second of the two quarters, and so no change of it.
BOOST_AUTO_TEST_CASE(a_driver_without_a_value_in_a_period_does_not_change_there) {
  const Workshop shop;
  const auto result = shop.of({shop.figure("prize", "2022H2")});
  const DriverSlope& bonus = shop.driver(result.tables.front(), "bonus");
  BOOST_TEST(bonus.slope == 2);
  BOOST_TEST(bonus.by_period.size() == 1u);
}

// Figures that are swept together have what each has alone.
BOOST_AUTO_TEST_CASE(figures_do_not_change_one_another) {
  const iij::Ran& base = iij::base();
  std::vector<Output> figures;
  for (const char* name : {"revenue.total", "gross_profit.total", "operating_profit"}) {
    for (const char* year : {"FY2023", "FY2024"}) {
      figures.push_back({*base.model().find(name), base.span(year)});
    }
  }
  const PeriodSpan periods = forecast_periods(base.scenario);
  const auto together = gradient(base.scenario, figures, periods);
  BOOST_TEST_REQUIRE(together.value.has_value());
  std::size_t compared = 0;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const auto alone = gradient(base.scenario, std::span(&figures[i], 1), periods);
    const GradientTable& one = alone.value->tables.front();
    const GradientTable& other = together.value->tables[i];
    BOOST_TEST(one.value == other.value);
    BOOST_TEST_REQUIRE(one.drivers.size() == other.drivers.size());
    BOOST_TEST(one.still == other.still);
    BOOST_TEST(one.kinks.size() == other.kinks.size());
    for (const DriverSlope& driver : one.drivers) {
      const auto found = std::ranges::find(other.drivers, driver.driver, &DriverSlope::driver);
      BOOST_TEST_REQUIRE((found != other.drivers.end()));
      double size = 0;
      for (const PeriodSlope& at : driver.by_period) size += std::fabs(at.slope);
      BOOST_TEST(std::fabs(driver.slope - found->slope) <= 1e-13 * size);
      ++compared;
    }
  }
  BOOST_TEST(compared > 200u);
}

// A driver moved in all forecast periods by a millionth of itself, down and up.
BOOST_AUTO_TEST_CASE(slopes_of_the_reference_model_are_those_of_its_runs) {
  const iij::Ran& base = iij::base();
  const Scenario& scenario = base.scenario;
  const Output profit{*base.model().find("operating_profit"), base.span("FY2024")};
  const PeriodSpan periods = forecast_periods(scenario);
  const auto result = gradient(scenario, std::span(&profit, 1), periods);
  BOOST_TEST_REQUIRE(result.value.has_value());
  const auto moved = [&](SeriesId driver, double by) {
    Operations operations = scenario.operations;
    operations.push_back(
        {.kind = OperationKind::add, .series = driver, .span = periods, .value = by});
    return detail::single_row(
               *lower(*scenario.precedence, operations, {}, std::span(&profit, 1)).value)
        .front();
  };
  std::size_t compared = 0;
  for (const DriverSlope& one : result.value->tables.front().drivers) {
    const std::string& name = base.model().at(one.driver).name;
    if (name.ends_with(".slip")) continue;  // there is nothing below it
    const double step = is_missing(one.effect) ? 1e-3 : 1e-4 * (one.range.high - one.range.low);
    const double difference = (moved(one.driver, step) - moved(one.driver, -step)) / (2 * step);
    const double noise = 1e-12 * std::fabs(result.value->tables.front().value) / step;
    BOOST_TEST(std::fabs(one.slope - difference) <= noise + 1e-5 * std::fabs(one.slope),
               name << ": " << one.slope << " instead of " << difference);
    ++compared;
  }
  BOOST_TEST(compared > 40u);
}

BOOST_AUTO_TEST_SUITE_END()
