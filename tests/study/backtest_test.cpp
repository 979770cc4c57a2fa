// Backtests: forecasts from what was known, held against what came, by hand.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "tests/study/backtested.hpp"

using namespace headwater;
using test::Answer;
using test::head;
using test::near;
using test::variant;
using test::World;

BOOST_AUTO_TEST_SUITE(backtests)

// From 1Q22 to 1Q23 the last values are 110 126 99 150 118, what came 126 99 150 118 135: errors
// -16 27 -51 32 -17. Mean -5, mean size 28.6. A year before, known at each origin, lie steps of
// |110-100| = 10; then (10+6)/2 = 8; (10+6+9)/3 = 25/3; (10+6+9+10)/4 = 8.75; then 118-110 = 8
// joins: 43/5 = 8.6.
BOOST_AUTO_TEST_CASE(last_values_are_scored_as_by_hand) {
  const Answer answer(World{});
  BOOST_TEST(answer.value().origins.size() == 5u);
  BOOST_TEST(answer.forecasts(0) == (std::vector<double>{110, 126, 99, 150, 118}),
             boost::test_tools::per_element());
  const JudgedFigure& figure = answer.figure();
  BOOST_TEST(figure.actuals == (std::vector<double>{126, 99, 150, 118, 135}),
             boost::test_tools::per_element());
  const PointScores& scores = figure.records[0].points;
  BOOST_TEST(scores.count == 5u);
  BOOST_TEST(scores.mean_error == -5.0, near);
  BOOST_TEST(scores.mean_absolute_error == 28.6, near);
  BOOST_TEST(scores.root_mean_square_error == std::sqrt((256 + 729 + 2601 + 1024 + 289) / 5.0),
             near);
  BOOST_TEST(
      scores.scaled.value == (16 / 10.0 + 27 / 8.0 + 51 / (25 / 3.0) + 32 / 8.75 + 17 / 8.6) / 5,
      near);
}

// From 4Q22, the last origin but one, 1Q23 by the same quarter of the year before is 110, by drift
// 150 + (150 - 100) / 7, by last year's growth 110 * 150 / 140.
BOOST_AUTO_TEST_CASE(baselines_are_always_there_and_know_the_past_alone) {
  const Answer answer(World{});
  const auto& contenders = answer.value().contenders;
  BOOST_TEST_REQUIRE(contenders.size() == 4u);
  BOOST_TEST(answer.forecasts(1)[3] == 110.0);
  BOOST_TEST(answer.forecasts(2)[3] == 150 + 50 / 7.0, near);
  BOOST_TEST(answer.forecasts(3)[3] == 110 * 150 / 140.0, near);
  BOOST_TEST(!contenders[1].entrant.has_value());
}

// From 4Q22 to the year's end: FY2023 is not known yet. To the half's end, 1Q23 + 2Q23 = 253: the
// last value says 300, the same quarters of a year before 236. From 1Q23 on, 118 of it is known.
BOOST_AUTO_TEST_CASE(halves_add_what_is_known_of_them) {
  World world;
  world.block = "  origins 2022Q4..2023Q1\n  ahead half end, year end\n  show sales\n";
  const Answer answer(world);
  BOOST_TEST(answer.figure(0).actuals == (std::vector<double>{253, 253}),
             boost::test_tools::per_element());
  BOOST_TEST(answer.forecasts(0) == (std::vector<double>{300, 236}),
             boost::test_tools::per_element());
  BOOST_TEST(answer.forecasts(1) == (std::vector<double>{236, 118 + 126}),
             boost::test_tools::per_element());
  BOOST_TEST(answer.figure(1).judged == 0u);
  BOOST_TEST(answer.said().find("no actual of sales is known so far ahead") != std::string::npos,
             answer.said());
}

// Guidance for 1H23 was there with the results of 4Q22, and revised a quarter later.
BOOST_AUTO_TEST_CASE(guidance_stands_beside_where_it_was_known) {
  World world;
  world.model += "guidance \"guidance.csv\"\n";
  world.files = {{"guidance.csv",
                  "series,period,value,unit,published\nsales,2023H1,260,JPY mn,2022Q4\n"
                  "sales,2023H1,257,JPY mn,2023Q1\n"}};
  world.block = "  origins 2022Q3..2023Q1\n  ahead 1, half end\n  show sales\n";
  const Answer answer(world);
  const auto& contenders = answer.value().contenders;
  BOOST_TEST_REQUIRE((contenders.back().baseline == Baseline::guidance));
  const auto said = answer.forecasts(contenders.size() - 1, 1);
  BOOST_TEST(is_missing(said[0]));
  BOOST_TEST(said[1] == 260.0);
  BOOST_TEST(said[2] == 257.0);
}

