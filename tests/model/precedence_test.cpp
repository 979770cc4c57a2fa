#include "engine/model/precedence.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Known;
using test::Tiny;

namespace {

using Strings = std::vector<std::string>;

std::string_view word(Rule rule) {
  switch (rule) {
    case Rule::missing: return "missing";
    case Rule::observation: return "observation";
    case Rule::history: return "history";
    case Rule::before: return "before";
    case Rule::outlook: return "outlook";
    case Rule::driver: return "driver";
    case Rule::not_booked: return "not booked";
    case Rule::fixed: return "fixed";
  }
  return "";
}

// Which rule wins a cell, and its value: "observation 21", "missing".
std::string won(const Known& known, std::string_view series, std::string_view at) {
  const Winner winner = known.winner(series, at);
  if (winner.rule == Rule::missing) return "missing";
  const double value = known.value(series, at);
  const std::string number = is_missing(value) ? "without value" : fmt::format("{}", value);
  return fmt::format("{} {}", word(winner.rule), number);
}

struct Case {
  std::string what;
  std::string body;
  Strings actuals;
  std::string as_of;
  std::string series;
  std::string period;
  std::string expected;
};

void hold(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    BOOST_TEST_CONTEXT(one.what) {
      const Known known({.body = one.body, .actuals = one.actuals}, one.as_of);
      BOOST_TEST(won(known, one.series, one.period) == one.expected);
    }
  }
}

// a and b are carried forward; x is twice a in history.
const std::string a_and_b =
    "flow a : JPY\n  outlook = a[-1]\n"
    "flow b : JPY\n  outlook = b[-1]\n";
const std::string x_of_a = a_and_b + "flow x : JPY\n  history = a + a\n  outlook = x[-1]\n";

}  // namespace

BOOST_AUTO_TEST_CASE(in_history_a_figure_wins_unless_a_formula_beats_it) {
  hold({
      {"a reported figure beats the formula for history",
       x_of_a,
       {"a,2022Q1,10,JPY,reported", "x,2022Q1,21,JPY,reported"},
       "",
       "x",
       "2022Q1",
       "observation 21"},
      {"a figure without a basis is as good as a reported one",
       x_of_a,
       {"a,2022Q1,10,JPY", "x,2022Q1,21,JPY"},
       "",
       "x",
       "2022Q1",
       "observation 21"},
      {"an estimated figure is not beaten",
       x_of_a,
       {"a,2022Q1,10,JPY,reported", "x,2022Q1,21,JPY,estimated"},
       "",
       "x",
       "2022Q1",
       "observation 21"},
      {"a derived figure is beaten by 'history ='",
       x_of_a,
       {"a,2022Q1,10,JPY,reported", "x,2022Q1,21,JPY,derived"},
       "",
       "x",
       "2022Q1",
       "history 20"},
      {"a derived figure is beaten by a plain '='",
       a_and_b + "flow x : JPY\n  = a + a\n",
       {"a,2022Q1,10,JPY,reported", "x,2022Q1,21,JPY,derived"},
       "",
       "x",
       "2022Q1",
       "history 20"},
      {"a derived figure is beaten by parts",
       a_and_b + "flow x : JPY\n  parts by letter = a, b\n",
       {"a,2022Q1,10,JPY", "b,2022Q1,5,JPY", "x,2022Q1,16,JPY,derived"},
       "",
       "x",
       "2022Q1",
       "history 15"},
      {"a reported figure beats parts",
       a_and_b + "flow x : JPY\n  parts by letter = a, b\n",
       {"a,2022Q1,10,JPY", "b,2022Q1,5,JPY", "x,2022Q1,16,JPY,reported"},
       "",
       "x",
       "2022Q1",
       "observation 16"},
      {"no figure is beaten by an outlook",
       a_and_b + "flow x : JPY\n  outlook = a + a\n",
       {"a,2022Q1,10,JPY", "x,2022Q1,21,JPY,derived"},
       "",
       "x",
       "2022Q1",
       "observation 21"},
      {"a ratio's figure is beaten however it was found",
       a_and_b + "ratio r : %\n  = a per b\n",
       {"a,2022Q1,10,JPY", "b,2022Q1,20,JPY", "r,2022Q1,49,%,reported"},
       "",
       "r",
       "2022Q1",
       "history 50"},
      {"a ratio's figure stands where only an outlook is written",
       a_and_b + "ratio r : %\n  outlook = a per b\n",
       {"a,2022Q1,10,JPY", "b,2022Q1,20,JPY", "r,2022Q1,49,%,reported"},
       "",
       "r",
       "2022Q1",
       "observation 49"},
      {"a formula for history fills a period without a figure",
       x_of_a,
       {"a,2022Q1,10,JPY", "a,2022Q2,11,JPY", "x,2022Q1,21,JPY"},
       "",
       "x",
       "2022Q2",
       "history 22"},
      {"'history =' serves history although there is also an outlook",
       a_and_b + "flow x : JPY\n  history = a - 1 JPY\n  outlook = x[-1]\n",
       {"a,2022Q1,10,JPY"},
       "",
       "x",
       "2022Q1",
       "history 9"},
  });
}

