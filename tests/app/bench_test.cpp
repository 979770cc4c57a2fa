// headwater bench: what its screen and its files hold, whatever the times are.
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/core/width.hpp"
#include "engine/tables/csv.hpp"
#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;
using Json = nlohmann::json;

// A stall, and the same with a rent: one driver more to draw, 5 series instead of 3, 2 of them
// computed.
constexpr const char* stall = R"(model stall "Stall" ja "屋台"
calendar annual
horizon FY2023..FY2024
driver price  : JPY = 10  "Price"   range 8 to 12
driver pieces : 1 = 100   "Pieces"  range 90 to 120
flow   sales  : JPY       "Sales"
  = price * pieces
)";
constexpr const char* rented = R"(driver rent : JPY = 200  "Rent"  range 100 to 300
flow   profit : JPY      "Profit"
  = sales - rent
statement pl "Profit and loss"
  sales
  profit
)";
// Has a value where the price is 10 or more: in the upper half of its range.
constexpr const char* lossy = R"(ratio root : %  "Root"
  = sqrt((price - 10 JPY) / 1 JPY)
)";

struct Stalls {
  Stalls() : here(folder.path) {
    std::ofstream("stall.model") << stall;
    std::ofstream("rented.model") << stall << rented;
    std::ofstream("lossy.model") << stall << lossy;
  }
  TemporaryFolder folder;
  WorkingFolder here;
};

ConsoleRun bench(std::vector<std::string> args, std::size_t width = 80) {
  args.insert(args.begin(), "bench");
  args.insert(args.end(), {"--rows", "5000", "--rounds", "2"});
  ConsoleRun run;
  run.console.width = width;
  run.exit = headwater_main(args, run.console);
  return run;
}

std::string shown(const std::vector<std::string>& args, std::size_t width = 80) {
  const ConsoleRun run = bench(args, width);
  BOOST_TEST(int(run.exit) == 0, run.console.err);
  BOOST_TEST(run.console.err == "");
  return run.console.out;
}

Json json_of(std::vector<std::string> args) {
  args.insert(args.end(), {"--format", "json"});
  return Json::parse(shown(args));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// The figures behind a label.
std::vector<std::string> cells_of(const std::string& screen, const std::string& label) {
  std::vector<std::string> cells;
  for (const std::string& line : lines_of(screen)) {
    if (!line.starts_with(label + "  ")) continue;
    std::istringstream rest(line.substr(label.size()));
    for (std::string cell; rest >> cell;) cells.push_back(cell);
  }
  return cells;
}

using Cells = std::vector<std::string>;
const std::vector<std::string> keys = {"variant",
                                       "file",
                                       "title",
                                       "title_ja",
                                       "model_hash",
                                       "scenario_hash",
                                       "to_program_ms",
                                       "rows_per_second",
                                       "rows_spread",
                                       "relative_time",
                                       "series",
                                       "formulas",
                                       "axes",
                                       "outputs",
                                       "instructions_per_row",
                                       "hoisted_share",
                                       "looped_share",
                                       "block_width",
                                       "table_bytes",
                                       "program_bytes",
                                       "rows_missing"};

}  // namespace

BOOST_AUTO_TEST_SUITE(bench_files)

