#include "engine/model/checks.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Known;
using test::Tiny;

namespace {

using Strings = std::vector<std::string>;

// "x 2022Q1 holds" or "x 2022Q1 breaks", in order.
Strings told(const Known& known, const Operations& operations = {}) {
  Strings all;
  for (const CheckResult& one : automatic_checks(known.precedence(), operations)) {
    all.push_back(one.name + " " + known.model().calendar.name(one.span) +
                  (one.holds ? " holds" : " breaks"));
  }
  return all;
}

// Whether a printed x in 2022Q1 agrees with its formula of a and b.
bool agrees(const std::string& formula, const std::string& a, const std::string& b,
            const std::string& x, const std::string& unit = "1") {
  const Known known(
      {.body = "flow a : 1  actual only\nflow b : 1  actual only\nflow x : " + unit +
               "\n  = " + formula + "\n",
       .actuals = {"a,2022Q1," + a + ",1", "b,2022Q1," + b + ",1", "x,2022Q1," + x + "," + unit}});
  const auto results = automatic_checks(known.precedence(), {});
  BOOST_TEST_REQUIRE(results.size() == 1u);
  return results[0].holds;
}

const std::string carried =
    "flow a : JPY\n  outlook = a[-1]\nflow b : JPY\n  outlook = b[-1]\n"
    "flow c : JPY\n  outlook = c[-1]\n";
const auto each = boost::test_tools::per_element();

}  // namespace

// 10.4 and 5.4 are known to 0.05 each: their sum lies in 15.7..15.9. A printed 16 is 15.5..16.5.
BOOST_AUTO_TEST_CASE(a_check_holds_where_the_intervals_of_both_sides_touch) {
  BOOST_TEST(agrees("a + b", "10.4", "5.4", "16"));
  BOOST_TEST(agrees("a + b", "10.4", "5.4", "15.8"));
  BOOST_TEST(agrees("a + b", "10.4", "5.4", "15.9"));   // 15.85..15.95 meets 15.9
  BOOST_TEST(!agrees("a + b", "10.4", "5.4", "16.0"));  // 15.95.. does not
  BOOST_TEST(!agrees("a + b", "10.4", "5.4", "17"));
  BOOST_TEST(!agrees("a + b", "10.4", "5.4", "15"));
  BOOST_TEST(agrees("a + b", "10", "5", "16"));  // 14..16 and 15.5..16.5
  BOOST_TEST(agrees("a + b", "10", "5", "16.5") == false);
}

// 9.5..10.5 less 4.5..5.5 is 4..6.
BOOST_AUTO_TEST_CASE(intervals_go_through_differences_the_other_way_round) {
  BOOST_TEST(agrees("a - b", "10", "5", "6"));
  BOOST_TEST(agrees("a - b", "10", "5", "4"));
  BOOST_TEST(!agrees("a - b", "10", "5", "7"));
  BOOST_TEST(!agrees("a - b", "10", "5", "3"));
  BOOST_TEST(agrees("-a", "10", "5", "-11"));
  BOOST_TEST(!agrees("-a", "10", "5", "10"));
}

// 9.5..10.5 by 4.5..5.5: the product lies in 42.75..57.75, the quotient in 1.727..2.333.
BOOST_AUTO_TEST_CASE(intervals_go_through_products_and_quotients) {
  BOOST_TEST(agrees("a * b", "10", "5", "43"));
  BOOST_TEST(agrees("a * b", "10", "5", "58"));
  BOOST_TEST(!agrees("a * b", "10", "5", "59"));
  BOOST_TEST(agrees("a * b", "-10", "5", "-58"));
  BOOST_TEST(agrees("a / b", "10", "5", "1.7"));
  BOOST_TEST(agrees("a / b", "10", "5", "2.3"));
  BOOST_TEST(!agrees("a / b", "10", "5", "2.4"));
  BOOST_TEST(!agrees("a per b", "10", "5", "1.6"));
}

