// The same figures in every format: CSV against JSON and the engine's own reader, Markdown against
// the table on the screen.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/app/page.hpp"
#include "engine/tables/csv.hpp"
#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;
using Json = nlohmann::json;

const std::string iij = std::string(HEADWATER_SOURCE_DIR) + "/scenarios/iij/";
const std::string base = iij + "base.scenario";
const std::filesystem::path screens_folder =
    std::filesystem::path(HEADWATER_SOURCE_DIR) / "tests/golden/screens";

// A CSV as our own reader takes it: rows of cells by the names of their columns.
std::vector<std::map<std::string, std::string>> read_back(const std::string& text) {
  Sources sources;
  const FileId file = sources.add("out.csv", text);
  const auto csv = read_csv(file, sources);
  BOOST_TEST_REQUIRE(bool(csv));
  std::vector<std::map<std::string, std::string>> rows;
  for (const auto& row : csv.value->rows) {
    auto& cells = rows.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) cells[csv.value->header[i].text] = row[i].text;
  }
  return rows;
}

std::string out_of(std::vector<std::string> args, int exit = 0) {
  const ConsoleRun run = run_args(args);
  BOOST_TEST(int(run.exit) == exit, run.console.err);
  return run.console.out;
}

// Blank for null, else the very same double.
void same(const Json& json, const std::string& cell, const std::string& where) {
  BOOST_TEST(json.is_null() == cell.empty(), where);
  if (json.is_null() || cell.empty()) return;
  const double number = std::strtod(cell.c_str(), nullptr);
  BOOST_TEST(
      std::bit_cast<std::uint64_t>(number) == std::bit_cast<std::uint64_t>(json.get<double>()),
      where << ": " << cell);
}

std::size_t cells_in(const std::string& line) {
  std::size_t bars = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++bars;
  }
  return bars - 1;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(formats)

BOOST_AUTO_TEST_CASE(a_run_as_csv_has_every_figure_of_its_json) {
  const Json json = Json::parse(out_of({"run", base, "--format", "json"}));
  const auto rows = read_back(out_of({"run", base, "--format", "csv"}));
  std::size_t figures = 0;
  for (const auto& [name, series] : json["series"].items()) figures += series["values"].size();
  BOOST_TEST(rows.size() == figures);
  for (const auto& row : rows) {
    const auto& period = row.at("period");
    const std::string where = row.at("series") + " " + period;
    const Json& series = json["series"][row.at("series")];
    same(series["values"][period], row.at("value"), where);
    BOOST_TEST(series["states"][period].get<std::string>() == row.at("mark"), where);
    BOOST_TEST(series["unit"].get<std::string>() == row.at("unit"), where);
    BOOST_TEST(series["kind"].get<std::string>() == row.at("kind"), where);
    BOOST_TEST(series["label_ja"].get<std::string>() == row.at("label_ja"), where);
    const bool printed = series["sources"].contains(period);
    same(printed ? series["sources"][period]["printed"] : Json(), row.at("printed"), where);
    const bool year = period.starts_with("FY");
    const bool half = period.find('H') != std::string::npos;
    BOOST_TEST(row.at("span") == (year ? "year" : half ? "half" : "quarter"), where);
  }
}

// The page of guidance: operating profit 31.5 bn, and 11.0 % of it is not printed as such.
BOOST_AUTO_TEST_CASE(guidance_stands_beside_the_figure_it_is_about) {
  std::map<std::pair<std::string, std::string>, std::string> guidance;
  for (const auto& row : read_back(out_of({"run", base, "--format", "csv"}))) {
    if (!row.at("guidance").empty()) {
      guidance[{row.at("series"), row.at("period")}] = row.at("guidance");
    }
  }
  BOOST_TEST((guidance[{"operating_profit", "FY2023"}]) == "31500");
  BOOST_TEST((guidance[{"revenue.total", "FY2023"}]) == "286000");
  BOOST_TEST(!guidance.contains({"operating_profit", "2023Q3"}));
}

