// What a fix keeps from the drivers that a study moves.
//
// Sales are price times pieces and cost goes with pieces, so a fix of sales leaves the price
// nothing to do, and the pieces only their cost.
#include <memory>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/study/sweep.hpp"
#include "engine/study/tornado.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;

constexpr std::string_view model = R"(model shop "Shop"
calendar annual
horizon FY2023..FY2024
unit piece
driver price  : JPY / piece = 10
driver pieces : piece = 100
driver rent   : JPY = 200
flow   sales  : JPY
  = price * pieces
flow   cost   : JPY
  = pieces * 3 JPY / piece
flow   profit : JPY
  = sales - cost - rent
)";

struct Loaded {
  iij::ScratchFolder folder;
  Sources sources;
  Checked<Scenario> scenario;
};

std::unique_ptr<Loaded> load(std::string_view body) {
  auto loaded = std::make_unique<Loaded>();
  loaded->folder.write("shop.model", model);
  const auto path = loaded->folder.write(
      "shop.scenario", fmt::format("scenario \"Shop\"\nmodel \"shop.model\"\n{}", body));
  loaded->scenario = load_scenario(path, loaded->sources);
  BOOST_TEST_REQUIRE(bool(loaded->scenario));
  return loaded;
}

std::string texts(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& one : diagnostics) text += one.code + ": " + one.message + "\n";
  return text;
}

constexpr std::string_view bars =
    "tornado across price, pieces, rent  low base * 0.9  high base * 1.1  show profit in {}\n";

// Of a bar of the plan, in the first table.
Cut cut_of(const TornadoResult& result, std::size_t bar) {
  for (const TornadoBar& one : result.tables[0].bars) {
    if (one.bar == bar) return one.cut;
  }
  return Cut::none;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cuts)

BOOST_AUTO_TEST_CASE(a_bar_knows_whether_a_fix_leaves_it_something_to_do) {
  const auto loaded =
      load("fix sales = 990 JPY in FY2023\n" + fmt::format(fmt::runtime(bars), "FY2023"));
  const auto result = tornado(*loaded->scenario.value, loaded->scenario.value->tornados[0]);
  BOOST_TEST_REQUIRE(bool(result));

  BOOST_TEST(int(cut_of(*result.value, 0)) == int(Cut::whole));
  BOOST_TEST(int(cut_of(*result.value, 1)) == int(Cut::part));
  BOOST_TEST(int(cut_of(*result.value, 2)) == int(Cut::none));
  BOOST_TEST(texts(result.diagnostics) ==
             "cut-by-fix: the fix of sales in FY2023 cuts off price, and pieces in part\n");
  const TornadoTable& table = result.value->tables[0];
  BOOST_TEST(table.bars[0].swing == 60);  // of pieces, 3 each
  BOOST_TEST(table.bars[2].swing == 0);
}

// In FY2024 sales are free.
BOOST_AUTO_TEST_CASE(a_fix_out_of_reach_of_what_is_shown_cuts_nothing) {
  const auto loaded =
      load("fix sales = 990 JPY in FY2023\n" + fmt::format(fmt::runtime(bars), "FY2024"));
  const auto result = tornado(*loaded->scenario.value, loaded->scenario.value->tornados[0]);
  BOOST_TEST_REQUIRE(bool(result));
  BOOST_TEST(int(cut_of(*result.value, 0)) == int(Cut::none));
  BOOST_TEST(texts(result.diagnostics).find("cut-by-fix") == std::string::npos);
}

// Each table for itself; the words are about all that is shown.
BOOST_AUTO_TEST_CASE(of_two_years_shown_a_fix_in_one_cuts_a_part) {
  const auto loaded =
      load("fix sales = 990 JPY in FY2023\n" + fmt::format(fmt::runtime(bars), "FY2023, FY2024"));
  const auto result = tornado(*loaded->scenario.value, loaded->scenario.value->tornados[0]);
  BOOST_TEST_REQUIRE(bool(result));
  BOOST_TEST(int(cut_of(*result.value, 0)) == int(Cut::whole));
  for (const TornadoBar& one : result.value->tables[1].bars) {
    BOOST_TEST(int(one.cut) == int(Cut::none));
  }
  BOOST_TEST(texts(result.diagnostics) ==
             "cut-by-fix: the fix of sales in FY2023 cuts off pieces, price in part\n");
}

// The fix says why nothing reads the axis, so nothing else does.
BOOST_AUTO_TEST_CASE(a_sweep_says_which_of_its_drivers_a_fix_cuts) {
  const auto loaded = load(
      "fix sales = 990 JPY in FY2023\n"
      "sweep s \"S\"\n  across price in FY2023 = 9, 10\n  across pieces in FY2023 = 90, 100\n  "
      "show profit in FY2023\n");
  const auto result = sweep(*loaded->scenario.value, loaded->scenario.value->sweeps[0]);
  BOOST_TEST_REQUIRE(bool(result));
  BOOST_TEST(texts(result.diagnostics) ==
             "cut-by-fix: the fix of sales in FY2023 cuts off price, and pieces in part\n");
}

BOOST_AUTO_TEST_SUITE_END()
