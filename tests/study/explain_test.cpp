// Why a figure is what it is, rule by rule, on models whose values can be had by hand.
#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/study/explained.hpp"

namespace {

using namespace headwater;
using namespace headwater::test;
using Names = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(explaining)

// 1,000 lines at 2,000 JPY a month for 3 months are 6,000,000 JPY: the factor to mn is a millionth.
BOOST_AUTO_TEST_CASE(an_outlook_is_its_formula_with_values_and_the_factor_between_their_units) {
  Explained tiny(
      "unit line\nstock lines : line\n  outlook = lines[-1] + 200 line\n"
      "driver price : JPY / line / month = 2000\n  range 1500 to base * 1.5\n"
      "flow revenue : JPY mn\n  outlook = mid(lines) * price * months\n",
      {"lines,2022Q4,900,line,reported,p.3"});
  const Explanation all = tiny.of("revenue@2023Q1");
  const ExplainedCell& root = all.cells.front();
  BOOST_TEST(root.value == 6.0);
  BOOST_TEST(int(root.winner.rule) == int(Rule::outlook));
  BOOST_TEST(root.formula->role == "outlook");
  BOOST_TEST(tiny.text(root.formula->place) == "mid(lines) * price * months");
  BOOST_TEST(written(root.formula->pieces) == "mid(lines) * price * months");
  BOOST_TEST(shown(root.formula->pieces) == "1,000 * 2,000 * 3 (÷ 1,000,000 to JPY mn)");
  BOOST_TEST_REQUIRE(root.formula->calls.size() == 1u);
  BOOST_TEST(written(root.formula->calls[0].pieces) == "0.5 * (lines[-1] + lines)");
  BOOST_TEST(shown(root.formula->calls[0].pieces) == "0.5 * (900 + 1,100)");
  BOOST_TEST(tiny.precedents(all) == (Names{"lines 2022Q4", "lines 2023Q1", "price 2023Q1"}),
             boost::test_tools::per_element());
  const ExplainedDriver& price = *all.cells[3].driver;
  BOOST_TEST(price.standard == 2000.0);
  BOOST_TEST(*price.low == 1500.0);
  BOOST_TEST(*price.high == 3000.0);
}

// A percentage says by its sign that it is hundredths; a factor would count it twice.
BOOST_AUTO_TEST_CASE(percentages_take_no_factor_wherever_they_stand) {
  Explained tiny(
      "driver growth : % per quarter = 4%\n"
      "flow revenue : JPY mn\n  outlook = revenue[-1] * (1 + growth)\n"
      "flow fee : JPY mn\n  = revenue * growth\n"
      "flow least : JPY mn\n  = max(revenue * growth, 30 JPY mn)\n"
      "ratio share : %\n  = fee per revenue\n",
      {"revenue,2022Q4,500,JPY mn,reported,p.3"});
  BOOST_TEST(shown(tiny.cell("revenue@2023Q1").formula->pieces) == "500 * (1 + 4%)");
  BOOST_TEST(shown(tiny.cell("fee@2023Q1").formula->pieces) == "520 * 4%");
  const ExplainedCell least = tiny.cell("least@2023Q1");  // 520 * 4% is 20.8
  BOOST_TEST(shown(least.formula->pieces) == "30");
  BOOST_TEST(shown(least.formula->calls[0].pieces) == "max(520 * 4%, 30)");
  const ExplainedCell share = tiny.cell("share@2023Q1");
  BOOST_TEST(shown(share.formula->pieces) == "20.8 per 520");
  BOOST_TEST(share.value == 4.0);
}

BOOST_AUTO_TEST_CASE(a_reported_figure_wins_over_the_parts_and_rests_on_nothing) {
  Explained tiny(
      "flow a : JPY mn\n  outlook = a[-1]\nflow b : JPY mn\n  outlook = b[-1]\n"
      "flow total : JPY mn\n  parts by kind = a, b\n",
      {"a,2022Q1,40,JPY mn,reported,p.1", "b,2022Q1,61,JPY mn,reported,p.2",
       "total,2022Q1,100,JPY mn,reported,p.9"});
  const Explanation all = tiny.of("total@2022Q1");
  const ExplainedCell& root = all.cells.front();
  BOOST_TEST(root.value == 100.0);
  BOOST_TEST(root.winner.observation->source == "p.9");
  BOOST_TEST(!root.formula.has_value());
  BOOST_TEST_REQUIRE(root.outdone.has_value());
  BOOST_TEST(root.outdone->role == "parts by kind");
  BOOST_TEST(root.outdone->result.value == 101.0);
  BOOST_TEST(written(root.outdone->pieces) == "a + b");
  BOOST_TEST(root.precedents.empty());
  // Whole millions: 100 and 101 touch at 100.5, less than the half digits of a and b allow.
  BOOST_TEST_REQUIRE(all.checks.size() == 1u);
  BOOST_TEST(all.checks[0].holds);
  const ExplainedCell next = tiny.cell("total@2022Q2");
  BOOST_TEST(next.formula->role == "parts by kind");
  BOOST_TEST(shown(next.formula->pieces) == "40 + 61");
}

BOOST_AUTO_TEST_CASE(a_derived_figure_loses_to_the_formula_and_is_told_beside_it) {
  Explained tiny("flow a : JPY mn\n  outlook = a[-1]\nflow b : JPY mn\n  = a * 2\n",
                 {"a,2022Q1,40,JPY mn,reported,p.1", "b,2022Q1,81,JPY mn,derived,p.2"});
  const ExplainedCell root = tiny.cell("b@2022Q1");
  BOOST_TEST(root.value == 80.0);
  BOOST_TEST(int(root.winner.rule) == int(Rule::history));
  BOOST_TEST_REQUIRE(root.printed != nullptr);
  BOOST_TEST(root.printed->value == 81.0);
  BOOST_TEST(!root.outdone.has_value());
}

BOOST_AUTO_TEST_CASE(history_that_reads_a_driver_is_marked_and_before_is_a_rule_of_its_own) {
  Explained tiny(
      "driver start : JPY = 7\nflow cost : JPY\n  = level + start\n"
      "stock level : JPY\n  before = start\n  = level[-1]\nflow seen : JPY\n  outlook = seen[-1]\n",
      {"seen,2022Q2,1,JPY,reported,p.1"});
  const Explanation all = tiny.of("cost@2022Q1");
  BOOST_TEST(all.cells[0].value == 14.0);
  BOOST_TEST(int(all.cells[0].mark) == int(Mark::estimated));
  const ExplainedCell early = tiny.cell("level@2021Q4");
  BOOST_TEST(int(early.winner.rule) == int(Rule::before));
  BOOST_TEST(early.formula->role == "before");
  BOOST_TEST(early.value == 7.0);
}

BOOST_AUTO_TEST_CASE(a_missing_figure_names_what_is_not_there) {
  Explained tiny(
      "flow a : JPY\n  outlook = a[-1]\nflow b : JPY\n  = a * 2\nflow c : JPY\n  actual only\n"
      "flow d : JPY\n  = 1 JPY / (a / a - 1)\n",
      {"a,2022Q2,40,JPY,reported,p.1"});
  const ExplainedCell gap = tiny.cell("b@2022Q1");
  BOOST_TEST(std::isnan(gap.value));
  BOOST_TEST_REQUIRE(gap.absence.has_value());
  BOOST_TEST(tiny.model().at(gap.absence->cell->series).name == "a");
  BOOST_TEST(std::isnan(tiny.cell("c@2023Q1").value));
  const ExplainedCell divided = tiny.cell("d@2023Q1");
  BOOST_TEST(!divided.absence.has_value());
  BOOST_TEST_REQUIRE(divided.lost_in.has_value());
  BOOST_TEST(tiny.model().at(divided.lost_in->series).name == "d");
}

// 10 % becomes 20 %, then one point more; 30 * 1.21 = 36.3.
BOOST_AUTO_TEST_CASE(operations_stand_beside_the_default_and_are_listed_for_all_above) {
  const std::string body =
      "driver growth : % per quarter = 10%\ndriver idle : % = 1%\n"
      "flow a : JPY\n  outlook = a[-1] * (1 + growth)\nflow b : JPY\n  = a + 1 JPY\n";
  Explained tiny(body, {"a,2022Q4,30,JPY,reported,p.1"},
                 {"growth = 20% in 2023Q1", "growth = 21% in 2023Q1", "idle = 2%"});
  const Explanation all = tiny.of("b@2023Q2", 0);  // 30 * 1.21 * 1.1 + 1
  BOOST_TEST(all.cells[0].value == 40.93, boost::test_tools::tolerance(1e-12));
  BOOST_TEST_REQUIRE(all.overrides.size() == 2u);
  BOOST_TEST(tiny.model().at(all.overrides[0].operation->series).name == "growth");
  BOOST_TEST(all.overrides[0].operation->value == 20.0);
  BOOST_TEST(all.overrides[0].standard == 10.0);
  BOOST_TEST(all.overrides[0].value == 21.0);
  const Explanation driver = tiny.of("growth@2023Q1");
  BOOST_TEST(driver.cells[0].operations.size() == 2u);
  BOOST_TEST(driver.cells[0].value == 21.0);
  BOOST_TEST(tiny.of("growth@2023Q2").cells[0].operations.empty());
}

BOOST_AUTO_TEST_CASE(a_season_tells_which_of_its_values_serves) {
  Explained tiny(
      "driver s : % by quarter of year = Q1 1%, Q2 2%, else 3%\nflow a : JPY\n  = 100 JPY * s\n");
  BOOST_TEST(tiny.cell("s@2023Q2").driver->piece->position == 2);
  BOOST_TEST(tiny.cell("s@2023Q2").value == 2.0);
  BOOST_TEST(tiny.cell("s@2023Q4").driver->piece->position == 0);
}

BOOST_AUTO_TEST_CASE(only_the_branch_taken_is_read_and_shown) {
  Explained tiny(
      "driver high : JPY = 5\ndriver low : JPY = 2\ndriver limit : JPY = 3\n"
      "flow season : JPY\n  = if quarter == 1 then high else low\n"
      "flow chosen : JPY\n  = if limit <= high then high else low\n");
  const Explanation fixed = tiny.of("season@2023Q2");
  BOOST_TEST(shown(fixed.cells[0].formula->pieces) == "if 2 == 1 then … else 2");
  BOOST_TEST(written(fixed.cells[0].formula->pieces) == "if quarter == 1 then high else low");
  BOOST_TEST(tiny.precedents(fixed) == Names{"low 2023Q2"}, boost::test_tools::per_element());
  const Explanation driven = tiny.of("chosen@2023Q2");
  BOOST_TEST(shown(driven.cells[0].formula->pieces) == "if 3 <= 5 then 5 else …");
  BOOST_TEST(tiny.precedents(driven) == (Names{"limit 2023Q2", "high 2023Q2"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_table_tells_its_row_and_what_is_open_says_so) {
  Explained tiny(
      "table rate : JPY from \"rates.csv\"\n  by fiscal_year, vintage presented\n"
      "flow a : JPY\n  = rate(fiscal_year, by start of fiscal_year)\n"
      "flow b : JPY\n  = rate(fiscal_year + 5) otherwise 1 JPY\n"
      "flow c : JPY\n  actual only\n",
      {"c,2023Q4,1,JPY,reported,p"}, {},
      {{"rates.csv",
        "fiscal_year,presented,value,unit,source\nFY2022,2022-03,10,JPY,p.7\n"
        "FY2023,2023-03,20,JPY,p.8\n"
        "FY2023,2023-09,25,JPY,p.9\n"}});
  const ExplainedCell a = tiny.cell("a@2023Q1");
  BOOST_TEST(a.value == 20.0);  // what was presented in September came too late
  BOOST_TEST_REQUIRE(a.formula->lookups.size() == 1u);
  BOOST_TEST(a.formula->lookups[0].written == "rate(fiscal_year, by start of fiscal_year)");
  BOOST_TEST(a.formula->lookups[0].row->source == "p.8");
  const ExplainedCell b = tiny.cell("b@2023Q1");
  BOOST_TEST(b.value == 1.0);
  BOOST_TEST(b.formula->lookups[0].row == nullptr);
}

// Two deals over two quarters each: 2022Q2 has the end of the first and the start of the second.
BOOST_AUTO_TEST_CASE(a_pipeline_shows_the_deals_that_pay_in_the_period) {
  Explained tiny("pipeline deals from \"deals.csv\"\n", {}, {},
                 {{"deals.csv",
                   "deal,line,ordered,start,end,amount,unit,profile,gross_margin\n"
                   "one,om,2022Q1,2022Q1,2022Q2,10,JPY mn,even,40\n"
                   "two,om,2022Q1,2022Q2,2022Q3,30,JPY mn,even,20\n"}});
  const ExplainedCell both = tiny.cell("deals.om.revenue@2022Q2");
  BOOST_TEST(written(both.formula->pieces) ==
             "one * deals.one.probability + two * deals.two.probability");
  BOOST_TEST(shown(both.formula->pieces) == "5 * 100% + 15 * 100%");
  const ExplainedCell cost = tiny.cell("deals.om.cost@2022Q3");
  BOOST_TEST(written(cost.formula->pieces) ==
             "two * deals.two.probability * (1 - deals.two.gross_margin)");
  BOOST_TEST(cost.value == 12.0);
  BOOST_TEST_REQUIRE(cost.formula->deals.size() == 1u);
  BOOST_TEST(tiny.text(cost.formula->deals[0]) == "two");
  BOOST_TEST(written(tiny.cell("deals.om.revenue@2023Q3").formula->pieces) ==
             "no deal falls into it");
}

BOOST_AUTO_TEST_CASE(one_offs_are_told_where_they_fall_and_where_they_are_left_out) {
  Explained tiny(
      "flow a : JPY\n  outlook = underlying(a[-4]) * 2\n"
      "one_off a in 2022Q1 = 10 JPY why \"a fair\" source \"p.4\"\n",
      {"a,2022Q1,30,JPY,reported,p.1", "a,2022Q2,30,JPY,reported,p.1",
       "a,2022Q3,30,JPY,reported,p.1", "a,2022Q4,30,JPY,reported,p.1"});
  const ExplainedCell past = tiny.cell("a@2022Q1");
  BOOST_TEST_REQUIRE(past.one_offs.size() == 1u);
  BOOST_TEST(past.one_offs[0]->why == "a fair");
  const ExplainedCell next = tiny.cell("a@2023Q1");
  BOOST_TEST(next.value == 40.0);
  BOOST_TEST(shown(next.formula->calls[0].pieces) == "30 - 10");
  BOOST_TEST_REQUIRE(next.formula->one_offs.size() == 1u);
  BOOST_TEST(next.one_offs.empty());
  BOOST_TEST(tiny.cell("a@2023Q2").formula->one_offs.empty());
}

BOOST_AUTO_TEST_SUITE_END()
