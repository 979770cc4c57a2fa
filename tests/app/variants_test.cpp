// headwater variants: in every format the same redefinitions, of scenarios too.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;
using Json = nlohmann::json;

const std::filesystem::path screens =
    std::filesystem::path(HEADWATER_SOURCE_DIR) / "tests/golden/screens";
const std::filesystem::path iij = std::filesystem::path(HEADWATER_SOURCE_DIR) / "scenarios/iij";

ConsoleRun told(const std::filesystem::path& folder, const std::string& words) {
  const WorkingFolder here(folder);
  return run_words("variants " + words);
}

std::size_t count(const std::string& text, const std::string& words) {
  std::size_t found = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(variants_command)

// Three series are redefined in one clause each, and a driver and a flow are added: five lines.
BOOST_AUTO_TEST_CASE(every_format_holds_the_same) {
  const Json json = Json::parse(told(screens, "shops_rent.model --format json").console.out);
  const std::string csv = told(screens, "shops_rent.model --format csv").console.out;
  const Json& one = json["variants"][0];

  BOOST_TEST(one["extends"][0]["file"] == "shops.model");
  BOOST_TEST(one["redefined"].size() == 3u);
  BOOST_TEST(one["added"].size() == 2u);
  BOOST_TEST(count(csv, "\n") == 6u);
  BOOST_TEST(count(csv, ",redefined,") == 3u);
  const Json& cost = one["redefined"][1];
  BOOST_TEST(cost["series"] == "cost");
  BOOST_TEST(cost["clauses"][0]["before"] == "outlook = sales.total * 0.9");
  BOOST_TEST(cost["clauses"][0]["after"] == "outlook = sales.total * 0.88 + rent");
  BOOST_TEST(cost["clauses"][0]["before_at"] == "shops.model:19");
}

// The three statements only add to the outlook; the circle redefines its one driver of interest.
BOOST_AUTO_TEST_CASE(the_reference_models_say_what_they_change) {
  const ConsoleRun run = told(iij, "statements.model circular_interest.model --format json");
  BOOST_TEST(int(run.exit) == 0, run.console.err);
  const Json json = Json::parse(run.console.out);
  BOOST_TEST(json["variants"][0]["redefined"].empty());
  BOOST_TEST(json["variants"][0]["added"].size() > 100u);
  BOOST_TEST(json["variants"][1]["redefined"].size() == 1u);
  BOOST_TEST(json["variants"][1]["extends"].size() == 2u);
}

BOOST_AUTO_TEST_CASE(of_a_scenario_its_model_is_told) {
  const TemporaryFolder folder;
  std::ofstream(folder.path / "base.model")
      << "model b \"B\"\ncalendar quarterly, fiscal year starts april\n"
         "horizon 2023Q1..2023Q4\ndriver d : JPY = 1\n";
  std::ofstream(folder.path / "top.model") << "model t \"T\"\nextends \"base.model\"\n"
                                              "redefine d = 2\n";
  std::ofstream(folder.path / "one.scenario") << "scenario \"One\"\nmodel \"top.model\"\n";
  const ConsoleRun of_scenario = told(folder.path, "one.scenario --format csv");

  BOOST_TEST(int(of_scenario.exit) == 0, of_scenario.console.err);
  BOOST_TEST(of_scenario.console.out == told(folder.path, "top.model --format csv").console.out);
  BOOST_TEST(count(of_scenario.console.out, ",'= 1,'= 2,") == 1u, of_scenario.console.out);
}

BOOST_AUTO_TEST_CASE(a_file_that_redefines_nothing_says_so) {
  const ConsoleRun run = told(screens, "shops.model");
  BOOST_TEST(int(run.exit) == 0);
  BOOST_TEST(count(run.console.out, "extends no model: nothing is redefined") == 1u);
  BOOST_TEST(count(told(iij, "statements.model").console.out, "redefines nothing") == 1u);
}

// The file with a mistake is left out, the others are told.
BOOST_AUTO_TEST_CASE(a_mistake_in_one_file_leaves_the_others) {
  const TemporaryFolder folder;
  std::ofstream(folder.path / "wrong.model") << "model w \"W\"\n";
  const ConsoleRun run =
      told(screens, (folder.path / "wrong.model").string() + " shops_rent.model");
  BOOST_TEST(int(run.exit) == 3);
  BOOST_TEST(count(run.console.out, "redefines (3):") == 1u);
  BOOST_TEST(!run.console.err.empty());
  const ConsoleRun none = told(screens, (folder.path / "wrong.model").string());
  BOOST_TEST(int(none.exit) == 3);
  BOOST_TEST(none.console.out.empty());
}

BOOST_AUTO_TEST_SUITE_END()
