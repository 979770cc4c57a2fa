#include "engine/model/static_view.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Loaded;

namespace {

// What a formula is at a period before any driver is known; absent when that is not decided yet.
std::optional<double> decided(const std::string& formula, std::string_view at,
                              const std::string& unit = "1") {
  const Loaded loaded({.body = "driver d : 1 = 7\nflow x : " + unit + "\n  = " + formula + "\n"});
  const StaticView view(loaded.model(), Day{2023, 12, 31});
  return view.value(*loaded.model().at(loaded.id("x")).plain, loaded.period(at));
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_calendar_is_known_at_every_period) {
  // 2022Q4 of a year from April: January to March 2023.
  BOOST_TEST(decided("quarter", "2022Q4").value() == 4.0);
  BOOST_TEST(decided("fiscal_year", "2022Q4").value() == 2022.0);
  BOOST_TEST(decided("month_of_year", "2022Q4").value() == 3.0);
  BOOST_TEST(decided("months / 1 month", "2022Q4").value() == 3.0);
  BOOST_TEST(decided("days", "2022Q4", "day").value() == 90.0);
  BOOST_TEST(decided("days", "2022Q1", "day").value() == 91.0);
}

BOOST_AUTO_TEST_CASE(arithmetic_on_the_calendar_is_decided) {
  BOOST_TEST(decided("fiscal_year - 1", "2022Q4").value() == 2021.0);
  BOOST_TEST(decided("quarter * 2 + 1", "2022Q2").value() == 5.0);
  BOOST_TEST(decided("-quarter", "2022Q2").value() == -2.0);
  BOOST_TEST(decided("quarter / 4", "2022Q1").value() == 0.25);
  BOOST_TEST(decided("min(quarter, 2)", "2022Q3").value() == 2.0);
  BOOST_TEST(decided("max(quarter, 2)", "2022Q3").value() == 3.0);
  BOOST_TEST(decided("quarter[-1]", "2022Q1").value() == 4.0);
  BOOST_TEST(decided("50% + quarter", "2022Q1").value() == 1.5);
}

BOOST_AUTO_TEST_CASE(a_choice_by_the_calendar_is_decided_by_the_branch_it_takes) {
  BOOST_TEST(decided("if quarter == 3 then 5 else d", "2022Q3").value() == 5.0);
  BOOST_TEST(!decided("if quarter == 3 then 5 else d", "2022Q2").has_value());
  BOOST_TEST(decided("if quarter < 2 then 5 else 6", "2022Q2").value() == 6.0);
  BOOST_TEST(decided("if quarter != 2 then 5 else 6", "2022Q2").value() == 6.0);
}

BOOST_AUTO_TEST_CASE(what_a_driver_or_a_cell_decides_is_not_decided_yet) {
  BOOST_TEST(!decided("d", "2022Q1").has_value());
  BOOST_TEST(!decided("d * 0", "2022Q1").has_value());
  BOOST_TEST(!decided("quarter + d", "2022Q1").has_value());
  BOOST_TEST(!decided("d + quarter", "2022Q1").has_value());
  BOOST_TEST(!decided("if d > 1 then 1 else 1", "2022Q1").has_value());
}

// Division by zero is left to the run, which knows to say where the value was lost.
BOOST_AUTO_TEST_CASE(a_value_that_would_be_missing_is_not_decided) {
  BOOST_TEST(!decided("1 / (quarter - 1)", "2022Q1").has_value());
  BOOST_TEST(decided("1 / (quarter - 1)", "2022Q2").value() == 1.0);
}

// 100 in 2022Q3, 20 over two quarters, and nothing elsewhere; a step of a stock stays.
BOOST_AUTO_TEST_CASE(one_offs_add_up_and_steps_stay) {
  const Loaded loaded({.body = "flow x : JPY  actual only\nstock s : JPY  actual only\n"
                               "one_off x in 2022Q3 = 100 JPY\n"
                               "one_off x in 2022Q2..2022Q3 = 20 JPY\n"
                               "one_off s from 2022Q2 = 5 JPY\n"
                               "one_off s from 2022Q4 = 2 JPY\n"});
  const StaticView view(loaded.model(), Day{2023, 12, 31});
  const auto at = [&](std::string_view series, std::string_view period) {
    return view.one_off(loaded.id(series), loaded.period(period));
  };

  BOOST_TEST(at("x", "2022Q1") == 0.0);
  BOOST_TEST(at("x", "2022Q2") == 20.0);
  BOOST_TEST(at("x", "2022Q3") == 120.0);
  BOOST_TEST(at("x", "2022Q4") == 0.0);
  BOOST_TEST(at("s", "2022Q1") == 0.0);
  BOOST_TEST(at("s", "2022Q3") == 5.0);
  BOOST_TEST(at("s", "2023Q4") == 7.0);
}
