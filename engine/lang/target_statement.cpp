// The block of a scenario file that says what is wanted, and what may move for it: target.
#include <string>
#include <utility>
#include <vector>

#include "engine/lang/detail/cursor.hpp"

namespace headwater::detail {
namespace {

using namespace tree;

// reach X in P = guidance
Reach parse_reach(Cursor& cursor) {
  static constexpr std::string_view example = "reach operating_profit in FY2023 = guidance";
  Reach reach;
  reach.series = parse_name(cursor, "a series", example);
  cursor.expect("in", "before the periods", std::string(example));
  reach.periods = parse_periods(cursor);
  cursor.expect("=", "before the value", std::string(example));
  reach.guidance = cursor.accept("guidance");
  if (!reach.guidance) reach.value = parse_amount(cursor);
  return reach;
}

// by X in P within a to b; by add factor of Y in P
Instrument parse_instrument(Cursor& cursor) {
  Instrument instrument;
  if (cursor.sees("add") && cursor.peek(1).text == "factor") {
    cursor.accept("add");
    cursor.accept("factor");
    cursor.expect("of", "before the series", "by add factor of cost.other in 2023H2");
    instrument.add_factor = true;
  }
  instrument.driver = parse_name(cursor, "a driver", "by si.conversion in 2023H2");
  instrument.periods = parse_when(cursor);
  if (!cursor.accept("within")) return instrument;
  Range range;
  const Place begin = cursor.previous().place;
  range.low = parse_amount(cursor);
  cursor.expect("to", "between the bounds", "within -10% to 40%");
  range.high = parse_amount(cursor);
  range.place = cursor.since(begin);
  instrument.within = std::move(range);
  return instrument;
}

}  // namespace

Item parse_target(Cursor& cursor, std::uint32_t column) {
  Target target;
  const Place begin = cursor.previous().place;
  target.title = parse_title(cursor);
  target.place = cursor.since(begin);
  while (next_clause(cursor, column)) {
    if (cursor.accept("reach")) {
      target.reaches.push_back(parse_reach(cursor));
    } else if (cursor.accept("by")) {
      target.instruments.push_back(parse_instrument(cursor));
    } else {
      fail_unknown_clause(cursor, {"reach", "by"},
                          "a target has lines that begin with reach and with by");
    }
  }
  return {std::move(target)};
}

}  // namespace headwater::detail