BOOST_AUTO_TEST_CASE(a_sweep_as_csv_has_a_line_for_each_point_and_output) {
  const std::string file = iij + "sweep-conversion-orders.scenario";
  const Json json = Json::parse(out_of({"sweep", file, "--format", "json"}));
  const auto rows = read_back(out_of({"sweep", file, "--format", "csv"}));
  const Json& sweep = json["sweeps"][0];
  const std::size_t outputs = sweep["outputs"].size();
  BOOST_TEST(rows.size() == sweep["rows"].size() * outputs);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    const std::string where = "line " + std::to_string(i + 2);
    const Json& point = sweep["rows"][i / outputs];
    const Json& output = sweep["outputs"][i % outputs];
    BOOST_TEST(row.at("point") == std::to_string(i / outputs));
    BOOST_TEST(row.at("series") == output["series"].get<std::string>());
    BOOST_TEST(row.at("period") == output["period"].get<std::string>());
    same(point["values"][i % outputs], row.at("value"), where);
    same(point["levels"][0], row.at("si.conversion"), where);
    same(point["levels"][1], row.at("orders.si.construction.growth"), where);
    const bool is_base = sweep["base_row"].get<std::size_t>() == i / outputs;
    BOOST_TEST((row.at("is_base") == "1") == is_base);
    if (is_base) BOOST_TEST(row.at("change") == "0");
  }
}

BOOST_AUTO_TEST_CASE(checks_as_csv_and_json_are_those_of_the_run) {
  const Json run = Json::parse(out_of({"run", base, "--format", "json"}));
  const Json check = Json::parse(out_of({"check", base, "--format", "json"}));
  BOOST_TEST(check["checks"] == run["checks"]);
  const auto rows = read_back(out_of({"check", base, "--format", "csv"}));
  BOOST_TEST(rows.size() == run["checks"].size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Json& one = run["checks"][i];
    BOOST_TEST(rows[i].at("check") == one["name"].get<std::string>());
    same(one["left"], rows[i].at("left"), rows[i].at("check"));
    same(one["difference"], rows[i].at("difference"), rows[i].at("check"));
    BOOST_TEST((rows[i].at("state") == "broken") == !one["ok"].get<bool>());
    BOOST_TEST(!rows[i].at("file").empty());
  }
}

// A label is text of whoever wrote the model, and a workbook would run it; a negative number is
// not.
BOOST_AUTO_TEST_CASE(text_that_a_workbook_would_run_is_escaped_and_numbers_are_not) {
  const TemporaryFolder folder;
  std::ofstream(folder.path / "evil.model") << R"(model m "M"
calendar quarterly, fiscal year starts april
horizon 2023Q1..2023Q4
driver loss : JPY per quarter = -5 "=1+1, \"twice\""  ja "＠SUM"
flow total : JPY "-A|B"
  = loss
statement pl "P"
  total
)";
  const std::string path = (folder.path / "evil.model").string();
  const std::string text = out_of({"run", path, "--format", "csv"});
  for (const auto& row : read_back(text)) {
    const bool driver = row.at("series") == "loss";
    BOOST_TEST(row.at("label") == (driver ? "'=1+1, \"twice\"" : "'-A|B"), row.at("label"));
    BOOST_TEST(row.at("label_ja") == (driver ? "'＠SUM" : ""));
    if (row.at("span") == "quarter") BOOST_TEST(row.at("value") == "-5");
  }
}

// Rows of a table have the columns of its heading, bars of labels escaped.
BOOST_AUTO_TEST_CASE(markdown_tables_have_one_number_of_cells) {
  std::size_t tables = 0;
  for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
           {"run", base, "--format", "markdown", "--statement", "all"},
           {"run", base, "--format", "markdown", "--lang", "ja", "--by", "year"},
           {"sweep", iij + "sweep-rates.scenario", "--format", "markdown"},
           {"check", base, "--format", "markdown"}}) {
    std::size_t cells = 0;
    for (const std::string& line : lines_of(out_of(args))) {
      if (!line.starts_with("|")) {
        cells = 0;
        continue;
      }
      if (cells == 0) ++tables;
      if (cells == 0) cells = cells_in(line);
      BOOST_TEST(cells_in(line) == cells, line);
    }
  }
  BOOST_TEST(tables == 3u + 2u + 2u + 1u);  // two statements and progress; one and progress; ...
}

