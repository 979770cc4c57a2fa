// Backtests know at each origin what was known there, and nothing that came later.
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/projection/rule.hpp"
#include "tests/study/backtested.hpp"

using namespace headwater;
using test::Answer;
using test::Folder;
using test::variant;
using test::World;

BOOST_AUTO_TEST_SUITE(backtest_leaks)

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
