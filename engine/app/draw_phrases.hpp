// Words that simulations and sensitivities share: how it was drawn, and what was asked.
#pragma once

#include "engine/app/phrases.hpp"

namespace headwater {

struct DrawPhrases {
  Phrase sobol;  // replicates
  Phrase lhs;    // replicates
  Phrase random;
  Phrase antithetic;    // replicates
  Phrase drawn_random;  // axes, axes with Sobol' points
  Phrase guidance_met;  // series, period
  Phrase all_guidance;
  Phrase at_least;  // series, period, value
  Phrase at_most;   // series, period, value
  Phrase revision;  // series, period, share
  Phrase any_revision;
};

const DrawPhrases& draw_phrases(Language language);

}  // namespace headwater
