// The blocks of a scenario file that other studies run: target, uncertainty.
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

// X in P ~ base * triangular(0.85, 1, 1.15) each period
Draw parse_draw(Cursor& cursor) {
  Draw draw;
  draw.driver = parse_name(cursor, "a driver", "bandwidth.growth ~ normal(3.2%, 1.2 pp)");
  draw.periods = parse_when(cursor);
  cursor.expect("~", "before the distribution", "bandwidth.growth ~ normal(3.2%, 1.2 pp)");
  draw.value = parse_amount(cursor);
  const bool unit = cursor.sees(TokenKind::name) && !ends_unit(cursor.peek().text);
  if (unit || cursor.sees("%")) draw.unit = parse_unit(cursor);
  draw.each_period = cursor.accept("each");
  if (draw.each_period) cursor.expect("period", "after 'each'", "each period");
  return draw;
}

Correlation parse_correlation(Cursor& cursor) {
  static constexpr std::string_view example = "correlate orders with si.conversion at -0.3";
  Correlation correlation;
  correlation.left = parse_name(cursor, "a driver", example);
  cursor.expect("with", "between two drivers", std::string(example));
  correlation.right = parse_name(cursor, "a driver", example);
  cursor.expect("at", "before the rank correlation", std::string(example));
  correlation.value = parse_amount(cursor);
  return correlation;
}

// draw 65536 by sobol with seed 2023
void parse_design(Cursor& cursor, Uncertainty& block) {
  static constexpr std::string_view example = "draw 65536 by sobol with seed 2023";
  block.draws = cursor.expect(TokenKind::number, "how many draws", example).text;
  if (cursor.accept("by")) block.method = parse_name(cursor, "how to draw", example);
  if (!cursor.accept("with")) return;
  cursor.expect("seed", "after 'with'", std::string(example));
  block.seed = cursor.expect(TokenKind::number, "the seed", example).text;
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

Item parse_uncertainty(Cursor& cursor, std::uint32_t column) {
  Uncertainty block;
  block.place = cursor.previous().place;
  while (next_clause(cursor, column)) {
    if (cursor.accept("draw")) {
      parse_design(cursor, block);
    } else if (cursor.accept("correlate")) {
      block.correlations.push_back(parse_correlation(cursor));
    } else if (cursor.accept("show")) {
      parse_show(cursor, block.shown, block.periods);
    } else {
      block.lines.push_back(parse_draw(cursor));
    }
  }
  return {std::move(block)};
}

}  // namespace headwater::detail
