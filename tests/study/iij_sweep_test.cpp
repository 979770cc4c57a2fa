// A row of a sweep is the single run of its scenario, and who runs it changes no byte.
#include <filesystem>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/study/sweep.hpp"
#include "tests/study/iij.hpp"
#include "tests/study/swept.hpp"

using namespace headwater;

BOOST_AUTO_TEST_SUITE(iij_sweep)

// Rates 7 rows, conversion and orders 7 x 6, bandwidth 5: every shipped sweep, whole.
BOOST_AUTO_TEST_CASE(every_row_of_every_shipped_sweep_is_its_single_run_to_the_bit) {
  std::map<std::string, std::uint64_t> rows;
  for (const auto& entry : std::filesystem::directory_iterator(iij::folder())) {
    if (entry.path().extension() != ".scenario") continue;
    Sources sources;
    const auto scenario = load_scenario(entry.path(), sources);
    BOOST_TEST_REQUIRE(scenario.value.has_value(), entry.path().string());
    for (const SweepPlan& plan : scenario.value->sweeps) {
      rows[plan.name] = iij::check_rows(*scenario.value, plan);
    }
  }

  BOOST_TEST(rows["rates"] == 7u);
  BOOST_TEST(rows["conversion_orders"] == 7u * 6u);
  BOOST_TEST(rows["bandwidth"] == 5u);
}

// The same two cells written by hand as scenarios of their own: the first conversion with the last
// orders is row 5, and the last with the third is row 6 * 6 + 2.
BOOST_AUTO_TEST_CASE(a_row_is_the_run_of_the_scenario_one_would_write_for_it) {
  const iij::ScratchFolder scratch;
  const auto folder = iij::copy_into(scratch);
  scratch.write("iij/low.scenario",
                "scenario \"low\"\nextends \"base.scenario\"\n"
                "multiply si.conversion by 0.85 in 2023Q3..\n"
                "set orders.si.construction.growth = 40% in 2023Q3..\n");
  scratch.write("iij/high.scenario",
                "scenario \"high\"\nextends \"base.scenario\"\n"
                "multiply si.conversion by 1.15 in 2023Q3..\n"
                "set orders.si.construction.growth = 3.6% in 2023Q3..\n");
  Sources sources;
  const auto scenario = load_scenario(iij::folder() / "sweep-conversion-orders.scenario", sources);
  BOOST_TEST_REQUIRE(scenario.value.has_value());
  const auto swept = sweep(*scenario.value, scenario.value->sweeps.front());
  BOOST_TEST_REQUIRE(swept.value.has_value());

  const auto check = [&](const char* file, Eigen::Index row) {
    const auto ran = iij::run_file(folder / file);
    for (std::size_t i = 0; i < swept.value->outputs.size(); ++i) {
      const Output& output = swept.value->outputs[i];
      const double single = ran->run.figures.at(output.series, output.span);
      const double value = swept.value->rows.values(row, Eigen::Index(i));
      BOOST_TEST(iij::same_bits(value, single),
                 fmt::format("{} {}: {:.17g} swept, {:.17g} run", file,
                             ran->name(output.series, output.span), value, single));
    }
  };
  check("low.scenario", 5);
  check("high.scenario", 6 * 6 + 2);
}

// 4 axes of 16, 13, 11 and 9 levels: 20,592 rows, more than five chunks of 4,096. Quarters and
// years of flows, a price, a ratio and a level.
BOOST_AUTO_TEST_CASE(a_grid_is_the_same_bytes_for_any_width_of_block_and_number_of_threads) {
  const iij::Ran& base = iij::base();
  const SweepPlan plan =
      iij::plan_of(base,
                   {{"si.conversion", OperationKind::multiply, iij::steps(0.8, 1.2, 16)},
                    {"bandwidth.growth", OperationKind::set, iij::steps(-5, 12, 13)},
                    {"security.growth", OperationKind::add, iij::steps(-2, 2, 11)},
                    {"headcount.net_hires", OperationKind::multiply, iij::steps(0, 2, 9)}},
                   {"revenue.total", "operating_profit", "bandwidth.price",
                    "ratio.operating_margin", "backlog.si.construction", "eps"});
  const iij::Folded folded = iij::fold(base.scenario, plan);

  BOOST_TEST(folded.design.rows() == 20'592u);
  iij::check_same_bytes(folded);
}

BOOST_AUTO_TEST_CASE(rows_of_a_large_grid_are_their_single_runs_at_the_edges_of_chunks) {
  const iij::Ran& base = iij::base();
  const SweepPlan plan =
      iij::plan_of(base,
                   {{"si.conversion", OperationKind::multiply, iij::steps(0.8, 1.2, 16)},
                    {"om.growth", OperationKind::set, iij::steps(-1, 3, 24)},
                    {"interconnect.rate_change", OperationKind::add, iij::steps(-15, 15, 56)}},
                   {"revenue.total", "operating_profit", "cost.network.interconnect"});

  const std::uint64_t rows = iij::check_rows(
      base.scenario, plan, {0, 1, 7, 8, 255, 256, 4095, 4096, 4097, 8191, 8192, 21'503});

  BOOST_TEST(rows == 16u * 24u * 56u);
}

BOOST_AUTO_TEST_SUITE_END()
