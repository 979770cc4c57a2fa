// A second year of half-years, against which the outlook's season can be held.
//
// Six quarters show each season once. But 1H22 and FY2022 are printed with their growth, so 1H21
// and FY2021 follow, and with them how the year before divided into halves: 19,549 of construction
// at +26.4 % was 15,466, 42,945 at +21.4 % was 35,375, so 2H21 had 56.3 % of its year.
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

// A printed total, and what it was a year before by its printed growth.
struct Grown {
  double now;
  double before;
};

Grown printed(std::string_view file, std::string_view series, std::string_view period) {
  for (const iij::Row& row : iij::rows_of(iij::folder() / "data" / file)) {
    if (row.at("series") != series || row.at("period") != period) continue;
    if (row.at("preferred") != "yes") continue;
    const double now = std::stod(row.at("value"));
    return {now, now / (1 + std::stod(row.at("yoy_pct_reported")) / 100)};
  }
  throw std::invalid_argument(fmt::format("{} has no {} of {}", file, series, period));
}

struct Halves {
  double first;
  double second;
  double share() const { return 100 * second / (first + second); }
};

Halves halves_of_2021(std::string_view series) {
  const double first = printed("actuals_halfyear.csv", series, "2022H1").before;
  return {first, printed("actuals_annual.csv", series, "FY2022").before - first};
}
Halves halves_of_2022(std::string_view series) {
  const double first = printed("actuals_halfyear.csv", series, "2022H1").now;
  return {first, printed("actuals_annual.csv", series, "FY2022").now - first};
}
Halves halves_of_2023(std::string_view series) {
  return {iij::base().at(series, "2023H1"), iij::base().at(series, "2023H2")};
}

struct Line {
  const char* series;
  const char* shares;  // of 2H in FY2021, FY2022 and the outlook's FY2023, in %
};

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_season)

// No line's second half is more than half a point away from what the two years before it had.
BOOST_AUTO_TEST_CASE(the_outlook_divides_its_year_as_the_two_years_before_it) {
  const Line lines[] = {
      {"revenue.network.total", "50.5 51.3 51.0"},
      {"revenue.security", "53.1 52.4 52.1"},
      {"revenue.si.om.total", "52.1 51.0 50.9"},
      {"personnel_expenses.total", "50.3 50.0 50.0"},
      {"sga.total", "50.9 50.1 49.9"},
      {"cost.network.total", "49.5 50.6 50.4"},
  };
  for (const Line& line : lines) {
    const double before = halves_of_2021(line.series).share();
    const double last = halves_of_2022(line.series).share();
    const double outlook = halves_of_2023(line.series).share();
    BOOST_TEST(fmt::format("{:.1f} {:.1f} {:.1f}", before, last, outlook) == line.shares,
               fmt::format("{}: {:.1f} {:.1f} {:.1f}", line.series, before, last, outlook));
    BOOST_TEST(outlook > std::min(before, last) - 0.5, line.series);
    BOOST_TEST(outlook < std::max(before, last) + 0.5, line.series);
  }
}

// Operating profit is printed for 1H21 (93.0 oku) and FY2021 (235): 60.4 % was in 2H. FY2022 had
// 16,047 of 27,220.
BOOST_AUTO_TEST_CASE(the_second_half_earns_what_it_earned_before) {
  const double of_2021 = 100 * (235 - 93.0) / 235;
  const double of_2022 = 100 * (27220.0 - 11173) / 27220;
  const double outlook = halves_of_2023("operating_profit").share();

  BOOST_TEST(fmt::format("{:.1f} {:.1f} {:.1f}", of_2021, of_2022, outlook) == "60.4 59.0 59.4");
}

