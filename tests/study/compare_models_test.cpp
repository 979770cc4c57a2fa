// What an edit of a model does to its figures: each change worked out by hand.
#include "engine/study/compare_models.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/study/change_groups.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;
using test::Folder;

namespace {

const std::string headers =
    "calendar quarterly, fiscal year starts april\nhorizon 2022Q1..2022Q4\n"
    "unit JPY mn = 1000000 JPY\nunit person\n";

// Two models of one company, and scenarios that are read against both.
struct Edit {
  Folder folder;
  Sources sources;
  std::vector<ReadAgainstBoth> scenarios;
  std::array<std::filesystem::path, 2> models;

  Edit(const std::string& before, const std::string& after, const std::string& headers_after)
      : models{folder.write("old.model", "model old \"Old\"\n" + headers + before),
               folder.write("new.model", "model new \"New\"\n" + headers_after + after)} {}
  Edit(const std::string& before, const std::string& after) : Edit(before, after, headers) {}

  Scenario read(const std::filesystem::path& path, std::size_t side) {
    auto scenario = load_scenario(path, sources, {.model = models[side]});
    if (!scenario) throw std::runtime_error(render(scenario.diagnostics.front(), sources));
    return std::move(*scenario.value);
  }
  void add(const std::filesystem::path& path) {
    scenarios.push_back({read(path, in_old), read(path, in_new)});
  }
  void add_scenario(const std::string& name, const std::string& changes) {
    add(folder.write(name, "scenario \"" + name + "\"\nmodel \"old.model\"\n" + changes));
  }
  // The models as they stand, where no scenario was added.
  Checked<ComparedModels> checked(const CompareModelsOptions& options = {}) {
    if (scenarios.empty()) add(models[in_old]);
    return compare_models(scenarios, options);
  }
  ComparedModels compared(const CompareModelsOptions& options = {}) {
    auto answer = checked(options);
    if (!answer) throw std::runtime_error(render(answer.diagnostics.front(), sources));
    return std::move(*answer.value);
  }

