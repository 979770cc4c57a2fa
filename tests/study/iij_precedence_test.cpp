// Which value wins, where the reference model's own figures cannot tell one rule from another.
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "engine/study/single_run.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

// A model of a few lines beside its data, run as a whole or as of a quarter.
class Small {
 public:
  Small(std::string_view horizon, std::string_view lines) {
    scratch_.write("small.model",
                   fmt::format("model small \"Small\"\n"
                               "calendar quarterly, fiscal year starts april, labels "
                               "\"{{q}}Q{{yy}}\"\n"
                               "horizon {}\n{}",
                               horizon, lines));
  }
  void data(std::string_view file, std::string_view text) { scratch_.write(file, text); }

  std::unique_ptr<iij::Ran> run() const { return iij::run_file(scratch_.path() / "small.model"); }
  std::unique_ptr<iij::Ran> run_as_of(std::string_view quarter) const {
    scratch_.write("as_of.scenario",
                   fmt::format("scenario \"then\"\nmodel \"small.model\"\nas of {}\n", quarter));
    return iij::run_file(scratch_.path() / "as_of.scenario");
  }

 private:
  iij::ScratchFolder scratch_;
};

Mark mark(const iij::Ran& ran, std::string_view series, std::string_view period) {
  return mark_of(*ran.scenario.precedence, ran.series(series), ran.span(period));
}

