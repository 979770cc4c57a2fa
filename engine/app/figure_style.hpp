// How a series' figures are written: unit, scale of money, decimals.
#pragma once

#include <string>

#include "engine/app/options.hpp"
#include "engine/model/model.hpp"

namespace headwater {

struct FigureStyle {
  double factor = 1;  // from the series' unit to what is shown
  int decimals = 0;
  bool percent = false;  // written with a % sign
  std::string unit;      // what is shown
};

// Money of the statement's main unit is shown in whole millions, or in oku or bn with one decimal,
// when a scale is asked for; percentages with one; anything else with as many decimals as the
// largest figure beside it leaves room for.
FigureStyle figure_style(const Model& model, const Series& series, const Unit& main,
                         MoneyScale scale, double largest);

std::string figure_text(double value, const FigureStyle& style);
std::string change_text(double value, const FigureStyle& style);  // with a sign; points for percent
std::string share_text(double share, bool sign);                  // 0.128 is 12.8%

}  // namespace headwater
