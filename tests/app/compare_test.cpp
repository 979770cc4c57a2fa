// run of several files: in every format the figures of single runs, and whose message is whose.
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/app/compare_view.hpp"
#include "engine/tables/csv.hpp"
#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;
using Json = nlohmann::json;

const std::string iij = std::string(HEADWATER_SOURCE_DIR) + "/scenarios/iij/";
const std::string base = iij + "base.scenario";
const std::string prudent = iij + "prudent.scenario";

Json json_of(std::vector<std::string> args) {
  args.insert(args.begin(), "run");
  args.insert(args.end(), {"--format", "json"});
  const ConsoleRun run = run_args(args);
  BOOST_TEST(int(run.exit) == 0, run.console.err);
  return Json::parse(run.console.out);
}

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

// A model whose check breaks below 5, whose ratio is lost at 0, and a scenario that sets the level.
std::string write_level(const std::filesystem::path& folder, int level) {
  std::ofstream(folder / "level.model") << R"(model m "M"
calendar quarterly, fiscal year starts april
horizon 2023Q1..2023Q4
driver level : JPY per quarter = 5 "Level"
flow total : JPY "Total"
  = level
ratio odd : %  "Odd"
  = 1 JPY / total
check low "Too low" in 2023Q2 : total >= 5 JPY
statement pl "P"
  total
  odd
)";
  const std::string name = "level" + std::to_string(level) + ".scenario";
  std::ofstream(folder / name) << "scenario \"Level " << level << "\"\nmodel \"level.model\"\n"
                               << "set level = " << level << "\n";
  return name;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compare_files)

BOOST_AUTO_TEST_CASE(json_holds_each_single_run_and_their_differences) {
  const Json all = json_of({base, prudent});
  BOOST_TEST_REQUIRE(all["runs"].size() == 2u);
  const Json first = json_of({base});
  const Json other = json_of({prudent});
  BOOST_TEST((all["runs"][0] == first));
  BOOST_TEST((all["runs"][1] == other));
  BOOST_TEST_REQUIRE(all["differences"].size() == 1u);
  const Json& apart = all["differences"][0];
  BOOST_TEST(apart["scenario"].get<std::string>() == "B");
  BOOST_TEST(apart["file"].get<std::string>() == prudent);
  BOOST_TEST(apart["series"].size() == first["series"].size());
  std::size_t compared = 0;
  for (const auto& [name, series] : apart["series"].items()) {
    for (const auto& [period, value] : series["values"].items()) {
      const Json& a = first["series"][name]["values"][period];
      const Json& b = other["series"][name]["values"][period];
      BOOST_TEST(value.is_null() == (a.is_null() || b.is_null()));
      if (value.is_null()) continue;
      const double wanted = b.get<double>() - a.get<double>();
      BOOST_TEST(bits(value.get<double>()) == bits(wanted), name << " " << period);
      compared += wanted != 0 ? 1 : 0;
    }
  }
  BOOST_TEST(compared > 100u);
}

BOOST_AUTO_TEST_CASE(csv_holds_the_figures_and_differences_of_the_json) {
  const Json all = json_of({base, prudent});
  const ConsoleRun run = run_args({"run", base, prudent, "--format", "csv"});
  Sources sources;
  const auto csv = read_csv(sources.add("out.csv", run.console.out), sources);
  BOOST_TEST_REQUIRE(bool(csv));
  const auto cell = [&](const std::vector<CsvCell>& row, const char* column) {
    return row[*csv.value->column(column)].text;
  };
  std::size_t differing = 0;
  for (const auto& row : csv.value->rows) {
    const bool second = cell(row, "scenario") == "B";
    const std::string series = cell(row, "series");
    const std::string period = cell(row, "period");
    const Json& value = all["runs"][second ? 1 : 0]["series"][series]["values"][period];
    const std::string shown = cell(row, "value");
    BOOST_TEST(shown.empty() == value.is_null());
    if (!shown.empty()) {
      BOOST_TEST(bits(std::strtod(shown.c_str(), nullptr)) == bits(value.get<double>()));
    }
    const std::string difference = cell(row, "difference");
    if (!second) BOOST_TEST(difference == "");
    if (!second || difference.empty()) continue;
    const Json& apart = all["differences"][0]["series"][series]["values"][period];
    BOOST_TEST(bits(std::strtod(difference.c_str(), nullptr)) == bits(apart.get<double>()));
    differing += difference != "0" ? 1 : 0;
  }
  BOOST_TEST(csv.value->rows.size() % 2 == 0u);
  BOOST_TEST(differing > 100u);
}

BOOST_AUTO_TEST_CASE(a_broken_check_and_a_lost_figure_name_their_file) {
  const TemporaryFolder folder;
  const WorkingFolder here(folder.path);
  const std::string good = write_level(folder.path, 5);
  const std::string low = write_level(folder.path, 4);
  const std::string none = write_level(folder.path, 0);
  for (const char* format : {"table", "markdown", "csv", "json"}) {
    BOOST_TEST(int(run_args({"run", good, good, "--format", format}).exit) == 0);
    const ConsoleRun run =
        run_args({"run", good, low, none, "--by", "quarter", "--format", format});
    BOOST_TEST(int(run.exit) == 1);
    const std::string& said = run.console.err;
    BOOST_TEST(said.find("check broken: low in 2023Q2: 4.000 against 5.000 JPY (difference "
                         "-1.000) (level4.scenario)") != std::string::npos,
               said);
    BOOST_TEST(said.find("odd in 2023Q1 has no value (level0.scenario)") != std::string::npos,
               said);
    BOOST_TEST(said.find("level5.scenario") == std::string::npos, said);
  }
  const ConsoleRun as_json = run_args({"run", good, low, "--diagnostics", "json"});
  const Json message = Json::parse(as_json.console.err);
  BOOST_TEST(message["scenario"].get<std::string>() == low);
  const ConsoleRun alone = run_args({"run", low});
  BOOST_TEST(alone.console.err.find("(level4.scenario)") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(mistakes_in_all_files_are_told_each_once) {
  const TemporaryFolder folder;
  const WorkingFolder here(folder.path);
  const std::string good = write_level(folder.path, 5);
  std::ofstream("bad.scenario") << "scenario \"B\"\nmodel \"level.model\"\nset levle = 3\n";
  const ConsoleRun run = run_args({"run", good, "bad.scenario", "absent.scenario"});
  BOOST_TEST(int(run.exit) == 3);
  BOOST_TEST(run.console.out == "");
  BOOST_TEST(run.console.err.find("bad.scenario:3:5: error") != std::string::npos);
  BOOST_TEST(run.console.err.find("absent.scenario") != std::string::npos);
  const ConsoleRun twice = run_args({"run", "bad.scenario", "bad.scenario"});
  const std::string& said = twice.console.err;
  const std::size_t once = said.find("levle");
  BOOST_TEST_REQUIRE(once != std::string::npos);
  BOOST_TEST(said.find("bad.scenario:3:5", said.find("bad.scenario:3:5") + 1) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(letters_go_on_after_z) {
  BOOST_TEST(scenario_letter(0) == "A");
  BOOST_TEST(scenario_letter(25) == "Z");
  BOOST_TEST(scenario_letter(26) == "AA");
  BOOST_TEST(scenario_letter(27) == "AB");
}

BOOST_AUTO_TEST_SUITE_END()
