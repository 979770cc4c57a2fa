// Every word of the tables, once for each language: nothing else in `app` chooses between
// languages.
//
// A phrase with braces is filled in by say(), in the order {0}, {1} that its comment gives. What
// the model says (labels, titles, names of units) comes from the model, in English where it has no
// Japanese.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/model/model.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {

// Has no default, so that a language that lacks a phrase does not compile.
class Phrase {
 public:
  constexpr Phrase(const char* text) : text_(text) {}
  constexpr operator std::string_view() const { return text_; }

 private:
  std::string_view text_;
};

struct Phrases {
  Language language;

  // Names of units, in the words of tables.
  std::span<const std::pair<std::string_view, std::string_view>> unit_names;  // of built-in units
  Phrase plain_unit;
  Phrase unit_times;
  Phrase unit_per;
  Phrase scaled;    // base unit, scale
  Phrase millions;  // scales of money
  Phrase oku;
  Phrase billions;
  Phrase amount;        // number, unit
  Phrase points;        // after a change of a percentage
  Phrase unit_heading;  // unit

  // Between things.
  Phrase between_notes;
  Phrase between_names;
  Phrase between_list;
  Phrase in_brackets;  // after what it says more about

  // The outlook.
  Phrase forecast_mark;  // after a period that contains a forecast
  Phrase estimate_mark;  // after a figure that contains an estimate
  Phrase as_of;          // period
  Phrase title_as_of;    // scenario, period
  Phrase guidance;
  Phrase difference;
  Phrase growth;
  Phrase progress_to_guidance;
  Phrase so_far_actual;  // periods
  Phrase progress;
  Phrase year_before;
  Phrase must_deliver;  // periods
  Phrase short_by;
  Phrase year_made_of;  // fiscal year, actual, forecast, word for periods
  Phrase months;
  Phrase quarters;
  Phrase years;
  Phrase says_forecast;   // mark
  Phrase says_estimate;   // mark
  Phrase guidance_since;  // period
  Phrase checks_hold;     // held
  Phrase checks_broken;   // held, broken
  Phrase left_out;        // columns
  Phrase sources;
  Phrase source;  // page
  Phrase computed;
  Phrase leaves_horizon;  // amount, label, last period
  Phrase pseudo_vintage;
  Phrase one_offs;
  Phrase one_off_in;    // label, period, amount, why
  Phrase one_off_from;  // label, period, amount, why

  // Scenarios side by side; each by its letter.
  Phrase of_scenario;         // scenario, what is said of it
  Phrase nothing_differs;     // scenario, first
  Phrase other_model;         // scenario, model
  Phrase other_horizon;       // scenario, periods
  Phrase only_in;             // scenario, series
  Phrase measured_otherwise;  // scenario, series

  // Workbooks.
  Phrase series;          // the name it is typed by
  Phrase forecast_style;  // what cells in the style of a forecast are
  Phrase estimate_style;

  // Sweeps.
  Phrase sweep_title;  // sweep, scenario
  Phrase axis;         // label, driver, how
  Phrase times_base;
  Phrase added_to_base;
  Phrase set_instead;
  Phrase every_period;
  Phrase in_periods;   // periods
  Phrase from_period;  // period
  Phrase change;
  Phrase caption;  // label, unit
  Phrase base_row;
  Phrase figures_missing;  // count
  Phrase sweep_lost;       // sweep, count, series, period

  // What is folded of sweeps.
  Phrase base;
  Phrase least;
  Phrase mean;
  Phrase greatest;
  Phrase at_levels;   // heading of where it is
  Phrase missing;     // heading of a count
  Phrase points_run;  // count
  Phrase ranked_by;   // series and period

  // Tornados.
  Phrase tornado_caption;  // series, period, base, unit
  Phrase low_end;          // headings of changes
  Phrase high_end;
  Phrase swing;
  Phrase share;
  Phrase several_ends;  // of a bar that moves several drivers
  Phrase cut_mark;      // after a label
  Phrase bar_legend;
  Phrase cut_legend;
  Phrase all_together;  // change at all low ends, at all high ends
  Phrase interaction;   // at the low ends, at the high ends
  Phrase more_bars;     // count, share
  Phrase still_bars;    // count
  Phrase tornado_lost;  // tornado, count, series, period

  // Bridges, from A to B.
  Phrase bridge_caption;  // series, period, figure in A, in B, unit
  Phrase bridge_level;    // heading of running levels
  Phrase bridge_forced;   // what * behind a figure says
  Phrase bridge_all_orders;
  Phrase bridge_drawn_orders;  // how many
  Phrase bridge_in_order;
  Phrase bridge_order_matters;
  Phrase bridge_along_path;
  Phrase bridge_by_lines;
  Phrase bridge_printed_rounding;
  Phrase bridge_implied;   // names
  Phrase bridge_guidance;  // period
  Phrase bridge_known;     // what became known
  Phrase bridge_still;     // names
  Phrase bridge_legend;
  Phrase bridge_begins;  // where bars begin

  // The speed of models.
  Phrase bench_title;
  Phrase bench_run;  // rows, rounds
  Phrase files_to_program;
  Phrase rows_per_second;
  Phrase spread_of_rounds;  // slowest less fastest
  Phrase time_per_row;      // first
  Phrase all_series;
  Phrase formulas;
  Phrase drivers_drawn;
  Phrase figures_asked;
  Phrase instructions_per_row;
  Phrase run_once;  // of them, as the next
  Phrase run_in_loops;
  Phrase rows_side_by_side;
  Phrase table_memory;
  Phrase program_memory;
  Phrase rows_lacking;
  Phrase bench_times;
  Phrase on_one_thread;
  Phrase on_threads;  // count
  Phrase bench_draws;
  Phrase bench_figures;
  Phrase bench_lost;  // file, count, series, period

  // Checks.
  Phrase model_holds;   // model, series, drivers, figures, periods
  Phrase rows_unused;   // rows, series
  Phrase checks_stand;  // held, broken, not evaluable
  Phrase check;
  Phrase period;
  Phrase left_side;
  Phrase right_side;
  Phrase unit;
  Phrase state;
  Phrase holds;
  Phrase broken;
  Phrase not_evaluable;
  Phrase check_broken;      // name, period, left, right, unit, difference
  Phrase printed_on;        // source
  Phrase forecast_missing;  // series, period
};

const Phrases& phrases(Language language);

template <typename... Values>
std::string say(std::string_view phrase, const Values&... values) {
  return fmt::format(fmt::runtime(phrase), values...);
}

// What a title says in the language; in the other where nothing was written.
std::string in_language(const Title& title, const Phrases& words);
// A series by its title, or by its name when it has none.
std::string label_of(const Series& series, const Phrases& words);
// The same where room is short: in English its name, as it is typed.
std::string short_label_of(const Series& series, const Phrases& words);
// A unit by the names the model gives its parts: 円/回線/月; in English as it is typed.
std::string unit_text(const Model& model, const Unit& unit, const Phrases& words);

}  // namespace headwater
