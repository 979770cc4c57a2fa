// A row of a sweep is the single run of its scenario, and who runs it changes no byte.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"
#include "engine/run/conduct.hpp"
#include "engine/study/sweep.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

// The outputs of one row, by a program that has the row's operations folded in and no axes.
std::vector<double> single_run(const Scenario& scenario, const SweepPlan& plan,
                               const std::vector<Output>& outputs, std::uint64_t row) {
  const auto program = lower(*scenario.precedence, operations_at(scenario, plan, row), {}, outputs);
  BOOST_TEST_REQUIRE(program.value.has_value());
  const auto answer =
      conduct({*program.value, ListDesign(), RowsReducer()}, {.block_lanes = 1, .threads = 1});
  const auto& values = dynamic_cast<const RowsReducer&>(*answer).rows().values;
  return {values.data(), values.data() + values.size()};
}

// All rows against their single runs; the number of rows.
std::uint64_t check_rows(const Scenario& scenario, const SweepPlan& plan,
                         const std::vector<std::uint64_t>& rows) {
  const auto result = sweep(scenario, plan);
  BOOST_TEST_REQUIRE(result.value.has_value());
  const auto all = std::uint64_t(result.value->rows.values.rows());
  for (std::uint64_t i = 0; i < (rows.empty() ? all : rows.size()); ++i) {
    const std::uint64_t row = rows.empty() ? i : rows[i];
    const auto expected = single_run(scenario, plan, result.value->outputs, row);
    for (std::size_t output = 0; output < expected.size(); ++output) {
      const double value = result.value->rows.values(Eigen::Index(row), Eigen::Index(output));
      BOOST_TEST(iij::same_bits(value, expected[output]),
                 fmt::format("{} row {} output {}: {:.17g} swept, {:.17g} run singly", plan.name,
                             row, output, value, expected[output]));
    }
  }
  return all;
}

struct AxisText {
  const char* driver;
  OperationKind kind;
  std::vector<double> levels;
};

// A sweep over drivers from the splice on, shown for the years 2023 and 2024 and one quarter.
SweepPlan plan_of(const iij::Ran& ran, const std::vector<AxisText>& axes,
                  const std::vector<std::string_view>& shown) {
  SweepPlan plan;
  plan.name = "in code";
  for (const AxisText& text : axes) {
    Levels levels;
    levels.operation.kind = text.kind;
    levels.operation.driver = ran.series(text.driver);
    levels.operation.span = {ran.scenario.precedence->as_of() + 1, ran.model().horizon.last};
    const bool factor = text.kind == OperationKind::multiply;
    const Unit unit = factor ? Unit() : ran.model().at(levels.operation.driver).unit;
    levels.axis = {text.driver, unit};
    levels.values = text.levels;
    plan.axes.push_back(std::move(levels));
  }
  for (const std::string_view name : shown) plan.shown.series.push_back(ran.series(name));
  for (const std::string_view name : {"2023Q4", "FY2023", "FY2024"}) {
    plan.shown.spans.push_back(ran.span(name));
  }
  return plan;
}

std::vector<double> steps(double first, double last, std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(first + (last - first) * (double(i) / double(count - 1)));
  }
  return values;
}

// Every byte of the answer, by width of block and number of threads.
struct Folded {
  Program program;
  GridDesign design;
  std::vector<std::byte> bytes(const RunOptions& options) const {
    return conduct({program, design, RowsReducer()}, options)->bytes();
  }
  Block rows() const {
    const auto answer = conduct({program, design, RowsReducer()}, {.block_lanes = 1, .threads = 1});
    return dynamic_cast<const RowsReducer&>(*answer).rows();
  }
};

