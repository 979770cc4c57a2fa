// How quarters become halves and years: one tree for flows, quotients for prices and ratios.
#include <array>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

constexpr int first_year = 2022;
constexpr int last_year = 2025;

void check_same(double ours, double expected, const std::string& what) {
  BOOST_TEST(iij::same_bits(ours, expected),
             fmt::format("{}: {:.17g}, expected {:.17g}", what, ours, expected));
}

// The quarters, halves and year of one series in one fiscal year.
struct Year {
  double q1, q2, q3, q4, first_half, second_half, whole;
  bool complete() const {
    return !is_missing(q1) && !is_missing(q2) && !is_missing(q3) && !is_missing(q4);
  }
};

Year year_of(const iij::Ran& ran, SeriesId series, int year) {
  const Calendar& calendar = ran.model().calendar;
  const auto at = [&](PeriodSpan span) { return ran.run.figures.at(series, span); };
  return {at(calendar.quarter(year, 1)), at(calendar.quarter(year, 2)),
          at(calendar.quarter(year, 3)), at(calendar.quarter(year, 4)),
          at(calendar.half(year, 1)),    at(calendar.half(year, 2)),
          at(calendar.year(year))};
}

Year year_of(std::string_view series, int year) {
  return year_of(iij::base(), iij::base().series(series), year);
}

std::vector<SeriesId> series_of(const Model& model, SeriesKind kind) {
  std::vector<SeriesId> ids;
  for (std::size_t i = 0; i < model.series.size(); ++i) {
    if (model.series[i].kind == kind) ids.push_back(SeriesId(i));
  }
  return ids;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_roll_up)

BOOST_AUTO_TEST_CASE(flows_add_up_quarter_by_quarter_to_halves_and_halves_to_years) {
  const iij::Ran& base = iij::base();
  std::size_t years = 0;
  std::size_t flows = 0;
  for (const SeriesId id : series_of(base.model(), SeriesKind::flow)) {
    bool any = false;
    for (int year = first_year; year <= last_year; ++year) {
      const Year y = year_of(base, id, year);
      if (!y.complete()) continue;
      any = true;
      ++years;
      const std::string what = fmt::format("{} in FY{}", base.model().at(id).name, year);
      check_same(y.first_half, y.q1 + y.q2, what + ", first half");
      check_same(y.second_half, y.q3 + y.q4, what + ", second half");
      check_same(y.whole, (y.q1 + y.q2) + (y.q3 + y.q4), what);
    }
    flows += any ? 1 : 0;
  }

  fmt::print("{} years of {} flows compared\n", years, flows);
  // Revenue, cost, profit and capital lines of the statement alone are more than 60 flows, each in
  // four years; named deals come on top.
  BOOST_TEST(flows >= 60u);
  BOOST_TEST(years >= 4 * 60u);
}

BOOST_AUTO_TEST_CASE(nine_months_are_the_first_half_and_the_third_quarter) {
  const iij::Ran& base = iij::base();
  const Calendar& calendar = base.model().calendar;
  std::vector<Output> outputs;
  for (const SeriesId id : series_of(base.model(), SeriesKind::flow)) {
    for (int year = first_year; year <= last_year; ++year) {
      const PeriodSpan nine = calendar.year_to_date(calendar.period(year, 3));
      if (year_of(base, id, year).complete()) outputs.push_back({id, nine, std::nullopt});
    }
  }

  const auto run = run_single(base.scenario, outputs);

  BOOST_TEST_REQUIRE(run.value.has_value());
  BOOST_TEST(outputs.size() >= 240u);
  for (const Output& output : outputs) {
    const Year y = year_of(base, output.series, calendar.fiscal_year(output.span.first));
    check_same(run.value->figures.at(output.series, output.span), (y.q1 + y.q2) + y.q3,
               base.name(output.series, output.span));
  }
}

BOOST_AUTO_TEST_CASE(levels_end_a_half_or_a_year_where_its_last_quarter_ends) {
  const iij::Ran& base = iij::base();
  std::size_t years = 0;
  for (const SeriesId id : series_of(base.model(), SeriesKind::stock)) {
    for (int year = first_year; year <= last_year; ++year) {
      const Year y = year_of(base, id, year);
      if (!y.complete()) continue;
      ++years;
      const std::string what = fmt::format("{} in FY{}", base.model().at(id).name, year);
      check_same(y.first_half, y.q2, what + ", first half");
      check_same(y.second_half, y.q4, what + ", second half");
      check_same(y.whole, y.q4, what);
    }
  }
  // Lines (4), bandwidth, heads (4), backlogs (3), interconnection: 13 levels in four years.
  BOOST_TEST(years >= 4 * 13u);
}

