// Tables looked up by fiscal year and vintage, as a model reads them.
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "engine/model/arithmetic.hpp"
#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Known;
using test::Tiny;

namespace {

// FY2022 is presented twice and fixed once; FY2023 is first presented after its year began.
const std::string rates =
    "fiscal_year,basis,value,presented_on,source\n"
    "FY2021,presented,100,2020-03,p.1\n"
    "FY2022,presented,90,2021-03,p.2\n"
    "FY2022,presented,80,2022-03,p.3\n"
    "FY2022,fixed,70,,p.4\n"
    "FY2023,presented,60,2023-06,p.5\n";

Known with(const std::string& formula, std::string_view as_of = "2022Q4") {
  return Known({.body = "table rate : JPY from \"rates.csv\"\n"
                        "  by fiscal_year, vintage presented_on where basis != fixed\n"
                        "table settled : JPY from \"rates.csv\"\n"
                        "  by fiscal_year where basis = fixed\n"
                        "flow x : JPY\n  = " +
                        formula + "\n",
                .files = {{"rates.csv", rates}}},
               as_of);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_table_gives_the_latest_row_of_its_key) {
  BOOST_TEST(with("rate(2021)").value("x", "2022Q1") == 100.0);
  BOOST_TEST(with("rate(fiscal_year)").value("x", "2022Q1") == 80.0);
  BOOST_TEST(with("rate(fiscal_year - 1)").value("x", "2022Q1") == 100.0);
}

// By the start of fiscal 2022, April 2022, the row of March 2022 is there; a year earlier it is
// not.
BOOST_AUTO_TEST_CASE(by_start_of_a_year_later_rows_are_not_there) {
  BOOST_TEST(with("rate(2022, by start of 2022)").value("x", "2022Q1") == 80.0);
  BOOST_TEST(with("rate(2022, by start of 2021)").value("x", "2022Q1") == 90.0);
  BOOST_TEST(with("rate(2022, by start of fiscal_year - 1)").value("x", "2022Q1") == 90.0);
  BOOST_TEST(with("rate(2023, by start of 2023) otherwise 1 JPY", "2023Q4").value("x", "2023Q4") ==
             1.0);
}

// The row of 2023 was presented in June 2023, in the first quarter of fiscal 2023.
BOOST_AUTO_TEST_CASE(rows_presented_after_as_of_do_not_exist) {
  BOOST_TEST(with("rate(2023) otherwise 1 JPY", "2022Q4").value("x", "2023Q1") == 1.0);
  BOOST_TEST(with("rate(2023) otherwise 1 JPY", "2023Q1").value("x", "2023Q1") == 60.0);
  BOOST_TEST(with("rate(2022)", "2021Q3").value("x", "2022Q1") == 90.0);
}

BOOST_AUTO_TEST_CASE(a_condition_chooses_the_rows_of_a_table) {
  BOOST_TEST(with("settled(2022)").value("x", "2022Q1") == 70.0);
  BOOST_TEST(with("settled(2021) otherwise 1 JPY").value("x", "2022Q1") == 1.0);
}

BOOST_AUTO_TEST_CASE(a_missing_row_is_an_error_that_names_the_table) {
  const Known known = with("settled(fiscal_year)", "2021Q4");

  const auto diagnostics = known.precedence().diagnose();

  BOOST_TEST_REQUIRE(diagnostics.size() == 1u);
  BOOST_TEST(diagnostics[0].code == "forecast-of-missing");
  BOOST_TEST(diagnostics[0].message.find("x in 2023Q1") != std::string::npos,
             diagnostics[0].message);
  BOOST_TEST(diagnostics[0].message.find("settled") != std::string::npos, diagnostics[0].message);
}

BOOST_AUTO_TEST_CASE(in_history_a_missing_row_is_missing) {
  const Known known({.body = "table settled : JPY from \"rates.csv\"\n  by fiscal_year\n"
                             "flow a : JPY  actual only\nflow x : JPY\n  = settled(fiscal_year)\n"
                             "  actual only\n",
                     .actuals = {"a,2023Q4,1,JPY"},
                     .files = {{"rates.csv", "fiscal_year,value\nFY2023,5\n"}}});

  BOOST_TEST((known.winner("x", "2022Q4").rule == Rule::missing));
  BOOST_TEST(is_missing(known.value("x", "2022Q4")));
  BOOST_TEST(known.value("x", "2023Q1") == 5.0);
}

BOOST_AUTO_TEST_CASE(a_table_keeps_its_unit) {
  const Known known({.body = "unit k = 1000 JPY\ntable rate : k from \"rates.csv\"\n"
                             "  by fiscal_year\nflow x : JPY\n  = rate(fiscal_year)\n",
                     .files = {{"rates.csv", "fiscal_year,value\nFY2022,5\nFY2023,6\n"}}});

  BOOST_TEST(known.value("x", "2022Q4") == 5000.0);
}

namespace {

// Two shops and two products by quarter; the price of rice in ginza was corrected within a month.
const std::string prices =
    "period,shop,product,value,presented_on\n"
    "2022Q1,ginza,rice,400,2022-02-10\n"
    "2022Q1,ginza,rice,410,2022-02-25\n"
    "2022Q1,ginza,tea,90,2022-02-10\n"
    "2022Q1,ueno,rice,380,2022-02-10\n"
    "2022Q2,ginza,rice,430,2022-08-20\n"
    "2022Q2,\"kita, 2\",rice,300,2022-08-20\n";

// As of 2022Q2, whose results came out on 2022-08-19, unless another day or period is named.
double price(const std::string& formula, std::string_view as_of = "2022Q2",
             std::string_view at = "2022Q1") {
  const Known known({.body = "results \"results.csv\"\n"
                             "table price : JPY from \"prices.csv\"\n"
                             "  by period, shop, product, vintage presented_on\n"
                             "flow x : JPY\n  = " +
                             formula + "\n",
                     .files = {{"prices.csv", prices},
                               {"results.csv",
                                "period,date\n2021Q4,2022-02-15\n2022Q1,2022-05-13\n"
                                "2022Q2,2022-08-19\n2022Q3,2022-11-11\n"}}},
                    as_of);
  return known.value("x", at);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_table_of_several_keys_gives_the_row_of_all_of_them) {
  BOOST_TEST(price("price(period, \"ginza\", \"tea\")") == 90.0);
  BOOST_TEST(price("price(period, \"ueno\", \"rice\")") == 380.0);
  BOOST_TEST(price("price(period, \"ueno\", \"tea\") otherwise 1 JPY") == 1.0);
  BOOST_TEST(price("price(period, \"ueno\", \"rice\") otherwise 1 JPY", "2022Q2", "2022Q2") == 1.0);
}

BOOST_AUTO_TEST_CASE(a_period_as_a_key_may_be_reckoned_with) {
  BOOST_TEST(price("price(period - 1, \"ginza\", \"rice\")", "2022Q2", "2022Q2") == 410.0);
  BOOST_TEST(price("price(period, \"ueno\", \"rice\") otherwise 1 JPY", "2022Q2", "2022Q3") == 1.0);
}

BOOST_AUTO_TEST_CASE(a_text_as_a_key_is_all_that_stands_in_its_cell) {
  BOOST_TEST(price("price(period, \"kita, 2\", \"rice\")", "2022Q3", "2022Q2") == 300.0);
}

// The first row was presented on 10 February, its correction on the 25th, both before the results
// of 2022Q1; the results of 2021Q4 lie between them.
BOOST_AUTO_TEST_CASE(a_vintage_is_known_from_its_day) {
  const std::string formula = "price(period, \"ginza\", \"rice\") otherwise 1 JPY";
  BOOST_TEST(price(formula, "2021Q4") == 400.0);
  BOOST_TEST(price(formula, "2022-02-24") == 400.0);
  BOOST_TEST(price(formula, "2022-02-25") == 410.0);
  BOOST_TEST(price(formula, "2022Q1") == 410.0);
}

// The results of 2022Q2 came out a day before the prices of that quarter.
BOOST_AUTO_TEST_CASE(a_row_of_the_day_after_the_results_is_not_known_with_them) {
  const std::string formula = "price(period, \"ginza\", \"rice\") otherwise 1 JPY";
  BOOST_TEST(price(formula, "2022Q2", "2022Q2") == 1.0);
  BOOST_TEST(price(formula, "2022-08-20", "2022Q2") == 430.0);
  BOOST_TEST(price(formula, "2022Q3", "2022Q2") == 430.0);
}

// What was presented until April 2022: the corrected row, but none of the next quarter.
BOOST_AUTO_TEST_CASE(by_start_of_a_year_goes_with_keys_of_any_kind) {
  const std::string formula =
      "price(period, \"ginza\", \"rice\", by start of 2022) otherwise 1 JPY";
  BOOST_TEST(price(formula, "2022Q3") == 410.0);
  BOOST_TEST(price(formula, "2022Q3", "2022Q2") == 1.0);
  const std::string before = "price(period, \"ginza\", \"rice\", by start of 2021) otherwise 1 JPY";
  BOOST_TEST(price(before, "2022Q3") == 1.0);
}
