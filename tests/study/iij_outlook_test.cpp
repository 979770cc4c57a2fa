// The outlook of fiscal 2023 beside the company's guidance, by hand from the printed figures.
#include <cmath>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/study/outlook.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

const Outlook& outlook_of_2023() {
  static const auto checked = outlook(iij::base().scenario);
  BOOST_TEST_REQUIRE(checked.value.has_value());
  return *checked.value;
}

const Progress& progress_of(std::string_view series) {
  for (const Progress& progress : outlook_of_2023().progress) {
    if (progress.series == iij::base().series(series)) return progress;
  }
  throw std::invalid_argument(fmt::format("no progress of {}", series));
}

// JPY mn: guidance in full, 1H23 and 1H22 as the quarters add up, FY2022, and the share of guidance
// as a reader would print it.
struct Expected {
  const char* series;
  double guidance;
  double so_far;
  double so_far_before;
  double year_before;
  const char* share;
};

// Sums of printed quarters, so 1 to 2 off the printed halves where those round: 121,963 for
// 121,962, 30,689 for 30,687.
const Expected lines[] = {
    {"revenue.total", 286'000, 36354 + 37627 + 24341 + 28409 + 2 * 733.5,
     33234 + 34473 + 24269 + 28578 + 699 + 710, 252'708, "44.8"},
    {"cost.total", 220'500, 26133 + 26904 + 21085 + 24087 + 2 * 733.5 - 323 - 344,
     24431 + 25371 + 20659 + 24197 + 699 + 710 - 287 - 309, 194'799, "44.9"},
    {"gross_profit.total", 65'500, 13800 + 15389, 12700 + 13792, 57'909, "44.6"},
    {"sga.total", 34'000, 8797 + 8312, 7674 + 7645, 30'689, "50.3"},
    {"operating_profit", 31'500, 5003 + 7077, 5026 + 6147, 27'220, "38.3"},
    {"equity_method_result", -600, -154 - 119, -14 - 64, -203, "45.5"},
    {"profit_before_tax", 30'400, 5481 + 7072, 6623 + 6235, 27'309, "41.3"},
    {"net_profit_attributable", 20'700, 3583 + 4739, 4391 + 4248, 18'853, "40.2"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_outlook)

BOOST_AUTO_TEST_CASE(the_outlook_is_two_actual_and_two_forecast_quarters_of_fiscal_2023) {
  BOOST_TEST(outlook_of_2023().fiscal_year == 2023);
  BOOST_TEST(outlook_of_2023().actual_periods == 2u);
  BOOST_TEST(outlook_of_2023().forecast_periods == 2u);
}

BOOST_AUTO_TEST_CASE(progress_is_the_first_half_s_share_of_guidance_beside_last_year_s) {
  BOOST_TEST(outlook_of_2023().progress.size() == std::size(lines));
  for (const Expected& line : lines) {
    const Progress& progress = progress_of(line.series);
    const auto tolerance = boost::test_tools::tolerance(1e-12);
    BOOST_TEST_CONTEXT(line.series) {
      BOOST_TEST(progress.guidance == line.guidance, tolerance);
      BOOST_TEST(progress.so_far == line.so_far, tolerance);
      BOOST_TEST(progress.share == line.so_far / line.guidance, tolerance);
      BOOST_TEST(fmt::format("{:.1f}", progress.share * 100) == line.share);
      BOOST_TEST(progress.share_year_before == line.so_far_before / line.year_before, tolerance);
    }
  }
  // 128,198 / 286,000, as the company would print it, and the year before 121,963 / 252,708.
  BOOST_TEST(progress_of("revenue.total").so_far == 128'198.0);
  BOOST_TEST(fmt::format("{:.1f}", progress_of("revenue.total").share_year_before * 100) == "48.3");
}

// Guidance less 1H23 is what 2H23 must deliver: 286,000 - 128,198 = 157,802 of revenue. Beside it
// stands what the forecast delivers, 3Q and 4Q.
BOOST_AUTO_TEST_CASE(the_implied_remainder_is_what_the_second_half_must_deliver) {
  for (const Expected& line : lines) {
    const Progress& progress = progress_of(line.series);
    const double forecast = iij::base().at(line.series, "2023H2");
    BOOST_TEST_CONTEXT(line.series) {
      BOOST_TEST(progress.remainder == line.guidance - line.so_far,
                 boost::test_tools::tolerance(1e-12));
      BOOST_TEST(std::fabs(progress.forecast - forecast) <= 1e-9 * std::fabs(forecast));
    }
  }
  BOOST_TEST(progress_of("revenue.total").remainder == 157'802.0);
  BOOST_TEST(progress_of("operating_profit").remainder == 19'420.0);
}

// The table has the same figures as the run, marked by what they are made of: 1Q and 2Q of revenue
// rest on the estimated split of ATM, operating profit is printed, the year is forecast.
BOOST_AUTO_TEST_CASE(the_table_shows_the_run_s_own_figures_and_what_they_are_made_of) {
  const Outlook& outlook = outlook_of_2023();
  const iij::Ran& base = iij::base();
  std::size_t shown = 0;
  for (const OutlookRow& row : outlook.rows) {
    for (std::size_t i = 0; i < outlook.columns.size(); ++i) {
      const OutlookColumn& column = outlook.columns[i];
      if (column.kind != ColumnKind::figure || row.cells[i].mark == Mark::missing) continue;
      ++shown;
      BOOST_TEST(iij::same_bits(row.cells[i].value, base.run.figures.at(row.series, column.span)),
                 base.name(row.series, column.span));
    }
  }
  BOOST_TEST(shown >= outlook.rows.size() * 8);  // four quarters, two halves, two years

  const Precedence& precedence = *base.scenario.precedence;
  const auto mark = [&](const char* series, const char* period) {
    return mark_of(precedence, base.series(series), base.span(period));
  };
  BOOST_TEST(int(mark("revenue.total", "2023Q1")) == int(Mark::estimated));
  BOOST_TEST(int(mark("operating_profit", "2023Q1")) == int(Mark::actual));
  BOOST_TEST(int(mark("operating_profit", "2023H1")) == int(Mark::actual));
  BOOST_TEST(int(mark("operating_profit", "2023Q3")) == int(Mark::forecast));
  BOOST_TEST(int(mark("operating_profit", "FY2023")) == int(Mark::forecast));
}

// Guidance and growth columns: FY2023 revenue against 286,000 and against 252,708 of the year
// before; the operating margin in points, its guidance 31,500 / 286,000 = 11.01 %.
BOOST_AUTO_TEST_CASE(guidance_and_growth_stand_beside_the_year) {
  const Outlook& outlook = outlook_of_2023();
  const iij::Ran& base = iij::base();
  const auto cell = [&](const char* series, ColumnKind kind) {
    for (const OutlookRow& row : outlook.rows) {
      for (std::size_t i = 0; i < outlook.columns.size(); ++i) {
        if (row.series == base.series(series) && outlook.columns[i].kind == kind) {
          return row.cells[i].value;
        }
      }
    }
    throw std::invalid_argument(series);
  };
  const auto tolerance = boost::test_tools::tolerance(1e-12);
  const double revenue = base.at("revenue.total", "FY2023");
  BOOST_TEST(cell("revenue.total", ColumnKind::guidance) == 286'000.0, tolerance);
  BOOST_TEST(cell("revenue.total", ColumnKind::difference) == revenue - 286'000, tolerance);
  BOOST_TEST(cell("revenue.total", ColumnKind::growth) == revenue / 252'708 - 1,
             boost::test_tools::tolerance(1e-10));

  const double margin = base.at("ratio.operating_margin", "FY2023");
  BOOST_TEST(cell("ratio.operating_margin", ColumnKind::guidance) == 100.0 * 31'500 / 286'000,
             tolerance);
  BOOST_TEST(
      cell("ratio.operating_margin", ColumnKind::growth) == margin - 100.0 * 27'220 / 252'708,
      boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()
