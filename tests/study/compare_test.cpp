// Side by side: a difference is one subtraction of two single runs, and a scenario differs from
// itself by nothing.
#include "engine/study/compare.hpp"

#include <cmath>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "tests/model/property.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

const std::filesystem::path shops =
    std::filesystem::path(HEADWATER_SOURCE_DIR) / "tests/golden/screens/shops.scenario";

Scenario loaded(const std::filesystem::path& path, Sources& sources,
                const std::vector<std::string>& sets = {}) {
  auto scenario = load_scenario(path, sources, {.sets = sets});
  if (!scenario) throw std::runtime_error(render(scenario.diagnostics.front(), sources));
  return std::move(*scenario.value);
}

// Every figure is its single run's, and every difference the subtraction of two of them.
bool is_of_single_runs(const std::vector<Scenario>& scenarios, const SideBySide& compared) {
  std::vector<SingleRun> singles;
  for (const Scenario& one : scenarios) singles.push_back(*run_everything(one).value);
  for (const ComparedRow& row : compared.rows) {
    for (std::size_t s = 0; s < compared.spans.size(); ++s) {
      for (std::size_t k = 0; k < scenarios.size(); ++k) {
        const double first = singles[0].figures.at(row.series, compared.spans[s]);
        const double other = singles[k].figures.at(row.series, compared.spans[s]);
        const ComparedFigure& shown = row.figures[s][k];
        if (std::isnan(other) != std::isnan(shown.value)) return false;
        if (std::isnan(other)) continue;
        if (!iij::same_bits(shown.value, other)) return false;
        if (!iij::same_bits(shown.difference, other - first)) return false;
      }
    }
  }
  return !compared.rows.empty();
}

const ComparedRow& row_of(const SideBySide& compared, const Model& model, std::string_view name) {
  for (const ComparedRow& row : compared.rows) {
    if (model.at(row.series).name == name) return row;
  }
  throw std::invalid_argument("no row of this name");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compare_scenarios)

