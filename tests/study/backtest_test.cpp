// Backtests: forecasts from what was known, held against what came, by hand and without a leak.
#include "engine/study/backtest.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/projection/rule.hpp"
#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Folder;

namespace {

constexpr auto head =
    "calendar quarterly, fiscal year starts april\nhorizon 2021Q1..2024Q4\n"
    "unit JPY mn = 1000000 JPY\n";

// A company of one line, a model of it and what is held beside it.
struct World {
  std::string model = "model base \"Base\"\n" + std::string(head) +
                      "actuals \"sales.csv\"\nflow sales : JPY mn\n  outlook = sales[-1]\n";
  std::string sales =
      "series,period,value,unit,published\n"
      "sales,2021Q1,100,JPY mn,\nsales,2021Q2,120,JPY mn,\nsales,2021Q3,90,JPY mn,\n"
      "sales,2021Q4,140,JPY mn,\nsales,2022Q1,110,JPY mn,\nsales,2022Q2,126,JPY mn,\n"
      "sales,2022Q3,99,JPY mn,\nsales,2022Q4,150,JPY mn,\nsales,2023Q1,118,JPY mn,\n"
      "sales,2023Q2,135,JPY mn,\n";
  std::string variants = "";  // lines of the block
  std::string block = "  origins 2022Q1..2023Q1\n  ahead 1\n  show sales\n";
  std::string more = "";  // of the scenario, before the block
  std::vector<std::pair<std::string, std::string>> files = {};
};

// The answer, with all that it refers to.
class Answer {
 public:
  explicit Answer(const World& world, const RunOptions& options = {.threads = 1}) {
    folder_.write("base.model", world.model);
    folder_.write("sales.csv", world.sales);
    for (const auto& [name, text] : world.files) folder_.write(name, text);
    const auto path =
        folder_.write("test.scenario", "scenario \"Test\"\nmodel \"base.model\"\n" + world.more +
                                           "backtest \"Test\"\n" + world.variants + world.block);
    run(path, options);
  }
  Answer(const std::filesystem::path& path, const RunOptions& options) { run(path, options); }

  const BacktestResult& value() const {
    BOOST_TEST_REQUIRE(checked_.value.has_value(), said());
    return *checked_.value;
  }
  bool refused() const { return !checked_.value.has_value(); }
  std::string said() const {
    std::string all;
    for (const Diagnostic& one : checked_.diagnostics) all += render(one, sources_);
    return all;
  }
  const JudgedFigure& figure(std::size_t index = 0) const { return value().figures[index]; }
  std::vector<double> forecasts(std::size_t contender, std::size_t figure = 0) const {
    std::vector<double> values;
    for (const auto& one : this->figure(figure).records[contender].forecasts) {
      values.push_back(one.value);
    }
    return values;
  }
  std::size_t entrants() const { return request_->entrants.size(); }

 private:
  void run(const std::filesystem::path& path, const RunOptions& options) {
    auto reference = load_scenario(path, sources_);
    if (!reference) {
      checked_.diagnostics = reference.diagnostics;
      return;
    }
    scenarios_.push_back(std::move(*reference.value));
    const Scenario& scenario = scenarios_.front();
    const BacktestPlan& plan = scenario.backtests.front();
    request_.emplace(BacktestRequest{scenario, plan, {}, {}});
    if (plan.variants.empty()) request_->entrants.push_back({scenario.title, scenario});
    for (const VariantOf& one : plan.variants) {
      ScenarioOptions against;
      against.model = one.model;
      auto variant = load_scenario(path, sources_, against);
      BOOST_TEST_REQUIRE(bool(variant), one.model.string());
      scenarios_.push_back(std::move(*variant.value));
      request_->entrants.push_back({one.title, scenarios_.back()});
    }
    checked_ = backtest(*request_, options);
  }

  Folder folder_;
  Sources sources_;
  std::deque<Scenario> scenarios_;
  std::optional<BacktestRequest> request_;
  Checked<BacktestResult> checked_;
};

const auto near = boost::test_tools::tolerance(1e-12);

std::pair<std::string, std::string> variant(std::string_view name, std::string_view formula) {
  return {
      fmt::format("{}.model", name),
      fmt::format("model {0} \"{0}\"\nextends \"base.model\"\nredefine sales\n  outlook = {1}\n",
                  name, formula)};
}

}  // namespace

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

// From 2Q22 the first figure of 3Q22, 99, is what was printed with it; 104 came with 1Q23.
BOOST_AUTO_TEST_CASE(a_restated_figure_counts_from_its_publication_on) {
  World world;
  world.sales += "sales,2022Q3,104,JPY mn,2023Q1\n";
  world.block = "  origins 2022Q2..2023Q1\n  ahead 1, 2\n  show sales\n";
  const Answer latest(world);
  // What was known of 3Q22 in 3Q22 and 4Q22: forecasts from there have not heard of 104.
  BOOST_TEST(latest.forecasts(0)[1] == 99.0);
  BOOST_TEST(latest.figure(0).actuals[0] == 104.0);
  world.block = "  origins 2022Q2..2023Q1\n  ahead 1, 2\n  against first figures\n  show sales\n";
  const Answer first(world);
  BOOST_TEST(first.figure(0).actuals[0] == 99.0);
  BOOST_TEST(first.forecasts(0) == latest.forecasts(0), boost::test_tools::per_element());
}