// One that forecasts from two of ten origins has its scores, and leaves the verdict to the others.
BOOST_AUTO_TEST_CASE(a_variant_of_few_origins_takes_none_from_the_verdict) {
  World world;
  world.files = {variant("last", "last_value(sales)"), variant("season", "seasonal_naive(sales)"),
                 variant("long", "sales[-8]")};
  world.variants =
      "  variant \"Last\" = \"last.model\"\n  variant \"Season\" = \"season.model\"\n"
      "  variant \"Long\" = \"long.model\"\n";
  world.block = "  origins 2021Q1..2023Q1\n  ahead 1\n  show sales\n";
  const Answer answer(world);
  BOOST_TEST(answer.figure().records[2].points.count == 2u);
  BOOST_TEST(answer.figure().verdict->origins == 9u);
}

// A table without a day of presentation is a number in a file, one with it is read anew.
BOOST_AUTO_TEST_CASE(a_driver_by_a_table_is_read_anew_where_its_rows_have_days) {
  World world;
  world.files = {{"plain.csv", "fiscal_year,value\nFY2021,1\nFY2022,2\nFY2023,3\nFY2024,4\n"},
                 {"dated.csv",
                  "fiscal_year,value,presented\nFY2021,1,2021-01\nFY2022,2,2021-01\n"
                  "FY2023,3,2021-01\nFY2024,4,2021-01\n"}};
  world.model = "model base \"Base\"\n" + std::string(head) +
                "actuals \"sales.csv\"\n"
                "table plain : JPY mn from \"plain.csv\"\n  by fiscal_year\n"
                "table dated : JPY mn from \"dated.csv\"\n  by fiscal_year, vintage presented\n"
                "driver a : JPY mn = plain(fiscal_year)\ndriver b : JPY mn = dated(fiscal_year)\n"
                "flow sales : JPY mn\n  outlook = sales[-1] + a + b\n";
  BOOST_TEST(Answer(world).value().contenders.front().written == std::vector<std::string>{"a"},
             boost::test_tools::per_element());
}

// Growth on the year needs a year-ago figure, which the first origin has not got; the other goes
// on.
BOOST_AUTO_TEST_CASE(a_variant_that_fails_at_one_origin_leaves_the_others_alone) {
  World world;
  world.files = {variant("last", "last_value(sales)"),
                 variant("long", "sales[-5] + sales[-1] - sales[-5]")};
  world.variants = "  variant \"Last\" = \"last.model\"\n  variant \"Long\" = \"long.model\"\n";
  world.block = "  origins 2021Q4..2022Q2\n  ahead 1\n  show sales\n";
  const Answer answer(world);
  BOOST_TEST(answer.forecasts(0) == (std::vector<double>{140, 110, 126}),
             boost::test_tools::per_element());
  const auto second = answer.forecasts(1);
  BOOST_TEST(is_missing(second[0]));
  BOOST_TEST(second[1] == 110.0, near);
  const auto& troubles = answer.value().contenders[1].troubles;
  BOOST_TEST_REQUIRE(troubles.size() == 1u);
  BOOST_TEST(troubles.front().origin == 0u);
  BOOST_TEST(answer.figure().records[1].points.count == 2u);
}

BOOST_AUTO_TEST_CASE(origins_without_an_actual_are_refused_with_words) {
  World world;
  world.block = "  origins 2023Q2..2024Q1\n  ahead 1\n  show sales\n";
  const Answer answer(world);
  BOOST_TEST(answer.refused());
  BOOST_TEST(answer.said().find("nothing that is shown is known by 2023Q2") != std::string::npos,
             answer.said());
}

// The driver is 10 at every origin whenever it was written; the other is read from what is known.
BOOST_AUTO_TEST_CASE(drivers_that_are_numbers_are_told_from_those_that_are_read) {
  World world;
  world.model = "model base \"Base\"\n" + std::string(head) +
                "actuals \"sales.csv\"\nflow sales : JPY mn\n  outlook = sales[-1] + more * pace\n"
                "driver more : JPY mn = 10\n  range 0 to 20\n"
                "driver pace : 1 = mean_of_last(sales / sales[-1], 2)\n";
  const Answer answer(world);
  const BacktestContender& contender = answer.value().contenders.front();
  BOOST_TEST(contender.drivers.size() == 2u);
  BOOST_TEST(contender.written == std::vector<std::string>{"more"},
             boost::test_tools::per_element());
}

namespace {

World uncertain() {
  World world;
  world.model = "model base \"Base\"\n" + std::string(head) +
                "actuals \"sales.csv\"\nflow sales : JPY mn\n  outlook = sales[-1] + more\n"
                "driver more : JPY mn = 0\n  range -20 to 20\n";
  world.more = "uncertainty\n  draw 4096\n  more ~ base + normal(0, 10) each period\n";
  return world;
}

}  // namespace

