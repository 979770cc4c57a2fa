#include "engine/core/calendar.hpp"

#include <array>
#include <cstdint>
#include <ostream>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace headwater;

namespace headwater {

std::ostream& boost_test_print_type(std::ostream& out, const Month& month) {
  return out << month.year << '-' << month.month;
}
std::ostream& boost_test_print_type(std::ostream& out, const PeriodSpan& span) {
  return out << span.first.index << ".." << span.last.index;
}

}  // namespace headwater

namespace {

constexpr std::array<BasePeriod, 3> bases = {BasePeriod::month, BasePeriod::quarter,
                                             BasePeriod::year};
constexpr std::array<int, 4> first_months = {1, 4, 7, 10};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_of(Month month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[static_cast<std::size_t>(month.month - 1)] +
         (month.month == 2 && is_leap(month.year) ? 1 : 0);
}

// What `text` names, by its canonical name.
std::string read(const Calendar& calendar, std::string_view text) {
  const auto span = calendar.parse(text);
  return span ? calendar.name(*span) : "(nothing)";
}

std::string parts_of(const Calendar& calendar, PeriodSpan span) {
  const auto parts = calendar.parts(span);
  return parts ? calendar.name(parts->first) + " + " + calendar.name(parts->second) : "(whole)";
}

// The whole tree below `span`, in brackets.
std::string tree_of(const Calendar& calendar, PeriodSpan span) {
  const auto parts = calendar.parts(span);
  if (!parts) return calendar.label(span);
  return fmt::format("({} {})", tree_of(calendar, parts->first), tree_of(calendar, parts->second));
}

const Calendar april_quarters(BasePeriod::quarter, 4);
const Calendar april_months(BasePeriod::month, 4, "{mon}");

}  // namespace

BOOST_AUTO_TEST_SUITE(calendar)

// With a start in April, 3Q is October to December: 31 + 30 + 31 days.
BOOST_AUTO_TEST_CASE(a_fiscal_year_is_named_after_the_year_it_starts_in) {
  const Period third = april_quarters.period(2023, 3);
  const Period fourth = april_quarters.period(2023, 4);

  BOOST_TEST(april_quarters.first_month(third) == (Month{2023, 10}));
  BOOST_TEST(april_quarters.last_month(third) == (Month{2023, 12}));
  BOOST_TEST(april_quarters.days(third) == 92);
  BOOST_TEST(april_quarters.last_month(fourth) == (Month{2024, 3}));
  BOOST_TEST(april_quarters.days(fourth) == 31 + 29 + 31);
  BOOST_TEST(april_quarters.start_of_year(2023) == (Month{2023, 4}));
  BOOST_TEST(april_quarters.month_of_year(fourth) == 3);
}

// Counted month by month from the year's first: its civil month, its days, its quarter.
BOOST_AUTO_TEST_CASE(every_period_of_a_century_has_its_months_days_and_position) {
  for (const BasePeriod base : bases) {
    for (const int first_month : first_months) {
      const Calendar calendar(base, first_month);
      const int months = calendar.months_per_period();
      for (int year = 2000; year <= 2100; ++year) {
        Month month = {year, first_month};
        for (int position = 1; position <= 12 / months; ++position) {
          const Period period = calendar.period(year, position);
          const Month first = month;
          Month last = month;
          int days = 0;
          for (int counted = 0; counted < months; ++counted) {
            last = month;
            days += days_of(month);
            month =
                month.month == 12 ? Month{month.year + 1, 1} : Month{month.year, month.month + 1};
          }
          BOOST_TEST_CONTEXT("FY" << year << ", period " << position << " of " << 12 / months
                                  << ", from month " << first_month) {
            BOOST_TEST(calendar.first_month(period) == first);
            BOOST_TEST(calendar.last_month(period) == last);
            BOOST_TEST(calendar.month_of_year(period) == last.month);
            BOOST_TEST(calendar.days(period) == days);
            BOOST_TEST(calendar.fiscal_year(period) == year);
            BOOST_TEST(calendar.position(period) == position);
            BOOST_TEST(calendar.quarter_of_year(period) == (position * months - 1) / 3 + 1);
          }
        }
        BOOST_TEST(month == (Month{year + 1, first_month}));
      }
    }
  }
}

// 2000 and 2096 are leap years, 2100 is not.
BOOST_AUTO_TEST_CASE(february_is_long_in_leap_years_only) {
  const Calendar months(BasePeriod::month);

  BOOST_TEST(months.days(months.period(2000, 2)) == 29);
  BOOST_TEST(months.days(months.period(2023, 2)) == 28);
  BOOST_TEST(months.days(months.period(2096, 2)) == 29);
  BOOST_TEST(months.days(months.period(2100, 2)) == 28);
}

