// Printed half-years and the year before, against what the printed quarters add up to.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

// A printed total that its quarters must add up to.
struct Printed {
  std::string series;
  std::string period;
  std::string digits;
  std::string unit;
  bool operator<(const Printed& other) const {
    return std::tie(series, period, digits) < std::tie(other.series, other.period, other.digits);
  }
};

double half_of_last_digit(const std::string& digits) {
  const std::size_t point = digits.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : digits.size() - point - 1;
  return 0.5 * std::pow(10.0, -double(decimals));
}

// The unit a series is printed in by quarter; where no quarter is printed, its own in the model.
std::string quarterly_unit(const std::string& series) {
  static const auto units = [] {
    std::map<std::string, std::string> found;
    for (const iij::Row& row : iij::rows_of(iij::folder() / "data" / "actuals_quarterly.csv")) {
      found.emplace(row.at("series"), row.at("unit"));
    }
    return found;
  }();
  const auto found = units.find(series);
  return found == units.end() ? "JPY_million" : found->second;
}

// The rule of the data's own verification, never wider than the printed rounding allows: JPY mn to
// 1 for the sum of two printed quarters and to 2 for four; oku to half its last digit plus 0.02
// when the quarters are in JPY mn, else to 0.1, or 1 where printed as an integer; the quotient of
// exact figures to half its last digit; a level and an amount per share exactly as printed.
double tolerance_of(const Printed& printed, SeriesKind kind, bool two_quarters) {
  const bool integer = printed.digits.find('.') == std::string::npos;
  if (kind == SeriesKind::ratio) return half_of_last_digit(printed.digits);
  if (printed.unit == "JPY_100m" && quarterly_unit(printed.series) == "JPY_million") {
    return half_of_last_digit(printed.digits) + 0.02;
  }
  if (printed.unit == "JPY_100m") return integer ? 1 : 0.1;
  if (printed.unit == "JPY_million") return two_quarters ? 1 : 2;
  return 0;
}

bool quarters_known(const iij::Ran& base, SeriesId series, PeriodSpan span) {
  for (Period p = span.first; p <= span.last; p = p + 1) {
    if (is_missing(base.run.figures.at(series, {p, p}))) return false;
  }
  return true;
}

// The reported rows of a file that the model has a series for and that meet `wanted`.
template <typename Wanted>
std::set<Printed> printed_in(const std::string& file, const Wanted& wanted) {
  std::set<Printed> all;
  for (const iij::Row& row : iij::rows_of(iij::folder() / "data" / file)) {
    if (row.at("basis") != "reported" || !wanted(row)) continue;
    all.insert({row.at("series"), row.at("period"), row.at("value"), row.at("unit")});
  }
  return all;
}

// Compares every row whose series has all its quarters; the number of those.
std::size_t compare(const std::set<Printed>& rows) {
  const iij::Ran& base = iij::base();
  std::size_t compared = 0;
  for (const Printed& printed : rows) {
    const auto id = base.model().find(printed.series);
    const PeriodSpan span = base.span(printed.period);
    if (!id || !quarters_known(base, *id, span)) continue;
    ++compared;
    const Series& series = base.model().at(*id);
    const auto unit = base.model().units.parse(printed.unit);
    BOOST_TEST_REQUIRE(unit.has_value());
    const double ours = base.run.figures.at(*id, span) * series.unit.factor_to(*unit);
    const double tolerance = tolerance_of(printed, series.kind, span.count() == 2);
    const double difference = std::fabs(ours - std::stod(printed.digits));
    BOOST_TEST(difference <= tolerance + 1e-9,
               fmt::format("{} in {}: printed {} {}, the quarters give {}: {} apart, {} allowed",
                           printed.series, printed.period, printed.digits, printed.unit, ours,
                           difference, tolerance));
  }
  return compared;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_printed)

// Counted in the file: 101 rows of 1H22 and 1H23 are reported; 17 have no quarters to add up: IP
// services (1), the exchange result (2), CAPEX by area (8), and cash flow, not in the model (6).
BOOST_AUTO_TEST_CASE(quarters_add_up_to_every_printed_half_year) {
  const auto rows = printed_in("actuals_halfyear.csv", [](const iij::Row& row) {
    return row.at("period") == "2022H1" || row.at("period") == "2023H1";
  });

  const std::size_t compared = compare(rows);

  fmt::print("{} printed half-years compared\n", compared);
  BOOST_TEST(compared >= 101u - 17u);
}

// Counted in the file: 50 preferred rows of FY2022 are reported; 9 have no quarters to add up: IP
// services (1), CAPEX by area (4), cash flow (3) and staff turnover (1), not in the model.
BOOST_AUTO_TEST_CASE(quarters_add_up_to_every_printed_figure_of_the_year_before) {
  const auto rows = printed_in("actuals_annual.csv", [](const iij::Row& row) {
    return row.at("period") == "FY2022" && row.at("preferred") == "yes";
  });

  const std::size_t compared = compare(rows);

  fmt::print("{} printed figures of FY2022 compared\n", compared);
  BOOST_TEST(compared >= 50u - 9u);
}

BOOST_AUTO_TEST_SUITE_END()