BOOST_AUTO_TEST_CASE(a_beaten_figure_comes_back_where_the_formula_lacks_a_cell) {
  const std::string body = x_of_a + "flow y : JPY\n  = x + 1 JPY\nflow z : JPY\n  = y * 2\n";
  // a is not known in 2022Q2, so neither is its double: the derived 21 stands, and what reads it
  // becomes known with it, y = 21 + 1 and z = 2 * 22.
  const Strings actuals = {"a,2022Q1,10,JPY", "a,2022Q3,12,JPY", "x,2022Q2,21,JPY,derived"};
  hold({
      {"the figure itself", body, actuals, "", "x", "2022Q2", "observation 21"},
      {"what reads it, by the second fixed point", body, actuals, "", "y", "2022Q2", "history 22"},
      {"and what reads that", body, actuals, "", "z", "2022Q2", "history 44"},
      {"where the formula can be evaluated it still wins", body, actuals, "", "x", "2022Q3",
       "history 24"},
  });
}

// r and s serve each other: r = 100 % - s and s = 100 % - r. Beaten, both come back at once, so
// that neither is computed from the other's figure.
BOOST_AUTO_TEST_CASE(beaten_figures_come_back_together) {
  const Known known({.body = "ratio r : %\n  history = 100% - s\n  actual only\n"
                             "ratio s : %\n  history = 100% - r\n  actual only\n",
                     .actuals = {"r,2022Q1,30,%", "s,2022Q1,69,%"}});

  BOOST_TEST(won(known, "r", "2022Q1") == "observation 30");
  BOOST_TEST(won(known, "s", "2022Q1") == "observation 69");
}

BOOST_AUTO_TEST_CASE(each_series_has_its_own_splice) {
  const Known known({.body = a_and_b,
                     .actuals = {"a,2022Q1,10,JPY", "a,2022Q2,11,JPY", "a,2022Q3,12,JPY",
                                 "b,2022Q1,5,JPY", "b,2022Q2,6,JPY"}});

  BOOST_TEST(known.splice("a") == "2022Q3");
  BOOST_TEST(known.splice("b") == "2022Q2");
  BOOST_TEST(won(known, "a", "2022Q3") == "observation 12");
  BOOST_TEST(won(known, "b", "2022Q3") == "outlook 6");
  BOOST_TEST(won(known, "a", "2022Q4") == "outlook 12");
}

BOOST_AUTO_TEST_CASE(a_gap_in_history_is_never_forecast_over) {
  const Known known({.body = a_and_b + "flow x : JPY\n  = a + 1 JPY\n",
                     .actuals = {"a,2022Q1,10,JPY", "a,2022Q3,12,JPY"}});

  BOOST_TEST(won(known, "a", "2022Q2") == "missing");
  BOOST_TEST(won(known, "x", "2022Q2") == "missing");  // missing in, missing out
  BOOST_TEST(won(known, "x", "2022Q3") == "history 13");
  BOOST_TEST(known.splice("a") == "2022Q3");
  BOOST_TEST(known.splice("x") == "2022Q3");
}

