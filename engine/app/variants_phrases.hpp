// The words of what a variant of a model changes, once for each language, as in
// engine/app/phrases.hpp.
#pragma once

#include <string_view>

#include "engine/app/phrases.hpp"

namespace headwater {

struct VariantsPhrases {
  Phrase extends;        // file, title
  Phrase which_extends;  // file, title
  Phrase extends_none;
  Phrase redefines;  // count
  Phrase redefines_none;
  Phrase as_it_was;
  Phrase before;  // leads, as wide as each other
  Phrase after;
  Phrase series;  // headings of a table
  Phrase was;
  Phrase is;
  Phrase no_clause;
  Phrase adds;  // count
  Phrase adds_none;
  Phrase of_group;  // section or kind, count, names
  Phrase flows;     // kinds, of several
  Phrase stocks;
  Phrase prices;
  Phrase ratios;
  Phrase drivers;
  Phrase checks;
  Phrase groups;
  Phrase statements;
  Phrase units;
  Phrase tables;
  Phrase pipelines;
  Phrase one_offs;
  Phrase solves;
  Phrase actuals;
  Phrase guidance;
};

const VariantsPhrases& variants_phrases(Language language);

}  // namespace headwater