// A year's margin is its profit over its revenue, and not the mean of four margins. The quotient
// is a plain number and a percentage is a hundred of it: one multiplication.
BOOST_AUTO_TEST_CASE(ratios_of_a_year_divide_the_year_s_own_figures) {
  const std::initializer_list<std::array<std::string_view, 3>> ratios = {
      {"ratio.gross_margin.network", "gross_profit.network", "revenue.network.total"},
      {"ratio.gross_margin.si", "gross_profit.si", "revenue.si.total"},
      {"ratio.gross_margin.total", "gross_profit.total", "revenue.total"},
      {"ratio.cost_to_revenue", "cost.total", "revenue.total"},
      {"ratio.sga_to_revenue", "sga.total", "revenue.total"},
      {"ratio.personnel_to_revenue", "personnel_expenses.total", "revenue.total"},
      {"ratio.operating_margin", "operating_profit", "revenue.total"},
      {"ratio.pbt_margin", "profit_before_tax", "revenue.total"},
      {"ratio.net_margin", "net_profit_attributable", "revenue.total"},
      {"ratio.recurring_revenue_share", "revenue.recurring", "revenue.total"},
      {"ratio.one_time_revenue_share", "revenue.one_time", "revenue.total"},
      {"ratio.payout", "dividend.total", "eps"},
      {"si.construction.book_to_bill", "orders.si.construction", "revenue.si.construction"},
      {"si.om.book_to_bill", "orders.si.om", "revenue.si.om.total"},
  };
  for (const auto& [ratio, above, below] : ratios) {
    for (int year = first_year; year <= last_year; ++year) {
      const Year r = year_of(ratio, year);
      const Year a = year_of(above, year);
      const Year b = year_of(below, year);
      const std::string what = fmt::format("{} in FY{}", ratio, year);
      check_same(r.whole, a.whole / b.whole * 100, what);
      check_same(r.second_half, a.second_half / b.second_half * 100, what + ", second half");
      const double mean = ((r.q1 + r.q2) + (r.q3 + r.q4)) / 4;
      BOOST_TEST(r.whole != mean, what + " is the mean of its quarters");
    }
  }
}

// 1H23: gross profit 13,800 + 15,389 of revenue 61,428.5 + 66,769.5, in percent.
BOOST_AUTO_TEST_CASE(a_half_year_s_gross_margin_is_that_of_its_sums) {
  const double margin = iij::base().at("ratio.gross_margin.total", "2023H1");

  BOOST_TEST(margin == 100.0 * 29189 / 128198, boost::test_tools::tolerance(1e-12));
  const double mean = 0.5 * (100.0 * 13800 / 61428.5 + 100.0 * 15389 / 66769.5);  // 22.756
  BOOST_TEST(std::fabs(margin - mean) > 0.01);                                    // 22.769
}

// Revenue in JPY mn per mean bandwidth and three months; the mean is half of opening and closing.
BOOST_AUTO_TEST_CASE(a_price_of_a_year_is_its_revenue_over_its_volume_and_months) {
  for (int year = first_year + 1; year <= last_year; ++year) {
    const Year revenue = year_of("revenue.network.enterprise_internet.ex_mobile", year);
    const Year level = year_of("bandwidth.contracted_total", year);
    const double before = year_of("bandwidth.contracted_total", year - 1).q4;
    const double volume = (0.5 * (before + level.q1) * 3 + 0.5 * (level.q1 + level.q2) * 3) +
                          (0.5 * (level.q2 + level.q3) * 3 + 0.5 * (level.q3 + level.q4) * 3);
    const Year price = year_of("bandwidth.price", year);
    check_same(price.whole, revenue.whole / volume * 1e6, fmt::format("price of FY{}", year));
  }
}

// Shares are an average, so a year's are the mean of its quarters, and its EPS the year's profit
// over them; it happens that JPY mn / mn share is JPY / share.
BOOST_AUTO_TEST_CASE(earnings_per_share_of_a_year_divide_by_its_mean_shares) {
  for (int year = first_year; year <= last_year; ++year) {
    const Year shares = year_of("shares.average", year);
    const Year profit = year_of("net_profit_attributable", year);
    const double mean = ((shares.q1 + shares.q2) + (shares.q3 + shares.q4)) / 4;
    check_same(shares.whole, mean, fmt::format("shares in FY{}", year));
    check_same(year_of("eps", year).whole, profit.whole / mean, fmt::format("EPS in FY{}", year));
  }
}

