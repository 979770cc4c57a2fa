// What a sweep does with values it loses on the way: divisions by zero, overflow, gaps of history.
//
// A block in which a value is lost runs again by other kernels; neither which lanes share a block
// nor how often it ran may show.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "tests/study/iij.hpp"
#include "tests/study/swept.hpp"

using namespace headwater;

namespace {

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
  std::vector<double> share = iij::steps(0, 100, 21);  // %, 0 first
  std::vector<double> money = iij::steps(0, 19, 20);   // JPY, 0 first
  std::vector<double> huge = iij::steps(0, 49, 50);
  huge[7] = 1e200;
  huge[31] = -1e200;
  return iij::plan_of(ran,
                      {{"share", OperationKind::set, share},
                       {"money", OperationKind::set, money},
                       {"huge", OperationKind::set, huge}},
                      {"quotient", "product", "least", "most", "picked", "spared", "saved",
                       "counted", "level", "sum", "spared_less", "steady", "lowest", "highest"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_lost_values)

BOOST_AUTO_TEST_CASE(lost_values_and_their_causes_are_the_same_bytes_too) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  const iij::Folded folded = iij::fold(ran->scenario, lossy_plan(*ran));

  BOOST_TEST(folded.design.rows() == 21'000u);
  iij::check_same_bytes(folded);
}

BOOST_AUTO_TEST_CASE(lossy_rows_are_their_single_runs_to_the_bit) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  // The first 1,000 rows have share 0; 7 and 31 of each 50 overflow.
  std::vector<std::uint64_t> rows = {0, 7, 31, 49, 50, 57, 999, 1000, 1007, 1031, 1050, 20'981};
  iij::check_rows(ran->scenario, lossy_plan(*ran), rows);
}

// By hand, for the year FY2023, whose quotient is 1 + 2 + 3 + 4 times money / share: with share 0
// the quotient is lost, and with it whatever needs it: both min and max, the choice by it, the
// level and the sum. The branch not taken, `otherwise` and present() give money, money and 0. An
// overflow loses the product, and the sum. In all other rows nothing is lost.
BOOST_AUTO_TEST_CASE(a_lost_value_is_lost_wherever_it_matters_and_nowhere_else) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  const SweepPlan plan = lossy_plan(*ran);
  const Block rows = iij::fold(ran->scenario, plan).rows();
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
      SweepPlan plan = iij::plan_of(
          *ran, {{"share", OperationKind::set, {0, 50}}, {"money", OperationKind::set, {money}}},
          {lone});
      plan.shown.spans = {ran->span("2023Q1")};
      const Block rows = iij::fold(ran->scenario, plan).rows();
      const double value = rows.values(0, 0);
      const double expected = std::string_view(lone) == "saved"     ? money
                              : std::string_view(lone) == "counted" ? 0
                                                                    : missing();
      BOOST_TEST((is_missing(expected) ? is_missing(value) : value == expected),
                 fmt::format("{} with money {} over nothing: {}", lone, money, value));
      BOOST_TEST(!is_missing(rows.values(1, 0)), lone);
      iij::check_rows(ran->scenario, plan);
    }
  }
}

// The last thing computed is the sum of two figures that are asked for themselves.
BOOST_AUTO_TEST_CASE(a_figure_that_is_asked_for_outlives_what_is_made_of_it) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  SweepPlan plan =
      iij::plan_of(*ran, {{"money", OperationKind::set, {1, 2}}, {"huge", OperationKind::set, {3}}},
                   {"quotient", "product", "sum"});
  plan.shown.spans = {ran->span("2023Q1")};
  const Block rows = iij::fold(ran->scenario, plan).rows();

  BOOST_TEST(rows.values(1, 0) == 2 / 0.5);
  BOOST_TEST(rows.values(1, 1) == 9.0);
  BOOST_TEST(rows.values(1, 2) == 9 + 2 / 0.5);
}

// All five comparisons over all pairs of -1, 0 and 1, run in lanes as a sweep. What is no number,
// or no finite one, is missing as a point: so is what is compared with it, and `otherwise` serves.
BOOST_AUTO_TEST_CASE(comparisons_hold_as_they_do_between_numbers_and_not_without_one) {
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
flow served : JPY "Otherwise"
  = present(a otherwise b) * 1 JPY
)"));
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::vector<const char*> shown = {"less",          "less_equal", "greater",
                                          "greater_equal", "equal",      "served"};
  for (std::size_t i = 0; i < shown.size(); ++i) {
    SweepPlan plan = iij::plan_of(*ran,
                                  {{"a", OperationKind::set, {-1, 0, 1, missing(), infinity}},
                                   {"b", OperationKind::set, {-1, 0, 1}}},
                                  {shown[i]});
    plan.shown.spans = {ran->span("2023Q1")};
    const iij::Folded folded = iij::fold(ran->scenario, plan);
    const Block rows = folded.rows();
    BOOST_TEST(rows.values.rows() == 15);
    for (Eigen::Index row = 0; row < rows.values.rows(); ++row) {
      const double a = rows.points(row, 0);
      const double b = rows.points(row, 1);
      const std::array<bool, 6> expected = {a<b, a <= b, a> b, a >= b, a == b, true};
      const bool lost = !std::isfinite(a) && i < 5;
      const double value = rows.values(row, 0);
      BOOST_TEST((lost ? is_missing(value) : value == (expected[i] ? 1.0 : 0.0)),
                 fmt::format("{} of {} and {}: {}", shown[i], a, b, value));
    }
    iij::check_same_bytes(folded);
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
  SweepPlan plan = iij::plan_of(*ran, {{"money", OperationKind::set, {1, 2}}}, {"more"});
  plan.axes[0].operation.span = ran->model().horizon;
  plan.shown.spans = {ran->span("2023Q1"), ran->span("2023Q2"), ran->span("2023H1")};
  const Block rows = iij::fold(ran->scenario, plan).rows();

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
  const Block rows = iij::fold(ran->scenario, plan).rows();
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
  // The product is one and the same in every quarter, so it is lost in the first of them.
  BOOST_TEST(causes["product@2023Q4"] == "product@2023Q1");
  BOOST_TEST(causes["sum@2023Q4"] == "product@2023Q1");
  // Six outputs lost to the share and the product, in three spans each.
  BOOST_TEST(causes.size() == 3u * 7u);
}

// Whatever a failure blames has no value in that row: the cause is run singly, without axes.
BOOST_AUTO_TEST_CASE(every_failure_blames_a_cell_that_is_missing_in_its_row) {
  const iij::ScratchFolder scratch;
  const auto ran = lossy_model(scratch);
  const SweepPlan plan = lossy_plan(*ran);
  const Block rows = iij::fold(ran->scenario, plan).rows();
  const auto lost = std::size_t((rows.values != rows.values).count());
  BOOST_TEST(rows.failures.size() == lost);
  std::size_t blamed = 0;
  for (std::size_t i = 0; i < rows.failures.size(); i += 97) {
    const Failure& failure = rows.failures[i];
    BOOST_TEST(is_missing(rows.values(Eigen::Index(failure.row), Eigen::Index(failure.output))));
    const PeriodSpan span{failure.cause.period, failure.cause.period};
    const std::vector<Output> outputs = {{failure.cause.series, span, std::nullopt}};
    const auto values = iij::single_run(ran->scenario, plan, outputs, failure.row);
    BOOST_TEST(is_missing(values.front()), ran->name(failure.cause.series, span));
    ++blamed;
  }
  BOOST_TEST(blamed > 100u);
}

BOOST_AUTO_TEST_SUITE_END()
