// The shipped tornado: every cell is a single run, and nothing depends on threads or blocks.
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/lower.hpp"
#include "engine/scenario/tornado_design.hpp"
#include "engine/study/detail/shown.hpp"
#include "engine/study/tornado.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;

struct Shipped {
  Sources sources;
  Checked<Scenario> scenario;
  Checked<TornadoResult> result;
};

// Every scenario of the reference company that has a tornado.
std::vector<std::unique_ptr<Shipped>> shipped() {
  std::vector<std::unique_ptr<Shipped>> all;
  for (const auto& entry : std::filesystem::directory_iterator(iij::folder())) {
    if (entry.path().extension() != ".scenario") continue;
    auto one = std::make_unique<Shipped>();
    one->scenario = load_scenario(entry.path(), one->sources);
    BOOST_TEST_REQUIRE(bool(one->scenario), entry.path().string());
    if (one->scenario.value->tornados.empty()) continue;
    one->result = tornado(*one->scenario.value, one->scenario.value->tornados.front());
    BOOST_TEST_REQUIRE(bool(one->result));
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_tornado)

BOOST_AUTO_TEST_CASE(every_end_is_the_single_run_of_its_operations_to_the_bit) {
  std::size_t compared = 0;
  for (const auto& one : shipped()) {
    const Scenario& scenario = *one->scenario.value;
    const TornadoResult& result = *one->result.value;
    const auto outputs = detail::outputs_of(result.plan->shown);
    for (Eigen::Index row = 0; row < result.rows.values.rows(); ++row) {
      const auto operations = operations_at(scenario, *result.plan, std::uint64_t(row));
      const auto program = lower(*scenario.precedence, operations, {}, outputs);
      BOOST_TEST_REQUIRE(bool(program));
      const auto single = detail::single_row(*program.value);
      for (std::size_t i = 0; i < outputs.size(); ++i, ++compared) {
        const double value = result.rows.values(row, Eigen::Index(i));
        BOOST_TEST(iij::same_bits(value, single[i]),
                   fmt::format("row {}: {:.17g}, run singly {:.17g}", row, value, single[i]));
      }
    }
  }
  BOOST_TEST(compared > 200u);
}

// One lane on one thread is what all others give; and with no bar moved, the scenario itself.
BOOST_AUTO_TEST_CASE(a_tornado_is_the_same_bytes_for_any_width_of_block_and_number_of_threads) {
  for (const auto& one : shipped()) {
    const Scenario& scenario = *one->scenario.value;
    const auto answer = [&](const RunOptions& options) {
      const auto result = tornado(scenario, *one->result.value->plan, options);
      RowsReducer rows;
      rows.add(result.value->rows);
      return rows.bytes();
    };
    const auto expected = answer({.block_lanes = 1, .threads = 1});
    for (const std::size_t width : {3u, 8u, 64u, 4096u}) {
      for (const std::size_t threads : {1u, 2u, 3u}) {
        BOOST_TEST((answer({.block_lanes = width, .threads = threads}) == expected),
                   fmt::format("block of {} lanes, {} threads", width, threads));
      }
    }
  }
}

// by hand, with --set: purchasing at 52 % instead of 56 % of base construction
BOOST_AUTO_TEST_CASE(an_end_is_what_set_on_the_command_line_gives) {
  const auto all = shipped();
  BOOST_TEST_REQUIRE(all.size() == 1u);
  const TornadoResult& result = *all[0]->result.value;
  ScenarioOptions options;
  options.sets = {"si.purchasing_ratio = 52% in 2023Q3.."};
  const auto ran = iij::run_file(iij::folder() / "base.scenario", options);
  for (const TornadoTable& table : result.tables) {
    for (const TornadoBar& one : table.bars) {
      if (result.plan->bars[one.bar].name != "si.purchasing_ratio") continue;
      const double single = ran->run.figures.at(table.output.series, table.output.span);
      BOOST_TEST(iij::same_bits(one.low, single));
    }
  }
}

// The page's rows: "| O&M growth | range | -5,409 | +4,769 | words |", in this order.
BOOST_AUTO_TEST_CASE(the_page_s_first_five_for_the_next_year_are_the_tornado_s) {
  const std::vector<std::string> drivers = {"om.growth", "orders.si.construction.growth",
                                            "si.outsourced_hires", "bandwidth.growth",
                                            "si.capitalised_work"};
  const std::string page = read_file((iij::folder() / "README.md").string());
  const auto moved = [](double by) {
    const int size = int(std::lround(std::fabs(by)));
    return fmt::format("{}{},{:03}", by < 0 ? "−" : "+", size / 1000, size % 1000);
  };
  const auto all = shipped();
  const TornadoResult& result = *all.front()->result.value;
  const TornadoTable& next = result.tables.at(1);
  BOOST_TEST(all.front()->scenario.value->model->calendar.name(next.output.span) == "FY2024");
  std::size_t at = 0;
  for (std::size_t i = 0; i < drivers.size(); ++i) {
    const TornadoBar& bar = next.bars.at(i);
    BOOST_TEST(result.plan->bars.at(bar.bar).name == drivers[i]);
    const std::string row =
        fmt::format("| {} | {} |", moved(bar.low - next.base), moved(bar.high - next.base));
    at = page.find(row, at);
    BOOST_TEST(at != std::string::npos, drivers[i] << ": the page lacks " << row);
  }
}

BOOST_AUTO_TEST_SUITE_END()