BOOST_AUTO_TEST_CASE(before_the_first_period_a_figure_wins_then_before_then_history) {
  const std::string with_before = a_and_b +
                                  "flow x : JPY\n  before = 3 JPY\n  history = a + a\n"
                                  "  outlook = x[-1]\n";
  hold({
      {"'before' serves the period before the first",
       with_before,
       {"a,2022Q1,10,JPY"},
       "",
       "x",
       "2021Q4",
       "before 3"},
      {"and every earlier one", with_before, {"a,2022Q1,10,JPY"}, "", "x", "1990Q1", "before 3"},
      {"not the first itself", with_before, {"a,2022Q1,10,JPY"}, "", "x", "2022Q1", "history 20"},
      {"a figure wins over 'before'",
       with_before,
       {"x,2021Q2,4,JPY", "a,2022Q1,10,JPY"},
       "",
       "x",
       "2021Q2",
       "observation 4"},
      {"'before' stands between that figure and the first period",
       with_before,
       {"x,2021Q2,4,JPY", "a,2022Q1,10,JPY"},
       "",
       "x",
       "2021Q3",
       "before 3"},
      {"'before' wins over the formula for history",
       with_before,
       {"a,2021Q2,10,JPY", "a,2022Q1,10,JPY"},
       "",
       "x",
       "2021Q2",
       "before 3"},
      {"without 'before' the formula for history reaches back to the earliest figure",
       x_of_a,
       {"a,2021Q2,10,JPY", "a,2022Q1,11,JPY"},
       "",
       "x",
       "2021Q2",
       "history 20"},
      {"and no further",
       "driver d : JPY = 7\n" + a_and_b + "flow x : JPY\n  = d\n",
       {"a,2021Q2,10,JPY"},
       "",
       "x",
       "2021Q1",
       "missing"},
      {"'before' may name a driver",
       "driver d : JPY = 7\nflow x : JPY\n  before = d + d\n"
       "  = x[-1]\n",
       {},
       "",
       "x",
       "2021Q4",
       "before 14"},
      {"and is no knowledge: the outlook begins with the first period",
       "driver d : JPY = 7\nflow x : JPY\n  before = d\n  outlook = x[-1] + 1 JPY\n",
       {},
       "",
       "x",
       "2022Q1",
       "outlook 8"},
  });
}

// Whatever was known when, a model without a single figure begins with its first period.
BOOST_AUTO_TEST_CASE(before_serves_a_model_without_actuals_at_any_as_of) {
  const Tiny tiny = {.body = "flow x : JPY\n  before = 3 JPY\n  outlook = x[-1] + 1 JPY\n"};
  for (const char* as_of : {"", "2021Q4", "2021Q1", "2010Q1"}) {
    BOOST_TEST_CONTEXT("as of " << as_of) {
      const Known known(tiny, as_of);
      BOOST_TEST(won(known, "x", "2021Q4") == "before 3");
      BOOST_TEST(won(known, "x", "2022Q1") == "outlook 4");
      BOOST_TEST(known.diagnosis() == "");
    }
  }
}

BOOST_AUTO_TEST_CASE(formulas_that_read_each_other_serve_where_one_is_known) {
  const Known known({.body = "flow total : JPY\n  outlook = total[-1]\n"
                             "flow x : JPY\n  history = total - y\n  outlook = x[-1]\n"
                             "flow y : JPY\n  history = total - x\n  outlook = y[-1]\n",
                     .actuals = {"total,2022Q1,10,JPY", "total,2022Q2,11,JPY",
                                 "total,2022Q3,12,JPY", "y,2022Q1,4,JPY", "x,2022Q2,5,JPY"}});

  BOOST_TEST(won(known, "x", "2022Q1") == "history 6");  // 10 - 4
  BOOST_TEST(won(known, "y", "2022Q2") == "history 6");  // 11 - 5
  // Nothing but each other to read in 2022Q3: both lie past their splice, and are forecast.
  BOOST_TEST(won(known, "x", "2022Q3") == "outlook 5");
  BOOST_TEST(won(known, "y", "2022Q3") == "outlook 6");
}

// x and y would both be known if the fixed point were the greatest one. It is the least.
BOOST_AUTO_TEST_CASE(two_formulas_do_not_make_each_other_known) {
  const Known known({.body = "flow total : JPY\n  outlook = total[-1]\n"
                             "flow x : JPY\n  history = total - y\n  actual only\n"
                             "flow y : JPY\n  history = total - x\n  actual only\n",
                     .actuals = {"total,2022Q1,10,JPY"}});

  BOOST_TEST(won(known, "x", "2022Q1") == "missing");
  BOOST_TEST(won(known, "y", "2022Q1") == "missing");
}

