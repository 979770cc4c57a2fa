#include "engine/model/roll_up.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/model/arithmetic.hpp"
#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Known;
using test::Tiny;

namespace {

using Strings = std::vector<std::string>;

// The four quarters of fiscal 2022 as rows of actuals.
Strings quarters(const std::string& series, const Strings& values, const std::string& unit) {
  Strings rows;
  for (std::size_t i = 0; i < values.size(); ++i) {
    rows.push_back(series + ",2022Q" + std::to_string(i + 1) + "," + values[i] + "," + unit);
  }
  return rows;
}

Strings operator+(Strings left, const Strings& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

const std::string flows =
    "flow a : JPY\n  outlook = a[-1]\n"
    "flow b : JPY\n  outlook = b[-1]\n"
    "stock s : line\n  before = 2 line\n  outlook = s[-1]\n";
const std::string unit_line = "unit line\n";

// a is 1, 2, 3, 4 and b 10, 10, 20, 20; s is 4, 6, 8, 10 after an opening 2.
const Strings figures = quarters("a", {"1", "2", "3", "4"}, "JPY") +
                        quarters("b", {"10", "10", "20", "20"}, "JPY") +
                        quarters("s", {"4", "6", "8", "10"}, "line");

// The model above with one more series.
Known with(const std::string& declaration) {
  return Known({.body = unit_line + flows + declaration + "\n", .actuals = figures});
}

// What the one check of a model compares on its left, over its span.
double left_side(const Known& known) {
  const ModelCheck& check = known.model().checks.front();
  const auto program = known.lowered({{SeriesId{}, *check.span, check.left}});
  BOOST_TEST_REQUIRE(program.value.has_value(), known.rendered(program.diagnostics));
  return program.value->constants[program.value->results.front().index].value;
}

}  // namespace

// 1 is half a unit in the last place of 1e16, and ties go to even. By the tree (1 + 1e16) and
// (-1e16 + 1) lose their ones, and the year is 0; added from left to right it would be 1.
BOOST_AUTO_TEST_CASE(a_flow_adds_along_the_one_tree) {
  const Known known({.body = flows.substr(0, flows.find("stock")),
                     .actuals = quarters("a", {"1", "1e16", "-1e16", "1"}, "JPY")});

  BOOST_TEST(known.value("a", "2022H1") == 1e16);
  BOOST_TEST(known.value("a", "2022H2") == -1e16);
  BOOST_TEST(known.value("a", "FY2022") == 0.0);
  BOOST_TEST(((1 + 1e16) - 1e16) + 1 == 1.0);
}

// Nine months are the first half and the third quarter.
BOOST_AUTO_TEST_CASE(the_year_to_date_adds_half_and_quarter) {
  const Known known({.body = flows.substr(0, flows.find("stock")),
                     .actuals = quarters("a", {"1", "1e16", "-1e16", "1"}, "JPY")});
  const PeriodSpan nine = {known.period("2022Q1"), known.period("2022Q3")};

  const auto program = known.lowered({{known.id("a"), nine, std::nullopt}});

  BOOST_TEST_REQUIRE(program.value.has_value());
  BOOST_TEST(program.value->constants[program.value->results[0].index].value == 0.0);
}

// A quarter of months is (m1 + m2) + m3: (1 + 1e16) - 1e16 is 0, 1 + (1e16 - 1e16) would be 1.
BOOST_AUTO_TEST_CASE(months_add_to_quarters_by_the_tree) {
  const Known known({.body = "flow a : JPY  actual only\n",
                     .actuals = {"a,2022M04,1,JPY", "a,2022M05,1e16,JPY", "a,2022M06,-1e16,JPY"},
                     .horizon = "2022M04..2023M03",
                     .calendar = "monthly, fiscal year starts april"});

  BOOST_TEST(known.value("a", "2022Q1") == 0.0);
}

BOOST_AUTO_TEST_CASE(a_stock_is_its_last_level) {
  const Known known = with("");

  BOOST_TEST(known.value("s", "2022H1") == 6.0);
  BOOST_TEST(known.value("s", "FY2022") == 10.0);
}

BOOST_AUTO_TEST_CASE(prices_and_drivers_roll_up_as_they_say) {
  const Known known({.body = "driver m : JPY by quarter of year = Q1 1, Q2 2, Q3 6, Q4 7\n"
                             "  rolls up as mean\n"
                             "driver l : JPY by quarter of year = Q1 1, Q2 2, Q3 6, Q4 7\n"
                             "  rolls up as last\n"
                             "driver c : % by quarter of year = Q1 10, Q2 20, else 0\n"
                             "  rolls up as compound\n"
                             "driver n : JPY = 3\n"
                             "flow x : JPY\n  = m + l + n + c * 1 JPY\n"});

  BOOST_TEST(known.value("m", "2022H1") == 1.5);
  BOOST_TEST(known.value("m", "FY2022") == 4.0);  // (1 + 2 + 6 + 7) / 4
  BOOST_TEST(known.value("l", "FY2022") == 7.0);
  BOOST_TEST(known.value("c", "FY2022") == 32.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(known.refused("n", "FY2022").has_value());  // never averaged in silence
  BOOST_TEST(!known.refused("n", "2022Q1").has_value());
}

// 10 / 60 of the year, where the mean of the quarters' 0.1 0.2 0.15 0.2 would be 0.1625.
BOOST_AUTO_TEST_CASE(a_per_rolls_up_each_side_by_itself) {
  const Known known = with("ratio r : %\n  = a per b");

  BOOST_TEST(known.value("r", "2022Q1") == 10.0);
  BOOST_TEST(known.value("r", "2022H1") == 3.0 / 20 * 100);
  BOOST_TEST(known.value("r", "FY2022") == 10.0 / 60 * 100);
}

BOOST_AUTO_TEST_CASE(around_a_per_the_expression_applies_as_written) {
  BOOST_TEST(with("ratio r : 1\n  = a per b - 1").value("r", "FY2022") == 10.0 / 60 - 1);
  BOOST_TEST(with("ratio r : 1\n  = 1 - a per b").value("r", "FY2022") == 1 - 10.0 / 60);
  BOOST_TEST(with("ratio r : 1\n  = -(a per b)").value("r", "FY2022") == -(10.0 / 60));
  BOOST_TEST(with("ratio r : 1\n  = 2 * (b per a)").value("r", "FY2022") == 2 * (60.0 / 10));
  BOOST_TEST(with("ratio r : 1\n  = a per b + b per a").value("r", "FY2022") ==
             10.0 / 60 + 60.0 / 10);
  BOOST_TEST(with("ratio r : 1\n  = (a per b) * (b per a)").value("r", "FY2022") ==
             (10.0 / 60) * (60.0 / 10));
  BOOST_TEST(with("ratio r : 1\n  = 1 / (a per b)").value("r", "FY2022") == 1 / (10.0 / 60));
  BOOST_TEST(with("ratio r : 1\n  = (a + b) per (b - a)").value("r", "FY2022") == 70.0 / 50);
}

// mid of the quarters is 3 5 7 9, times three months each: 9 15 21 27, together 72 line months.
BOOST_AUTO_TEST_CASE(a_price_per_mean_stock_and_month_rolls_up) {
  const Known known = with("price p : JPY / line / month\n  = b per (mid(s) * months)");

  BOOST_TEST(known.value("p", "2022Q1") == 10.0 / 9);
  BOOST_TEST(known.value("p", "2022H1") == 20.0 / (9 + 15));
  BOOST_TEST(known.value("p", "FY2022") == 60.0 / ((9 + 15) + (21 + 27)));
}

// Per mid(s) alone the stock averages: (3 + 5 + 7 + 9) / 4 = 6.
BOOST_AUTO_TEST_CASE(mid_of_a_stock_averages_by_itself) {
  BOOST_TEST(with("price p : JPY / line\n  = b per mid(s)").value("p", "FY2022") == 60.0 / 6);
  BOOST_TEST(with("price p : JPY / line\n  = b per s").value("p", "FY2022") == 60.0 / 10);
}

BOOST_AUTO_TEST_CASE(a_flow_per_a_lagged_stock_has_a_blank_year) {
  const Known blank = with("price p : JPY / line\n  = b per s[-1]");
  BOOST_TEST(blank.refused("p", "FY2022").has_value());
  BOOST_TEST(blank.value("p", "2022Q1") == 10.0 / 2);

  const Known said = with("price p : JPY / line\n  = b per s[-1]\n  rolls up as last");
  BOOST_TEST(said.value("p", "FY2022") == 20.0 / 8);
}

BOOST_AUTO_TEST_CASE(what_is_said_wins_over_the_measure) {
  const Known known = with("ratio r : 1\n  = a per b\n  rolls up as mean");

  BOOST_TEST(known.value("r", "2022H1") == (0.1 + 0.2) / 2);
}

BOOST_AUTO_TEST_CASE(the_measure_is_the_formula_for_history_in_forecasts_too) {
  // After 2022Q4 p stays 20 / 27, and b stays 20: the year is 80 / (4 * 10 line * 3 months), not p.
  const Known known =
      with("price p : JPY / line / month\n  history = b per (mid(s) * months)\n  outlook = p[-1]");

  BOOST_TEST(known.value("p", "2023Q4") == 20.0 / 27);
  BOOST_TEST(known.value("p", "FY2023") == 80.0 / 120);
}

BOOST_AUTO_TEST_CASE(a_ratio_of_ratios_rolls_up_through_both) {
  // Declared before what it reads, so that one look over the series is not enough.
  const Known known = with(
      "ratio t : 1\n  = r per q\n"
      "ratio r : 1\n  = a per b\n"
      "ratio q : 1\n  = b per a");

  BOOST_TEST(known.value("t", "FY2022") == (10.0 / 60) / (60.0 / 10));
}

BOOST_AUTO_TEST_CASE(a_product_with_a_flow_adds_up) {
  // The level times its price, quarter by quarter: (4*1 + 6*2) + (8*3 + 10*4) = 80.
  const Known known = with("price p : 1\n  = (s * a) per (b * 1 line)");

  BOOST_TEST(known.value("p", "FY2022") == 80.0 / 60);
}

BOOST_AUTO_TEST_CASE(trailing_four_is_its_value_in_the_last_period) {
  const Known known = with("ratio r : 1\n  = b per trailing4(a)");

  BOOST_TEST(known.value("r", "2022Q4") == 20.0 / 10);
  BOOST_TEST(known.value("r", "FY2022") == 60.0 / 10);
}

BOOST_AUTO_TEST_CASE(underlying_rolls_up_as_its_series) {
  const Known known = with("one_off a in 2022Q3 = 2 JPY\nratio r : 1\n  = underlying(a) per b");

  BOOST_TEST(known.value("r", "2022Q3") == 1.0 / 20);
  BOOST_TEST(known.value("r", "FY2022") == 8.0 / 60);
}

BOOST_AUTO_TEST_CASE(a_year_is_measured_against_the_year_before) {
  Strings actuals = figures;
  for (const char* row : {"a,2021Q1,1,JPY", "a,2021Q2,1,JPY", "a,2021Q3,1,JPY", "a,2021Q4,1,JPY"}) {
    actuals.emplace_back(row);
  }
  const Known known({.body = unit_line + flows + "ratio r : %\n  = yoy(a)\n", .actuals = actuals});

  BOOST_TEST(known.value("r", "2022Q2") == (2.0 / 1 - 1) * 100);
  BOOST_TEST(known.value("r", "2022H1") == (3.0 / 2 - 1) * 100);
  BOOST_TEST(known.value("r", "FY2022") == (10.0 / 4 - 1) * 100);
}

// Of fiscal 2021 only the year was printed: it stands for its quarters here as it does everywhere.
BOOST_AUTO_TEST_CASE(a_year_is_measured_against_the_printed_year_before) {
  Strings actuals = figures;
  actuals.emplace_back("a,FY2021,8,JPY");
  const Known known({.body = unit_line + flows + "ratio r : %\n  = yoy(a)\n", .actuals = actuals});

  BOOST_TEST(known.value("a", "FY2021") == 8.0);
  BOOST_TEST(known.value("r", "FY2022") == (10.0 / 8 - 1) * 100);
  BOOST_TEST(is_missing(known.value("r", "2022Q1")));
}

BOOST_AUTO_TEST_CASE(a_half_of_which_a_quarter_is_missing_is_the_printed_one) {
  Strings actuals = {"a,2022Q1,1,JPY", "a,2022H1,5,JPY", "a,2022Q3,3,JPY", "a,2022Q4,4,JPY"};
  actuals = actuals + quarters("b", {"10", "10", "20", "20"}, "JPY");
  const Known known({.body = unit_line + flows + "ratio r : 1\n  = a per b\n", .actuals = actuals});

  BOOST_TEST(known.value("a", "2022H1") == 5.0);
  BOOST_TEST(known.value("a", "FY2022") == 5.0 + (3.0 + 4.0));
  BOOST_TEST(known.value("r", "FY2022") == 12.0 / 60);  // and so in all that is made of it
}

// 2022Q2 has not been printed by itself, and its forecast is no better than the half that has.
BOOST_AUTO_TEST_CASE(a_printed_half_wins_over_a_sum_with_a_forecast) {
  const Known known({.body = unit_line + flows, .actuals = {"a,2022Q1,1,JPY", "a,2022H1,5,JPY"}});

  BOOST_TEST(known.value("a", "2022Q2") == 1.0);  // carried forward, and not 5 - 1
  BOOST_TEST(known.value("a", "2022H1") == 5.0);
  BOOST_TEST(known.value("a", "FY2022") == 5.0 + (1.0 + 1.0));
}

// Where the quarters are there, the printed half is checked against them and not shown.
BOOST_AUTO_TEST_CASE(a_half_whose_quarters_are_there_is_their_sum) {
  Strings actuals = figures;
  actuals.emplace_back("a,2022H1,5,JPY");
  const Known known({.body = unit_line + flows, .actuals = actuals});

  BOOST_TEST(known.value("a", "2022H1") == 3.0);
}

// p of the first half is printed as 10 on average: the year's mean is (10 + 10 + 20 + 40) / 4.
BOOST_AUTO_TEST_CASE(a_printed_mean_stands_for_the_mean_of_its_quarters) {
  const Known known(
      {.body = "price p : JPY\n  outlook = p[-1]\n  rolls up as mean\n",
       .actuals = {"p,2022Q1,8,JPY", "p,2022H1,10,JPY", "p,2022Q3,20,JPY", "p,2022Q4,40,JPY"}});

  BOOST_TEST(known.value("p", "2022H1") == 10.0);
  BOOST_TEST(known.value("p", "FY2022") == 20.0);
}

BOOST_AUTO_TEST_CASE(one_missing_quarter_makes_the_roll_up_missing) {
  const Known known({.body = unit_line + flows + "ratio r : 1\n  = a per b\n",
                     .actuals = Strings{"a,2022Q1,1,JPY", "a,2022Q3,3,JPY", "a,2022Q4,4,JPY"} +
                                quarters("b", {"10", "10", "20", "20"}, "JPY")});

  BOOST_TEST(is_missing(known.value("a", "2022H1")));
  BOOST_TEST(is_missing(known.value("a", "FY2022")));
  BOOST_TEST(is_missing(known.value("r", "FY2022")));
  BOOST_TEST(known.value("a", "2022H2") == 7.0);
}

BOOST_AUTO_TEST_CASE(a_roll_up_with_a_forecast_period_may_not_read_a_missing_cell) {
  const Known known({.body = unit_line + flows, .actuals = {"a,2022Q1,1,JPY", "a,2022Q3,3,JPY"}});

  const auto refused = known.refused("a", "FY2022");

  BOOST_TEST_REQUIRE(refused.has_value());
  BOOST_TEST(refused->find("a in 2022Q2") != std::string::npos, *refused);
  BOOST_TEST(!known.refused("a", "2022H2").has_value());
  BOOST_TEST(!known.refused("a", "2022H1").has_value());  // history: missing, and no error
}

BOOST_AUTO_TEST_CASE(a_check_over_a_span_rolls_each_side_up) {
  BOOST_TEST(left_side(with("check c in FY2022 : a + b >= 0 JPY")) == 70.0);
  BOOST_TEST(left_side(with("check c in FY2022 : a * 2 >= 0 JPY")) == 20.0);
  BOOST_TEST(left_side(with("check c in FY2022 : -a <= 0 JPY")) == -10.0);
  BOOST_TEST(left_side(with("check c in FY2022 : s * 2 >= s")) == 20.0);
  BOOST_TEST(left_side(with("check c in FY2022 : mid(s) >= 0 line")) == 6.0);
  BOOST_TEST(left_side(with("check c in FY2022 : 5 JPY >= a")) == 5.0);
  BOOST_TEST(left_side(with("check c in FY2022 : a per b <= 1")) == 10.0 / 60);
  BOOST_TEST(left_side(with("check c in FY2022 : months >= 0 month")) == 12.0);
  BOOST_TEST(left_side(with("check c in 2022Q2 : a >= 0 JPY")) == 2.0);
}

// Only a series compounds: arithmetic on one over a year has no meaning, and must say so.
BOOST_AUTO_TEST_CASE(arithmetic_on_a_rate_that_compounds_has_no_roll_up) {
  const std::string rate = "driver g : 1 = 0.5\n  rolls up as compound\n";
  for (const char* formula : {"(g * 2) per a", "(g + g) per a", "(g - 1%) per a", "-g per a",
                              "(if quarter == 1 then g else g) per a", "g / 2 per a"}) {
    BOOST_TEST_CONTEXT(formula) {
      const Known known = with(rate + "price p : 1 / JPY\n  = " + formula);
      BOOST_TEST(known.refused("p", "FY2022").has_value());
      BOOST_TEST(!known.refused("p", "2022Q1").has_value());
    }
  }
  const Known alone = with(rate + "price p : 1 / JPY\n  = g per a");
  // 1.5 ^ 4 - 1, over 10.
  BOOST_TEST(alone.value("p", "FY2022") == (1.5 * 1.5 * 1.5 * 1.5 - 1) / 10);
}

// 1 in the first quarter and 2 in the others is no constant of the year.
BOOST_AUTO_TEST_CASE(a_choice_by_quarter_has_no_roll_up_of_its_own) {
  const Known blank = with("price p : JPY\n  = b per (if quarter == 4 then 2 else 1)");
  BOOST_TEST(blank.refused("p", "FY2022").has_value());

  // Times a flow it adds up, quarter by quarter: 1 + 2 + 3 + 2 * 4 = 14.
  const Known sum = with("ratio r : 1\n  = (a * (if quarter == 4 then 2 else 1)) per b");
  BOOST_TEST(sum.value("r", "FY2022") == 14.0 / 60);

  // And a choice between flows is one: 1 + 2 + 3 + 20.
  const Known flow = with("ratio r : 1\n  = (if quarter == 4 then b else a) per b");
  BOOST_TEST(flow.value("r", "FY2022") == 26.0 / 60);
}

BOOST_AUTO_TEST_CASE(a_deal_rolls_up_as_the_flow_or_the_level_it_is) {
  const std::string deals =
      "deal,line,ordered,start,end,amount,unit,profile,gross_margin\n"
      "big,build,2022Q1,2022Q2,2022Q3,20,JPY,even,\n";
  const Known known({.body = "pipeline deals from \"deals.csv\"\n"
                             "ratio r : 1\n  = deals.build.backlog per deals.build.revenue\n",
                     .files = {{"deals.csv", deals}}});

  BOOST_TEST(known.value("deals.build.revenue", "2022H1") == 10.0);
  BOOST_TEST(known.value("deals.build.revenue", "FY2022") == 20.0);
  BOOST_TEST(known.value("deals.build.backlog", "2022H1") == 10.0);
  BOOST_TEST(known.value("r", "2022H1") == 1.0);
}
