// headwater compare-models: what an edit did, in every format, and how it ends.
//
// The edit of shops.model stands in shops_rent.model: sales grow by 12 % a quarter instead of 10,
// and of cost, 0.9 of sales, two hundredths are a rent of 120 a quarter instead. Sales of 13,200
// become 14,784 and 16,558.08 instead of 14,520 and 15,972; slow.scenario sets their growth.
#include <filesystem>
#include <fstream>
#include <iterator>
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

ConsoleRun compared(const std::string& words) {
  const WorkingFolder here(screens);
  return run_words("compare-models " + words);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool holds(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

// A model with a check that the new one breaks, and a figure that only the old one has.
void write_checked(const std::filesystem::path& folder, const std::string& name, int level,
                   const std::string& odd) {
  std::ofstream(folder / (name + ".model"))
      << "model m \"M\"\ncalendar quarterly, fiscal year starts april\n"
         "horizon 2023Q1..2023Q4\n"
      << "driver level : JPY per quarter = " << level << " \"Level\"\n"
      << "flow total : JPY \"Total\"\n  = level\n"
      << "ratio odd : % \"Odd\"\n  = " << odd << "\n"
      << "check low \"Too low\" in 2023Q2 : total >= 5 JPY\n"
      << "check never \"Never\" in 2023Q2 : total >= 50 JPY\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compare_models_command)

// Sales of FY2023 go from 55,692 to 56,542.08, +1.5 %; where growth is set they stay at 53,613.
BOOST_AUTO_TEST_CASE(json_holds_every_figure_that_differs) {
  const ConsoleRun run = compared(
      "shops.model shops_rent.model shops.scenario shops_slow.scenario --by year --format json");
  BOOST_TEST(int(run.exit) == 0, run.console.err);
  const Json json = Json::parse(run.console.out);
  BOOST_TEST(json["only_in_new"] == (std::vector<std::string>{"rent.monthly", "rent"}));
  BOOST_TEST(json["scenarios"].size() == 2u);
  std::vector<double> sales;
  std::vector<std::string> scenarios;
  for (const Json& one : json["figures"]) {
    if (one["series"] != "sales.total") continue;
    sales.insert(sales.end(), {one["old"], one["new"]});
    scenarios.push_back(one["scenario"]);
  }
  BOOST_TEST(scenarios == std::vector<std::string>{"shops.scenario"});
  BOOST_TEST_REQUIRE(sales.size() == 2u);
  BOOST_TEST(sales[0] == 55'692.0, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(sales[1] == 56'542.08, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(csv_has_a_line_for_each_figure_that_json_has) {
  const std::string files = "shops.model shops_rent.model shops.scenario --format ";
  const Json json = Json::parse(compared(files + "json").console.out);
  const auto lines = lines_of(compared(files + "csv").console.out);

  BOOST_TEST(lines.size() == json["figures"].size() + 1);
  BOOST_TEST(lines.size() > 40u);
  BOOST_TEST(lines.front().starts_with("scenario,title,title_ja,series,"));
  BOOST_TEST(holds(lines[1], ",rent.monthly,"), lines[1]);
  BOOST_TEST(holds(lines[1], ",only_new,"), lines[1]);
}

// Three rows of growth, cost, sales, profit, ...: with --top 2 the two largest, and a line that
// says how many are left.
BOOST_AUTO_TEST_CASE(top_keeps_the_largest_rows) {
  const std::string files = "shops.model shops_rent.model shops.scenario";
  const auto all = lines_of(compared(files).console.out);
  const auto two = lines_of(compared(files + " --top 2").console.out);
  const auto heading = [](const std::vector<std::string>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].starts_with("Series ")) return i;
    }
    return lines.size();
  };
  const std::size_t at = heading(two);
  BOOST_TEST_REQUIRE(at + 3 < two.size());
  BOOST_TEST(two[at + 1].substr(0, 12) == all[heading(all) + 1].substr(0, 12));
  BOOST_TEST(two[at + 3].starts_with("further rows: "), two[at + 3]);
}

BOOST_AUTO_TEST_CASE(a_model_and_itself_are_said_to_be_the_same) {
  for (const char* scenarios : {"", " shops.scenario shops_slow.scenario"}) {
    const ConsoleRun run = compared(std::string("shops.model shops.model") + scenarios);
    BOOST_TEST(int(run.exit) == 0);
    BOOST_TEST(run.console.err.empty());
    BOOST_TEST(holds(run.console.out, "no figure differs"), run.console.out);
    BOOST_TEST(!holds(run.console.out, "Series "), run.console.out);
  }
  const Json json = Json::parse(compared("shops.model shops.model --format json").console.out);
  BOOST_TEST(json["figures"].empty());
  BOOST_TEST(json["differ"] == 0);
  BOOST_TEST(json["compared"] > 100);
}

BOOST_AUTO_TEST_CASE(a_check_that_breaks_is_told_with_the_model_it_breaks_in) {
  const TemporaryFolder folder;
  write_checked(folder.path, "old", 5, "1 JPY / total");
  write_checked(folder.path, "new", 4, "1 JPY / (total - 4 JPY)");
  const WorkingFolder here(folder.path);
  const ConsoleRun run = run_words("compare-models old.model new.model");

  BOOST_TEST(int(run.exit) == 1);
  BOOST_TEST(holds(run.console.err, "check broken: low in 2023Q2"), run.console.err);
  BOOST_TEST(holds(run.console.err, "(new.model)"), run.console.err);
  BOOST_TEST(holds(run.console.err, "check broken: never in 2023Q2: 4.000 against 50.000"),
             run.console.err);
  BOOST_TEST(
      holds(run.console.err, "a forecast is missing: odd in 2023Q1 has no value (new.model)"),
      run.console.err);
  BOOST_TEST(holds(run.console.err, "(both models)"), run.console.err);
  const auto lines = lines_of(run.console.out);
  bool told = false;
  for (const std::string& line : lines) {
    told = told || (line.starts_with("low ") && holds(line, "holds") && line.ends_with("BROKEN"));
    BOOST_TEST(!line.starts_with("never "), line);
  }
  BOOST_TEST(told, run.console.out);
  BOOST_TEST(holds(run.console.out, "now missing"));
}

// The scenario sets what the new model has not got; the other one is compared all the same.
BOOST_AUTO_TEST_CASE(a_scenario_that_cannot_be_read_leaves_the_others) {
  const TemporaryFolder folder;
  write_checked(folder.path, "old", 60, "1 JPY / total");
  write_checked(folder.path, "new", 70, "1 JPY / total");
  std::ofstream(folder.path / "old.model", std::ios::app) << "driver gone : % = 1%\n";
  std::ofstream(folder.path / "a.scenario")
      << "scenario \"A\"\nmodel \"old.model\"\nset gone = 2%\n";
  std::ofstream(folder.path / "b.scenario") << "scenario \"B\"\nmodel \"old.model\"\n";
  const WorkingFolder here(folder.path);
  const ConsoleRun run = run_words("compare-models old.model new.model a.scenario b.scenario");

  BOOST_TEST(int(run.exit) == 3);
  BOOST_TEST(holds(run.console.err, "no driver is named 'gone' (read against new.model)"),
             run.console.err);
  BOOST_TEST(holds(run.console.out,
                   "not compared: a.scenario, which cannot be read against "
                   "new.model"),
             run.console.out);
  BOOST_TEST(holds(run.console.out, "+16.7%"), run.console.out);  // 70 / 60
  const Json json = Json::parse(
      run_words("compare-models old.model new.model a.scenario b.scenario --format json")
          .console.out);
  BOOST_TEST(json["not_compared"][0]["file"] == "a.scenario");
  BOOST_TEST(json["scenarios"].size() == 1u);
  const ConsoleRun none = run_words("compare-models old.model new.model a.scenario");
  BOOST_TEST(int(none.exit) == 3);
  BOOST_TEST(none.console.out.empty());
}

BOOST_AUTO_TEST_CASE(what_is_compared_goes_where_it_is_told_to) {
  const TemporaryFolder folder;
  const std::string path = (folder.path / "out.csv").string();
  const ConsoleRun run = compared("shops.model shops_rent.model --format csv -o " + path);
  BOOST_TEST(int(run.exit) == 0, run.console.err);
  BOOST_TEST(run.console.out.empty());
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  BOOST_TEST(text == compared("shops.model shops_rent.model --format csv").console.out);
}

// The same in Japanese, whose words are others and whose figures are not.
BOOST_AUTO_TEST_CASE(japanese_says_the_same) {
  const std::string text =
      compared("shops.model shops_rent.model shops.scenario --lang ja").console.out;
  for (const char* words :
       {"モデル比較", "旧", "新", "比較した数値", "新モデルだけの系列", "変化率"}) {
    BOOST_TEST(holds(text, words), words);
  }
  for (const char* words : {"Series", "figures", "different", "Old", "New"}) {
    BOOST_TEST(!holds(text, words), words);
  }
}

BOOST_AUTO_TEST_SUITE_END()