BOOST_AUTO_TEST_CASE(a_series_never_known_splices_at_as_of) {
  const Known known({.body = "driver d : JPY = 7\n" + a_and_b + "flow z : JPY\n  outlook = d\n",
                     .actuals = {"a,2022Q1,10,JPY", "a,2022Q3,12,JPY"}});

  BOOST_TEST(known.splice("z") == "2022Q3");
  BOOST_TEST(won(known, "z", "2022Q1") == "missing");
  BOOST_TEST(won(known, "z", "2022Q3") == "missing");
  BOOST_TEST(won(known, "z", "2022Q4") == "outlook 7");
}

BOOST_AUTO_TEST_CASE(without_actuals_everything_splices_at_the_start_of_the_horizon) {
  const Known known({.body = "driver d : JPY = 7\nflow z : JPY\n  outlook = d\n"});

  BOOST_TEST(known.splice("z") == "2021Q4");
  BOOST_TEST(won(known, "z", "2021Q4") == "missing");
  BOOST_TEST(won(known, "z", "2022Q1") == "outlook 7");
}

BOOST_AUTO_TEST_CASE(after_the_splice_a_plain_formula_is_the_outlook) {
  const Known known({.body = a_and_b + "flow x : JPY\n  = a + b\n"
                                       "flow y : JPY\n  parts by letter = a, b\n"
                                       "flow z : JPY  actual only\n",
                     .actuals = {"a,2022Q1,10,JPY", "b,2022Q1,5,JPY", "z,2022Q1,1,JPY"}});

  BOOST_TEST(won(known, "x", "2022Q1") == "history 15");
  BOOST_TEST(won(known, "x", "2022Q2") == "outlook 15");
  BOOST_TEST(won(known, "y", "2022Q2") == "outlook 15");
  BOOST_TEST(won(known, "z", "2022Q1") == "observation 1");
  BOOST_TEST(won(known, "z", "2022Q2") == "missing");
}

BOOST_AUTO_TEST_CASE(what_is_published_after_as_of_is_not_known) {
  const Tiny tiny = {.body = a_and_b,
                     .actuals = {"a,2022Q1,10,JPY", "a,2022Q2,11,JPY,reported,2022Q4"}};

  BOOST_TEST(won(Known(tiny, "2022Q2"), "a", "2022Q2") == "outlook 10");
  BOOST_TEST(won(Known(tiny, "2022Q3"), "a", "2022Q2") == "outlook 10");
  BOOST_TEST(won(Known(tiny, "2022Q4"), "a", "2022Q2") == "observation 11");
  // Without an 'as of', all there is: the figure of 2022Q4's results is the latest.
  BOOST_TEST(won(Known(tiny), "a", "2022Q2") == "observation 11");
  BOOST_TEST((Known(tiny).precedence().as_of() == Known(tiny).period("2022Q4")));
}

BOOST_AUTO_TEST_CASE(the_latest_vintage_known_wins) {
  const Tiny tiny = {
      .body = a_and_b,
      .actuals = {"a,2022Q1,10,JPY,reported,2022Q1", "a,2022Q1,12,JPY,reported,2022Q3",
                  "a,2022Q1,11,JPY,reported,2022Q2"}};

  BOOST_TEST(won(Known(tiny, "2022Q1"), "a", "2022Q1") == "observation 10");
  BOOST_TEST(won(Known(tiny, "2022Q2"), "a", "2022Q1") == "observation 11");
  BOOST_TEST(won(Known(tiny, "2022Q3"), "a", "2022Q1") == "observation 12");
  BOOST_TEST(won(Known(tiny, "2023Q4"), "a", "2022Q1") == "observation 12");
}

// A figure somebody published before its period ended is a forecast, whatever the file calls it.
BOOST_AUTO_TEST_CASE(a_figure_of_a_period_after_as_of_is_not_known) {
  const Tiny tiny = {.body = a_and_b,
                     .actuals = {"a,2022Q1,10,JPY", "a,2022Q3,12,JPY,reported,2022Q1"}};

  BOOST_TEST(won(Known(tiny, "2022Q1"), "a", "2022Q3") == "outlook 10");
}

