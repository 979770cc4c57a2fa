// headwater bridge as people and programs call it.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/core/source.hpp"
#include "engine/study/exact_sum.hpp"
#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;
using Json = nlohmann::json;

const std::string iij = std::string(HEADWATER_SOURCE_DIR) + "/scenarios/iij/";
const std::string base = iij + "base.scenario";

ConsoleRun bridged(const std::string& to, const std::vector<std::string>& more = {}) {
  std::vector<std::string> args = {"bridge", base, iij + to + ".scenario", "--of",
                                   "operating_profit@FY2023"};
  args.insert(args.end(), more.begin(), more.end());
  return run_args(args);
}

Json json_of(const std::string& to, std::vector<std::string> more = {}) {
  more.insert(more.end(), {"--format", "json"});
  const ConsoleRun run = bridged(to, more);
  BOOST_TEST_REQUIRE(int(run.exit) == 0, run.console.err);
  return Json::parse(run.console.out);
}

double figure_of_run(const std::string& file) {
  const ConsoleRun run = run_args({"run", file, "--format", "json"});
  return Json::parse(run.console.out)["series"]["operating_profit"]["values"]["FY2023"];
}

std::vector<std::vector<std::string>> cells_of(const std::string& csv) {
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  bool quoted = false;
  for (const char character : csv) {
    if (character == '"') quoted = !quoted;
    else if (!quoted && (character == ',' || character == '\n')) {
      rows.back().push_back(cell);
      cell.clear();
      if (character == '\n') rows.emplace_back();
    } else cell += character;
  }
  rows.pop_back();
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bridge_command_line)