// Sales of 13,200 grow by 5 % and 5 %: 13,860 and 14,553, so 53,613 in FY23; by a tenth 55,692. A
// tenth of the 2,079 between them is profit.
BOOST_AUTO_TEST_CASE(a_difference_is_what_two_runs_say_apart) {
  Sources sources;
  std::vector<Scenario> scenarios;
  scenarios.push_back(loaded(shops, sources));
  scenarios.push_back(loaded(shops.parent_path() / "shops_slow.scenario", sources));
  const auto compared = compare(scenarios);
  BOOST_TEST_REQUIRE(bool(compared));
  const Model& model = *scenarios.front().model;
  BOOST_TEST_REQUIRE(compared.value->spans.size() == 1u);  // FY2022 has no forecast
  const auto& sales = row_of(*compared.value, model, "sales.total").figures[0];
  BOOST_TEST(sales[0].value == 55'692.0, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(sales[1].value == 53'613.0, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(sales[1].difference == -2'079.0, boost::test_tools::tolerance(1e-10));
  BOOST_TEST((sales[1].mark == Mark::forecast));
  const auto& profit = row_of(*compared.value, model, "profit").figures[0];
  BOOST_TEST(profit[1].difference == -207.9, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(figures_and_differences_are_those_of_single_runs_to_the_bit) {
  test::hold_for_all("a difference is one subtraction", 40, [] {
    Sources sources;
    std::vector<Scenario> scenarios;
    const auto files = *rc::gen::inRange<std::size_t>(1, 5);
    for (std::size_t i = 0; i < files; ++i) {
      const auto growth = *rc::gen::inRange(-4'000, 4'000);  // hundredths of a percent
      const auto from = *rc::gen::inRange(3, 5);
      scenarios.push_back(loaded(shops, sources,
                                 {fmt::format("sales.growth = {}.{:02}% in 2023Q{}..", growth / 100,
                                              std::abs(growth) % 100, from)}));
    }
    const CompareOptions options{
        .by = *rc::gen::element(OutlookBy::quarter, OutlookBy::half, OutlookBy::year),
        .statements = {"pl", "kpi"}};
    const auto compared = compare(scenarios, options);
    RC_ASSERT(bool(compared));
    RC_ASSERT(is_of_single_runs(scenarios, *compared.value));
  });
}

BOOST_AUTO_TEST_CASE(the_reference_scenarios_compare_to_the_bit) {
  Sources sources;
  std::vector<Scenario> scenarios;
  for (const char* file : {"base.scenario", "prudent.scenario", "base.scenario"}) {
    scenarios.push_back(loaded(iij::folder() / file, sources));
  }
  for (const auto by : {OutlookBy::quarter, OutlookBy::half, OutlookBy::year}) {
    const auto compared = compare(scenarios, {.by = by});
    BOOST_TEST_REQUIRE(bool(compared));
    BOOST_TEST(is_of_single_runs(scenarios, *compared.value));
    std::size_t moved = 0;
    for (const ComparedRow& row : compared.value->rows) {
      for (const auto& span : row.figures) {
        if (!std::isnan(span[2].value)) BOOST_TEST(span[2].difference == 0.0);
        moved += span[1].difference != 0.0 && !std::isnan(span[1].difference) ? 1 : 0;
      }
    }
    if (by == OutlookBy::year) BOOST_TEST(moved > 20u);  // profit and what it rests on, two years
  }
}

// Another model: sales in thousands, no service, the cost in people, and a series of its own. Its
// sales of 2023Q3 are 14,520,000 thousand, so as many millions as the first's.
BOOST_AUTO_TEST_CASE(models_that_differ_are_matched_by_name_and_by_unit) {
  const iij::ScratchFolder scratch;
  const auto path = scratch.write("other.model", R"(model stalls "Stalls"
calendar quarterly, fiscal year starts april
horizon 2023Q1..2023Q4
unit JPY th = 1000 JPY
unit JPY mn = 1000000 JPY
unit person
driver level : JPY th per quarter = 14520000 "Level"
driver staff : person = 5 "Staff"
flow sales.total : JPY th "Sales"
  = level
stock cost : person "Cost, in people"
  = staff
statement pl "P"
  sales.total
  cost
)");
  Sources sources;
  std::vector<Scenario> scenarios;
  scenarios.push_back(loaded(shops, sources));
  scenarios.push_back(loaded(path, sources));
  const auto compared = compare(scenarios, {.by = OutlookBy::quarter});
  BOOST_TEST_REQUIRE(bool(compared));
  const Model& model = *scenarios.front().model;
  const auto& sales = row_of(*compared.value, model, "sales.total").figures[2];
  BOOST_TEST(sales[1].value == 14'520.0, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(std::fabs(sales[1].difference) < 1e-9);
  BOOST_TEST(std::isnan(row_of(*compared.value, model, "cost").figures[2][1].value));
  const Matching& matching = compared.value->matchings[1];
  BOOST_TEST(!matching.same_model);
  BOOST_TEST_REQUIRE(matching.unlike.size() == 1u);
  BOOST_TEST(model.at(matching.unlike[0]).name == "cost");
  const auto names = [](const Model& of, const std::vector<SeriesId>& series) {
    std::string all;
    for (const SeriesId one : series) all += of.at(one).name + " ";
    return all;
  };
  BOOST_TEST(names(*scenarios[1].model, matching.only_other) == "level staff ");
  BOOST_TEST(names(model, matching.only_first) ==
             "sales.growth sales.goods sales.service profit margin members spend ");
}

BOOST_AUTO_TEST_CASE(a_year_asked_for_is_the_only_one) {
  Sources sources;
  std::vector<Scenario> scenarios;
  scenarios.push_back(loaded(iij::folder() / "base.scenario", sources));
  const Calendar& calendar = scenarios.front().model->calendar;
  const auto spans = [&](const CompareOptions& options) {
    std::string names;
    const auto compared = compare(scenarios, options);
    for (const PeriodSpan span : compared.value->spans) {
      names += calendar.name(span) + " ";
    }
    return names;
  };
  BOOST_TEST(spans({}) == "FY2023 FY2024 FY2025 ");
  BOOST_TEST(spans({.by = OutlookBy::year}) == "FY2022 FY2023 FY2024 FY2025 ");
  BOOST_TEST(spans({.fiscal_year = 2024}) == "FY2024 ");
  BOOST_TEST(spans({.by = OutlookBy::half, .fiscal_year = 2024}) == "2024H1 2024H2 FY2024 ");
  BOOST_TEST(spans({.by = OutlookBy::quarter}) == "2023Q1 2023Q2 2023Q3 2023Q4 FY2023 ");
  BOOST_CHECK_THROW(compare(scenarios, {.fiscal_year = 2030}), std::invalid_argument);
  BOOST_CHECK_THROW(compare({}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
