// A driver moves what depends on it, by as much as its formula says, and nothing else by a bit.
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

using Names = std::set<std::string>;

std::unique_ptr<iij::Ran> base_with(std::string set) {
  ScenarioOptions options;
  options.sets.push_back(std::move(set));
  return iij::run_file(iij::folder() / "base.scenario", options);
}

// Series of which any figure differs by a bit. A figure that holds no period of `changed_from` or
// later must not: what is over is over.
Names moved(const iij::Ran& changed, std::string_view changed_from) {
  const iij::Ran& base = iij::base();
  const Period first = base.span(changed_from).first;
  Names names;
  for (const Output& output : every_output(base.scenario)) {
    const double before = base.run.figures.at(output.series, output.span);
    const double after = changed.run.figures.at(output.series, output.span);
    if (iij::same_bits(before, after)) continue;
    const std::string name = base.model().at(output.series).name;
    names.insert(name);
    BOOST_TEST((first <= output.span.last),
               fmt::format("{} moved from {} to {}", base.name(output.series, output.span), before,
                           after));
  }
  return names;
}

void check_moved(const Names& moved, const Names& expected) {
  for (const std::string& name : moved) BOOST_TEST(expected.contains(name), name + " moved");
  for (const std::string& name : expected) BOOST_TEST(moved.contains(name), name + " did not move");
}

// What lies between profit before tax and the shareholder.
const Names below_tax = {"income_tax",
                         "profit_for_period",
                         "net_profit_attributable",
                         "ratio.net_margin",
                         "eps",
                         "ratio.payout",
                         "dividend.interim",
                         "dividend.year_end",
                         "dividend.total",
                         "tax.rate.implied"};
// From a segment's gross profit on down; the implied tax rate by the rounding of a quotient.
const Names below_gross_profit = {
    "gross_profit.total", "ratio.gross_margin.total", "operating_profit",  "ratio.operating_margin",
    "profit_before_tax",  "ratio.pbt_margin",         "ebitda.adjusted",   "income_tax",
    "profit_for_period",  "net_profit_attributable",  "ratio.net_margin",  "eps",
    "ratio.payout",       "dividend.interim",         "dividend.year_end", "dividend.total",
    "tax.rate.implied"};

Names joined(Names names, const Names& others) {
  names.insert(others.begin(), others.end());
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_driver)

BOOST_AUTO_TEST_CASE(a_scenario_that_changes_nothing_changes_no_bit) {
  const auto same = base_with("tax.rate = 32%");  // as the model has it

  BOOST_TEST(moved(*same, "2026Q1").empty());
  BOOST_TEST(same->run.digest == iij::base().run.digest);
}

BOOST_AUTO_TEST_CASE(the_tax_rate_moves_tax_and_what_is_left_of_profit_and_nothing_upstream) {
  const auto changed = base_with("tax.rate = 33% in 2023Q3..");

  check_moved(moved(*changed, "2023Q3"), joined({"tax.rate"}, below_tax));
  // A point of profit before tax, and exactly that.
  const double profit = iij::base().at("profit_before_tax", "2023Q3");
  BOOST_TEST(changed->at("income_tax", "2023Q3") == -0.33 * profit,
             boost::test_tools::tolerance(1e-12));
  BOOST_TEST(changed->at("net_profit_attributable", "2023Q3") -
                     iij::base().at("net_profit_attributable", "2023Q3") ==
                 -0.01 * profit,
             boost::test_tools::tolerance(1e-9));
}

// What changes in FY2024 leaves FY2023 as it was, to the bit.
BOOST_AUTO_TEST_CASE(a_later_tax_rate_leaves_earlier_years_alone) {
  const auto changed = base_with("tax.rate = 33% in FY2024..");

  check_moved(moved(*changed, "FY2024"), joined({"tax.rate"}, below_tax));
}

// The split of O&M revenue into cloud and on-premise adds up to the same, and no cost follows it.
BOOST_AUTO_TEST_CASE(the_cloud_share_moves_the_split_and_no_total) {
  const auto changed = base_with("om.cloud_share = 44% in 2023Q3..");

  check_moved(moved(*changed, "2023Q3"),
              {"om.cloud_share", "revenue.si.om.cloud", "revenue.si.om.onpremise",
               "revenue.cloud.private", "revenue.cloud.total"});
}

BOOST_AUTO_TEST_CASE(the_cost_ratio_of_atm_moves_cost_and_profit_and_no_revenue) {
  const auto changed = base_with("atm.cost_ratio = 55% in 2023Q3..");

  check_moved(moved(*changed, "2023Q3"), joined({"atm.cost_ratio", "cost.atm", "cost.total",
                                                 "ratio.cost_to_revenue", "gross_profit.atm"},
                                                below_gross_profit));
  const double revenue = iij::base().at("revenue.atm", "2023Q3");
  BOOST_TEST(
      changed->at("cost.atm", "2023Q3") - iij::base().at("cost.atm", "2023Q3") == 0.01 * revenue,
      boost::test_tools::tolerance(1e-9));
}

