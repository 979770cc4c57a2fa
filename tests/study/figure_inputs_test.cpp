// What a figure rests on, by hand.
//
// sales = 20 hours * 5 = 100 of a judged number and a printed rate, and 40 were printed the quarter
// before. total = sales + twice what was printed = 100 + 80.
#include "engine/study/figure_inputs.hpp"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "engine/app/explain_inputs.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;

constexpr std::string_view office_model = R"(model office "Office"
calendar quarterly, fiscal year starts april
horizon 2022Q1..2023Q4
unit hour
actuals "actuals.csv"
driver hours : hour per quarter = 20
  range 10 to 26  basis judgement "as told"
driver rate  : JPY / hour = 5
  range 4 to 8  basis printed "price list"
driver share : % = 10%
  basis history "as ever"
flow   sales : JPY
  outlook = hours * rate
flow   total : JPY
  outlook = sales + 2 * total[-1]
flow   cost  : JPY
  outlook = share * (total - sales)
)";

FigureInputs inputs_of(std::string_view figure, std::string_view changes = "") {
  const iij::ScratchFolder folder;
  folder.write("office.model", office_model);
  folder.write("actuals.csv",
               "series,period,value,unit,basis,source\nsales,2022Q2,30,JPY,reported,p.1\n"
               "total,2022Q2,40,JPY,derived,p.1\ncost,2022Q2,4,JPY,reported,p.1\n");
  const auto path = folder.write(
      "office.scenario",
      "scenario \"Office\"\nmodel \"office.model\"\nas of 2022Q2\n" + std::string(changes));
  Sources sources;
  const auto scenario = load_scenario(path, sources);
  BOOST_TEST_REQUIRE(scenario.value.has_value());
  const Model& model = *scenario.value->model;
  const PeriodSpan span = *model.calendar.parse("2022Q3");
  return figure_inputs(*scenario.value, {*model.find(figure), span});
}

std::string shares(const FigureInputs& inputs) {
  std::string text;
  for (const std::string& one : share_words(inputs)) text += one + " ";
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inputs_of_figures)

// Weights: hours 20 * 5 = 100, rate 5 * 20 = 100, the derived figure 40 * 2 = 80; of 280.
BOOST_AUTO_TEST_CASE(shares_are_of_all_that_a_figure_is_made_of) {
  const FigureInputs inputs = inputs_of("total");
  BOOST_TEST_REQUIRE(inputs.shares.size() == 3u);
  BOOST_TEST((inputs.shares[0].basis == InputBasis::printed));
  BOOST_TEST(inputs.shares[0].share == 100.0 / 280, boost::test_tools::tolerance(1e-14));
  BOOST_TEST((inputs.shares[1].basis == InputBasis::derived));
  BOOST_TEST(inputs.shares[1].share == 80.0 / 280, boost::test_tools::tolerance(1e-14));
  BOOST_TEST((inputs.shares[2].basis == InputBasis::judgement));
}

// Hours 8 to either side are 40, the rate 2 to either side likewise 40: equals by name.
BOOST_AUTO_TEST_CASE(levers_are_half_a_range_by_the_derivative) {
  const FigureInputs inputs = inputs_of("total");
  BOOST_TEST_REQUIRE(inputs.levers.size() == 2u);
  BOOST_TEST(inputs.levers[0].half_range == 8);
  BOOST_TEST(inputs.levers[0].effect == 40);
  BOOST_TEST(inputs.levers[1].half_range == 2);
  BOOST_TEST(inputs.levers[1].effect == 40);
}

// cost = share * 2 * 40, whatever the sales: they cancel, to the last of their inputs.
BOOST_AUTO_TEST_CASE(what_cancels_weighs_nothing) {
  BOOST_TEST(shares(inputs_of("cost")) == "derived 50% history 50% ");
  BOOST_TEST(inputs_of("cost").levers.empty());
}

// The scenario's hours: 100 of 280. Its add factor: 20 beside the 280.
BOOST_AUTO_TEST_CASE(what_a_scenario_sets_or_adds_rests_on_the_scenario) {
  BOOST_TEST(shares(inputs_of("total", "set hours = 20 hour\n")) ==
             "printed 36% derived 29% scenario 36% ");
  BOOST_TEST(shares(inputs_of("total", "add 20 JPY to sales in 2022Q3\n")) ==
             "printed 33% derived 27% judgement 33% scenario 7% ");
  BOOST_TEST(shares(inputs_of("total", "fix total = 99 JPY in 2022Q3\n")) == "scenario 100% ");
}

BOOST_AUTO_TEST_SUITE_END()
