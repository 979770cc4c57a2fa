// What each operation does, worked out by hand.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/model/model_from_text.hpp"
#include "tests/scenario/reading.hpp"

using namespace headwater;
using test::Folder;
using test::Reading;

namespace {

// x is known for two quarters, 100 and 115, and then grows by a tenth; its formula gives 110 for
// the second. d is 7, e is known to the model for two quarters only.
const std::string model_text =
    "model tiny \"Tiny\"\n"
    "calendar quarterly, fiscal year starts april\n"
    "horizon 2022Q1..2023Q4\n"
    "actuals \"a.csv\"\n"
    "driver d : JPY = 7\n"
    "driver e : JPY = 5 in 2022Q1..2022Q2\n"
    "driver share : % = 10%\n"
    "flow x : JPY\n  outlook = x[-1] * 1.1\n"
    "flow y : JPY\n  = d\n"
    "flow z : JPY\n  = e otherwise 99 JPY\n"
    "flow doubled : JPY\n  = 2 * x\n"
    "stock level : JPY\n  before = 3 JPY\n  = level[-1] + d\n"
    "ratio r : %\n  = share\n";

struct Figures {
  explicit Figures(const std::string& statements) {
    folder_.write("a.csv", "series,period,value,unit\nx,2022Q1,100,JPY\nx,2022Q2,115,JPY\n");
    folder_.write("tiny.model", model_text);
    path_ = folder_.write("s.scenario", "scenario \"S\"\nmodel \"tiny.model\"\n" + statements);
  }

  // In the quarters from 2022Q1 on, as many as are wanted.
  void are(std::string_view series, const std::vector<double>& wanted) const {
    const Reading reading(path_);
    BOOST_TEST_CONTEXT(series << "\n" << reading.messages()) {
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        const std::string period = std::to_string(2022 + i / 4) + "Q" + std::to_string(1 + i % 4);
        const double value = reading.at(series, period);
        BOOST_TEST(value == wanted[i], boost::test_tools::tolerance(1e-14));
      }
    }
  }

