// The words of backtests, once for each language, as in engine/app/phrases.hpp.
#pragma once

#include "engine/app/phrases.hpp"

namespace headwater {

struct BacktestPhrases {
  Phrase title;
  Phrase seen_from;      // title, how many origins, the first and the last, period of the actuals
  Phrase seen_from_one;  // title, the origin, period of the actuals
  Phrase one_ahead;      // period word
  Phrase ahead;          // how many, period word
  Phrase half_end;
  Phrase year_end;
  Phrase month;  // words for a period ahead
  Phrase quarter;
  Phrase year;
  Phrase months;
  Phrase quarters;
  Phrase years;
  Phrase caption;             // figure, how far ahead, unit, origins with an actual
  Phrase one_origin_caption;  // figure, how far ahead, unit
  Phrase variant;             // headings
  Phrase forecasts;
  Phrase within;  // per cent
  Phrase rows_per_second;
  Phrase compile_ms;
  Phrase seasonal_naive;  // baselines
  Phrase drift;
  Phrase last_year_growth;
  Phrase guidance;
  Phrase origin;  // headings of forecasts by origin
  Phrase of_period;
  Phrase actual;
  Phrase verdict;              // before the sentences
  Phrase cannot_separate_one;  // leader, others, evidence; of one origin
  Phrase cannot_separate;      // origins, leader, others, evidence
  Phrase but_beaten;           // contenders that all of these are better than
  Phrase best_baseline;        // baseline, its MAE
  Phrase no_better;            // origins, leader, baseline, evidence
  Phrase worse;                // likewise: it is behind
  Phrase best;                 // origins, leader, what it is separated from, evidence
  Phrase nothing_to_compare;   // figure, how far ahead
  Phrase evidence;             // figure, ahead, MAE, MAE of the other, difference
  Phrase difference;           // difference, half of its interval
  Phrase says_scores;
  Phrase says_distributions;   // draws
  Phrase says_intervals;       // where nothing is drawn
  Phrase percentage_left_out;  // points
  Phrase hindsight;            // variant, drivers, written ones, their names
  Phrase read_anew;            // variant, drivers
  Phrase without_forecast;     // variant, origins
  Phrase left_out_of_verdict;  // variant, its forecasts
  Phrase fewer_distributions;  // contender, distributions, forecasts
  Phrase too_short;            // baseline, origin
  Phrase first_figures;
  Phrase rolling;   // periods
  Phrase timed;     // rows
  Phrase and_more;  // names, how many more
};

const BacktestPhrases& backtest_phrases(Language language);

}  // namespace headwater