BOOST_AUTO_TEST_CASE(the_periods_before_year_zero_count_down) {
  const Period before = Period{0} - 1;

  BOOST_TEST(april_quarters.fiscal_year(before) == -1);
  BOOST_TEST(april_quarters.position(before) == 4);
  BOOST_TEST(april_quarters.first_month(before) == (Month{0, 1}));
  BOOST_TEST(april_quarters.fiscal_year(Period{-4}) == -1);
  BOOST_TEST(april_quarters.fiscal_year(Period{-5}) == -2);
}

BOOST_AUTO_TEST_CASE(years_follow_each_other_without_gap_and_are_tiled_by_halves_and_quarters) {
  for (const BasePeriod base : {BasePeriod::month, BasePeriod::quarter}) {
    for (const int first_month : first_months) {
      const Calendar calendar(base, first_month);
      for (int year = 2000; year <= 2100; ++year) {
        const PeriodSpan whole = calendar.year(year);
        const PeriodSpan first = calendar.half(year, 1);
        const PeriodSpan second = calendar.half(year, 2);
        BOOST_TEST_CONTEXT("FY" << year) {
          BOOST_TEST(whole.count() == calendar.periods_per_year());
          BOOST_TEST(calendar.year(year + 1).first.index == whole.last.index + 1);
          BOOST_TEST(first == (PeriodSpan{whole.first, second.first - 1}));
          BOOST_TEST(second.last.index == whole.last.index);
          BOOST_TEST(first.count() == second.count());
          BOOST_TEST(first.last.index == calendar.quarter(year, 2).last.index);
          BOOST_TEST(second.first.index == calendar.quarter(year, 3).first.index);
          BOOST_TEST(calendar.quarter(year, 4).count() * 4 == whole.count());
          BOOST_TEST((calendar.is_year(whole) && !calendar.is_half(whole)));
          BOOST_TEST((calendar.is_half(first) && calendar.is_half(second)));
          BOOST_TEST(!calendar.is_year(first));
          BOOST_TEST(!calendar.is_half({first.first + 1, first.last + 1}));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_year_to_date_starts_with_its_fiscal_year) {
  const Period second = april_quarters.period(2023, 2);
  const Period third = april_quarters.period(2023, 3);

  BOOST_TEST(april_quarters.year_to_date(second) == april_quarters.half(2023, 1));
  BOOST_TEST(april_quarters.year_to_date(third).count() == 3);
  BOOST_TEST(april_quarters.year_to_date(third + 1) == april_quarters.year(2023));
  BOOST_TEST(april_quarters.year_to_date(third + 2).count() == 1);
}

BOOST_AUTO_TEST_CASE(a_span_contains_both_its_ends) {
  const PeriodSpan half = april_quarters.half(2023, 2);

  BOOST_TEST(half.count() == 2);
  BOOST_TEST(half.contains(half.first));
  BOOST_TEST(half.contains(half.last));
  BOOST_TEST(!half.contains(half.last + 1));
  BOOST_TEST(april_quarters.year(2023).contains(half));
  BOOST_TEST(!half.contains(april_quarters.year(2023)));
}

BOOST_AUTO_TEST_CASE(names_are_read_as_written_and_as_printed) {
  BOOST_TEST(read(april_quarters, "2023Q3") == "2023Q3");
  BOOST_TEST(read(april_quarters, "2023H2") == "2023H2");
  BOOST_TEST(read(april_quarters, "FY2023") == "FY2023");
  BOOST_TEST(read(april_quarters, "3Q23") == "2023Q3");
  BOOST_TEST(read(april_quarters, "2H23") == "2023H2");
  BOOST_TEST(read(april_quarters, "FY23") == "FY2023");
  BOOST_TEST(read(april_quarters, "FY99") == "FY2099");
  BOOST_TEST(read(april_quarters, "1Q1999") == "1999Q1");
}

BOOST_AUTO_TEST_CASE(a_month_is_named_by_its_civil_year) {
  const auto february = april_months.parse("2024M02");

  BOOST_TEST_REQUIRE(february.has_value());
  BOOST_TEST(april_months.first_month(february->first) == (Month{2024, 2}));
  BOOST_TEST(april_months.fiscal_year(february->first) == 2023);
  BOOST_TEST(april_months.name(*february) == "2024M02");
}

BOOST_AUTO_TEST_CASE(what_is_no_period_of_the_calendar_is_nothing) {
  for (const std::string_view text :
       {"",     "2023",    "2023Q0",  "2023Q5",  "2023H0",  "2023H3", "2023Q",
        "Q3",   "2023Q33", "2023q3",  "2023Q3 ", " 2023Q3", "202Q3",  "20233Q",
        "3Q2",  "3Q023",   "5Q23",    "3H23",    "33Q23",   "-3Q23",  "FY",
        "FY3",  "FY202",   "FY20233", "FY+023",  "2023M10", "9M23",   "2023Q1..2023Q2",
        "3Q2x", "202xQ3",  "2023QQ",  "FY２３"}) {
    BOOST_TEST_CONTEXT("'" << text << "'") {
      BOOST_TEST(read(april_quarters, text) == "(nothing)");
    }
  }
  for (const std::string_view text : {"2023M00", "2023M13", "2023M1", "10M23", "2023M+1"}) {
    BOOST_TEST_CONTEXT("'" << text << "'") { BOOST_TEST(read(april_months, text) == "(nothing)"); }
  }
  const Calendar years(BasePeriod::year);
  BOOST_TEST(read(years, "FY2023") == "FY2023");
  BOOST_TEST(read(years, "2023Q4") == "(nothing)");
  BOOST_TEST(read(years, "2H23") == "(nothing)");
}

// Two digits would read back as another century, so FY2100 keeps four.
BOOST_AUTO_TEST_CASE(every_name_and_label_of_a_century_reads_back_as_the_same_span) {
  for (const BasePeriod base : bases) {
    for (const int first_month : first_months) {
      const Calendar calendar(base, first_month);
      for (int year = 1990; year <= 2110; ++year) {
        std::vector<PeriodSpan> spans = {calendar.year(year)};
        for (int half = 1; base != BasePeriod::year && half <= 2; ++half) {
          spans.push_back(calendar.half(year, half));
        }
        for (int quarter = 1; base != BasePeriod::year && quarter <= 4; ++quarter) {
          spans.push_back(calendar.quarter(year, quarter));
        }
        for (const PeriodSpan& span : spans) {
          BOOST_TEST_CONTEXT(calendar.name(span) << ", " << calendar.label(span)) {
            BOOST_TEST((calendar.parse(calendar.name(span)) == span));
            BOOST_TEST((calendar.parse(calendar.label(span)) == span));
          }
        }
        for (int position = 1; position <= calendar.periods_per_year(); ++position) {
          const Period period = calendar.period(year, position);
          const PeriodSpan alone = {period, period};
          BOOST_TEST((calendar.parse(calendar.name(alone)) == alone), calendar.name(alone));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_label_is_what_people_print) {
  const Period third = april_quarters.period(2023, 3);

  BOOST_TEST(april_quarters.label({third, third}) == "3Q23");
  BOOST_TEST(april_quarters.label(april_quarters.half(2023, 2)) == "2H23");
  BOOST_TEST(april_quarters.label(april_quarters.year(2023)) == "FY23");
  BOOST_TEST(april_quarters.label(april_quarters.year(2100)) == "FY2100");
  BOOST_TEST(april_quarters.label(april_quarters.year_to_date(third)) == "9M23");
  BOOST_TEST(april_quarters.label({third, third + 4}) == "3Q23–3Q24");
  BOOST_TEST(april_quarters.name({third, third + 4}) == "2023Q3..2024Q3");
  BOOST_TEST(april_months.label(april_months.quarter(2023, 3)) == "3Q23");
  BOOST_TEST(Calendar(BasePeriod::year).label({Period{2023}, Period{2023}}) == "FY23");
}

// The eleventh month from April 2023 is February 2024, in the fourth quarter of FY2023.
BOOST_AUTO_TEST_CASE(a_label_follows_its_format) {
  const auto label = [](const char* format) {
    const Calendar calendar(BasePeriod::month, 4, format);
    const Period february = calendar.period(2023, 11);
    return calendar.label({february, february});
  };

  BOOST_TEST(label("{mon} {yy}") == "Feb 23");
  BOOST_TEST(label("{yyyy}-{m} ({q}Q)") == "2023-02 (4Q)");
  BOOST_TEST(label("{year} {") == "{year} {");  // no such word: it stays
}

BOOST_AUTO_TEST_CASE(a_sum_of_quarters_is_one_tree) {
  const Period first = april_quarters.period(2023, 1);

  BOOST_TEST(parts_of(april_quarters, april_quarters.year(2023)) == "2023H1 + 2023H2");
  BOOST_TEST(parts_of(april_quarters, april_quarters.half(2023, 2)) == "2023Q3 + 2023Q4");
  BOOST_TEST(parts_of(april_quarters, {first, first + 2}) == "2023H1 + 2023Q3");
  BOOST_TEST(parts_of(april_quarters, {first, first}) == "(whole)");
  BOOST_TEST(parts_of(april_quarters, {first, first - 1}) == "(whole)");
  // Nine months that are not a year to date split off their last, as any other span does.
  BOOST_TEST(parts_of(april_quarters, {first + 1, first + 3}) == "2023Q2..2023Q3 + 2023Q4");
  BOOST_TEST(tree_of(april_quarters, april_quarters.year(2023)) == "((1Q23 2Q23) (3Q23 4Q23))");
}

BOOST_AUTO_TEST_CASE(a_sum_of_months_is_the_same_tree_with_quarters_of_three) {
  BOOST_TEST(parts_of(april_months, april_months.half(2023, 1)) == "2023Q1 + 2023Q2");
  BOOST_TEST(parts_of(april_months, april_months.quarter(2023, 1)) == "2023M04..2023M05 + 2023M06");
  BOOST_TEST(tree_of(april_months, april_months.year(2023)) ==
             "((((Apr May) Jun) ((Jul Aug) Sep)) (((Oct Nov) Dec) ((Jan Feb) Mar)))");
  BOOST_TEST(tree_of(april_months, april_months.year_to_date(april_months.period(2023, 9))) ==
             "((((Apr May) Jun) ((Jul Aug) Sep)) ((Oct Nov) Dec))");
  BOOST_TEST(tree_of(april_months, april_months.year_to_date(april_months.period(2023, 4))) ==
             "(((Apr May) Jun) Jul)");
}

// Drawn spans, also odd ones: the parts are neighbours, neither is empty, and together they are
// the span.
BOOST_AUTO_TEST_CASE(parts_tile_the_span) {
  std::mt19937_64 random(2023);
  for (int draw = 0; draw < 2000; ++draw) {
    const Calendar calendar(bases[random() % 3], first_months[random() % 4]);
    const Period first = {static_cast<std::int32_t>(random() % 2000) - 1000};
    const PeriodSpan span = {first, first + static_cast<std::int32_t>(random() % 30 + 1)};
    const auto parts = calendar.parts(span);
    BOOST_TEST_CONTEXT("draw " << draw << ", " << calendar.name(span)) {
      BOOST_TEST_REQUIRE(parts.has_value());
      BOOST_TEST(parts->first.first.index == span.first.index);
      BOOST_TEST(parts->first.last.index + 1 == parts->second.first.index);
      BOOST_TEST(parts->second.last.index == span.last.index);
      BOOST_TEST(parts->first.count() >= 1);
      BOOST_TEST(parts->second.count() >= 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_day_is_read_as_written_and_a_month_as_its_end) {
  BOOST_TEST((parse_day("2024-02-29") == Day{2024, 2, 29}));
  BOOST_TEST((parse_day("2023-03") == end_of({2023, 3})));
  BOOST_TEST((Day{2023, 3, 31} <= end_of({2023, 3}) && end_of({2023, 3}) < Day{2023, 4, 1}));
  BOOST_TEST(text_of(Day{2023, 11, 8}) == "2023-11-08");
  for (const std::string_view text :
       {"", "2023", "2023-3", "2023-13", "2023-00", "2023-02-29", "2023-03-1", "2023/03",
        "2023-03/15", "x023-03", "2023-03-32", "2023-03-15T"}) {
    BOOST_TEST(!parse_day(text).has_value(), "'" << text << "'");
  }
}

BOOST_AUTO_TEST_CASE(a_caller_out_of_bounds_is_told_the_bound) {
  BOOST_CHECK_THROW(Calendar(BasePeriod::month, 0), std::invalid_argument);
  BOOST_CHECK_THROW(Calendar(BasePeriod::month, 13), std::invalid_argument);
  BOOST_CHECK_THROW(april_quarters.period(2023, 5), std::invalid_argument);
  BOOST_CHECK_THROW(april_quarters.half(2023, 3), std::invalid_argument);
  BOOST_CHECK_THROW(april_quarters.quarter(2023, 0), std::invalid_argument);
  BOOST_CHECK_THROW(Calendar(BasePeriod::year).half(2023, 1), std::invalid_argument);
  BOOST_CHECK_EXCEPTION(april_quarters.period(2023, 5), std::invalid_argument,
                        [](const std::invalid_argument& error) {
                          return std::string(error.what()) == "position must be 1 to 4, not 5";
                        });
}

BOOST_AUTO_TEST_SUITE_END()
