// What scenarios/iij/README.md says in figures is what the model says; and the scenario that it
// would sign, by hand from the base.
#include <cmath>
#include <memory>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/source.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

// The page as one line, since a figure may stand on either side of a break.
const std::string& page() {
  static const std::string text = [] {
    std::string all = read_file((iij::folder() / "README.md").string());
    for (char& c : all) c = c == '\n' ? ' ' : c;
    return all;
  }();
  return text;
}

std::string grouped(double value) {
  std::string digits = fmt::format("{:.0f}", std::fabs(value));
  for (int at = int(digits.size()) - 3; at > 0; at -= 3) digits.insert(std::size_t(at), ",");
  return digits;
}

void check_says(std::string_view words) {
  BOOST_TEST(page().find(words) != std::string::npos, fmt::format("the page lacks '{}'", words));
}

std::unique_ptr<iij::Ran> base_with(const std::vector<std::string>& sets) {
  ScenarioOptions options;
  options.sets = sets;
  return iij::run_file(iij::folder() / "base.scenario", options);
}

// A sentence of the page, what it sets, and by how much that moves a year: {} is the move, rounded.
struct Claim {
  std::vector<std::string> sets;
  const char* series;
  const char* period;
  const char* words;
};

const Claim claims[] = {
    {{"si.purchasing_ratio = 53%"}, "operating_profit", "FY2023", "moves it by ±{}"},
    {{"deals.overseas_dc.gross_margin = 45%"},
     "operating_profit",
     "FY2023",
     "profit +{} in FY2023"},
    {{"deals.overseas_dc.gross_margin = 10%"}, "operating_profit", "FY2023", "10 % would cost {},"},
    {{"deals.overseas_dc.gross_margin = 34%"}, "operating_profit", "FY2023", "34 % bring {}."},
    {{"si.large_orders = 1867 in 2023Q3.."}, "revenue.total", "FY2025", "then {} of revenue"},
    {{"si.large_orders = 1867 in 2023Q3.."}, "operating_profit", "FY2025", "and {} of profit."},
    // 14,087 x 1.036 instead of 11,087 x 1.036 in 1Q24.
    {{"orders.si.construction.growth = 31.6% in 2024Q1"},
     "operating_profit",
     "FY2024",
     "FY2024 would gain {}."},
    {{"om.growth = 2% in FY2024.."}, "operating_profit", "FY2024", "quarter: +{} and"},
    {{"om.growth = 2% in FY2024.."}, "operating_profit", "FY2025", "and +{} of profit in FY2024"},
    {{"om.growth = 2% in FY2024..", "si.outsourced_hires = 20 in FY2024.."},
     "operating_profit",
     "FY2024",
     "needed, +{} and"},
    {{"om.growth = 2% in FY2024..", "si.outsourced_hires = 20 in FY2024.."},
     "operating_profit",
     "FY2025",
     "and +{} if outsourced"},
    {{"si.conversion = 45.3% in 2023Q3.."}, "operating_profit", "FY2023", "would take {} from"},
    {{"iijmio.arpu_change = 4.9% in 2023Q3", "iijmio.arpu_change = 6.2% in 2023Q4"},
     "operating_profit",
     "FY2023",
     "device season add {},"},
    {{"security.growth = 3.3% in 2023Q3.."}, "operating_profit", "FY2023", "theirs take {} and"},
    {{"outsourcing.growth = 2.5% in 2023Q3.."}, "operating_profit", "FY2023", "and {}. *We sign"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_page)

BOOST_AUTO_TEST_CASE(every_move_that_the_page_quotes_is_the_model_s) {
  for (const Claim& claim : claims) {
    const auto changed = base_with(claim.sets);
    const double move =
        changed->at(claim.series, claim.period) - iij::base().at(claim.series, claim.period);
    check_says(fmt::format(fmt::runtime(claim.words), grouped(move)));
  }
}

BOOST_AUTO_TEST_CASE(the_years_that_the_page_shows_are_the_model_s) {
  const iij::Ran& base = iij::base();
  const auto prudent = iij::run_file(iij::folder() / "prudent.scenario");
  const auto row = [](std::string_view title, const iij::Ran& ran, const char* series,
                      std::string_view first) {
    std::string cells;
    for (const char* year : {"FY2023", "FY2024", "FY2025"}) {
      cells += fmt::format(" {} |", grouped(ran.at(series, year)));
    }
    check_says(fmt::format("| {} | {}|{}", title, first, cells));
  };
  row("revenue, base", base, "revenue.total", grouped(base.at("revenue.total", "FY2022")) + " ");
  row("operating profit, base", base, "operating_profit",
      grouped(base.at("operating_profit", "FY2022")) + " ");
  row("operating profit, `prudent.scenario`", *prudent, "operating_profit", "");
  row("net profit, prudent", *prudent, "net_profit_attributable",
      grouped(base.at("net_profit_attributable", "FY2022")) + " ");

  const auto margins = [](const iij::Ran& ran, std::vector<const char*> years) {
    std::string text;
    for (const char* year : years) {
      text += fmt::format("{}{:.1f}", text.empty() ? "" : ", ",
                          ran.at("ratio.gross_margin.network", year));
    }
    return text;
  };
  check_says("to 32 %:** " + margins(base, {"FY2022", "FY2023", "FY2024", "FY2025"}));
  check_says(fmt::format("the margin is {:.1f} and {:.1f} %",
                         prudent->at("ratio.gross_margin.network", "FY2024"),
                         prudent->at("ratio.gross_margin.network", "FY2025")));
  check_says(fmt::format("Construction is {} and {} in base",
                         grouped(base.at("revenue.si.construction", "FY2024")),
                         grouped(base.at("revenue.si.construction", "FY2025"))));
}

BOOST_AUTO_TEST_CASE(what_the_page_says_of_cash_is_the_model_s) {
  const auto at = [](const char* series, const char* period) {
    return iij::with_statements().at(series, period);
  };
  const auto more = [&](const char* series) {
    return grouped(at(series, "FY2024") - at(series, "FY2023"));
  };
  const char* working = "cash_flow.operating.working_capital";
  check_says(fmt::format("takes {} in FY2023 and {} in FY2024", grouped(at(working, "FY2023")),
                         grouped(at(working, "FY2024"))));
  check_says(fmt::format("O&M backlog (+{} in FY2024)", more("assets.prepaid_expenses")));
  check_says(
      fmt::format("goes from {} to {}.** {} of it is more profit, {} working capital, {} "
                  "less CAPEX (208 oku after 225), {}",
                  grouped(at("free_cash_flow", "FY2023")), grouped(at("free_cash_flow", "FY2024")),
                  more("profit_before_tax"), more(working), more("cash_flow.investing"),
                  more("cash_flow.financing.leases")));
  check_says(fmt::format("assets grow by {} and {}.",
                         grouped(at("assets.tangible", "FY2023") - at("assets.tangible", "FY2022")),
                         more("assets.tangible")));
  check_says(fmt::format("fall to {}**", grouped(at("assets.inventories", "2024Q4"))));
  check_says(fmt::format("receivables grow by {}", more("assets.trade_receivables")));
  check_says(fmt::format("{} is drawn in 3Q23 and {} in 1Q24",
                         grouped(at("borrowings.drawn", "2023Q3")),
                         grouped(at("borrowings.drawn", "2024Q1"))));
  check_says(fmt::format("Of the 12,000, {} is left",
                         grouped(at("liabilities.borrowings.short_term", "2024Q4"))));
}

// Circuits: their ratio gains 0.3 points a quarter where base loses 0.1, so it is 0.4 k points
// higher k quarters after 4Q23. The rest per line falls by 1.3 % a quarter, base by 2.5 and 2.2.
// Large orders: 1,867 a quarter of FY2025, of which 16.7 % less 1.7 of commissions stays.
BOOST_AUTO_TEST_CASE(what_we_would_sign_is_base_with_three_things_changed) {
  const iij::Ran& base = iij::base();
  const auto prudent = iij::run_file(iij::folder() / "prudent.scenario");
  double change = 0;
  double in_2024 = 0;
  double rest_factor = 1;
  for (int k = 1; k <= 8; ++k) {
    const std::string quarter = fmt::format("{}Q{}", k <= 4 ? 2024 : 2025, (k - 1) % 4 + 1);
    rest_factor *= 0.987 / (k <= 4 ? 0.975 : 0.978);
    const double rest = base.at("cost.network.outsourcing", quarter) -
                        base.at("cost.network.interconnect", quarter);
    const double followed = base.at("revenue.network.wan", quarter) +
                            base.at("revenue.network.enterprise_internet.ex_mobile", quarter);
    change -= 0.004 * k * followed + rest * (rest_factor - 1);
    if (k == 4) in_2024 = change;
  }
  const double in_2025 = change - in_2024 + 4 * 1867 * (0.167 - 0.017);
  const auto near = boost::test_tools::tolerance(1e-9);
  BOOST_TEST(
      prudent->at("operating_profit", "FY2024") == base.at("operating_profit", "FY2024") + in_2024,
      near);
  BOOST_TEST(
      prudent->at("operating_profit", "FY2025") == base.at("operating_profit", "FY2025") + in_2025,
      near);
  BOOST_TEST(iij::same_bits(prudent->at("operating_profit", "FY2023"),
                            base.at("operating_profit", "FY2023")));
}

// Every row of the table of scenarios: "| `dc-slip` | words | -450 | +450 |".
BOOST_AUTO_TEST_CASE(the_table_of_scenarios_says_what_they_do) {
  static const std::regex row("\\| `([a-z-]+)` \\|[^|]*\\| ([^|]+) \\| ([^|]+) \\|");
  const auto moved = [](double by) {
    const std::string digits = grouped(by);
    return digits == "0" ? digits : (by < 0 ? "−" : "+") + digits;
  };
  int rows = 0;
  for (std::sregex_iterator at(page().begin(), page().end(), row), end; at != end; ++at, ++rows) {
    const std::string file = (*at)[1].str() + ".scenario";
    const auto ran = iij::run_file(iij::folder() / file);
    for (const auto& [column, year] : {std::pair(2, "FY2023"), std::pair(3, "FY2024")}) {
      const double by =
          ran->at("operating_profit", year) - iij::base().at("operating_profit", year);
      BOOST_TEST((*at)[std::size_t(column)].str() == moved(by), file << " in " << year);
    }
  }
  BOOST_TEST(rows == 14);
}

BOOST_AUTO_TEST_SUITE_END()
