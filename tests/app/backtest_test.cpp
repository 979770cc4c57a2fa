// Backtests from the command line: the same bytes however they are run, speed beside accuracy, and
// what is said of what is missing.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;

const std::string source = HEADWATER_SOURCE_DIR;
const std::string rivals = source + "/tests/golden/screens/rivals.scenario";

bool has(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backtest_command)

BOOST_AUTO_TEST_CASE(a_backtest_is_the_same_bytes_for_any_threads_and_widths) {
  for (const std::string& file : {rivals, source + "/scenarios/iij/backtest.scenario"}) {
    const std::vector<std::string> args = {"backtest", file,    "--format", "json",
                                           "--draws",  "10000", "--threads"};
    const auto with = [&](std::vector<std::string> more) {
      more.insert(more.begin(), args.begin(), args.end());
      const ConsoleRun run = run_args(more);
      BOOST_TEST_REQUIRE(!run.console.out.empty(), run.console.err);
      return run.console.out;
    };
    const std::string one = with({"1"});
    BOOST_TEST((with({"2"}) == one), file);
    BOOST_TEST((with({"3", "--block-width", "7"}) == one), file);
    BOOST_TEST((with({"2", "--block-width", "1000"}) == one), file);
  }
}

// What a clock has measured is for people, unless they would rather have the same bytes again.
BOOST_AUTO_TEST_CASE(speed_stands_beside_accuracy_in_tables_alone) {
  const std::string table = run_words("backtest " + rivals).console.out;
  BOOST_TEST(has(table, "rows/s"));
  BOOST_TEST(has(table, "compile ms"));
  BOOST_TEST(!has(run_words("backtest " + rivals + " --no-speed").console.out, "rows/s"));
  for (const char* format : {"json", "csv"}) {
    const std::string text = run_words("backtest " + rivals + " --format " + format).console.out;
    BOOST_TEST(!has(text, "speed"));
    BOOST_TEST(!has(text, "rows"));
  }
}

BOOST_AUTO_TEST_CASE(another_seed_draws_otherwise_and_leaves_points_as_they_are) {
  const auto csv = [](const std::string& more) {
    return run_words("backtest " + rivals + " --format csv --draws 64" + more).console.out;
  };
  BOOST_TEST((csv(" --seed 1") != csv(" --seed 2")));
  BOOST_TEST(has(csv(" --seed 2"), "Last seen,variant,110,126,"));
}

// Refused before any memory is taken.
BOOST_AUTO_TEST_CASE(more_draws_than_can_be_kept_are_refused) {
  const ConsoleRun run = run_words("backtest " + rivals + " --draws 90000000");
  BOOST_TEST(int(run.exit) == int(Exit::input));
  BOOST_TEST(has(run.console.err, "90000000 are too many"), run.console.err);
  BOOST_TEST(run.console.out.empty());
}

// A list of what a backtest's variants redefine, for whoever asks what they are.
BOOST_AUTO_TEST_CASE(variants_of_a_backtest_are_all_told) {
  const std::string text = run_words("variants " + rivals).console.out;
  BOOST_TEST(has(text, "Sales as last seen"), text);
  BOOST_TEST(has(text, "Sales by season"), text);
  BOOST_TEST(has(text, "outlook = seasonal_growth(sales) + more"), text);
}

BOOST_AUTO_TEST_CASE(an_explanation_says_how_a_projection_came_about) {
  const std::string season = source + "/tests/golden/screens/rivals_season.model";
  const std::string text = run_words("explain " + season + " sales@2023Q3").console.out;
  BOOST_TEST(has(text, "seasonal_growth(sales): from 10 known values, 1Q21–2Q23;"), text);
  BOOST_TEST(has(text, "95% of what comes within"), text);
}

BOOST_AUTO_TEST_SUITE_END()
