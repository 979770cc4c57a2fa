// The fiscal calendar: base periods, the halves and years they add up to, and their names.
//
// A fiscal year is named after the calendar year it starts in: with a start in April, 2023Q3 is
// October to December 2023 and FY2023 ends in March 2024.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headwater {

// A base period, counted from the first of fiscal year 0. Differences are numbers of periods.
struct Period {
  std::int32_t index = 0;
  auto operator<=>(const Period&) const = default;
};
constexpr Period operator+(Period period, std::int32_t periods) { return {period.index + periods}; }
constexpr Period operator-(Period period, std::int32_t periods) { return {period.index - periods}; }
constexpr std::int32_t operator-(Period left, Period right) { return left.index - right.index; }

// Consecutive periods, both ends inside. A single period is a span of one.
struct PeriodSpan {
  Period first;
  Period last;
  auto operator<=>(const PeriodSpan&) const = default;
  std::int32_t count() const { return last - first + 1; }
  bool contains(Period period) const { return first <= period && period <= last; }
  bool contains(PeriodSpan span) const { return first <= span.first && span.last <= last; }
};

// Whether two spans have a period in common.
inline bool overlap(const PeriodSpan& left, const PeriodSpan& right) {
  return !(left.last < right.first || right.last < left.first);
}

struct Month {  // of the civil calendar
  std::int32_t year = 0;
  std::int32_t month = 1;  // 1..12
  auto operator<=>(const Month&) const = default;
};

struct Day {  // of the civil calendar
  std::int32_t year = 0;
  std::int32_t month = 1;  // 1..12
  std::int32_t day = 1;    // 1..31
  auto operator<=>(const Day&) const = default;
};

// The end of a month, whatever its length: no day of it comes later.
constexpr Day end_of(Month month) { return {month.year, month.month, 31}; }

// "2023-03-15"; "2023-03" is the end of that month. Nothing when there is no such day.
std::optional<Day> parse_day(std::string_view text);
std::string text_of(const Day& day);  // "2023-03-15"

enum class BasePeriod { month, quarter, year };
const char* name_of(BasePeriod base);  // "quarter", as units name it too

class Calendar {
 public:
  // `first_month` is the civil month a fiscal year starts in, 1..12. `label_format` writes a base
  // period: {q} quarter of year, {m} month of year (01..12), {mon} Jan..Dec, {yy} and {yyyy}
  // fiscal year; a year is always "FY23". Throws std::invalid_argument outside 1..12.
  explicit Calendar(BasePeriod base = BasePeriod::quarter, int first_month = 1,
                    std::string label_format = "{q}Q{yy}");

  BasePeriod base() const { return base_; }
  int periods_per_year() const { return periods_per_year_; }
  int months_per_period() const { return 12 / periods_per_year_; }
  // Rounds down, also below zero: the year before fiscal year 0 is -1.
  int fiscal_year(Period period) const {
    const std::int32_t by = periods_per_year_;
    return period.index >= 0 ? period.index / by : -((by - 1 - period.index) / by);
  }
  // 1..periods_per_year() within its fiscal year
  int position(Period period) const {
    return period.index - fiscal_year(period) * periods_per_year_ + 1;
  }
  // 1..4; of an annual period, 4
  int quarter_of_year(Period period) const {
    return (position(period) * months_per_period() + 2) / 3;
  }
  int month_of_year(Period period) const;  // civil month of the period's last month, 1..12
  int days(Period period) const;           // real days of the civil calendar
  Month first_month(Period period) const;
  Month last_month(Period period) const;
  Month start_of_year(int fiscal_year) const;

  // These throw std::invalid_argument for a position, half or quarter the calendar has not got.
  Period period(int fiscal_year, int position) const;
  PeriodSpan year(int fiscal_year) const;
  PeriodSpan half(int fiscal_year, int half) const;        // half 1 or 2; base month or quarter
  PeriodSpan quarter(int fiscal_year, int quarter) const;  // base month or quarter
  PeriodSpan year_to_date(Period last) const;              // from its fiscal year's first period

  // "2023Q3", "2023H2", "FY2023", "2023M10" (civil year and month, monthly calendars), and the
  // printed forms "3Q23", "2H23", "FY23". Nothing when it is no period of this calendar (a month
  // in a quarterly calendar, a fifth quarter). Two-digit years are 2000..2099.
  std::optional<PeriodSpan> parse(std::string_view text) const;

  // The canonical name of a month, quarter, half or year; else "FIRST..LAST". parse(name(s)) == s
  // for the former.
  std::string name(PeriodSpan span) const;
  // As people print it: "3Q23", "2H23", "FY23"; nine months "9M23"; else FIRST–LAST. Years
  // outside 2000..2099 keep four digits.
  std::string label(PeriodSpan span) const;

  // The two aligned parts a span is the sum of: a year its halves, a half its quarters (of three
  // months, the first two and the third), nine months the first half and 3Q. Any other span
  // splits off its last period. Nothing for a single period or for a span that ends before it
  // begins. This is the one summation tree.
  std::optional<std::pair<PeriodSpan, PeriodSpan>> parts(PeriodSpan span) const;

  bool is_year(PeriodSpan span) const;
  bool is_half(PeriodSpan span) const;

  bool operator==(const Calendar&) const = default;

 private:
  std::optional<PeriodSpan> parse_named_month(std::string_view text) const;
  bool is_quarter(PeriodSpan span) const;
  bool is_nine_months(PeriodSpan span) const;
  bool is_part(PeriodSpan span, int parts_per_year) const;
  std::string period_label(Period period) const;

  BasePeriod base_;
  int first_month_;
  int periods_per_year_;  // of the base: asked for at every cell
  std::string label_format_;
};

}  // namespace headwater