// Four quarters at one billed rate: 20,327 a Mbps and month in FY2022, 15,644 in FY2023.
BOOST_AUTO_TEST_CASE(a_rate_that_rolls_up_as_mean_stays_a_rate) {
  BOOST_TEST(iij::base().at("interconnect.rate", "FY2022") == 20327.0,
             boost::test_tools::tolerance(1e-12));
  BOOST_TEST(iij::base().at("interconnect.rate", "FY2023") == 15644.0,
             boost::test_tools::tolerance(1e-12));
}

// Cover is the closing backlog over the four quarters that end with it, by the tree.
BOOST_AUTO_TEST_CASE(trailing_four_quarters_are_two_pairs) {
  for (int year = first_year + 1; year <= last_year; ++year) {
    const Year before = year_of("revenue.si.om.total", year - 1);
    const Year now = year_of("revenue.si.om.total", year);
    const Year backlog = year_of("backlog.si.om", year);
    const Year cover = year_of("si.om.cover", year);
    const double to_second = (before.q3 + before.q4) + (now.q1 + now.q2);
    const double to_third = (before.q4 + now.q1) + (now.q2 + now.q3);
    check_same(cover.q2, backlog.q2 / to_second * 100, fmt::format("cover of 2Q, FY{}", year));
    check_same(cover.q3, backlog.q3 / to_third * 100, fmt::format("cover of 3Q, FY{}", year));
    check_same(cover.whole, cover.q4, fmt::format("cover of FY{}", year));
  }
}

// A year's growth is its total against the year before's. Of FY2021 no quarters are printed, but
// security revenue of the year is: 22,200 against 6,150 + 6,590 + 6,860 + 7,140 of FY2022.
BOOST_AUTO_TEST_CASE(growth_of_a_year_is_its_total_against_the_year_before_s) {
  const std::initializer_list<std::pair<std::string_view, std::string_view>> growths = {
      {"growth_yoy.security_revenue", "revenue.security"},
      {"growth_yoy.personnel_expenses", "personnel_expenses.total"},
  };
  for (const auto& [growth, flow] : growths) {
    BOOST_TEST(is_missing(year_of(growth, first_year).first_half), growth);
    for (int year = first_year + 1; year <= last_year; ++year) {
      const Year now = year_of(flow, year);
      const Year before = year_of(flow, year - 1);
      const Year ours = year_of(growth, year);
      check_same(ours.whole, (now.whole / before.whole - 1) * 100,
                 fmt::format("{} in FY{}", growth, year));
      check_same(ours.first_half, (now.first_half / before.first_half - 1) * 100,
                 fmt::format("{} in 1H, FY{}", growth, year));
    }
  }
  BOOST_TEST(year_of("growth_yoy.security_revenue", first_year).whole ==
                 100.0 * ((6150 + 6590) + (6860 + 7140)) / 22200 - 100,
             boost::test_tools::tolerance(1e-12));
  BOOST_TEST(is_missing(year_of("growth_yoy.personnel_expenses", first_year).whole));
}

// Levels 2, 4, 6, 8 after 0: mid levels 1, 3, 5, 7, in the mean 4. Revenue of 40 a quarter is 160 a
// year, so 40 per mid level; each month's worth of it, 160 / (4 x 12) = 10 / 3.
BOOST_AUTO_TEST_CASE(a_mid_level_averages_over_a_year_and_times_months_it_adds_up) {
  const iij::ScratchFolder scratch;
  const auto file = scratch.write("mids.model", R"(model mids "Mids"
calendar quarterly, fiscal year starts april, labels "{q}Q{yy}"
horizon 2023Q1..2023Q4
unit line
stock lines : line "Lines"
  before = 0 line
  = lines[-1] + 2 line
flow revenue : JPY "Revenue"
  = 40 JPY
price per_line : JPY / line "Per line"
  = revenue per mid(lines)
price per_month : JPY / line / month "Per line and month"
  = revenue per (mid(lines) * months)
ratio both_grow : % "Growth of a sum"
  rolls up as last
  = growth(lines + 2 * lines)
)");
  const auto ran = iij::run_file(file);

  BOOST_TEST(ran->at("per_line", "2023Q2") == 40.0 / 3);
  BOOST_TEST(ran->at("per_line", "FY2023") == 160.0 / 4);
  BOOST_TEST(ran->at("per_line", "2023H2") == 80.0 / 6);
  BOOST_TEST(ran->at("per_month", "FY2023") == 160.0 / 48);
  BOOST_TEST(ran->at("both_grow", "2023Q4") == 100.0 * (24.0 / 18 - 1),
             boost::test_tools::tolerance(1e-12));
}