BOOST_AUTO_TEST_CASE(markdown_shows_every_column_however_narrow_the_terminal) {
  const WorkingFolder here(screens_folder);
  const std::vector<std::string> args = {"run", "shops.scenario", "--format", "markdown"};
  ConsoleRun narrow;
  narrow.console.width = 40;
  headwater_main(args, narrow.console);
  BOOST_TEST(narrow.console.out == out_of(args));
  BOOST_TEST(narrow.console.out.find("| 1H23 |") != std::string::npos);
  BOOST_TEST(narrow.console.out.find("left out") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_markdown_would_take_for_markup_is_escaped) {
  TextTable table;
  table.columns = {{"a|b", Align::left}, {"n", Align::right}};
  table.rows = {{{"  in *two* <b>", "-1"}, ""}, {{"\x1b[31m"}, ""}};
  const std::string text = page_markdown({{PageTable{"x_y", table, Apart::no}}});
  BOOST_TEST(text ==
             "**x\\_y**\n\n| a\\|b | n |\n| :--- | ---: |\n| &emsp;in \\*two\\* \\<b\\> | -1 |\n"
             "| \\\\u{1b}\\[31m |  |\n");
}

BOOST_AUTO_TEST_CASE(broken_checks_and_missing_forecasts_are_objects_too) {
  const TemporaryFolder folder;
  std::ofstream(folder.path / "odd.model") << R"(model m "M"
calendar quarterly, fiscal year starts april
horizon 2023Q1..2023Q4
driver level : JPY per quarter = 5 "Level"
driver none : JPY per quarter = 0 "None"
flow total : JPY "Total"
  = level
ratio odd : %  "Odd"
  = level / none
check low "Too low" in 2023Q2 : total >= 7 JPY
statement pl "P"
  total
  odd
)";
  const std::string path = (folder.path / "odd.model").string();
  const ConsoleRun run = run_args({"run", path, "--diagnostics=json"});
  BOOST_TEST(int(run.exit) == 1);
  std::map<std::string, Json> first;
  for (const std::string& line : lines_of(run.console.err)) {
    const Json message = Json::parse(line);
    first.try_emplace(message["code"].get<std::string>(), message);
  }
  const Json& broken = first["broken-check"];
  BOOST_TEST(broken["check"].get<std::string>() == "low");
  BOOST_TEST(broken["period"].get<std::string>() == "2023Q2");
  BOOST_TEST(broken["line"].get<int>() == 10);
  BOOST_TEST(broken["left"].get<double>() == 5.0);
  BOOST_TEST(broken["right"].get<double>() == 7.0);
  BOOST_TEST(broken["difference"].get<double>() == -2.0);
  const Json& missing = first["missing-forecast"];
  BOOST_TEST(missing["series"].get<std::string>() == "odd");
  BOOST_TEST(missing["file"].is_null());
  BOOST_TEST(run_args({"run", path}).console.err.find("{") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_sweep_that_loses_figures_says_so_beside_the_table) {
  const TemporaryFolder folder;
  std::ofstream(folder.path / "lost.model") << R"(model m "M"
calendar quarterly, fiscal year starts april
horizon 2023Q1..2023Q4
driver level : JPY per quarter = 5 "Level"
ratio share : % "Share"
  = 1 JPY / level
statement pl "P"
  share
)";
  std::ofstream(folder.path / "lost.scenario") << R"(scenario "S"
model "lost.model"
sweep zero "To zero"
  across level = 0, 5
  show share in 2023Q3, 2023Q4
)";
  const std::string path = (folder.path / "lost.scenario").string();
  const ConsoleRun run = run_args({"sweep", path, "--format", "csv", "--diagnostics", "json"});
  BOOST_TEST(int(run.exit) == 1);
  const Json message = Json::parse(run.console.err);
  BOOST_TEST(message["code"].get<std::string>() == "missing-figures");
  BOOST_TEST(message["count"].get<int>() == 2);  // of the level 0, in both periods
  BOOST_TEST(message["series"].get<std::string>() == "share");
}

BOOST_AUTO_TEST_CASE(mistakes_of_the_command_line_are_objects_where_that_is_asked_for) {
  for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
           {"run", base, "--by", "week", "--diagnostics", "json"},
           {"rum", base, "--diagnostics=json"},
           {"run", "--diagnostics", "json"},
           {"run", "no/such.scenario", "--diagnostics", "json"}}) {
    const ConsoleRun run = run_args(args);
    const Json message = Json::parse(run.console.err);
    const bool world = args[1] == "no/such.scenario";
    BOOST_TEST(message["code"].get<std::string>() == (world ? "file-unreadable" : "usage"));
    BOOST_TEST(int(run.exit) == (world ? 3 : 2));
  }
  BOOST_TEST(int(run_args({"run", base, "--diagnostics", "xml"}).exit) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
