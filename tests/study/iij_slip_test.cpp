// The overseas data-centre deal slips two quarters: what moves, and that nothing else of revenue
// does. 30 oku, even over 2023Q3 and 2023Q4, at a margin of 16.7 %.
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

struct Slipped {
  std::unique_ptr<iij::Ran> late = iij::run_file(iij::folder() / "dc-slip.scenario");

  double change(std::string_view series, std::string_view period) const {
    return late->at(series, period) - iij::base().at(series, period);
  }
  void moves(std::string_view series, std::string_view period, double by) const {
    BOOST_TEST(std::fabs(change(series, period) - by) < 1e-9,
               series << "@" << period << ": " << change(series, period));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_slip)

BOOST_AUTO_TEST_CASE(revenue_cost_and_backlog_move_together) {
  const Slipped slipped;
  slipped.moves("revenue.si.construction", "2023Q3", -1500);
  slipped.moves("revenue.si.construction", "FY2023", -3000);
  slipped.moves("revenue.si.construction", "FY2024", 3000);
  slipped.moves("cost.si.total", "FY2023", -3000 * (1 - 0.167));
  slipped.moves("cost.si.total", "FY2024", 3000 * (1 - 0.167));
  slipped.moves("backlog.si.construction", "2023Q3", 1500);
  slipped.moves("backlog.si.construction", "2023Q4", 3000);
  slipped.moves("backlog.si.construction", "2024Q2", 0);
  slipped.moves("operating_profit", "FY2023",
                -3000 * 0.167 + slipped.change("sga.total", "FY2023") * -1);
}

BOOST_AUTO_TEST_CASE(no_other_line_of_revenue_moves) {
  const Slipped slipped;
  const std::set<std::string, std::less<>> sums = {"revenue.si.construction", "revenue.si.total",
                                                   "revenue.network_and_si", "revenue.one_time",
                                                   "revenue.total"};
  std::size_t unmoved = 0;
  for (const Series& series : iij::base().model().series) {
    if (!series.name.starts_with("revenue.") || sums.contains(series.name)) continue;
    for (const std::string_view year : {"FY2023", "FY2024", "FY2025"}) {
      const double before = iij::base().at(series.name, year);
      const double after = slipped.late->at(series.name, year);
      BOOST_TEST((iij::same_bits(before, after)), series.name << "@" << year);
      ++unmoved;
    }
  }
  BOOST_TEST(unmoved > 40u);
}

BOOST_AUTO_TEST_CASE(the_two_years_together_are_unchanged) {
  const Slipped slipped;
  for (const std::string_view series :
       {"revenue.total", "revenue.si.construction", "cost.si.total"}) {
    const double both = slipped.change(series, "FY2023") + slipped.change(series, "FY2024");
    BOOST_TEST(std::fabs(both) < 1e-9, series << ": " << both);
  }
}

BOOST_AUTO_TEST_SUITE_END()