BOOST_AUTO_TEST_CASE(a_coarser_figure_of_a_stock_is_its_last_quarters_level) {
  const std::string body = "stock s : JPY\n  outlook = s[-1]\n";
  hold({
      {"of a half", body, {"s,2022H1,50,JPY"}, "", "s", "2022Q2", "observation 50"},
      {"of a year", body, {"s,FY2022,70,JPY"}, "", "s", "2022Q4", "observation 70"},
      {"no other quarter's", body, {"s,2022H1,50,JPY"}, "", "s", "2022Q1", "missing"},
      {"the quarter's own figure goes first",
       body,
       {"s,2022H1,50,JPY", "s,2022Q2,51,JPY"},
       "",
       "s",
       "2022Q2",
       "observation 51"},
      {"even when the coarser one was published later",
       body,
       {"s,2022Q2,51,JPY", "s,2022H1,50,JPY,reported,2022Q4"},
       "",
       "s",
       "2022Q2",
       "observation 51"},
      {"before the first period too",
       body,
       {"s,FY2021,40,JPY"},
       "",
       "s",
       "2021Q4",
       "observation 40"},
  });
}

BOOST_AUTO_TEST_CASE(a_flow_booked_in_one_quarter_is_zero_elsewhere_and_its_half_is_the_cell) {
  const std::string body = "flow f : JPY booked in Q2\n  outlook = f[-4]\n";
  const Strings actuals = {"f,2022H1,30,JPY", "f,2022H2,0,JPY"};
  hold({
      {"the half-year figure is the booked quarter's", body, actuals, "", "f", "2022Q2",
       "observation 30"},
      {"zero before it", body, actuals, "", "f", "2022Q1", "not booked 0"},
      {"zero after it", body, actuals, "", "f", "2022Q3", "not booked 0"},
      {"zero after the splice", body, actuals, "", "f", "2023Q1", "not booked 0"},
      {"the outlook serves the booked quarter", body, actuals, "", "f", "2023Q2", "outlook 30"},
      {"a figure printed for another quarter is not its value",
       body,
       {"f,2022Q1,5,JPY", "f,2022H1,30,JPY"},
       "",
       "f",
       "2022Q1",
       "not booked 0"},
  });
}

// By 2023Q3 the figure of 2023Q2 has not been published: a ragged edge like any other. The zeros
// of the quarters it is not booked in are no knowledge.
BOOST_AUTO_TEST_CASE(a_booked_flow_splices_at_its_last_figure) {
  const Known known({.body = "flow f : JPY booked in Q2\n  outlook = f[-4]\n" + a_and_b,
                     .actuals = {"f,2022H1,30,JPY", "a,2023Q3,1,JPY"}});

  BOOST_TEST(known.splice("f") == "2022Q2");
  BOOST_TEST(won(known, "f", "2022Q3") == "not booked 0");
  BOOST_TEST(won(known, "f", "2023Q2") == "outlook 30");
  BOOST_TEST(won(known, "f", "2023Q3") == "not booked 0");
}

BOOST_AUTO_TEST_CASE(a_half_year_figure_is_never_spread_over_quarters) {
  const Known known(
      {.body = "flow f : JPY\n  outlook = f[-1]\n",
       .actuals = {"f,2022Q1,10,JPY", "f,2022H1,30,JPY", "f,2022Q3,11,JPY", "f,2022Q4,12,JPY"}});

  BOOST_TEST(won(known, "f", "2022Q2") == "missing");
  BOOST_TEST(known.value("f", "2022H1") == 30.0);
  BOOST_TEST(known.value("f", "FY2022") == 30.0 + (11.0 + 12.0));
}

BOOST_AUTO_TEST_CASE(estimates_spread_to_all_that_reads_them_and_drivers_in_history_are_estimates) {
  const Known known({.body = "driver d : JPY = 7\n" + a_and_b +
                             "flow x : JPY\n  = a + 1 JPY\n"
                             "flow y : JPY\n  = x[-1] + b\n"
                             "flow z : JPY\n  = b + d\n"
                             "flow w : JPY\n  = b + b\n",
                     .actuals = {"a,2022Q1,10,JPY,estimated", "a,2022Q2,11,JPY,reported",
                                 "b,2022Q1,5,JPY", "b,2022Q2,6,JPY"}});
  const auto estimated = [&](std::string_view series, std::string_view at) {
    return known.winner(series, at).estimated;
  };

  BOOST_TEST(estimated("a", "2022Q1"));
  BOOST_TEST(!estimated("a", "2022Q2"));
  BOOST_TEST(estimated("x", "2022Q1"));  // reads the estimate
  BOOST_TEST(!estimated("x", "2022Q2"));
  BOOST_TEST(estimated("y", "2022Q2"));  // reads x of 2022Q1
  BOOST_TEST(estimated("z", "2022Q2"));  // reads a driver
  BOOST_TEST(!estimated("w", "2022Q2"));
}

