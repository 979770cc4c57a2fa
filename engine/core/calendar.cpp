#include "engine/core/calendar.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace headwater {

namespace {

constexpr std::array<std::string_view, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Rounds down, also below zero: the year before fiscal year 0 is -1.
constexpr std::int32_t floor_divide(std::int32_t number, std::int32_t by) {
  return number >= 0 ? number / by : -((by - 1 - number) / by);
}

// All of `text` as digits, or nothing.
std::optional<int> digits(std::string_view text, std::size_t count_min, std::size_t count_max) {
  if (text.size() < count_min || text.size() > count_max) return std::nullopt;
  int number = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  return number;
}

// Two digits are 2000..2099; four are themselves.
std::optional<int> printed_year(std::string_view text) {
  if (text.size() == 2) {
    const auto year = digits(text, 2, 2);
    return year ? std::optional(2000 + *year) : std::nullopt;
  }
  return digits(text, 4, 4);
}

// Two digits where they read back as the same year, else four.
std::string short_year(int year) {
  return 2000 <= year && year <= 2099 ? fmt::format("{:02}", year - 2000)
                                      : fmt::format("{:04}", year);
}

// As "{:04}": by hand, since every figure written for a program bears its period's name.
std::string four_digits(int year) {
  if (year < 0 || year > 9999) return fmt::format("{:04}", year);
  const auto digit = [](int number) { return char('0' + number % 10); };
  return {digit(year / 1000), digit(year / 100), digit(year / 10), digit(year)};
}

int count_in_year(BasePeriod base) {
  switch (base) {
    case BasePeriod::month: return 12;
    case BasePeriod::quarter: return 4;
    case BasePeriod::year: return 1;
  }
  throw std::invalid_argument("base must be month, quarter or year");
}

void check_bound(std::string_view field, int value, int least, int most) {
  if (least <= value && value <= most) return;
  throw std::invalid_argument(
      fmt::format("{} must be {} to {}, not {}", field, least, most, value));
}

// A name taken apart: the letter, and what stands before and behind it.
struct Lettered {
  char letter;
  std::string_view before;
  std::string_view behind;
};

std::optional<Lettered> take_apart(std::string_view text) {
  const std::size_t at = text.find_first_of("QHM");
  if (at == std::string_view::npos) return std::nullopt;
  return Lettered{text[at], text.substr(0, at), text.substr(at + 1)};
}

std::optional<std::pair<int, int>> year_and_number(const Lettered& name) {
  const bool is_canonical = name.before.size() == 4;  // "2023Q3"; printed, it is "3Q23"
  const auto year = is_canonical ? digits(name.before, 4, 4) : printed_year(name.behind);
  const auto number = is_canonical ? digits(name.behind, 1, 1) : digits(name.before, 1, 1);
  if (!year || !number) return std::nullopt;
  return std::pair(*year, *number);
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  const bool has_day = text.size() == 10;
  if (!has_day && text.size() != 7) return std::nullopt;
  if (text[4] != '-' || (has_day && text[7] != '-')) return std::nullopt;
  const auto year = digits(text.substr(0, 4), 4, 4);
  const auto month = digits(text.substr(5, 2), 2, 2);
  const auto day = has_day ? digits(text.substr(8), 2, 2) : std::optional(1);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return has_day ? Day{*year, *month, *day} : end_of({*year, *month});
}

std::string text_of(const Day& day) {
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

const char* name_of(BasePeriod base) {
  return base == BasePeriod::month ? "month" : base == BasePeriod::quarter ? "quarter" : "year";
}

Calendar::Calendar(BasePeriod base, int first_month, std::string label_format)
    : base_(base),
      first_month_(first_month),
      periods_per_year_(count_in_year(base)),
      label_format_(std::move(label_format)) {
  check_bound("first_month", first_month, 1, 12);
}

int Calendar::month_of_year(Period period) const { return last_month(period).month; }

int Calendar::days(Period period) const {
  const auto begin_of = [this](Period of) {
    const Month month = first_month(of);
    return std::chrono::sys_days(std::chrono::year(month.year) /
                                 std::chrono::month(static_cast<unsigned>(month.month)) / 1);
  };
  return static_cast<int>((begin_of(period + 1) - begin_of(period)).count());
}

Month Calendar::first_month(Period period) const {
  const std::int32_t months = period.index * months_per_period() + first_month_ - 1;
  const std::int32_t year = floor_divide(months, 12);
  return {year, months - 12 * year + 1};
}

Month Calendar::last_month(Period period) const {
  const Month next = first_month(period + 1);
  return next.month == 1 ? Month{next.year - 1, 12} : Month{next.year, next.month - 1};
}

Month Calendar::start_of_year(int fiscal_year) const { return {fiscal_year, first_month_}; }

Period Calendar::period(int fiscal_year, int position) const {
  check_bound("position", position, 1, periods_per_year());
  return {fiscal_year * periods_per_year() + position - 1};
}

PeriodSpan Calendar::year(int fiscal_year) const {
  return {period(fiscal_year, 1), period(fiscal_year, periods_per_year())};
}

PeriodSpan Calendar::half(int fiscal_year, int half) const {
  check_bound("half", half, 1, base_ == BasePeriod::year ? 0 : 2);
  const int periods = periods_per_year() / 2;
  return {period(fiscal_year, (half - 1) * periods + 1), period(fiscal_year, half * periods)};
}

PeriodSpan Calendar::quarter(int fiscal_year, int quarter) const {
  check_bound("quarter", quarter, 1, base_ == BasePeriod::year ? 0 : 4);
  const int periods = periods_per_year() / 4;
  return {period(fiscal_year, (quarter - 1) * periods + 1), period(fiscal_year, quarter * periods)};
}

PeriodSpan Calendar::year_to_date(Period last) const {
  return {period(fiscal_year(last), 1), last};
}
std::optional<PeriodSpan> Calendar::parse(std::string_view text) const {
  if (text.starts_with("FY")) {
    const auto year_number = printed_year(text.substr(2));
    return year_number ? std::optional(year(*year_number)) : std::nullopt;
  }
  const auto name = take_apart(text);
  if (!name || base_ == BasePeriod::year) return std::nullopt;
  if (name->letter == 'M') return parse_named_month(text);
  const auto numbers = year_and_number(*name);
  if (!numbers) return std::nullopt;
  const auto [fiscal_year, number] = *numbers;
  const int number_max = name->letter == 'H' ? 2 : 4;
  if (number < 1 || number > number_max) return std::nullopt;
  return name->letter == 'H' ? half(fiscal_year, number) : quarter(fiscal_year, number);
}

// "2023M02" is February 2023, whichever fiscal year that falls in.
std::optional<PeriodSpan> Calendar::parse_named_month(std::string_view text) const {
  if (base_ != BasePeriod::month || text.size() != 7) return std::nullopt;
  const auto year = digits(text.substr(0, 4), 4, 4);
  const auto month = digits(text.substr(5), 2, 2);
  if (text[4] != 'M' || !year || !month || *month < 1 || *month > 12) return std::nullopt;
  const Period named = {*year * 12 + *month - first_month_};
  return PeriodSpan{named, named};
}

bool Calendar::is_year(PeriodSpan span) const {
  return span.count() == periods_per_year_ && position(span.first) == 1;
}

// Whether a span is one of the equal parts of its fiscal year; never of an annual calendar's.
bool Calendar::is_part(PeriodSpan span, int parts_per_year) const {
  if (base_ == BasePeriod::year) return false;
  const int periods = periods_per_year_ / parts_per_year;
  return span.count() == periods && (position(span.first) - 1) % periods == 0;
}

bool Calendar::is_half(PeriodSpan span) const { return is_part(span, 2); }

bool Calendar::is_quarter(PeriodSpan span) const { return is_part(span, 4); }

bool Calendar::is_nine_months(PeriodSpan span) const {
  return position(span.first) == 1 && span.count() * months_per_period() == 9;
}

std::string Calendar::name(PeriodSpan span) const {
  const int year_number = fiscal_year(span.first);
  if (is_year(span)) return "FY" + four_digits(year_number);
  if (is_half(span)) return four_digits(year_number) + (position(span.first) == 1 ? "H1" : "H2");
  if (is_quarter(span)) {
    return four_digits(year_number) + 'Q' + char('0' + quarter_of_year(span.first));
  }
  if (span.count() == 1) {
    const Month month = first_month(span.first);
    return fmt::format("{:04}M{:02}", month.year, month.month);
  }
  return fmt::format("{}..{}", name({span.first, span.first}), name({span.last, span.last}));
}

std::string Calendar::label(PeriodSpan span) const {
  const std::string year_digits = short_year(fiscal_year(span.first));
  if (is_year(span)) return "FY" + year_digits;
  if (span.count() == 1) return period_label(span.first);
  if (is_half(span)) return (position(span.first) == 1 ? "1H" : "2H") + year_digits;
  if (is_quarter(span)) return fmt::format("{}Q{}", quarter_of_year(span.first), year_digits);
  if (is_nine_months(span)) return "9M" + year_digits;
  return fmt::format("{}–{}", label({span.first, span.first}), label({span.last, span.last}));
}

// Unknown words in braces stay as they are: a label is decoration, and this shows the slip.
std::string Calendar::period_label(Period period) const {
  const int month = month_of_year(period);
  const std::array<std::pair<std::string_view, std::string>, 5> fields = {{
      {"{q}", fmt::format("{}", quarter_of_year(period))},
      {"{m}", fmt::format("{:02}", month)},
      {"{mon}", std::string(month_names.at(static_cast<std::size_t>(month - 1)))},
      {"{yy}", short_year(fiscal_year(period))},
      {"{yyyy}", fmt::format("{:04}", fiscal_year(period))},
  }};
  std::string label;
  for (std::string_view rest = label_format_; !rest.empty();) {
    const auto field = std::find_if(fields.begin(), fields.end(), [rest](const auto& known) {
      return rest.starts_with(known.first);
    });
    label += field == fields.end() ? std::string(1, rest.front()) : field->second;
    rest.remove_prefix(field == fields.end() ? 1 : field->first.size());
  }
  return label;
}

std::optional<std::pair<PeriodSpan, PeriodSpan>> Calendar::parts(PeriodSpan span) const {
  if (span.count() <= 1) return std::nullopt;
  const auto cut_before = [span](Period second) {
    return std::pair(PeriodSpan{span.first, second - 1}, PeriodSpan{second, span.last});
  };
  if (is_year(span) || is_half(span)) return cut_before(span.first + span.count() / 2);
  if (is_nine_months(span)) return cut_before(span.first + span.count() / 3 * 2);
  return cut_before(span.last);
}

}  // namespace headwater
