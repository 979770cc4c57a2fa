// Explanations as people and programs get them: whole texts read by eye, JSON that reads back, a
// graph whose every line is well formed.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/app/explain_words.hpp"
#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;

const std::string base = std::string(HEADWATER_SOURCE_DIR) + "/scenarios/iij/base.scenario";

constexpr const char* model = R"(model shop "A shop"
calendar quarterly, fiscal year starts april, labels "{q}Q{yy}"
horizon 2022Q1..2023Q4
unit line
unit JPY mn = 1000000 JPY
actuals "actuals.csv"
driver price : JPY / line / month by quarter of year = Q1 2000, else 2100  "Price"
  range base * 0.9 to base * 1.1  basis printed "p.5: the list"
driver growth : % per quarter = 10%
stock lines : line  "Lines"
  outlook = lines[-1] * (1 + growth)
flow sales : JPY mn  "Sales"
  outlook = mid(lines) * price * months
flow other : JPY mn  "Other"
  = sales * 2
flow total : JPY mn  "Total"
  parts by kind = sales, other
one_off sales in 2022Q4 = 1 JPY mn  why "a fair" source "p.4"
)";

constexpr const char* actuals =
    "series,period,value,unit,basis,source\n"
    "lines,2022Q4,1000,line,reported,p.2\n"
    "sales,2022Q4,6.2,JPY mn,reported,p.3\n"
    "other,2022Q4,12.1,JPY mn,derived,p.3\n"
    "total,2022Q4,18.6,JPY mn,reported,p.1\n";

// Runs `explain shop.model` with further words, in a folder that holds it.
ConsoleRun explained(const std::string& words) {
  const TemporaryFolder folder;
  std::ofstream(folder.path / "shop.model") << model;
  std::ofstream(folder.path / "actuals.csv") << actuals;
  const WorkingFolder here(folder.path);
  return run_words("explain shop.model " + words);
}

std::string text_of(const std::string& words) {
  const ConsoleRun run = explained(words);
  BOOST_TEST(int(run.exit) == 0);
  BOOST_TEST(run.console.err == "");
  return run.console.out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explain_command_line)

// 1,000 lines grow to 1,100: 1,050 * 2,000 JPY * 3 months are 6.3 mn; 200 JPY more are a tenth
// more. Weights: price 6.3 mn, lines printed 1,000 * 1.05 * 6,000, growth 0.1 * 500 * 6,000:
// of 12.9.
BOOST_AUTO_TEST_CASE(a_forecast_is_told_from_its_formula_down_to_its_drivers_and_pages) {
  BOOST_TEST(text_of("sales@2023Q1") ==
             "sales 1Q23  Sales\n"
             "6.3 JPY mn  outlook, spliced after 4Q22 (shop.model:13)\n"
             "    outlook = mid(lines) * price                * months\n"
             "            = 1,050 line * 2,000 JPY/line/month * 3 month (÷ 1,000,000 to JPY mn)\n"
             "      mid(lines) = 0.5 * (lines[-1]  + lines)\n"
             "                 = 0.5 * (1,000 line + 1,100 line)\n"
             "  lines 4Q22  1,000 line  reported, p.2 (actuals.csv:2)\n"
             "  lines 1Q23  1,100 line  outlook (shop.model:11)\n"
             "      outlook = lines[-1]  * (1 + growth)\n"
             "              = 1,000 line * (1 + 10%)\n"
             "    lines 4Q22   1,000 line  above\n"
             "    growth 1Q23  10% per quarter  driver (shop.model:9)\n"
             "  price 1Q23  2,000 JPY / line / month  driver, value of every Q1 (shop.model:7), "
             "range 1,800 to 2,200, basis printed:\n"
             "      p.5: the list\n"
             "\n"
             "sensitive to: price ±200 JPY / line / month → ±0.63 JPY mn\n"
             "rests on: printed 98% · no basis given 2%\n");
}

BOOST_AUTO_TEST_CASE(a_printed_figure_shows_its_page_and_the_formula_it_wins_over) {
  BOOST_TEST(
      text_of("total@2022Q4") ==
      "total 4Q22  Total\n"
      "18.6 JPY mn  reported, p.1, published with 4Q22 (pseudo-vintage: no date was given) "
      "(actuals.csv:5)\n"
      "    the parts by kind would give 18.6 JPY mn; the reported figure wins (shop.model:17)\n"
      "    = sales      + other\n"
      "    = 6.2 JPY mn + 12.4 JPY mn\n"
      "\n"
      "check total: 18.6 JPY mn against 18.6 JPY mn, holds\n");
}

