#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Known;
using test::Tiny;

namespace {

const std::string columns = "deal,line,ordered,start,end,amount,unit,profile,gross_margin\n";

Known with(const std::string& rows, const std::string& more = "") {
  return Known({.body = "unit k = 1000 JPY\npipeline deals from \"deals.csv\"\n" + more,
                .files = {{"deals.csv", columns + rows}}});
}

// The values of a series from 2022Q1 on, and of as many quarters as asked.
std::vector<double> values(const Known& known, const std::string& series, int quarters) {
  std::vector<double> all;
  for (int i = 0; i < quarters; ++i) {
    const Period at = known.period("2022Q1") + i;
    all.push_back(known.value(series, known.model().calendar.name({at, at})));
  }
  return all;
}

using Values = std::vector<double>;
const auto each = boost::test_tools::per_element();

}  // namespace

// 30 ordered in 2022Q2, recognised over 2022Q3..2023Q1: 10 a quarter.
BOOST_AUTO_TEST_CASE(a_deal_is_recognised_evenly_from_start_to_end) {
  const Known known = with("dc,build,2022Q2,2022Q3,2023Q1,30,JPY,even,40\n");

  BOOST_TEST(values(known, "deals.build.orders", 6) == (Values{0, 30, 0, 0, 0, 0}), each);
  BOOST_TEST(values(known, "deals.build.revenue", 6) == (Values{0, 0, 10, 10, 10, 0}), each);
  BOOST_TEST(values(known, "deals.build.backlog", 6) == (Values{0, 30, 20, 10, 0, 0}), each);
  BOOST_TEST(values(known, "deals.build.starts", 6) == (Values{0, 0, 10, 0, 0, 0}), each);
  BOOST_TEST(values(known, "deals.build.ends", 6) == (Values{0, 0, 0, 0, 0, 10}), each);
  BOOST_TEST(values(known, "deals.build.cost", 6) == (Values{0, 0, 6, 6, 6, 0}), each);
}

// What an outlook adds that carries a level on: exactly what begins, until it ends.
BOOST_AUTO_TEST_CASE(starts_less_ends_carry_a_level) {
  const Known known = with("dc,om,2022Q1,2022Q2,2022Q3,20,JPY,even,\n",
                           "flow x : JPY\n  before = 5 JPY\n"
                           "  = x[-1] + deals.om.starts - deals.om.ends\n");

  BOOST_TEST(values(known, "x", 5) == (Values{5, 15, 15, 5, 5}), each);
}

BOOST_AUTO_TEST_CASE(the_deals_of_a_line_add_up_and_lines_stand_apart) {
  const Known known = with(
      "one,build,2022Q1,2022Q1,2022Q2,20,JPY,even,\n"
      "two,build,2022Q1,2022Q2,2022Q2,7,JPY,even,\n"
      "one,om,2022Q1,2022Q1,2022Q1,3,JPY,even,\n");

  BOOST_TEST(values(known, "deals.build.revenue", 3) == (Values{10, 17, 0}), each);
  BOOST_TEST(values(known, "deals.build.orders", 3) == (Values{27, 0, 0}), each);
  BOOST_TEST(values(known, "deals.build.backlog", 3) == (Values{17, 0, 0}), each);
  BOOST_TEST(values(known, "deals.om.revenue", 3) == (Values{3, 0, 0}), each);
}

// A year as start and end: its first quarter and its last.
BOOST_AUTO_TEST_CASE(a_deal_may_name_halves_and_years) {
  const Known known = with("dc,build,FY2022,2022H2,FY2023,60,JPY,even,\n");

  BOOST_TEST(values(known, "deals.build.orders", 2) == (Values{60, 0}), each);
  BOOST_TEST(values(known, "deals.build.revenue", 8) == (Values{0, 0, 10, 10, 10, 10, 10, 10}),
             each);
}

BOOST_AUTO_TEST_CASE(a_deal_in_another_scale_is_brought_to_the_unit_of_the_first) {
  const Known known = with(
      "one,build,2022Q1,2022Q1,2022Q1,500,JPY,even,\n"
      "two,build,2022Q1,2022Q1,2022Q1,2,k,even,\n");

  BOOST_TEST(known.value("deals.build.revenue", "2022Q1") == 2500.0);
}

BOOST_AUTO_TEST_CASE(a_deals_margin_is_a_driver) {
  const Known known = with(
      "one,build,2022Q1,2022Q1,2022Q1,100,JPY,even,40\n"
      "two,build,2022Q1,2022Q1,2022Q1,10,JPY,even,50\n");
  const Operation set = {.series = known.id("deals.one.gross_margin"),
                         .span = {known.period("2022Q1"), known.period("2022Q4")},
                         .value = 25};

  BOOST_TEST(known.value("deals.build.cost", "2022Q1") == 100 * (1 - 40 * 0.01) + 10 * 0.5);
  BOOST_TEST(known.value("deals.build.cost", "2022Q1", {set}) == 75.0 + 5);
}

// The cost of a line is the cost of all its deals, so one without a margin leaves it without.
BOOST_AUTO_TEST_CASE(a_line_with_a_deal_without_margin_has_no_cost) {
  const Known known = with(
      "one,build,2022Q1,2022Q1,2022Q1,100,JPY,even,40\n"
      "two,build,2022Q1,2022Q1,2022Q1,10,JPY,even,\n"
      "three,build,2022Q1,2022Q1,2022Q1,10,JPY,even,50\n");

  BOOST_TEST(!known.model().find("deals.build.cost").has_value());
}

// 100 over three quarters leaves a third of it, and then nothing, to the bit.
BOOST_AUTO_TEST_CASE(a_backlog_ends_at_zero) {
  const Known known = with("dc,build,2022Q1,2022Q1,2022Q3,100,JPY,even,\n");

  BOOST_TEST(values(known, "deals.build.backlog", 4) ==
                 (Values{100 - 100 * (1.0 / 3), 100 - 100 * (2.0 / 3), 0, 0}),
             each);
}
