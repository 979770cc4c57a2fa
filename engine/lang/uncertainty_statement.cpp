// What is uncertain, and what to ask of it: the blocks uncertainty and sensitivity of a scenario
// file, and the clause `uncertain` of a driver.
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"
#include "engine/lang/detail/words.hpp"

namespace headwater::detail {
namespace {

using namespace tree;

constexpr std::string_view draw_example = "bandwidth.growth ~ normal(3.2%, 1.2 pp)";

// mean 3%, p10 2%, 5 JPY mn, 2 quarters 20%
Parameter parse_parameter(Cursor& cursor) {
  Parameter parameter;
  if (cursor.sees(TokenKind::name) && holds(parameter_words, cursor.peek().text)) {
    parameter.word = parse_name(cursor, "what the number says", "mean 3%");
  }
  parameter.value = parse_amount(cursor);
  if (cursor.sees(TokenKind::number)) parameter.probability = parse_amount(cursor);
  return parameter;
}

void parse_parameters(Cursor& cursor, Distribution& distribution) {
  cursor.expect("(", "before its parameters", "for example normal(3.2%, 1.2 pp)");
  do distribution.parameters.push_back(parse_parameter(cursor));
  while (cursor.accept(","));
  cursor.expect(")", "after the parameters");
}

// normal(3.2%, 1.2 pp) within 0% to 8%      empirical of si.conversion.implied
Distribution parse_distribution(Cursor& cursor) {
  Distribution distribution;
  const Place begin = cursor.peek().place;
  if (cursor.sees(TokenKind::number)) {
    cursor.fail("no-distribution", begin, "one value is no distribution",
                "say how it spreads: normal(3.2%, 1.2 pp), triangular(2%, 3%, 5%)");
  }
  distribution.family = parse_name(cursor, "a distribution", "normal(3.2%, 1.2 pp)");
  if (cursor.accept("of")) {
    distribution.history = parse_name(cursor, "a series", "empirical of si.conversion.implied");
  } else {
    parse_parameters(cursor, distribution);
  }
  const bool unit = cursor.sees(TokenKind::name) && !ends_unit(cursor.peek().text);
  if (unit || cursor.sees("%")) distribution.unit = parse_unit(cursor);
  if (cursor.accept("within")) {
    Range range;
    const Place word = cursor.previous().place;
    range.low = parse_amount(cursor);
    cursor.expect("to", "between the ends", "within 0% to 8%");
    range.high = parse_amount(cursor);
    range.place = cursor.since(word);
    distribution.within = std::move(range);
  }
  distribution.place = cursor.since(begin);
  return distribution;
}

// each period, as random walk, as ar(0.6)
void parse_course(Cursor& cursor, Draw& draw) {
  if (cursor.accept("each")) {
    cursor.expect("period", "after 'each'", "each period");
    draw.course = Course::each_period;
    return;
  }
  if (!cursor.accept("as")) return;
  if (cursor.accept("ar")) {
    cursor.expect("(", "after 'ar'", "as ar(0.6)");
    draw.course = Course::autoregressive;
    draw.persistence = parse_amount(cursor);
    cursor.expect(")", "after the share that lasts", "as ar(0.6)");
    return;
  }
  cursor.expect("random", "or 'ar' after 'as'", "as random walk, or as ar(0.6)");
  cursor.expect("walk", "after 'random'", "as random walk");
  draw.course = Course::random_walk;
}

// base * triangular(0.85, 1, 1.15) each period
void parse_drawn(Cursor& cursor, Draw& draw) {
  if (cursor.accept("base")) {
    draw.certain = !cursor.sees("+") && !cursor.sees("-") && !cursor.sees("*");
    if (draw.certain) return;
    if (cursor.sees("-")) {
      cursor.fail("base-minus", cursor.peek().place, "a distribution is added to base, not taken",
                  "write base + normal(0 pp, 1 pp), with the signs inside turned");
    }
    draw.on = cursor.take().text == "*" ? DrawnOn::base_times : DrawnOn::base_plus;
  }
  draw.distribution = parse_distribution(cursor);
  parse_course(cursor, draw);
}

// X in P ~ ...
Draw parse_draw(Cursor& cursor) {
  Draw draw;
  const Place begin = cursor.peek().place;
  draw.driver = parse_name(cursor, "a driver", draw_example);
  draw.periods = parse_when(cursor);
  cursor.expect("~", "before the distribution", std::string(draw_example));
  parse_drawn(cursor, draw);
  draw.place = cursor.since(begin);
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
  const Place begin = cursor.previous().place;
  block.draws = cursor.expect(TokenKind::number, "how many draws", example).text;
  if (cursor.accept("by")) block.method = parse_name(cursor, "how to draw", example);
  if (cursor.accept("with")) {
    cursor.expect("seed", "after 'with'", std::string(example));
    block.seed = cursor.expect(TokenKind::number, "the seed", example).text;
  }
  block.design = cursor.since(begin);
}

// chance of X in P >= v
Chance parse_chance(Cursor& cursor) {
  static constexpr std::string_view example =
      "chance of operating_profit in FY2023 >= 30000 JPY mn";
  Chance chance;
  const Place begin = cursor.previous().place;
  cursor.expect("of", "after 'chance'", std::string(example));
  chance.series = parse_name(cursor, "a series", example);
  cursor.expect("in", "before the periods", std::string(example));
  chance.periods = parse_periods(cursor);
  chance.at_most = cursor.accept("<=");
  if (!chance.at_most) cursor.expect(">=", "or '<=' before the figure", std::string(example));
  chance.value = parse_amount(cursor);
  chance.place = cursor.since(begin);
  return chance;
}

// revise X, Y beyond 30%
Revision parse_revision(Cursor& cursor) {
  static constexpr std::string_view example = "revise operating_profit beyond 30%";
  Revision revision;
  const Place begin = cursor.previous().place;
  do revision.series.push_back(parse_name(cursor, "a series", example));
  while (cursor.accept(","));
  cursor.expect("beyond", "before the share of guidance", std::string(example));
  revision.beyond = parse_amount(cursor);
  revision.place = cursor.since(begin);
  return revision;
}

// by sobol with 16384 points, by morris with 200 paths
SensitivityMethod parse_method(Cursor& cursor) {
  static constexpr std::string_view example = "by sobol with 16384 points";
  SensitivityMethod method;
  method.method = parse_name(cursor, "a method", example);
  if (!cursor.accept("with")) return method;
  method.points = cursor.expect(TokenKind::number, "how many points", example).text;
  const bool paths = method.method.text == "morris";
  cursor.expect(paths ? "paths" : "points", "after their number",
                paths ? "by morris with 200 paths" : std::string(example));
  return method;
}

}  // namespace

Draw parse_uncertain_clause(Cursor& cursor) {
  Draw draw;
  const Place begin = cursor.previous().place;
  parse_drawn(cursor, draw);
  draw.place = cursor.since(begin);
  return draw;
}

Item parse_uncertainty(Cursor& cursor, std::uint32_t column) {
  Uncertainty block;
  block.place = cursor.previous().place;
  while (next_clause(cursor, column)) {
    if (cursor.accept("draw")) {
      parse_design(cursor, block);
    } else if (cursor.accept("correlate")) {
      block.correlations.push_back(parse_correlation(cursor));
    } else if (cursor.accept("chance")) {
      block.chances.push_back(parse_chance(cursor));
    } else if (cursor.accept("revise")) {
      block.revisions.push_back(parse_revision(cursor));
    } else if (cursor.accept("show")) {
      parse_show(cursor, block.shown, block.periods);
    } else {
      block.lines.push_back(parse_draw(cursor));
    }
  }
  return {std::move(block)};
}

Item parse_sensitivity(Cursor& cursor, std::uint32_t column) {
  Sensitivity block;
  const Place begin = cursor.previous().place;
  block.title = parse_title(cursor);
  block.place = cursor.since(begin);
  while (next_clause(cursor, column)) {
    if (cursor.accept("by")) {
      block.methods.push_back(parse_method(cursor));
    } else if (cursor.accept("across")) {
      block.across = parse_name(cursor, "groups or drivers", "across groups");
    } else if (cursor.accept("show")) {
      parse_show(cursor, block.shown, block.periods);
    } else {
      fail_unknown_clause(cursor, {"by", "across", "show"},
                          "a sensitivity has lines that begin with by, across and show");
    }
  }
  return {std::move(block)};
}

}  // namespace headwater::detail
