// Backtests of small worlds: a company of one line, its rivals, and what became of it.
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/study/backtest.hpp"
#include "tests/model/model_from_text.hpp"

namespace headwater::test {

inline constexpr auto head =
    "calendar quarterly, fiscal year starts april\nhorizon 2021Q1..2024Q4\n"
    "unit JPY mn = 1000000 JPY\n";

// A company of one line, a model of it and what is held beside it.
struct World {
  std::string model = "model base \"Base\"\n" + std::string(head) +
                      "actuals \"sales.csv\"\nflow sales : JPY mn\n  outlook = sales[-1]\n";
  std::string sales =
      "series,period,value,unit,published\n"
      "sales,2021Q1,100,JPY mn,\nsales,2021Q2,120,JPY mn,\nsales,2021Q3,90,JPY mn,\n"
      "sales,2021Q4,140,JPY mn,\nsales,2022Q1,110,JPY mn,\nsales,2022Q2,126,JPY mn,\n"
      "sales,2022Q3,99,JPY mn,\nsales,2022Q4,150,JPY mn,\nsales,2023Q1,118,JPY mn,\n"
      "sales,2023Q2,135,JPY mn,\n";
  std::string variants = "";  // lines of the block
  std::string block = "  origins 2022Q1..2023Q1\n  ahead 1\n  show sales\n";
  std::string more = "";  // of the scenario, before the block
  std::vector<std::pair<std::string, std::string>> files = {};
};

// The answer, with all that it refers to.
class Answer {
 public:
  explicit Answer(const World& world, const RunOptions& options = {.threads = 1}) {
    folder_.write("base.model", world.model);
    folder_.write("sales.csv", world.sales);
    for (const auto& [name, text] : world.files) folder_.write(name, text);
    const auto path =
        folder_.write("test.scenario", "scenario \"Test\"\nmodel \"base.model\"\n" + world.more +
                                           "backtest \"Test\"\n" + world.variants + world.block);
    run(path, options);
  }
  Answer(const std::filesystem::path& path, const RunOptions& options) { run(path, options); }

  const BacktestResult& value() const {
    BOOST_TEST_REQUIRE(checked_.value.has_value(), said());
    return *checked_.value;
  }
  bool refused() const { return !checked_.value.has_value(); }
  std::string said() const {
    std::string all;
    for (const Diagnostic& one : checked_.diagnostics) all += render(one, sources_);
    return all;
  }
  const JudgedFigure& figure(std::size_t index = 0) const { return value().figures[index]; }
  std::vector<double> forecasts(std::size_t contender, std::size_t figure = 0) const {
    std::vector<double> values;
    for (const auto& one : this->figure(figure).records[contender].forecasts) {
      values.push_back(one.value);
    }
    return values;
  }
  std::size_t entrants() const { return request_->entrants.size(); }

 private:
  void run(const std::filesystem::path& path, const RunOptions& options) {
    auto reference = load_scenario(path, sources_);
    if (!reference) {
      checked_.diagnostics = reference.diagnostics;
      return;
    }
    scenarios_.push_back(std::move(*reference.value));
    const Scenario& scenario = scenarios_.front();
    const BacktestPlan& plan = scenario.backtests.front();
    request_.emplace(BacktestRequest{scenario, plan, {}, {}});
    if (plan.variants.empty()) request_->entrants.push_back({scenario.title, scenario});
    for (const VariantOf& one : plan.variants) {
      ScenarioOptions against;
      against.model = one.model;
      auto variant = load_scenario(path, sources_, against);
      BOOST_TEST_REQUIRE(bool(variant), one.model.string());
      scenarios_.push_back(std::move(*variant.value));
      request_->entrants.push_back({one.title, scenarios_.back()});
    }
    checked_ = backtest(*request_, options);
  }

  Folder folder_;
  Sources sources_;
  std::deque<Scenario> scenarios_;
  std::optional<BacktestRequest> request_;
  Checked<BacktestResult> checked_;
};

inline const auto near = boost::test_tools::tolerance(1e-12);

inline std::pair<std::string, std::string> variant(std::string_view name,
                                                   std::string_view formula) {
  return {
      fmt::format("{}.model", name),
      fmt::format("model {0} \"{0}\"\nextends \"base.model\"\nredefine sales\n  outlook = {1}\n",
                  name, formula)};
}

}  // namespace headwater::test
