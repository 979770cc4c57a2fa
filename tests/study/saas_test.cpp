// The second company, small and monthly: every figure of a year in closed form.
//
// With s signups and churn c a month, customers move towards s / c and come nearer by a factor of
// q = 1 - c each month: after n months s / c - (s / c - opening) q^n.
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/study/single_run.hpp"
#include "engine/study/sweep.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

const std::filesystem::path& folder() {
  static const auto path = std::filesystem::path(HEADWATER_SOURCE_DIR) / "scenarios" / "saas";
  return path;
}
const iij::Ran& base() {
  static const auto ran = iij::run_file(folder() / "base.scenario");
  return *ran;
}
double at(const char* series, const char* period) { return base().at(series, period); }
const auto near = boost::test_tools::tolerance(1e-12);

// Twelve months of one pace: customers at their end, and the sum of mid-month customers.
struct Year {
  double opening, signups, churn;

  double level() const { return signups / churn; }
  double closing() const { return level() - (level() - opening) * std::pow(1 - churn, 12); }
  // Mids are level - (level - opening) q^(k-1) (1 + q) / 2 for k = 1 to 12: a geometric sum.
  double customer_months() const {
    const double q = 1 - churn;
    return 12 * level() - (level() - opening) * (1 + q) / 2 * (1 - std::pow(q, 12)) / (1 - q);
  }
};

constexpr double opening = 1800;
const Year year_2024{opening, 60, 0.015};
const Year year_2025{year_2024.closing(), 75, 0.015};
const Year year_2026{year_2025.closing(), 90, 0.015};
constexpr double charge_2024 = 210 * 1.04;  // USD a month, from January

}  // namespace

BOOST_AUTO_TEST_SUITE(saas)

// 4,000 - 2,200 x 0.985^12 = 2,164.9 at the end of the first year.
BOOST_AUTO_TEST_CASE(customers_near_the_level_that_signups_and_churn_support) {
  BOOST_TEST(at("customers", "2024M12") == 4000 - 2200 * std::pow(0.985, 12), near);
  BOOST_TEST(fmt::format("{:.1f}", at("customers", "2024M12")) == "2164.9");
  BOOST_TEST(at("customers", "2024M01") == 1800 + 60 - 0.015 * 1800, near);
  BOOST_TEST(at("customers", "FY2025") == year_2025.closing(), near);
  BOOST_TEST(at("customers", "FY2026") == year_2026.closing(), near);
  // Who was won and is not there any more was lost.
  BOOST_TEST(at("customers.lost", "FY2024") == 1800 + 12 * 60 - year_2024.closing(), near);
}

// Mid-month customers at 218.4 USD, in thousands.
BOOST_AUTO_TEST_CASE(revenue_is_mean_customers_at_the_price_of_the_year) {
  BOOST_TEST(at("arpa", "2024M01") == charge_2024, near);
  BOOST_TEST(at("arpa", "2026M12") == 210 * std::pow(1.04, 3), near);
  BOOST_TEST(at("revenue", "FY2024") == year_2024.customer_months() * charge_2024 / 1000, near);
  BOOST_TEST(at("revenue", "FY2025") == year_2025.customer_months() * charge_2024 * 1.04 / 1000,
             near);
  BOOST_TEST(fmt::format("{:.0f}", at("revenue", "FY2024")) == "5210");
}

// Heads 24 to 36, so 30 in the mean of the year, at 8.5 thousand a month; 60 customers won a month
// at 900 USD; hosting 14 % of revenue.
BOOST_AUTO_TEST_CASE(profit_is_revenue_less_hosting_people_and_marketing) {
  BOOST_TEST(at("headcount", "FY2024") == 36.0, near);
  BOOST_TEST(at("cost.people", "FY2024") == 30 * 8.5 * 12, near);
  BOOST_TEST(at("cost.people", "FY2026") == 45 * 8.5 * 12, near);
  BOOST_TEST(at("cost.marketing", "FY2024") == 60 * 12 * 0.9, near);
  const double revenue = year_2024.customer_months() * charge_2024 / 1000;
  const double profit = 0.86 * revenue - 3060 - 648;
  BOOST_TEST(at("operating_profit", "FY2024") == profit, boost::test_tools::tolerance(1e-11));
  BOOST_TEST(at("operating_margin", "FY2024") == 100 * profit / revenue,
             boost::test_tools::tolerance(1e-11));
  BOOST_TEST(fmt::format("{:.1f}", at("operating_profit", "FY2024")) == "772.6");
}

