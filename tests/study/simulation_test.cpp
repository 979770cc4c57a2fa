// What a scenario says of uncertainty, down to the draws: by hand on a model that is nothing but
// its drivers.
#include "engine/study/simulation.hpp"

#include <cmath>
#include <memory>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/lower.hpp"
#include "engine/sampling/joint.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;
using iij::same_bits;

constexpr std::string_view plain_model = R"(model plain "Plain"
calendar quarterly, fiscal year starts april
horizon 2023Q1..2023Q4
unit piece
driver a : piece = 10   "A"
driver b : piece = 20   "B"
  uncertain base + normal(0, 2)
driver c : piece = 30   "C"
  uncertain uniform(0, 60)
flow sum : piece        "Sum"
  = a + b + c
flow just_a : piece     "Just A"
  = a
)";

struct Loaded {
  iij::ScratchFolder folder;
  Sources sources;
  Checked<Scenario> scenario;

  const UncertaintyPlan& plan() const { return *scenario.value->uncertainty; }
  std::string said() const {
    std::string text;
    for (const Diagnostic& one : scenario.diagnostics) text += one.message + "\n";
    return text;
  }
};

std::unique_ptr<Loaded> load(std::string_view block, std::string_view before = "") {
  auto loaded = std::make_unique<Loaded>();
  loaded->folder.write("plain.model", std::string(plain_model));
  const auto path = loaded->folder.write(
      "drawn.scenario",
      fmt::format("scenario \"Drawn\"\nmodel \"plain.model\"\n{}\n{}", before, block));
  loaded->scenario = load_scenario(path, loaded->sources);
  BOOST_TEST_REQUIRE(bool(loaded->scenario), loaded->said());
  return loaded;
}

// The figures of `series` in the four quarters, when the axes are at `point`.
std::vector<double> at_point(const Loaded& loaded, std::string_view series,
                             const std::vector<double>& point) {
  const Scenario& scenario = *loaded.scenario.value;
  std::vector<Output> outputs;
  for (Period p = scenario.model->horizon.first; p <= scenario.model->horizon.last; p = p + 1) {
    outputs.push_back({*scenario.model->find(series), {p, p}});
  }
  Operations operations = scenario.operations;
  const Operations& drawn = loaded.plan().operations;
  operations.insert(operations.end(), drawn.begin(), drawn.end());
  const auto program = lower(*scenario.precedence, operations, loaded.plan().axes, outputs);
  BOOST_TEST_REQUIRE(bool(program));
  const ListDesign design(loaded.plan().axes, Eigen::Map<const Eigen::ArrayXXd>(
                                                  point.data(), 1, Eigen::Index(point.size())));
  const auto folded = conduct({*program.value, design, RowsReducer()});
  const auto& values = dynamic_cast<const RowsReducer&>(*folded).rows().values;
  return {values.data(), values.data() + values.size()};
}

const std::string quiet = "  b ~ base\n  c ~ base\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(simulation)

// Innovations 1, 2, 4, 8 on a base of 10: 11, 13, 17, 25.
BOOST_AUTO_TEST_CASE(a_random_walk_adds_its_innovations_up) {
  const auto loaded = load("uncertainty\n  a ~ base + normal(0, 1) as random walk\n" + quiet);

  BOOST_TEST(at_point(*loaded, "just_a", {1, 2, 4, 8}) == (std::vector<double>{11, 13, 17, 25}),
             boost::test_tools::per_element());
}

// Half of what there is lasts: 1, then 0.5 + 2 = 2.5, 1.25 + 4 = 5.25, 2.625 + 8 = 10.625.
BOOST_AUTO_TEST_CASE(an_autoregressive_path_keeps_a_share_of_what_came_before) {
  const auto loaded = load("uncertainty\n  a ~ base + normal(0, 1) as ar(0.5)\n" + quiet);

  BOOST_TEST(
      at_point(*loaded, "just_a", {1, 2, 4, 8}) == (std::vector<double>{11, 12.5, 15.25, 20.625}),
      boost::test_tools::per_element());
}