BOOST_AUTO_TEST_CASE(intervals_go_through_functions_and_choices) {
  BOOST_TEST(agrees("max(a, b)", "10", "5", "11"));
  BOOST_TEST(!agrees("max(a, b)", "10", "5", "5"));
  BOOST_TEST(agrees("min(a, b)", "10", "5", "5"));
  BOOST_TEST(agrees("abs(a)", "-10", "5", "11"));
  BOOST_TEST(!agrees("abs(a)", "-10", "5", "12"));
  BOOST_TEST(agrees("abs(a)", "0", "5", "0"));
  BOOST_TEST(agrees("if a > b then a else b", "10", "5", "10"));
  BOOST_TEST(!agrees("if a > b then a else b", "10", "5", "5"));
  // 10 and 10 may stand in either order, so either branch will do.
  BOOST_TEST(agrees("if a > b then 100 else 200", "10", "10", "100"));
  BOOST_TEST(agrees("if a > b then 100 else 200", "10", "10", "200"));
  BOOST_TEST(!agrees("if a > b then 100 else 200", "10", "10", "201"));
  BOOST_TEST(agrees("a otherwise b", "10", "5", "10"));
  BOOST_TEST(!agrees("a otherwise b", "10", "5", "5"));
  BOOST_TEST(agrees("present(a)", "10", "5", "1"));
}

BOOST_AUTO_TEST_CASE(a_printed_percentage_is_met_within_its_last_digit) {
  // 1 / 3 with three digits each: 32.8..33.8 %.
  BOOST_TEST(agrees("a / b", "1.00", "3.00", "33.3", "%"));
  BOOST_TEST(agrees("a / b", "1.00", "3.00", "33", "%"));
  BOOST_TEST(!agrees("a / b", "1.00", "3.00", "34.0", "%"));
}

BOOST_AUTO_TEST_CASE(beaten_and_winning_figures_are_both_held_to_the_formula) {
  const Known known({.body = carried + "flow x : JPY\n  = a + b\nflow y : JPY\n  outlook = a\n",
                     .actuals = {"a,2022Q1,10,JPY", "b,2022Q1,5,JPY", "x,2022Q1,15,JPY,reported",
                                 "a,2022Q2,10,JPY", "b,2022Q2,5,JPY", "x,2022Q2,19,JPY,derived",
                                 "y,2022Q1,77,JPY"}});

  BOOST_TEST(told(known) == (Strings{"x 2022Q1 holds", "x 2022Q2 breaks"}), each);
  const auto results = automatic_checks(known.precedence(), {});
  BOOST_TEST(results[1].left == 19.0);   // the printed figure
  BOOST_TEST(results[1].right == 15.0);  // what the formula gives
}

BOOST_AUTO_TEST_CASE(where_the_formula_lacks_a_cell_nothing_is_checked) {
  const Known known({.body = carried + "flow x : JPY\n  = a + b\n",
                     .actuals = {"a,2022Q1,10,JPY", "x,2022Q1,99,JPY", "b,2022Q2,1,JPY"}});

  BOOST_TEST(told(known).empty());
}

BOOST_AUTO_TEST_CASE(a_coarser_figure_is_held_to_the_sum_of_its_quarters) {
  const Known known(
      {.body = carried,
       .actuals = {"a,2022Q1,10,JPY", "a,2022Q2,11,JPY", "a,2022H1,22,JPY", "b,2022Q1,10,JPY",
                   "b,2022Q2,11,JPY", "b,2022H1,23,JPY", "c,2022Q1,10,JPY", "c,2022H1,99,JPY"}});

  // 20..22 meets 21.5..22.5 and not 22.5..23.5; a quarter of c is missing.
  BOOST_TEST(told(known) == (Strings{"a 2022H1 holds", "b 2022H1 breaks"}), each);
}

BOOST_AUTO_TEST_CASE(a_year_whose_half_stands_in_is_held_to_that_half) {
  const Known known({.body = carried,
                     .actuals = {"a,2022Q1,10,JPY", "a,2022H1,22,JPY", "a,2022Q3,10,JPY",
                                 "a,2022Q4,10,JPY", "a,FY2022,45,JPY"}});

  // FY itself stands in, since a quarter is missing: there is nothing to hold it to.
  BOOST_TEST(told(known).empty());
}

