// Bridges from base to shipped scenarios: every set is a single run, and the contributions are
// its change.
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/lower.hpp"
#include "engine/study/bridge.hpp"
#include "engine/study/detail/bridge_runs.hpp"
#include "engine/study/detail/shown.hpp"
#include "tests/study/bridged.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;
using iij::same_bits;

struct Crossed {
  Sources sources;
  Checked<Scenario> first;
  Checked<Scenario> second;
  Checked<BridgeResult> result;

  const BridgeResult& table() const { return *result.value; }
  const std::string& name(std::size_t row) const {
    return table().items[table().rows[row].item].name;
  }
};

std::unique_ptr<Crossed> from_base(const std::string& to, const BridgeOptions& options,
                                   const std::string& period = "FY2023",
                                   const RunOptions& how = {}) {
  auto crossed = std::make_unique<Crossed>();
  const auto read = [&](const std::string& name) {
    return load_scenario(iij::folder() / (name + ".scenario"), crossed->sources);
  };
  crossed->first = read("base");
  crossed->second = read(to);
  BOOST_TEST_REQUIRE(bool(crossed->first));
  BOOST_TEST_REQUIRE(bool(crossed->second));
  const Model& model = *crossed->first.value->model;
  const Output output{*model.find("operating_profit"), *model.calendar.parse(period), std::nullopt};
  crossed->result = bridge(*crossed->first.value, *crossed->second.value, output, options, how);
  BOOST_TEST_REQUIRE(bool(crossed->result), to);
  return crossed;
}

const std::vector<std::string> shipped = {"dc-slip", "rate-fixed-lower", "bull", "bear"};
constexpr BridgeOptions by_group{BridgeBy::groups, BridgeMethod::shapley};
constexpr BridgeOptions by_driver{BridgeBy::drivers, BridgeMethod::shapley};

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_bridge)

BOOST_AUTO_TEST_CASE(ends_are_the_single_runs_and_the_shares_sum_to_the_bit) {
  for (const std::string& to : shipped) {
    const auto ran = iij::run_file(iij::folder() / (to + ".scenario"));
    for (const BridgeBy by : {BridgeBy::groups, BridgeBy::drivers}) {
      for (const BridgeMethod method :
           {BridgeMethod::shapley, BridgeMethod::sequential, BridgeMethod::path}) {
        for (const char* period : {"FY2023", "FY2024", "2023Q4"}) {
          const auto crossed = from_base(to, {by, method}, period);
          const BridgeResult& result = crossed->table();
          BOOST_TEST(same_bits(result.first, iij::base().at("operating_profit", period)));
          BOOST_TEST(same_bits(result.second, ran->at("operating_profit", period)));
          BOOST_TEST(same_bits(bridged::sum(result), result.second - result.first),
                     to << " " << period);
          BOOST_TEST(same_bits(result.rows.back().level, result.second));
          BOOST_TEST(result.rounding == 0);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_single_difference_has_the_whole_change) {
  for (const std::string to : {"dc-slip", "rate-fixed-lower"}) {
    for (const BridgeOptions& options : {by_group, by_driver}) {
      const auto crossed = from_base(to, options);
      const BridgeResult& result = crossed->table();
      BOOST_TEST_REQUIRE(result.rows.size() == 1u);
      BOOST_TEST(same_bits(result.rows[0].contribution, result.second - result.first));
      BOOST_TEST(result.rows[0].contribution != 0);
    }
  }
  BOOST_TEST(from_base("dc-slip", by_group)->name(0) == "deals.overseas_dc.slip");
  BOOST_TEST(from_base("rate-fixed-lower", by_group)->name(0) == "Rates");
  BOOST_TEST(from_base("rate-fixed-lower", by_driver)->name(0) == "interconnect.fixing");
}

// Whatever a driver alone changes is in reach of what it has: the mean of what it adds to all sets.
BOOST_AUTO_TEST_CASE(every_set_is_the_single_run_of_its_operations_to_the_bit) {
  for (const std::string to : {"bull", "bear"}) {
    const auto crossed = from_base(to, by_driver, "FY2024");
    const BridgeResult& result = crossed->table();
    const Scenario& first = *crossed->first.value;
    BOOST_TEST(result.programs == 1u);
    BOOST_TEST(result.values.size() == std::size_t(1) << result.items.size());
    const detail::BridgeJob job{first, *crossed->second.value, result.differences, result.items,
                                result.output};
    for (std::size_t set = 0; set < result.values.size(); ++set) {
      std::vector<bool> made;
      for (std::size_t i = 0; i < result.items.size(); ++i) made.push_back((set >> i) % 2 != 0);
      const auto program =
          lower(*first.precedence, detail::operations_of(job, made), {}, {&result.output, 1});
      BOOST_TEST_REQUIRE(bool(program));
      BOOST_TEST(same_bits(result.values[set], detail::single_row(*program.value).front()),
                 to << " set " << set);
    }
  }
}

// Of one change at a time, with --set's own words: the two of si-slow.
BOOST_AUTO_TEST_CASE(a_set_of_one_is_what_set_on_the_command_line_gives) {
  const auto crossed = from_base("bear", by_driver);
  const BridgeResult& result = crossed->table();
  for (const auto& [driver, set] : std::vector<std::pair<std::string, std::string>>{
           {"orders.si.construction.growth", "orders.si.construction.growth = -10% from 2023Q3"},
           {"personnel.wage_growth", "personnel.wage_growth = 4% from FY2024"},
           {"lines.mobile.mvne.net_adds", "lines.mobile.mvne.net_adds = -0.5 from 2023Q3"}}) {
    ScenarioOptions options;
    options.sets = {set};
    const auto single = iij::run_file(iij::folder() / "base.scenario", options);
    std::size_t found = 0;
    for (std::size_t i = 0; i < result.items.size(); ++i) {
      if (result.items[i].name != driver) continue;
      ++found;
      BOOST_TEST(
          same_bits(result.values[std::size_t(1) << i], single->at("operating_profit", "FY2023")),
          driver);
    }
    BOOST_TEST(found == 1u, driver);
  }
}

// A group's contribution need not be the sum of its drivers' where groups act on each other, but
// all come to one change, and a group alone has all there is.
BOOST_AUTO_TEST_CASE(groups_and_drivers_explain_the_same_change) {
  for (const std::string& to : shipped) {
    const auto groups = from_base(to, by_group);
    const auto drivers = from_base(to, by_driver);
    BOOST_TEST(groups->table().second - groups->table().first ==
               drivers->table().second - drivers->table().first);
    BOOST_TEST(groups->table().items.size() <= drivers->table().items.size());
  }
}

BOOST_AUTO_TEST_CASE(a_bridge_is_the_same_for_any_width_of_block_and_number_of_threads) {
  const auto expected = from_base("bear", by_driver, "FY2024", {1, 1});
  for (const std::size_t width : {3u, 64u, 4096u}) {
    for (const std::size_t threads : {1u, 2u}) {
      const auto again = from_base("bear", by_driver, "FY2024", {width, threads});
      BOOST_TEST(again->table().values == expected->table().values,
                 boost::test_tools::per_element());
      for (std::size_t i = 0; i < expected->table().rows.size(); ++i) {
        BOOST_TEST(
            same_bits(again->table().rows[i].contribution, expected->table().rows[i].contribution));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
