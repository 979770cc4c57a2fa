// Projections in formulas: what is known goes on by a rule, and nothing later has a part in it.
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/projection/project.hpp"
#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Known;
using test::Tiny;

namespace {

// Two and a half years of quarters with a season, as of which more may be told.
const std::vector<double> quarters = {100, 120, 90, 140, 110, 126, 99, 150, 118, 135};

std::vector<std::string> rows_of(const std::vector<double>& values) {
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < values.size(); ++i) {
    rows.push_back(fmt::format("sales,{}Q{},{},JPY", 2021 + i / 4, 1 + i % 4, values[i]));
  }
  return rows;
}

Tiny projected_by(std::string_view call, std::vector<std::string> rows = rows_of(quarters)) {
  return {.body = fmt::format("flow sales : JPY\n  outlook = {}\n", call),
          .actuals = std::move(rows),
          .horizon = "2021Q1..2024Q4"};
}

std::string call_of(const ProjectionRow& row) {
  return std::string(row.name) + (row.arguments > 1 ? "(sales, 3)" : "(sales)");
}

std::vector<double> outlook(const Known& known) {
  std::vector<double> values;
  for (const char* period : {"2023Q3", "2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4"}) {
    values.push_back(known.value("sales", period));
  }
  return values;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(projections)

// The last of ten is 135, 2Q23; a year before 126.
BOOST_AUTO_TEST_CASE(closed_rules_are_arithmetic_of_known_values) {
  BOOST_TEST(Known(projected_by("last_value(sales)")).value("sales", "2024Q1") == 135.0);
  BOOST_TEST(Known(projected_by("seasonal_naive(sales)")).value("sales", "2023Q3") == 99.0);
  BOOST_TEST(Known(projected_by("seasonal_naive(sales)")).value("sales", "2024Q3") == 99.0);
  // (135 - 100) / 9 a quarter
  BOOST_TEST(Known(projected_by("drift(sales)")).value("sales", "2023Q4") == 135 + 35.0 * (2.0 / 9),
             boost::test_tools::tolerance(1e-15));
  BOOST_TEST(
      Known(projected_by("seasonal_growth(sales)")).value("sales", "2023Q3") == 99 * 135.0 / 126,
      boost::test_tools::tolerance(1e-15));
  BOOST_TEST(Known(projected_by("mean_of_last(sales, 3)")).value("sales", "2023Q3") ==
             (150 + 118 + 135) / 3.0);
}

BOOST_AUTO_TEST_CASE(a_fitted_rule_is_that_of_the_projection_floor_to_the_bit) {
  for (const ProjectionRow& row : projection_rules()) {
    const Projection expected = project(row.rule, quarters, {4, 3}, 6);
    BOOST_TEST(outlook(Known(projected_by(call_of(row)))) == expected.points,
               boost::test_tools::per_element());
  }
}

// 2024Q1 reads sales of a quarter before and of two, of which 2Q23 is known and 3Q23 is not.
BOOST_AUTO_TEST_CASE(what_is_known_is_itself_and_an_expression_may_be_projected) {
  const Known known({.body = "flow sales : JPY\n  outlook = sales[-1] * (1 + pace)\n"
                             "driver pace : % = mean_of_last(growth(sales), 2)\n",
                     .actuals = rows_of(quarters),
                     .horizon = "2021Q1..2024Q4"});
  const double first = 118.0 / 150 - 1;
  const double second = 135.0 / 118 - 1;
  BOOST_TEST(known.value("pace", "2023Q1") == 100 * first, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(known.value("pace", "2023Q3") == 100 * (first + second) / 2,
             boost::test_tools::tolerance(1e-14));
  BOOST_TEST(known.value("pace", "2024Q4") == known.value("pace", "2023Q3"));
  BOOST_TEST(known.value("sales", "2023Q3") == 135 * (1 + (first + second) / 2),
             boost::test_tools::tolerance(1e-14));
}

// Whatever comes after 2Q22, all that is forecast as of then is the same to the bit.
BOOST_AUTO_TEST_CASE(nothing_published_later_changes_a_projection) {
  for (const ProjectionRow& row : projection_rules()) {
    std::vector<double> other = quarters;
    for (std::size_t i = 6; i < other.size(); ++i) other[i] = 1000.0 * double(i);
    const Known here(projected_by(call_of(row)), "2022Q2");
    const Known there(projected_by(call_of(row), rows_of(other)), "2022Q2");
    for (const char* period : {"2022Q3", "2023Q1", "2023Q2", "2024Q4"}) {
      BOOST_TEST(here.value("sales", period) == there.value("sales", period), call_of(row));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_restated_figure_counts_from_its_publication_on) {
  auto rows = rows_of(quarters);
  rows.push_back("sales,2022Q2,200,JPY,,2022Q4");
  BOOST_TEST(Known(projected_by("last_value(sales)", rows), "2022Q2").value("sales", "2022Q3") ==
             126.0);
  const Known later(projected_by("mean_of_last(sales, 3)", rows), "2022Q4");
  BOOST_TEST(later.value("sales", "2023Q1") == (200 + 99 + 150) / 3.0);
}

// Of two stretches of history the later one counts: nothing is forecast over a gap.
BOOST_AUTO_TEST_CASE(history_begins_after_the_last_gap) {
  auto rows = rows_of(quarters);
  rows.erase(rows.begin() + 6);
  const Known known(projected_by("drift(sales)", rows));
  BOOST_TEST(known.value("sales", "2023Q3") == 135 + (135 - 150) / 2.0);
}

BOOST_AUTO_TEST_CASE(a_short_history_falls_back_and_says_so) {
  const Known known(projected_by("seasonal_growth(sales)", rows_of({100, 120, 90, 140})));
  BOOST_TEST(known.value("sales", "2022Q2") == 120.0);
  const std::string said = known.diagnosis();
  BOOST_TEST(said.find("note: seasonal_growth needs 5 known values; sales has 4: seasonal_naive "
                       "instead") != std::string::npos,
             said);
}

BOOST_AUTO_TEST_CASE(without_a_figure_there_is_nothing_to_project) {
  const Known known({.body = "flow sales : JPY\n  outlook = theta(sales)\n"
                             "flow cost : JPY\n  outlook = cost[-1]\n",
                     .actuals = {"cost,2022Q1,5,JPY"}});
  BOOST_TEST(is_missing(known.value("sales", "2022Q3")));
  const std::string said = known.diagnosis();
  BOOST_TEST(
      said.find("theta has nothing to go on: there is no period in which") != std::string::npos,
      said);
}

// Costs are known to 1Q22, sales to 2Q23; profit ends with costs, whatever else is projected.
BOOST_AUTO_TEST_CASE(a_projection_elsewhere_leaves_a_ragged_edge_as_it_is) {
  const auto with = [](const std::string& more) {
    auto rows = rows_of(quarters);
    rows.push_back("costs,2021Q4,50,JPY");
    rows.push_back("costs,2022Q1,60,JPY");
    return Known({.body = "flow sales : JPY\n  outlook = sales[-1]\n"
                          "flow costs : JPY\n  outlook = costs[-1]\n"
                          "flow profit : JPY\n  = sales - costs\n" +
                          more,
                  .actuals = rows,
                  .horizon = "2021Q1..2024Q4"});
  };
  const Known plain = with("");
  const Known beside = with("driver pace : % = mean_of_last(growth(sales), 4)\n");
  for (const Known* known : {&plain, &beside}) {
    BOOST_TEST(known->splice("profit") == "2022Q1");
    BOOST_TEST(known->value("profit", "2022Q2") == 126.0 - 60.0);
    BOOST_TEST((known->winner("profit", "2022Q2").rule == Rule::outlook));
  }
}

// `=` serves history while what is projected is known; what the rule makes of it is a forecast.
BOOST_AUTO_TEST_CASE(what_is_projected_is_no_history) {
  auto rows = rows_of(quarters);
  rows.push_back("costs,2021Q4,50,JPY");
  rows.push_back("costs,2022Q1,60,JPY");
  const Known known({.body = "flow sales : JPY\n  outlook = sales[-1]\n"
                             "flow costs : JPY\n  outlook = costs[-1]\n"
                             "flow smooth : JPY\n  = last_value(costs)\n",
                     .actuals = rows,
                     .horizon = "2021Q1..2024Q4"});
  BOOST_TEST(known.splice("smooth") == "2022Q1");
  BOOST_TEST((known.winner("smooth", "2021Q4").rule == Rule::history));
  BOOST_TEST((known.winner("smooth", "2022Q3").rule == Rule::outlook));
  BOOST_TEST(known.value("smooth", "2022Q3") == 60.0);
}

// In three quarters of four the argument reads nothing; its history ends with a fourth all the
// same.
BOOST_AUTO_TEST_CASE(an_argument_that_reads_nothing_in_some_quarters_ends_with_one_that_does) {
  const Known known({.body = "flow sales : JPY\n"
                             "  outlook = seasonal_naive(if quarter == 4 then sales else 0 JPY)\n",
                     .actuals = rows_of(quarters),
                     .horizon = "2021Q1..2024Q4"});
  BOOST_TEST(known.value("sales", "2023Q3") == 0.0);
  BOOST_TEST(known.value("sales", "2023Q4") == 150.0);
}

namespace {

// History that rests on a driver: sales less a part that a driver says.
Tiny with_moving_history(std::string_view call) {
  return {.body = fmt::format("flow sales : JPY\n  outlook = sales[-1]\n"
                              "driver part : % = 10%\n"
                              "flow rest : JPY\n  history = sales * (1 - part)\n  outlook = {}\n",
                              call),
          .actuals = rows_of(quarters),
          .horizon = "2021Q1..2024Q4"};
}

Operation moved(const Known& known) {
  Operation operation;
  operation.series = known.id("part");
  operation.span = known.model().horizon;
  operation.axis = 0;
  return operation;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_closed_rule_goes_along_with_a_history_that_varies) {
  const Known known(with_moving_history("mean_of_last(rest, 2)"));
  const std::vector<Axis> axes = {{"part", known.model().at(known.id("part")).unit}};
  const auto program = known.lowered({known.output("rest", "2023Q3")}, {moved(known)}, axes);
  BOOST_TEST_REQUIRE(bool(program), known.rendered(program.diagnostics));
  BOOST_TEST(!program.value->results.front().constant);
}

BOOST_AUTO_TEST_CASE(a_fit_to_a_history_that_varies_is_refused) {
  const Known known(with_moving_history("theta(rest)"));
  const std::vector<Axis> axes = {{"part", known.model().at(known.id("part")).unit}};
  const auto program = known.lowered({known.output("rest", "2023Q3")}, {moved(known)}, axes);
  BOOST_TEST(!program);
  const std::string said = known.rendered(program.diagnostics);
  BOOST_TEST(said.find("theta is fitted to known values, and here they vary") != std::string::npos,
             said);
}

// What a known figure is worth to a fit is not asked: it is as it was known.
BOOST_AUTO_TEST_CASE(what_is_added_to_a_known_cell_leaves_a_fit_as_it_is) {
  const Known known(projected_by("theta(sales)"));
  Axis axis{"sales", known.model().at(known.id("sales")).unit};
  axis.added_to = known.cell("sales", "2023Q2");
  const auto program = known.lowered({known.output("sales", "2024Q1")}, {}, {axis});
  BOOST_TEST_REQUIRE(bool(program), known.rendered(program.diagnostics));
  BOOST_TEST_REQUIRE(program.value->results.front().constant);
  const ProgramOperand& result = program.value->results.front();
  BOOST_TEST(program.value->constants[result.index].value == known.value("sales", "2024Q1"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(without_foresight)

namespace {

double value_at(const Known& known, const Vintage& vintage, std::string_view series,
                std::string_view period) {
  const Precedence then(known.model(), vintage);
  const std::vector<Output> outputs = {known.output(series, period)};
  const auto program = lower(then, {}, {}, outputs);
  BOOST_TEST_REQUIRE(bool(program), known.rendered(program.diagnostics));
  return program.value->constants[program.value->results.front().index].value;
}

}  // namespace

// A deal ordered in 4Q22 pays from 3Q23 on; one whose results named it a quarter earlier too.
BOOST_AUTO_TEST_CASE(a_deal_is_known_once_it_was_published) {
  const char* const header =
      "deal,line,ordered,start,end,amount,unit,profile,gross_margin,published\n";
  const Known known(
      {.body = "pipeline deals from \"deals.csv\"\n"
               "flow sales : JPY\n  outlook = sales[-1] + deals.works.revenue\n",
       .actuals = rows_of(quarters),
       .horizon = "2021Q1..2024Q4",
       .files = {{"deals.csv", std::string(header) +
                                   "stadium,works,2022Q4,2023Q3,2023Q3,30,JPY,even,20,\n"
                                   "museum,works,2022Q4,2023Q3,2023Q3,7,JPY,even,20,2022Q3\n"}}});
  const auto seen = [&](std::string_view origin, Foresight foresight) {
    const Vintage vintage{known.period(origin), std::nullopt, foresight, std::nullopt};
    return value_at(known, vintage, "deals.works.revenue", "2023Q3");
  };
  BOOST_TEST(seen("2022Q2", Foresight::as_written) == 37.0);
  BOOST_TEST(seen("2022Q2", Foresight::none) == 0.0);
  BOOST_TEST(seen("2022Q3", Foresight::none) == 7.0);
  BOOST_TEST(seen("2022Q4", Foresight::none) == 37.0);
}

BOOST_AUTO_TEST_CASE(a_one_off_is_known_once_it_has_come) {
  const Known known({.body = "one_off sales in 2022Q4 = 50 JPY  why \"stadium\"\n"
                             "flow sales : JPY\n  outlook = underlying(sales[-4])\n",
                     .actuals = rows_of(quarters),
                     .horizon = "2021Q1..2024Q4"});
  const Vintage before{known.period("2022Q3"), std::nullopt, Foresight::none, std::nullopt};
  // 4Q22 as of then is 4Q21, and 4Q23 is that again: nobody knows of a stadium.
  BOOST_TEST(value_at(known, before, "sales", "2023Q4") == 140.0);
  const Vintage after{known.period("2022Q4"), std::nullopt, Foresight::none, std::nullopt};
  BOOST_TEST(value_at(known, after, "sales", "2023Q4") == 100.0);
}

// Of the last three quarters known in 4Q22: 126, 99 and 150.
BOOST_AUTO_TEST_CASE(a_rolling_window_forgets_what_lies_before_it) {
  const Known known(projected_by("mean_of_last(sales, 8)"));
  Vintage vintage{known.period("2022Q4"), std::nullopt, Foresight::none, known.period("2022Q2")};
  BOOST_TEST(value_at(known, vintage, "sales", "2023Q1") == 125.0);
}

BOOST_AUTO_TEST_SUITE_END()