// Quarters of months: flows add, levels are the last, a price and the months to earn back (900 USD
// over 86 % of 218.4) are means.
BOOST_AUTO_TEST_CASE(months_roll_up_to_quarters_and_years) {
  const auto figure = [](const char* series, const char* period) {
    const std::vector<Output> asked = {{base().series(series), base().span(period), std::nullopt}};
    const auto run = run_single(base().scenario, asked);
    BOOST_TEST_REQUIRE(run.value.has_value());
    return run.value->figures.at(asked[0].series, asked[0].span);
  };
  const double first = figure("revenue", "2024Q1");
  BOOST_TEST(
      first == at("revenue", "2024M01") + at("revenue", "2024M02") + at("revenue", "2024M03"),
      near);
  BOOST_TEST(
      at("revenue", "FY2024") == (first + figure("revenue", "2024Q2")) +
                                     (figure("revenue", "2024Q3") + figure("revenue", "2024Q4")),
      near);
  BOOST_TEST(figure("customers", "2024Q2") == at("customers", "2024M06"));
  BOOST_TEST(at("arpa", "FY2025") == charge_2024 * 1.04, near);
  BOOST_TEST(at("payback", "FY2024") == 900 / (0.86 * charge_2024), near);
}

// The worst corner of the table: 3 % churn from 2025 and no price rise after 2024. And the cell
// that is the scenario itself, to the bit.
BOOST_AUTO_TEST_CASE(the_sweep_of_churn_and_price_is_the_same_arithmetic) {
  Sources sources;
  const auto scenario = load_scenario(folder() / "sweep-churn.scenario", sources);
  BOOST_TEST_REQUIRE(scenario.value.has_value());
  const auto swept = sweep(*scenario.value, scenario.value->sweeps.front());
  BOOST_TEST_REQUIRE(swept.value.has_value());
  const auto& rows = swept.value->rows;
  BOOST_TEST_REQUIRE(rows.values.rows() == 25);

  const Year high_2025{year_2024.closing(), 75, 0.03};
  const Year high_2026{high_2025.closing(), 90, 0.03};
  const double revenue = high_2026.customer_months() * charge_2024 / 1000;
  const double profit = 0.86 * revenue - 45 * 8.5 * 12 - 90 * 12 * 0.9;
  const auto value = [&](Eigen::Index row, const char* series) {
    for (std::size_t i = 0; i < swept.value->outputs.size(); ++i) {
      if (swept.value->outputs[i].series == base().series(series)) {
        return rows.values(row, Eigen::Index(i));
      }
    }
    throw std::invalid_argument(series);
  };
  BOOST_TEST(value(4 * 5, "revenue") == revenue, boost::test_tools::tolerance(1e-11));
  BOOST_TEST(value(4 * 5, "operating_profit") == profit, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(profit < 0);
  BOOST_TEST(
      iij::same_bits(value(2 * 5 + 2, "operating_profit"), at("operating_profit", "FY2026")));
}

// What the folder is for: a whole company, with reasons and both languages, in under 60 lines.
BOOST_AUTO_TEST_CASE(the_model_is_complete_and_short) {
  std::ifstream file(folder() / "saas.model");
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line);) ++lines;
  BOOST_TEST(lines > 40u);
  BOOST_TEST(lines < 60u);
  for (const Series& series : base().model().series) {
    BOOST_TEST(!series.title.english.empty(), series.name);
    BOOST_TEST(!series.title.japanese.empty(), series.name);
    if (series.kind != SeriesKind::driver) continue;
    BOOST_TEST((series.range_low && series.range_high), series.name + " has no range");
    BOOST_TEST(!series.basis_reason.empty(), series.name + " has no basis");
  }
  for (const CheckResult& check : base().run.checks) BOOST_TEST(check.holds, check.name);
  BOOST_TEST(base().run.failures.empty());
}

BOOST_AUTO_TEST_SUITE_END()
