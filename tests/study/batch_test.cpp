// A batch: what it plans, what it holds, and that nobody can tell from the file who ran it.
#include "engine/study/batch.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/study/single_run.hpp"
#include "engine/study/sweep.hpp"
#include "tests/study/batch_company.hpp"

using namespace headwater;
using test::batch_options;
using test::bytes_of;
using test::Company;

namespace {

std::vector<std::string> names_of(const PlannedBatch& planned) {
  std::vector<std::string> names;
  for (const BatchJob& job : planned.plan->jobs) names.push_back(job.said());
  return names;
}

bool same_bits(double left, double right) {
  return std::bit_cast<std::uint64_t>(left + 0.0) == std::bit_cast<std::uint64_t>(right + 0.0);
}

double value_of(const Statement& row, int column) {
  return row.stored_as(column) == StoredAs::null ? missing() : row.real(column);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batch)

BOOST_AUTO_TEST_CASE(a_folder_stands_for_its_scenarios_and_each_for_its_run_and_sweeps) {
  const Company company;
  const auto planned = company.plan();
  BOOST_TEST_REQUIRE(planned.plan.has_value());
  auto names = names_of(planned);
  std::sort(names.begin(), names.end());
  const std::vector<std::string> expected = {"run of \"Large\"", "run of \"Plain\"",
                                             "run of \"Small\"", "sweep large of \"Large\"",
                                             "sweep small of \"Small\""};
  BOOST_TEST(names == expected, boost::test_tools::per_element());
  BOOST_TEST(planned.reports.empty());
}

BOOST_AUTO_TEST_CASE(neither_the_order_nor_the_names_of_files_change_a_plan) {
  const Company company;
  const auto whole = company.plan();
  const auto turned =
      company.plan({"wide/small.scenario", "wide/large.scenario", "plain.scenario"});
  BOOST_TEST((*turned.plan == *whole.plan));
  BOOST_TEST(turned.plan->digest() == whole.plan->digest());
  std::filesystem::rename(company.path() / "wide/small.scenario",
                          company.path() / "wide/another.scenario");
  BOOST_TEST((*company.plan().plan == *whole.plan));
}

BOOST_AUTO_TEST_CASE(files_that_say_the_same_are_one_job_and_that_is_said) {
  const Company company;
  company.write("copy.scenario", bytes_of(company.path() / "plain.scenario"));
  const auto planned = company.plan();
  BOOST_TEST(planned.plan->jobs.size() == 5u);
  BOOST_TEST_REQUIRE(planned.reports.size() == 1u);
  BOOST_TEST(planned.reports[0].path == company.file("plain.scenario"));
  BOOST_TEST(planned.reports[0].same_as == company.file("copy.scenario"));
  // Named twice, a file is not two that say the same.
  BOOST_TEST(company.plan({"plain.scenario", "./plain.scenario"}).reports.empty());
}

// Titles change no figure and so no hash; but nobody wants a scenario of his to have gone.
BOOST_AUTO_TEST_CASE(files_that_do_the_same_under_other_titles_are_two_jobs_in_any_order) {
  const Company company;
  company.write("other.scenario", "scenario \"Other\"\nmodel \"tiny.model\"\n");
  const auto planned = company.plan({"plain.scenario", "other.scenario"});
  const std::vector<std::string> expected = {"run of \"Other\"", "run of \"Plain\""};
  BOOST_TEST(names_of(planned) == expected, boost::test_tools::per_element());
  BOOST_TEST((*company.plan({"other.scenario", "plain.scenario"}).plan == *planned.plan));
  BOOST_TEST(run_batch(planned, company.file("runs.db"), batch_options()).finished);
}

BOOST_AUTO_TEST_CASE(cases_have_their_titles) {
  const Company company;
  company.write("cases.scenario",
                "scenario \"Cases\"\nmodel \"tiny.model\"\nsweep views \"Views\"\n"
                "  cases of price in FY2023, cost in FY2023\n"
                "  case \"Weak\" ja \"弱気\" = 2, 3\n  case \"Strong\" = 4, 1\n"
                "  show profit in FY2023\n");
  const auto planned = company.plan({"cases.scenario"});
  BOOST_TEST_REQUIRE(planned.plan.has_value());
  run_batch(planned, company.file("cases.db"), batch_options());
  const Database database(company.file("cases.db"), DatabaseAccess::read);
  const auto table = database.text("SELECT results FROM jobs WHERE name = 'views'");
  Statement select =
      database.prepare("SELECT title, title_ja, price, cost, \"profit@FY2023\" FROM cases JOIN " +
                       table + " USING (row) ORDER BY row");
  BOOST_TEST_REQUIRE(select.step());
  BOOST_TEST(select.text(0) == "Weak");
  BOOST_TEST(select.text(1) == "弱気");
  BOOST_TEST(select.real(4) == 4 * 7 * (2.0 - 3.0));  // four quarters of seven pieces
  BOOST_TEST_REQUIRE(select.step());
  BOOST_TEST(select.text(0) == "Strong");
  BOOST_TEST(select.real(2) == 4.0);
  BOOST_TEST(select.real(3) == 1.0);
  BOOST_TEST(!select.step());
}

BOOST_AUTO_TEST_CASE(all_files_with_mistakes_are_told_and_none_is_run) {
  const Company company;
  company.write("a.scenario", "scenario \"A\"\nmodel \"tiny.model\"\nset prize = 3\n");
  company.write("b.scenario", "scenario \"B\"\nmodel \"tiny.model\"\nset price = 3 piece\n");
  const auto planned = company.plan({"", "no/such.scenario"});
  BOOST_TEST(!planned.plan.has_value());
  BOOST_TEST_REQUIRE(planned.reports.size() == 3u);
  BOOST_TEST(planned.reports[0].diagnostics.at(0).message.find("prize") != std::string::npos);
  BOOST_TEST(planned.reports[1].diagnostics.at(0).message.find("piece") != std::string::npos);
  BOOST_TEST(planned.reports[2].unreadable.find("no/such.scenario") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_sweep_beyond_the_limit_is_refused_before_it_is_laid_out) {
  const Company company;
  BatchInput input;
  input.paths = {company.file("wide")};
  input.scenario.allow_outside = true;
  input.limits.sweep_rows = 29'999;
  const auto planned = plan_batch(input);
  BOOST_TEST(!planned.plan.has_value());
  BOOST_TEST_REQUIRE(planned.reports.size() == 1u);
  BOOST_TEST(planned.reports[0].diagnostics.at(0).code == "too-many-rows");
  input.limits.sweep_rows = 30'000;
  BOOST_TEST(plan_batch(input).plan.has_value());
}

// By hand: at 12 chunks (8 of the large sweep, and four jobs of one), five shards have 2, 2, 3, 2
// and 3 of them: shard k ends with chunk 2 k + 2 k / 5.
BOOST_AUTO_TEST_CASE(shards_have_every_chunk_once_and_about_as_many_each) {
  const Company company;
  const BatchPlan plan = *company.plan().plan;
  BOOST_TEST(plan.chunks() == 12u);
  for (const std::uint64_t count : {1u, 2u, 5u, 7u, 64u}) {
    std::vector<std::uint64_t> sizes;
    std::vector<std::uint64_t> next(plan.jobs.size(), 0);
    for (std::uint64_t number = 1; number <= count; ++number) {
      sizes.push_back(0);
      const auto ranges = chunks_of(plan, {number, count});
      for (std::size_t job = 0; job < ranges.size(); ++job) {
        if (ranges[job].first == ranges[job].last) continue;
        BOOST_TEST(ranges[job].first == next[job]);
        next[job] = ranges[job].last;
        sizes.back() += ranges[job].last - ranges[job].first;
      }
    }
    for (std::size_t job = 0; job < next.size(); ++job) {
      BOOST_TEST(next[job] == plan.jobs[job].chunks());
    }
    if (count == 5) BOOST_TEST((sizes == std::vector<std::uint64_t>{2, 2, 3, 2, 3}));
    BOOST_TEST(*std::max_element(sizes.begin(), sizes.end()) <= 12 / count + 1);
  }
}

BOOST_AUTO_TEST_CASE(neither_threads_nor_width_change_a_byte_of_the_file) {
  const Company company;
  const auto planned = company.plan();
  std::set<std::string> files;
  for (const RunOptions run : {RunOptions{256, 1}, RunOptions{8, 2}, RunOptions{4096, 3},
                               RunOptions{64, 8}, RunOptions{4096, 1}}) {
    const std::string path = company.file(fmt::format("{}-{}.db", run.block_lanes, run.threads));
    const auto outcome = run_batch(planned, path, batch_options(run));
    BOOST_TEST(outcome.finished);
    BOOST_TEST(outcome.progress.rows_done == 30'045u);
    BOOST_TEST(outcome.progress.missing == 6u);  // at no cost, by six prices
    BOOST_TEST(!std::filesystem::exists(path + "-journal"));
    BOOST_TEST(!std::filesystem::exists(path + ".part"));
    files.insert(bytes_of(path));
  }
  BOOST_TEST(files.size() == 1u);
  BOOST_TEST(files.begin()->size() > 30'000u * 8);
}

BOOST_AUTO_TEST_CASE(shards_merged_in_any_order_are_the_undivided_file) {
  const Company company;
  const auto planned = company.plan();
  run_batch(planned, company.file("whole.db"), batch_options());
  std::mt19937 random(4);
  for (const std::uint64_t count : {1u, 2u, 7u, 64u}) {
    std::vector<std::string> shards;
    std::size_t empty = 0;
    for (std::uint64_t number = 1; number <= count; ++number) {
      shards.push_back(company.file(fmt::format("{}-{}.db", number, count)));
      const auto outcome =
          run_batch(planned, shards.back(), batch_options({256, 1 + number % 3}, {number, count}));
      BOOST_TEST(outcome.finished == (count == 1));
      empty += outcome.progress.rows == 0 ? 1 : 0;
    }
    BOOST_TEST(empty == (count == 64 ? 52u : 0u));  // twelve chunks, one each
    std::shuffle(shards.begin(), shards.end(), random);
    const std::string merged = company.file(fmt::format("merged-{}.db", count));
    BOOST_TEST(merge_batches(shards, merged).finished);
    BOOST_TEST((bytes_of(merged) == bytes_of(company.path() / "whole.db")));
    BOOST_TEST(!std::filesystem::exists(merged + ".merging"));
    BOOST_TEST(!std::filesystem::exists(merged + ".merging-journal"));
  }
}

// Stopped after every second chunk, again and again: what was written is never computed again.
BOOST_AUTO_TEST_CASE(a_stopped_run_goes_on_where_it_was) {
  const Company company;
  const auto planned = company.plan();
  run_batch(planned, company.file("whole.db"), batch_options());
  for (const std::size_t threads : {1u, 3u}) {
    const std::string path = company.file(fmt::format("stopped-{}.db", threads));
    std::uint64_t computed = 0;
    std::uint64_t before = 0;
    int runs = 0;
    for (bool finished = false; !finished; ++runs) {
      BOOST_TEST_REQUIRE(runs < 20);
      std::atomic<bool> stop = false;
      int chunks = 0;
      auto options = batch_options({.block_lanes = 64, .threads = threads, .stop = &stop});
      options.progress = [&](const BatchProgress&) { stop = ++chunks == 2; };
      const auto outcome = run_batch(planned, path, options);
      BOOST_TEST(outcome.progress.rows_before == before);
      before = outcome.progress.rows_done;
      computed += outcome.progress.rows_done - outcome.progress.rows_before;
      finished = outcome.finished;
      BOOST_TEST(outcome.stopped == !finished);
    }
    // Several threads may have every chunk in hand when they are stopped.
    if (threads == 1) BOOST_TEST(runs >= 6);
    BOOST_TEST(computed == 30'045u);
    BOOST_TEST((bytes_of(path) == bytes_of(company.path() / "whole.db")));
  }
}

BOOST_AUTO_TEST_CASE(a_finished_file_is_left_as_it_is) {
  const Company company;
  const auto planned = company.plan();
  const std::string path = company.file("runs.db");
  run_batch(planned, path, batch_options());
  const std::string before = bytes_of(path);
  const auto wrote = std::filesystem::last_write_time(path);
  const auto again = run_batch(planned, path, batch_options());
  BOOST_TEST(again.finished);
  BOOST_TEST(again.progress.rows_before == 30'045u);
  BOOST_TEST((bytes_of(path) == before));
  BOOST_TEST((std::filesystem::last_write_time(path) == wrote));
}

BOOST_AUTO_TEST_CASE(a_file_changed_between_plan_and_run_is_not_run) {
  const Company company;
  const auto planned = company.plan();
  company.write("plain.scenario", "scenario \"Plain\"\nmodel \"tiny.model\"\nset price = 5\n");
  BOOST_CHECK_THROW(run_batch(planned, company.file("runs.db"), batch_options()), IoError);
  BOOST_CHECK_THROW(run_batch(company.plan(), company.file("runs.db"), batch_options()),
                    BatchError);  // and what is there now is of the old ones
}

BOOST_AUTO_TEST_CASE(rows_are_those_of_the_sweep_to_the_bit) {
  const Company company;
  const auto planned = company.plan();
  run_batch(planned, company.file("runs.db"), batch_options());
  const Database database(company.file("runs.db"), DatabaseAccess::read);
  for (const std::string name : {"large", "small"}) {
    Sources sources;
    const auto scenario = load_scenario(company.path() / "wide" / (name + ".scenario"), sources,
                                        {.allow_outside = true});
    BOOST_TEST_REQUIRE(scenario.value.has_value());
    const auto swept = sweep(*scenario.value, scenario.value->sweeps.front());
    BOOST_TEST_REQUIRE(swept.value.has_value());
    const Block& rows = swept.value->rows;
    const auto table = database.text("SELECT results FROM jobs WHERE name = '" + name + "'");
    Statement select = database.prepare("SELECT * FROM " + quoted_name(table) + " ORDER BY row");
    Eigen::Index row = 0;
    std::size_t wrong = 0;
    for (; select.step(); ++row) {
      for (Eigen::Index i = 0; i < rows.points.cols(); ++i) {
        wrong += same_bits(value_of(select, int(1 + i)), rows.points(row, i)) ? 0 : 1;
      }
      for (Eigen::Index i = 0; i < rows.values.cols(); ++i) {
        const double value = value_of(select, int(1 + rows.points.cols() + i));
        wrong += same_bits(value, rows.values(row, i)) ? 0 : 1;
      }
    }
    BOOST_TEST(row == rows.values.rows());
    BOOST_TEST(wrong == 0u);
  }
}

BOOST_AUTO_TEST_CASE(runs_hold_the_figures_of_every_statement) {
  const Company company;
  run_batch(company.plan(), company.file("runs.db"), batch_options());
  const Database database(company.file("runs.db"), DatabaseAccess::read);
  Sources sources;
  const auto scenario =
      load_scenario(company.path() / "wide/small.scenario", sources, {.allow_outside = true});
  const auto everything = run_everything(*scenario.value);
  const Model& model = *scenario.value->model;
  Statement select =
      database.prepare("SELECT series, span, value, unit FROM figures WHERE scenario = 'Small'");
  std::size_t rows = 0;
  for (; select.step(); ++rows) {
    const SeriesId series = *model.find(select.text(0));
    const PeriodSpan span = *model.calendar.parse(select.text(1));
    BOOST_TEST(same_bits(select.real(2), everything.value->figures.at(series, span)));
    BOOST_TEST(select.text(3) == model.at(series).unit.text());
  }
  BOOST_TEST(rows == 4u * (8 + 4 + 2));  // series by quarters, halves and years
}

BOOST_AUTO_TEST_CASE(a_column_whose_name_is_taken_is_numbered) {
  const Company company;
  company.write("rows.model",
                "model rows \"Rows\"\ncalendar annual\nhorizon FY2022..FY2023\n"
                "driver row : JPY = 1\ndriver seat : JPY = 2\nflow x : JPY\n  = row + seat\n");
  company.write("rows.scenario",
                "scenario \"Rows\"\nmodel \"rows.model\"\nsweep s \"S\"\n"
                "  across row in FY2022 = 1, 2\n  across seat in FY2022 = 1, 2\n"
                "  across seat in FY2023 = 1, 2\n  show x in FY2023\n");
  const auto planned = company.plan({"rows.scenario"});
  BOOST_TEST_REQUIRE(planned.plan.has_value());
  const auto job = std::find_if(planned.plan->jobs.begin(), planned.plan->jobs.end(),
                                [](const BatchJob& one) { return one.kind == BatchKind::sweep; });
  std::vector<std::string> columns;
  for (const BatchAxis& axis : job->axes) columns.push_back(axis.column);
  const std::vector<std::string> expected = {"row 2", "seat", "seat 2"};
  BOOST_TEST(columns == expected, boost::test_tools::per_element());
  BOOST_TEST(run_batch(planned, company.file("rows.db"), batch_options()).finished);
}

BOOST_AUTO_TEST_SUITE_END()