BOOST_AUTO_TEST_CASE(a_derived_figure_that_lost_stands_beside_the_formula) {
  const std::string text = text_of("other@2022Q4 sales@2022Q4");
  BOOST_TEST(text.find("12.4 JPY mn  history (shop.model:15)\n") != std::string::npos);
  BOOST_TEST(
      text.find("    the formula wins over the derived 12.1 JPY mn, p.3 (actuals.csv:4)\n") !=
      std::string::npos);
  BOOST_TEST(text.find("one-off in 4Q22: 1 JPY mn, a fair (p.4)\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_change_of_the_scenario_stands_beside_the_default) {
  const ConsoleRun run = run_args(
      {"explain", base, "revenue.network.wan@2023Q4", "--set", "wan.growth = 1% in 2023Q4"});
  BOOST_TEST(run.console.out.find("1% per quarter  driver, set to 1% (--set:1), default 0%") !=
             std::string::npos);
  BOOST_TEST(run.console.out.find("changed by the scenario\n  wan.growth set to 1%, read in 4Q23 "
                                  "(--set:1): there 1%, default 0%\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(depth_is_bounded_and_says_how_to_go_on) {
  const std::string text = text_of("total@FY2023 --depth 1");
  BOOST_TEST(text.find("\n2 figures go deeper: --depth 2, or --depth all\n") != std::string::npos);
  BOOST_TEST(text_of("total@FY2023 --depth all").find("go deeper") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_gap_of_history_is_explained_and_ends_well_a_lost_forecast_does_not) {
  const ConsoleRun gap = explained("sales@2022Q1");
  BOOST_TEST(int(gap.exit) == 0);
  BOOST_TEST(gap.console.out.find("–  no value: no observation is known as of 4Q22") !=
             std::string::npos);
  const ConsoleRun lost = run_args({"explain", base, "capex.area.network@2023Q4"});
  BOOST_TEST(int(lost.exit) == 1);
  BOOST_TEST(lost.console.out.find("actual only: no outlook, on purpose") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(json_reads_back_with_the_same_figures_and_its_own_graph) {
  const auto json =
      nlohmann::json::parse(text_of("total@FY2023 sales@2023Q1 --depth all --format json"));
  BOOST_TEST_REQUIRE(json["explanations"].size() == 2u);
  const auto& cells = json["explanations"][1]["cells"];
  BOOST_TEST(cells[0]["series"] == "sales");
  BOOST_TEST(cells[0]["value"].get<double>() == 6.3);
  BOOST_TEST(cells[0]["rule"] == "outlook");
  BOOST_TEST(cells[0]["spliced_after"] == "2022Q4");
  BOOST_TEST(cells[0]["formula"]["written"] == "mid(lines) * price * months");
  BOOST_TEST(cells[0]["formula"]["line"] == 13);
  BOOST_TEST(cells[0]["formula"]["operands"][1]["value"].get<double>() == 2000.0);
  BOOST_TEST(cells[0]["formula"]["calls"][0]["value"].get<double>() == 1050.0);
  for (const auto& explanation : json["explanations"]) {
    for (const auto& cell : explanation["cells"]) {
      for (const auto& index : cell["precedents"]) {
        BOOST_TEST(index.get<std::size_t>() < explanation["cells"].size());
      }
    }
  }
  const auto& price = cells[cells[0]["precedents"][2].get<std::size_t>()];
  BOOST_TEST(price["series"] == "price");
  BOOST_TEST(price["driver"]["default"].get<double>() == 2000.0);
  BOOST_TEST(price["driver"]["high"].get<double>() == 2200.0);
  BOOST_TEST(price["driver"]["reason"] == "p.5: the list");
  BOOST_TEST(json["manifest"].contains("values_digest"));
}

// Every line is a header, a node with one quoted label, or an arrow between nodes declared.
BOOST_AUTO_TEST_CASE(the_graph_is_well_formed_and_whole) {
  std::istringstream lines(text_of("total@FY2023 sales@2023Q1 --dot"));
  const std::regex node(
      R"re(  (n\d+) \[label="([^"\\]|\\.)*", shape=\w+, fillcolor="#\w+"(, style="[\w,]+")?\])re");
  const std::regex arrow(R"(  (n\d+) -> (n\d+))");
  std::set<std::string> nodes;
  std::size_t arrows = 0;
  std::string line;
  std::string last;
  std::getline(lines, line);
  BOOST_TEST(line == "digraph explanation {");
  for (int i = 0; i < 2; ++i) std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::smatch match;
    last = line;
    if (std::regex_match(line, match, node)) {
      BOOST_TEST(nodes.insert(match[1]).second);
    } else if (std::regex_match(line, match, arrow)) {
      BOOST_TEST(nodes.contains(match[1]));
      BOOST_TEST(nodes.contains(match[2]));
      ++arrows;
    } else {
      BOOST_TEST(line == "}");
    }
  }
  BOOST_TEST(last == "}");
  // total: year, two halves, four quarters; as many of sales and other's quarters, five of lines,
  // four of price and growth. sales@2023Q1 is among them.
  BOOST_TEST(nodes.size() == 28u);
  BOOST_TEST(arrows == 6u + 8u + 4u + 12u + 8u);
}

BOOST_AUTO_TEST_CASE(figures_have_the_digits_it_takes_to_redo_them) {
  BOOST_TEST(full_number(7065) == "7,065");
  BOOST_TEST(full_number(1234.5678) == "1,234.5678");     // eight digits are few
  BOOST_TEST(full_number(12345.67890123) == "12,345.7");  // six of many
  BOOST_TEST(full_number(269702.912345) == "269,702.9");  // a tenth of a large amount
  BOOST_TEST(full_number(116.20000000000002) == "116.2");
  BOOST_TEST(full_number(-0.000123456789) == "-0.000123457");
  BOOST_TEST(full_number(0) == "0");
  BOOST_TEST(full_number(std::nan("")) == "–");
  const Units units;
  BOOST_TEST(full_text(41.7, *units.find("%")) == "41.7%");
  BOOST_TEST(full_text(25, *units.find("bp")) == "0.25%");
  BOOST_TEST(full_text(3, *units.find("month")) == "3 month");
}

BOOST_AUTO_TEST_SUITE_END()