// WAN carries circuits with it (their ratio is of WAN and connectivity), commissions (of network
// and SI revenue), every share of revenue, and no SI, mobile, outsourcing or people. The circuits'
// ratio is given by quarter; a year's weighs its quarters by revenue, and so moves.
BOOST_AUTO_TEST_CASE(wan_growth_moves_the_network_segment_and_what_is_measured_by_revenue) {
  const auto changed = base_with("wan.growth = 1% in 2023Q3..");

  check_moved(moved(*changed, "2023Q3"), joined({"wan.growth",
                                                 "revenue.network.wan",
                                                 "revenue.network.total",
                                                 "revenue.network.ex_mobile",
                                                 "revenue.network_and_si",
                                                 "revenue.recurring",
                                                 "revenue.total",
                                                 "cost.network.circuits",
                                                 "circuits.ratio",
                                                 "cost.network.total",
                                                 "cost.total",
                                                 "gross_profit.network",
                                                 "ratio.gross_margin.network",
                                                 "sga.commissions",
                                                 "sga.total",
                                                 "ratio.cost_to_revenue",
                                                 "ratio.sga_to_revenue",
                                                 "ratio.personnel_to_revenue",
                                                 "ratio.recurring_revenue_share",
                                                 "ratio.one_time_revenue_share"},
                                                below_gross_profit));
  // 3Q23: 1 % of 7,065, the last quarter; no named contract starts before FY2024.
  BOOST_TEST(changed->at("revenue.network.wan", "2023Q3") == 7065 * 1.01,
             boost::test_tools::tolerance(1e-12));
  for (const char* quarter : {"2023Q3", "2023Q4", "2024Q1", "2025Q4"}) {
    BOOST_TEST(iij::same_bits(changed->at("circuits.ratio", quarter),
                              iij::base().at("circuits.ratio", quarter)),
               quarter);
  }
}

// The FY2024 rate is billed from April 2024: nothing of FY2023 moves. MVNE prices follow by 15 %
// of the change; fixing is none, so no refund.
BOOST_AUTO_TEST_CASE(the_rate_of_fiscal_2024_moves_nothing_before_it) {
  const auto changed = base_with("interconnect.rate_change = -20% in FY2024");

  const Names names = moved(*changed, "FY2024");

  for (const char* name : {"interconnect.rate", "cost.network.interconnect", "revenue.mobile.mvne",
                           "arpu.mobile.mvne", "operating_profit"}) {
    BOOST_TEST(names.contains(name), name);
  }
  for (const char* name : {"cost.network.true_up", "interconnect.mbps", "revenue.mobile.iijmio",
                           "revenue.si.total", "personnel_expenses.total"}) {
    BOOST_TEST(!names.contains(name), name);
  }
  BOOST_TEST(changed->at("interconnect.rate", "2024Q1") == 15644 * 0.8,
             boost::test_tools::tolerance(1e-12));
}

// Orders of 1,867 a quarter (112 oku in six quarters) not yet won: in backlog for six quarters, so
// 11,202 of it at the end of FY2024 and from then on, and revenue in 1Q25 first, at 83.3 % cost and
// 1.7 % commissions. Base orders and their conversion are not touched.
BOOST_AUTO_TEST_CASE(large_orders_not_yet_won_become_revenue_six_quarters_later) {
  const auto changed = base_with("si.large_orders = 1867 in 2023Q3..");
  const auto more = [&](const char* series, const char* period) {
    return changed->at(series, period) - iij::base().at(series, period);
  };

  const auto near = boost::test_tools::tolerance(1e-9);
  BOOST_TEST(more("orders.si.construction", "2023Q3") == 1867.0, near);
  BOOST_TEST(more("orders.si.construction.base", "2024Q3") == 0.0);
  BOOST_TEST(more("backlog.si.construction", "2024Q4") == 6 * 1867.0, near);
  BOOST_TEST(more("backlog.si.construction", "2025Q4") == 6 * 1867.0, near);
  BOOST_TEST(more("revenue.si.construction", "FY2024") == 0.0);
  BOOST_TEST(more("revenue.total", "2025Q1") == 1867.0, near);
  BOOST_TEST(more("revenue.si.construction", "FY2025") == 4 * 1867.0, near);
  BOOST_TEST(more("cost.si.purchasing", "FY2025") == 4 * 1867 * 0.833, near);
  BOOST_TEST(more("operating_profit", "FY2025") == 4 * 1867 * (1 - 0.833 - 0.017), near);
  for (const CheckResult& check : changed->run.checks) BOOST_TEST(check.holds, check.name);
}

// Parent before child before --set, in the order written: 30 %, from FY2024 a point more, in the
// first half of FY2024 a tenth more of that, in FY2025 28 whatever came before, in its last
// quarter 27.
BOOST_AUTO_TEST_CASE(operations_apply_in_order_each_to_what_the_earlier_ones_left) {
  const iij::ScratchFolder scratch;
  iij::copy_into(scratch);
  scratch.write("iij/parent.scenario",
                "scenario \"parent\"\nextends \"base.scenario\"\n"
                "set tax.rate = 30% in 2023Q3..\nadd 1 pp to tax.rate in FY2024..\n");
  const auto child = scratch.write("iij/child.scenario",
                                   "scenario \"child\"\nextends \"parent.scenario\"\n"
                                   "multiply tax.rate by 1.1 in 2024H1\n"
                                   "set tax.rate = 28% in FY2025\n");
  ScenarioOptions options;
  options.sets = {"tax.rate = 27% in 2025Q4"};
  const auto ran = iij::run_file(child, options);

  const auto tolerance = boost::test_tools::tolerance(1e-12);
  BOOST_TEST(ran->at("tax.rate", "2023Q2") == 32.0, tolerance);  // the model's own
  BOOST_TEST(ran->at("tax.rate", "2023Q4") == 30.0, tolerance);
  BOOST_TEST(ran->at("tax.rate", "2024Q2") == (30 + 1) * 1.1, tolerance);
  BOOST_TEST(ran->at("tax.rate", "2024Q3") == 31.0, tolerance);
  BOOST_TEST(ran->at("tax.rate", "2025Q3") == 28.0, tolerance);
  BOOST_TEST(ran->at("tax.rate", "2025Q4") == 27.0, tolerance);
  BOOST_TEST(ran->at("income_tax", "2024Q2") == -0.341 * ran->at("profit_before_tax", "2024Q2"),
             tolerance);
}

BOOST_AUTO_TEST_SUITE_END()
