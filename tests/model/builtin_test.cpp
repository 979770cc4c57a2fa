#include "engine/model/builtin.hpp"

#include <algorithm>
#include <cmath>
#include <set>
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

// a is 2, 4, 8, 16 and then 32 over five quarters; b is 3 throughout; s a level of 10 and 14.
Known with(const std::string& formula, const std::string& unit = "JPY") {
  return Known({.body = "flow a : JPY  actual only\nflow b : JPY  actual only\n"
                        "stock s : JPY  actual only\n"
                        "one_off a in 2022Q4 = 6 JPY\none_off a in 2023Q1 = 2 JPY\n"
                        "ratio r : 1  actual only\n"
                        "flow x : " +
                        unit + "\n  = " + formula + "\n  actual only\n",
                .actuals = {"a,2022Q1,2,JPY", "a,2022Q2,4,JPY", "a,2022Q3,8,JPY", "a,2022Q4,16,JPY",
                            "a,2023Q1,32,JPY", "b,2022Q4,3,JPY", "b,2023Q1,3,JPY",
                            "s,2022Q4,10,JPY", "s,2023Q1,14,JPY"}});
}

double value(const std::string& formula, const std::string& unit = "JPY") {
  return with(formula, unit).value("x", "2023Q1");
}

struct Row {
  std::string formula;
  std::string unit;
  double expected;  // in 2023Q1
};

const std::vector<Row> rows = {
    {"abs(b - a)", "JPY", 29},
    {"abs(a - b)", "JPY", 29},
    {"cagr(a, 1)", "1", 32.0 / 2 - 1},
    {"cagr(a, 1)", "%", (32.0 / 2 - 1) * 100},
    {"clamp(a, 1 JPY, 20 JPY)", "JPY", 20},
    {"clamp(a, 40 JPY, 50 JPY)", "JPY", 40},
    {"clamp(a, 1 JPY, 50 JPY)", "JPY", 32},
    {"delay(a, 0)", "JPY", 32},
    {"delay(a, 2)", "JPY", 8},
    {"delay(a, 1.25)", "JPY", 0.75 * 16 + 0.25 * 8},
    {"exp(b / 3 JPY - 1)", "1", 1},
    {"exp(b / 3 JPY)", "1", 2.718281828459045},         // e
    {"exp(100% * b / 3 JPY)", "%", 271.8281828459045},  // a percentage is a plain number
    {"growth(a)", "1", 32.0 / 16 - 1},
    {"growth(a)", "%", (32.0 / 16 - 1) * 100},
    {"yoy(a)", "1", 32.0 / 2 - 1},
    {"log(b / 3 JPY)", "1", 0},
    {"log(a / 16 JPY)", "1", 0.6931471805599453},  // of 2
    {"max(b, a, 5 JPY)", "JPY", 32},
    {"min(a, b, 5 JPY)", "JPY", 3},
    {"sum(a, b, 5 JPY)", "JPY", 40},
    {"mean(a, b, 4 JPY)", "JPY", 13},
    {"mean(a)", "JPY", 32},
    {"mid(s)", "JPY", 12},
    {"mid(a * 2)", "JPY", 48},
    {"pow(a / 1 JPY, 2)", "1", 1024},
    {"pow(a / 2 JPY, 0.75)", "1", 8},  // 2 to the power 4 * 0.75
    {"pow(a / 2 JPY, -0.25)", "1", 0.5},
    {"ramp(a, b, 2022Q4, 2023Q2)", "JPY", 32 + 0.5 * (3 - 32)},
    {"ramp(a, b, 2022Q2, 2023Q1)", "JPY", 3},
    {"ramp(a, b, 2023Q1, 2023Q2)", "JPY", 32},
    {"sqrt((a + 4 JPY) / 1 JPY)", "1", 6},
    {"trailing4(a)", "JPY", 4 + 8 + 16 + 32},
    {"underlying(a)", "JPY", 30},
    {"underlying(a[-1])", "JPY", 10},
    {"underlying(a[-2])", "JPY", 8},
    {"present(a) * 1 JPY", "JPY", 1},
    {"present(r) * 1 JPY", "JPY", 0},
};

}  // namespace

BOOST_AUTO_TEST_CASE(each_function_has_its_value) {
  for (const Row& row : rows) {
    BOOST_TEST_CONTEXT(row.formula) { BOOST_TEST(value(row.formula, row.unit) == row.expected); }
  }
}

BOOST_AUTO_TEST_CASE(no_function_is_left_untried) {
  std::set<std::string> tried;
  for (const Row& row : rows) tried.insert(row.formula.substr(0, row.formula.find('(')));
  for (const Builtin& builtin : builtins()) {
    BOOST_TEST(tried.contains(std::string(builtin.name)), builtin.name);
  }
}

BOOST_AUTO_TEST_CASE(functions_are_in_the_order_of_their_names) {
  const auto all = builtins();
  BOOST_TEST(std::is_sorted(all.begin(), all.end(), [](const Builtin& left, const Builtin& right) {
    return left.name < right.name;
  }));
  for (const Builtin& one : all) {
    BOOST_TEST(one.signature.substr(0, one.name.size() + 1) == std::string(one.name) + "(");
  }
}

// 0.5 * (0.1 + 0.2): one rounding, in the sum.
BOOST_AUTO_TEST_CASE(mid_rounds_once) {
  const Known known({.body = "stock s : 1  actual only\nstock m : 1\n  = mid(s)\n  actual only\n",
                     .actuals = {"s,2022Q1,0.1,1", "s,2022Q2,0.2,1"}});

  BOOST_TEST(known.value("m", "2022Q2") == (0.1 + 0.2) / 2);
}

