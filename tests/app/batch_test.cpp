// headwater batch and merge inside the test: usage, exit codes, what they say, the progress bar.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/app/progress_bar.hpp"
#include "tests/app/console_run.hpp"
#include "tests/study/batch_company.hpp"

namespace {

using namespace headwater;
using test::bytes_of;
using test::Company;

bool says(const ConsoleRun& run, const std::string& words) {
  return run.console.err.find(words) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batch)

BOOST_AUTO_TEST_CASE(every_option_is_held_strictly) {
  const Company company;
  const std::string plain = company.file("plain.scenario");
  const std::string db = company.file("runs.db");
  for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
           {"batch"},
           {"batch", plain},
           {"batch", "-o", db},
           {"batch", plain, "-o", ""},
           {"batch", plain, "-o", db, "-o", db},
           {"batch", plain, "-o", db, "--format", "csv"},
           {"batch", plain, "-o", db, "--thread", "2"},
           {"batch", plain, "-o", db, "--threads", "-1"},
           {"batch", plain, "-o", db, "--block-width", "0"},
           {"batch", plain, "-o", db, "--limit", "rows"},
           {"batch", plain, "-o", db, "--shard", "1"},
           {"batch", plain, "-o", db, "--shard", "0/2"},
           {"batch", plain, "-o", db, "--shard", "3/2"},
           {"batch", plain, "-o", db, "--shard", "1/2/3"},
           {"batch", plain, "-o", db, "--shard", "+1/2"},
           {"batch", plain, "-o", db, "--shard", "1/65537"},
           {"merge", db},
           {"merge", "-o", db},
           {"merge", db, "-o", company.file("m.db"), "--threads", "2"}}) {
    const ConsoleRun run = run_args(args);
    BOOST_TEST_INFO(args.size() << " words, the last " << args.back());
    BOOST_TEST(int(run.exit) == 2, run.console.err);
    BOOST_TEST(says(run, "usage: headwater " + args.front()));
    BOOST_TEST(!std::filesystem::exists(db));
  }
}

BOOST_AUTO_TEST_CASE(a_missing_value_ends_with_1_and_none_with_0) {
  const Company company;
  const ConsoleRun none =
      run_args({"batch", company.file("plain.scenario"), "-o", company.file("plain.db")});
  BOOST_TEST(int(none.exit) == 0);
  BOOST_TEST(says(none, "plain.db: 1 of 1 rows, 1 of them computed now, 0 values missing\n"),
             none.console.err);
  const ConsoleRun some = run_args({"batch", company.path().string(), "--allow-outside", "-o",
                                    company.file("all.db"), "--threads", "2"});
  BOOST_TEST(int(some.exit) == 1);
  BOOST_TEST(
      says(some, "all.db: 30,045 of 30,045 rows, 30,045 of them computed now, 6 values missing\n"),
      some.console.err);
  BOOST_TEST(some.console.out == "");
}

BOOST_AUTO_TEST_CASE(what_is_set_beside_the_files_is_part_of_the_plan) {
  const Company company;
  const std::vector<std::string> command = {"batch", company.file("plain.scenario"), "-o",
                                            company.file("runs.db")};
  auto set = command;
  set.insert(set.end(), {"--set", "price = 9 in FY2023"});
  BOOST_TEST(int(run_args(set).exit) == 0);
  BOOST_TEST(int(run_args(set).exit) == 0);
  const ConsoleRun other = run_args(command);
  BOOST_TEST(int(other.exit) == 4);
  BOOST_TEST(says(other, "runs.db is of another batch"), other.console.err);
}

BOOST_AUTO_TEST_CASE(wrong_files_are_all_told_before_anything_is_computed) {
  const Company company;
  company.write("a.scenario", "scenario \"A\"\nmodel \"tiny.model\"\nset prize = 3\n");
  company.write("b.scenario", "scenario \"B\"\nmodel \"tiny.model\"\nset price = 3 piece\n");
  const std::string db = company.file("runs.db");
  const ConsoleRun run = run_args({"batch", company.path().string(), "--allow-outside", "-o", db});
  BOOST_TEST(int(run.exit) == 3);
  BOOST_TEST(says(run, "a.scenario:3"));
  BOOST_TEST(says(run, "b.scenario:3"));
  BOOST_TEST(!std::filesystem::exists(db));
  const ConsoleRun limited = run_args(
      {"batch", company.file("wide"), "--allow-outside", "-o", db, "--limit", "sweep-rows=29999"});
  BOOST_TEST(int(limited.exit) == 3);
  BOOST_TEST(says(limited, "--limit sweep-rows=59998"), limited.console.err);
  BOOST_TEST(!std::filesystem::exists(db));
}

BOOST_AUTO_TEST_CASE(a_folder_without_scenarios_is_told) {
  const Company company;
  std::filesystem::create_directory(company.path() / "empty");
  const ConsoleRun run = run_args({"batch", company.file("empty"), "-o", company.file("runs.db")});
  BOOST_TEST(int(run.exit) == 3);
  BOOST_TEST(says(run, "there is no *.scenario in "), run.console.err);
}