BOOST_AUTO_TEST_CASE(a_level_is_not_checked_against_the_figure_it_was_taken_from) {
  const Known known({.body = "stock s : JPY\n  outlook = s[-1]\nstock t : JPY\n  outlook = t[-1]\n",
                     .actuals = {"s,2022H1,50,JPY", "t,2022H1,50,JPY", "t,2022Q2,52,JPY"}});
  // Whether t of 2022Q1 is known is nothing to its level at the end of the half.

  BOOST_TEST(told(known) == Strings{"t 2022H1 breaks"}, each);
}

BOOST_AUTO_TEST_CASE(a_booked_flow_is_not_checked_against_the_figure_it_was_taken_from) {
  const Known known({.body = "flow f : JPY booked in Q2\n  outlook = f[-4]\n"
                             "flow g : JPY booked in Q2\n  outlook = g[-4]\n",
                     .actuals = {"f,2022H1,30,JPY", "g,2022H1,30,JPY", "g,2022Q2,33,JPY"}});

  BOOST_TEST(told(known) == Strings{"g 2022H1 breaks"}, each);
}

BOOST_AUTO_TEST_CASE(a_ratio_of_a_year_is_held_to_its_roll_up) {
  const Known known({.body = carried + "ratio r : %\n  = a per b\n",
                     .actuals = {"a,2022Q1,10,JPY", "a,2022Q2,20,JPY", "b,2022Q1,100,JPY",
                                 "b,2022Q2,100,JPY", "r,2022H1,15,%", "r,2022Q2,20,%"}});

  BOOST_TEST(told(known) == (Strings{"r 2022H1 holds", "r 2022Q2 holds"}), each);
}

// Of the half neither quarter is known, but both sides of the ratio are printed: 30 per 200.
BOOST_AUTO_TEST_CASE(a_ratio_is_held_to_what_stands_in_for_its_sides) {
  const Known known({.body = carried + "ratio r : %\n  = a per b\n",
                     .actuals = {"a,2022H1,30,JPY", "b,2022H1,200,JPY", "r,2022H1,16,%"}});

  BOOST_TEST(told(known) == Strings{"r 2022H1 breaks"}, each);
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_total_is_held_to_it) {
  const Known known({.body = carried + "flow t : JPY\n  parts by x = a, b\n  parts by y = c, b\n"
                                       "flow u : JPY\n  outlook = u[-1]\n  parts by x = a, b\n",
                     .actuals = {"a,2022Q1,10,JPY", "b,2022Q1,5,JPY", "c,2022Q1,30,JPY",
                                 "t,2022Q1,15,JPY", "u,2022Q1,15,JPY"}});

  // The first cut of t is its formula for history, met by the figure; the second is another 35.
  BOOST_TEST(told(known) == (Strings{"t 2022Q1 holds", "u 2022Q1 holds", "t by y 2022Q1 breaks"}),
             each);
}

BOOST_AUTO_TEST_CASE(a_cut_is_held_to_a_total_nobody_printed) {
  const Known known({.body = carried + "flow t : JPY\n  parts by x = a, b\n  parts by y = c\n",
                     .actuals = {"a,2022Q1,10,JPY", "b,2022Q1,5,JPY", "c,2022Q1,16,JPY"}});

  BOOST_TEST(told(known) == Strings{"t by y 2022Q1 holds"}, each);  // 14..16 and 15.5..16.5
}

BOOST_AUTO_TEST_CASE(a_figure_that_was_revised_is_not_checked) {
  const Known known({.body = carried + "flow x : JPY\n  = a\n",
                     .actuals = {"a,2022Q1,10,JPY", "x,2022Q1,99,JPY,reported,2022Q1",
                                 "x,2022Q1,10,JPY,reported,2022Q2"}});

  BOOST_TEST(told(known) == Strings{"x 2022Q1 holds"}, each);
}

