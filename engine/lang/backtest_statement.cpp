// The block of a scenario file that asks how good its models' forecasts would have been: backtest.
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"

namespace headwater::detail {
namespace {

using namespace tree;

// variant "Title" ja "題" = "other.model"
BacktestVariant parse_variant(Cursor& cursor) {
  static constexpr std::string_view example = "variant \"Trend\" = \"trend.model\"";
  BacktestVariant variant;
  variant.title = parse_title(cursor);
  cursor.expect("=", "before the model's file", std::string(example));
  variant.file = parse_text(cursor, "a model's file between quotes");
  return variant;
}

// origins 2022Q4..2023Q1 rolling 12
void parse_origins(Cursor& cursor, Backtest& block) {
  static constexpr std::string_view example = "origins 2020Q1..2022Q4 rolling 12";
  if (!cursor.sees("rolling")) block.origins = parse_periods(cursor);
  if (!cursor.accept("rolling")) return;
  const Token& count = cursor.expect(TokenKind::number, "how many periods are known", example);
  block.rolling = count.text;
  block.rolling_place = count.place;
}

// 2, half end, year end
Ahead parse_ahead(Cursor& cursor) {
  static constexpr std::string_view example = "ahead 1, 2, half end, year end";
  Ahead ahead;
  const Place begin = cursor.peek().place;
  if (cursor.sees(TokenKind::number)) {
    ahead.periods = cursor.take().text;
  } else {
    const bool half = cursor.accept("half");
    if (!half) cursor.expect("year", "or 'half' or a number of periods", std::string(example));
    cursor.expect("end", half ? "after 'half'" : "after 'year'", std::string(example));
    ahead.to = half ? AheadTo::half_end : AheadTo::year_end;
  }
  ahead.place = cursor.since(begin);
  return ahead;
}

// against first figures, against latest figures
bool parse_first_figures(Cursor& cursor) {
  static constexpr std::string_view example = "against first figures, or against latest figures";
  const bool first = cursor.accept("first");
  if (!first) cursor.expect("latest", "or 'first' after 'against'", std::string(example));
  cursor.expect("figures", first ? "after 'first'" : "after 'latest'", std::string(example));
  return first;
}

}  // namespace

Item parse_backtest(Cursor& cursor, std::uint32_t column) {
  Backtest block;
  const Place begin = cursor.previous().place;
  block.title = parse_title(cursor);
  block.place = cursor.since(begin);
  while (next_clause(cursor, column)) {
    if (cursor.accept("variant")) {
      block.variants.push_back(parse_variant(cursor));
    } else if (cursor.accept("origins")) {
      parse_origins(cursor, block);
    } else if (cursor.accept("ahead")) {
      do block.ahead.push_back(parse_ahead(cursor));
      while (cursor.accept(","));
    } else if (cursor.accept("against")) {
      block.first_figures = parse_first_figures(cursor);
    } else if (cursor.accept("show")) {
      do block.shown.push_back(parse_name(cursor, "a series", "show operating_profit"));
      while (cursor.accept(","));
    } else {
      fail_unknown_clause(
          cursor, {"variant", "origins", "ahead", "against", "show"},
          "a backtest has lines that begin with variant, origins, ahead, against and show");
    }
  }
  return {std::move(block)};
}

}  // namespace headwater::detail
