// The words of two models side by side, once for each language, as in engine/app/phrases.hpp.
#pragma once

#include "engine/app/phrases.hpp"

namespace headwater {

struct CompareModelsPhrases {
  Phrase title;
  Phrase old_model;  // headings, of a file and of its figures
  Phrase new_model;
  Phrase both_models;
  Phrase figures;             // compared
  Phrase figures_of_several;  // compared, scenarios
  Phrase differ;              // figures
  Phrase differ_in;           // figures, scenarios
  Phrase identical;
  Phrase apart_by_rounding;  // count
  Phrase only_old;           // count, names
  Phrase only_new;
  Phrase other_unit;       // names with units
  Phrase other_dimension;  // names with units
  Phrase other_kind;       // names with kinds
  Phrase was;              // of one of these: name, in the old model, in the new
  Phrase other_horizon;    // old, new
  Phrase more_names;       // names, count
  Phrase left_out;         // file, model
  Phrase series;           // headings
  Phrase scenarios;
  Phrase change;
  Phrase relative;
  Phrase now_missing;
  Phrase was_missing;
  Phrase from_zero;
  Phrase more_rows;   // count
  Phrase other_rows;  // count: in parts of years
  Phrase checks;
  Phrase no_check;
  Phrase no_check_differs;
};

const CompareModelsPhrases& compare_models_phrases(Language language);

}  // namespace headwater