 private:
  Folder folder_;
  std::filesystem::path path_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(operations)

BOOST_AUTO_TEST_CASE(a_list_gives_each_period_its_value) {
  Figures("set d = [1, 2, 3] from 2022Q2 then hold\n").are("y", {7, 1, 2, 3, 3, 3, 3, 3});
  Figures("set d = [1, 2, 3] from 2022Q2 then base\n").are("y", {7, 1, 2, 3, 7, 7, 7, 7});
  Figures("set d = [1, 2] in 2022Q2..2022Q3\n").are("y", {7, 1, 2, 7});
  Figures("add [1, -2] to d in 2022H1\n").are("y", {8, 5, 7, 7});
  Figures("multiply d by [2, 3] in 2022H2\n").are("y", {7, 7, 14, 21, 7});
}

BOOST_AUTO_TEST_CASE(growth_compounds_from_the_value_before) {
  Figures("grow d by 10% from 2022Q3\n").are("y", {7, 7, 7.7, 8.47, 9.317});
  Figures("grow d by 10% in 2022H2 then hold\n").are("y", {7, 7, 7.7, 8.47, 8.47, 8.47});
  Figures("grow d by 10% in 2022H2 then base\n").are("y", {7, 7, 7.7, 8.47, 7, 7});
  Figures("grow d by [10%, 50%] in 2022H2\n").are("y", {7, 7, 7.7, 11.55, 7});
}

BOOST_AUTO_TEST_CASE(growth_and_ramps_build_on_what_stands_before_them_and_hide_what_they_cover) {
  Figures("set d = 10 in 2022Q2\nset d = 99 in 2022Q3\ngrow d by 10% in 2022Q3 then base\n")
      .are("y", {7, 10, 11, 7});
  Figures("grow d by 10% from 2022Q3\nset d = 10 in 2022Q3\n").are("y", {7, 7, 10, 8.47});
  Figures("grow d by 10% in 2022Q3 then base\nadd 1 to d in 2022Q3\n").are("y", {7, 7, 8.7, 7});
  // The second builds on the first: 7.7 in 2022Q3, then twice as much.
  Figures("grow d by 10% from 2022Q3\ngrow d by 100% in 2022Q4 then base\n")
      .are("y", {7, 7, 7.7, 15.4, 9.317});
}

BOOST_AUTO_TEST_CASE(a_ramp_goes_in_equal_steps) {
  Figures("ramp d to 11 in 2022Q1..2022Q4 then hold\n").are("y", {8, 9, 10, 11, 11, 11});
  Figures("ramp d to 11 in 2022Q3..2022Q4 then base\n").are("y", {7, 7, 9, 11, 7});
  Figures("set d = 3 in 2022Q2\nramp d to 11 in 2022Q3..2022Q4 then hold\nadd 1 to d from 2023Q1\n")
      .are("y", {7, 3, 7, 11, 12});
}

BOOST_AUTO_TEST_CASE(a_driver_has_a_value_where_a_scenario_gives_it_one) {
  Figures("").are("z", {5, 5, 99, 99});
  Figures("set e = 9 from 2022Q3\n").are("z", {5, 5, 9, 9});
  Figures("add 1 to e from 2022Q2\n").are("z", {5, 6, 99});
  Figures("ramp e to 9 in 2022Q3..2022Q4 then hold\n").are("z", {5, 5, 7, 9, 9});
}

// Without it the model cannot be read: a forecast needs the driver.
BOOST_AUTO_TEST_CASE(what_a_scenario_sets_is_no_longer_missing) {
  Folder folder;
  folder.write(
      "tiny.model",
      "model tiny \"Tiny\"\ncalendar quarterly, fiscal year starts april\n"
      "horizon 2022Q1..2022Q4\ndriver e : JPY = 5 in 2022Q1..2022Q2\nflow z : JPY\n  = e\n");
  const std::string head = "scenario \"S\"\nmodel \"tiny.model\"\n";
  const Reading without(folder.write("without.scenario", head));
  BOOST_TEST(without.codes() == std::vector<std::string>{"forecast-of-missing"});
  const Reading with(folder.write("with.scenario", head + "set e = 9 from 2022Q3\n"));
  BOOST_TEST(with.at("z", "2022Q4") == 9.0);
}

BOOST_AUTO_TEST_CASE(add_factors_come_after_the_outlook_and_are_read_by_what_follows) {
  Figures("").are("x", {100, 115, 126.5, 139.15});
  Figures("add 10 JPY to x in 2022Q3 why \"licence\"\n").are("x", {100, 115, 136.5, 150.15});
  Figures("multiply x by 2 in 2022Q3\n").are("x", {100, 115, 253, 278.3});
  Figures("add 10 JPY to x in 2022Q3\nmultiply x by 2 in 2022Q3\n").are("x", {100, 115, 273});
  Figures("multiply x by 2 in 2022Q3\nadd 10 JPY to x in 2022Q3\n").are("x", {100, 115, 263});
  Figures("add 10 JPY to x in 2022Q3\n").are("doubled", {200, 230, 273, 300.3});
  Figures("add 10 JPY to x in 2022Q1..2022Q3\n").are("x", {100, 115, 136.5});
  Figures("add 10 JPY to x from 2022Q3 expires 2022Q4\n")
      .are("x", {100, 115, 136.5, 160.15, 176.165});
  Figures("add 1 pp to r in 2022Q3\n").are("r", {10, 10, 11, 10});
}

// The splice's residual is 115 - 110 = 5: half of it, then a quarter.
BOOST_AUTO_TEST_CASE(a_residual_is_carried_and_fades) {
  Figures("carry x by 50%\n").are("x", {100, 115, 126.5 + 2.5, 129 * 1.1 + 1.25});
  Figures("carry x by 50% from 2022Q4\n").are("x", {100, 115, 126.5, 126.5 * 1.1 + 1.25});
  Figures("carry x by 1\n").are("x", {100, 115, 131.5, 131.5 * 1.1 + 5});
  Figures("carry x by 0\n").are("x", {100, 115, 126.5});
}

BOOST_AUTO_TEST_CASE(a_fix_wins_over_formula_and_observation) {
  Figures("fix x = 50 JPY in 2022Q3\n").are("x", {100, 115, 50, 55, 60.5});
  Figures("fix x = 50 JPY in 2022Q3\n").are("doubled", {200, 230, 100, 110});
  Figures("fix x = 50 JPY in 2022Q1\n").are("x", {50, 115, 126.5});
  Figures("fix x = 50 JPY in 2022Q1\n").are("doubled", {100, 230, 253});
  Figures("fix x = 50 JPY in 2022Q2\n").are("x", {100, 50, 55});
  Figures("fix x = [1, 2] in 2022H2\n").are("x", {100, 115, 1, 2, 2.2});
  Figures("fix x = [1, 2] from 2022Q3 then hold\n").are("x", {100, 115, 1, 2, 2, 2, 2});
  Figures("fix level = 20 JPY in 2022Q2\n").are("level", {10, 20, 27});
  // Fixes come last, and of two the later wins.
  Figures("fix x = 50 JPY in 2022Q3\nadd 10 JPY to x in 2022Q3..2022Q4\n")
      .are("x", {100, 115, 50, 65});
  Figures("fix x = 50 JPY from 2022Q3\nfix x = 60 JPY in 2022Q4\n")
      .are("x", {100, 115, 50, 60, 50});
}

// Of a year ago 100 and 115, so that 430 falls into 200 and 230.
BOOST_AUTO_TEST_CASE(a_fixed_total_is_spread) {
  Figures("fix x total 300 JPY in 2022H2 by even profile\n").are("x", {100, 115, 150, 150, 165});
  Figures("fix x total 430 JPY in 2023H1 by last year's profile\n")
      .are("x", {100, 115, 126.5, 139.15, 200, 230, 253});
  Figures("fix x total 100 JPY in FY2022 by even profile\n").are("x", {25, 25, 25, 25});
}

BOOST_AUTO_TEST_CASE(a_fix_is_freed_where_it_is_said) {
  Figures("fix x = 50 JPY from 2022Q3\nunfix x in 2022Q4\n").are("x", {100, 115, 50, 55, 50});
  Figures("fix x = 50 JPY from 2022Q3\nunfix x\n").are("x", {100, 115, 126.5, 139.15});
  Figures("fix x = 50 JPY in 2022H2\nunfix x in 2022H2\nfix x = 60 JPY in 2022Q4\n")
      .are("x", {100, 115, 126.5, 60});
}

BOOST_AUTO_TEST_SUITE_END()