// One period ahead sales is 110 and so on, ± 10: normal, whose CRPS has a closed form.
BOOST_AUTO_TEST_CASE(drawn_forecasts_have_the_scores_of_their_distribution) {
  const Answer answer(uncertain());
  const ForecastRecord& record = answer.figure().records.front();
  BOOST_TEST(record.distributions.count == 5u);
  const std::vector<double> expected = {110, 126, 99, 150, 118};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const PastForecast& one = record.forecasts[i];
    BOOST_TEST(one.value == expected[i]);
    BOOST_TEST(one.crps == crps_of_normal({expected[i], 10}, answer.figure().actuals[i]),
               boost::test_tools::tolerance(2e-3));
    // 1.2816 and 1.96 deviations
    BOOST_TEST(one.quantiles[1] == expected[i] - 12.816, boost::test_tools::tolerance(2e-3));
    BOOST_TEST(one.quantiles[4] == expected[i] + 19.600, boost::test_tools::tolerance(2e-3));
  }
  // Errors of 16 27 51 32 17: within 12.8 none, within 19.6 two.
  BOOST_TEST(record.distributions.within_80.held == 0u);
  BOOST_TEST(record.distributions.within_95.held == 2u);
}

BOOST_AUTO_TEST_CASE(the_answer_is_the_same_bytes_for_any_threads_and_width) {
  const Answer one(uncertain(), {.block_lanes = 0, .threads = 1});
  const Answer two(uncertain(), {.block_lanes = 7, .threads = 2});
  const Answer three(uncertain(), {.block_lanes = 1000, .threads = 3});
  BOOST_TEST(!one.value().digest.empty());
  BOOST_TEST(one.value().digest == two.value().digest);
  BOOST_TEST(one.value().digest == three.value().digest);
}

namespace {

// Orders of a quarter become sales of the next, give or take a little: who reads orders knows more
// than sales tell of themselves, and who reads them wrongly knows less. Forty-five quarters.
World led_by_orders(std::size_t origins) {
  World world;
  world.model = std::string("model base \"Base\"\ncalendar quarterly, fiscal year starts april\n") +
                "horizon 2010Q1..2024Q4\nunit JPY mn = 1000000 JPY\nactuals \"sales.csv\"\n"
                "flow orders : JPY mn\n  outlook = orders[-1]\n"
                "flow sales : JPY mn\n  outlook = 10 JPY mn + 2 * orders[-1]\n";
  world.sales = "series,period,value,unit,published\n";
  std::uint64_t state = 20230930;
  const auto drawn = [&state] {  // even in [0, 1): Knuth's MMIX generator
    state = state * 6364136223846793005u + 1442695040888963407u;
    return double(state >> 11) * 0x1p-53;
  };
  double orders = 50;
  for (int i = 0; i < 45; ++i) {
    const std::string period = fmt::format("{}Q{}", 2010 + i / 4, 1 + i % 4);
    const double sales = 10 + 2 * orders + 4 * (drawn() - 0.5);
    orders = 40 + 20 * drawn();
    world.sales += fmt::format("sales,{0},{1:.3f},JPY mn,\norders,{0},{2:.3f},JPY mn,\n", period,
                               sales, orders);
  }
  world.files = {variant("reads", "10 JPY mn + 2 * orders[-1]"),
                 variant("misreads", "130 JPY mn - 0.4 * orders[-1]"),
                 variant("last", "last_value(sales)")};
  world.variants =
      "  variant \"Reads\" = \"reads.model\"\n  variant \"Misreads\" = \"misreads.model\"\n"
      "  variant \"Last\" = \"last.model\"\n";
  const int first = 43 - int(origins);  // the last but one of 45 is judged
  world.block = fmt::format("  origins {}Q{}..2020Q4\n  ahead 1\n  show sales\n",
                            2010 + (first + 1) / 4, 1 + (first + 1) % 4);
  return world;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_verdict_names_the_best_variant_where_origins_suffice) {
  const Answer answer(led_by_orders(32));
  BOOST_TEST(answer.value().origins.size() == 32u);
  const JudgedFigure& figure = answer.figure();
  BOOST_TEST_REQUIRE(figure.verdict.has_value());
  BOOST_TEST((figure.verdict->kind == VerdictKind::decided));
  BOOST_TEST(figure.compared[figure.verdict->leader] == 0u);
}

BOOST_AUTO_TEST_CASE(the_verdict_declines_where_origins_are_few) {
  for (const std::size_t origins : {2u, 5u}) {
    const Answer answer(led_by_orders(origins));
    const Verdict& verdict = *answer.figure().verdict;
    BOOST_TEST(verdict.origins == origins);
    BOOST_TEST((verdict.kind == (origins < 3 ? VerdictKind::too_few : VerdictKind::undecided)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
