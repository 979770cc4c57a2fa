// A hint can be typed: put in place of what was wrong, it makes the file load without a word.
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"
#include "tests/app/console_run.hpp"

namespace {

namespace fs = std::filesystem;
using namespace headwater;

const fs::path golden_folder = fs::path(HEADWATER_SOURCE_DIR) / "tests/golden/errors";

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A golden input, what is wrong in it, and what its hint says to type instead.
struct Mend {
  std::string file;
  std::string wrong;
  std::string typed;
  std::string added = "";  // a further line of the hint, at the end of the file
};

std::string mended(const Mend& mend) {
  std::string text = text_of(golden_folder / mend.file);
  const std::size_t at = text.find(mend.wrong);
  BOOST_TEST_REQUIRE(at != std::string::npos, mend.file << " holds no " << mend.wrong);
  BOOST_TEST_REQUIRE(text.find(mend.wrong, at + 1) == std::string::npos,
                     mend.file << " holds it twice: " << mend.wrong);
  return text.replace(at, mend.wrong.size(), mend.typed) + mend.added;
}

std::string hint_of(const std::string& said) {
  const std::size_t at = said.find("= hint: ");
  return at == std::string::npos ? "" : said.substr(at, said.find('\n', at) - at);
}

// `typed` without the words around it that the wrong text has too.
void check_mend(const Mend& mend, const std::string& hinted) {
  BOOST_TEST_CONTEXT(mend.file << ": " << mend.typed) {
    const TemporaryFolder folder;
    fs::copy(golden_folder / "data", folder.path / "data");
    const WorkingFolder here(golden_folder);
    const std::string hint = hint_of(run_args({"check", mend.file}).console.err);
    BOOST_TEST(hint.find(hinted) != std::string::npos, "the hint is " << hint);

    const fs::path file = folder.path / mend.file;
    std::ofstream(file, std::ios::binary) << mended(mend);
    const ConsoleRun run = run_args({"check", "--no-lint", file.string()});
    BOOST_TEST(int(run.exit) == 0);
    // A note may name studies that `check` does not run; nothing else is left to say.
    BOOST_TEST(run.console.err.find("error:") == std::string::npos, run.console.err);
    BOOST_TEST(run.console.err.find("warning:") == std::string::npos, run.console.err);
  }
}

void check_mend(const Mend& mend) { check_mend(mend, mend.typed); }

// A model of money alone, quarter by quarter, and the value of `cost` in its first period.
double first_cost(const std::string& body) {
  const TemporaryFolder folder;
  const fs::path file = folder.path / "plan.model";
  std::ofstream(file) << "model plan \"Plan\"\ncalendar quarterly\nhorizon 2022Q1..2022Q4\n" + body;
  Sources sources;
  const auto scenario = load_scenario(file, sources);
  BOOST_TEST_REQUIRE(bool(scenario));
  const auto run = run_everything(*scenario.value);
  BOOST_TEST_REQUIRE(bool(run));
  const Model& model = *scenario.value->model;
  const Period first = model.horizon.first;
  return run.value->figures.at(*model.find("cost"), {first, first});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hints_work)

BOOST_AUTO_TEST_CASE(people_are_priced_before_they_are_added_to_money) {
  check_mend({"add_people_to_money.model", "rent + headcount\n",
              "rent + mid(headcount) * wage * months\n"},
             "mid(headcount) * wage * months");
}

BOOST_AUTO_TEST_CASE(yen_and_yen_mn_are_strangers_until_one_is_declared_by_the_other) {
  check_mend(
      {"add_money_of_undeclared_scale.model", "unit JPY mn\n", "unit JPY mn = 1000000 JPY\n"},
      "unit JPY mn = 1000000 JPY");
}

// 1 JPY mn + 500,000 JPY = 1.5 JPY mn, and the other way round 1,500,000 JPY.
BOOST_AUTO_TEST_CASE(a_declared_scale_converts_by_itself) {
  const std::string drivers =
      "unit JPY mn = 1000000 JPY\n"
      "driver payroll : JPY mn = 1\n"
      "driver rent : JPY = 500000\n";
  BOOST_TEST(first_cost(drivers + "flow cost : JPY mn\n  = payroll + rent\n") == 1.5);
  BOOST_TEST(first_cost(drivers + "flow cost : JPY mn\n  = rent + payroll\n") == 1.5);
  BOOST_TEST(first_cost(drivers + "flow cost : JPY\n  = payroll + rent\n") == 1500000.0);
}

BOOST_AUTO_TEST_CASE(a_monthly_price_becomes_a_flow_through_months) {
  check_mend({"monthly_price_as_quarterly_flow.model", "= rent_per_month\n",
              "= rent_per_month * months\n"},
             "rent_per_month * months");
}

// 12 JPY mn a month are 36 in a quarter of three months.
BOOST_AUTO_TEST_CASE(and_the_flow_is_three_months_of_it) {
  BOOST_TEST(first_cost("unit JPY mn = 1000000 JPY\n"
                        "driver rent : JPY mn / month = 12\n"
                        "flow cost : JPY mn\n  = rent * months\n") == 36.0);
}

BOOST_AUTO_TEST_CASE(a_bare_number_beside_yen_says_its_unit) {
  check_mend({"bare_number_beside_money.model", "payroll + 40\n", "payroll + 40 JPY mn\n"},
             "40 JPY mn");
}

BOOST_AUTO_TEST_CASE(adding_one_percent_to_a_percentage_has_two_readings) {
  const std::string file = "add_percent_to_percentage.scenario";
  check_mend({file, "add 1% to sales.growth", "add 1 pp to sales.growth"});
  check_mend({file, "add 1% to sales.growth", "multiply sales.growth by 1.01"});
}

BOOST_AUTO_TEST_CASE(so_has_taking_it_in_a_sweep) {
  const std::string file = "sweep_adds_percent_to_percentage.scenario";
  const std::string rest = ", base, base + 1%";
  check_mend({file, "base - 1%" + rest, "base - 1 pp, base, base + 1 pp"}, "base - 1 pp");
  check_mend({file, "base - 1%" + rest, "base * 0.99, base, base * 1.01"}, "base * 0.99");
}

BOOST_AUTO_TEST_CASE(hints_about_units_work) {
  const std::string price = "driver unit_price : JPY mn / person = 1\n";
  for (const Mend& mend : std::vector<Mend>{
           {"subtract_people_from_money.model", "rent - hires\n", "rent - hires * unit_price\n",
            price},
           {"compare_people_with_money.model", ">= hires\n", ">= hires * unit_price\n", price},
           {"otherwise_people.model", "otherwise hires\n", "otherwise hires * unit_price\n", price},
           {"choose_between_people_and_money.model", "else hires\n", "else hires * unit_price\n",
            price},
       }) {
    check_mend(mend, "driver unit_price : JPY mn / person = 1, then hires * unit_price");
  }
  check_mend({"add_dollars_to_yen.model", "licences +", "licences * unit_price +",
              "driver unit_price : JPY / USD = 150\n"},
             "driver unit_price : JPY / USD = 1, then licences * unit_price");
  check_mend({"price_times_people_is_too_much.model", "hires * wage", "hires * wage * months"});
  check_mend({"amount_where_monthly_price_is_due.model", "  = cost\n", "  = cost / months\n"},
             "cost / months");
  check_mend({"percentage_as_amount.model", "  = margin\n", "  = sales * margin\n"},
             "sales * margin");
  check_mend({"amount_as_percentage.model", "  = profit\n", "  = profit per sales\n"},
             "profit per sales");
  check_mend({"add_percentage_to_amount.model", "+ growth\n", "+ sales[-1] * growth\n"},
             "sales[-1] * growth");
  check_mend({"plain_number_as_amount.model", "= quarter", "= quarter * 1 JPY mn"},
             "quarter * 1 JPY mn");
  check_mend({"bare_number_as_formula.model", "= 40\n", "= 40 JPY mn\n"}, "40 JPY mn");
  check_mend({"bare_sum_beside_money.model", "(2 + 3)", "(2 + 3) * 1 JPY mn"});
  check_mend({"driver_value_in_people.model", "0.6 person", "0.6 JPY mn / month / person"});
  check_mend({"set_in_people.scenario", "3 person", "3 %"});
  check_mend({"add_people_to_wage.scenario", "1 person", "1 JPY mn / month / person"});
  check_mend({"multiply_by_money.scenario", "by 2 JPY mn\n", "by 2\n"}, "say it in that unit: 2");
  check_mend({"part_of_unit_unknown.model", "lien", "line"});
  check_mend({"unknown_unit.model", "stock", "unit worker\nstock"}, "unit worker");
}

BOOST_AUTO_TEST_CASE(hints_about_names_and_periods_work) {
  check_mend({"misspelt_name_in_formula.model", "rent.ofice", "rent.office"});
  check_mend({"unknown_statement.model", "flwo", "flow"});
  check_mend({"unknown_clause.model", "rnage", "range"});
  check_mend({"set_misspelt_driver.scenario", "sales.grwth", "sales.growth"});
  check_mend({"periods_backwards.model", "2024Q1..2023Q1", "2023Q1..2024Q1"});
  check_mend({"range_backwards.model", "range 50 to 30", "range 30 to 50"});
  check_mend({"bare_year_as_period.model", "in 2023,", "in FY2023,"}, "FY2023");
  check_mend({"set_after_the_horizon.scenario", "in FY2030", "in FY2024"});
  check_mend({"as_of_after_the_horizon.scenario", "as of 2030Q1", "as of 2024Q4"});
  check_mend({"one_off_of_flow_from.model", "one_off cost from 2023Q1", "one_off cost in 2023Q1"});
  check_mend({"one_off_of_stock_in.model", "one_off debt in 2023Q1", "one_off debt from 2023Q1"});
  check_mend({"table_named_without_brackets.model", "= rates\n", "= rates(fiscal_year)\n"},
             "rates(fiscal_year)");
  check_mend({"misspelt_calendar.model", "calendar montly", "calendar monthly"});
}

BOOST_AUTO_TEST_CASE(hints_about_where_a_series_begins_work) {
  check_mend({"forecast_reads_before_the_beginning.model", "  = sales[-1]",
              "  before = 100 JPY mn\n  = sales[-1]"},
             "before = 100 JPY mn");
  check_mend({"driver_reads_itself.model", "driver rent : JPY mn\n  = rent[-1] * 1.02\n",
              "driver rent : JPY mn = 100 in ..2022Q1, rent[-1] from 2022Q2\n"},
             "driver rent : JPY mn = 100 in ..2022Q1, rent[-1] from 2022Q2");
  check_mend({"before_reads_itself.model", "before = debt[-1]", "before = 100 JPY mn"});
  check_mend({"before_in_a_circle.model", "before = cash\n", "before = 100 JPY mn\n"},
             "before = 100 JPY mn");
  check_mend(
      {"driver_has_no_value_in_a_forecast.model", "45 in FY2023", "45 in FY2023, 0 from 2024Q1"},
      "0 from 2024Q1");
  check_mend({"table_without_a_year.model", "rates(fiscal_year) *",
              "(rates(fiscal_year) otherwise rates(fiscal_year - 1)) *"},
             "rates(fiscal_year) otherwise rates(fiscal_year - 1)");
  check_mend({"driver_values_overlap.model", "40 in 2023H2", "40 in 2023Q3"});
  check_mend({"series_without_outlook.model", "flow   cost : JPY mn\n",
              "flow   cost : JPY mn\n  before = 40 JPY mn\n  outlook = cost[-1]\n"},
             "outlook = cost[-1]");
}

BOOST_AUTO_TEST_CASE(hints_about_spelling_and_signs_work) {
  check_mend({"curly_quotes.model", "“Rent”", "\"Rent\""});
  check_mend({"full_width_digits.model", "４０", "40"});
  check_mend({"series_without_unit.model", "flow cost = 40", "flow cost : JPY mn = 40"},
             "flow cost : JPY mn");
  check_mend({"upper_case_name.model",
              "driver Rent.Office : JPY mn = 40\nflow cost : JPY mn\n  = Rent.Office",
              "driver rent.office : JPY mn = 40\nflow cost : JPY mn\n  = rent.office"},
             "rent.office");
  check_mend({"driver_by_month_in_quarters.model", "by month of year = M01 4%, else 0%",
              "by quarter of year = Q1 4%, else 0%"});
}

BOOST_AUTO_TEST_SUITE_END()
