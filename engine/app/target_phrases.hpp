// The words of targets, once for each language: see phrases.hpp.
#pragma once

#include "engine/app/phrases.hpp"

namespace headwater {

struct TargetPhrases {
  Phrase heading;  // of the table of drivers
  Phrase line;     // headings of the figures
  Phrase base;
  Phrase wanted;
  Phrase reached;
  Phrase gap;
  Phrase driver;  // headings of the drivers
  Phrase required;
  Phrase best;
  Phrase from_best;
  Phrase bounds;
  Phrase at_low;  // where a driver ended
  Phrase at_high;
  Phrase at_low_held;  // and beyond it, figures would be nearer
  Phrase at_high_held;
  Phrase moves_nothing;
  Phrase no_bounds;
  Phrase ended_reached;  // how it ended
  Phrase ended_bounded;  // drivers that hold back
  Phrase ended_stuck;
  Phrase ended_lost;
  Phrase ended_unfinished;  // rounds
  Phrase unmoved;           // figures
  Phrase best_means;
  Phrase add_factor;     // label
  Phrase in_each_cell;   // sweep
  Phrase largest_gap;    // heading
  Phrase bound_mark;     // behind what stands at a bound
  Phrase cells_reached;  // cells, of how many
  Phrase not_in_cells;   // target, cells, of how many; on stderr
  Phrase not_reached;    // target, figures, of how many; on stderr
};

const TargetPhrases& target_phrases(Language language);

}  // namespace headwater