// ((1 + 1e16) + (-1e16 + 1)) is 0: the one tree. From left to right it would be 1.
BOOST_AUTO_TEST_CASE(trailing_four_adds_along_the_tree) {
  const Known known(
      {.body = "flow a : 1  actual only\nflow t : 1\n  = trailing4(a)\n"
               "  actual only\n",
       .actuals = {"a,2022Q1,1,1", "a,2022Q2,1e16,1", "a,2022Q3,-1e16,1", "a,2022Q4,1,1"}});

  BOOST_TEST(known.value("t", "2022Q4") == 0.0);
}

BOOST_AUTO_TEST_CASE(a_function_of_a_missing_cell_is_missing) {
  for (const char* formula : {"abs(a)",
                              "clamp(a, 1 JPY, 2 JPY)",
                              "clamp(1 JPY, a, 2 JPY)",
                              "clamp(1 JPY, 0 JPY, a)",
                              "max(1 JPY, a)",
                              "min(a, 1 JPY)",
                              "sum(a, 1 JPY)",
                              "mean(1 JPY, a)",
                              "mid(a)",
                              "trailing4(a)",
                              "underlying(a)",
                              "growth(a) * 1 JPY",
                              "yoy(a) * 1 JPY",
                              "cagr(a, 1) * 1 JPY",
                              "delay(a, 0)",
                              "delay(a, 0.5)",
                              "exp(a / 1 JPY) * 1 JPY",
                              "log(a / 1 JPY) * 1 JPY",
                              "pow(a / 1 JPY, 2) * 1 JPY",
                              "pow(2, a / 1 JPY) * 1 JPY",
                              "sqrt(a / 1 JPY) * 1 JPY",
                              "ramp(1 JPY, a, 2023Q1, 2023Q3)",
                              "ramp(a, 1 JPY, 2023Q1, 2023Q3)"}) {
    BOOST_TEST_CONTEXT(formula) { BOOST_TEST(is_missing(with(formula).value("x", "2023Q2"))); }
  }
}

BOOST_AUTO_TEST_CASE(arguments_are_brought_to_one_unit) {
  const Known known({.body = "unit k = 1000 JPY\nflow a : JPY  actual only\n"
                             "flow x : k\n  = max(a, 2 k)\n  actual only\n",
                     .actuals = {"a,2022Q1,3000,JPY", "a,2022Q2,500,JPY"}});

  BOOST_TEST(known.value("x", "2022Q1") == 3.0);
  BOOST_TEST(known.value("x", "2022Q2") == 2.0);
}

// In a monthly model a year ago is twelve periods ago.
BOOST_AUTO_TEST_CASE(a_year_ago_is_counted_in_the_periods_of_the_calendar) {
  const Known known({.body = "flow a : JPY  actual only\nratio x : 1\n  = yoy(a)\n  actual only\n",
                     .actuals = {"a,2022M04,2,JPY", "a,2023M04,3,JPY"},
                     .horizon = "2022M04..2023M12",
                     .calendar = "monthly, fiscal year starts april"});

  BOOST_TEST(known.value("x", "2023M04") == 0.5);
}

// Outside its domain a function has no value, and its cell is where the value went missing.
BOOST_AUTO_TEST_CASE(a_function_outside_its_domain_is_missing_where_it_stands) {
  for (const char* formula :
       {"log(3 - b / 1 JPY - 1)", "sqrt(-b / 1 JPY)", "pow(-b / 1 JPY, 0.5)",
        "pow(b / 3 JPY - 1, -1)", "exp(a * a / 1 JPY / 1 JPY)", "pow(a / 1 JPY, 300)"}) {
    BOOST_TEST_CONTEXT(formula) {
      const Known known = with(formula, "1");

      const auto program = known.lowered({known.output("x", "2023Q1")});

      BOOST_TEST_REQUIRE(program.value.has_value());
      const Constant& constant = program.value->constants[program.value->results.front().index];
      BOOST_TEST(is_missing(constant.value));
      BOOST_TEST(known.name(constant.origin) == "x 2023Q1");
    }
  }
}

// 8 after 1 in three years: doubling each year. In months three years are 36 of them.
BOOST_AUTO_TEST_CASE(yearly_growth_is_compounded_over_whole_years) {
  const std::string body =
      "flow a : JPY  actual only\nratio x : %\n  = cagr(a, 3)\n  actual only\n";
  const Known quarters({.body = body, .actuals = {"a,2020Q1,1,JPY", "a,2023Q1,8,JPY"}});
  const Known months({.body = body,
                      .actuals = {"a,2020M05,1,JPY", "a,2023M05,8,JPY"},
                      .horizon = "2022M04..2023M12",
                      .calendar = "monthly, fiscal year starts april"});

  // 1 / 3 is no double: the growth is that of 8 to a power a little less.
  BOOST_TEST(std::fabs(quarters.value("x", "2023Q1") - 100.0) < 1e-12);
  BOOST_TEST(std::fabs(months.value("x", "2023M05") - 100.0) < 1e-12);
}

// Three even steps from 2022Q2 to 2023Q1.
BOOST_AUTO_TEST_CASE(a_ramp_meets_its_ends_to_the_bit_and_stays_there) {
  const Known known({.body = "flow x : 1\n  = ramp(0.1, 0.3, 2022Q2, 2023Q1)\n"});
  const auto at = [&known](const char* period) { return known.value("x", period); };

  BOOST_TEST(at("2022Q1") == 0.1);
  BOOST_TEST(at("2022Q2") == 0.1);
  BOOST_TEST(at("2022Q3") == 0.1 + (1.0 / 3) * (0.3 - 0.1));
  BOOST_TEST(at("2022Q4") == 0.1 + (2.0 / 3) * (0.3 - 0.1));
  BOOST_TEST(at("2023Q1") == 0.3);
  BOOST_TEST(at("2023Q4") == 0.3);
}
