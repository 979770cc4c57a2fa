// What a figure rests on, in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/study/figure_inputs.hpp"

namespace headwater {

// "net_adds ±1 10k line → ±12 JPY mn" for each of the first few levers; with ∓ where more of the
// driver is less of the figure.
std::vector<std::string> lever_words(const Model& model, const FigureInputs& inputs,
                                     const Unit& unit);

// "printed 74%", "derived 18%": in tenths of a per cent below one.
std::vector<std::string> share_words(const FigureInputs& inputs);

std::string_view basis_name(InputBasis basis);

}  // namespace headwater