// Factors 2, 3, 0.5, 1 on 10: 20, 60, 30, 30.
BOOST_AUTO_TEST_CASE(a_walk_of_factors_multiplies_them) {
  const auto loaded = load("uncertainty\n  a ~ base * lognormal(1, 1) as random walk\n" + quiet);

  BOOST_TEST(at_point(*loaded, "just_a", {2, 3, 0.5, 1}) == (std::vector<double>{20, 60, 30, 30}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_draw_is_for_all_periods_or_for_each) {
  const auto once = load("uncertainty\n  a ~ normal(0, 1)\n" + quiet);
  const auto each = load("uncertainty\n  a ~ base * normal(1, 1) each period\n" + quiet);

  BOOST_TEST(at_point(*once, "just_a", {7}) == (std::vector<double>{7, 7, 7, 7}),
             boost::test_tools::per_element());
  BOOST_TEST(at_point(*each, "just_a", {1, 2, 3, 4}) == (std::vector<double>{10, 20, 30, 40}),
             boost::test_tools::per_element());
}

// Defaults of the model first; a line of the scenario takes its place; what is new comes behind.
BOOST_AUTO_TEST_CASE(a_line_of_a_scenario_takes_the_place_of_the_default) {
  const auto loaded =
      load("uncertainty\n  a in 2023Q2..2023Q3 ~ normal(0, 1)\n  b ~ uniform(1, 2)\n");

  BOOST_TEST_REQUIRE(loaded->plan().lines.size() == 3u);
  BOOST_TEST(loaded->plan().lines[0].name == "b");
  BOOST_TEST((loaded->plan().lines[0].text.family == Family::uniform));
  BOOST_TEST(loaded->plan().lines[1].name == "c");
  BOOST_TEST(loaded->plan().lines[2].name == "a in 2023Q2..2023Q3");
  BOOST_TEST(at_point(*loaded, "sum", {1, 2, 3}) == (std::vector<double>{13, 6, 6, 13}),
             boost::test_tools::per_element());
}

// A scenario that extends another may say that a driver is certain after all; what it went along
// with does not mind.
BOOST_AUTO_TEST_CASE(a_driver_turned_certain_takes_its_correlations_with_it) {
  const auto loaded = load(
      "uncertainty\n  a ~ normal(0, 1)\n  correlate a with b at 0.5\nuncertainty\n  a ~ base\n");

  BOOST_TEST(loaded->plan().correlations.empty());
  BOOST_TEST(loaded->plan().lines.size() == 2u);
}

// What is drawn for b and c is the same to the bit whether a is drawn too or not, by random draws:
// a stands behind them, so by Sobol' points as well.
BOOST_AUTO_TEST_CASE(a_driver_more_changes_no_other_draw) {
  for (const std::string method : {"random", "sobol", "lhs", "antithetic"}) {
    const std::string head = "uncertainty\n  draw 512 by " + method + " with seed 5\n";
    const auto two = load(head + "  show sum in FY2023\n");
    const auto three = load(head + "  a ~ normal(0, 1) each period\n  show sum in FY2023\n");
    const Simulation less = simulation_of(*two->scenario.value);
    const Simulation more = simulation_of(*three->scenario.value);
    Eigen::ArrayXXd few(512, 2);
    Eigen::ArrayXXd many(512, 6);
    less.design.fill(0, few);
    more.design.fill(0, many);
    BOOST_TEST((few == many.leftCols(2)).all(), method);
  }
}

// Two scenarios have the same luck: around base their difference is that of base, in every draw.
BOOST_AUTO_TEST_CASE(scenarios_with_the_same_seed_differ_by_what_they_say) {
  const std::string block = "uncertainty\n  draw 512 by sobol\n  c ~ base\n  show sum in 2023Q2\n";
  const auto low = load(block);
  const auto high = load(block, "set b = 23");
  const auto figures = [](const Loaded& loaded) {
    const Scenario& scenario = *loaded.scenario.value;
    const Simulation one = simulation_of(scenario);
    const auto program =
        lower(*scenario.precedence, one.operations, scenario.uncertainty->axes, one.outputs);
    const auto folded = conduct({*program.value, one.design, RowsReducer()});
    return Eigen::ArrayXd(dynamic_cast<const RowsReducer&>(*folded).rows().values.col(0));
  };
  const Eigen::ArrayXd change = figures(*high) - figures(*low);

  BOOST_TEST((change - 3).abs().maxCoeff() < 1e-12);
}

// The sum of a = 10, b normal about 20 by 2 and c uniform on [0, 60]: mean 60, variance 4 + 300.
BOOST_AUTO_TEST_CASE(a_sum_of_independent_drivers_has_the_sum_of_their_variances) {
  const auto loaded = load(
      "uncertainty\n  draw 65536 by sobol with seed 3\n"
      "  chance of sum in 2023Q1 <= 60 piece\n  show sum in 2023Q1\n");
  const Scenario& scenario = *loaded->scenario.value;
  const Simulation plan = simulation_of(scenario);
  const auto result = run_simulation(scenario, request_of(scenario, plan));

  BOOST_TEST_REQUIRE(bool(result));
  const DrawnFigure& sum = result.value->distributions.front();
  BOOST_TEST(sum.mean.value == 60, boost::test_tools::tolerance(1e-4));
  BOOST_TEST(sum.deviation.value == std::sqrt(304.0), boost::test_tools::tolerance(1e-3));
  BOOST_TEST(sum.mean.low <= sum.mean.value);
  BOOST_TEST(result.value->answers.front().probability.value == 0.5,
             boost::test_tools::tolerance(2e-3));
}

// Guidance for operating profit is 315 oku, printed to the oku: met from 31,450 on. The exchange's
// rule: 10 % of revenue of 286,000 and 30 % of profits.
BOOST_AUTO_TEST_CASE(guidance_is_met_as_it_is_printed_and_revised_beyond_a_share) {
  Sources sources;
  const auto scenario = load_scenario(
      std::string(HEADWATER_SOURCE_DIR) + "/scenarios/iij/uncertainty.scenario", sources);
  BOOST_TEST_REQUIRE(bool(scenario));
  const Simulation plan = simulation_of(*scenario.value);
  std::vector<double> met;
  std::vector<double> revised;
  for (std::size_t i = 0; i < plan.events.size(); ++i) {
    const Condition& first = plan.events[i].conditions.front();
    if (plan.questions[i] == Question::guidance) met.push_back(first.value);
    if (plan.questions[i] == Question::revision) {
      revised.push_back(first.value);
      revised.push_back(plan.events[i].conditions.at(1).value);
    }
  }

  BOOST_TEST(met == (std::vector<double>{285950, 31450, 20650}), boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(revised.size() == 6u);
  BOOST_TEST(revised[0] == 257400, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(revised[1] == 314600, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(revised[2] == 22050, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(revised[3] == 40950, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