BOOST_AUTO_TEST_CASE(pipelines_and_drivers_are_known_at_every_period) {
  const std::string deals =
      "deal,line,ordered,start,end,amount,unit,profile,gross_margin\n"
      "big,build,2022Q2,2022Q3,2022Q4,20,JPY,even,\n";
  const Known known({.body = "pipeline deals from \"deals.csv\"\n" + a_and_b +
                             "flow x : JPY\n  history = a + deals.build.revenue\n"
                             "  outlook = x[-1]\n",
                     .actuals = {"a,2022Q3,10,JPY"},
                     .files = {{"deals.csv", deals}}});

  BOOST_TEST(won(known, "x", "2022Q3") == "history 20");  // 10 + 20 / 2
  BOOST_TEST(!known.winner("x", "2022Q3").estimated);
  BOOST_TEST(won(known, "deals.build.revenue", "2023Q1") == "history 0");
}

BOOST_AUTO_TEST_CASE(a_forecast_of_a_missing_cell_names_both) {
  const Known known({.body = a_and_b + "flow x : JPY\n  outlook = a[-4] + b\n",
                     .actuals = {"a,2022Q1,10,JPY", "a,2022Q3,12,JPY", "b,2022Q3,5,JPY"}});
  // x of 2023Q1 reads a of 2022Q1, which is there; x of 2023Q2 reads the gap.
  const auto diagnostics = known.precedence().diagnose();

  BOOST_TEST_REQUIRE(diagnostics.size() == 1u);
  BOOST_TEST(diagnostics[0].code == "forecast-of-missing");
  const std::string& message = diagnostics[0].message;
  BOOST_TEST(message.find("x in 2022Q4 needs a in 2021Q4") == 0u, message);
}

BOOST_AUTO_TEST_CASE(a_forecast_may_not_read_a_driver_outside_its_periods) {
  const Known known({.body = "driver d : JPY = 7 in 2022Q1..2022Q3\nflow x : JPY\n  = d\n"});

  const auto diagnostics = known.precedence().diagnose();

  BOOST_TEST_REQUIRE(diagnostics.size() == 1u);
  BOOST_TEST(diagnostics[0].message.find("x in 2022Q4 needs d in 2022Q4") == 0u,
             diagnostics[0].message);
}

// Whether a driver has a value may hang on another that has none.
BOOST_AUTO_TEST_CASE(a_driver_of_a_driver_without_value_has_none) {
  const Known known({.body = "driver d : JPY = 7 in 2022Q1..2022Q3\n"
                             "driver e : JPY\n  = d * 2\n"
                             "flow x : JPY\n  = e\n"});

  BOOST_TEST(known.value("x", "2022Q3") == 14.0);
  const auto diagnostics = known.precedence().diagnose();
  BOOST_TEST_REQUIRE(diagnostics.size() == 1u);
  BOOST_TEST(diagnostics[0].message.find("x in 2022Q4 needs d in 2022Q4") == 0u,
             diagnostics[0].message);
}

// a is known in third quarters alone. A branch not taken reads nothing: no other quarter asks.
BOOST_AUTO_TEST_CASE(a_branch_that_the_calendar_rules_out_reads_nothing) {
  const Known known({.body = "flow a : JPY  actual only\n"
                             "flow x : JPY\n  = if quarter == 3 then a[-4] else 0 JPY\n",
                     .actuals = {"a,2021Q3,11,JPY", "a,2022Q3,12,JPY"}});

  BOOST_TEST(known.diagnosis() == "");
  BOOST_TEST(known.value("x", "2023Q3") == 12.0);
  BOOST_TEST(known.value("x", "2023Q2") == 0.0);
  BOOST_TEST(known.precedence().reads(known.cell("x", "2023Q2")).empty());
  const auto read = known.precedence().reads(known.cell("x", "2023Q3"));
  BOOST_TEST_REQUIRE(read.size() == 1u);
  BOOST_TEST(known.name(read[0]) == "a 2022Q3");
}

