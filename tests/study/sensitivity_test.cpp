// The four methods on models whose answer is known: they must agree where theory says so.
#include "engine/study/sensitivity.hpp"

#include <memory>
#include <numeric>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "tests/study/iij.hpp"

namespace {

using namespace headwater;

constexpr std::string_view weighed_model = R"(model weighed "Weighed"
calendar annual
horizon FY2023..FY2023
unit piece
driver a : piece = 0   "A"
driver b : piece = 0   "B"
driver c : piece = 0   "C"
flow y : piece         "Y"
  = 3 * a + 4 * b
flow z : piece         "Z"
  = a + b + c
group "Both" = a, b
)";

struct Loaded {
  iij::ScratchFolder folder;
  Sources sources;
  Checked<Scenario> scenario;
};

std::unique_ptr<Loaded> load(std::string_view model, std::string_view block) {
  auto loaded = std::make_unique<Loaded>();
  loaded->folder.write("weighed.model", std::string(model));
  const auto path = loaded->folder.write(
      "drawn.scenario", fmt::format("scenario \"Drawn\"\nmodel \"weighed.model\"\n{}", block));
  loaded->scenario = load_scenario(path, loaded->sources);
  BOOST_TEST_REQUIRE(bool(loaded->scenario));
  return loaded;
}

const std::vector<SensitivityMethod> all_methods = {
    SensitivityMethod::morris, SensitivityMethod::sobol, SensitivityMethod::dgsm,
    SensitivityMethod::shapley};

SensitivityResult asked(const Loaded& loaded, std::string_view series, bool by_group = false) {
  const Scenario& scenario = *loaded.scenario.value;
  const Output output{*scenario.model->find(series), scenario.model->horizon};
  auto result = sensitivity({scenario, {output}, all_methods, {50, 4096, 1024, 512}, by_group});
  BOOST_TEST_REQUIRE(bool(result));
  return std::move(*result.value);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sensitivity_of_models)

// y = 3a + 4b of standard normals: variance 9 + 16, and nothing acts together, so that first order,
// total order, the bound by derivatives and the Shapley effect are 9/25 and 16/25 all alike. By
// Sobol' points of these numbers a linear function is known far better than to 0.01.
BOOST_AUTO_TEST_CASE(all_methods_agree_on_a_sum) {
  const auto loaded =
      load(weighed_model,
           "uncertainty\n  a ~ normal(0, 1)\n  b ~ normal(0, 1)\n  c ~ normal(0, 1)\n"
           "  show y in FY2023\n");
  const SensitivityResult result = asked(*loaded, "y");

  const double exact[] = {0.36, 0.64, 0};
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST_CONTEXT(result.factors[i].name) {
      BOOST_TEST(std::abs(result.sobol[0].factors[i].first.value - exact[i]) < 0.01);
      BOOST_TEST(std::abs(result.sobol[0].factors[i].total.value - exact[i]) < 0.01);
      BOOST_TEST(std::abs(result.dgsm[0].factors[i].bound.value - exact[i]) < 0.01);
      BOOST_TEST(std::abs(result.shapley[0].factors[i].effect.value - exact[i]) < 0.01);
    }
  }
  BOOST_TEST(result.morris[0][2].mean_abs.value == 0);
  BOOST_TEST(result.morris[0][1].mean_abs.value / result.morris[0][0].mean_abs.value == 4.0 / 3,
             boost::test_tools::tolerance(1e-12));
  BOOST_TEST(!result.shapley_rest);
}

BOOST_AUTO_TEST_CASE(drivers_of_a_group_are_one_factor) {
  const auto loaded = load(
      weighed_model, "uncertainty\n  a ~ normal(0, 1)\n  b ~ normal(0, 1)\n  c ~ normal(0, 1)\n");
  const SensitivityResult result = asked(*loaded, "z", true);

  BOOST_TEST_REQUIRE(result.factors.size() == 2u);
  BOOST_TEST(result.factors[0].name == "Both");
  BOOST_TEST(result.factors[1].name == "c");
  BOOST_TEST(std::abs(result.sobol[0].factors[0].total.value - 2.0 / 3) < 0.01);
}

// Correlated by rank r of normals, scores by 2 sin(pi r / 6): of z = a + b + c the pair has
// variance 2 + 2 rho.
BOOST_AUTO_TEST_CASE(correlated_drivers_are_one_factor_and_say_so) {
  const auto loaded =
      load(weighed_model,
           "uncertainty\n  a ~ normal(0, 1)\n  b ~ normal(0, 1)\n  c ~ normal(0, 1)\n"
           "  correlate a with b at 0.5\n");
  const Scenario& scenario = *loaded->scenario.value;
  const Output output{*scenario.model->find("z"), scenario.model->horizon};
  const auto result = sensitivity({scenario, {output}, all_methods, {50, 4096, 1024, 512}});

  BOOST_TEST_REQUIRE(bool(result));
  BOOST_TEST_REQUIRE(result.value->factors.size() == 2u);
  BOOST_TEST(result.value->factors[0].name == "a + b");
  const bool told = std::any_of(result.diagnostics.begin(), result.diagnostics.end(),
                                [](const auto& one) { return one.code == "correlated-inputs"; });
  BOOST_TEST(told);
  const double rho = 2 * std::sin(3.14159265358979 / 12);
  const double exact = (2 + 2 * rho) / (3 + 2 * rho);
  BOOST_TEST(std::abs(result.value->sobol[0].factors[0].total.value - exact) < 0.01);
  BOOST_TEST(std::abs(result.value->dgsm[0].factors[0].bound.value - exact) < 0.01);
}

// Fourteen drivers whose weights fall: the eleven heaviest by themselves, three as one; of a sum
// all shares are the weights' squares.
BOOST_AUTO_TEST_CASE(of_many_factors_the_lightest_share_one_shapley_effect) {
  std::string model = "model many \"Many\"\ncalendar annual\nhorizon FY2023..FY2023\nunit piece\n";
  std::string block = "uncertainty\n";
  std::string sum;
  double squares = 0;
  for (int i = 0; i < 14; ++i) {
    model += fmt::format("driver d{0} : piece = 0  \"D{0}\"\n", i);
    block += fmt::format("  d{} ~ normal(0, 1)\n", i);
    sum += fmt::format("{}{} * d{}", i == 0 ? "" : " + ", 20 - i, i);
    squares += double((20 - i) * (20 - i));
  }
  const auto loaded = load(model + "flow y : piece \"Y\"\n  = " + sum + "\n", block);
  const SensitivityResult result = asked(*loaded, "y");

  BOOST_TEST(result.shapley_rest);
  BOOST_TEST_REQUIRE(result.shapley_factors.size() == 11u);
  BOOST_TEST(result.shapley_factors.back() == 10u);
  const auto& effects = result.shapley[0].factors;
  BOOST_TEST_REQUIRE(effects.size() == 12u);
  BOOST_TEST(std::abs(effects[0].effect.value - 400 / squares) < 0.01);
  BOOST_TEST(std::abs(effects[11].effect.value - (81.0 + 64 + 49) / squares) < 0.01);
  const double all = std::accumulate(
      effects.begin(), effects.end(), 0.0,
      [](double so_far, const ShapleyEffect& one) { return so_far + one.effect.value; });
  BOOST_TEST(all == 1, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
