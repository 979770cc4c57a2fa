// A small shop in two scenarios, and the bridge between them.
//
// At base a price of 10 and 100 pieces are sales of 1,000; a rent of 200 leaves a profit of 800.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/lower.hpp"
#include "engine/study/bridge.hpp"
#include "engine/study/detail/bridge_runs.hpp"
#include "engine/study/detail/shown.hpp"
#include "engine/study/exact_sum.hpp"
#include "tests/study/iij.hpp"

namespace headwater::bridged {

using iij::same_bits;

inline constexpr std::string_view shop_model = R"(model shop "Shop"
calendar annual
horizon FY2023..FY2026
unit piece
driver price  : JPY / piece = 10     "Price"  ja "価格"
driver pieces : piece = 100          "Pieces"
driver rent   : JPY = 200            "Rent"
driver fee    : JPY = 0              "Fee"
driver bonus  : JPY = 5 in FY2023    "Bonus"
flow   sales  : JPY                  "Sales"
  = price * pieces
flow   profit : JPY
  = sales - rent - fee
flow   paid   : JPY
  = profit - (bonus otherwise 0 JPY)
flow   inverse : JPY
  = 1000 JPY * 1 JPY / (fee - 50 JPY)
group "Trade" ja "商売" = price, pieces
group "Costs" = rent, fee, price
)";

struct Pair {
  iij::ScratchFolder folder;
  Sources sources;
  Checked<Scenario> first;
  Checked<Scenario> second;
  Checked<BridgeResult> result;

  const BridgeResult& table() const { return *result.value; }
  std::string said() const {
    std::string text;
    for (const auto* from : {&first.diagnostics, &second.diagnostics, &result.diagnostics}) {
      for (const Diagnostic& one : *from) text += one.code + ": " + one.message + "\n";
    }
    return text;
  }
  const BridgeItem& item(const BridgeRow& row) const { return table().items[row.item]; }
  std::string names() const {  // in the order shown
    std::string text;
    for (const BridgeRow& row : table().rows) text += item(row).name + " ";
    return text;
  }
  std::string text() const {  // names and contributions, in the order shown
    std::string text;
    for (const BridgeRow& row : table().rows) {
      text += fmt::format("{} {:.17g} ", item(row).name, row.contribution);
    }
    return text;
  }
  double contribution(std::string_view name) const {
    for (const BridgeRow& row : table().rows) {
      if (item(row).name == name) return row.contribution;
    }
    return missing_contribution;
  }
  static constexpr double missing_contribution = -987654321;
};

inline std::unique_ptr<Pair> load(std::string_view first, std::string_view second,
                                  std::string_view model = shop_model,
                                  std::string_view actuals = "") {
  auto pair = std::make_unique<Pair>();
  pair->folder.write("a.csv", actuals);
  pair->folder.write("shop.model", model);
  const auto scenario = [&](const char* file, std::string_view body) {
    const auto path =
        pair->folder.write(file, fmt::format("scenario \"S\"\nmodel \"shop.model\"\n{}", body));
    return load_scenario(path, pair->sources);
  };
  pair->first = scenario("a.scenario", first);
  pair->second = scenario("b.scenario", second);
  BOOST_TEST_REQUIRE(bool(pair->first), pair->said());
  BOOST_TEST_REQUIRE(bool(pair->second), pair->said());
  return pair;
}

inline std::unique_ptr<Pair> asked(std::unique_ptr<Pair> pair, std::string_view figure,
                                   const BridgeOptions& options, const RunOptions& how = {}) {
  const Model& model = *pair->first.value->model;
  const std::size_t at = figure.find('@');
  const Output output{*model.find(figure.substr(0, at)),
                      *model.calendar.parse(std::string(figure.substr(at + 1))), std::nullopt};
  pair->result = bridge(*pair->first.value, *pair->second.value, output, options, how);
  return pair;
}

inline constexpr BridgeOptions by_driver{BridgeBy::drivers, BridgeMethod::shapley};
inline constexpr BridgeOptions by_group{BridgeBy::groups, BridgeMethod::shapley};
inline constexpr BridgeOptions in_order{BridgeBy::drivers, BridgeMethod::sequential};

inline std::unique_ptr<Pair> run(std::string_view first, std::string_view second,
                                 const BridgeOptions& options = by_driver,
                                 std::string_view figure = "profit@FY2023") {
  auto pair = asked(load(first, second), figure, options);
  BOOST_TEST_REQUIRE(bool(pair->result), pair->said());
  return pair;
}

// As a reader of the rows adds them up.
inline double sum(const BridgeResult& result) {
  std::vector<double> contributions;
  for (const BridgeRow& row : result.rows) contributions.push_back(row.contribution);
  return exact_sum(contributions);
}

// Every value of a bridge against the run of that set's operations alone.
inline void hold_to_single_runs(const Pair& pair) {
  const BridgeResult& result = pair.table();
  const Scenario& first = *pair.first.value;
  const detail::BridgeJob job{first, *pair.second.value, result.differences, result.items,
                              result.output};
  const bool all_sets = result.options.method == BridgeMethod::shapley;
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    std::vector<bool> set;
    for (std::size_t item = 0; item < result.items.size(); ++item) {
      set.push_back(all_sets ? (i >> item) % 2 != 0 : item < i);
    }
    const Operations operations = detail::operations_of(job, set);
    const bool later = !set.empty() && result.items.front().known && set.front();
    const Scenario& knows = later ? *pair.second.value : first;
    const Precedence precedence(*first.model, knows.precedence->vintage(), operations);
    const auto program = lower(precedence, operations, {}, {&result.output, 1});
    BOOST_TEST_REQUIRE(bool(program));
    const double single = detail::single_row(*program.value).front();
    BOOST_TEST(same_bits(result.values[i], single),
               fmt::format("set {}: {:.17g}, run singly {:.17g}", i, result.values[i], single));
  }
}

}  // namespace headwater::bridged