  // "moved cost FY2022 in 1", so that a wrong list shows what is wrong with it.
  std::string told(const FigureChange& one) const { return told({one, {}, one.span.last}); }
  std::string told(const ChangeGroup& group) const {
    const FigureChange& one = group.change;
    static const std::array<const char*, 6> kinds = {"only old", "only new", "lost",
                                                     "gained",   "moved",    "rounding"};
    const std::size_t side = one.series[in_old] ? in_old : in_new;
    const Model& model = *scenarios.front()[side].model;
    return std::string(kinds[std::size_t(one.kind)]) + " " + model.at(*one.series[side]).name +
           " " + periods_text(model.calendar, group) +
           (scenarios.size() > 1 ? " in " + std::to_string(one.scenario) : "");
  }
  std::vector<std::string> told(const ComparedModels& compared) const {
    std::vector<std::string> all;
    for (const FigureChange& one : compared.changes) all.push_back(told(one));
    return all;
  }
  // "moved tax 2022Q1..2022Q4 in 0, 1"
  std::vector<std::string> grouped(const ComparedModels& compared, PartsOfYears parts) const {
    std::vector<std::string> all;
    for (const ChangeGroup& group : change_groups(compared, parts)) {
      std::string text = told(group);
      for (std::size_t i = 1; i < group.scenarios.size(); ++i) {
        text += ", " + std::to_string(group.scenarios[i]);
      }
      all.push_back(text);
    }
    return all;
  }
  std::vector<std::string> names(const std::vector<SeriesId>& series, std::size_t side) const {
    std::vector<std::string> all;
    for (const SeriesId one : series) {
      all.push_back(scenarios.front()[side].model->at(one).name);
    }
    return all;
  }
};

using Strings = std::vector<std::string>;
const auto each = boost::test_tools::per_element();
const auto nearly = boost::test_tools::tolerance(1e-12);
constexpr CompareModelsOptions by_year{.by = OutlookBy::year};

const std::string shop =
    "driver order : JPY mn per quarter = 100\n"
    "driver tax : % = 30%\n"
    "flow sales : JPY mn\n  = order\n"
    "flow cost : JPY mn\n  = 60 JPY mn\n"
    "flow profit : JPY mn\n  = sales - cost\n"
    "flow net : JPY mn\n  = profit * (1 - tax)\n";

std::string edited(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::invalid_argument(from);
  return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(comparing_models)

// Cost goes from 60 to 63 a quarter (+5 %): profit from 40 to 37 (-7.5 %), net from 28 to 25.9
// (-7.5 %). Sales, and what is assumed, stay. Of the year: cost 240 to 252, profit 160 to 148.
BOOST_AUTO_TEST_CASE(the_largest_relative_change_stands_first) {
  Edit edit(shop, edited(shop, "60 JPY mn", "63 JPY mn"));
  const ComparedModels compared = edit.compared(by_year);

  BOOST_TEST(edit.told(compared) ==
                 (Strings{"moved profit FY2022", "moved net FY2022", "moved cost FY2022"}),
             each);
  BOOST_TEST_REQUIRE(compared.changes.size() == 3u);
  const FigureChange& profit = compared.changes[0];
  BOOST_TEST(profit.value[in_old] == 160.0, nearly);
  BOOST_TEST(profit.value[in_new] == 148.0, nearly);
  BOOST_TEST(profit.relative == -0.075, nearly);
  BOOST_TEST(compared.changes[2].relative == 0.05, nearly);
  BOOST_TEST(compared.differ() == 3u);
  BOOST_TEST(compared.scenarios_that_differ() == 1u);
}

// Four flows with 4 quarters, 2 halves and a year each, and two drivers with 4 quarters: 28 + 8.
// Cost, profit and net differ in all seven.
BOOST_AUTO_TEST_CASE(every_figure_of_quarters_halves_and_years_is_compared) {
  Edit edit(shop, edited(shop, "60 JPY mn", "63 JPY mn"));
  const ComparedModels compared = edit.compared();

  BOOST_TEST(compared.figures() == 36u);
  BOOST_TEST(compared.differ() == 21u);
  const auto parts = std::ranges::count(compared.changes, true, &FigureChange::part_of_year);
  BOOST_TEST(parts == 18);
  BOOST_TEST(!compared.changes[0].part_of_year);
  BOOST_TEST(edit.compared({.by = OutlookBy::quarter}).figures() == 24u);
  BOOST_TEST(edit.compared({.by = OutlookBy::half}).figures() == 8u);
}

// A tax of 33 % instead of 30 is one change, of every quarter and in both scenarios; net goes from
// 28 to 26.8 a quarter with orders of 100, and from 35 to 33.5 with orders of 110.
BOOST_AUTO_TEST_CASE(what_moves_alike_is_told_once) {
  Edit edit(shop, edited(shop, "30%", "33%"));
  edit.add_scenario("base.scenario", "");
  edit.add_scenario("more.scenario", "set order = 110 JPY mn\n");
  edit.add_scenario("same.scenario", "set order = 100 JPY mn\n");
  const ComparedModels compared = edit.compared();

  BOOST_TEST(compared.count(ChangeKind::moved) == 33u);  // 3 * (4 of tax + 7 of net)
  BOOST_TEST(edit.grouped(compared, PartsOfYears::left_out) ==
                 (Strings{"moved tax 2022Q1..2022Q4 in 0, 1, 2", "moved net FY2022 in 0, 2",
                          "moved net FY2022 in 1"}),
             each);
  BOOST_TEST(edit.grouped(compared, PartsOfYears::kept) ==
                 (Strings{"moved tax 2022Q1..2022Q4 in 0, 1, 2", "moved net FY2022 in 0, 2",
                          "moved net FY2022 in 1", "moved net 2022Q1..2022Q4 in 0, 2",
                          "moved net 2022H1 in 0, 2", "moved net 2022H2 in 0, 2",
                          "moved net 2022Q1..2022Q4 in 1", "moved net 2022H1 in 1",
                          "moved net 2022H2 in 1"}),
             each);
}

// Only the second quarter differs, and the fourth: two changes, not one.
BOOST_AUTO_TEST_CASE(periods_that_do_not_follow_each_other_stay_apart) {
  Edit edit(shop, edited(shop, "tax : % = 30%",
                         "tax : % = 30% in 2022Q1, 33% in 2022Q2, 30% in 2022Q3, 33% in 2022Q4"));
  BOOST_TEST(edit.grouped(edit.compared(), PartsOfYears::left_out) ==
                 (Strings{"moved tax 2022Q2", "moved tax 2022Q4", "moved net FY2022"}),
             each);
}

BOOST_AUTO_TEST_CASE(a_model_is_no_other_than_itself) {
  Edit edit(shop, shop);
  const ComparedModels compared = edit.compared();

  BOOST_TEST(compared.figures() == 36u);
  BOOST_TEST(compared.changes.empty());
  BOOST_TEST(compared.differ() == 0u);
  BOOST_TEST(compared.scenarios_that_differ() == 0u);
  BOOST_TEST(compared.matching.only_first.empty());
  BOOST_TEST(compared.matching.only_other.empty());
  BOOST_TEST(compared.checks.empty());
}

// The old model takes what is above 100 as it is; the new one half of it. Only a scenario with
// orders of 120 tells them apart: 120 against 100 + 20 / 2 = 110, which is -8.3 %.
BOOST_AUTO_TEST_CASE(an_edit_shows_in_the_scenarios_that_reach_it) {
  Edit edit(shop, edited(shop, "  = order\n",
                         "  = min(order, 100 JPY mn) + 0.5 * max(order - 100 JPY mn, 0 JPY mn)\n"));
  edit.add_scenario("base.scenario", "");
  edit.add_scenario("more.scenario", "set order = 120 JPY mn\n");
  const ComparedModels compared = edit.compared(by_year);

  BOOST_TEST(edit.told(compared) == (Strings{"moved profit FY2022 in 1", "moved net FY2022 in 1",
                                             "moved sales FY2022 in 1"}),
             each);
  BOOST_TEST(compared.changes.back().relative == 110.0 / 120.0 - 1, nearly);
  BOOST_TEST(compared.scenarios_that_differ() == 1u);
  BOOST_TEST(compared.compared == (std::vector<std::size_t>{4, 4}), each);
}

// 1 / 0 has no value: the average is missing once nothing is ordered. What was 0 and is not any
// more has no relative change, so it stands before what has one, and after what is missing.
BOOST_AUTO_TEST_CASE(figures_that_come_and_go_stand_before_those_that_move) {
  const std::string before = shop +
                             "flow bonus : JPY mn\n  = 0 JPY mn\n"
                             "ratio share : %\n  = profit per sales\n"
                             "ratio burden : %\n  = cost per (sales - 100 JPY mn)\n";
  const std::string after =
      edited(edited(edited(before, "profit per sales", "profit per (sales - 100 JPY mn)"),
                    "cost per (sales - 100 JPY mn)", "cost per sales"),
             "  = 0 JPY mn", "  = 1 JPY mn");
  Edit edit(before, after);
  const ComparedModels compared = edit.compared(by_year);

  BOOST_TEST(edit.told(compared) ==
                 (Strings{"lost share FY2022", "gained burden FY2022", "moved bonus FY2022"}),
             each);
  BOOST_TEST(compared.changes[0].value[in_old] == 40.0, nearly);  // in per cent
  BOOST_TEST(std::isnan(compared.changes[0].value[in_new]));
  BOOST_TEST(compared.changes[1].value[in_new] == 60.0, nearly);
  BOOST_TEST(std::isinf(compared.changes[2].relative));
  BOOST_TEST(compared.differ() == 3u);
}

// 5 million are 5,000,000 yen, and 6,000,000 are 6 million: told in the old model's unit.
BOOST_AUTO_TEST_CASE(another_unit_of_the_same_dimension_is_converted) {
  const std::string before =
      shop + "flow fee : JPY mn\n  = 5 JPY mn\nflow rent : JPY mn\n  = 5 JPY mn\n";
  const std::string after =
      shop + "flow fee : JPY\n  = 5000000 JPY\nflow rent : JPY\n  = 6000000 JPY\n";
  Edit edit(before, after);
  const ComparedModels compared = edit.compared(by_year);

  BOOST_TEST(edit.names(compared.other_unit, in_old) == (Strings{"fee", "rent"}), each);
  BOOST_TEST(edit.told(compared) == Strings{"moved rent FY2022"}, each);
  BOOST_TEST(compared.changes[0].value[in_old] == 20.0, nearly);
  BOOST_TEST(compared.changes[0].value[in_new] == 24.0, nearly);
}

// What one model has not got has nothing to be compared with, and neither have people and money.
BOOST_AUTO_TEST_CASE(series_that_do_not_meet_are_listed) {
  Edit edit(shop +
                "flow gone : JPY mn\n  = sales\nflow heads : JPY mn\n  = sales\n"
                "stock cash : JPY mn\n  = sales\n",
            shop +
                "flow added : JPY mn\n  = cost\nflow heads : person\n  = 3 person\n"
                "flow cash : JPY mn\n  = sales\n");
  const ComparedModels compared = edit.compared(by_year);

  BOOST_TEST(edit.names(compared.matching.only_first, in_old) == Strings{"gone"}, each);
  BOOST_TEST(edit.names(compared.matching.only_other, in_new) == Strings{"added"}, each);
  BOOST_TEST(edit.names(compared.matching.unlike, in_old) == Strings{"heads"}, each);
  BOOST_TEST(edit.names(compared.other_kind, in_old) == Strings{"cash"}, each);
  // The level of a stock at the year's end, 100, against the flow of its quarters, 400.
  BOOST_TEST(edit.told(compared) ==
                 (Strings{"only old gone FY2022", "only new added FY2022", "moved cash FY2022"}),
             each);
  BOOST_TEST(compared.changes[2].relative == 3.0, nearly);
  BOOST_TEST(compared.figures() == 5u);  // four flows of the shop, and cash
  BOOST_TEST(compared.differ() == 1u);
}

// A year more is no change of what was there; only one model has it.
BOOST_AUTO_TEST_CASE(a_longer_horizon_is_no_change_of_figures) {
  Edit edit(shop, shop, edited(headers, "2022Q4", "2023Q4"));
  const ComparedModels compared = edit.compared();

  BOOST_TEST(compared.figures() == 36u);
  BOOST_TEST(compared.differ() == 0u);
  BOOST_TEST(compared.count(ChangeKind::only_new) == 36u);
}

// (0.1 + 0.2) + 0.3 is one unit in the last place above 0.1 + (0.2 + 0.3).
BOOST_AUTO_TEST_CASE(another_order_of_a_sum_is_told_as_rounding) {
  const std::string parts =
      "flow a : JPY mn\n  = 0.1 JPY mn\nflow b : JPY mn\n  = 0.2 JPY mn\n"
      "flow c : JPY mn\n  = 0.3 JPY mn\n";
  Edit edit(parts + "flow all : JPY mn\n  = (a + b) + c\n",
            parts + "flow all : JPY mn\n  = a + (b + c)\n");
  const ComparedModels compared = edit.compared({.by = OutlookBy::quarter});

  BOOST_TEST(compared.count(ChangeKind::rounding) == 4u);
  BOOST_TEST(compared.differ() == 0u);
}

// Profit of 40 is above 38; of 37 it is not. That net is positive holds in both.
BOOST_AUTO_TEST_CASE(checks_that_break_in_one_model_only_are_told) {
  const std::string before =
      shop +
      "check enough \"Enough\": profit >= 38 JPY mn\ncheck some \"Some\": net >= 0 JPY mn\n"
      "check never \"Never\": net >= 1000 JPY mn\n";
  Edit edit(before, edited(before, "60 JPY mn", "63 JPY mn"));
  const ComparedModels compared = edit.compared();

  BOOST_TEST_REQUIRE(compared.checks.size() == 4u);
  const CheckChange& first = compared.checks.front();
  BOOST_TEST(first.name == "enough");
  BOOST_TEST(first.result[in_old]->holds);
  BOOST_TEST(!first.result[in_new]->holds);
  BOOST_TEST(first.result[in_new]->left == 37.0, nearly);
}

BOOST_AUTO_TEST_CASE(calendars_that_differ_cannot_be_compared) {
  Edit edit(shop, shop, edited(headers, "april", "january"));
  const auto checked = edit.checked();

  BOOST_TEST(!checked);
  BOOST_TEST_REQUIRE(checked.diagnostics.size() == 1u);
  BOOST_TEST(checked.diagnostics[0].code == "calendars-at-odds");
  BOOST_CHECK_THROW(compare_models({}), std::invalid_argument);
}

// Every change is the two single runs' figures, bit by bit.
BOOST_AUTO_TEST_CASE(changes_are_figures_of_two_single_runs) {
  Edit edit(shop, edited(shop, "60 JPY mn", "63 JPY mn"));
  edit.add_scenario("more.scenario", "set order = 117 JPY mn\n");
  const ComparedModels compared = edit.compared();
  const auto before = run_everything(edit.scenarios[0][in_old]);
  const auto after = run_everything(edit.scenarios[0][in_new]);

  BOOST_TEST(compared.changes.size() == 21u);
  for (const FigureChange& one : compared.changes) {
    BOOST_TEST(
        iij::same_bits(one.value[in_old], before.value->figures.at(*one.series[in_old], one.span)));
    BOOST_TEST(
        iij::same_bits(one.value[in_new], after.value->figures.at(*one.series[in_new], one.span)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