// Of 1Q22 nobody knew before 3Q22: what was printed first came then.
BOOST_AUTO_TEST_CASE(a_first_figure_may_come_late) {
  World world;
  const std::string row = "sales,2022Q1,110,JPY mn,\n";
  world.sales.replace(world.sales.find(row), row.size(),
                      "sales,2022Q1,111,JPY mn,2022Q3\nsales,2022Q1,110,JPY mn,2022Q4\n");
  world.block = "  origins 2021Q4..2021Q4\n  ahead 1\n  against first figures\n  show sales\n";
  BOOST_TEST(Answer(world).figure().actuals[0] == 111.0);
}

// Results are dated to 2Q22; a restatement of 2024 is no knowledge of 4Q22.
BOOST_AUTO_TEST_CASE(a_day_after_all_dated_results_is_not_the_quarter_after_them) {
  World world;
  world.model += "results \"results.csv\"\n";
  world.files = {{"results.csv", "period,date\n2022Q1,2022-08-08\n2022Q2,2022-11-08\n"}};
  world.sales += "sales,2022Q1,500,JPY mn,2024-01-10\n";
  world.block = "  origins 2022Q4..2023Q1\n  ahead 1\n  show sales\n";
  const Answer answer(world);
  BOOST_TEST(answer.forecasts(1)[0] == 110.0);  // the season of a year ago
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

// Every rule as a variant: what is published after an origin changes no forecast from it, and one
// bit more of an actual changes an error.
BOOST_AUTO_TEST_CASE(no_rule_knows_what_came_later) {
  World world;
  for (const ProjectionRow& row : projection_rules()) {
    const std::string call = std::string(row.name) + (row.arguments > 1 ? "(sales, 3)" : "(sales)");
    world.files.push_back(variant(row.name, call));
    world.variants += fmt::format("  variant \"{0}\" = \"{0}.model\"\n", row.name);
  }
  world.block = "  origins 2022Q1..2023Q1\n  ahead 1, 2, half end\n  show sales\n";
  const Answer answer(world);
  const auto rows = std::vector<std::string>{"2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2"};
  for (std::size_t origin = 0; origin < rows.size(); ++origin) {
    World other = world;
    for (std::size_t later = origin; later < rows.size(); ++later) {
      const auto at = other.sales.find("sales," + rows[later] + ",") + 13;
      other.sales.insert(at, "7");
    }
    const Answer changed(other);
    for (std::size_t f = 0; f < 3; ++f) {
      for (std::size_t c = 0; c < answer.value().contenders.size(); ++c) {
        const double here = answer.forecasts(c, f)[origin];
        const double there = changed.forecasts(c, f)[origin];
        BOOST_TEST((here == there || (is_missing(here) && is_missing(there))),
                   "contender " << c << " figure " << f << " origin " << origin << ": " << here
                                << " against " << there);
      }
    }
    BOOST_TEST(answer.figure().actuals[origin] != changed.figure().actuals[origin]);
  }
}

BOOST_AUTO_TEST_CASE(a_fix_is_hindsight) {
  World world;
  world.more = "fix sales = 100 JPY mn in 2022Q4\n";
  const Answer answer(world);
  BOOST_TEST(answer.refused());
  BOOST_TEST(answer.said().find("sales is fixed here, which no forecast from an earlier origin "
                                "could know") != std::string::npos,
             answer.said());
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

BOOST_AUTO_TEST_SUITE(iij_backtests)

namespace {

// The shipped models with every figure of 2023 told otherwise.
void tell_otherwise(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string text;
  for (std::string line; std::getline(in, line);) {
    const bool later =
        line.find(",2023Q") != std::string::npos || line.find(",2023H1,") != std::string::npos;
    auto number = line.find(',', line.find(',') + 1) + 1;  // behind series and period
    if (later && line[number] == '-') ++number;
    text += later ? line.substr(0, number) + "9" + line.substr(number) : line;
    text += '\n';
  }
  in.close();
  std::ofstream(file, std::ios::trunc) << text;
}

}  // namespace

// Of all four variants: what was published after 4Q22 changes no forecast from there, to the bit.
BOOST_AUTO_TEST_CASE(no_variant_of_the_reference_model_knows_what_came_later) {
  const auto shipped = std::filesystem::path(HEADWATER_SOURCE_DIR) / "scenarios";
  Folder folder;
  std::filesystem::copy(shipped / "iij", folder.path() / "iij",
                        std::filesystem::copy_options::recursive);
  const RunOptions options{.threads = 2};
  const Answer before(folder.path() / "iij" / "backtest.scenario", options);
  BOOST_TEST_REQUIRE(before.entrants() == 4u);
  for (const char* name : {"actuals_quarterly.csv", "actuals_halfyear.csv", "estimates.csv"}) {
    tell_otherwise(folder.path() / "iij" / "data" / name);
  }
  const Answer after(folder.path() / "iij" / "backtest.scenario", options);
  std::size_t compared = 0;
  for (std::size_t f = 0; f < before.value().figures.size(); ++f) {
    for (std::size_t c = 0; c < before.value().contenders.size(); ++c) {
      const PastForecast& here = before.figure(f).records[c].forecasts.front();
      const PastForecast& there = after.figure(f).records[c].forecasts.front();
      if (is_missing(here.value)) continue;
      BOOST_TEST(here.value == there.value, "figure " << f << ", contender " << c);
      for (std::size_t q = 0; q < here.quantiles.size(); ++q) {
        BOOST_TEST((here.quantiles[q] == there.quantiles[q] || is_missing(here.quantiles[q])));
      }
      ++compared;
    }
    BOOST_TEST((before.figure(f).judged == 0 ||
                before.figure(f).actuals.front() != after.figure(f).actuals.front()));
  }
  BOOST_TEST(compared >= 35u);
}

BOOST_AUTO_TEST_SUITE_END()
