// export: the same figures in three formats, whole files or none, and who is told what.
#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/core/error.hpp"
#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;
using Json = nlohmann::json;

const std::string iij = std::string(HEADWATER_SOURCE_DIR) + "/scenarios/iij/";
const std::string base = iij + "base.scenario";
const std::string rates = iij + "sweep-rates.scenario";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What is exported to a file of this name.
std::string exported(const std::string& name, std::vector<std::string> args) {
  const TemporaryFolder folder;
  const std::string path = (folder.path / name).string();
  args.insert(args.begin(), "export");
  args.insert(args.end(), {"-o", path});
  const ConsoleRun run = run_args(args);
  BOOST_TEST(int(run.exit) == 0, run.console.err);
  BOOST_TEST(run.console.out == "");
  return text_of(path);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exports)

BOOST_AUTO_TEST_CASE(csv_is_what_run_and_sweep_print) {
  BOOST_TEST(exported("a.csv", {base}) == run_args({"run", base, "--format", "csv"}).console.out);
  BOOST_TEST(exported("a.csv", {rates, "--sweep", "rates"}) ==
             run_args({"sweep", rates, "--format", "csv"}).console.out);
}

BOOST_AUTO_TEST_CASE(json_lines_are_the_lines_of_the_csv) {
  const Json run = Json::parse(run_args({"run", base, "--format", "json"}).console.out);
  const auto lines = lines_of(exported("a.jsonl", {base}));
  std::size_t figures = 0;
  for (const auto& [name, series] : run["series"].items()) figures += series["values"].size();
  BOOST_TEST(lines.size() == figures);
  for (const std::string& line : lines) {
    const Json one = Json::parse(line);
    const Json& series = run["series"][one["series"].get<std::string>()];
    const std::string period = one["period"].get<std::string>();
    BOOST_TEST((one["value"] == series["values"][period]), line);
    BOOST_TEST((one["mark"] == series["states"][period]), line);
    BOOST_TEST((one["label_ja"] == series["label_ja"]), line);
    BOOST_TEST((one["unit"] == series["unit"]), line);
  }
  const auto rows = lines_of(exported("a.jsonl", {rates, "--sweep", "rates"}));
  BOOST_TEST(rows.size() == 7u * 2u * 3u);  // rates, series, years
  BOOST_TEST(Json::parse(rows.front())["interconnect.rate_change"].get<double>() == -15.0);
}

BOOST_AUTO_TEST_CASE(the_format_is_the_files_ending_unless_it_is_said) {
  BOOST_TEST(exported("a.xlsx", {base}).starts_with("PK"));
  BOOST_TEST(exported("a.data", {base, "--format", "workbook"}).starts_with("PK"));
  BOOST_TEST(exported("a.xlsx", {base, "--format", "jsonl"}).starts_with("{"));
  BOOST_TEST(exported("a.xlsx", {rates, "--sweep", "rates"}).starts_with("PK"));
  BOOST_TEST(run_args({"export", base, "--format", "csv"}).console.out.starts_with("series,"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_exported_is_wrong_usage) {
  for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
           {"export", base},
           {"export", base, "-o", "a.pdf"},
           {"export", base, "--format", "workbook"},
           {"export", base, "--format", "markdown"},
           {"export", base, "--format", "csv", "--by", "year"},
           {"export", base, base, "--format", "csv"},
           {"export", base, "--format", "csv", "--sweep", "rates"},
           {"export", rates, "--format", "csv", "--sweep", "rate"}}) {
    const ConsoleRun run = run_args(args);
    BOOST_TEST_INFO(args.back());
    BOOST_TEST(int(run.exit) == 2);
    BOOST_TEST(run.console.out == "");
    BOOST_TEST(run.console.err.find("usage: headwater export FILE") != std::string::npos,
               run.console.err);
  }
}

BOOST_AUTO_TEST_CASE(a_file_is_replaced_whole_or_not_at_all) {
  const TemporaryFolder folder;
  const std::string path = (folder.path / "a.xlsx").string();
  std::ofstream(path) << "what was there";
  BOOST_TEST(int(run_args({"export", iij + "no.scenario", "-o", path}).exit) == 3);
  BOOST_TEST(text_of(path) == "what was there");
  const std::string nowhere = (folder.path / "no/such/a.xlsx").string();
  BOOST_CHECK_THROW(run_args({"export", base, "-o", nowhere}), IoError);
  BOOST_TEST(int(run_args({"export", base, "-o", path}).exit) == 0);
  BOOST_TEST(text_of(path).starts_with("PK"));
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path)) {
    ++files;
  }
  BOOST_TEST(files == 1u);
}

// A pipe takes the bytes and stays a pipe; a file in its place would be nobody's.
BOOST_AUTO_TEST_CASE(a_pipe_is_written_to_and_not_replaced) {
  const TemporaryFolder folder;
  std::ofstream(folder.path / "one.model") << R"(model m "M"
calendar quarterly, fiscal year starts april
horizon 2023Q1..2023Q1
driver level : JPY per quarter = 5 "Level"
)";
  const std::string model = (folder.path / "one.model").string();
  const std::string pipe = (folder.path / "pipe.csv").string();
  BOOST_TEST_REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  BOOST_TEST_REQUIRE(reader >= 0);
  BOOST_TEST(int(run_args({"export", model, "-o", pipe}).exit) == 0);
  std::string bytes(10'000, ' ');
  bytes.resize(std::size_t(std::max<ssize_t>(0, read(reader, bytes.data(), bytes.size()))));
  close(reader);
  BOOST_TEST(bytes == run_args({"export", model, "--format", "csv"}).console.out);
  BOOST_TEST(std::filesystem::is_fifo(pipe));
}

BOOST_AUTO_TEST_CASE(a_broken_check_is_told_and_the_file_is_written) {
  const TemporaryFolder folder;
  std::ofstream(folder.path / "low.model") << R"(model m "M"
calendar quarterly, fiscal year starts april
horizon 2023Q1..2023Q4
driver level : JPY per quarter = 5 "Level"
check low "Too low" in 2023Q2 : level >= 7 JPY
)";
  const std::string path = (folder.path / "low.xlsx").string();
  const ConsoleRun run = run_args({"export", (folder.path / "low.model").string(), "-o", path});
  BOOST_TEST(int(run.exit) == 1);
  BOOST_TEST(run.console.err.find("check broken: low") != std::string::npos);
  BOOST_TEST(text_of(path).starts_with("PK"));
}

BOOST_AUTO_TEST_SUITE_END()
