// The words and figures that every view of an explanation shares.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/source.hpp"
#include "engine/study/explain.hpp"

namespace headwater {

// With digits enough to redo the figure by hand: in full where they are few, else six, and a tenth
// of amounts below ten million. Without zeros at the end.
std::string full_number(double value);

// With its unit; percentages with their sign, "116.2 × 10k line" where a unit begins with a digit.
std::string full_text(double value, const Unit& unit);

// The rule that won, in a word or two: "reported", "outlook", "driver", "sum".
std::string_view rule_words(const Model& model, const ExplainedCell& cell);

// Why a missing figure is.
std::string absence_words(const Scenario& scenario, const ExplainedCell& cell);

// "set to", "plus", "times", with its operand in the driver's unit.
std::string operation_words(const Model& model, const Operation& operation);

// What picked a table's row: "FY2023", "2023Q1, tokyo".
std::string key_words(const Model& model, const LookupTable& table, const LookupRow& row);

// What a table's lookup found: "row 2023Q1 presented 2023-05-12 says 4.2 JPY".
std::string row_words(const Model& model, const ExplainedLookup& lookup);

// From what a projection goes on, what its fit found, and where what comes may lie: "from 10 known
// values, 1Q21–2Q23; the newest weighs 0.31; 80% of what comes lies within 18.2 to 21.3 JPY mn".
std::string projection_words(const Model& model, const ExplainedProjection& projection);

// Which of a driver's several values serves a period: ", value of every Q1, from FY24".
std::string piece_words(const Model& model, const Series& series, const DefaultPiece& piece);

// How a figure over several periods comes about; nothing where it has no roll-up.
std::string_view roll_up_words(Rolling rolling);

// On one line, whatever the file's line breaks.
std::string single_spaced(std::string_view text);

// "iij.model:41", or nothing for no place.
std::string place_words(const Sources& sources, const Place& place);

}  // namespace headwater
