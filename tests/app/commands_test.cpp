// How commands end and what they write: exit codes, files, JSON that reads back.
#include <bit>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/core/error.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"
#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;

const std::string base = std::string(HEADWATER_SOURCE_DIR) + "/scenarios/iij/base.scenario";

int exit_of(const std::vector<std::string>& args) { return int(run_args(args).exit); }

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(commands)

BOOST_AUTO_TEST_CASE(wrong_usage_ends_with_2_and_says_how_to_use_it) {
  for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
           {},
           {"rum", base},
           {"run"},
           {"check", base, base},
           {"run", base, "--by", "week"},
           {"run", base, "--year", "soon"},
           {"run", base, "--frmat", "json"},
           {"sweep", base, "--block-width", "0"},
           {"sweep", base, "--threads", "many"},
           {"explain", base},
           {"explain", base, "eps@FY2023", "--depth", "deep"},
           {"explain", base, "eps@FY2023", "--depth", "-1"},
           {"explain", base, "eps@FY2023", "--dot", "--format", "json"}}) {
    const ConsoleRun run = run_args(args);
    BOOST_TEST_INFO(args.size() << " words, the last " << (args.empty() ? "" : args.back()));
    BOOST_TEST(int(run.exit) == 2);
    BOOST_TEST(run.console.out == "");
    BOOST_TEST(run.console.err.find("usage: headwater") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(the_beginning_of_an_option_is_not_taken_for_it) {
  BOOST_TEST(exit_of({"run", base, "--form", "json"}) == 2);
  BOOST_TEST(exit_of({"run", base, "--format", "json"}) == 0);
}

BOOST_AUTO_TEST_CASE(help_goes_to_stdout_and_ends_well) {
  for (const std::string command : {"run", "sweep", "check", "explain"}) {
    const ConsoleRun run = run_args({command, "--help"});
    BOOST_TEST(int(run.exit) == 0);
    BOOST_TEST(run.console.out.find("--set") != std::string::npos);
    BOOST_TEST(run.console.err == "");
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_ends_with_3_and_its_name) {
  const ConsoleRun run = run_args({"run", "no/such.scenario"});
  BOOST_TEST(int(run.exit) == 3);
  BOOST_TEST(run.console.err.find("no/such.scenario") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_scenario_without_sweeps_has_none_to_show) {
  BOOST_TEST(exit_of({"sweep", base}) == 3);
}

BOOST_AUTO_TEST_CASE(output_to_a_file_is_what_stdout_would_have_had) {
  const TemporaryFolder folder;
  const auto path = folder.path / "outlook.txt";
  const ConsoleRun shown = run_args({"run", base});
  const ConsoleRun written = run_args({"run", base, "-o", path.string()});
  BOOST_TEST(written.console.out == "");
  BOOST_TEST(text_of(path) == shown.console.out);
  BOOST_TEST(!std::filesystem::exists(path.string() + ".part"));
}

BOOST_AUTO_TEST_CASE(output_that_cannot_be_written_throws_and_leaves_no_half_a_file) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path / "taken");
  BOOST_CHECK_THROW(run_args({"run", base, "-o", (folder.path / "taken").string()}), IoError);
  BOOST_CHECK_THROW(run_args({"run", base, "-o", (folder.path / "no/where").string()}), IoError);
  BOOST_TEST(!std::filesystem::exists((folder.path / "taken").string() + ".part"));
}

BOOST_AUTO_TEST_CASE(json_reads_back_to_the_same_bits) {
  const ConsoleRun run = run_args({"run", base, "--format", "json"});
  BOOST_TEST_REQUIRE(int(run.exit) == 0);
  const auto json = nlohmann::json::parse(run.console.out);
  Sources sources;
  const auto scenario = load_scenario(base, sources);
  BOOST_TEST_REQUIRE(bool(scenario));
  const auto everything = run_everything(*scenario.value);
  BOOST_TEST_REQUIRE(bool(everything));
  const Model& model = *scenario.value->model;
  std::size_t compared = 0;
  for (std::size_t i = 0; i < model.series.size(); ++i) {
    for (const PeriodSpan span : spans_of(model)) {
      const double value = everything.value->figures.at(SeriesId(i), span);
      const auto& written =
          json["series"][model.series[i].name]["values"][model.calendar.name(span)];
      BOOST_TEST_INFO(model.series[i].name << " " << model.calendar.name(span));
      BOOST_TEST(written.is_null() == std::isnan(value));
      if (written.is_null()) continue;
      const double canonical = value == 0 ? 0.0 : value;  // -0 is written as 0
      BOOST_TEST(std::bit_cast<std::uint64_t>(written.get<double>()) ==
                 std::bit_cast<std::uint64_t>(canonical));
      ++compared;
    }
  }
  BOOST_TEST(compared > 4000u);
}

BOOST_AUTO_TEST_CASE(json_has_checks_sources_and_a_manifest) {
  const auto json = nlohmann::json::parse(run_args({"run", base, "--format", "json"}).console.out);
  BOOST_TEST(json["checks"].size() > 400u);
  for (const auto& check : json["checks"]) BOOST_TEST(check["ok"].get<bool>());
  const auto& page = json["series"]["revenue.network.wan"]["sources"]["2023Q2"];
  BOOST_TEST(page["source"].get<std::string>() == "1H23 p.7");
  BOOST_TEST(page["printed"].get<double>() == 7065.0);
  for (const char* key : {"engine", "model_hash", "scenario_hash", "as_of", "values_digest"}) {
    BOOST_TEST(json["manifest"].contains(key));
  }
}

BOOST_AUTO_TEST_CASE(a_scale_moves_the_point_and_nothing_else) {
  const std::string oku = run_args({"run", base, "--scale", "oku"}).console.out;
  const std::string bn = run_args({"run", base, "--scale", "bn"}).console.out;
  // Operating profit of 1Q23, 5,003 mn by the source's page 13: 50.0 oku, 5.0 bn.
  BOOST_TEST(oku.find("50.0") != std::string::npos);
  BOOST_TEST(oku.find("JPY oku") != std::string::npos);
  BOOST_TEST(bn.find("JPY bn") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_set_on_the_command_line_is_the_language_of_scenarios) {
  BOOST_TEST(exit_of({"run", base, "--set", "tax.rate = 30%"}) == 0);
  const ConsoleRun wrong = run_args({"run", base, "--set", "tax.rat = 30%"});
  BOOST_TEST(int(wrong.exit) == 3);
  BOOST_TEST(wrong.console.err.find("tax.rate") != std::string::npos);  // did you mean
}

BOOST_AUTO_TEST_SUITE_END()
