// The statements of a scenario file that are no study.
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"

namespace headwater::detail {
namespace {

using namespace tree;

// 2023Q2, or a date of three numbers: 2023-11-08
Name parse_period_or_date(Cursor& cursor) {
  if (!cursor.sees(TokenKind::number)) return parse_name(cursor, "a period", "as of 2023Q2");
  const Token& year = cursor.take();
  Name date{year.text, year.place};
  while (cursor.sees("-")) {
    date.text += cursor.take().text;
    date.text += cursor.expect(TokenKind::number, "a date", "as of 2023-11-08").text;
  }
  date.place = cursor.since(year.place);
  return date;
}

Name parse_target_name(Cursor& cursor, std::string_view example) {
  return parse_name(cursor, "a driver", example);
}

// V, or [V, V, V]: a value a period.
void parse_values(Cursor& cursor, Operation& operation) {
  if (!cursor.sees("[")) {
    operation.values.push_back(parse_amount(cursor));
    return;
  }
  const Token& open = cursor.take();
  operation.list = true;
  do operation.values.push_back(parse_amount(cursor));
  while (cursor.accept(","));
  if (!cursor.accept("]")) {
    const bool ends = cursor.sees(TokenKind::line_break) || cursor.at_end();
    if (ends) {
      cursor.fail("open-bracket", open.place, "this bracket is never closed", "close it with ]");
    }
    cursor.expect("]", "after the values", "for example [8.0, 9.5, 8.0] from 2023Q3 then hold");
  }
}

// fix X = V in P, or fix X total V in P by last year's profile
void parse_fix(Cursor& cursor, Operation& operation) {
  static constexpr std::string_view example = "fix revenue.wan = 7090 JPY mn in 2023Q3";
  operation.target = parse_name(cursor, "a series", example);
  if (!cursor.accept("total")) {
    cursor.expect("=", "before the value", fmt::format("for example {}", example));
    return parse_values(cursor, operation);
  }
  operation.values.push_back(parse_amount(cursor));
  operation.periods = parse_when(cursor);
  cursor.expect("by", "before the profile", "by last year's profile, by even profile");
  const Place begin = cursor.peek().place;
  if (cursor.accept("last")) {
    cursor.expect("year's", "after 'last'", "by last year's profile");
    operation.profile.text = "last year's";
  } else {
    cursor.expect("even", "or 'last year's' as a profile",
                  "by last year's profile, by even profile");
    operation.profile.text = "even";
  }
  operation.profile.place = cursor.since(begin);
  cursor.expect("profile", "after its kind", "by last year's profile");
}

// What stands between the word of an operation and its periods.
void parse_change(Cursor& cursor, std::string_view word, Operation& operation) {
  if (word == "set") {
    operation.target = parse_target_name(cursor, "set bandwidth.growth = 2.8%");
    cursor.expect("=", "before the new value", "for example set bandwidth.growth = 2.8%");
    parse_values(cursor, operation);
  } else if (word == "add") {
    parse_values(cursor, operation);
    cursor.expect("to", "before the driver", "for example add 1 pp to security.growth");
    operation.target = parse_target_name(cursor, "add 1 pp to security.growth");
  } else if (word == "ramp") {
    operation.target = parse_target_name(cursor, "ramp si.margin to 25% in 2023Q3..2024Q4");
    cursor.expect("to", "before the value at the end",
                  "for example ramp si.margin to 25% in 2023Q3..2024Q4 then hold");
    operation.values.push_back(parse_amount(cursor));
  } else if (word == "fix") {
    parse_fix(cursor, operation);
  } else if (word == "unfix") {
    operation.target = parse_name(cursor, "a series", "unfix revenue.wan in 2023Q3");
  } else if (word == "carry") {
    operation.target = parse_name(cursor, "a series", "carry sga.other by 50%");
    cursor.expect("by", "before what is left of the residual a period later",
                  "for example carry sga.other by 50%");
    operation.values.push_back(parse_amount(cursor));
  } else {
    const std::string example =
        fmt::format("{}", word == "slip"   ? "slip deals.overseas_dc by 2 quarters"
                          : word == "grow" ? "grow headcount.pay by 0.5% from 2023Q3"
                                           : "multiply si.conversion by 0.9");
    operation.target = parse_target_name(cursor, example);
    cursor.expect("by", "before how much", fmt::format("for example {}", example));
    word == "slip" ? operation.values.push_back(parse_amount(cursor))
                   : parse_values(cursor, operation);
  }
}

OperationKind kind_of(std::string_view word) {
  if (word == "add") return OperationKind::add;
  if (word == "multiply") return OperationKind::multiply;
  if (word == "grow") return OperationKind::grow;
  if (word == "ramp") return OperationKind::ramp;
  if (word == "slip") return OperationKind::slip;
  if (word == "fix") return OperationKind::fix;
  if (word == "unfix") return OperationKind::unfix;
  return word == "carry" ? OperationKind::carry : OperationKind::set;
}

// then hold | then base, and of an add factor why, owner and expires, in any order.
void parse_remarks(Cursor& cursor, Operation& operation) {
  for (;;) {
    if (cursor.accept("then")) {
      const bool hold = cursor.accept("hold");
      if (!hold) cursor.expect("base", "or 'hold' after 'then'", "then hold, or then base");
      operation.then = hold ? Then::hold : Then::base;
    } else if (cursor.accept("why")) {
      operation.why = parse_text(cursor, "a reason between quotes");
    } else if (cursor.accept("owner")) {
      operation.owner = parse_text(cursor, "who owns it, between quotes");
    } else if (cursor.accept("expires")) {
      operation.expires = parse_periods(cursor);
    } else {
      return;
    }
  }
}

}  // namespace

std::optional<PeriodText> parse_when(Cursor& cursor) {
  if (cursor.accept("in")) return parse_periods(cursor);
  if (!cursor.accept("from")) return std::nullopt;
  PeriodText periods = parse_periods(cursor);
  periods.last = {};
  return periods;
}

Item parse_operation(Cursor& cursor, std::string_view word) {
  Operation operation;
  const Place begin = cursor.previous().place;
  operation.kind = kind_of(word);
  parse_change(cursor, word, operation);
  const bool several = operation.list && operation.kind != OperationKind::unfix;
  if (!operation.periods) operation.periods = parse_when(cursor);
  if (several && !operation.periods) {
    cursor.fail("expected-word", cursor.peek().place, "from which period on are these values?",
                "for example [8.0, 9.5, 8.0] from 2023Q3 then hold");
  }
  parse_remarks(cursor, operation);
  operation.place = cursor.since(begin);
  return {std::move(operation)};
}

Item parse_scenario_statement(Cursor& cursor, std::string_view word) {
  const std::uint32_t column = cursor.take().column;
  if (word == "scenario") return {ScenarioHeader{parse_title(cursor)}};
  if (word == "extends") return {Extends{parse_text(cursor, "a file between quotes")}};
  if (word == "include") {
    Include include{parse_text(cursor, "a file between quotes"), false};
    include.override = cursor.accept("override");
    return {std::move(include)};
  }
  if (word == "why") return {Why{parse_text(cursor, "a reason between quotes")}};
  if (word == "sweep") return parse_sweep(cursor, column);
  if (word == "tornado") return parse_tornado(cursor, column);
  if (word == "target") return parse_target(cursor, column);
  if (word == "uncertainty") return parse_uncertainty(cursor, column);
  if (word == "sensitivity") return parse_sensitivity(cursor, column);
  if (word == "backtest") return parse_backtest(cursor, column);
  if (word == "as") {
    cursor.expect("of", "after 'as'");
    return {AsOf{parse_period_or_date(cursor)}};
  }
  return parse_operation(cursor, word);
}

}  // namespace headwater::detail
