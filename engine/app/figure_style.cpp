#include "engine/app/figure_style.hpp"

#include <cmath>
#include <string_view>

#include "engine/tables/number_format.hpp"

namespace headwater {
namespace {

// The smallest declared unit of the same dimension: JPY for JPY mn.
Unit base_of(const Model& model, const Unit& unit) {
  Unit base = unit;
  for (const std::string& name : model.units.names()) {
    const Unit one = *model.units.find(name);
    if (one.same_dimension(unit) && one.factor_to(base) < 1) base = one;
  }
  return base;
}

// An amount of a currency, in whatever multiple of it: only the units built in know currencies.
bool is_money(const Unit& base) {
  const bool time = base.exponent("month") != 0 || base.exponent("day") != 0;
  return !base.is_dimensionless() && !time && Units().find(base.text()).has_value();
}

double in_scale(MoneyScale scale) {
  switch (scale) {
    case MoneyScale::mn: return 1e6;
    case MoneyScale::oku: return 1e8;
    case MoneyScale::bn: return 1e9;
    case MoneyScale::as_declared: break;
  }
  return 1;
}

std::string_view scale_word(MoneyScale scale, const Phrases& words) {
  switch (scale) {
    case MoneyScale::mn: return words.millions;
    case MoneyScale::oku: return words.oku;
    case MoneyScale::bn: return words.billions;
    case MoneyScale::as_declared: break;
  }
  return "";
}

int decimals_for(double largest) {
  if (largest >= 1000) return 0;
  return largest >= 100 ? 1 : 2;
}

}  // namespace

FigureStyle figure_style(const FigureTable& table, const Series& series, double largest) {
  const Model& model = table.model;
  const Phrases& words = table.words;
  FigureStyle style;
  style.unit = unit_text(model, series.unit, words);
  if (series.unit.is_dimensionless() && !series.unit.is_plain()) {
    style.factor = series.unit.factor_to(*model.units.find("%"));
    style.decimals = 1;
    style.percent = true;
    return style;
  }
  style.decimals = decimals_for(largest);
  if (table.scale == MoneyScale::as_declared) return style;
  const Unit base = base_of(model, series.unit);
  if (!is_money(base)) return style;
  style.factor = series.unit.factor_to(base) / in_scale(table.scale);
  style.decimals = table.scale == MoneyScale::mn ? 0 : 1;
  style.unit = say(words.scaled, unit_text(model, base, words), scale_word(table.scale, words));
  return style;
}

std::string figure_text(double value, const FigureStyle& style, const Phrases& words) {
  if (std::isnan(value)) return "–";
  const std::string number =
      grouped(value * style.factor, {.decimals = style.decimals, .language = words.language});
  return style.percent ? number + "%" : number;
}

std::string change_text(double value, const FigureStyle& style, const Phrases& words) {
  if (std::isnan(value)) return "";
  const std::string number = grouped(
      value * style.factor, {.decimals = style.decimals, .language = words.language, .sign = true});
  return style.percent ? number + std::string(words.points) : number;
}

std::string share_text(double share, Sign sign, const Phrases& words) {
  if (std::isnan(share)) return "";
  return grouped(share * 100,
                 {.decimals = 1, .language = words.language, .sign = sign == Sign::always}) +
         "%";
}

std::string short_number(double value, int decimals, Sign sign, const Phrases& words) {
  std::string text = grouped(
      value, {.decimals = decimals, .language = words.language, .sign = sign == Sign::always});
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string amount_text(double value, const FigureStyle& style, Sign sign, const Phrases& words) {
  return say(words.amount, short_number(value * style.factor, 2, sign, words), style.unit);
}

}  // namespace headwater