void check_row(const iij::Ran& ran, std::string_view series,
               const std::vector<std::pair<std::string_view, double>>& expected) {
  for (const auto& [period, value] : expected) {
    const double ours = ran.at(series, period);
    BOOST_TEST((is_missing(value) ? is_missing(ours) : ours == value),
               fmt::format("{} in {}: {}, expected {}", series, period, ours, value));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_precedence)

// `early` was last printed in 1Q, `late` in 3Q: each is forecast from its own last figure, although
// what is known runs to 3Q.
BOOST_AUTO_TEST_CASE(each_series_is_forecast_from_its_own_last_figure) {
  Small small("2023Q1..2023Q4", R"(actuals "printed.csv"
flow early : JPY "Early"
  outlook = early[-1] + 1 JPY
flow late : JPY "Late"
  outlook = late[-1] + 1 JPY
)");
  small.data("printed.csv",
             "series,period,value,unit\nearly,2023Q1,10,JPY\n"
             "late,2023Q1,1,JPY\nlate,2023Q2,2,JPY\nlate,2023Q3,3,JPY\n");
  const auto ran = small.run();

  check_row(*ran, "early", {{"2023Q1", 10}, {"2023Q2", 11}, {"2023Q3", 12}, {"2023Q4", 13}});
  check_row(*ran, "late", {{"2023Q1", 1}, {"2023Q2", 2}, {"2023Q3", 3}, {"2023Q4", 4}});
  BOOST_TEST(int(mark(*ran, "early", "2023Q2")) == int(Mark::forecast));
  BOOST_TEST(int(mark(*ran, "late", "2023Q3")) == int(Mark::actual));
}

BOOST_AUTO_TEST_CASE(a_gap_in_history_is_left_open_and_not_forecast_over) {
  Small small("2023Q1..2023Q4", R"(actuals "printed.csv"
flow gappy : JPY "Gappy"
  outlook = gappy[-1] + 1 JPY
)");
  small.data("printed.csv", "series,period,value,unit\ngappy,2023Q1,1,JPY\ngappy,2023Q3,3,JPY\n");
  const auto ran = small.run();

  check_row(*ran, "gappy",
            {{"2023Q1", 1}, {"2023Q2", missing()}, {"2023Q3", 3}, {"2023Q4", 4}, {"2023H2", 7}});
  BOOST_TEST(is_missing(ran->at("gappy", "2023H1")));
}

// An opening figure is no knowledge of the series: it is never known, so it splices where knowledge
// ends, and the outlook of 2Q must read 1Q, which nothing gives.
BOOST_AUTO_TEST_CASE(an_opening_alone_does_not_let_the_outlook_into_history) {
  Small small("2023Q1..2023Q2", R"(actuals "printed.csv"
stock printed : JPY "Printed"
  outlook = printed[-1]
stock opened : JPY "Opened only"
  before = 100 JPY
  outlook = opened[-1] + 1 JPY
)");
  small.data("printed.csv",
             "series,period,value,unit\nprinted,2022Q4,1,JPY\nprinted,2023Q1,2,JPY\n");

  try {
    small.run();
    BOOST_ERROR("the model runs");
  } catch (const std::runtime_error& refused) {
    const std::string message = refused.what();
    BOOST_TEST((message.find("opened") != std::string::npos &&
                message.find("2023Q1") != std::string::npos),
               message);
  }
}

// A formula beats a derived figure, but this one reads what was never printed: the figure comes
// back, and then what reads it is known as well.
BOOST_AUTO_TEST_CASE(a_beaten_figure_comes_back_where_its_formula_cannot_serve) {
  Small small("2023Q1..2023Q2", R"(actuals "printed.csv"
flow never : JPY "Never printed"  actual only
flow total : JPY "Total"
  = never + never
flow double : JPY "Twice the total"
  = 2 * total
)");
  small.data("printed.csv",
             "series,period,value,unit,basis\n"
             "total,2023Q1,5,JPY,derived\ntotal,2023Q2,7,JPY,derived\n");
  const auto ran = small.run();

  check_row(*ran, "total", {{"2023Q1", 5}, {"2023Q2", 7}, {"2023H1", 12}});
  check_row(*ran, "double", {{"2023Q1", 10}, {"2023Q2", 14}, {"2023H1", 24}});
}

// Reported beats the formula; derived, and any ratio, is beaten by it; an outlook beats nothing.
BOOST_AUTO_TEST_CASE(a_formula_beats_derived_figures_and_ratios_and_no_reported_amount) {
  Small small("2023Q1..2023Q1", R"(actuals "printed.csv"
flow part : JPY "Part"  actual only
flow reported : JPY "Reported"
  = 2 * part
flow derived : JPY "Derived"
  = 2 * part
flow by_outlook : JPY "Derived, with an outlook only"
  outlook = 2 * part
ratio share : % "Share"
  = part per reported
)");
  small.data("printed.csv",
             "series,period,value,unit,basis\n"
             "part,2023Q1,10,JPY,reported\nreported,2023Q1,25,JPY,reported\n"
             "derived,2023Q1,25,JPY,derived\nby_outlook,2023Q1,25,JPY,derived\n"
             "share,2023Q1,30,%,reported\n");
  const auto ran = small.run();

  check_row(*ran, "reported", {{"2023Q1", 25}});
  check_row(*ran, "derived", {{"2023Q1", 20}});
  check_row(*ran, "by_outlook", {{"2023Q1", 25}});
  check_row(*ran, "share", {{"2023Q1", 40}});
}

// 1Q was printed as 10 with its own results and as 12 with those of 3Q; 2Q as 20 with its own.
BOOST_AUTO_TEST_CASE(what_is_known_is_what_was_published_by_then_and_the_latest_of_it) {
  Small small("2023Q1..2023Q4", R"(actuals "printed.csv"
flow sales : JPY "Sales"
  outlook = 3 * sales[-1]
)");
  small.data("printed.csv",
             "series,period,value,unit,published\nsales,2023Q1,10,JPY,2023Q1\n"
             "sales,2023Q1,12,JPY,2023Q3\nsales,2023Q2,20,JPY,\n");

  check_row(*small.run_as_of("2023Q1"), "sales", {{"2023Q1", 10}, {"2023Q2", 30}, {"2023Q3", 90}});
  check_row(*small.run_as_of("2023Q2"), "sales", {{"2023Q1", 10}, {"2023Q2", 20}, {"2023Q3", 60}});
  check_row(*small.run_as_of("2023Q3"), "sales", {{"2023Q1", 12}, {"2023Q2", 20}, {"2023Q3", 60}});
}

// As of 2Q22 nothing presented after September 2022 is known. The rate of FY2022 by the start of
// that year is the 90 of March 2022, ever after; that of FY2023 is 70, until 60 is presented in
// March 2023. The latest rate of FY2022 follows: 80 from December 2022.
BOOST_AUTO_TEST_CASE(a_table_gives_the_latest_row_presented_by_then_and_by_as_of) {
  Small small("2022Q1..2023Q4",
              R"(table rates : JPY from "rates.csv" by fiscal_year, vintage presented_on
flow billed : JPY "As billed"
  = rates(fiscal_year, by start of fiscal_year)
flow latest : JPY "As presented last"
  = rates(fiscal_year)
flow wanting : JPY "Nobody knows"
  = rates(fiscal_year + 1) otherwise 1 JPY
)");
  small.data("rates.csv",
             "fiscal_year,value,presented_on\nFY2022,100,2021-03\nFY2022,90,2022-03\n"
             "FY2022,80,2022-12\nFY2023,70,2022-03\nFY2023,60,2023-03\n");

  const auto early = small.run_as_of("2022Q2");
  check_row(*early, "billed", {{"2022Q1", 90}, {"2022Q4", 90}, {"2023Q1", 70}});
  check_row(*early, "latest", {{"2022Q1", 90}, {"2023Q1", 70}});
  const auto late = small.run_as_of("2023Q1");
  check_row(*late, "billed", {{"2022Q1", 90}, {"2022Q4", 90}, {"2023Q1", 60}});
  check_row(*late, "latest", {{"2022Q1", 80}, {"2023Q1", 60}});
  check_row(*late, "wanting", {{"2022Q4", 60}, {"2023Q1", 1}});
}

// 100 ordered in 1Q, recognised evenly over 2Q and 3Q at a margin of 20 %. It starts with 50 in its
// first period and ends with 50 in the one after its last, so that a run rate rises and falls.
BOOST_AUTO_TEST_CASE(a_deal_is_ordered_recognised_and_over) {
  Small small("2023Q1..2023Q4", R"(pipeline deals from "deals.csv"
flow run_rate : JPY "Run rate"
  before = 1000 JPY
  = run_rate[-1] + deals.om.starts - deals.om.ends
)");
  small.data("deals.csv",
             "deal,line,ordered,start,end,amount,unit,profile,gross_margin\n"
             "one,om,2023Q1,2023Q2,2023Q3,100,JPY,even,20\n");
  const auto ran = small.run();

  const std::array<std::string_view, 4> quarters = {"2023Q1", "2023Q2", "2023Q3", "2023Q4"};
  const auto check = [&](std::string_view series, const std::array<double, 4>& expected) {
    for (std::size_t i = 0; i < 4; ++i) check_row(*ran, series, {{quarters[i], expected[i]}});
  };
  check("deals.om.orders", {100, 0, 0, 0});
  check("deals.om.revenue", {0, 50, 50, 0});
  check("deals.om.cost", {0, 40, 40, 0});
  check("deals.om.backlog", {100, 50, 0, 0});
  check("deals.om.starts", {0, 50, 0, 0});
  check("deals.om.ends", {0, 0, 0, 50});
  check("run_rate", {1000, 1050, 1050, 1000});
  check_row(*ran, "deals.om.backlog", {{"FY2023", 0}});
  check_row(*ran, "deals.om.revenue", {{"FY2023", 100}});
}

// Estimates spread to all that reads them: the split of ATM revenue is one, and so is what rests on
// a driver although it is history. What is printed, or worked out of it, is actual.
BOOST_AUTO_TEST_CASE(history_that_rests_on_an_estimate_or_a_driver_is_marked) {
  const iij::Ran& base = iij::base();
  for (const char* estimated : {"revenue.atm", "cost.atm", "revenue.total", "interconnect.mbps",
                                "cost.network.interconnect", "network.outsourcing.per_line"}) {
    BOOST_TEST(int(mark(base, estimated, "2022Q2")) == int(Mark::estimated), estimated);
  }
  for (const char* actual : {"revenue.network.total", "bandwidth.price", "si.conversion.implied",
                             "operating_profit", "cost.network.outsourcing"}) {
    BOOST_TEST(int(mark(base, actual, "2022Q2")) == int(Mark::actual), actual);
  }
  BOOST_TEST(int(mark(base, "revenue.total", "2022H1")) == int(Mark::estimated));
  BOOST_TEST(int(mark(base, "revenue.total", "FY2023")) == int(Mark::forecast));
}

// A total printed as 30, cut into 10 + 20 and into 10 + 21: the second cut is one off.
BOOST_AUTO_TEST_CASE(every_further_cut_of_a_total_is_checked_against_it) {
  Small small("2023Q1..2023Q1", R"(actuals "printed.csv"
flow sales.north : JPY "North"  actual only
flow sales.south : JPY "South"  actual only
flow sales.old : JPY "Old"  actual only
flow sales.new : JPY "New"  actual only
flow sales.total : JPY "Sales"
  parts by region = north, south
  parts by age = old, new
)");
  small.data("printed.csv",
             "series,period,value,unit\nsales.total,2023Q1,30.0,JPY\n"
             "sales.north,2023Q1,10.0,JPY\nsales.south,2023Q1,20.0,JPY\n"
             "sales.old,2023Q1,10.0,JPY\nsales.new,2023Q1,21.0,JPY\n");
  const auto ran = small.run();

  std::vector<std::string> held;
  std::vector<std::string> broken;
  for (const CheckResult& check : ran->run.checks) {
    (check.holds ? held : broken).push_back(check.name);
  }
  BOOST_TEST(held == std::vector<std::string>{"sales.total"}, boost::test_tools::per_element());
  BOOST_TEST(broken == std::vector<std::string>{"sales.total by age"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