BOOST_AUTO_TEST_CASE(variants_are_columns_with_a_legend_above) {
  const Stalls stalls;
  const std::string screen = shown({"stall.model", "rented.model"});
  BOOST_TEST(screen.find("5,000 rows, medians of 2 rounds") != std::string::npos, screen);
  BOOST_TEST(
      screen.find("\nA  Stall (stall.model)\nB  Stall (rented.model)\n") != std::string::npos,
      screen);
  BOOST_TEST((cells_of(screen, "Series") == Cells{"3", "5"}), screen);
  BOOST_TEST((cells_of(screen, "Formulas") == Cells{"1", "2"}), screen);
  BOOST_TEST((cells_of(screen, "Drivers drawn") == Cells{"2", "3"}), screen);
  // Without a statement sales in the last year; else both lines in both.
  BOOST_TEST((cells_of(screen, "Figures asked for") == Cells{"1", "4"}), screen);
  BOOST_TEST((cells_of(screen, "Rows that lack a figure") == Cells{"0", "0"}), screen);
  const Cells relative = cells_of(screen, "Time per row, A = 1");
  BOOST_TEST_REQUIRE(relative.size() == 2u);
  BOOST_TEST(relative[0] == "1.00");
  for (const char* label :
       {"Files to program, ms", "Rows per second", "Instructions per row",
        "  run once for all periods", "  slowest less fastest round", "  in loops over periods",
        "Block width, rows side by side", "Working table, KiB per thread", "Program, KiB"}) {
    BOOST_TEST(cells_of(screen, label).size() == 2u, label << "\n" << screen);
  }
  BOOST_TEST(screen.find("on one thread: rows per second are per core") != std::string::npos);
  BOOST_TEST(shown({"stall.model", "--threads", "2"}).find("on 2 threads together") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_the_terminal_and_what_is_left_out_is_said) {
  const Stalls stalls;
  for (const char* language : {"en", "ja"}) {
    for (const std::size_t width : {64u, 80u}) {
      std::vector<std::string> files;
      for (int i = 0; i < 8; ++i) files.emplace_back(i % 2 == 0 ? "stall.model" : "rented.model");
      for (const std::size_t count : {2u, 8u}) {
        std::vector<std::string> args(files.begin(), files.begin() + std::ptrdiff_t(count));
        args.insert(args.end(), {"--lang", language});
        const std::string screen = shown(args, width);
        for (const std::string& line : lines_of(screen)) {
          BOOST_TEST(display_width(line) <= width, line);
        }
        const bool said = screen.find("left out at this width: H") != std::string::npos ||
                          screen.find("表示幅に収まらず省略：H") != std::string::npos;
        BOOST_TEST(said == (count == 8), screen);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(japanese_has_no_english_but_units_and_names) {
  const Stalls stalls;
  const std::string screen = shown({"stall.model", "rented.model", "--lang", "ja"});
  for (const char* words : {"屋台（stall.model）", "毎秒の行数", "計算式", "コアあたり"}) {
    BOOST_TEST(screen.find(words) != std::string::npos, words << "\n" << screen);
  }
  for (const char* words : {"rows", "Rows", "per", "Series"}) {
    BOOST_TEST(screen.find(words) == std::string::npos, words << "\n" << screen);
  }
}

BOOST_AUTO_TEST_CASE(json_has_every_figure_of_every_variant) {
  const Stalls stalls;
  const Json all = json_of({"stall.model", "rented.model", "--block-width", "64"});
  BOOST_TEST(all["rows"].get<int>() == 5000);
  BOOST_TEST(all["rounds"].get<int>() == 2);
  BOOST_TEST(all["threads"].get<int>() == 1);
  BOOST_TEST_REQUIRE(all["variants"].size() == 2u);
  for (const Json& one : all["variants"]) {
    std::set<std::string> there;
    for (const auto& [key, value] : one.items()) there.insert(key);
    BOOST_TEST((there == std::set<std::string>(keys.begin(), keys.end())));
    BOOST_TEST(one["to_program_ms"].get<double>() > 0);
    BOOST_TEST(one["rows_per_second"].get<double>() > 0);
    BOOST_TEST(one["rows_spread"].get<double>() >= 0);
    BOOST_TEST(one["block_width"].get<int>() == 64);
    BOOST_TEST(one["rows_missing"].get<int>() == 0);
  }
  BOOST_TEST(all["variants"][0]["relative_time"].get<double>() == 1.0);
  BOOST_TEST(all["variants"][1]["file"].get<std::string>() == "rented.model");
  BOOST_TEST(all["variants"][1]["axes"].get<int>() == 3);
}

BOOST_AUTO_TEST_CASE(csv_has_a_line_for_each_variant_and_the_names_of_the_json) {
  const Stalls stalls;
  const std::string text = shown({"stall.model", "rented.model", "--format", "csv"});
  std::string head;
  for (const std::string& key : keys) head += key + ",";
  BOOST_TEST(lines_of(text).front() == head + "rows,rounds,threads,engine");
  Sources sources;
  const auto csv = read_csv(sources.add("out.csv", text), sources);
  BOOST_TEST_REQUIRE(bool(csv));
  BOOST_TEST_REQUIRE(csv.value->rows.size() == 2u);
  BOOST_TEST(csv.value->rows[1][*csv.value->column("variant")].text == "B");
  BOOST_TEST(csv.value->rows[1][*csv.value->column("outputs")].text == "4");
  BOOST_TEST(csv.value->rows[1][*csv.value->column("rows")].text == "5000");
}

BOOST_AUTO_TEST_CASE(markdown_is_a_table) {
  const Stalls stalls;
  const std::string text = shown({"stall.model", "rented.model", "--format", "markdown"});
  BOOST_TEST(text.find("| Series | 3 | 5 |") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(rows_that_lack_a_figure_are_said_with_the_first_cause) {
  const Stalls stalls;
  const ConsoleRun run = bench({"stall.model", "lossy.model"});
  BOOST_TEST(int(run.exit) == 1);
  const Cells lacking = cells_of(run.console.out, "Rows that lack a figure");
  BOOST_TEST_REQUIRE(lacking.size() == 2u);
  BOOST_TEST(lacking[0] == "0");
  std::string count = lacking[1];
  count.erase(count.find(','), 1);
  // Below 10 in half of 5,000 rows, give or take 5 standard deviations of 35.
  BOOST_TEST(std::stoi(count) > 2'500 - 5 * 35);
  BOOST_TEST(std::stoi(count) < 2'500 + 5 * 35);
  BOOST_TEST(run.console.err == "headwater: lossy.model: " + count +
                                    " rows lack a figure, the first since root in FY2024 has no "
                                    "value\n");
}

BOOST_AUTO_TEST_CASE(all_files_are_right_or_none_is_measured) {
  const Stalls stalls;
  std::ofstream("broken.model") << stall << "flow odd : JPY\n  = prise\n";
  for (const char* wrong : {"broken.model", "not_there.model"}) {
    const ConsoleRun run = bench({"stall.model", wrong});
    BOOST_TEST(int(run.exit) == 3);
    BOOST_TEST(run.console.out == "");
    BOOST_TEST(run.console.err.find(wrong) != std::string::npos, run.console.err);
  }
}

BOOST_AUTO_TEST_CASE(what_is_asked_for_has_bounds) {
  const Stalls stalls;
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--rows", "0"},
                                             {"--rows", "1000000001"},
                                             {"--rows", "-1"},
                                             {"--rows", "many"},
                                             {"--rounds", "0"},
                                             {"--rounds", "1001"},
                                             {"--threads", "1025"},
                                             {"--block-width", "0"},
                                             {"--sweep", "x"}}) {
    std::vector<std::string> args = {"bench", "stall.model"};
    args.insert(args.end(), words.begin(), words.end());
    const ConsoleRun run = run_args(args);
    BOOST_TEST(int(run.exit) == 2, words[0] << " " << words[1]);
    BOOST_TEST(run.console.out == "");
  }
}

BOOST_AUTO_TEST_CASE(output_goes_to_a_file_and_sets_apply_to_every_variant) {
  const Stalls stalls;
  BOOST_TEST(shown({"stall.model", "-o", "speed.txt"}) == "");
  std::ifstream file("speed.txt");
  std::string first;
  std::getline(file, first);
  BOOST_TEST(first.starts_with("Speed of model variants"), first);
  const Json plain = json_of({"stall.model"});
  const Json set = json_of({"stall.model", "--set", "price = 11"});
  BOOST_TEST(plain["variants"][0]["scenario_hash"] != set["variants"][0]["scenario_hash"]);
  BOOST_TEST(plain["variants"][0]["model_hash"] == set["variants"][0]["model_hash"]);
}

BOOST_AUTO_TEST_SUITE_END()
