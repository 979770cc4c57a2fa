// Simulations and sensitivities from the command line: the same bytes however they are run, and
// what they say on the way.
#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;

const std::string drawn =
    std::string(HEADWATER_SOURCE_DIR) + "/tests/golden/screens/trade_drawn.scenario";
const std::string iij = std::string(HEADWATER_SOURCE_DIR) + "/scenarios/iij/uncertainty.scenario";

std::string out_of(std::vector<std::string> args, const std::vector<std::string>& more) {
  args.insert(args.end(), more.begin(), more.end());
  const ConsoleRun run = run_args(args);
  BOOST_TEST_REQUIRE(!run.console.out.empty(), run.console.err);
  return run.console.out;
}

const std::vector<std::vector<std::string>> ways = {{"--threads", "2"},
                                                    {"--threads", "3"},
                                                    {"--block-width", "7"},
                                                    {"--threads", "2", "--block-width", "1000"}};

void same_however_it_is_run(const std::vector<std::string>& args) {
  const std::string first = out_of(args, {"--threads", "1"});
  for (const auto& way : ways) {
    BOOST_TEST((out_of(args, way) == first), args.front()
                                                 << " " << way.front() << " " << way.back());
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(simulate_command)

BOOST_AUTO_TEST_CASE(a_simulation_is_the_same_bytes_for_any_threads_and_widths) {
  for (const char* method : {"sobol", "lhs", "random", "antithetic"}) {
    same_however_it_is_run(
        {"simulate", drawn, "--format", "json", "--draws", "20000", "--method", method});
  }
  same_however_it_is_run(
      {"simulate", drawn, "--format", "json", "--draws", "65536", "--until", "2%"});
  same_however_it_is_run({"simulate", iij, "--format", "json", "--draws", "8192"});
}

BOOST_AUTO_TEST_CASE(a_sensitivity_is_the_same_bytes_for_any_threads_and_widths) {
  same_however_it_is_run({"sensitivity", drawn, "--format", "json"});
}

// 0.1 % of draws beyond 800 would be a few of 4,096; a rule of 50 % is met at the first look.
BOOST_AUTO_TEST_CASE(a_rule_that_is_met_at_once_ends_after_the_first_chunk) {
  const std::string text =
      out_of({"simulate", drawn, "--draws", "1048576", "--until", "50%", "--format", "json"}, {});

  BOOST_TEST(text.find("\"draws\": 4096,") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(draws_are_exported_with_what_went_into_them) {
  const std::string text = out_of({"export", drawn, "--draws", "--format", "csv"}, {});

  BOOST_TEST(text.starts_with("draw,replicate,price,pieces,tax,sales@FY2023,profit@FY2023\n"));
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 4097);
}

BOOST_AUTO_TEST_CASE(draws_do_not_go_into_a_workbook) {
  const ConsoleRun run = run_args({"export", drawn, "--draws", "-o", "draws.xlsx"});

  BOOST_TEST(int(run.exit) == 2);
  BOOST_TEST(run.console.err.find("CSV or JSON lines") != std::string::npos, run.console.err);
}

BOOST_AUTO_TEST_SUITE_END()