BOOST_AUTO_TEST_CASE(otherwise_takes_the_second_where_the_first_is_missing) {
  const Known known({.body = "flow a : JPY  actual only\n" +
                             std::string("flow b : JPY\n"
                                         "  outlook = b[-1]\n"
                                         "flow x : JPY\n  = a otherwise b\n"
                                         "flow y : JPY\n  = a otherwise b otherwise 1 JPY\n"),
                     .actuals = {"a,2022Q1,10,JPY", "b,2022Q1,5,JPY", "b,2022Q2,6,JPY"}});

  BOOST_TEST(known.diagnosis() == "");
  BOOST_TEST(won(known, "x", "2022Q1") == "history 10");
  BOOST_TEST(won(known, "x", "2022Q2") == "history 6");
  BOOST_TEST(won(known, "x", "2022Q3") == "outlook 6");
  BOOST_TEST(won(known, "y", "2022Q2") == "history 6");
}

// x takes b in the first round, before the fixed point finds a: a wins once it is there.
BOOST_AUTO_TEST_CASE(otherwise_takes_the_first_even_when_it_becomes_known_later) {
  const Known known({.body = "flow x : JPY\n  = a otherwise b\n"
                             "flow b : JPY\n  outlook = b[-1]\n"
                             "flow a : JPY\n  = c + 1 JPY\n"
                             "flow c : JPY\n  outlook = c[-1]\n",
                     .actuals = {"b,2022Q1,5,JPY", "c,2022Q1,9,JPY"}});

  BOOST_TEST(won(known, "x", "2022Q1") == "history 10");
}

BOOST_AUTO_TEST_CASE(present_tells_whether_a_cell_has_a_value) {
  const Known known({.body = "flow a : JPY  actual only\n"
                             "flow x : JPY\n  = if present(a) == 1 then 2 JPY else 3 JPY\n",
                     .actuals = {"a,2022Q1,10,JPY", "a,2022Q3,10,JPY"}});

  BOOST_TEST(known.diagnosis() == "");
  BOOST_TEST(known.value("x", "2022Q1") == 2.0);
  BOOST_TEST(known.value("x", "2022Q2") == 3.0);
}

BOOST_AUTO_TEST_CASE(a_circle_is_told_by_its_shortest_way) {
  // p <- q <- r <- p is one circle, and p <- s <- p a shorter one.
  const Known known({.body = "flow p : JPY\n  = q + s\n"
                             "flow q : JPY\n  = r\n"
                             "flow r : JPY\n  = p\n"
                             "flow s : JPY\n  = p\n"});

  const auto diagnostics = known.precedence().diagnose();

  BOOST_TEST_REQUIRE(diagnostics.size() == 1u);
  BOOST_TEST(diagnostics[0].code == "cycle");
  BOOST_TEST(diagnostics[0].message.find("p <- s <- p") != std::string::npos,
             diagnostics[0].message);
}

// x is known by b, then a by x: and now x, which would rather have a, needs itself.
BOOST_AUTO_TEST_CASE(history_may_go_in_a_circle_and_that_is_told) {
  const Known known({.body = "flow x : JPY\n  history = a otherwise b\n  outlook = x[-1]\n"
                             "flow a : JPY\n  history = x + 1 JPY\n  outlook = a[-1]\n"
                             "flow b : JPY\n  outlook = b[-1]\n",
                     .actuals = {"b,2022Q1,5,JPY"}});

  const auto diagnostics = known.precedence().diagnose();

  BOOST_TEST_REQUIRE(diagnostics.size() == 1u);
  BOOST_TEST(diagnostics[0].code == "cycle");
  BOOST_TEST(diagnostics[0].message.find("2022Q1") != std::string::npos, diagnostics[0].message);
}

BOOST_AUTO_TEST_CASE(a_driver_that_never_begins_is_told) {
  for (const char* drivers :
       {"driver d : 1\n  = d[-1]\n", "driver d : 1\n  = e[-4] * 2\ndriver e : 1\n  = d\n"}) {
    const Known known({.body = std::string(drivers) + "ratio x : 1\n  = d\n"});
    BOOST_TEST(known.precedence().diagnose().size() == 1u);
  }
}

// Each of 60 drivers is the one before it twice over: looked at as a tree that is 2^60 readings.
BOOST_AUTO_TEST_CASE(drivers_that_read_drivers_twice_are_looked_at_once) {
  std::string body = "driver d0 : 1 = 1\n";
  for (int i = 1; i <= 60; ++i) {
    body += fmt::format("driver d{0} : 1\n  = d{1} + d{1}\n", i, i - 1);
  }
  const Known known({.body = body + "ratio x : 1\n  = d60\n"});

  BOOST_TEST(known.diagnosis() == "");
  BOOST_TEST(known.value("x", "2022Q1") == 1152921504606846976.0);  // 2^60
}

