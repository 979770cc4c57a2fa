// The blocks of a scenario file that define studies: sweep, tornado.
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"

namespace headwater::detail {
namespace {

using namespace tree;

constexpr int points_max = 1'000'000;

// a to b in n points, a to b in steps of s
void parse_range(Cursor& cursor, Across& across) {
  across.values.push_back(parse_amount(cursor));
  cursor.expect("in", "after the range, then the number of points or the step",
                "in 7 points, or in steps of 5%");
  if (cursor.accept("steps")) {
    cursor.expect("of", "after 'steps'", "in steps of 5%");
    across.step = parse_amount(cursor);
    return;
  }
  const Token& count = cursor.expect(TokenKind::number, "a number of points", "in 7 points");
  cursor.expect("points", "after their number");
  const bool whole =
      count.text.find_first_not_of("0123456789") == std::string::npos && count.text.size() <= 7;
  across.points = whole ? std::stoi(count.text) : 0;
  if (across.points < 2 || across.points > points_max) {
    cursor.fail("bad-points", count.place,
                fmt::format("a range goes in 2 to {} points", points_max), "in 7 points");
  }
}

// across X in P = v, v, v      across X = a to b in n points
Across parse_across(Cursor& cursor) {
  Across across;
  const Place begin = cursor.previous().place;
  across.with = cursor.previous().text == "with";
  across.target = parse_name(cursor, "a driver", "across si.conversion = 30% to 60% in 7 points");
  across.periods = parse_when(cursor);
  cursor.expect("=", "before the values", "for example across si.conversion = 30%, 35%, 40%");
  across.values.push_back(parse_amount(cursor));
  if (cursor.accept("to")) {
    parse_range(cursor, across);
  } else {
    while (cursor.accept(",")) across.values.push_back(parse_amount(cursor));
  }
  across.place = cursor.since(begin);
  return across;
}

// cases of X in P, Y in P
void parse_listed(Cursor& cursor, Sweep& sweep) {
  cursor.expect("of", "after 'cases'", "cases of bandwidth.growth, si.conversion in 2023Q3..");
  do {
    Across axis;
    axis.place = cursor.peek().place;
    axis.target = parse_name(cursor, "a driver", "cases of bandwidth.growth, si.conversion");
    axis.periods = parse_when(cursor);
    axis.place = cursor.since(axis.place);
    sweep.listed.push_back(std::move(axis));
  } while (cursor.accept(","));
}

// case "Bear" = v, v
void parse_case(Cursor& cursor, Sweep& sweep) {
  Case one;
  const Place begin = cursor.previous().place;
  one.title = parse_title(cursor);
  cursor.expect("=", "before the values", "for example case \"Bear\" = 1%, base * 0.9");
  do one.values.push_back(parse_amount(cursor));
  while (cursor.accept(","));
  one.place = cursor.since(begin);
  if (one.values.size() != sweep.listed.size()) {
    cursor.fail("row-length", one.place,
                fmt::format("this case has {} value{} for {} driver{}", one.values.size(),
                            one.values.size() == 1 ? "" : "s", sweep.listed.size(),
                            sweep.listed.size() == 1 ? "" : "s"),
                sweep.listed.empty() ? "first say of which: cases of DRIVER, DRIVER"
                                     : "give each driver one value; base leaves it as it is");
  }
  sweep.cases.push_back(std::move(one));
}

void refuse_empty(Cursor& cursor, const Sweep& sweep, const Place& header) {
  const bool varies = !sweep.axes.empty() || !sweep.cases.empty();
  if (varies && !sweep.shown.empty()) return;
  cursor.fail("empty-sweep", header,
              varies ? "this sweep shows nothing" : "this sweep varies nothing",
              varies ? "add a line: show operating_profit in FY2023"
                     : "add a line: across DRIVER = 1%, 2%, 3%");
}

bool is_end(const Cursor& cursor) { return cursor.sees("low") || cursor.sees("high"); }

// range low, range high, base * 0.9, 2%
End parse_end(Cursor& cursor) {
  End end;
  if (!cursor.accept("range")) {
    end.value = parse_amount(cursor);
    return end;
  }
  const bool low = cursor.accept("low");
  if (!low) cursor.expect("high", "or 'low' after 'range'", "low range low  high range high");
  end.from = low ? End::From::range_low : End::From::range_high;
  return end;
}

void parse_ends(Cursor& cursor, std::optional<End>& low, std::optional<End>& high) {
  while (is_end(cursor)) {
    const bool lower = cursor.take().text == "low";
    (lower ? low : high) = parse_end(cursor);
  }
}

// across X, Y in P low L high H      across group "Rates", "Volume" together
Bars parse_bars(Cursor& cursor) {
  Bars bars;
  const Place begin = cursor.previous().place;
  bars.group = cursor.accept("group");
  do {
    const bool quoted = bars.group && cursor.sees(TokenKind::text);
    if (quoted) {
      const Text title = parse_text(cursor, "a group");
      bars.names.push_back({title.text, title.place});
    } else if (cursor.sees("*")) {
      const Place star = cursor.take().place;
      bars.names.push_back({"*", star});
    } else {
      bars.names.push_back(parse_name(cursor, bars.group ? "a group between quotes" : "a driver",
                                      "across group *, or across si.conversion"));
    }
  } while (cursor.accept(","));
  bars.together = cursor.accept("together");
  bars.periods = parse_when(cursor);
  parse_ends(cursor, bars.low, bars.high);
  bars.place = cursor.since(begin);
  return bars;
}

}  // namespace

void parse_show(Cursor& cursor, std::vector<Name>& shown, std::vector<PeriodText>& periods) {
  do shown.push_back(parse_name(cursor, "a series", "show operating_profit in FY2023"));
  while (cursor.accept(","));
  cursor.expect("in", "before the periods to show",
                "for example show operating_profit in FY2023, FY2024");
  do periods.push_back(parse_periods(cursor));
  while (cursor.accept(","));
}

void fail_unknown_clause(Cursor& cursor, const std::vector<std::string>& known,
                         std::string_view advice) {
  const Token& token = cursor.peek();
  const auto near = nearest(token.text, known);
  cursor.fail("unknown-clause", token.place, fmt::format("{} begins no clause", found(token)),
              near ? fmt::format("did you mean '{}'?", *near) : std::string(advice));
}

Item parse_sweep(Cursor& cursor, std::uint32_t column) {
  Sweep sweep;
  const Place begin = cursor.previous().place;
  sweep.name = parse_name(cursor, "the sweep's name", "sweep rates \"Interconnection rates\"");
  sweep.title = parse_title(cursor);
  const Place header = cursor.since(begin);
  while (next_clause(cursor, column)) {
    if (cursor.accept("across") || (!sweep.axes.empty() && cursor.accept("with"))) {
      sweep.axes.push_back(parse_across(cursor));
    } else if (cursor.accept("cases")) {
      parse_listed(cursor, sweep);
    } else if (cursor.accept("case")) {
      parse_case(cursor, sweep);
    } else if (cursor.accept("show")) {
      parse_show(cursor, sweep.shown, sweep.periods);
    } else {
      fail_unknown_clause(cursor, {"across", "with", "cases", "case", "show"},
                          "a sweep has lines that begin with across and one that begins with show");
    }
  }
  refuse_empty(cursor, sweep, header);
  sweep.place = header;
  return {std::move(sweep)};
}

Item parse_tornado(Cursor& cursor, std::uint32_t column) {
  Tornado tornado;
  const Place begin = cursor.previous().place;
  tornado.title = parse_title(cursor);
  const Place header = cursor.since(begin);
  while (next_clause(cursor, column)) {
    if (cursor.accept("across")) {
      tornado.bars.push_back(parse_bars(cursor));
    } else if (is_end(cursor)) {
      parse_ends(cursor, tornado.low, tornado.high);
    } else if (cursor.accept("show")) {
      parse_show(cursor, tornado.shown, tornado.periods);
    } else {
      fail_unknown_clause(cursor, {"across", "low", "high", "show"},
                          "a tornado has lines that begin with across, low, high and show");
    }
  }
  const bool varies = !tornado.bars.empty();
  if (!varies || tornado.shown.empty()) {
    cursor.fail("empty-sweep", header,
                varies ? "this tornado shows nothing" : "this tornado varies nothing",
                varies ? "add a line: show operating_profit in FY2024"
                       : "add a line: across group *  low range low  high range high");
  }
  tornado.place = header;
  return {std::move(tornado)};
}

}  // namespace headwater::detail
