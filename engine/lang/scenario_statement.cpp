// The statements of a scenario file.
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"

namespace headwater::detail {
namespace {

using namespace tree;

constexpr int points_max = 1'000'000;

// set X = V in P   |   add V to X in P   |   multiply X by V in P
Item parse_operation(Cursor& cursor, std::string_view word) {
  Operation operation;
  const Place begin = cursor.previous().place;
  if (word == "set") {
    operation.kind = OperationKind::set;
    operation.target = parse_name(cursor, "a driver", "set bandwidth.growth = 2.8%");
    cursor.expect("=", "before the new value", "for example set bandwidth.growth = 2.8%");
    operation.value = parse_amount(cursor);
  } else if (word == "add") {
    operation.kind = OperationKind::add;
    operation.value = parse_amount(cursor);
    cursor.expect("to", "before the driver", "for example add 1 pp to security.growth");
    operation.target = parse_name(cursor, "a driver", "add 1 pp to security.growth");
  } else {
    operation.kind = OperationKind::multiply;
    operation.target = parse_name(cursor, "a driver", "multiply si.conversion by 0.9");
    cursor.expect("by", "before the factor", "for example multiply si.conversion by 0.9");
    operation.value = parse_amount(cursor);
  }
  if (cursor.accept("in")) {
    operation.periods = parse_periods(cursor);
  } else if (cursor.accept("from")) {
    operation.periods = parse_periods(cursor);
    operation.periods->last = {};
  }
  operation.place = cursor.since(begin);
  return {std::move(operation)};
}

// across X in P = v, v, v      across X = a to b in n points
Across parse_across(Cursor& cursor) {
  Across across;
  const Place begin = cursor.previous().place;
  across.target = parse_name(cursor, "a driver", "across si.conversion = 30% to 60% in 7 points");
  if (cursor.accept("in")) across.periods = parse_periods(cursor);
  cursor.expect("=", "before the values", "for example across si.conversion = 30%, 35%, 40%");
  across.values.push_back(parse_amount(cursor));
  if (cursor.accept("to")) {
    across.values.push_back(parse_amount(cursor));
    cursor.expect("in", "after the range, then the number of points");
    const Token count = cursor.expect(TokenKind::number, "a number of points", "in 7 points");
    cursor.expect("points", "after their number");
    const bool whole =
        count.text.find_first_not_of("0123456789") == std::string::npos && count.text.size() <= 7;
    across.points = whole ? std::stoi(count.text) : 0;
    if (across.points < 2 || across.points > points_max) {
      cursor.fail("bad-points", count.place,
                  fmt::format("a range goes in 2 to {} points", points_max), "in 7 points");
    }
  } else {
    while (cursor.accept(",")) across.values.push_back(parse_amount(cursor));
  }
  across.place = cursor.since(begin);
  return across;
}

void parse_show(Cursor& cursor, Sweep& sweep) {
  do sweep.shown.push_back(parse_name(cursor, "a series", "show operating_profit in FY2023"));
  while (cursor.accept(","));
  cursor.expect("in", "before the periods to show",
                "for example show operating_profit in FY2023, FY2024");
  do sweep.periods.push_back(parse_periods(cursor));
  while (cursor.accept(","));
}

// 2023Q2, or a date of three numbers: 2023-11-08
Name parse_period_or_date(Cursor& cursor) {
  if (!cursor.sees(TokenKind::number)) return parse_name(cursor, "a period", "as of 2023Q2");
  const Token year = cursor.take();
  Name date{year.text, year.place};
  while (cursor.sees("-")) {
    date.text += cursor.take().text;
    date.text += cursor.expect(TokenKind::number, "a date", "as of 2023-11-08").text;
  }
  date.place = cursor.since(year.place);
  return date;
}

Item parse_sweep(Cursor& cursor, std::uint32_t column) {
  Sweep sweep;
  const Place begin = cursor.previous().place;
  sweep.name = parse_name(cursor, "the sweep's name", "sweep rates \"Interconnection rates\"");
  sweep.title = parse_title(cursor);
  const Place header = cursor.since(begin);
  while (next_clause(cursor, column)) {
    const Token& token = cursor.peek();
    if (cursor.accept("across")) {
      sweep.axes.push_back(parse_across(cursor));
    } else if (cursor.accept("show")) {
      parse_show(cursor, sweep);
    } else {
      static const std::vector<std::string> known = {"across", "show"};
      const auto near = nearest(token.text, known);
      cursor.fail("unknown-clause", token.place, fmt::format("{} begins no clause", found(token)),
                  near ? fmt::format("did you mean '{}'?", *near)
                       : "a sweep has lines that begin with across and one that begins with show");
    }
  }
  if (sweep.axes.empty() || sweep.shown.empty()) {
    cursor.fail("empty-sweep", header,
                sweep.axes.empty() ? "this sweep varies nothing" : "this sweep shows nothing",
                sweep.axes.empty() ? "add a line: across DRIVER = 1%, 2%, 3%"
                                   : "add a line: show operating_profit in FY2023");
  }
  sweep.place = header;
  return {std::move(sweep)};
}

}  // namespace

Item parse_scenario_statement(Cursor& cursor, std::string_view word) {
  const std::uint32_t column = cursor.take().column;
  if (word == "scenario") return {ScenarioHeader{parse_title(cursor)}};
  if (word == "extends") return {Extends{parse_text(cursor, "a file between quotes")}};
  if (word == "include") return {Include{parse_text(cursor, "a file between quotes")}};
  if (word == "why") return {Why{parse_text(cursor, "a reason between quotes")}};
  if (word == "sweep") return parse_sweep(cursor, column);
  if (word == "as") {
    cursor.expect("of", "after 'as'");
    return {AsOf{parse_period_or_date(cursor)}};
  }
  return parse_operation(cursor, word);
}

}  // namespace headwater::detail