BOOST_AUTO_TEST_CASE(a_lag_makes_no_circle) {
  const Known known({.body = "flow p : JPY\n  before = 1 JPY\n  = q[-1] + p[-1]\n"
                             "flow q : JPY\n  before = 1 JPY\n  = p\n"});

  BOOST_TEST(known.diagnosis() == "");
  // p: 1 + 1, then 2 + 2, then 4 + 4.
  BOOST_TEST(known.value("p", "2022Q3") == 8.0);
}

// Two series that read each other in different quarters make no circle at (series, period).
BOOST_AUTO_TEST_CASE(a_circle_is_looked_for_in_each_period) {
  const Known known({.body = "flow p : JPY\n  = if quarter == 1 then q else 1 JPY\n"
                             "flow q : JPY\n  = if quarter == 1 then 5 JPY else p\n"});

  BOOST_TEST(known.diagnosis() == "");
  BOOST_TEST(known.value("p", "2022Q1") == 5.0);
  BOOST_TEST(known.value("q", "2022Q2") == 1.0);
}

// 5,000 years of quarters are refused, 2,500 are not: the longest chain of lags there can be.
BOOST_AUTO_TEST_CASE(a_chain_of_lags_over_the_longest_horizon_is_computed) {
  const Known forecast(
      {.body = "driver d : JPY = 2\nflow x : JPY\n  before = 1 JPY\n  = x[-1] + d\n",
       .horizon = "2000Q1..4499Q4"});
  BOOST_TEST(forecast.diagnosis() == "");
  BOOST_TEST(forecast.value("x", "4499Q4") == 1.0 + 2.0 * 10'000);

  const Known history({.body = "driver d : JPY = 2\nflow x : JPY\n  before = 1 JPY\n  = x[-1] + d\n"
                               "flow a : JPY  actual only\n",
                       .actuals = {"a,4499Q4,1,JPY"},
                       .horizon = "2000Q1..4499Q4"});
  BOOST_TEST(won(history, "x", "4499Q4") == "history 20001");
  BOOST_TEST(history.winner("x", "4499Q4").estimated);
}

BOOST_AUTO_TEST_CASE(a_drivers_first_fitting_piece_serves_a_period) {
  const Known known(
      {.body =
           "driver d : JPY by quarter of year = Q1 1 in 2022Q1..2022Q4, Q1 2 from 2023Q1, else 3\n"
           "driver e : JPY = 5 in 2022Q2, 6 from 2022Q3\n"
           "flow x : JPY\n  = d + (e otherwise 0 JPY)\n"});

  BOOST_TEST(known.value("d", "2022Q1") == 1.0);
  BOOST_TEST(known.value("d", "2023Q1") == 2.0);
  BOOST_TEST(known.value("d", "2022Q2") == 3.0);
  BOOST_TEST(known.precedence().default_at(known.id("e"), known.period("2022Q1")) == nullptr);
  BOOST_TEST(known.value("x", "2022Q1") == 1.0);
  BOOST_TEST(known.value("x", "2022Q2") == 8.0);
  BOOST_TEST(known.value("x", "2023Q4") == 9.0);
}

BOOST_AUTO_TEST_CASE(a_driver_may_carry_on_from_its_own_past) {
  const Known known({.body = "driver d : JPY = 5 in 2022Q1, d[-1] + 1 JPY from 2022Q2\n"
                             "flow x : JPY\n  = d\n"});

  BOOST_TEST(known.diagnosis() == "");
  BOOST_TEST(known.value("x", "2023Q4") == 12.0);  // 5 and seven steps of 1
}

// a ends with 1Q22 and b with 2Q22: in 2Q22 a is a forecast, so it is not known, and x is b.
BOOST_AUTO_TEST_CASE(a_formula_for_history_reads_no_forecast) {
  const Known known({.body = "flow a : JPY\n  outlook = a[-1]\n"
                             "flow b : JPY\n  outlook = b[-1]\n"
                             "flow x : JPY\n  = a otherwise b\n",
                     .actuals = {"a,2022Q1,5,JPY", "b,2022Q1,7,JPY", "b,2022Q2,8,JPY"}});
  BOOST_TEST(known.value("x", "2022Q1") == 5.0);
  BOOST_TEST(known.value("x", "2022Q2") == 8.0);
  BOOST_TEST(known.value("x", "2022Q3") == 5.0);  // a forecast reads forecasts
}
