// The words of gradients, once for each language, as in engine/app/phrases.hpp.
#pragma once

#include "engine/app/phrases.hpp"

namespace headwater {

struct GradientPhrases {
  Phrase title;
  Phrase caption;  // series, period, value, unit
  Phrase driver;   // headings
  Phrase per;
  Phrase slope;
  Phrase elasticity;
  Phrase range;
  Phrase effect;
  Phrase sum;
  Phrase more_drivers;  // count
  Phrase still;         // count
  Phrase elsewhere;     // count
  Phrase unread;        // count
  Phrase says_slope;    // in which periods
  Phrase says_elasticity;
  Phrase says_effect;
  Phrase says_periods;
  Phrase kinks;
  Phrase formula;  // headings of kinks
  Phrase branch;
  Phrase against;
  Phrase distance;
  Phrase more_periods;  // count
  Phrase takes;         // min or max, what it takes
  Phrase holds;         // what an if asks
  Phrase does_not_hold;
  Phrase not_negative;  // of abs, its argument
  Phrase negative;
  Phrase longer;  // of a delay: how long it is
  Phrase whole;   // the next whole number of periods
  Phrase no_kink;
};

const GradientPhrases& gradient_phrases(Language language);

}  // namespace headwater
