#include "engine/app/figure_style.hpp"

#include <cmath>

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

double in_scale(MoneyScale scale) {
  switch (scale) {
    case MoneyScale::mn: return 1e6;
    case MoneyScale::oku: return 1e8;
    case MoneyScale::bn: return 1e9;
    case MoneyScale::as_declared: break;
  }
  return 1;
}

int decimals_for(double largest) {
  if (largest >= 1000) return 0;
  return largest >= 100 ? 1 : 2;
}

}  // namespace

FigureStyle figure_style(const Model& model, const Series& series, const Unit& main,
                         MoneyScale scale, double largest) {
  FigureStyle style;
  style.unit = series.unit.text();
  if (series.unit.is_dimensionless() && !series.unit.is_plain()) {
    style.factor = series.unit.factor_to(*model.units.find("%"));
    style.decimals = 1;
    style.percent = true;
    return style;
  }
  if (!(series.unit == main) || scale == MoneyScale::as_declared) {
    style.decimals = decimals_for(largest);
    return style;
  }
  const Unit base = base_of(model, main);
  style.factor = main.factor_to(base) / in_scale(scale);
  style.decimals = scale == MoneyScale::mn ? 0 : 1;
  style.unit = base.text() + (scale == MoneyScale::mn    ? " mn"
                              : scale == MoneyScale::oku ? " oku"
                                                         : " bn");
  return style;
}

std::string figure_text(double value, const FigureStyle& style) {
  if (std::isnan(value)) return "–";
  const std::string number = grouped(value * style.factor, {.decimals = style.decimals});
  return style.percent ? number + "%" : number;
}

std::string change_text(double value, const FigureStyle& style) {
  if (std::isnan(value)) return "";
  const std::string number =
      grouped(value * style.factor, {.decimals = style.decimals, .sign = true});
  return style.percent ? number + "pp" : number;
}

std::string share_text(double share, bool sign) {
  if (std::isnan(share)) return "";
  return grouped(share * 100, {.decimals = 1, .sign = sign}) + "%";
}

}  // namespace headwater