// The two figures are what `headwater run` says of each file alone, to the bit, and the
// contributions sum to their difference, as a reader of the JSON adds them up.
BOOST_AUTO_TEST_CASE(contributions_sum_to_the_difference_of_two_runs) {
  for (const std::string to : {"dc-slip", "rate-fixed-lower", "bull", "bear"}) {
    for (const std::string method : {"shapley", "sequential", "path"}) {
      for (const std::string by : {"groups", "drivers"}) {
        const Json json = json_of(to, {"--method", method, "--by", by});
        const double first = json["from"]["value"];
        const double second = json["to"]["value"];
        BOOST_TEST(first == figure_of_run(base));
        BOOST_TEST(second == figure_of_run(iij + to + ".scenario"));
        BOOST_TEST(json["method"] == method);
        BOOST_TEST(json["by"] == by);
        std::vector<double> contributions;
        for (const Json& row : json["contributions"]) {
          contributions.push_back(row["contribution"].get<double>());
        }
        BOOST_TEST(exact_sum(contributions) == second - first, to << " " << method << " by " << by);
        BOOST_TEST(json["change"] == second - first);
        BOOST_TEST(json["contributions"].back()["level"] == second);
        BOOST_TEST(json["rounding"] == 0);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(csv_has_the_same_doubles_as_json) {
  const Json json = json_of("bear");
  const auto rows = cells_of(bridged("bear", {"--format", "csv"}).console.out);
  BOOST_TEST_REQUIRE(rows.size() == json["contributions"].size() + 3);
  const auto column = [&](std::size_t row, const std::string& name) {
    const auto found = std::find(rows[0].begin(), rows[0].end(), name);
    BOOST_TEST_REQUIRE((found != rows[0].end()), name);
    return rows[row][std::size_t(found - rows[0].begin())];
  };
  BOOST_TEST(column(1, "row") == "from");
  BOOST_TEST(std::stod(column(1, "level")) == json["from"]["value"].get<double>());
  for (std::size_t i = 0; i < json["contributions"].size(); ++i) {
    BOOST_TEST(column(i + 2, "row") == "contribution");
    BOOST_TEST(column(i + 2, "name") == json["contributions"][i]["name"].get<std::string>());
    BOOST_TEST(std::stod(column(i + 2, "contribution")) ==
               json["contributions"][i]["contribution"].get<double>());
    BOOST_TEST(std::stod(column(i + 2, "level")) ==
               json["contributions"][i]["level"].get<double>());
  }
  BOOST_TEST(column(rows.size() - 1, "row") == "to");
  BOOST_TEST(std::stod(column(rows.size() - 1, "level")) == json["to"]["value"].get<double>());
}

// Groups of the model are named as it names them; their series are those that differ.
BOOST_AUTO_TEST_CASE(a_group_lists_the_drivers_that_differ) {
  const Json json = json_of("bear");
  for (const Json& row : json["contributions"]) {
    if (row["name"] != "Volume") continue;
    BOOST_TEST(row["group"] == true);
    BOOST_TEST(row["label_ja"] == "数量");
    BOOST_TEST(row["series"].dump() == R"(["lines.mobile.mvne.net_adds","security.growth"])");
    return;
  }
  BOOST_ERROR("no group Volume");
}

BOOST_AUTO_TEST_CASE(a_file_beside_itself_has_nothing_to_explain) {
  const ConsoleRun run = bridged("base");
  BOOST_TEST(int(run.exit) == 0);
  BOOST_TEST(run.console.out.find("B does not differ from A") != std::string::npos);
  BOOST_TEST(json_of("base")["contributions"].empty());
}

// --set changes both, so that what it sets is no difference any more.
BOOST_AUTO_TEST_CASE(what_set_says_of_both_is_no_difference) {
  const Json json = json_of("rate-fixed-lower", {"--set", "interconnect.fixing = -2% in FY2022"});
  BOOST_TEST(json["from"]["value"] == json["to"]["value"]);
}

// Guidance of 304 oku before tax is 315 of operating profit, -6 of the equity method, and so -5 of
// the finance result, for which it has no figure.
BOOST_AUTO_TEST_CASE(what_guidance_implies_is_marked_as_such) {
  const std::vector<std::string> asked = {"bridge", base,      "--of", "profit_before_tax@FY2023",
                                          "--from", "guidance"};
  const ConsoleRun page = run_args(asked);
  BOOST_TEST(page.console.out.find("leave of guidance: Finance result, net\n") != std::string::npos,
             page.console.out);
  auto as_json = asked;
  as_json.insert(as_json.end(), {"--format", "json"});
  const Json json = Json::parse(run_args(as_json).console.out);
  BOOST_TEST(json["from"]["source"] == "guidance");
  const Json& last = json["contributions"].back();
  BOOST_TEST(last["name"] == "finance_result_net");
  BOOST_TEST(last["difference"] == "implied line");
  const Json run = Json::parse(run_args({"run", base, "--format", "json"}).console.out);
  const double finance = run["series"]["finance_result_net"]["values"]["FY2023"];
  BOOST_TEST(last["contribution"].get<double>() == finance + 500,
             boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(threads_and_block_width_change_no_byte) {
  const std::string expected = json_of("bear", {"--by", "drivers", "--threads", "1"}).dump();
  for (const std::string width : {"1", "7", "4096"}) {
    BOOST_TEST(json_of("bear", {"--by", "drivers", "--block-width", width}).dump() == expected);
  }
}

BOOST_AUTO_TEST_CASE(it_writes_to_a_file_when_asked) {
  const TemporaryFolder folder;
  const std::string path = (folder.path / "bridge.csv").string();
  const ConsoleRun run = bridged("bear", {"--format", "csv", "-o", path});
  BOOST_TEST(run.console.out == "");
  BOOST_TEST(read_file(path) == bridged("bear", {"--format", "csv"}).console.out);
}

// A method of another name is refused with those there are.
BOOST_AUTO_TEST_CASE(wrong_usage_names_what_there_is) {
  const auto says = [](const ConsoleRun& run, const std::string& words) {
    BOOST_TEST(int(run.exit) == 2);
    BOOST_TEST(run.console.out == "");
    BOOST_TEST(run.console.err.find(words) != std::string::npos, run.console.err);
  };
  says(bridged("bear", {"--method", "owen"}),
       "--method takes one of shapley, sequential, path, not 'owen'");
  says(bridged("bear", {"--by", "quarter"}),
       "--by takes one of groups, drivers, lines, not 'quarter'");
  says(run_args({"bridge", base, base}), "which figure?");
  says(run_args({"bridge", base, "--of", "operating_profit@FY2023"}), "two files, please");
  says(run_args({"bridge"}), "which f");
}

// Seventeen drivers from i to 2 i each: what adds up leaves a sample of orders no error.
BOOST_AUTO_TEST_CASE(of_more_than_sixteen_drivers_orders_are_drawn) {
  const std::string data = std::string(HEADWATER_SOURCE_DIR) + "/tests/golden/errors/data/";
  const std::vector<std::string> args = {"bridge",
                                         data + "bridge_from.scenario",
                                         data + "bridge_wide.scenario",
                                         "--of",
                                         "total@FY2023",
                                         "--by",
                                         "drivers"};
  const ConsoleRun shown = run_args(args);
  BOOST_TEST(int(shown.exit) == 0, shown.console.err);
  BOOST_TEST(shown.console.out.find("d17  +17.0 ±0.0  170.0") != std::string::npos,
             shown.console.out);
  BOOST_TEST(shown.console.out.find("averaged over 256 orders drawn") != std::string::npos);
  std::vector<std::string> in_json = args;
  in_json.insert(in_json.end(), {"--format", "json"});
  const Json json = Json::parse(run_args(in_json).console.out);
  BOOST_TEST(json["orders_drawn"] == 256);
  BOOST_TEST(json["contributions"].size() == 17u);
  for (const Json& row : json["contributions"]) {
    const std::string name = row["name"];
    BOOST_TEST(row["contribution"] == std::stod(name.substr(1)));
    BOOST_TEST(row["error"] == 0.0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
