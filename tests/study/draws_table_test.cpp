// The rows behind a simulation: each draw once, with what went into it, a few at a time.
#include "engine/study/draws_table.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/study/simulated.hpp"

namespace {

using namespace headwater;
using drawn::company;

struct Written {
  std::string csv;
  std::string json;
  std::size_t tables = 0;
  std::size_t longest = 0;
  std::uint64_t draws = 0;
};

Written written(const SimulateRequest& request, const RunOptions& options,
                std::vector<std::string> names = {}) {
  Written all;
  const auto take = [&](const DataTable& draws) {
    all.csv += all.tables == 0 ? csv_of(draws) : csv_rows_of(draws);
    all.json += json_lines_of(draws);
    all.longest = std::max(all.longest, draws.lines().size());
    ++all.tables;
  };
  const auto done = write_draws(request, {std::move(names), take}, options);
  BOOST_TEST_REQUIRE(bool(done));
  all.draws = *done.value;
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(draws_table)

// total is a + b, quotient a / b, which is lost where b is 0.
BOOST_AUTO_TEST_CASE(each_draw_stands_beside_its_inputs) {
  const auto design = drawn::listed({{6, 2, 1}, {1, 0, 1}, {0.5, 0.25, 1}});
  const auto all = written(company().request(design, 2, {"total", "quotient"}), {});
  BOOST_TEST(all.csv ==
             "draw,replicate,a,b,c,d,total@FY2023,quotient@FY2023\n"
             "0,0,6,2,1,1,8,3\n"
             "1,1,1,0,1,1,1,\n"
             "2,0,0.5,0.25,1,1,0.75,2\n");
  BOOST_TEST(all.json.starts_with("{\"draw\": 0, \"replicate\": 0, \"a\": 6,"));

  const auto named = written(company().request(design, 2, {"own"}), {}, {"p", "q", "r", "s"});
  BOOST_TEST(named.csv.starts_with("draw,replicate,p,q,r,s,own@FY2023\n"));
  BOOST_CHECK_THROW(written(company().request(design, 2, {"own"}), {}, {"p"}),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(draws_are_handed_over_a_few_at_a_time_and_the_same_for_any_threads) {
  const auto design = drawn::drawn({10000, 16, 4});
  const auto request = company().request(design, 16, {"total", "own"});
  const auto expected = written(request, {.block_lanes = 7, .threads = 1});
  BOOST_TEST(expected.draws == 10000u);
  BOOST_TEST(std::count(expected.csv.begin(), expected.csv.end(), '\n') == 10001);
  BOOST_TEST(expected.longest == 257u);
  BOOST_TEST(expected.tables == 16u + 16u + 8u);  // of 4,096, 4,096 and 1,808 draws
  for (const std::size_t threads : {2u, 3u}) {
    BOOST_TEST((written(request, {.threads = threads}).csv == expected.csv), threads);
  }
}

BOOST_AUTO_TEST_CASE(a_stop_is_told_by_how_many_draws_there_are) {
  const auto design = drawn::drawn({10000, 16, 4});
  auto request = company().request(design, 16, {"own"});
  std::atomic<bool> stop = false;
  request.told = [&](std::uint64_t, std::uint64_t) { stop = true; };
  BOOST_TEST(written(request, {.threads = 1, .stop = &stop}).draws == 4096u);
}

BOOST_AUTO_TEST_SUITE_END()
