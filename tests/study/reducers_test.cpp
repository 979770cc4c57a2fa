// What is folded of a sweep while it runs: right by hand, the same bytes however it is cut, and in
// memory that does not grow with the rows.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/study/summary_reducer.hpp"
#include "engine/study/sweep.hpp"
#include "engine/study/top_reducer.hpp"
#include "tests/study/iij.hpp"
#include "tests/study/swept.hpp"

namespace {

using namespace headwater;

const double lost = missing();

Block block_of(std::uint64_t first_row, const std::vector<std::vector<double>>& rows) {
  Block block;
  block.first_row = first_row;
  block.values.resize(Eigen::Index(rows.size()), Eigen::Index(rows[0].size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j) {
      block.values(Eigen::Index(i), Eigen::Index(j)) = rows[i][j];
    }
  }
  return block;
}

// Profit is a * b - c, over `points` levels of each of three drivers.
std::string cube(int points) {
  return fmt::format(
      "scenario \"S\"\nmodel \"m.model\"\nsweep s \"S\"\n"
      "  across a = 1 to 2 in {0} points\n  across b = 1 to 2 in {0} points\n"
      "  across c = 1 to 2 in {0} points\n  show x, y, z in FY2023\n",
      points);
}
constexpr std::string_view cube_model =
    "model m \"M\"\ncalendar annual\nhorizon FY2023..FY2024\n"
    "driver a : 1 = 1\ndriver b : 1 = 1\ndriver c : 1 = 1\n"
    "ratio x : 1\n  = a * b - c\nratio y : 1\n  = a - b * c\nratio z : 1\n  = a * b * c\n";

// The most memory a process of its own ever held, in KiB, which folds points^3 rows.
long peak_of(int points, const Reducer& kind) {
  const iij::ScratchFolder folder;
  folder.write("m.model", cube_model);
  const auto path = folder.write("s.scenario", cube(points));
  const pid_t child = fork();
  if (child == 0) {
    Sources sources;
    const auto scenario = load_scenario(path, sources);
    const bool done =
        scenario && fold_sweep(*scenario.value, scenario.value->sweeps[0], kind, {.threads = 2});
    _exit(done ? 0 : 1);
  }
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  BOOST_TEST_REQUIRE(status == 0);
  return used.ru_maxrss;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reducers)

// Of 4, 2, -, 2, 9: four present, one missing, mean 17 / 4; the least in rows 11 and 13, first 11.
BOOST_AUTO_TEST_CASE(
    a_summary_has_the_first_least_the_first_greatest_and_the_mean_of_what_is_there) {
  SummaryReducer whole;
  whole.add(block_of(10, {{4, lost}, {2, lost}, {lost, lost}, {2, lost}, {9, lost}}));
  const OutputSummary& one = whole.outputs()[0];
  BOOST_TEST(one.present == 4u);
  BOOST_TEST(one.missing == 1u);
  BOOST_TEST(one.least == 2);
  BOOST_TEST(one.least_row == 11u);
  BOOST_TEST(one.greatest == 9);
  BOOST_TEST(one.greatest_row == 14u);
  BOOST_TEST(one.mean() == 17.0 / 4);
  BOOST_TEST(whole.outputs()[1].missing == 5u);
  BOOST_TEST(is_missing(whole.outputs()[1].mean()));

  SummaryReducer left;
  left.add(block_of(10, {{4, lost}, {2, lost}}));
  SummaryReducer right;
  right.add(block_of(12, {{lost, lost}, {2, lost}, {9, lost}}));
  left.merge(right);
  BOOST_TEST((left.bytes() == whole.bytes()));
}

// By the second value: 8 (row 2), then of the sevens the earlier row.
BOOST_AUTO_TEST_CASE(the_top_rows_are_the_largest_and_of_equals_the_earlier) {
  TopReducer left(3, 1);
  left.add(block_of(0, {{1, 7}, {2, lost}, {3, 8}, {4, 7}}));
  TopReducer right(3, 1);
  right.add(block_of(4, {{5, 7}, {6, 1}}));
  left.merge(right);

  BOOST_TEST_REQUIRE(left.rows().size() == 3u);
  BOOST_TEST(left.rows()[0].row == 2u);
  BOOST_TEST(left.rows()[1].row == 0u);
  BOOST_TEST(left.rows()[2].row == 3u);
  BOOST_TEST(left.rows()[0].values[0] == 3);
  BOOST_TEST(left.missing() == 1u);
}

// 20,592 rows in more than five chunks, against all rows kept.
BOOST_AUTO_TEST_CASE(a_fold_is_the_same_bytes_for_any_threads_and_agrees_with_the_rows_themselves) {
  const iij::Ran& base = iij::base();
  const SweepPlan plan =
      iij::plan_of(base,
                   {{"si.conversion", OperationKind::multiply, iij::steps(0.8, 1.2, 16)},
                    {"bandwidth.growth", OperationKind::set, iij::steps(-5, 12, 13)},
                    {"security.growth", OperationKind::add, iij::steps(-2, 2, 11)},
                    {"headcount.net_hires", OperationKind::multiply, iij::steps(0, 2, 9)}},
                   {"revenue.total", "operating_profit"});
  const auto fold = [&](const Reducer& kind, const RunOptions& options) {
    auto folded = fold_sweep(base.scenario, plan, kind, options);
    BOOST_TEST_REQUIRE(bool(folded));
    return std::move(folded.value->answer);
  };
  const RunOptions slow{.block_lanes = 1, .threads = 1};
  const auto summary = fold(SummaryReducer(), slow);
  const auto top = fold(TopReducer(7, 3), slow);
  for (const std::size_t threads : {1u, 2u, 3u, 8u}) {
    const RunOptions options{.block_lanes = 100 * threads + 8, .threads = threads};
    BOOST_TEST((fold(SummaryReducer(), options)->bytes() == summary->bytes()), threads);
    BOOST_TEST((fold(TopReducer(7, 3), options)->bytes() == top->bytes()), threads);
  }
  const auto all = sweep(base.scenario, plan);
  const auto& values = all.value->rows.values;
  const auto& folded = dynamic_cast<const SummaryReducer&>(*summary).outputs();
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const auto column = values.col(Eigen::Index(i));
    BOOST_TEST(folded[i].least == column.minCoeff());
    BOOST_TEST(folded[i].greatest == column.maxCoeff());
    BOOST_TEST(folded[i].mean() == column.mean(), boost::test_tools::tolerance(1e-12));
  }
  for (const TopRow& row : dynamic_cast<const TopReducer&>(*top).rows()) {
    BOOST_TEST(row.values[3] == values(Eigen::Index(row.row), 3));
    BOOST_TEST((values.col(3) > row.values[3]).count() < 7);
  }
}

BOOST_AUTO_TEST_CASE(a_million_rows_take_no_more_memory_than_a_thousand) {
  for (const bool ranks : {false, true}) {
    const std::unique_ptr<Reducer> kind =
        ranks ? std::unique_ptr<Reducer>(std::make_unique<TopReducer>(10, 0))
              : std::make_unique<SummaryReducer>();
    const long few = peak_of(10, *kind);
    const long many = peak_of(100, *kind);
    BOOST_TEST(many - few < 64 * 1024, many << " KiB for a million rows, " << few << " for 1,000");
  }
}

BOOST_AUTO_TEST_SUITE_END()
