// Periods, days, units and numbers as they are typed: what is understood comes back when it is
// written and read again, in each of the three calendars.
//
// The first byte chooses the calendar and the month that its year starts in; the rest is the text.
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <system_error>

#include "engine/core/calendar.hpp"
#include "engine/core/unit.hpp"
#include "engine/lang/lexer.hpp"
#include "tests/fuzz/harness.hpp"

namespace {

using namespace headwater;

Calendar calendar_of(std::uint8_t byte) {
  const BasePeriod base = byte % 3 == 0   ? BasePeriod::month
                          : byte % 3 == 1 ? BasePeriod::quarter
                                          : BasePeriod::year;
  return Calendar(base, byte / 3 % 12 + 1);
}

// The parts of a span are the span, and each has parts or is a single period.
void promise_parts(const Calendar& calendar, PeriodSpan span) {
  const auto parts = calendar.parts(span);
  fuzz::promise(parts.has_value() == (span.count() > 1), "several periods have parts");
  if (!parts) return;
  const auto& [left, right] = *parts;
  fuzz::promise(left.first == span.first && left.last + 1 == right.first &&
                    right.last == span.last && left.count() > 0 && right.count() > 0,
                "two parts make the whole");
  promise_parts(calendar, left);
  promise_parts(calendar, right);
}

void try_period(const Calendar& calendar, std::string_view text) {
  const auto span = calendar.parse(text);
  if (!span) return;
  fuzz::promise(calendar.parse(calendar.name(*span)) == span, "a period's name is read as it");
  fuzz::promise(!calendar.label(*span).empty(), "a period has a label");
  for (Period period = span->first; period <= span->last; period = period + 1) {
    const int year = calendar.fiscal_year(period);
    fuzz::promise(calendar.period(year, calendar.position(period)) == period,
                  "a period has its place in its year");
    fuzz::promise(calendar.year(year).contains(period), "a year holds its periods");
    const int days = calendar.days(period);
    const int months = calendar.months_per_period();
    fuzz::promise(28 * months <= days && days <= 31 * months, "a period has its months' days");
  }
  promise_parts(calendar, *span);
}

void try_day(std::string_view text) {
  const auto day = parse_day(text);
  if (!day) return;
  fuzz::promise(text_of(*day).starts_with(text.substr(0, 7)), "a day keeps its year and month");
  if (text.size() == 10) fuzz::promise(text_of(*day) == text, "a day is written as it was");
}

void try_unit(std::string_view text) {
  static const Units units = [] {
    Units known;
    known.declare("JPY mn", "1000000", *known.find("JPY"));
    return known;
  }();
  const auto unit = units.parse(text);
  if (unit && !unit->is_plain()) {
    fuzz::promise(units.parse(unit->text()) == unit, "a unit's text is read as it");
    const auto squared = unit->times(*unit, 1);
    if (squared) fuzz::promise(*squared / *unit == *unit, "a product can be taken apart");
    const double same = unit->factor_to(*unit);
    fuzz::promise(same == 1.0, "a unit is one of itself");
  }
}

// As `unit yen_lot = NUMBER JPY` does; the number is the text.
void try_factor(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos) return;
  Units units;
  const Unit yen = *units.find("JPY");
  if (!units.declare("yen_lot", text, yen)) return;
  double typed = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), typed);
  fuzz::promise(read.ptr == text.data() + text.size(), "a factor is a number");
  fuzz::promise(units.find("yen_lot")->factor_to(yen) == typed,
                "a factor is the nearest double to what was typed");
}

// Words and signs stand in the order of the file and within it, and a number is a number.
void try_words(std::string_view text) {
  Sources sources;
  const FileId file = sources.add("fuzz.model", std::string(text));
  const Lexed lexed = lex(file, sources);
  for (const Diagnostic& diagnostic : lexed.diagnostics) {
    fuzz::promise(!render(diagnostic, sources).empty(), "a message can be shown");
  }
  std::uint32_t reached = 0;
  for (const Token& token : lexed.tokens) {
    const Place& place = token.place;
    fuzz::promise(reached <= place.begin && place.begin <= place.end && place.end <= text.size(),
                  "a word stands behind the one before it");
    reached = place.end;
    if (token.kind != TokenKind::number) continue;
    double value = 0;
    const char* end = token.text.data() + token.text.size();
    const auto read = std::from_chars(token.text.data(), end, value);
    fuzz::promise(read.ptr == end && read.ec != std::errc::invalid_argument,
                  "a number is a number to the end");
  }
  const std::size_t count = lexed.tokens.size();
  fuzz::promise(count > 0 && lexed.tokens.back().kind == TokenKind::end, "words end in the end");
  fuzz::promise(count == 1 || lexed.tokens[count - 2].kind == TokenKind::line_break,
                "the last line is broken, if there is one");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text = fuzz::text_of(data + 1, size - 1);
  try_period(calendar_of(data[0]), text);
  try_day(text);
  try_unit(text);
  try_factor(text);
  try_words(text);
  return 0;
}
