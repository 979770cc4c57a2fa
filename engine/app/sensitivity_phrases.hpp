// The words of sensitivity analyses, once for each language, as in engine/app/phrases.hpp.
#pragma once

#include "engine/app/phrases.hpp"

namespace headwater {

struct SensitivityPhrases {
  Phrase title;
  Phrase caption;  // series, period, unit of effects
  Phrase driver;   // headings
  Phrase effect;
  Phrase mean;
  Phrase spread;
  Phrase first;
  Phrase total;
  Phrase bound;
  Phrase shapley;
  Phrase rest;          // row: all others as one
  Phrase and_others;    // factor of several, the first, how many more
  Phrase more;          // rows left out
  Phrase without;       // factors without effect, their names
  Phrase says_morris;   // paths
  Phrase says_sobol;    // base points
  Phrase says_dgsm;     // points
  Phrase says_shapley;  // base points
  Phrase no_density;
  Phrase runs;  // rows, seed
  Phrase lost;  // groups left out
};

const SensitivityPhrases& sensitivity_phrases(Language language);

}  // namespace headwater
