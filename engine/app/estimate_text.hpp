// Estimates as people read them: with as many digits as the interval bears.
#pragma once

#include <string>

#include "engine/app/figure_style.hpp"
#include "engine/app/simulate_phrases.hpp"
#include "engine/study/simulate.hpp"

namespace headwater {

// Half of the interval, without a sign; with more decimals than figures have where it would else be
// nothing. Points for percent; a dash when it is missing.
std::string half_text(const Estimate& estimate, const FigureStyle& style, const Phrases& words);
// A size beside figures: points for percent; a dash when it is missing.
std::string size_text(double value, const FigureStyle& style, const Phrases& words);
// 61%; with as many decimals as the interval bears, three at most.
std::string probability_text(const Estimate& estimate, const Phrases& words);
// 61% (60 to 62), 0% (0 to 0.02).
std::string interval_text(const Estimate& probability, const Phrases& words,
                          const SimulatePhrases& says);

}  // namespace headwater
