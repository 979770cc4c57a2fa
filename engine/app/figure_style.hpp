// How a series' figures are written: unit, scale of money, decimals, language.
#pragma once

#include <string>

#include "engine/app/options.hpp"
#include "engine/app/phrases.hpp"
#include "engine/model/model.hpp"

namespace headwater {

struct FigureStyle {
  double factor = 1;  // from the series' unit to what is shown
  int decimals = 0;
  bool percent = false;  // written with a % sign
  std::string unit;      // what is shown
};

// What the figures of one table have in common.
struct FigureTable {
  const Model& model;
  const Phrases& words;
  MoneyScale scale = MoneyScale::as_declared;
};

// Money is shown in whole millions, or in oku or bn with one decimal, when a scale is asked for;
// percentages with one; anything else with as many decimals as the
// largest figure beside it leaves room for.
FigureStyle figure_style(const FigureTable& table, const Series& series, double largest);

std::string figure_text(double value, const FigureStyle& style, const Phrases& words);
// With a sign; points for percent; empty when it is missing.
std::string change_text(double value, const FigureStyle& style, const Phrases& words);

enum class Sign { of_negatives, always };
// 0.128 is 12.8%; empty when it is missing.
std::string share_text(double share, Sign sign, const Phrases& words);

// As many decimals as it has, up to so many, but not the noise of a division: 0.85, 1,000.
std::string short_number(double value, int decimals, Sign sign, const Phrases& words);

// A flow's or a stock's figure and its unit: 1,234 JPY mn, 6.5 10k line.
std::string amount_text(double value, const FigureStyle& style, Sign sign, const Phrases& words);

}  // namespace headwater