Folded fold(const Scenario& scenario, const SweepPlan& plan) {
  Operations operations = scenario.operations;
  std::vector<Axis> axes;
  std::vector<std::vector<double>> levels;
  std::vector<Output> outputs;
  for (std::size_t i = 0; i < plan.axes.size(); ++i) {
    operations.push_back(plan.axes[i].operation);
    operations.back().axis = std::uint32_t(i);
    axes.push_back(plan.axes[i].axis);
    levels.push_back(plan.axes[i].values);
  }
  for (const SeriesId series : plan.shown.series) {
    for (const PeriodSpan span : plan.shown.spans) outputs.push_back({series, span, std::nullopt});
  }
  auto program = lower(*scenario.precedence, operations, axes, outputs);
  BOOST_TEST_REQUIRE(program.value.has_value());
  return {std::move(*program.value), GridDesign(axes, levels)};
}

constexpr std::array<std::size_t, 6> widths = {8, 13, 64, 256, 1000, 4096};

void check_same_bytes(const Folded& folded) {
  const auto expected = folded.bytes({.block_lanes = 1, .threads = 1});
  for (const std::size_t width : widths) {
    for (const std::size_t threads : {1u, 2u, 3u}) {
      const auto bytes = folded.bytes({.block_lanes = width, .threads = threads});
      BOOST_TEST((bytes == expected), fmt::format("block of {} lanes, {} threads", width, threads));
    }
  }
}

// Loses values in every way there is: divisions of something and of nothing by zero, overflow, and
// what then happens to each operation. `share` and `money` are zero and `huge` is enormous in
// some rows; what each output must do is worked out in the tests below. Quarter times pace is 1, 2,
// 3, 4 and then 5, 10, 15, 20, so that no two periods are one computation.
constexpr std::string_view lossy = R"(model lossy "Loses values on purpose"
calendar quarterly, fiscal year starts april, labels "{q}Q{yy}"
horizon 2023Q1..2024Q4
driver money : JPY = 6  "Money"
driver share : % = 50%  "Share"
driver huge : JPY = 3   "Huge"
driver pace : % = 100% in FY2023, 500% from FY2024  "Pace"
flow quotient : JPY "Divides"
  = money * (quarter * pace) / share
flow product : JPY "Overflows"
  = huge * (huge / 1 JPY)
flow least : JPY "Smallest"
  = min(quotient, money)
flow most : JPY "Largest"
  = max(money, quotient)
flow picked : JPY "Picked by what may be missing"
  = if quotient < money then 1 JPY else 2 JPY
flow spared : JPY "The branch not taken does not matter"
  = if share > 0% then quotient else money
flow saved : JPY "Otherwise"
  = quotient otherwise money
flow counted : JPY "Present"
  = present(quotient) * 1 JPY
stock level : JPY "Carries a loss along"
  before = 0 JPY
  = level[-1] + quotient
flow sum : JPY "Two ways to be lost"
  = product + quotient
flow spared_less : JPY "As spared, with another branch not taken"
  = if share > 0% then quotient else huge
flow steady : JPY "Known before anything varies"
  = 7 JPY * pace otherwise quotient
flow lowest : JPY "Zeros of both signs"
  = min(money, -money)
flow highest : JPY "Zeros of both signs"
  = max(-money, money)
)";

std::unique_ptr<iij::Ran> lossy_model(const iij::ScratchFolder& scratch) {
  return iij::run_file(scratch.write("lossy.model", lossy));
}