// What a half converts of its opening backlog and its orders, named deals and all. Backlog at the
// end of 2Q21 follows from that of 4Q21 (12,451), orders and revenue between: 12,451 - 19,790 +
// 19,909 = 12,570. So 2H21 converted 19,909 of 32,360; 2H22 23,396 of 14,572 + 22,623. The outlook
// has 27,196 of 26,252 + 17,014.
BOOST_AUTO_TEST_CASE(the_second_half_converts_as_much_of_what_is_in_hand_as_it_did_before) {
  const Halves revenue = halves_of_2021("revenue.si.construction");
  const Halves orders = halves_of_2021("orders.si.construction");
  const double opening_of_2h21 = 12451 - orders.second + revenue.second;
  const double of_2021 = 100 * revenue.second / (opening_of_2h21 + orders.second);

  const Halves revenue22 = halves_of_2022("revenue.si.construction");
  const Halves orders22 = halves_of_2022("orders.si.construction");
  const double of_2022 = 100 * revenue22.second / (14572 + orders22.second);

  const double outlook = 100 * iij::base().at("revenue.si.construction", "2023H2") /
                         (26252 + iij::base().at("orders.si.construction", "2023H2"));

  BOOST_TEST(fmt::format("{:.1f} {:.1f} {:.1f}", of_2021, of_2022, outlook) == "61.5 62.9 62.9");
  BOOST_TEST(std::fabs(outlook - of_2022) < 0.1);
}

// O&M revenue of a year over the backlog it opened with, and that backlog over the revenue of the
// year before it (FY2020: 515 oku, p.38). Opening of FY2021 by the same roll-back: 60,340 - 62,801
// + 59,964 = 57,503. Cover was as high before, and the year after it revenue caught up.
BOOST_AUTO_TEST_CASE(the_outlook_takes_less_of_its_maintenance_backlog_than_history_did) {
  const Halves revenue = halves_of_2021("revenue.si.om.total");
  const Halves orders = halves_of_2021("orders.si.om");
  const double revenue21 = revenue.first + revenue.second;
  const double opening21 = 60340 - (orders.first + orders.second) + revenue21;
  const auto burn = [](std::string_view year, std::string_view opening) {
    return 100 * iij::base().at("revenue.si.om.total", year) /
           iij::base().at("backlog.si.om", opening);
  };

  BOOST_TEST(fmt::format("{:.0f} {:.0f}", 100 * opening21 / 51500, 100 * 60340 / revenue21) ==
             "112 101");
  BOOST_TEST(fmt::format("{:.0f} {:.0f}", 100 * revenue21 / opening21, 100 * 67999.0 / 60340) ==
             "104 113");
  BOOST_TEST(fmt::format("{:.0f} {:.0f} {:.0f}", burn("FY2023", "2022Q4"), burn("FY2024", "2023Q4"),
                         burn("FY2025", "2024Q4")) == "103 95 90");
}

// The network's margin did not rise every year: 26.3 % in 1H21, 26.4 in 1H22, 28.3 in 1H23, of
// whose 1.9 points 0.8 are devices bought less (6 oku of 73,981, p.8). The outlook goes on rising
// by 1.7 and then 1.4 points a year.
BOOST_AUTO_TEST_CASE(the_network_margin_stood_still_for_one_of_the_two_years_before) {
  const Halves revenue = halves_of_2021("revenue.network.total");
  const Halves cost = halves_of_2021("cost.network.total");
  const auto margin = [](const char* period) {
    return iij::base().at("ratio.gross_margin.network", period);
  };

  BOOST_TEST(fmt::format("{:.1f} {:.1f} {:.1f}", 100 - 100 * cost.first / revenue.first,
                         margin("2022H1"), margin("2023H1")) == "26.3 26.4 28.3");
  BOOST_TEST(fmt::format("{:.1f}", 100 * 600.0 / 73981) == "0.8");
  BOOST_TEST(fmt::format("{:.1f} {:.1f} {:.1f}", margin("FY2023"), margin("FY2024"),
                         margin("FY2025")) == "29.2 31.0 32.4");
}

// All growth of construction orders since FY2021 is large deals: without the named ones FY2022 had
// 38,093 against 38,650, and the four quarters to 2Q23, without the two of 15 oku, 38,863.
BOOST_AUTO_TEST_CASE(construction_orders_are_flat_without_what_was_won_in_large_pieces) {
  const Halves orders = halves_of_2021("orders.si.construction");
  const iij::Ran& base = iij::base();
  double four_quarters = -3000;
  for (const char* quarter : {"2022Q3", "2022Q4", "2023Q1", "2023Q2"}) {
    four_quarters += base.at("orders.si.construction.base", quarter);
  }

  BOOST_TEST(fmt::format("{:.0f}", orders.first + orders.second) == "38650");
  BOOST_TEST(base.at("orders.si.construction.base", "FY2022") == 38093.0);
  BOOST_TEST(four_quarters == 9520.0 + 6903 + 14087 + 11353 - 3000);
}

BOOST_AUTO_TEST_SUITE_END()