// Opening backlog is a level of another period: a year's revenue over a lagged level means nothing.
BOOST_AUTO_TEST_CASE(a_flow_per_a_lagged_level_has_no_year) {
  const iij::Ran& base = iij::base();
  for (const std::string_view name : {"si.om.burn", "si.conversion.implied"}) {
    const Output year{base.series(name), base.span("FY2023"), std::nullopt};
    BOOST_TEST(refusal(*base.scenario.precedence, year).has_value(), name);
    BOOST_TEST(is_missing(base.run.figures.at(year.series, year.span)), name);
  }
}

// Three prices of one business, lines 10, 20, 30, 40 at 8, 6, 4, 2 JPY a month: revenue is 240,
// 360, 360, 240, in all 1,200 JPY; volume 30, 60, 90, 120 line months, in all 300. What is measured
// costs 1,200 / 300 = 4 a line and month; the mean of the quarters is 5; without a rule there is
// no figure at all.
BOOST_AUTO_TEST_CASE(a_price_without_a_rule_has_a_blank_year_and_no_average) {
  const iij::ScratchFolder scratch;
  const auto file = scratch.write("three_prices.model", R"(model prices "Three prices"
calendar quarterly, fiscal year starts april, labels "{q}Q{yy}"
horizon 2023Q1..2023Q4
unit line
driver lines : line by quarter of year = Q1 10, Q2 20, Q3 30, Q4 40  "Lines"
driver charge : JPY / line / month by quarter of year = Q1 8, Q2 6, Q3 4, Q4 2  "Charge"
flow revenue : JPY "Revenue"
  = lines * charge * months
price bare : JPY / line / month "No rule"
  = charge
price averaged : JPY / line / month "Says mean"
  rolls up as mean
  = charge
price measured : JPY / line / month "Measured"
  = revenue per (lines * months)
)");
  const auto ran = iij::run_file(file);

  BOOST_TEST(ran->at("revenue", "FY2023") == 1200.0);
  BOOST_TEST(ran->at("measured", "FY2023") == 4.0);
  BOOST_TEST(ran->at("measured", "2023H2") == 600.0 / 210.0);
  BOOST_TEST(ran->at("averaged", "FY2023") == 5.0);
  BOOST_TEST(ran->at("bare", "2023Q2") == 6.0);
  BOOST_TEST(is_missing(ran->at("bare", "FY2023")));
  BOOST_TEST(is_missing(ran->at("bare", "2023H1")));
  BOOST_TEST(is_missing(ran->at("charge", "FY2023")));

  const std::vector<Output> asked = {{ran->series("bare"), ran->span("FY2023"), std::nullopt}};
  const auto refused = run_single(ran->scenario, asked);
  BOOST_TEST(!refused.value.has_value());
  BOOST_TEST_REQUIRE(refused.diagnostics.size() == 1u);
  BOOST_TEST(refused.diagnostics[0].code == "output-refused");
  BOOST_TEST(refused.diagnostics[0].message ==
             "bare cannot be shown for FY2023: bare does not roll up: say 'rolls up as mean', "
             "'last' or 'compound' where it is declared");
}

// One missing quarter makes the year missing; a printed year stands for quarters nobody printed.
// 3Q of `gappy` is not printed: no half or year of it. The year of `stood_in` is printed: 50.
BOOST_AUTO_TEST_CASE(a_missing_quarter_makes_the_year_missing_unless_the_year_is_printed) {
  const iij::ScratchFolder scratch;
  scratch.write("printed.csv",
                "series,period,value,unit\n"
                "gappy,2023Q1,1,JPY\ngappy,2023Q2,2,JPY\ngappy,2023Q4,4,JPY\n"
                "stood_in,2023Q1,1,JPY\nstood_in,2023Q2,2,JPY\nstood_in,2023Q4,4,JPY\n"
                "stood_in,FY2023,50,JPY\n");
  const auto file = scratch.write("gaps.model", R"(model gaps "Gaps"
calendar quarterly, fiscal year starts april, labels "{q}Q{yy}"
horizon 2023Q1..2023Q4
actuals "printed.csv"
flow gappy : JPY "Gappy"  actual only
flow stood_in : JPY "Stood in for"  actual only
)");
  const auto ran = iij::run_file(file);

  BOOST_TEST(ran->at("gappy", "2023H1") == 3.0);
  BOOST_TEST(is_missing(ran->at("gappy", "2023H2")));
  BOOST_TEST(is_missing(ran->at("gappy", "FY2023")));
  BOOST_TEST(ran->at("stood_in", "2023H1") == 3.0);
  BOOST_TEST(is_missing(ran->at("stood_in", "2023H2")));
  BOOST_TEST(ran->at("stood_in", "FY2023") == 50.0);
}

BOOST_AUTO_TEST_SUITE_END()