BOOST_AUTO_TEST_CASE(equal_files_draw_a_note) {
  const Company company;
  company.write("again.scenario", bytes_of(company.path() / "plain.scenario"));
  const ConsoleRun run =
      run_args({"batch", company.file("again.scenario"), company.file("plain.scenario"), "-o",
                company.file("runs.db"), "--diagnostics", "json"});
  BOOST_TEST(int(run.exit) == 0);
  std::istringstream lines(run.console.err);
  std::string line;
  std::getline(lines, line);
  auto note = nlohmann::json::parse(line);
  BOOST_TEST(note["code"] == "batch-same");
  BOOST_TEST(note["severity"] == "note");
  std::getline(lines, line);
  note = nlohmann::json::parse(line);
  BOOST_TEST(note["code"] == "batch-rows");
  BOOST_TEST(note["rows_done"] == 1);
  BOOST_TEST(note["finished"] == true);
}

BOOST_AUTO_TEST_CASE(shards_by_the_command_line_are_merged_to_the_undivided_file) {
  const Company company;
  const auto make = [&](const std::string& db, std::vector<std::string> more) {
    std::vector<std::string> args = {"batch", company.path().string(), "--allow-outside", "-o",
                                     company.file(db)};
    args.insert(args.end(), more.begin(), more.end());
    return int(run_args(args).exit);
  };
  BOOST_TEST(make("whole.db", {}) == 1);
  make("a.db", {"--shard", "1/3"});
  make("b.db", {"--shard", "2/3"});
  make("c.db", {"--shard", "3/3"});
  const ConsoleRun lacking =
      run_args({"merge", company.file("c.db"), company.file("a.db"), "-o", company.file("m.db")});
  BOOST_TEST(int(lacking.exit) == 3);
  BOOST_TEST(says(lacking, "name every shard"), lacking.console.err);
  const ConsoleRun merged = run_args({"merge", company.file("c.db"), company.file("a.db"),
                                      company.file("b.db"), "-o", company.file("m.db")});
  BOOST_TEST(int(merged.exit) == 1, merged.console.err);
  BOOST_TEST((bytes_of(company.path() / "m.db") == bytes_of(company.path() / "whole.db")));
}

// 71 % of 26 cells is 18.46; 7.1 M rows in 2.5 s are 2.84 M a second, and the rest takes 1.02 s.
BOOST_AUTO_TEST_CASE(the_bar_says_how_far_how_fast_and_how_long) {
  using namespace std::chrono_literals;
  const BatchProgress progress{10'000'000, 0, 7'100'000, 12};
  const std::string full = progress_line("runs.db", progress, 2500ms, 120);
  BOOST_TEST(full ==
             "runs.db   ██████████████████░░░░░░░░  71%   7.1 M of 10 M rows   2.8 M rows/s   "
             "1.0 s left   12 missing");
  BOOST_TEST(progress_line("runs.db", progress, 2s, 70) ==
             "runs.db   ██████████████████░░░░░░░░  71%   7.1 M of 10 M rows");
  // Rows that were there before say nothing of the rate.
  const BatchProgress resumed{1'000'000, 900'000, 910'000, 0};
  BOOST_TEST(progress_line("r", resumed, 10s, 120) ==
             "r   ███████████████████████░░░  91%   910 k of 1 M rows   1000 rows/s   90 s left   "
             "0 missing");
}

BOOST_AUTO_TEST_CASE(counts_are_short) {
  for (const auto& [count, text] : std::vector<std::pair<double, std::string>>{{0, "0"},
                                                                               {9'999, "9999"},
                                                                               {10'000, "10 k"},
                                                                               {12'345, "12.3 k"},
                                                                               {999'949, "1000 k"},
                                                                               {999'950, "1 M"},
                                                                               {3'940'000, "3.9 M"},
                                                                               {123e6, "123 M"},
                                                                               {2.5e9, "2.5 G"}}) {
    BOOST_TEST(short_count(count) == text);
  }
}

BOOST_AUTO_TEST_CASE(the_bar_is_drawn_on_a_terminal_only_and_goes_away) {
  const Company company;
  const std::vector<std::string> command = {"batch", company.file("plain.scenario"), "-o",
                                            company.file("bar.db")};
  ConsoleRun run;
  std::string drawn;
  run.console.live = [&](std::string_view text) { drawn += text; };
  run.exit = headwater_main(command, run.console);
  BOOST_TEST(drawn.find("bar.db   ██████████████████████████ 100%   1 of 1 rows") !=
             std::string::npos);
  BOOST_TEST(drawn.ends_with("\r\x1b[K"));
  BOOST_TEST(!says(run, "█"));
}

BOOST_AUTO_TEST_SUITE_END()