SweepPlan lossy_plan(const iij::Ran& ran) {
  std::vector<double> share = steps(0, 100, 21);  // %, 0 first
  std::vector<double> money = steps(0, 19, 20);   // JPY, 0 first
  std::vector<double> huge = steps(0, 49, 50);
  huge[7] = 1e200;
  huge[31] = -1e200;
  return plan_of(ran,
                 {{"share", OperationKind::set, share},
                  {"money", OperationKind::set, money},
                  {"huge", OperationKind::set, huge}},
                 {"quotient", "product", "least", "most", "picked", "spared", "saved", "counted",
                  "level", "sum", "spared_less", "steady", "lowest", "highest"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_sweep)

// Rates 7 rows, conversion and orders 7 x 6, bandwidth 5: every shipped sweep, whole.
BOOST_AUTO_TEST_CASE(every_row_of_every_shipped_sweep_is_its_single_run_to_the_bit) {
  std::map<std::string, std::uint64_t> rows;
  for (const auto& entry : std::filesystem::directory_iterator(iij::folder())) {
    if (entry.path().extension() != ".scenario") continue;
    Sources sources;
    const auto scenario = load_scenario(entry.path(), sources);
    BOOST_TEST_REQUIRE(scenario.value.has_value(), entry.path().string());
    for (const SweepPlan& plan : scenario.value->sweeps) {
      rows[plan.name] = check_rows(*scenario.value, plan, {});
    }
  }

  BOOST_TEST(rows["rates"] == 7u);
  BOOST_TEST(rows["conversion_orders"] == 7u * 6u);
  BOOST_TEST(rows["bandwidth"] == 5u);
}

// The same two cells written by hand as scenarios of their own: the first conversion with the last
// orders is row 5, and the last with the third is row 6 * 6 + 2.
BOOST_AUTO_TEST_CASE(a_row_is_the_run_of_the_scenario_one_would_write_for_it) {
  const iij::ScratchFolder scratch;
  std::filesystem::copy(iij::folder(), scratch.path() / "iij",
                        std::filesystem::copy_options::recursive);
  scratch.write("iij/low.scenario",
                "scenario \"low\"\nextends \"base.scenario\"\n"
                "multiply si.conversion by 0.85 in 2023Q3..\n"
                "set orders.si.construction.growth = 40% in 2023Q3..\n");
  scratch.write("iij/high.scenario",
                "scenario \"high\"\nextends \"base.scenario\"\n"
                "multiply si.conversion by 1.15 in 2023Q3..\n"
                "set orders.si.construction.growth = 3.6% in 2023Q3..\n");
  Sources sources;
  const auto scenario = load_scenario(iij::folder() / "sweep-conversion-orders.scenario", sources);
  BOOST_TEST_REQUIRE(scenario.value.has_value());
  const auto swept = sweep(*scenario.value, scenario.value->sweeps.front());
  BOOST_TEST_REQUIRE(swept.value.has_value());

  const auto check = [&](const char* file, Eigen::Index row) {
    const auto ran = iij::run_file(scratch.path() / "iij" / file);
    for (std::size_t i = 0; i < swept.value->outputs.size(); ++i) {
      const Output& output = swept.value->outputs[i];
      const double single = ran->run.figures.at(output.series, output.span);
      const double value = swept.value->rows.values(row, Eigen::Index(i));
      BOOST_TEST(iij::same_bits(value, single),
                 fmt::format("{} {}: {:.17g} swept, {:.17g} run", file,
                             ran->name(output.series, output.span), value, single));
    }
  };
  check("low.scenario", 5);
  check("high.scenario", 6 * 6 + 2);
}

// 4 axes of 16, 13, 11 and 9 levels: 20,592 rows, more than five chunks of 4,096. Quarters and
// years of flows, a price, a ratio and a level.
BOOST_AUTO_TEST_CASE(a_grid_is_the_same_bytes_for_any_width_of_block_and_number_of_threads) {
  const iij::Ran& base = iij::base();
  const SweepPlan plan = plan_of(base,
                                 {{"si.conversion", OperationKind::multiply, steps(0.8, 1.2, 16)},
                                  {"bandwidth.growth", OperationKind::set, steps(-5, 12, 13)},
                                  {"security.growth", OperationKind::add, steps(-2, 2, 11)},
                                  {"headcount.net_hires", OperationKind::multiply, steps(0, 2, 9)}},
                                 {"revenue.total", "operating_profit", "bandwidth.price",
                                  "ratio.operating_margin", "backlog.si.construction", "eps"});
  const Folded folded = fold(base.scenario, plan);

  BOOST_TEST(folded.design.rows() == 20'592u);
  check_same_bytes(folded);
}

BOOST_AUTO_TEST_CASE(rows_of_a_large_grid_are_their_single_runs_at_the_edges_of_chunks) {
  const iij::Ran& base = iij::base();
  const SweepPlan plan =
      plan_of(base,
              {{"si.conversion", OperationKind::multiply, steps(0.8, 1.2, 16)},
               {"om.growth", OperationKind::set, steps(-1, 3, 24)},
               {"interconnect.rate_change", OperationKind::add, steps(-15, 15, 56)}},
              {"revenue.total", "operating_profit", "cost.network.interconnect"});

  const std::uint64_t rows =
      check_rows(base.scenario, plan, {0, 1, 7, 8, 255, 256, 4095, 4096, 4097, 8191, 8192, 21'503});

  BOOST_TEST(rows == 16u * 24u * 56u);
}

BOOST_AUTO_TEST_CASE(lost_values_and_their_causes_are_the_same_bytes_too) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  const Folded folded = fold(ran->scenario, lossy_plan(*ran));

  BOOST_TEST(folded.design.rows() == 21'000u);
  check_same_bytes(folded);
}

BOOST_AUTO_TEST_CASE(lossy_rows_are_their_single_runs_to_the_bit) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  // The first 1,000 rows have share 0; 7 and 31 of each 50 overflow.
  std::vector<std::uint64_t> rows = {0, 7, 31, 49, 50, 57, 999, 1000, 1007, 1031, 1050, 20'981};
  check_rows(ran->scenario, lossy_plan(*ran), rows);
}

// By hand, for the year FY2023, whose quotient is 1 + 2 + 3 + 4 times money / share: with share 0
// the quotient is lost, and with it whatever needs it: both min and max, the choice by it, the
// level and the sum. The branch not taken, `otherwise` and present() give money, money and 0. An
// overflow loses the product, and the sum. In all other rows nothing is lost.
BOOST_AUTO_TEST_CASE(a_lost_value_is_lost_wherever_it_matters_and_nowhere_else) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  const SweepPlan plan = lossy_plan(*ran);
  const Block rows = fold(ran->scenario, plan).rows();
  const auto column = [&](std::string_view series) {
    const auto at =
        std::find(plan.shown.series.begin(), plan.shown.series.end(), ran->series(series));
    return Eigen::Index(3 * (at - plan.shown.series.begin()) + 1);  // FY2023, of three spans
  };
  const std::set<std::string> by_share = {"quotient", "least", "most", "picked", "level", "sum"};
  for (Eigen::Index row = 0; row < rows.points.rows(); ++row) {
    const double share = rows.points(row, 0) / 100;
    const double money = rows.points(row, 1);
    const bool overflows = std::fabs(rows.points(row, 2)) > 1e199;
    const auto check = [&](const char* name, double expected) {
      const double value = rows.values(row, column(name));
      const bool lost =
          (share == 0 && by_share.contains(name)) ||
          (overflows && (std::string_view(name) == "product" || std::string_view(name) == "sum"));
      const bool right =
          lost ? is_missing(value) : std::fabs(value - expected) <= 1e-12 * std::fabs(expected);
      if (right) return;
      BOOST_ERROR(fmt::format("{} with share {}, money {}, huge {}: {}, expected {}", name, share,
                              money, rows.points(row, 2), value, lost ? missing() : expected));
    };
    const double quotient = 10 * money / share;
    check("quotient", quotient);
    check("product", 4 * rows.points(row, 2) * rows.points(row, 2));
    check("least", 4 * money);  // a share is at most the whole, so the quotient at least money
    check("most", quotient);
    check("picked", 4 * 2);
    check("spared", share > 0 ? quotient : 4 * money);
    check("saved", share > 0 ? quotient : 4 * money);
    check("counted", share > 0 ? 4 : 0);
    check("level", quotient);
    check("sum", 4 * rows.points(row, 2) * rows.points(row, 2) + quotient);
    check("spared_less", share > 0 ? quotient : 4 * rows.points(row, 2));
    check("steady", 4 * 7);
    check("lowest", -4 * money);
    check("highest", 4 * money);
  }
}

// Each alone, since what else is lost in a lane can give a loss away: nothing by zero (invalid),
// something by zero, and overflow, seen by nothing but what swallows them.
BOOST_AUTO_TEST_CASE(a_loss_shows_even_where_nothing_else_is_asked_for) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  for (const double money : {0.0, 6.0}) {
    for (const char* lone : {"least", "most", "picked", "saved", "counted", "quotient"}) {
      SweepPlan plan = plan_of(
          *ran, {{"share", OperationKind::set, {0, 50}}, {"money", OperationKind::set, {money}}},
          {lone});
      plan.shown.spans = {ran->span("2023Q1")};
      const Block rows = fold(ran->scenario, plan).rows();
      const double value = rows.values(0, 0);
      const double expected = std::string_view(lone) == "saved"     ? money
                              : std::string_view(lone) == "counted" ? 0
                                                                    : missing();
      BOOST_TEST((is_missing(expected) ? is_missing(value) : value == expected),
                 fmt::format("{} with money {} over nothing: {}", lone, money, value));
      BOOST_TEST(!is_missing(rows.values(1, 0)), lone);
      check_rows(ran->scenario, plan, {});
    }
  }
}

// The last thing computed is the sum of two figures that are asked for themselves.
BOOST_AUTO_TEST_CASE(a_figure_that_is_asked_for_outlives_what_is_made_of_it) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  SweepPlan plan =
      plan_of(*ran, {{"money", OperationKind::set, {1, 2}}, {"huge", OperationKind::set, {3}}},
              {"quotient", "product", "sum"});
  plan.shown.spans = {ran->span("2023Q1")};
  const Block rows = fold(ran->scenario, plan).rows();

  BOOST_TEST(rows.values(1, 0) == 2 / 0.5);
  BOOST_TEST(rows.values(1, 1) == 9.0);
  BOOST_TEST(rows.values(1, 2) == 9 + 2 / 0.5);
}

// All five comparisons over all pairs of -1, 0 and 1, run in lanes as a sweep.
BOOST_AUTO_TEST_CASE(comparisons_hold_as_they_do_between_numbers) {
  const iij::ScratchFolder scratch;
  const auto ran = iij::run_file(scratch.write("compare.model", R"(model compare "Compares"
calendar quarterly, fiscal year starts april, labels "{q}Q{yy}"
horizon 2023Q1..2023Q4
driver a : JPY = 0  "A"
driver b : JPY = 0  "B"
flow less : JPY "Less"
  = if a < b then 1 JPY else 0 JPY
flow less_equal : JPY "At most"
  = if a <= b then 1 JPY else 0 JPY
flow greater : JPY "More"
  = if a > b then 1 JPY else 0 JPY
flow greater_equal : JPY "At least"
  = if a >= b then 1 JPY else 0 JPY
flow equal : JPY "Equal"
  = if a == b then 1 JPY else 0 JPY
)"));
  SweepPlan plan =
      plan_of(*ran, {{"a", OperationKind::set, {-1, 0, 1}}, {"b", OperationKind::set, {-1, 0, 1}}},
              {"less", "less_equal", "greater", "greater_equal", "equal"});
  plan.shown.spans = {ran->span("2023Q1")};
  const Block rows = fold(ran->scenario, plan).rows();

  BOOST_TEST(rows.values.rows() == 9);
  for (Eigen::Index row = 0; row < rows.values.rows(); ++row) {
    const double a = rows.points(row, 0);
    const double b = rows.points(row, 1);
    const std::array<bool, 5> expected = {a<b, a <= b, a> b, a >= b, a == b};
    for (Eigen::Index i = 0; i < 5; ++i) {
      BOOST_TEST(rows.values(row, i) == (expected[std::size_t(i)] ? 1.0 : 0.0),
                 fmt::format("comparison {} of {} and {}", i, a, b));
    }
  }
}

// 2Q of `gappy` was not printed, so no formula serves `more` there: a gap of its own, which the
// half carries along although nothing in the half's sum was lost by arithmetic.
BOOST_AUTO_TEST_CASE(a_gap_in_history_is_blamed_for_what_a_sweep_makes_of_it) {
  const iij::ScratchFolder scratch;
  scratch.write("printed.csv",
                "series,period,value,unit\ngappy,2023Q1,1,JPY\ngappy,2023Q3,3,JPY\n");
  const auto ran = iij::run_file(scratch.write("gap.model", R"(model gap "Gap"
calendar quarterly, fiscal year starts april, labels "{q}Q{yy}"
horizon 2023Q1..2023Q3
actuals "printed.csv"
driver money : JPY = 6  "Money"
flow gappy : JPY "Gappy"  actual only
flow more : JPY "More"  actual only
  history = gappy + money
)"));
  SweepPlan plan = plan_of(*ran, {{"money", OperationKind::set, {1, 2}}}, {"more"});
  plan.axes[0].operation.span = ran->model().horizon;
  plan.shown.spans = {ran->span("2023Q1"), ran->span("2023Q2"), ran->span("2023H1")};
  const Block rows = fold(ran->scenario, plan).rows();

  BOOST_TEST(rows.values(1, 0) == 3.0);
  BOOST_TEST(is_missing(rows.values(1, 1)));
  BOOST_TEST(is_missing(rows.values(1, 2)));
  BOOST_TEST_REQUIRE(rows.failures.size() == 4u);
  for (const Failure& failure : rows.failures) {
    const PeriodSpan span{failure.cause.period, failure.cause.period};
    BOOST_TEST(ran->name(failure.cause.series, span) == "more@2023Q2");
  }
}

// A year is (Q1 + Q2) + (Q3 + Q4), so its loss begins in Q1; the level's does in the division that
// it reads; of two losses in a sum, the left one counts.
BOOST_AUTO_TEST_CASE(a_failure_names_the_first_cell_that_lost_the_value) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  const SweepPlan plan = lossy_plan(*ran);
  const Block rows = fold(ran->scenario, plan).rows();
  std::map<std::string, std::string> causes;  // of row 7: share 0, money 0, and huge overflows
  for (const Failure& failure : rows.failures) {
    if (failure.row != 7) continue;
    const SeriesId series = plan.shown.series[failure.output / 3];
    const PeriodSpan span = plan.shown.spans[failure.output % 3];
    const Period lost = failure.cause.period;
    causes[ran->name(series, span)] = ran->name(failure.cause.series, {lost, lost});
  }

  BOOST_TEST(causes["quotient@FY2023"] == "quotient@2023Q1");
  BOOST_TEST(causes["quotient@2023Q4"] == "quotient@2023Q4");
  BOOST_TEST(causes["quotient@FY2024"] == "quotient@2024Q1");
  BOOST_TEST(causes["least@2023Q4"] == "quotient@2023Q4");
  BOOST_TEST(causes["picked@2023Q4"] == "quotient@2023Q4");
  BOOST_TEST(causes["level@2023Q4"] == "quotient@2023Q1");
  BOOST_TEST(causes["product@2023Q4"] == "product@2023Q4");
  BOOST_TEST(causes["sum@2023Q4"] == "product@2023Q4");
  // Six outputs lost to the share and the product, in three spans each.
  BOOST_TEST(causes.size() == 3u * 7u);
}

// Whatever a failure blames has no value in that row: the cause is run singly, without axes.
BOOST_AUTO_TEST_CASE(every_failure_blames_a_cell_that_is_missing_in_its_row) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  const SweepPlan plan = lossy_plan(*ran);
  const Block rows = fold(ran->scenario, plan).rows();
  const auto lost = std::size_t((rows.values != rows.values).count());
  BOOST_TEST(rows.failures.size() == lost);
  std::size_t blamed = 0;
  for (std::size_t i = 0; i < rows.failures.size(); i += 97) {
    const Failure& failure = rows.failures[i];
    BOOST_TEST(is_missing(rows.values(Eigen::Index(failure.row), Eigen::Index(failure.output))));
    const PeriodSpan span{failure.cause.period, failure.cause.period};
    const std::vector<Output> outputs = {{failure.cause.series, span, std::nullopt}};
    const auto values = single_run(ran->scenario, plan, outputs, failure.row);
    BOOST_TEST(is_missing(values.front()), ran->name(failure.cause.series, span));
    ++blamed;
  }
  BOOST_TEST(blamed > 100u);
}

BOOST_AUTO_TEST_SUITE_END()