BOOST_AUTO_TEST_CASE(a_formula_that_reads_a_driver_is_checked_under_the_scenario) {
  const Known known({.body = "driver d : 1 = 2\n" + carried + "flow x : JPY\n  = a * d\n",
                     .actuals = {"a,2022Q1,10,JPY", "x,2022Q1,20,JPY"}});
  const Operation set = {.series = known.id("d"),
                         .span = {known.period("2022Q1"), known.period("2022Q1")},
                         .value = 3};

  BOOST_TEST(told(known) == Strings{"x 2022Q1 holds"}, each);
  BOOST_TEST(told(known, {set}) == Strings{"x 2022Q1 breaks"}, each);
}

// Half of the last digit printed: of 12, of 1.5 and of 1500 with its point, in their own unit.
BOOST_AUTO_TEST_CASE(a_figure_is_as_precise_as_its_digits) {
  const Known known({.body = "unit k = 1000 JPY\n" + carried,
                     .actuals = {"a,2022Q1,12,JPY", "a,2022Q2,1.50,k", "b,2022Q1,1.5e3,JPY"}});
  const auto half = [&](std::size_t i) { return known.model().observations[i].half_width; };

  BOOST_TEST(half(0) == 0.5);
  BOOST_TEST(half(1) == 5.0, boost::test_tools::tolerance(1e-12));  // 0.005 k
}

// The chain of cells below a figure may be as long as the longest horizon.
BOOST_AUTO_TEST_CASE(a_figure_at_the_end_of_a_long_chain_is_checked) {
  const Known known({.body = "flow x : 1\n  before = 1\n  = x[-1] + 1\n",
                     .actuals = {"x,4499Q4,10001,1,derived"},
                     .horizon = "2000Q1..4499Q4"});

  BOOST_TEST(told(known) == Strings{"x 4499Q4 holds"}, each);
}

// A branch that is missing makes the choice unknown where either may be taken.
BOOST_AUTO_TEST_CASE(a_choice_with_a_missing_branch_is_not_checked_unless_it_is_ruled_out) {
  const auto checked = [](const std::string& b) {
    const Known known({.body = "flow a : 1  actual only\nflow b : 1  actual only\n"
                               "flow x : 1\n  = if a > b then 1 / (a - a) else 5\n",
                       .actuals = {"a,2022Q1,10,1", "b,2022Q1," + b + ",1", "x,2022Q1,77,1"}});
    return told(known);
  };

  BOOST_TEST(checked("20") == Strings{"x 2022Q1 breaks"}, each);  // 5 it is, and 77 is printed
  BOOST_TEST(checked("10").empty());
  BOOST_TEST(checked("1").empty());
}

BOOST_AUTO_TEST_CASE(a_written_check_holds_within_its_tolerance) {
  ModelCheck check;
  check.comparison = Comparison::equal;
  BOOST_TEST(holds(check, 1e9, 1e9 + 0.5));  // a thousand-millionth
  BOOST_TEST(!holds(check, 1e9, 1e9 + 2));
  BOOST_TEST(holds(check, 0, 0));
  check.within = 2;
  BOOST_TEST(holds(check, 10, 12));
  BOOST_TEST(holds(check, 12, 10));
  BOOST_TEST(!holds(check, 10, 12.5));

  check.comparison = Comparison::less_equal;
  BOOST_TEST(holds(check, 12, 10));
  BOOST_TEST(!holds(check, 12.5, 10));
  BOOST_TEST(holds(check, -100, 10));
  check.within.reset();
  BOOST_TEST(holds(check, 10, 10));
  BOOST_TEST(!holds(check, 10.5, 10));

  check.comparison = Comparison::greater_equal;
  BOOST_TEST(holds(check, 10.5, 10));
  BOOST_TEST(!holds(check, 9.5, 10));
  check.within = 1;
  BOOST_TEST(holds(check, 9.5, 10));
}
