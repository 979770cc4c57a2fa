// The words of simulations, once for each language, as in engine/app/phrases.hpp.
#pragma once

#include "engine/app/phrases.hpp"

namespace headwater {

struct SimulatePhrases {
  Phrase title;
  Phrase figure;  // headings
  Phrase error;
  Phrase deviation;
  Phrase percentile;  // of how many %
  Phrase met;
  Phrase tails;  // caption
  Phrase lowest;
  Phrase highest;
  Phrase skewness;
  Phrase event;  // headings
  Phrase probability;
  Phrase happened;
  Phrase interval;  // value, from, to
  Phrase of_draws;  // of them, draws
  Phrase drawn_by;  // draws, method, seed
  Phrase says_error;
  Phrase says_met;
  Phrase rule_met;      // draws, share of the standard deviation
  Phrase rule_not_met;  // share of the standard deviation
  Phrase counted;
  Phrase lost;         // series, period, draws without a value, series, period, draw
  Phrase bars;         // series, period, unit, width of a bar
  Phrase all_same;     // series, period, value
  Phrase share;        // heading
  Phrase less_than;    // an edge
  Phrase at_least;     // an edge
  Phrase median_mark;  // beside the bar it falls in
  Phrase base_mark;
  Phrase guidance_mark;
  Phrase fan_legend;
  Phrase fan_actual;
};

const SimulatePhrases& simulate_phrases(Language language);

}  // namespace headwater
