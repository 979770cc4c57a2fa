// Other cuts of the same revenue, and what is paid to shareholders, by hand beyond the splice.
#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

double at(std::string_view series, std::string_view period) {
  return iij::base().at(series, period);
}
const auto near = boost::test_tools::tolerance(1e-12);

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_partitions)

// 3Q23: O&M 17,664 x 1.012, 43 % of it cloud, which is private, Raptor and other; Raptor 1,100 less
// 1.7 %, other 230. Public cloud lies in outsourcing: 690. 4Q23 one step further.
BOOST_AUTO_TEST_CASE(cloud_revenue_is_private_raptor_public_and_other) {
  const double om = 17664 * 1.012;
  BOOST_TEST(at("revenue.cloud.raptor", "2023Q3") == 1100 * 0.983, near);
  BOOST_TEST(at("revenue.cloud.other", "2023Q3") == 230.0, near);
  BOOST_TEST(at("revenue.cloud.private", "2023Q3") == 0.43 * om - 1100 * 0.983 - 230, near);
  BOOST_TEST(at("revenue.cloud.total", "2023Q3") == 0.43 * om + 690, near);
  BOOST_TEST(
      at("revenue.cloud.private", "2023Q4") == 0.43 * om * 1.012 - 1100 * 0.983 * 0.983 - 230,
      near);
}

// In every quarter, history and outlook: to the rounding of what is printed in 0.1 oku (10 JPY mn
// a figure, half of it each way) before the splice, exactly after it.
BOOST_AUTO_TEST_CASE(every_cut_of_revenue_adds_up_to_the_same_revenue) {
  const iij::Ran& base = iij::base();
  const PeriodSpan horizon = base.model().horizon;
  const Period splice = base.span("2023Q2").first;
  for (Period p = horizon.first; p <= horizon.last; p = p + 1) {
    const std::string quarter = base.model().calendar.name({p, p});
    const auto check = [&](std::string_view total, std::initializer_list<const char*> parts,
                           double rounding) {
      double sum = 0;
      for (const char* part : parts) sum += at(part, quarter);
      const double allowed = p <= splice ? rounding : 1e-9 * sum;
      BOOST_TEST(std::abs(at(total, quarter) - sum) <= allowed,
                 fmt::format("{} in {}: {} and {}", total, quarter, at(total, quarter), sum));
    };
    check("revenue.total", {"revenue.recurring", "revenue.one_time", "revenue.atm"}, 1);
    check("revenue.total", {"revenue.network_and_si", "revenue.atm"}, 1);
    check("revenue.network.total", {"revenue.network.ex_mobile", "revenue.mobile.total"}, 1);
    check("revenue.network.outsourcing",
          {"revenue.security", "revenue.network.outsourcing.ex_security"}, 1);
    check("revenue.mobile.total",
          {"revenue.mobile.enterprise", "revenue.mobile.mvne", "revenue.mobile.iijmio"}, 20);
    check("revenue.cloud.total",
          {"revenue.cloud.private", "revenue.cloud.raptor", "revenue.cloud.public",
           "revenue.cloud.other"},
          25);
    check("revenue.si.om.total", {"revenue.si.om.onpremise", "revenue.si.om.cloud"}, 2);
  }
}

// FY2023 as announced: 17.18 twice. Afterwards the year pays 29.4 % of its profit a share (177.3
// million of them); the interim is the last year-end dividend again.
BOOST_AUTO_TEST_CASE(dividends_follow_the_payout_where_none_is_announced) {
  BOOST_TEST(at("dividend.total", "FY2023") == 2 * 17.18, near);
  const double of_2024 = 0.294 * at("net_profit_attributable", "FY2024") / 177.3;
  BOOST_TEST(at("dividend.interim", "2024Q2") == 17.18, near);
  BOOST_TEST(at("dividend.year_end", "2024Q4") == of_2024 - 17.18, near);
  BOOST_TEST(at("dividend.total", "FY2024") == of_2024, near);
  BOOST_TEST(at("dividend.interim", "2025Q2") == of_2024 - 17.18, near);
  BOOST_TEST(
      at("dividend.total", "FY2025") == 0.294 * at("net_profit_attributable", "FY2025") / 177.3,
      near);
  BOOST_TEST(at("ratio.payout", "FY2024") == 29.4, near);
}

// The announced dividend is a driver: a scenario that announces one for FY2024 has it.
BOOST_AUTO_TEST_CASE(an_announced_dividend_wins_over_the_payout) {
  ScenarioOptions options;
  options.sets = {"dividend.per_half = 20 in FY2024"};
  const auto ran = iij::run_file(iij::folder() / "base.scenario", options);

  BOOST_TEST(ran->at("dividend.total", "FY2024") == 40.0, near);
  BOOST_TEST(ran->at("dividend.interim", "2025Q2") == 20.0, near);
}

BOOST_AUTO_TEST_SUITE_END()
